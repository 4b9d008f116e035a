"""The command that takes words or a person out of a workspace for good."""

from __future__ import annotations

import dataclasses

import click

from cockpit.cli.common import guarded, opened, say
from cockpit.domain.errors import UserError
from cockpit.i18n import _


@click.command()
@click.option("--text", help="A text to erase wherever it stands, such as a phone number.")
@click.option("--person", help="A person or customer, by name or id.")
@click.option("--dry-run", is_flag=True, help="Say what would be erased and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
@guarded
def erase(
    context: click.Context, text: str | None, person: str | None, dry_run: bool, yes: bool
) -> int:
    """Erase a text or a person for good: undo cannot bring it back.

    Example: cockpit -w pay.cockpit erase --text 13812345678 --dry-run
    """
    if (text is None) == (person is None):
        raise UserError(_("Say what to erase: --text TEXT or --person NAME."))
    workspace = opened(context)
    question = _("Erase “{words}” for good? Undo cannot bring it back.")
    if not (dry_run or yes) and not click.confirm(
        question.format(words=text or person), default=False, err=True
    ):
        raise click.Abort
    found = workspace.erase(text=text, person=person, dry_run=dry_run)
    say({"dry_run": dry_run, **dataclasses.asdict(found)})
    return 1 if found.left else 0
