"""The base of painted widgets: repaint with the theme, focus ring, hover and press."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from cockpit.i18n import _
from cockpit.ui.kit.ink import focus_ring
from cockpit.ui.kit.theme import theme_bus

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter

Label = Callable[[], str] | str
HEIGHT: Final = 30  # of a control

BY_KEY = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason,
     Qt.FocusReason.ShortcutFocusReason}
)  # fmt: skip


def shown(label: Label) -> str:
    """A label now: a msgid is translated, a callable is asked."""
    return label() if callable(label) else _(label)


class Painted(QWidget):
    """A widget that paints itself with tokens and so has to repaint when the theme changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme_bus().theme_changed.connect(self.on_theme_changed)

    def on_theme_changed(self) -> None:
        """Paint again in the new colours."""
        self.update()

    def retranslate(self) -> None:
        """Read the texts again after a change of language."""
        self.updateGeometry()
        self.update()


class Clickable(Painted):
    """A painted control that is pressed with the mouse, Space or Enter."""

    clicked = Signal()
    margin = 4  # room around the control for its focus ring

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered = False
        self.pressed = False
        self._ring = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def box(self) -> QRectF:
        """The control's own rectangle, inside the room for the ring."""
        return QRectF(self.rect()).adjusted(self.margin, self.margin, -self.margin, -self.margin)

    def paint_ring(self, painter: QPainter, radius: float = 8) -> None:
        """Draw the ring when the keyboard brought the focus here."""
        if self._ring:
            focus_ring(painter, QRectF(self.rect()), radius)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover state."""
        self.hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Leave the hover state."""
        self.hovered = self.pressed = False
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the pressed state."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed = True
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Act when the mouse is let go inside."""
        was, self.pressed = self.pressed, False
        self.update()
        inside = self.rect().contains(event.position().toPoint())
        if was and inside and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Space and Enter."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only when the keyboard brought the focus."""
        self._ring = event.reason() in BY_KEY
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._ring = False
        self.update()
        super().focusOutEvent(event)
