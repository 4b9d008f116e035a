"""What happens in a window over an open workspace: pages, inspector, palette, keys, toasts."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cockpit.domain.changes import Changes
from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.domain.organisation import Launch
from cockpit.i18n import language, set_language
from cockpit.settings import machine
from cockpit.ui import commands
from cockpit.ui.boxes import Boxes
from cockpit.ui.import_job import ImportFile
from cockpit.ui.importing import Importing
from cockpit.ui.kit.actions import Action, install_actions
from cockpit.ui.page import Page, PageContext, PageInfo, PageParts
from cockpit.ui.pages import FIRST, PAGES
from cockpit.ui.session import Session
from cockpit.ui.status import SourceStatus
from cockpit.ui.waiting import Waiting
from cockpit.ui.window import CockpitWindow

if TYPE_CHECKING:
    from PySide6.QtGui import QShortcut

    from cockpit.services.table_imports import TableImports
    from cockpit.ui.kit.inspector import Inspector

LOG = logging.getLogger(__name__)


class Workbench(QObject):
    """Joins a window and a session; `today` is asked anew so that midnight is noticed."""

    def __init__(
        self,
        window: CockpitWindow,
        session: Session,
        today: Callable[[], date],
        import_file: ImportFile | None = None,
        tables: TableImports | None = None,
    ) -> None:
        super().__init__(window)
        self.window, self.session, self.today = window, session, today
        self.importing = Importing(self, import_file, tables)
        self.launch: Launch | None = None
        self.key = FIRST
        self.inspecting = False
        self._pages: dict[str, Page] = {}
        self._panels: dict[str, Inspector] = {}
        self._actions: dict[str, list[Action]] = {}
        self._shortcuts: dict[str, list[QShortcut]] = {}
        self.boxes = Boxes(self)
        self.waiting, self.status = Waiting(self), SourceStatus(self)
        window.palette_requested.connect(self.boxes.open_palette)
        window.page_requested.connect(self._on_page)
        window.topbar.launch_requested.connect(self.boxes.choose_launch)
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

    def countdown(self) -> str:
        """Where the open launch stands: T−11, T+9, or nothing."""
        return self.launch.countdown(self.today()) if self.launch is not None else ""

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
        self.window.topbar.set_launch(launch.name, self.countdown(), launch.phase)
        if self.boxes.presenting():
            self.boxes.presentation.end()
        for page in self._pages.values():
            self.window.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self.open_page(self.key)
        self.waiting.ask()

    def open_page(self, key: str) -> None:
        """Go to a page; it is made when it is first visited."""
        info = next((found for found in PAGES if found.key == key), None)
        if info is None or self.launch is None:
            return
        if key != self.key:
            self.close_inspector()
        self.key = key
        page = self._pages.get(key) or self._try_page(info, self.launch)
        if page is None:
            return
        for shown, shortcuts in self._shortcuts.items():
            for shortcut in shortcuts:
                shortcut.setEnabled(shown == key)
        if self.boxes.presenting():
            self.window.rail.set_current(key)
            self.boxes.presentation.show_page(page)
            return
        self.window.set_page(page, key, page.ground())
        page.focus_content()

    def _try_page(self, info: PageInfo, launch: Launch) -> Page | None:
        """Make a page; when its data cannot be read, say so in its place and offer to try again."""
        try:
            return self._make_page(info, launch)
        except Exception as error:
            from cockpit.ui.failed_page import FailedPage

            known = isinstance(error, UserError | EnvironmentProblem)
            if not known:
                LOG.exception("a page failed")
            failed = FailedPage(lambda: self.open_page(info.key), str(error) if known else "")
            self.window.set_page(failed, info.key)
            return None

    def _make_page(self, info: PageInfo, launch: Launch) -> Page:
        parts = info.load()
        page = parts.make(PageContext(self.session, launch, self.today))
        self._pages[info.key] = page
        page.import_requested.connect(self.ask_import)
        page.ground_changed.connect(self._on_ground)
        page.selection_changed.connect(lambda ids: self._on_selected(info.key, ids))
        page.opened.connect(self.open_inspector)
        page.item_requested.connect(self.show_item)
        page.present_requested.connect(self.boxes.present)
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

    def paste(self) -> None:
        """Attach the clipboard's picture, file or address to the item that is open."""
        take = getattr(self.panel, "paste", None)
        if take is not None and self.inspecting:
            take()

    def show_item(self, kind: str, item_id: str) -> None:
        """Show an item on the page of its kind, in its launch."""
        if kind == "task" and item_id:
            detail = self.session.reader.task(item_id)
            if detail is None:
                return
            if self.launch is None or self.launch.id != detail.task.launch_id:
                launches = {found.id: found for found in self.session.reader.launches()}
                self.open_launch(launches.get(detail.task.launch_id))
        info = next((found for found in PAGES if kind in found.kinds), None)
        if info is not None:
            self.open_page(info.key)
            if self.page is not None and item_id:
                self.page.show_item(item_id)

    def ask_import(self, kind: str = "") -> None:
        """Ask for a file of an import kind, by default the usual one of the page, and import it."""
        usual = next((x.imports[0] for x in PAGES if x.key == self.key and x.imports), "trello")
        self.importing.ask(kind or usual)

    def import_path(self, path: Path, kind: str = "trello") -> None:
        """Import a file; the window stays usable and says when it is done."""
        self.importing.open(kind, path)

    def switch_language(self) -> None:
        """Show every text in the other language at once."""
        set_language("zh" if language() == "en" else "en")
        machine.choose("language", language())
        self.retranslate()

    def retranslate(self) -> None:
        """Read every text again, also of what is hidden."""
        self.window.retranslate()
        self.boxes.retranslate()
        for panel in self._panels.values():
            panel.retranslate()

    def _on_page(self, key: str) -> None:
        if key == "shortcuts":
            self.boxes.open_sheet()
        elif key == "settings":
            self.boxes.open_settings()
        else:
            self.open_page(key)

    def _on_changed(self, changes: Changes) -> None:
        self._inspect()
        if changes.step is not None and not changes.warning:
            self.window.toast(changes.label, self.session.undo)
