"""One table model for every list: columns are declared, rows are fetched by window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cockpit.ui.kit.controls import Label, shown
from cockpit.ui.kit.tips import as_tip

T = TypeVar("T")
AnyIndex = QModelIndex | QPersistentModelIndex
PAGE = 100
KEPT_PAGES = 8
NOWHERE = QModelIndex()


class Role(IntEnum):
    """What a delegate may ask a cell for beyond its text."""

    RECORD = Qt.ItemDataRole.UserRole + 1
    INK = Qt.ItemDataRole.UserRole + 2
    RIGHT = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """How one column reads its record; `sort` names the field that the query sorts by.

    `width` is in logical pixels; 0 takes what is left over. `ink` is a colour token.
    """

    key: str
    title: Label
    text: Callable[[T], str]
    width: int
    sort: str = ""
    right: bool = False
    ink: Callable[[T], str] | None = None


class TableModel(QAbstractTableModel, Generic[T]):
    """Rows come from `fetch(sort, descending, offset, limit)`, pages of 100, at most 8 kept."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.sorted_by, self.descending = "", False
        self._count = 0
        self._fetch: Callable[[str, bool, int, int], list[T]] = lambda *_window: []
        self._pages: dict[int, list[T]] = {}

    def show_rows(self, count: int, fetch: Callable[[str, bool, int, int], list[T]]) -> None:
        """Take another query; `count` rows pass it."""
        self.beginResetModel()
        self._count, self._fetch = count, fetch
        self._pages.clear()
        self.endResetModel()

    def record(self, row: int) -> T | None:
        """The record of a row, None beyond the end or when it has just gone."""
        if not 0 <= row < self._count:
            return None
        number, at = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(self.sorted_by, self.descending, number * PAGE, PAGE)
            self._pages[number] = page
            while len(self._pages) > KEPT_PAGES:
                self._pages.pop(next(iter(self._pages)))
        return page[at] if at < len(page) else None

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        """How many rows pass the query."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: AnyIndex = NOWHERE) -> int:
        """How many columns are declared."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tool tip, and the roles of this module."""
        record = self.record(index.row()) if index.isValid() else None
        if record is None:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(record)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(column.text(record))
        if role == Role.RECORD:
            return record
        if role == Role.INK:
            return column.ink(record) if column.ink else "n9"
        if role == Role.RIGHT:
            return column.right
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The titles of the columns."""
        horizontal = orientation == Qt.Orientation.Horizontal
        if horizontal and role == Qt.ItemDataRole.DisplayRole:
            return shown(self.columns[section].title)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort in the query, never here."""
        key = self.columns[column].sort if 0 <= column < len(self.columns) else ""
        if not key:
            return
        self.layoutAboutToBeChanged.emit()
        self.sorted_by, self.descending = key, order == Qt.SortOrder.DescendingOrder
        self._pages.clear()
        self.layoutChanged.emit()
