"""The same tasks as a list: sorted by the query, rows fetched by window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cockpit.domain.board import Card
from cockpit.domain.filters import Filter
from cockpit.i18n import N_, _
from cockpit.services.ports import BoardReader, TaskSort
from cockpit.ui.kit.table_model import Column, TableModel
from cockpit.ui.kit.table_view import TableView
from cockpit.ui.pages.board.card import day_text
from cockpit.ui.pages.board.quick_add import PRIORITY_TITLES

SORTS: dict[str, TaskSort] = {
    "number": "number",
    "title": "title",
    "column": "column",
    "assignee": "assignee",
    "due": "due",
    "priority": "priority",
}


def list_columns(
    column_name: Callable[[str], str], today: Callable[[], date]
) -> list[Column[Card]]:
    """Declare the list's columns; `column_name` turns a column's id into its name."""

    def due_ink(card: Card) -> str:
        if card.due_on is None or card.finished_at is not None:
            return "n7"
        return "bad" if card.due_on < today() else "n9"

    return [
        Column("number", N_("No."), lambda c: f"T-{c.number}", 72, "number", ink=lambda _c: "n7"),
        Column("title", N_("Title"), lambda c: c.title, 0, "title"),
        Column("column", N_("Column"), lambda c: column_name(c.column_id), 120, "column"),
        Column("assignee", N_("Owner"), lambda c: c.assignee_name, 120, "assignee"),
        Column("due", N_("Due"), _due, 90, "due", ink=due_ink),
        Column("priority", N_("Priority"), _priority, 84, "priority"),
        Column("labels", N_("Labels"), lambda c: ", ".join(x.name for x in c.labels), 130),
        Column("steps", N_("Steps"), _steps, 70, right=True, ink=lambda _c: "n7"),
    ]


def _due(card: Card) -> str:
    return day_text(card.due_on) if card.due_on else ""


def _priority(card: Card) -> str:
    return _(PRIORITY_TITLES[card.priority])


def _steps(card: Card) -> str:
    return f"{card.checklist_done}/{card.checklist_total}" if card.checklist_total else ""


class TaskList(TableView):
    """Selecting rows selects tasks; Enter opens the last one."""

    ids_selected = Signal(list)

    def __init__(
        self,
        reader: BoardReader,
        launch_id: str,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        self._reader, self._launch_id = reader, launch_id
        self._names: dict[str, str] = {}
        self.rows = TableModel(list_columns(lambda key: self._names.get(key, ""), today))
        super().__init__(self.rows, parent)
        self.rows.setParent(self)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    def show_tasks(self, filter_: Filter) -> None:
        """Take a filter; what stays selected is what still passes it and is in sight."""
        kept = set(self.selected_ids())
        columns = self._reader.board_columns(self._launch_id, filter_)
        self._names = {shown.column.id: shown.column.name for shown in columns}
        count = self._reader.count(self._launch_id, filter_)
        self.rows.show_rows(
            count,
            lambda sort, descending, offset, limit: self._reader.task_list(
                self._launch_id, filter_, SORTS.get(sort, "number"), descending, offset, limit
            ),
        )
        self._select(kept)

    def selected_ids(self) -> list[str]:
        """The ids of the selected tasks from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        records = [self.rows.record(row) for row in rows]
        return [record.id for record in records if record is not None]

    def _select(self, ids: set[str]) -> None:
        """Select again what was selected, as far as it stands on the first pages."""
        if not ids:
            return
        for row in range(min(self.rows.rowCount(), 200)):
            record = self.rows.record(row)
            if record is not None and record.id in ids:
                flags = QItemSelectionModel.SelectionFlag
                index = self.rows.index(row, 0)
                self.selectionModel().select(index, flags.Select | flags.Rows)
                self.selectionModel().setCurrentIndex(index, flags.NoUpdate)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which tasks are selected."""
        super().selectionChanged(selected, deselected)
        self.ids_selected.emit(self.selected_ids())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are the page's keys and never a search by typing."""
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)
