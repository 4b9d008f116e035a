"""What can be done on every page, and what the palette finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cockpit.i18n import N_, _
from cockpit.settings import machine
from cockpit.ui.kit.actions import Action
from cockpit.ui.kit.theme import ThemeName, current_theme, theme_bus
from cockpit.ui.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from cockpit.services.table_imports import ImportKind
    from cockpit.ui.kit.palette import PaletteEntry
    from cockpit.ui.workbench import Workbench

EVERYWHERE = N_("Everywhere")
GO = N_("Go to")
LOOK = N_("View")
MOST_ITEMS = 100


def everywhere(bench: Workbench) -> list[Action]:
    """Return the actions that every page has."""
    session = bench.session
    return [
        Action(
            "palette", N_("Find or do anything"), "Ctrl+K", EVERYWHERE, bench.boxes.open_palette
        ),
        Action("undo", N_("Undo"), "Ctrl+Z", EVERYWHERE, session.undo),
        Action("redo", N_("Redo"), "Ctrl+Shift+Z", EVERYWHERE, session.redo),
        Action("import", N_("Import a file"), "Ctrl+I", EVERYWHERE, lambda: bench.ask_import()),
        Action(
            "import-trello",
            N_("Import a Trello board"),
            "",
            EVERYWHERE,
            lambda: bench.ask_import("trello"),
        ),
        Action("paste", N_("Attach what is on the clipboard"), "Ctrl+V", EVERYWHERE, bench.paste),
        Action("sheet", N_("Show all shortcuts"), "?", EVERYWHERE, bench.boxes.open_sheet),
        Action("settings", N_("Settings"), "Ctrl+,", EVERYWHERE, bench.boxes.open_settings),
        *(
            Action(f"go-{info.key}", info.title, info.shortcut, GO, _opener(bench, info.key))
            for info in PAGES
        ),
        Action("present", N_("Present this page"), "F5", LOOK, bench.boxes.present),
        Action(
            "names",
            N_("Hide or show names"),
            "Ctrl+Shift+H",
            LOOK,
            bench.boxes.toggle_names,
        ),
        Action("theme", N_("Switch between light and dark"), "Ctrl+Shift+D", LOOK, switch_theme),
        Action("language", "English / 简体中文", "Ctrl+Shift+L", LOOK, bench.switch_language),
    ]


def _opener(bench: Workbench, key: str) -> Callable[[], None]:
    return lambda: bench.open_page(key)


def _title(kind: ImportKind) -> Callable[[], str]:
    return lambda: _("Import: {kind}").format(kind=_(kind.title))


def _importer(bench: Workbench, kind: str) -> Callable[[], None]:
    return lambda: bench.ask_import(kind)


def _imports(bench: Workbench) -> list[Action]:
    """Return an action for each kind of table; what reads them is loaded only now."""
    return [
        Action(f"import-{kind.key}", _title(kind), "", EVERYWHERE, _importer(bench, kind.key))
        for kind in bench.importing.kinds()
    ]


def entries(bench: Workbench, query: str) -> list[PaletteEntry]:
    """Return what the palette shows: actions and launches named so, and items with the words."""
    from cockpit.ui.kit.palette import PaletteEntry

    wanted = query.casefold().split()
    found = [
        PaletteEntry(a.label(), _(a.group), a.icon or "caret-right", a.keys(), a.run)
        for a in (*bench.actions_shown, *_imports(bench))
        if all(word in a.label().casefold() for word in wanted)
    ]
    icons = {kind: info.icon for info in PAGES for kind in info.kinds}
    if query.strip():
        for item in bench.session.reader.find_items(query, MOST_ITEMS):
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


def switch_theme() -> None:
    """Go to the other of light and dark."""
    name: ThemeName = "light" if current_theme().dark else "dark"
    theme_bus().force(name)
    machine.choose("theme", name)
