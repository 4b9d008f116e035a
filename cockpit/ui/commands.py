"""What can be done on every page, and what the palette finds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from cockpit.i18n import N_, _
from cockpit.ui.kit.actions import Action
from cockpit.ui.kit.theme import current_theme, theme_bus
from cockpit.ui.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from cockpit.ui.kit.palette import PaletteEntry
    from cockpit.ui.workbench import Workbench

EVERYWHERE = N_("Everywhere")
GO = N_("Go to")
LOOK = N_("View")


def everywhere(bench: Workbench) -> list[Action]:
    """Return the actions that every page has."""
    session = bench.session
    return [
        Action("palette", N_("Find or do anything"), "Ctrl+K", EVERYWHERE, bench.open_palette),
        Action("undo", N_("Undo"), "Ctrl+Z", EVERYWHERE, session.undo),
        Action("redo", N_("Redo"), "Ctrl+Shift+Z", EVERYWHERE, session.redo),
        Action("import", N_("Import a Trello board"), "Ctrl+I", EVERYWHERE, bench.ask_import),
        Action("paste", N_("Attach what is on the clipboard"), "Ctrl+V", EVERYWHERE, bench.paste),
        Action("sheet", N_("Show all shortcuts"), "?", EVERYWHERE, bench.open_sheet),
        *(
            Action(f"go-{info.key}", info.title, info.shortcut, GO, _opener(bench, info.key))
            for info in PAGES
        ),
        Action("present", N_("Present this page"), "F5", LOOK, lambda: bench.presentation.begin()),
        Action(
            "names",
            N_("Hide people's names, or show them"),
            "Ctrl+Shift+H",
            LOOK,
            lambda: bench.presentation.toggle_names(),
        ),
        Action("theme", N_("Switch between light and dark"), "Ctrl+Shift+D", LOOK, switch_theme),
        Action("language", "English / 简体中文", "Ctrl+Shift+L", LOOK, bench.switch_language),
    ]


def _opener(bench: Workbench, key: str) -> Callable[[], None]:
    return lambda: bench.open_page(key)


def entries(bench: Workbench, query: str) -> list[PaletteEntry]:
    """Return what the palette shows: actions and launches named so, and items with the words."""
    from cockpit.ui.kit.palette import PaletteEntry

    wanted = query.casefold().split()
    found = [
        PaletteEntry(a.label(), _(a.group), a.icon or "caret-right", a.keys(), a.run)
        for a in bench.actions_shown
        if all(word in a.label().casefold() for word in wanted)
    ]
    icons = {kind: info.icon for info in PAGES for kind in info.kinds}
    if query.strip():
        for item in bench.session.reader.search(query):
            if item.kind in icons:
                icon = "check-square" if item.kind == "task" else icons[item.kind]
                show = _shower(bench, item.kind, item.id)
                found.append(PaletteEntry(item.title, item.short, icon, "", show))
    for launch in bench.session.reader.launches():
        if all(word in launch.name.casefold() for word in wanted):
            choose = lambda launch=launch: bench.open_launch(launch)  # noqa: E731
            found.append(PaletteEntry(launch.name, _("Launch"), "rocket-launch", "", choose))
    return found


def _shower(bench: Workbench, kind: str, item_id: str) -> Callable[[], None]:
    return lambda: bench.show_item(kind, item_id)


def ask_file(parent: QWidget, kind: str) -> Path | None:
    """Ask for a file of an import kind; None when nothing was chosen."""
    title, kinds = _("Import a Trello board"), _("Trello board (JSON)") + " (*.json)"
    name, _kind = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(name) if name else None


def switch_theme() -> None:
    """Go to the other of light and dark."""
    theme_bus().force("light" if current_theme().dark else "dark")
