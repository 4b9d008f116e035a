"""A box over the window on a scrim: the ground of the palette, the sheet of keys and dialogs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted


class Popover(Painted):
    """Covers its window; its box is painted by it and laid out by who derives from it."""

    closed = Signal()
    radius = 10
    scrim = 40  # alpha of the black over the window

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._before: QWidget | None = None
        self.window().installEventFilter(self)
        self.hide()

    def box(self) -> QRect:
        """Where the box lies."""
        raise NotImplementedError

    def place(self) -> None:
        """Lay out what is in the box."""

    def open(self) -> None:
        """Show it over the window and take the focus."""
        self._before = self.window().focusWidget()
        self.setGeometry(self.window().rect())
        self.place()
        self.show()
        self.raise_()

    def close_popover(self) -> None:
        """Go away and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keys without Ctrl or Alt belong to the box: shortcuts of the page under it sleep."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            others = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            if not event.modifiers() & ~others:
                event.accept()
                return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window at every size."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self.window().rect())
            self.place()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the box: what lies under the scrim is out of reach."""
        stops = [
            child
            for child in self.findChildren(QWidget)
            if child.isVisible()
            and child.isEnabled()
            and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if not stops:
            return True
        focus = self.window().focusWidget()
        at = stops.index(focus) if focus in stops else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the box closes."""
        if not self.box().contains(event.position().toPoint()):
            self.close_popover()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the scrim, the shadow and the box."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, self.scrim))
        box = QRectF(self.box())
        ink.shadow(painter, box, self.radius)
        ink.rounded(painter, box, self.radius, "n0", "n4")
        self.paint_box(painter, box)

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint what is in the box and is no widget."""
