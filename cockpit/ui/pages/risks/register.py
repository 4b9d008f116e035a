"""The register as a table: sorted by the query, rows fetched by window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cockpit.domain.filters import Filter
from cockpit.domain.risk_register import RiskRow
from cockpit.services.risk_ports import RiskReader, RiskSort
from cockpit.ui.kit.table_model import TableModel
from cockpit.ui.kit.table_view import TableView
from cockpit.ui.kit.value_fields import ENTER
from cockpit.ui.pages.risks.columns import SEEN, RiskDelegate, risk_columns

SORTS: Final[dict[str, RiskSort]] = {
    "score": "score", "number": "number", "title": "title", "category": "category",
    "owner": "owner", "review": "review",
}  # fmt: skip
SCORE_COLUMN: Final = 3


class RegisterTable(TableView):
    """Selecting rows selects risks; Enter opens the last one."""

    ids_selected = Signal(list)
    opened = Signal()

    def __init__(
        self,
        reader: RiskReader,
        launch_id: str,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        self._reader, self._launch_id = reader, launch_id
        self._filter = Filter()
        self._telling = True
        self.rows: TableModel[RiskRow] = TableModel(risk_columns(today))
        super().__init__(self.rows, parent)
        self.rows.setParent(self)
        self.setItemDelegate(RiskDelegate(self))
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        keys = [column.key for column in self.rows.columns]
        header = self.horizontalHeader()
        for place, key in enumerate(SEEN):
            header.moveSection(header.visualIndex(keys.index(key)), place)
        self.sortByColumn(SCORE_COLUMN, Qt.SortOrder.DescendingOrder)

    def sort_now(self) -> tuple[RiskSort, bool]:
        """What the rows are sorted by, and whether the highest comes first."""
        return SORTS.get(self.rows.sorted_by, "score"), self.rows.descending

    def show_risks(self, filter_: Filter, count: int) -> None:
        """Take a filter that `count` risks pass; what stays selected is what still passes."""
        kept, scrolled = self.selected_ids(), self.verticalScrollBar().value()
        self._filter = filter_
        self._telling = False
        self.rows.show_rows(
            count,
            lambda _sort, _descending, offset, limit: self._reader.risk_list(
                self._launch_id, filter_, *self.sort_now(), offset, limit
            ),
        )
        self.select_ids(kept)
        self._telling = True
        self.verticalScrollBar().setValue(scrolled)
        if self.selected_ids() != kept:
            self.ids_selected.emit(self.selected_ids())

    def selected_ids(self) -> list[str]:
        """The ids of the selected risks from top to bottom."""
        return [row.id for row in self.selected_rows()]

    def selected_rows(self) -> list[RiskRow]:
        """The selected rows from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        records = [self.rows.record(row) for row in rows]
        return [record for record in records if record is not None]

    def select_ids(self, ids: Iterable[str], *, reveal: bool = False) -> None:
        """Select risks wherever they stand in the register, as far as they pass the filter."""
        flags = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection()
        current = None
        for risk_id in ids:
            place = self._reader.risk_place(
                risk_id, self._launch_id, self._filter, *self.sort_now()
            )
            if place is not None and place < self.rows.rowCount():
                current = self.rows.index(place, 0)
                chosen.select(current, current)
        model = self.selectionModel()
        model.select(chosen, flags.ClearAndSelect | flags.Rows)
        if current is not None:
            model.setCurrentIndex(current, flags.NoUpdate)
            if reveal:
                self.scrollTo(current)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which risks are selected, but not while rows are only read again."""
        super().selectionChanged(selected, deselected)
        if self._telling:
            self.ids_selected.emit(self.selected_ids())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters are the page's keys and never a search by typing."""
        if event.key() in ENTER:
            self.opened.emit()
            return
        if event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)
