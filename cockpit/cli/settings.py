"""The command over the settings of this machine, read from the records that declare them."""

from __future__ import annotations

import click

from cockpit.cli.common import guarded, say
from cockpit.cli.plain import fields
from cockpit.domain.errors import UserError
from cockpit.i18n import _
from cockpit.settings import machine

SYSTEM = "system"  # how "as the system", stored as "", is written on a command line


@click.command()
@click.argument("key", required=False)
@click.argument("value", required=False)
@guarded
def settings(key: str | None, value: str | None) -> None:
    """Show the settings of this machine, or change one.

    Example: cockpit settings theme dark
    """
    known = machine.settings()
    if key is not None and key not in known:
        raise UserError(
            _("There is no setting “{key}”. There are: {known}.").format(
                key=key, known=", ".join(known)
            )
        )
    if key is not None and value is not None:
        _change(key, value)
    now = machine.load()
    shown = {
        name: {
            "value": getattr(now, name) or SYSTEM,
            "title": _(setting.title),
            "explanation": _(setting.explanation),
            "values": [each or SYSTEM for each in setting.values()],
        }
        for name, setting in known.items()
        if key in (None, name)
    }
    say(shown, lambda: "\n\n".join(_text(name, fields_) for name, fields_ in shown.items()))


def _change(key: str, value: str) -> None:
    allowed = machine.settings()[key].values()
    stored = "" if value == SYSTEM else value
    if stored not in allowed:
        raise UserError(
            _("“{key}” can be {values}, not “{value}”.").format(
                key=key, values=", ".join(each or SYSTEM for each in allowed), value=value
            )
        )
    machine.choose(key, stored)


def _text(name: str, shown: dict[str, object]) -> str:
    values = shown["values"]
    assert isinstance(values, list)
    return "\n".join(
        (
            f"{shown['title']}: {shown['explanation']}",
            fields([(f"  {name}", f"{shown['value']}  ({' | '.join(values)})")]),
        )
    )
