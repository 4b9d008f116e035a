"""What went wrong between us and a server, each as a sentence: what, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from cockpit.domain.pull import SourceProblem
from cockpit.domain.source import Trouble
from cockpit.i18n import N_, _

OFFLINE = N_("{host} does not answer. It is tried again later; what was pulled before stays.")
SLOW = N_("{host} took longer than {seconds} seconds. Ask for less at a time, or try again later.")
CUT_OFF = N_("{host} ended its answer in the middle. Nothing of it was taken; try again.")
CERTIFICATE = N_(
    "{host} does not prove who it is: its certificate is not accepted. "
    "Nothing was sent to it. Ask who runs it for a valid certificate."
)
KEY = N_("{host} refused the key (status {status}). Enter a valid one for this source.")
NO_KEY = N_("{host} asks for a key (status {status}). Enter one for this source.")
MISSING = N_("{host} has nothing at this address (status {status}). Check the address.")
RATE = N_("{host} is asked too often (status {status}). It is tried again later.")
SERVER = N_("{host} failed (status {status}). It is tried again later.")
REFUSED = N_("{host} refused the request (status {status}). Check the settings of this source.")
ELSEWHERE = N_(
    "{host} sends us on to {target}, and the key is never sent to another address. "
    "If that is right, enter the new address in this source."
)
NOT_SAFE = N_("{host} sends us on to {target}, which is not safe to follow. Check the address.")
AROUND = N_("{host} sends us on in a circle. Check the address of this source.")
TOO_LARGE = N_("The answer of {host} is larger than {limit} MB. Ask for less at a time.")
NOT_JSON = N_("{host} did not answer with JSON. Check the address of this source.")
ENCODING = N_("{host} packed its answer in a way that was not asked for. It cannot be read.")


def offline(host: str) -> SourceProblem:
    """Nothing answered: no network, no such name, nobody listening."""
    return SourceProblem(Trouble.OFFLINE, _(OFFLINE).format(host=host), retryable=True)


def slow(host: str, seconds: float) -> SourceProblem:
    """The answer took too long."""
    sentence = _(SLOW).format(host=host, seconds=round(seconds))
    return SourceProblem(Trouble.SLOW, sentence, retryable=True)


def cut_off(host: str) -> SourceProblem:
    """The answer ended too early."""
    return SourceProblem(Trouble.CUT_OFF, _(CUT_OFF).format(host=host), retryable=True)


def certificate(host: str) -> SourceProblem:
    """The server could not prove who it is."""
    return SourceProblem(Trouble.CERTIFICATE, _(CERTIFICATE).format(host=host))


def too_large(host: str, limit_bytes: int) -> SourceProblem:
    """The answer, unpacked, is larger than we take."""
    sentence = _(TOO_LARGE).format(host=host, limit=max(1, limit_bytes // 1_000_000))
    return SourceProblem(Trouble.SIZE, sentence)


def not_json(host: str) -> SourceProblem:
    """The answer is no JSON document."""
    return SourceProblem(Trouble.FORMAT, _(NOT_JSON).format(host=host))


def encoding(host: str) -> SourceProblem:
    """The answer is packed in a way that was not asked for, or wrongly."""
    return SourceProblem(Trouble.FORMAT, _(ENCODING).format(host=host))


def elsewhere(host: str, target: str) -> SourceProblem:
    """A redirect leaves the origin, and a key would have to go along."""
    return SourceProblem(Trouble.REDIRECT, _(ELSEWHERE).format(host=host, target=target))


def not_safe(host: str, target: str) -> SourceProblem:
    """A redirect leads off the web, or from encrypted to open."""
    return SourceProblem(Trouble.REDIRECT, _(NOT_SAFE).format(host=host, target=target))


def around(host: str) -> SourceProblem:
    """Too many redirects."""
    return SourceProblem(Trouble.REDIRECT, _(AROUND).format(host=host))


def for_status(
    host: str, status: int, headers: Mapping[str, str], *, with_key: bool, now: datetime
) -> SourceProblem:
    """Return the problem that a status of 400 or more stands for."""
    retry = retry_after(headers.get("retry-after", ""), now)
    if status in (401, 403):
        return _said(Trouble.KEY, KEY if with_key else NO_KEY, host, status)
    if status in (404, 410):
        return _said(Trouble.REFUSED, MISSING, host, status)
    if status == 429:
        return _said(Trouble.RATE, RATE, host, status, retryable=True, retry=retry)
    if status >= 500 or status in (408, 425):
        return _said(Trouble.SERVER, SERVER, host, status, retryable=True, retry=retry)
    return _said(Trouble.REFUSED, REFUSED, host, status)


def retry_after(text: str, now: datetime) -> float | None:
    """Return the seconds of a Retry-After header, a number or a date (RFC 9110 §10.2.3)."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())


def chain(error: BaseException) -> Iterator[BaseException]:
    """Return an error and what caused it."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _said(
    trouble: Trouble,
    msgid: str,
    host: str,
    status: int,
    *,
    retryable: bool = False,
    retry: float | None = None,
) -> SourceProblem:
    sentence = _(msgid).format(host=host, status=status)
    return SourceProblem(trouble, sentence, retryable=retryable, retry_seconds=retry)
