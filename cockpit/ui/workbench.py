"""What happens in a window over an open workspace: pages, inspector, palette, keys, toasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from cockpit.domain.changes import Changes
from cockpit.domain.organisation import Launch
from cockpit.i18n import N_, _, language, set_language
from cockpit.ui.import_job import ImportFile, ImportJob
from cockpit.ui.kit.actions import Action, install_actions, shortcut_groups
from cockpit.ui.kit.theme import current_theme, theme_bus
from cockpit.ui.pages.board.actions import board_actions
from cockpit.ui.pages.board.page import BoardPage
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow

if TYPE_CHECKING:
    from cockpit.ui.kit.palette import CommandPalette, PaletteEntry
    from cockpit.ui.kit.shortcuts_sheet import ShortcutsSheet
    from cockpit.ui.pages.board.task_panel import TaskPanel


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
        self.board: BoardPage | None = None
        self.panel: TaskPanel | None = None
        self.inspecting = False
        self._palette_box: CommandPalette | None = None
        window.palette_requested.connect(self._palette)
        self.actions_shown = self._actions()
        self._sheet_box: ShortcutsSheet | None = None
        window.page_requested.connect(self._on_page)
        session.changed.connect(self._on_changed)
        session.changed_elsewhere.connect(self._inspect)
        window.topbar.launch_requested.connect(self._palette)
        session.reported.connect(lambda sentence: window.toast(sentence))
        window.closing.connect(session.close)
        self._open_launch(self._first_launch())
        self._shortcuts = install_actions(window, self.actions_shown)
        window.retranslate()

    @property
    def palette_box(self) -> CommandPalette:
        """The command palette, made when it is first asked for: the board is shown sooner."""
        if self._palette_box is None:
            from cockpit.ui.kit.palette import CommandPalette

            self._palette_box = CommandPalette(self.window, self._entries)
        return self._palette_box

    @property
    def sheet_box(self) -> ShortcutsSheet:
        """The sheet of shortcuts, made when it is first asked for."""
        if self._sheet_box is None:
            from cockpit.ui.kit.shortcuts_sheet import ShortcutsSheet

            groups = lambda: shortcut_groups(self.actions_shown)  # noqa: E731
            self._sheet_box = ShortcutsSheet(self.window, groups)
        return self._sheet_box

    def _first_launch(self) -> Launch | None:
        """The launch that goes live last."""
        launches = self.session.reader.launches()
        order = lambda found: (found.go_live_on or date.min, found.id)  # noqa: E731
        return max(launches, key=order, default=None)

    def _open_launch(self, launch: Launch | None) -> None:
        if launch is None:
            return
        self.window.topbar.set_launch(launch.name, countdown(launch, self.today()), launch.phase)
        if self.board is not None:
            self.window.stack.removeWidget(self.board)
            self.board.deleteLater()
        self.board = BoardPage(self.session, launch.id, self.today)
        self.board.import_requested.connect(self.ask_import)
        self.board.ground_changed.connect(self._on_ground)
        self.board.selection_changed.connect(self._on_selected)
        self.board.opened.connect(self._on_opened)
        self.close_inspector()
        self.window.set_page(self.board, "board", self.board.ground())
        self.board.focus_tasks()

    def _on_ground(self, ground: str) -> None:
        self.window.sheet.ground = ground
        self.window.sheet.update()

    def _on_opened(self) -> None:
        """Show the inspector of what is selected."""
        if self.panel is None:
            from cockpit.ui.pages.board.task_panel import TaskPanel

            self.panel = TaskPanel(self.session, self.today, self.session.reader.content)
            self.panel.closed.connect(self.close_inspector)
        self.inspecting = True
        self._inspect()

    def close_inspector(self) -> None:
        """Close the inspector and go back to the board."""
        if self.inspecting:
            self.inspecting = False
            self.window.hide_inspector()
            if self.board is not None:
                self.board.focus_tasks()

    def _on_selected(self, ids: list[str]) -> None:
        if not ids:
            self.close_inspector()
        elif self.inspecting:
            self._inspect()

    def _inspect(self) -> None:
        """Fill the inspector with one task, or with the offer to edit several."""
        board, panel, reader = self.board, self.panel, self.session.reader
        if board is None or panel is None or not self.inspecting:
            return
        ids = board.selected_ids()
        people, labels = reader.people(), reader.labels(board.launch_id)
        detail = reader.task(ids[0]) if len(ids) == 1 else None
        if detail is not None:
            panel.show_task(detail, people, labels)
        elif len(ids) > 1:
            panel.show_many(ids, board.launch_id, people, labels)
        else:
            self.close_inspector()
            return
        self.window.show_inspector(panel)

    def _actions(self) -> list[Action]:
        everywhere, look = N_("Everywhere"), N_("View")
        return [
            Action("palette", N_("Find or do anything"), "Ctrl+K", everywhere, self._palette),
            Action("undo", N_("Undo"), "Ctrl+Z", everywhere, self.session.undo),
            Action("redo", N_("Redo"), "Ctrl+Shift+Z", everywhere, self.session.redo),
            Action("import", N_("Import a Trello board"), "Ctrl+I", everywhere, self.ask_import),
            Action(
                "paste", N_("Attach what is on the clipboard"), "Ctrl+V", everywhere, self._paste
            ),
            Action("sheet", N_("Show all shortcuts"), "?", everywhere, self._sheet),
            *board_actions(lambda: self.board),
            Action(
                "theme", N_("Switch between light and dark"), "Ctrl+Shift+D", look, switch_theme
            ),
            Action("language", "English / 简体中文", "Ctrl+Shift+L", look, self.switch_language),
        ]

    def _palette(self) -> None:
        self.palette_box.open()

    def _paste(self) -> None:
        """Attach the clipboard's picture, file or address to the task that is open."""
        if self.panel is not None and self.inspecting:
            self.panel.paste()

    def _sheet(self) -> None:
        self.sheet_box.open()

    def _entries(self, query: str) -> list[PaletteEntry]:
        """Items that hold the words, after the actions that are named so."""
        from cockpit.ui.kit.palette import PaletteEntry

        wanted = query.casefold().split()
        entries = [
            PaletteEntry(a.label(), _(a.group), a.icon or "caret-right", a.keys(), a.run)
            for a in self.actions_shown
            if all(word in a.label().casefold() for word in wanted)
        ]
        if query.strip():
            for found in self.session.reader.search(query):
                if found.kind == "task":
                    show = self._shower(found.id)
                    entries.append(PaletteEntry(found.title, found.short, "check-square", "", show))
        entries += [
            PaletteEntry(launch.name, _("Launch"), "rocket-launch", "", self._opener(launch))
            for launch in self.session.reader.launches()
            if all(word in launch.name.casefold() for word in wanted)
        ]
        return entries

    def _shower(self, task_id: str) -> Callable[[], None]:
        def show() -> None:
            detail = self.session.reader.task(task_id)
            if detail is None:
                return
            if self.board is None or self.board.launch_id != detail.task.launch_id:
                launches = {x.id: x for x in self.session.reader.launches()}
                self._open_launch(launches.get(detail.task.launch_id))
            if self.board is not None:
                self.board.clear_filter()
                self.board.show_card(task_id)

        return show

    def _opener(self, launch: Launch) -> Callable[[], None]:
        return lambda: self._open_launch(launch)

    def ask_import(self) -> None:
        """Ask for a file and import it in the lane."""
        title, kinds = _("Import a Trello board"), _("Trello board (JSON)") + " (*.json)"
        name, _kind = QFileDialog.getOpenFileName(self.window, title, "", kinds)
        if name:
            self.import_path(Path(name))

    def import_path(self, path: Path) -> None:
        """Import a file; the window stays usable and says when it is done."""
        if self._import_file is None:
            return
        job = ImportJob(self.window, self.session, self._import_file, path)
        job.finished.connect(self._on_imported)
        job.start()

    def _on_imported(self, changes: Changes, sentence: str) -> None:
        self.session.changed.emit(changes)
        newest = max(self.session.reader.launches(), key=lambda x: x.created_at, default=None)
        if changes.step is not None:
            self._open_launch(newest)
        self.window.toast(sentence, self.session.undo if changes.step is not None else None)

    def switch_language(self) -> None:
        """Show every text in the other language at once."""
        set_language("zh" if language() == "en" else "en")
        self.window.retranslate()
        for hidden in (self._palette_box, self.panel):
            if hidden is not None:
                hidden.retranslate()

    def _on_page(self, key: str) -> None:
        if key == "shortcuts":
            self._sheet()

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


def switch_theme() -> None:
    """Go to the other of light and dark."""
    theme_bus().force("light" if current_theme().dark else "dark")
