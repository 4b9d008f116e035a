"""The list of sources: few rows, read whole, whose selection outlives a refresh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cockpit.ui.kit.table_model import TableModel
from cockpit.ui.kit.table_view import TableView
from cockpit.ui.kit.value_fields import ENTER
from cockpit.ui.pages.sources.columns import SEEN, Line, SourceDelegate, source_columns


class SourceTable(TableView):
    """Selecting rows selects sources; Enter opens."""

    ids_selected = Signal(list)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._telling = True
        self.lines: list[Line] = []
        self.rows: TableModel[Line] = TableModel(source_columns())
        super().__init__(self.rows, parent)
        self.rows.setParent(self)
        self.setItemDelegate(SourceDelegate(self))
        keys = [column.key for column in self.rows.columns]
        header = self.horizontalHeader()
        for place, key in enumerate(SEEN):
            header.moveSection(header.visualIndex(keys.index(key)), place)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show sources; those selected before stay selected."""
        if list(lines) == self.lines:
            return
        kept = self.selected_ids()
        self.lines = list(lines)
        self._telling = False
        self.rows.show_rows(
            len(self.lines),
            lambda _sort, _descending, offset, limit: self.lines[offset : offset + limit],
        )
        self.select_ids(kept)
        self._telling = True
        if self.selected_ids() != kept:
            self.ids_selected.emit(self.selected_ids())

    def selected_ids(self) -> list[str]:
        """The ids of the selected sources from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.lines[row].id for row in rows if row < len(self.lines)]

    def select_ids(self, ids: Iterable[str]) -> None:
        """Select sources and bring the last of them in sight."""
        flags = QItemSelectionModel.SelectionFlag
        wanted, chosen, current = set(ids), QItemSelection(), None
        for place, line in enumerate(self.lines):
            if line.id in wanted:
                current = self.rows.index(place, 0)
                chosen.select(current, current)
        model = self.selectionModel()
        model.select(chosen, flags.ClearAndSelect | flags.Rows)
        if current is not None:
            model.setCurrentIndex(current, flags.NoUpdate)
            self.scrollTo(current)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which sources are selected, but not while rows are only read again."""
        super().selectionChanged(selected, deselected)
        if self._telling:
            self.ids_selected.emit(self.selected_ids())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters are the page's keys."""
        if event.key() in ENTER:
            self.opened.emit()
            return
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)
