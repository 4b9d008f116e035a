"""Commands that bring things in, list them, show one, and write them out."""

from __future__ import annotations

from pathlib import Path

import click

from cockpit.cli.asking import LISTED, described, read_filter, read_me
from cockpit.cli.common import guarded, opened, say
from cockpit.domain.errors import UserError
from cockpit.i18n import _

ME = click.option("--me", envvar="COCKPIT_ME", help="Who assignee:me is, by name.")


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
@click.argument("kind", type=click.Choice([*LISTED, "tasks"]))
@click.option("--filter", "line", help="For tasks: as in the window, e.g. 'status:open label:iOS'.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@ME
@click.pass_context
@guarded
def list_(
    context: click.Context, kind: str, line: str | None, limit: int | None, me: str | None
) -> None:
    """List items. Example: cockpit -w pay.cockpit list tasks --filter 'due:<7d 闪退' --limit 20

    Without --filter all tasks are listed, archived ones too; a filter hides those unless it says
    status:all or status:archived.
    """
    reader = opened(context).reader()
    if kind != "tasks":
        if line is not None:
            raise UserError(_("Only tasks can be filtered."))
        say(LISTED[kind](reader)[:limit])
        return
    wanted = read_filter(line)
    if wanted is None:
        say(reader.tasks(limit=limit))
        return
    reader.me_id = read_me(reader, wanted, me)
    say(reader.find_tasks(wanted, limit))


@click.command()
@click.argument("item")
@click.pass_context
@guarded
def show(context: click.Context, item: str) -> None:
    """Show an item by id or number. Example: cockpit -w pay.cockpit show T-142"""
    say(described(opened(context).reader(), item))


@click.command()
@click.argument("kind", type=click.Choice(["tasks"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--filter", "line", help="As in the window, e.g. 'status:open label:iOS'.")
@ME
@click.pass_context
@guarded
def export(context: click.Context, kind: str, file: Path, line: str | None, me: str | None) -> None:
    """Write tasks to a .csv or .json file. Example: cockpit -w pay.cockpit export tasks open.csv

    Without --filter all tasks are written, archived ones too.
    """
    from cockpit.exchange.exports import export_tasks

    workspace = opened(context)
    reader = workspace.reader()
    wanted = read_filter(line)
    if wanted is not None:
        reader.me_id = read_me(reader, wanted, me)
    if file.resolve() == workspace.path.resolve():
        raise UserError(_("{path} is the workspace itself. Choose another name.").format(path=file))
    say({"file": str(file), "rows": {kind: export_tasks(reader, file, wanted)}})
