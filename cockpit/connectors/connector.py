"""The shape of a connector, and what all of them ask of a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from urllib.parse import urlsplit

from cockpit.connectors.http_records import Answer, Ask
from cockpit.connectors.secrecy import Credential, origin
from cockpit.domain.errors import UserError
from cockpit.domain.pull import Pulled, PullRequest
from cockpit.domain.source import ConnectorInfo
from cockpit.i18n import _

LONGEST_RAW = 2_000


class Asking(Protocol):
    """What a connector needs of `http`."""

    credential: Credential

    def fetch(self, ask: Ask) -> Answer:
        """Return an answer. Raises SourceProblem or Cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """One kind of remote system.

    `check` raises UserError for settings that cannot work. `credential` makes of the settings and
    secrets what goes along with a request. `pull` yields what the server has for [since, until)
    in parts, and raises SourceProblem where it ends early.
    """

    info: ConnectorInfo
    check: Callable[[str, Mapping[str, str], str], None]
    credential: Callable[[Mapping[str, str], Mapping[str, str]], Credential]
    pull: Callable[[PullRequest, Asking], Iterator[Pulled]]


def with_defaults(info: ConnectorInfo, options: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to a form with defaults where there are none.

    Raises UserError for a question that is not in the form, a required one without an answer, or
    a choice that is not offered.
    """
    known = {field.key: field for field in info.fields}
    for key in options:
        if key not in known:
            raise UserError(
                _("“{title}” has no setting “{key}”. It has: {known}.").format(
                    title=_(info.title), key=key, known=", ".join(known)
                )
            )
    answers = {}
    for key, field in known.items():
        answer = options.get(key, "").strip() or field.default
        if field.required and not answer:
            raise UserError(_("“{field}” is empty. Fill it in.").format(field=_(field.title)))
        if field.choices and answer not in (word for word, _title in field.choices):
            raise UserError(
                _("“{field}” cannot be “{answer}”. Choose one of: {choices}.").format(
                    field=_(field.title),
                    answer=answer,
                    choices=", ".join(word for word, _title in field.choices),
                )
            )
        if field.kind == "number" and answer and not (answer.isascii() and answer.isdigit()):
            raise UserError(
                _("“{field}” is “{answer}”, which is no whole number.").format(
                    field=_(field.title), answer=answer
                )
            )
        answers[key] = answer
    return answers


def require_address(address: str) -> None:
    """Raise UserError unless this is a web address without a name or password in it."""
    try:
        origin(address)
        user = urlsplit(address).username
    except ValueError:
        raise UserError(
            _("“{address}” is no web address. It begins with https:// or http://.").format(
                address=address[:200]
            )
        ) from None
    if user is not None:
        raise UserError(
            _("The address holds a name or password. Take it out; secrets have their own field.")
        )


def lines(text: str) -> list[str]:
    """Return the lines of an answer that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def cut(text: str, length: int = LONGEST_RAW) -> str:
    """Return a text that is not longer than what is kept of a row."""
    return text if len(text) <= length else text[: length - 1] + "…"


def history(info: ConnectorInfo, options: Mapping[str, str]) -> timedelta:
    """Return how far the first pull goes back: a day to ten years."""
    return timedelta(days=min(3_650, max(1, int(with_defaults(info, options)["history"]))))
