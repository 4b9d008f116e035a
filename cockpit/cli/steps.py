"""Commands over what was done: undo, redo, history."""

from __future__ import annotations

from collections.abc import Sequence

import click

from cockpit.cli.common import guarded, opened, say
from cockpit.cli.plain import table
from cockpit.domain.changes import HistoryEntry
from cockpit.i18n import _


@click.command()
@click.option("--steps", default=1, type=click.IntRange(1, 10_000))
@click.pass_context
@guarded
def undo(context: click.Context, steps: int) -> None:
    """Take back what was done last. Example: cockpit -w pay.cockpit undo --steps 2"""
    workspace = opened(context)
    done = [workspace.undo().label for _step in range(steps)]
    say(
        {"undone": [{"label": label} for label in done]},
        lambda: "\n".join(_("Undone: {step}").format(step=label) for label in done),
    )


@click.command()
@click.pass_context
@guarded
def redo(context: click.Context) -> None:
    """Do again what was undone last. Example: cockpit -w pay.cockpit redo"""
    label = opened(context).redo().label
    say({"redone": [{"label": label}]}, lambda: _("Redone: {step}").format(step=label))


@click.command()
@click.argument("item_id", required=False)
@click.pass_context
@guarded
def history(context: click.Context, item_id: str | None) -> None:
    """Show what happened, newest first. Example: cockpit -w pay.cockpit history"""
    entries = opened(context).reader().history(item_id)
    say(entries, lambda: _history_text(entries))


def _history_text(entries: Sequence[HistoryEntry]) -> str:
    """One line for each step: a step changes many fields, and its label says what it did."""
    steps = {entry.step: entry for entry in entries}
    rows = [
        {
            _("when"): entry.at.astimezone().strftime("%Y-%m-%d %H:%M"),
            _("what"): entry.label,
            _("who"): entry.person,
        }
        for entry in steps.values()
    ]
    return table(rows)
