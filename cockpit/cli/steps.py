"""Commands over what was done: undo, redo, history."""

from __future__ import annotations

import click

from cockpit.cli.common import guarded, opened, say


@click.command()
@click.option("--steps", default=1, type=click.IntRange(1, 10_000))
@click.pass_context
@guarded
def undo(context: click.Context, steps: int) -> None:
    """Take back what was done last. Example: cockpit -w pay.cockpit undo --steps 2"""
    workspace = opened(context)
    say({"undone": [{"label": workspace.undo().label} for _step in range(steps)]})


@click.command()
@click.pass_context
@guarded
def redo(context: click.Context) -> None:
    """Do again what was undone last. Example: cockpit -w pay.cockpit redo"""
    say({"redone": [{"label": opened(context).redo().label}]})


@click.command()
@click.argument("item_id", required=False)
@click.pass_context
@guarded
def history(context: click.Context, item_id: str | None) -> None:
    """Show what happened, newest first. Example: cockpit -w pay.cockpit history"""
    say(opened(context).reader().history(item_id))
