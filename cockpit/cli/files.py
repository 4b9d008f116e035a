"""Commands over a whole workspace file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cockpit.cli.common import guarded, opened, say
from cockpit.i18n import set_language


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
            "encrypted": workspace.encrypted,
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
@click.option("--no-window", is_flag=True, help="Make the workspace and draw its pages.")
@click.option("--lang", type=click.Choice(["en", "zh"]))
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@guarded
def demo(no_window: bool, lang: str | None, folder: Path) -> int:
    """Make the demonstration workspace and open it. Example: cockpit demo --no-window demo"""
    from cockpit.bootstrap import draw_page, make_demo
    from cockpit.start import run_window

    if lang is not None:
        set_language("zh" if lang == "zh" else "en")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo.cockpit"
    if not no_window and path.exists():
        return run_window(path)
    for old in folder.glob("demo.cockpit*"):
        old.unlink()
    workspace = make_demo(path, date.today())
    if not no_window:
        workspace.close()
        return run_window(path)
    picture = folder / "board.png"
    draw_page(workspace, picture, dark=False, size="1440x900")
    workspace.close()
    say({"workspace": str(path), "pictures": [str(picture)], "deck": None})
    return 0


@click.command()
@click.argument("page", type=click.Choice(["board"]))
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--size", default="1440x900")
@click.option("--select", default="", help="A task to select, by id.")
@click.pass_context
@guarded
def render(
    context: click.Context, page: str, out: Path, lang: str, theme: str, size: str, select: str
) -> None:
    """Draw a page. Example: cockpit -w pay.cockpit render board --out board.png --lang zh"""
    from cockpit.bootstrap import draw_page

    set_language("zh" if lang == "zh" else "en")
    draw_page(opened(context), out, dark=theme == "dark", size=size, select=select)
    say({"file": str(out), "warnings": []})
