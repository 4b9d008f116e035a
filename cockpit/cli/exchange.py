"""Commands that bring things in and list them."""

from __future__ import annotations

from pathlib import Path

import click

from cockpit.cli.common import guarded, opened, say
from cockpit.domain.errors import UserError
from cockpit.i18n import _


@click.command("import")
@click.option("--list", "list_kinds", is_flag=True, help="List the kinds that can be imported.")
@click.argument("kind", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--into", help="The launch to import into, by name or id.")
@click.pass_context
@guarded
def import_(
    context: click.Context,
    list_kinds: bool,
    kind: str | None,
    file: Path | None,
    dry_run: bool,
    into: str | None,
) -> int:
    """Import a file. Example: cockpit -w pay.cockpit import trello board.json --dry-run"""
    from cockpit.bootstrap import import_board
    from cockpit.exchange.formats import FORMATS

    if list_kinds:
        say([{"key": f.key, "title": _(f.title), "extensions": f.extensions} for f in FORMATS])
        return 0
    if kind is None or file is None:
        raise UserError(_("Say what to import: cockpit import KIND FILE."))
    report = import_board(opened(context), kind, file, into=into, dry_run=dry_run)
    say(report)
    return 1 if report.refused else 0


@click.command("list")
@click.argument("kind", type=click.Choice(["tasks", "launches", "products"]))
@click.option("--filter", "words", default="", help="Words that tasks must hold.")
@click.option("--limit", type=click.IntRange(1))
@click.pass_context
@guarded
def list_(context: click.Context, kind: str, words: str, limit: int | None) -> None:
    """List items. Example: cockpit -w pay.cockpit list tasks --filter 闪退 --limit 20"""
    reader = opened(context).reader()
    if kind == "tasks":
        say(reader.tasks(tuple(words.split()), limit))
    else:
        say(reader.launches()[:limit] if kind == "launches" else reader.products()[:limit])
