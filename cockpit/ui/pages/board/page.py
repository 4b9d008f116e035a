"""The board page: header, filter, the board, and the inspector of what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cockpit.domain.filters import Filter, parse_filter
from cockpit.domain.quick_add import PersonName, QuickAdd
from cockpit.i18n import N_, _, ngettext
from cockpit.ui.kit import ink
from cockpit.ui.kit.controls import FilterField, PrimaryButton
from cockpit.ui.kit.empty_state import EmptyAction, EmptyState, NothingFound
from cockpit.ui.kit.theme import current_theme
from cockpit.ui.kit.view_tabs import ViewTabs
from cockpit.ui.page import Page, PageContext
from cockpit.ui.pages.board import operations
from cockpit.ui.pages.board.list_view import TaskList
from cockpit.ui.pages.board.quick_add import QuickAddBox
from cockpit.ui.pages.board.view import BoardView

if TYPE_CHECKING:
    from cockpit.ui.kit.inspector import Inspector
    from cockpit.ui.pages.board.task_panel import TaskPanel

MARGIN = 28
VIEWS = (("board", N_("Kanban"), "columns"), ("list", N_("List"), "list-bullets"))


class BoardPage(Page):
    """The tasks of one launch, as a board or as a list."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        session, today = context.session, context.today
        self.launch_id = context.launch.id
        self.filter: Filter = parse_filter("")
        self.shown_view = "board"
        self.new_button = PrimaryButton(N_("New task"), "plus", "N")
        self.new_button.setParent(self)
        self.new_button.clicked.connect(self.add_task)
        self.filter_field = FilterField(N_("Filter: status:open label:payments due:<7d"), "/")
        self.filter_field.setParent(self)
        self.filter_field.textChanged.connect(self._on_filter)
        self.view = BoardView(today, self)
        self.view.move_requested.connect(self._on_move)
        self.view.add_requested.connect(self._add_to)
        self.view.selection_changed.connect(self.selection_changed)
        self.view.column_requested.connect(self.open_column_menu)
        self.view.opened.connect(self._on_opened)
        self.list = TaskList(session.reader, self.launch_id, today, self)
        self.list.ids_selected.connect(self._on_list_selected)
        self.list.activated.connect(self._on_opened)
        self.list.hide()
        self.tabs = ViewTabs(VIEWS, self)
        self.tabs.changed.connect(self.show_view)
        self.empty = self._make_empty()
        self.nothing = NothingFound(N_("No task passes this filter."), N_("Clear filter"), self)
        self.nothing.cleared.connect(self.clear_filter)
        self._quick: QuickAddBox | None = None
        self._column = ""
        self.refresh()

    def _make_empty(self) -> EmptyState:
        new, imported = N_("New task"), N_("Import a Trello board")
        empty = EmptyState(
            "columns",
            N_("No tasks yet"),
            [N_("Write down what has to happen before go-live, one line a task.")],
            [
                EmptyAction("plus", new, N_("one line, like a note"), "N", self.add_task, True),
                EmptyAction("upload-simple", imported, "", "Ctrl I", self._ask_import, False),
            ],
            self,
        )
        empty.hide()
        return empty

    def refresh(self) -> None:
        """Read the counts again; cards are read when they come in sight."""
        reader = self.session.reader
        columns = reader.board_columns(self.launch_id, self.filter)
        self.view.show_columns(
            columns,
            lambda column_id, offset, limit: reader.cards(column_id, self.filter, offset, limit),
        )
        if self.shown_view == "list":
            self.list.show_tasks(self.filter)
        some = any(column.shown for column in columns)
        if not some and (self.view.hasFocus() or self.list.hasFocus()):
            # Qt would hand the focus of what is hidden to the next control, with a ring.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.empty.setVisible(not some and not self._filtering())
        self.nothing.setVisible(not some and self._filtering())
        self.view.setVisible(some and self.shown_view == "board")
        self.list.setVisible(some and self.shown_view == "list")
        if some and self.hasFocus():
            self.focus_content()
        self.update()

    def show_view(self, key: str) -> None:
        """Show the same tasks as a board or as a list; the selection goes along."""
        self.shown_view = key
        self.tabs.select(key)
        self.refresh()
        self.ground_changed.emit(self.ground())
        self.focus_content()

    def ground(self) -> str:
        """The paper that the view lies on: cards on grey, rows on white."""
        return "n0" if self.shown_view == "list" else current_theme().board

    def focus_content(self) -> None:
        """Give the keys to the view that is shown."""
        shown = self.list if self.shown_view == "list" else self.view
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected_ids(self) -> list[str]:
        """The ids of the selected tasks in the view that is shown."""
        if self.shown_view == "list":
            return self.list.selected_ids()
        return list(self.view.selection.ids)

    def _on_opened(self, _what: object) -> None:
        self.opened.emit()

    def _on_list_selected(self, ids: list[str]) -> None:
        if self.shown_view == "list":
            self.selection_changed.emit(ids)

    def _ask_import(self) -> None:
        self.import_requested.emit("trello")

    def make_panel(self) -> TaskPanel:
        """Make the inspector of tasks."""
        from cockpit.ui.pages.board.task_panel import TaskPanel

        return TaskPanel(self.session, self.today, self.session.reader.content)

    def fill_panel(self, panel: Inspector) -> bool:
        """Show one task, or the offer to edit several."""
        from cockpit.ui.pages.board.task_panel import TaskPanel

        assert isinstance(panel, TaskPanel)
        ids, reader = self.selected_ids(), self.session.reader
        detail = reader.task(ids[0]) if len(ids) == 1 else None
        if detail is None and len(ids) < 2:
            return False
        people, labels = reader.people(), reader.labels(self.launch_id)
        if detail is not None:
            panel.show_task(detail, people, labels)
        else:
            panel.show_many(ids, self.launch_id, people, labels)
        return True

    def _filtering(self) -> bool:
        return bool(self.filter.terms or self.filter.words)

    def show_item(self, item_id: str) -> None:
        """Select a card and scroll to it; a filter that hides it is cleared."""
        if self.session.reader.index_in_column(item_id, self.filter) is None:
            self.clear_filter()
        self._reveal(item_id)

    def _reveal(self, task_id: str) -> None:
        """Select a card and scroll to it, unless the filter hides it."""
        row = self.session.reader.index_in_column(task_id, self.filter)
        detail = self.session.reader.task(task_id)
        if row is None or detail is None:
            return
        self.view.selection.ids = [task_id]
        self.view.selection.follow(self.view.columns, detail.column.id, row)
        self.view.reveal()
        self.selection_changed.emit([task_id])

    def open_column_menu(self, column_id: str = "") -> None:
        """Offer what can be done with a column, by default that of the selection."""
        from cockpit.ui.pages.board.column_menu import open_column_menu

        open_column_menu(self.session, self.view, column_id)

    def add_task(self) -> None:
        """Ask for a task in the column of the selection, or in the first."""
        columns = self.view.columns
        if columns:
            index = min(self.view.selection.column, len(columns) - 1)
            self._add_to(columns[index].id if self.view.selection.ids else columns[0].id)

    def _add_to(self, column_id: str) -> None:
        self._column = column_id
        if self._quick is None:
            self._quick = QuickAddBox(self, self.today)
            self._quick.entered.connect(self._on_entered)
            self._quick.closed.connect(self.focus_content)
        name = next(c.shown.column.name for c in self.view.columns if c.id == column_id)
        people = [
            PersonName(p.id, p.name, tuple(p.aliases.split("\n")))
            for p in self.session.reader.people()
        ]
        self._quick.ask(name, people)

    def _on_entered(self, quick: QuickAdd) -> None:
        operations.create(self.session, self.launch_id, self._column, quick, self._reveal)

    def _on_move(self, ids: list[str], column_id: str, before_id: str | None) -> None:
        current = ids[-1]
        operations.move(self.session, ids, column_id, before_id, lambda: self._follow(current))

    def _follow(self, task_id: str) -> None:
        """Keep the current place on the moved card; selection is untouched."""
        row = self.session.reader.index_in_column(task_id, self.filter)
        detail = self.session.reader.task(task_id)
        if row is not None and detail is not None:
            self.view.selection.follow(self.view.columns, detail.column.id, row)
            self.view.reveal()

    def focus_filter(self) -> None:
        """Go to the filter field."""
        self.filter_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_filter(self) -> None:
        """Show every task again and go back to the board."""
        self.filter_field.clear()
        self.focus_content()

    def _on_filter(self, text: str) -> None:
        parsed = parse_filter(text)
        self.filter_field.setToolTip("\n".join(problem.message for problem in parsed.problems))
        self.filter = parsed
        self.view.selection.clear()
        self.refresh()

    def summary(self) -> str:
        """The sentence at the right of the filter: what is wrong with it, or how much it shows."""
        if self.filter.problems:
            return self.filter.problems[0].message
        shown = sum(column.count for column in self.view.columns)
        if self._filtering():
            return ngettext("{count} task found", "{count} tasks found", shown).format(count=shown)
        return ngettext("{count} task", "{count} tasks", shown).format(count=shown)

    def retranslate(self) -> None:
        """Read every text again."""
        parts = (self.new_button, self.filter_field, self.empty, self.nothing, self.tabs, self.view)
        for part in parts:
            part.retranslate()
        self._place()
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts by the page's own grid."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        left = round(MARGIN + ink.width(_("Board"), "page") + 20)
        tabs = self.tabs.sizeHint()
        self.tabs.setGeometry(left, 36 - tabs.height() // 2, tabs.width(), tabs.height())
        button = self.new_button.sizeHint()
        self.new_button.setGeometry(
            self.width() - MARGIN - button.width() + 4, 18, button.width(), button.height()
        )
        self.filter_field.setGeometry(MARGIN, 62, min(380, self.width() // 2), 30)
        below: list[QWidget] = [self.view, self.empty, self.nothing]
        for widget in below:
            widget.setGeometry(0, 108, self.width(), self.height() - 108)
        inset = MARGIN - 10
        self.list.setGeometry(inset, 108, self.width() - 2 * inset, self.height() - 108)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title and the summary."""
        painter = QPainter(self)
        ink.text(painter, MARGIN, 36, _("Board"), "page", "n9")
        tint = "bad" if self.filter.problems else "n7"
        ink.text_right(painter, self.width() - MARGIN, 77, self.summary(), "caption", tint)
