"""The list of the inbox: painted rows over a million items, walked by keys and by mouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from cockpit.domain.feedback import FeedbackRow
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.tips import as_tip
from cockpit.ui.pages.feedback.picking import Picking
from cockpit.ui.pages.feedback.row_paint import HEIGHT, When, row_sentence
from cockpit.ui.pages.feedback.row_pictures import RowPictures
from cockpit.ui.pages.feedback.rows import InboxRows

KEY: Final = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
STEPS: Final = {KEY.Key_Down: 1, KEY.Key_Up: -1}
THUMB: Final = 28.0


class InboxView(Painted):
    """Shows rows and which are selected; never writes."""

    selection_changed = Signal()
    opened = Signal()
    found_more = Signal()

    def __init__(
        self,
        rows: InboxRows,
        when: When,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = rows
        self.picked = Picking(rows)
        self.top = 0.0
        self.pictures = RowPictures(when)
        self._when, self._today = when, today
        self._hover = -1
        self._active = True
        self._drag: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # It fills its own ground, so that what lies below it is not painted with every frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        # What is not looked at yet is looked at between events, a few milliseconds at a time.
        self._scan = QTimer(self)
        self._scan.setInterval(0)
        self._scan.timeout.connect(self._look_further)

    def show_rows(self) -> None:
        """Paint the list anew, and go on looking where it is not complete."""
        self.top = self._clamped(self.top)
        if self.rows.done:
            self._scan.stop()
        else:
            self._scan.start()
        self.update()

    def _look_further(self) -> None:
        if not self.rows.more():
            self._scan.stop()
        self.found_more.emit()
        self.update()

    def current_row(self) -> FeedbackRow | None:
        """The row that the keys are on."""
        return self.rows.row(self.picked.index)

    def walk(self, step: int, *, extend: bool = False) -> None:
        """Go up or down by rows; to extend selects all from where it began."""
        self.go_to(self.picked.index + step, extend=extend)

    def go_to(self, index: int, *, extend: bool = False, add: bool = False) -> None:
        """Select the row at a place, the nearest one there is."""
        if self.rows.count:
            self.picked.take(max(0, min(index, self.rows.count - 1)), extend=extend, add=add)
            self.reveal()
        self.tell()

    def tell(self) -> None:
        """Say that the selection is another one."""
        row = self.current_row()
        self.setAccessibleDescription(row_sentence(row, self._when) if row else "")
        self.update()
        self.selection_changed.emit()

    def reveal(self) -> None:
        """Scroll the least needed to have the current row in sight."""
        if self.height() < HEIGHT:
            return  # Not laid out yet: it begins at the top.
        y = self.picked.index * HEIGHT
        if y < self.top:
            self.top = float(y)
        elif y + HEIGHT > self.top + self.height():
            self.top = float(y + HEIGHT - self.height())
        self.top = self._clamped(self.top)

    def _clamped(self, top: float) -> float:
        return max(0.0, min(top, float(self.rows.count * HEIGHT - self.height())))

    def row_at(self, y: float) -> int:
        """The row under a point, -1 below the last."""
        index = int((self.top + y) // HEIGHT)
        return index if 0 <= index < self.rows.count else -1

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the rows in sight; selection and focus are painted over them."""
        painter = QPainter(self)
        self.pictures.begin(painter.deviceTransform().m11(), self.width(), self._today())
        dirty = event.rect()
        self._active = self.isActiveWindow()
        first = int((self.top + dirty.top()) // HEIGHT)
        y = first * HEIGHT - self.top
        index = first
        while y < dirty.bottom() + 1 and index < self.rows.count:
            self._paint_row(painter, index, y)
            index, y = index + 1, y + HEIGHT
        if y < dirty.bottom() + 1:
            rest = QRectF(0, y, self.width(), dirty.bottom() + 1 - y)
            painter.fillRect(rest, ink.colour("n0"))
        self._paint_thumb(painter)

    def _paint_row(self, painter: QPainter, index: int, y: float) -> None:
        row = self.rows.row(index)
        if row is None:
            painter.fillRect(QRectF(0, y, self.width(), HEIGHT), ink.colour("n0"))
            return
        selected = self.picked.has(index)
        active = self._active
        hovered = "n2" if index == self._hover else "n0"
        fill = ("accent_tint" if active else "n3") if selected else hovered
        self.pictures.draw(painter, y, row, fill)
        if selected and not (index and self.picked.has(index - 1)):
            # No line lies next to a filled row.
            painter.fillRect(QRectF(20, y - 1, self.width() - 40, 1), ink.colour("n0"))
        if selected:
            painter.fillRect(QRectF(0, y, 3, HEIGHT), ink.colour("accent" if active else "n6"))
        several = len(self.picked) > 1
        if index == self.picked.index and self.hasFocus() and several:
            box = QRectF(1, y + 1, self.width() - 2, HEIGHT - 2)
            ink.rounded(painter, box, 2, None, "accent", 2)

    def _paint_thumb(self, painter: QPainter) -> None:
        place = self._thumb()
        if place is not None:
            ink.rounded(painter, place, 2, "n6" if self._drag is not None else "n5")

    def _thumb(self) -> QRectF | None:
        whole = self.rows.count * HEIGHT
        if whole <= self.height():
            return None
        size = max(THUMB, self.height() * self.height() / whole)
        track = self.height() - size - 4
        y = 2 + track * self.top / (whole - self.height())
        return QRectF(self.width() - 7, y, 4, size)

    # Events

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll by pixels."""
        pixels = event.pixelDelta()
        delta = pixels.y() if not pixels.isNull() else event.angleDelta().y() / 2
        self.top = self._clamped(self.top - delta)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select; Shift selects up to here, Ctrl adds or takes away; at the edge drag the thumb."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        thumb = self._thumb()
        if thumb is not None and event.position().x() >= self.width() - 12:
            inside = thumb.adjusted(-8, 0, 8, 0).contains(event.position())
            self._drag = event.position().y() - thumb.top() if inside else thumb.height() / 2
            self._drag_to(event.position())
            return
        index = self.row_at(event.position().y())
        if index >= 0:
            keys = event.modifiers()
            self.go_to(index, extend=bool(keys & SHIFT), add=bool(keys & CONTROL))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the thumb, or show what is under the mouse."""
        if self._drag is not None:
            self._drag_to(event.position())
            return
        hover = self.row_at(event.position().y())
        if hover != self._hover:
            self._hover = hover
            self.update()

    def _drag_to(self, at: QPointF) -> None:
        thumb = self._thumb()
        if thumb is None or self._drag is None:
            return
        track = self.height() - thumb.height() - 4
        share = max(0.0, min(1.0, (at.y() - self._drag - 2) / max(1.0, track)))
        self.top = self._clamped(share * (self.rows.count * HEIGHT - self.height()))
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let the thumb go."""
        self._drag = None
        self.update()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Open what is selected."""
        self.opened.emit()

    def leaveEvent(self, _event: QEvent) -> None:
        """Nothing is under the mouse."""
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, pages and ends walk, Shift extends, Enter opens, Escape selects one again."""
        extend = bool(event.modifiers() & SHIFT)
        key = KEY(event.key())
        page = max(1, self.height() // HEIGHT - 1)
        steps = {**STEPS, KEY.Key_PageDown: page, KEY.Key_PageUp: -page,
                 KEY.Key_Home: -self.rows.count, KEY.Key_End: self.rows.count}  # fmt: skip
        if key in steps:
            self.walk(steps[key], extend=extend)
        elif key in (KEY.Key_Return, KEY.Key_Enter):
            self.opened.emit()
        elif key == KEY.Key_Escape and len(self.picked) > 1:
            self.go_to(self.picked.index)
        elif key == KEY.Key_A and event.modifiers() & CONTROL:
            self.picked.all()
            self.tell()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show what is elided as a tooltip; repaint when the window is activated or not."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.rows.row(self.row_at(event.pos().y()))
            text = row_sentence(row, self._when) if row is not None else ""
            QToolTip.showText(event.globalPos(), as_tip(text) if text else "", self)
            return True
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.WindowDeactivate):
            self.update()
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys are elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep within the list."""
        super().resizeEvent(event)
        self.top = self._clamped(self.top)
