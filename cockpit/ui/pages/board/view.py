"""The board itself: one painted widget over columns of cards, worked by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from cockpit.domain.board import BoardColumn, Card
from cockpit.i18n import language
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.tips import as_tip
from cockpit.ui.pages.board import paint, tips
from cockpit.ui.pages.board.card import card_height
from cockpit.ui.pages.board.card_pictures import CardPictures
from cockpit.ui.pages.board.column_window import ColumnWindow, FetchCards
from cockpit.ui.pages.board.drag import Drag
from cockpit.ui.pages.board.selection import Selection

MARGIN, GAP, CARD_GAP = 28.0, 16.0, 8.0
HEADER, NARROWEST = 44.0, 220.0
KEY = Qt.Key
ARROWS = {KEY.Key_Left: (-1, 0), KEY.Key_Right: (1, 0), KEY.Key_Up: (0, -1), KEY.Key_Down: (0, 1)}


@lru_cache(maxsize=4096)
def _height(card: Card, width: float, aged: bool, _language: str) -> float:
    return card_height(card, width, aged=aged)


class BoardView(Painted):
    """Shows columns; asks for moves by signal and never writes."""

    selection_changed = Signal(list)
    opened = Signal(str)
    move_requested = Signal(list, str, object)
    add_requested = Signal(str)
    column_requested = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: list[ColumnWindow] = []
        self.selection = Selection()
        self.drag: Drag | None = None
        self.left = 0.0
        self.pictures = CardPictures()
        self._heights: dict[str, tuple[Card, float]] = {}
        self._measured_for = (0.0, "")
        self._aged: set[str] = set()
        self._today = today
        self._press: tuple[QPointF, int, int] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # It fills its own ground, so that what lies below it is not painted with every frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_columns(self, columns: list[BoardColumn], fetch: FetchCards) -> None:
        """Take new columns and counts; places and selection stay where the cards still are."""
        known = {window.id: window for window in self.columns}
        self.columns = []
        for shown in columns:
            window = known.get(shown.column.id)
            if window is None:
                window = ColumnWindow(shown, fetch)
            window.renew(shown)
            self.columns.append(window)
        self._aged = {window.id for window in self.columns if window.aged}
        self._heights.clear()
        self.update()

    def height_of(self, card: Card) -> float:
        """The height of a card at the present column width."""
        look = (self.column_width(), language())
        if look != self._measured_for:
            self._measured_for = look
            self._heights.clear()
        known = self._heights.get(card.id)
        if known is None or known[0] is not card:
            known = (card, _height(card, look[0], self.aged(card), look[1]))
            self._heights[card.id] = known
        return known[1]

    def aged(self, card: Card) -> bool:
        """Whether a card shows how long it has been in its column."""
        return card.column_id in self._aged

    def column_width(self) -> float:
        """The width of every column."""
        count = max(1, len(self.columns))
        return max(NARROWEST, (self.width() - 2 * MARGIN - GAP * (count - 1)) / count)

    def column_rect(self, index: int) -> QRectF:
        """The place of a column, its header included."""
        x = MARGIN - self.left + index * (self.column_width() + GAP)
        return QRectF(x, 0, self.column_width(), self.height())

    def card_rects(self, index: int) -> list[tuple[int, Card, QRectF]]:
        """The cards in sight in a column with their places."""
        place = self.column_rect(index)
        room = place.height() - HEADER
        return [
            (row, card, QRectF(place.x(), HEADER + y, place.width(), self.height_of(card)))
            for row, card, y in self.columns[index].visible(room, self.height_of, CARD_GAP)
        ]

    def column_at(self, x: float) -> int | None:
        """The column at an x, None beside all of them."""
        width = self.column_width()
        index, beside = divmod(x + self.left - MARGIN, width + GAP)
        return int(index) if 0 <= index < len(self.columns) and beside < width else None

    def hit(self, at: QPointF) -> tuple[int, int | None] | None:
        """The column and row under a point; row None between cards, None outside of columns."""
        index = self.column_at(at.x())
        if index is None:
            return None
        for row, _card, rect in self.card_rects(index):
            if rect.contains(at) and at.y() >= HEADER:
                return index, row
        return index, None

    def reveal(self) -> None:
        """Scroll so that the current card is in sight."""
        if not self.columns:
            return
        index = min(self.selection.column, len(self.columns) - 1)
        room = self.height() - HEADER - CARD_GAP
        self.columns[index].reveal(self.selection.row, room, self.height_of, CARD_GAP)
        place = self.column_rect(index)
        self.left += min(0.0, place.left() - MARGIN) + max(
            0.0, place.right() + MARGIN - self.width()
        )
        self.left = max(0.0, self.left)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a selected card in sight when the inspector takes its room."""
        super().resizeEvent(event)
        self.left = max(0.0, min(self.left, self._widest() - self.width()))
        if self.selection.ids:
            self.reveal()

    def _widest(self) -> float:
        """How wide all columns are, with the margins."""
        return len(self.columns) * (self.column_width() + GAP) - GAP + 2 * MARGIN

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight and out of date."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint.paint_board(painter, self, self._today(), QRectF(event.rect()))

    def event(self, event: QEvent) -> bool:
        """Say in full what is cut short under the resting mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), as_tip(self._tip(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def _tip(self, at: QPointF) -> str:
        found = self.hit(at)
        if found is None:
            return ""
        index, row = found
        if at.y() < HEADER:
            return tips.column_tip(self.columns[index].shown, self.column_width())
        places = self.card_rects(index)
        card = next(((c, rect) for r, c, rect in places if r == row), None)
        return "" if card is None else tips.card_tip(*card, at, self._today())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the column under the pointer, or, sideways, the board."""
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
        if abs(delta.x()) > abs(delta.y()):
            self.left = max(0.0, min(self.left - delta.x(), self._widest() - self.width()))
            self.update()
            return
        index = self.column_at(event.position().x())
        if index is not None:
            self.columns[index].scroll(-delta.y(), self.height_of, CARD_GAP)
            strip = self.column_rect(index).adjusted(-paint.BEFORE, HEADER - 4, paint.BEHIND, 0)
            self.update(strip.toAlignedRect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the card under the pointer, or press the header's plus."""
        found = self.hit(event.position())
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        index, row = found
        if event.position().y() < HEADER:
            plus = event.position().x() > self.column_rect(index).right() - 28
            (self.add_requested if plus else self.column_requested).emit(self.columns[index].id)
            return
        if row is None:
            self.selection.clear()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.selection.extend(self.columns, row)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.selection.take(self.columns, index, row, add=True)
        else:
            card = self.columns[index].card(row)
            if card is not None and card.id not in self.selection.ids:
                self.selection.take(self.columns, index, row, add=False)
            self._press = (event.position(), index, row)
        self._tell()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a column's menu: on its header, or with the menu key where the focus is."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.selection.column if by_key else self.column_at(event.pos().x())
        if index is not None and index < len(self.columns) and (by_key or event.pos().y() < HEADER):
            self.column_requested.emit(self.columns[index].id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin or go on with a drag."""
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        start, index, row = self._press
        if self.drag is None and (event.position() - start).manhattanLength() > 8:
            rect = next((r for at, _c, r in self.card_rects(index) if at == row), None)
            card = self.columns[index].card(row)
            if rect is not None and card is not None:
                self.drag = Drag(card, rect, start - rect.topLeft(), list(self.selection.ids))
                self.update()
        if self.drag is not None:
            before = self.drag.reach()
            self.drag.move(event.position(), self)
            self.update((before | self.drag.reach()).toAlignedRect())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop, or settle a click on one of several selected cards."""
        drag, press = self.drag, self._press
        self.drag = self._press = None
        if drag is not None:
            if drag.column_id is not None:
                self.move_requested.emit(drag.ids, drag.column_id, drag.before_id)
        elif press is not None:
            self.selection.take(self.columns, press[1], press[2], add=False)
            self._tell()
            self.opened.emit(self.selection.ids[-1])
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Shift selects a range, Ctrl moves cards, Enter opens, Escape lets go."""
        arrow = ARROWS.get(KEY(event.key()))
        if arrow is not None and self.columns:
            across, down = arrow
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._move_by_key(across, down)
            elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and down:
                self.selection.extend(self.columns, self.selection.row + down)
            else:
                self.selection.walk(self.columns, across, down)
            self.reveal()
            self._tell()
        elif event.key() in (KEY.Key_Return, KEY.Key_Enter) and self.selection.ids:
            self.opened.emit(self.selection.ids[-1])
        elif event.key() == KEY.Key_Escape and (self.drag or self.selection.ids):
            self.drag = self._press = None
            self.selection.clear()
            self._tell()
        else:
            super().keyPressEvent(event)

    def _move_by_key(self, across: int, down: int) -> None:
        """Ask to move the selected cards one column or one row."""
        here = self.columns[self.selection.column]
        if not self.selection.ids:
            return
        if across:
            index = self.selection.column + across
            if 0 <= index < len(self.columns):
                target = self.columns[index]
                first = target.card(0)
                before = first.id if first is not None else None
                self.move_requested.emit(list(self.selection.ids), target.id, before)
            return
        row = self.selection.row + (2 if down > 0 else -1)
        if row < 0 or row > here.count:
            return
        card = here.card(row)
        self.move_requested.emit(list(self.selection.ids), here.id, card.id if card else None)

    def _tell(self) -> None:
        self.update()
        self.selection_changed.emit(list(self.selection.ids))
