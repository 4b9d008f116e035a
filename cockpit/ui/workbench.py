"""What happens in a window over an open workspace: pages, inspector, palette, keys, toasts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cockpit.domain.changes import Changes
from cockpit.domain.organisation import Launch
from cockpit.i18n import language, set_language
from cockpit.ui import commands
from cockpit.ui.import_job import ImportFile, ImportJob
from cockpit.ui.kit.actions import Action, install_actions, shortcut_groups
from cockpit.ui.page import Page, PageContext, PageInfo, PageParts
from cockpit.ui.pages import FIRST, PAGES
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow

if TYPE_CHECKING:
    from PySide6.QtGui import QShortcut

    from cockpit.ui.kit.inspector import Inspector
    from cockpit.ui.kit.palette import CommandPalette
    from cockpit.ui.kit.shortcuts_sheet import ShortcutsSheet
    from cockpit.ui.presentation import Presentation


class Workbench(QObject):
    """Joins a window and a session; `today` is asked anew so that midnight is noticed."""

    def __init__(
        self,
        window: CockpitWindow,
        session: Session,
        today: Callable[[], date],
        import_file: ImportFile | None = None,
    ) -> None:
        super().__init__(window)
        self.window, self.session, self.today = window, session, today
        self._import_file = import_file
        self.launch: Launch | None = None
        self.key = FIRST
        self.inspecting = False
        self._pages: dict[str, Page] = {}
        self._panels: dict[str, Inspector] = {}
        self._actions: dict[str, list[Action]] = {}
        self._shortcuts: dict[str, list[QShortcut]] = {}
        self._palette_box: CommandPalette | None = None
        self._sheet_box: ShortcutsSheet | None = None
        self._presentation: Presentation | None = None
        window.palette_requested.connect(self.open_palette)
        window.page_requested.connect(self._on_page)
        window.topbar.launch_requested.connect(self.open_palette)
        session.changed.connect(self._on_changed)
        session.changed_elsewhere.connect(self._inspect)
        session.reported.connect(lambda sentence: window.toast(sentence))
        window.closing.connect(session.close)
        self.everywhere = commands.everywhere(self)
        self.open_launch(self._newest_launch())
        install_actions(window, self.everywhere)
        window.retranslate()

    @property
    def page(self) -> Page | None:
        """The page that is shown, None in a workspace without a launch."""
        return self._pages.get(self.key)

    @property
    def panel(self) -> Inspector | None:
        """The inspector of the page that is shown, None until it is first asked for."""
        return self._panels.get(self.key)

    @property
    def actions_shown(self) -> Sequence[Action]:
        """What can be done now: everywhere, and on the page that is shown."""
        return [*self.everywhere, *self._actions.get(self.key, [])]

    @property
    def palette_box(self) -> CommandPalette:
        """The command palette, made when it is first asked for: the board is shown sooner."""
        if self._palette_box is None:
            from cockpit.ui.kit.palette import CommandPalette

            self._palette_box = CommandPalette(
                self.window, lambda query: commands.entries(self, query)
            )
        return self._palette_box

    @property
    def sheet_box(self) -> ShortcutsSheet:
        """The sheet of shortcuts, made when it is first asked for."""
        if self._sheet_box is None:
            from cockpit.ui.kit.shortcuts_sheet import ShortcutsSheet

            groups = lambda: shortcut_groups(self.actions_shown)  # noqa: E731
            self._sheet_box = ShortcutsSheet(self.window, groups)
        return self._sheet_box

    @property
    def presentation(self) -> Presentation:
        """What shows pages to others, made when it is first asked for."""
        if self._presentation is None:
            from cockpit.ui.presentation import Presentation

            self._presentation = Presentation(self)
        return self._presentation

    def countdown(self) -> str:
        """Where the open launch stands: T−11, T+9, or nothing."""
        return countdown(self.launch, self.today()) if self.launch is not None else ""

    def _newest_launch(self) -> Launch | None:
        """The launch that goes live last."""
        launches = self.session.reader.launches()
        order = lambda found: (found.go_live_on or date.min, found.id)  # noqa: E731
        return max(launches, key=order, default=None)

    def open_launch(self, launch: Launch | None) -> None:
        """Show the current page for another launch; the pages of the last one are let go."""
        if launch is None:
            return
        self.close_inspector()
        self.launch = launch
        self.window.topbar.set_launch(launch.name, countdown(launch, self.today()), launch.phase)
        if self._presentation is not None:
            self._presentation.end()
        for page in self._pages.values():
            self.window.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self.open_page(self.key)

    def open_page(self, key: str) -> None:
        """Go to a page; it is made when it is first visited."""
        info = next((found for found in PAGES if found.key == key), None)
        if info is None or self.launch is None:
            return
        if key != self.key:
            self.close_inspector()
        self.key = key
        page = self._pages.get(key) or self._make_page(info, self.launch)
        for shown, shortcuts in self._shortcuts.items():
            for shortcut in shortcuts:
                shortcut.setEnabled(shown == key)
        if self._presentation is not None and self._presentation.shown:
            self.window.rail.set_current(key)
            self._presentation.show_page(page)
            return
        self.window.set_page(page, key, page.ground())
        page.focus_content()

    def _make_page(self, info: PageInfo, launch: Launch) -> Page:
        parts = info.load()
        page = parts.make(PageContext(self.session, launch, self.today))
        self._pages[info.key] = page
        page.import_requested.connect(self.ask_import)
        page.ground_changed.connect(self._on_ground)
        page.selection_changed.connect(lambda ids: self._on_selected(info.key, ids))
        page.opened.connect(self.open_inspector)
        page.item_requested.connect(self.show_item)
        if info.key not in self._actions:
            self._learn_actions(info.key, parts)
        return page

    def _learn_actions(self, key: str, parts: PageParts) -> None:
        self._actions[key] = parts.actions(lambda: self._pages.get(key))
        self._shortcuts[key] = install_actions(self.window, self._actions[key])

    def _on_ground(self, ground: str) -> None:
        self.window.sheet.ground = ground
        self.window.sheet.update()

    def open_inspector(self) -> None:
        """Show the inspector of what is selected."""
        page = self.page
        if page is None:
            return
        if self.panel is None:
            panel = page.make_panel()
            if panel is None:
                return
            panel.closed.connect(self.close_inspector)
            asked = getattr(panel, "item_requested", None)
            if asked is not None:
                asked.connect(self.show_item)
            self._panels[self.key] = panel
        self.inspecting = True
        self._inspect()

    def close_inspector(self) -> None:
        """Close the inspector and go back to the page."""
        if self.inspecting:
            self.inspecting = False
            self.window.hide_inspector()
            if self.page is not None:
                self.page.focus_content()

    def _on_selected(self, key: str, ids: list[str]) -> None:
        if key != self.key:
            return
        if not ids:
            self.close_inspector()
        elif self.inspecting:
            self._inspect()

    def _inspect(self) -> None:
        """Fill the inspector with what is selected, or close it."""
        page, panel = self.page, self.panel
        if page is None or panel is None or not self.inspecting:
            return
        if page.fill_panel(panel):
            self.window.show_inspector(panel)
        else:
            self.close_inspector()

    def open_palette(self) -> None:
        """Open the palette."""
        self.palette_box.open()

    def open_sheet(self) -> None:
        """Open the sheet of shortcuts."""
        self.sheet_box.open()

    def paste(self) -> None:
        """Attach the clipboard's picture, file or address to the item that is open."""
        take = getattr(self.panel, "paste", None)
        if take is not None and self.inspecting:
            take()

    def show_item(self, kind: str, item_id: str) -> None:
        """Show an item on the page of its kind, in its launch."""
        if kind == "task":
            detail = self.session.reader.task(item_id)
            if detail is None:
                return
            if self.launch is None or self.launch.id != detail.task.launch_id:
                launches = {found.id: found for found in self.session.reader.launches()}
                self.open_launch(launches.get(detail.task.launch_id))
        info = next((found for found in PAGES if kind in found.kinds), None)
        if info is not None:
            self.open_page(info.key)
            if self.page is not None:
                self.page.show_item(item_id)

    def ask_import(self, kind: str = "trello") -> None:
        """Ask for a file and import it in the lane."""
        path = commands.ask_file(self.window, kind)
        if path is not None:
            self.import_path(path)

    def import_path(self, path: Path) -> None:
        """Import a file; the window stays usable and says when it is done."""
        if self._import_file is None:
            return
        job = ImportJob(self.window, self.session, self._import_file, path)
        job.finished.connect(self._on_imported)
        job.start()

    def _on_imported(self, changes: Changes, sentence: str) -> None:
        self.session.changed.emit(changes)
        if changes.step is not None:
            launches = self.session.reader.launches()
            self.open_launch(max(launches, key=lambda x: x.created_at, default=None))
        self.window.toast(sentence, self.session.undo if changes.step is not None else None)

    def switch_language(self) -> None:
        """Show every text in the other language at once."""
        set_language("zh" if language() == "en" else "en")
        self.retranslate()

    def retranslate(self) -> None:
        """Read every text again, also of what is hidden."""
        self.window.retranslate()
        if self._palette_box is not None:
            self._palette_box.retranslate()
        for panel in self._panels.values():
            panel.retranslate()

    def _on_page(self, key: str) -> None:
        if key == "shortcuts":
            self.open_sheet()
        else:
            self.open_page(key)

    def _on_changed(self, changes: Changes) -> None:
        self._inspect()
        if changes.step is not None and not changes.warning:
            self.window.toast(changes.label, self.session.undo)


def countdown(launch: Launch, today: date) -> str:
    """Return the days to (T−11) or since (T+9) the go-live, empty when it is not set."""
    if launch.go_live_on is None:
        return ""
    days = (today - launch.go_live_on).days
    return f"T+{days}" if days >= 0 else f"T−{-days}"
