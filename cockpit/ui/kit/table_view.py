"""The table every list is shown in: hairlines, one delegate, columns that give way."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cockpit.ui.kit import ink
from cockpit.ui.kit.table_model import AnyIndex, Role, TableModel

ROW, INSET, FLEXIBLE_LEAST = 34, 10, 200


class CellDelegate(QStyledItemDelegate):
    """Paints fill, rule and text of a cell; everything comes through roles."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Fill, rule, text."""
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.fillRect(rect, ink.colour("accent_tint" if selected else "n2"))
        else:
            ink.hairline(painter, rect.x(), rect.bottom(), rect.width(), "n3")
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not text:
            return
        tint, cy = str(index.data(Role.INK)), rect.center().y() + 0.5
        if index.data(Role.RIGHT):
            ink.text_right(painter, rect.right() - INSET, cy, str(text), "num", tint)
        else:
            room = rect.width() - 2 * INSET
            ink.text(painter, rect.x() + INSET, cy, str(text), "body", tint, room)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Rows are as high as the density says, whatever the font."""
        return QSize(60, ROW)


class Header(QHeaderView):
    """Titles over a line; the sort arrow stands left of right-aligned titles."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(ROW)
        self.viewport().setAutoFillBackground(False)

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        """Title and arrow."""
        model: TableModel[Any] = self.model()  # type: ignore[assignment]
        column = model.columns[index]
        ink.hairline(painter, rect.x(), rect.bottom(), rect.width(), "n4")
        title = str(model.headerData(index, Qt.Orientation.Horizontal))
        mark = ""
        if column.sort and column.sort == model.sorted_by:
            mark = "↓" if model.descending else "↑"
        cy = rect.center().y() + 0.5
        if column.right:
            text = f"{mark} {title}".strip()
            ink.text_right(painter, rect.right() - INSET, cy, text, "caption", "n7")
        else:
            room = rect.width() - 2 * INSET
            ink.text(
                painter, rect.x() + INSET, cy, f"{title} {mark}".strip(), "caption", "n7", room
            )


class TableView(QTableView):
    """A table of one model; the column of width 0 flexes and is never under 200."""

    def __init__(self, model: TableModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(model)
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(Header(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        # The page's paper shows through.
        self.viewport().setAutoFillBackground(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicatorShown(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the flexible column what is left; the last columns give way to it."""
        super().resizeEvent(event)
        model: TableModel[Any] = self.model()  # type: ignore[assignment]
        room = self.viewport().width() - FLEXIBLE_LEAST
        for at, column in enumerate(model.columns):
            room -= column.width
            self.setColumnHidden(at, bool(column.width) and room < 0)
        fixed = sum(
            column.width for at, column in enumerate(model.columns) if not self.isColumnHidden(at)
        )
        for at, column in enumerate(model.columns):
            width = column.width or max(FLEXIBLE_LEAST, self.viewport().width() - fixed)
            self.setColumnWidth(at, width)
