"""The command `cockpit`: everything that needs no eyes, for people, scripts and schedulers."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import _, set_language

if TYPE_CHECKING:
    from cockpit.storage.workspace import SqlWorkspace


def say(document: object) -> None:
    """Print one JSON document."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_plain)
    click.echo(text)


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def guarded(command: Callable[..., int | None]) -> Callable[..., None]:
    """Turn failures a person can mend into one sentence on standard error and status 2."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            status = command(*args, **options)
        except (UserError, EnvironmentProblem) as problem:
            click.echo(str(problem), err=True)
            sys.exit(2)
        sys.exit(status or 0)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-w", "--workspace", type=click.Path(path_type=Path), help="The workspace file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only (it is the only form yet).")
@click.pass_context
def main(context: click.Context, workspace: Path | None, as_json: bool) -> None:
    """Ops Cockpit: one local file for everything a go-live needs.

    Example: cockpit -w pay.cockpit list tasks --filter 退款
    """
    set_language("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
    context.obj = workspace or os.environ.get("COCKPIT_WORKSPACE")


def opened(context: click.Context) -> SqlWorkspace:
    """Open the workspace that the command line or the environment names."""
    from cockpit.storage.workspace import SqlWorkspace

    if not context.obj:
        raise UserError(_("Name a workspace with -w FILE or COCKPIT_WORKSPACE."))
    return SqlWorkspace(Path(context.obj))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en")
@click.option("--tz", default="Asia/Shanghai")
@click.option("--go-live", type=click.DateTime(["%Y-%m-%d"]))
@guarded
def new(file: Path, lang: str, tz: str, go_live: datetime | None) -> None:
    """Make a workspace. Example: cockpit new pay.cockpit --lang zh --go-live 2026-12-01"""
    from cockpit.bootstrap import new_workspace
    from cockpit.storage.migrate import HEAD

    set_language("zh" if lang == "zh" else "en")
    new_workspace(file, lang, tz, go_live.date() if go_live else None).close()
    say({"workspace": str(file), "schema": HEAD})


@main.command()
@click.pass_context
@guarded
def info(context: click.Context) -> None:
    """Say what a workspace holds. Example: cockpit -w pay.cockpit info"""
    from cockpit.storage.migrate import HEAD

    workspace = opened(context)
    say(
        {
            "workspace": str(workspace.path),
            "schema": HEAD,
            "counts": workspace.reader().counts(),
            "size_bytes": workspace.path.stat().st_size,
            "encrypted": False,
        }
    )


@main.command()
@click.pass_context
@guarded
def check(context: click.Context) -> int:
    """Check a workspace for damage. Example: cockpit -w pay.cockpit check"""
    problems = opened(context).check()
    say({"ok": not problems, "problems": problems})
    return 1 if problems else 0


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
@guarded
def backup(context: click.Context, file: Path) -> None:
    """Write a verified copy. Example: cockpit -w pay.cockpit backup pay-1124.cockpit"""
    opened(context).backup(file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    say({"file": str(file), "sha256": digest, "verified": True})


@main.command()
@click.option("--steps", default=1, type=click.IntRange(1, 10_000))
@click.pass_context
@guarded
def undo(context: click.Context, steps: int) -> None:
    """Take back what was done last. Example: cockpit -w pay.cockpit undo --steps 2"""
    workspace = opened(context)
    say({"undone": [{"label": workspace.undo().label} for _step in range(steps)]})


@main.command()
@click.pass_context
@guarded
def redo(context: click.Context) -> None:
    """Do again what was undone last. Example: cockpit -w pay.cockpit redo"""
    say({"redone": [{"label": opened(context).redo().label}]})


@main.command()
@click.argument("item_id", required=False)
@click.pass_context
@guarded
def history(context: click.Context, item_id: str | None) -> None:
    """Show what happened, newest first. Example: cockpit -w pay.cockpit history"""
    say(opened(context).reader().history(item_id))


@main.command("import")
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


@main.command("list")
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


@main.command()
@click.option("--no-window", is_flag=True, help="Make the workspace and draw its pages.")
@click.option("--lang", type=click.Choice(["en", "zh"]))
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@guarded
def demo(no_window: bool, lang: str | None, folder: Path) -> None:
    """Make the demonstration workspace. Example: cockpit demo --no-window demo"""
    from cockpit.bootstrap import draw_page, make_demo

    if lang is not None:
        set_language("zh" if lang == "zh" else "en")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo.cockpit"
    for old in folder.glob("demo.cockpit*"):
        old.unlink()
    workspace = make_demo(path, date.today())
    picture = folder / "board.png"
    draw_page(workspace, picture, dark=False, size="1440x900")
    workspace.close()
    say({"workspace": str(path), "pictures": [str(picture)], "deck": None})


@main.command()
@click.argument("page", type=click.Choice(["board"]))
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--size", default="1440x900")
@click.pass_context
@guarded
def render(context: click.Context, page: str, out: Path, lang: str, theme: str, size: str) -> None:
    """Draw a page. Example: cockpit -w pay.cockpit render board --out board.png --lang zh"""
    from cockpit.bootstrap import draw_page

    set_language("zh" if lang == "zh" else "en")
    draw_page(opened(context), out, dark=theme == "dark", size=size)
    say({"file": str(out), "warnings": []})
