"""Commands over a whole workspace file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cockpit.cli.common import guarded, opened, say
from cockpit.cli.demo_place import clear_demo
from cockpit.cli.plain import counted, fields, size_text
from cockpit.i18n import _, set_language


@click.command()
@click.pass_context
@guarded
def info(context: click.Context) -> None:
    """Say what a workspace holds. Example: cockpit -w pay.cockpit info"""
    from cockpit.storage.migrate import HEAD

    workspace = opened(context)
    counts, size = workspace.reader().counts(), workspace.path.stat().st_size
    say(
        {
            "workspace": str(workspace.path),
            "schema": HEAD,
            "counts": counts,
            "size_bytes": size,
            "encrypted": workspace.encrypted,
        },
        lambda: fields(
            [
                (_("Workspace"), str(workspace.path)),
                (_("Contents"), counted({kind: n for kind, n in counts.items() if n})),
                (_("Size"), size_text(size)),
                (_("Encrypted"), _("yes") if workspace.encrypted else _("no")),
                (_("Schema"), HEAD),
            ]
        ),
    )


@click.command()
@click.pass_context
@guarded
def check(context: click.Context) -> int:
    """Check a workspace for damage. Example: cockpit -w pay.cockpit check"""
    problems = opened(context).check()
    say({"ok": not problems, "problems": problems}, lambda: _problems_text(problems))
    return 1 if problems else 0


def _problems_text(problems: list[dict[str, str]]) -> str:
    if not problems:
        return _("No problems found.")
    return "\n".join(f"{p['what']} ({p['where']})\n  → {p['repair']}" for p in problems)


@click.command()
@click.option("--no-window", is_flag=True, help="Make the workspace and draw its pages.")
@click.option("--lang", type=click.Choice(["en", "zh"]))
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@guarded
def demo(no_window: bool, lang: str | None, folder: Path) -> int:
    """Make the demonstration workspace and open it. Example: cockpit demo --no-window demo"""
    from cockpit.bootstrap import draw_page, make_demo, page_keys
    from cockpit.start import run_window

    if lang is not None:
        set_language("zh" if lang == "zh" else "en")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo.cockpit"
    if not no_window and path.exists():
        return run_window(path)
    clear_demo(path)
    workspace = make_demo(path, date.today())
    if not no_window:
        workspace.close()
        return run_window(path)
    pictures = []
    for page in page_keys():
        pictures.append(str(folder / f"{page}.png"))
        draw_page(workspace, Path(pictures[-1]), dark=False, size="1440x900", page=page)
    workspace.close()
    say({"workspace": str(path), "pictures": pictures, "deck": None})
    return 0


@click.command()
@click.argument("page")
@click.option("--out", required=True, type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light")
@click.option("--size", default="1440x900", help="In logical pixels.")
@click.option("--scale", type=click.Choice(["1", "1.5", "2"]), default="1")
@click.option("--select", default="", help="An item to select, by number or id.")
@click.option("--state", type=click.Choice(["empty", "error"]))
@click.pass_context
@guarded
def render(
    context: click.Context,
    page: str,
    out: Path,
    lang: str,
    theme: str,
    size: str,
    scale: str,
    select: str,
    state: str | None,
) -> None:
    """Draw a page. Example: cockpit -w pay.cockpit render board --out board.png --lang zh

    --state empty draws it without anything in it, error as it is when its data cannot be read.
    """
    from cockpit.bootstrap import draw_page

    set_language("zh" if lang == "zh" else "en")
    draw_page(
        opened(context),
        out,
        dark=theme == "dark",
        size=size,
        select=select,
        page=page,
        scale=float(scale),
        state=state or "",
    )
    say({"file": str(out), "warnings": []})
