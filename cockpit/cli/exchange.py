"""Commands that bring things in, list them, show one, and write them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cockpit.cli.asking import LISTED, described, read_filter, read_me
from cockpit.cli.common import guarded, opened, say
from cockpit.cli.feedback import export_feedback, list_feedback
from cockpit.cli.plain import counted
from cockpit.cli.risk import list_risks, read_risk_filter
from cockpit.domain.errors import UserError
from cockpit.domain.imported import ImportReport
from cockpit.i18n import _
from cockpit.services.identity import remembered_me

if TYPE_CHECKING:
    from cockpit.storage.workspace import SqlWorkspace

ME = click.option("--me", envvar="COCKPIT_ME", help="Who assignee:me is, by name.")


def _tasks(
    workspace: SqlWorkspace, line: str | None, limit: int | None, me: str | None
) -> Sequence[object]:
    reader, wanted = workspace.reader(), read_filter(line)
    if wanted is None:
        return reader.tasks(limit=limit)
    reader.me_id = read_me(reader, wanted, me, remembered_me(workspace))
    return reader.find_tasks(wanted, limit)


# Kinds that take a filter: (workspace, filter or None, limit or None, who "me" is) -> items.
FILTERED: dict[
    str, Callable[[SqlWorkspace, str | None, int | None, str | None], Sequence[object]]
] = {
    "tasks": _tasks,
    "risks": lambda workspace, line, limit, _me: list_risks(workspace.reader(), line, limit),
    "feedback": lambda workspace, line, limit, _me: list_feedback(workspace, line, limit),
}


@click.command("import")
@click.option("--list", "list_kinds", is_flag=True, help="List the kinds that can be imported.")
@click.argument("kind", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--map", "map_file", type=click.Path(path_type=Path), help="A mapping of a table.")
@click.option("--show-map", is_flag=True, help="Print a table's mapping, to be edited for --map.")
@click.option("--into", help="The launch to import into, by name or id.")
@click.option("--tz", help="The zone of times in a table that name none, e.g. Asia/Shanghai.")
@click.pass_context
@guarded
def import_(
    context: click.Context,
    list_kinds: bool,
    kind: str | None,
    file: Path | None,
    dry_run: bool,
    map_file: Path | None,
    show_map: bool,
    into: str | None,
    tz: str | None,
) -> int:
    """Import a file. Example: cockpit -w pay.cockpit import trello board.json --dry-run"""
    from cockpit.bootstrap import import_board
    from cockpit.cli.tables import import_table, mapping_template
    from cockpit.exchange.formats import FORMATS
    from cockpit.exchange.table_imports import WorkspaceTableImports, table_kinds

    tables = table_kinds()
    if list_kinds:
        boards = [(f.key, f.title, f.extensions) for f in FORMATS]
        known = [*boards, *((t.key, t.title, t.extensions) for t in tables)]
        say([{"key": key, "title": _(title), "extensions": ends} for key, title, ends in known])
        return 0
    if kind is None or file is None:
        raise UserError(_("Say what to import: cockpit import KIND FILE."))
    workspace = opened(context)
    if show_map:
        say(mapping_template(WorkspaceTableImports(workspace).open(kind, file, into)))
        return 0
    if kind in {table.key for table in tables}:
        report = import_table(
            workspace, kind, file, map_file=map_file, into=into, dry_run=dry_run, zone=tz
        )
    else:
        report = import_board(workspace, kind, file, into=into, dry_run=dry_run)
    say(report, lambda: report_text(report))
    return 1 if report.refused else 0


def report_text(report: ImportReport) -> str:
    """Return what an import did, would do, warned of and refused, in sentences."""
    kinds = (
        (_("Would be new") if report.dry_run else _("New"), report.created),
        (_("Would change") if report.dry_run else _("Changed"), report.updated),
        (_("Unchanged"), report.unchanged),
    )
    lines = [f"{title}: {counted(counts)}" for title, counts in kinds if counts]
    lines += [_("Warning: {sentence}").format(sentence=each) for each in report.warnings]
    lines += [
        _("Refused: {where}: {reason}").format(where=each.where, reason=each.reason)
        for each in report.refused
    ]
    return "\n".join(lines) or _("The file holds nothing to import.")


@click.command("list")
@click.argument("kind", type=click.Choice([*LISTED, *FILTERED]))
@click.option("--filter", "line", help="As in the window, e.g. 'status:open label:iOS'.")
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@ME
@click.pass_context
@guarded
def list_(
    context: click.Context, kind: str, line: str | None, limit: int | None, me: str | None
) -> None:
    """List items. Example: cockpit -w pay.cockpit list tasks --filter 'due:<7d 闪退' --limit 20

    Without --filter everything is listed, archived tasks too; a filter hides those unless it says
    status:all or status:archived.
    """
    workspace = opened(context)
    if kind in FILTERED:
        say(FILTERED[kind](workspace, line, limit, me))
        return
    if line is not None:
        raise UserError(_("Items of this kind cannot be filtered."))
    say(LISTED[kind](workspace.reader())[:limit])


@click.command()
@click.argument("item")
@click.pass_context
@guarded
def show(context: click.Context, item: str) -> None:
    """Show an item by id or number. Example: cockpit -w pay.cockpit show T-142"""
    say(described(opened(context).reader(), item))


@click.command()
@click.argument("kind", type=click.Choice(["tasks", "risks", "feedback"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--filter", "line", help="As in the window, e.g. 'status:open label:iOS'.")
@ME
@click.pass_context
@guarded
def export(context: click.Context, kind: str, file: Path, line: str | None, me: str | None) -> None:
    """Write items to a file. Example: cockpit -w pay.cockpit export tasks open.csv

    Its ending says how: tasks .csv or .json, risks .csv or .xlsx, feedback .csv, .json or .jsonl.
    Without --filter all are written, archived tasks too.
    """
    from cockpit.exchange.exports import export_tasks
    from cockpit.exchange.risk_export import export_risks

    workspace = opened(context)
    reader = workspace.reader()
    if file.resolve() == workspace.path.resolve():
        raise UserError(_("{path} is the workspace itself. Choose another name.").format(path=file))
    if kind == "risks":
        count = export_risks(reader, file, read_risk_filter(line))
    elif kind == "feedback":
        count = export_feedback(workspace, file, line)
    else:
        wanted = read_filter(line)
        if wanted is not None:
            reader.me_id = read_me(reader, wanted, me, remembered_me(workspace))
        count = export_tasks(reader, file, wanted)
    say({"file": str(file), "rows": {kind: count}})
