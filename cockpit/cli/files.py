"""Commands over a whole workspace file."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

import click

from cockpit.cli.common import guarded, opened, say
from cockpit.i18n import set_language


@click.command()
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


@click.command()
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


@click.command()
@click.pass_context
@guarded
def check(context: click.Context) -> int:
    """Check a workspace for damage. Example: cockpit -w pay.cockpit check"""
    problems = opened(context).check()
    say({"ok": not problems, "problems": problems})
    return 1 if problems else 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
@guarded
def backup(context: click.Context, file: Path) -> None:
    """Write a verified copy. Example: cockpit -w pay.cockpit backup pay-1124.cockpit"""
    opened(context).backup(file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    say({"file": str(file), "sha256": digest, "verified": True})


@click.command()
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


@click.command()
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
