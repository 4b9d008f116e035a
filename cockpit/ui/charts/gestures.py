"""How a chart is moved: wheel, drag, keys, and how far it can go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt

from cockpit.ui.charts import hover as hovering
from cockpit.ui.charts.frame import STEPS
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import BY_KEY

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from cockpit.ui.charts.records import ChartStyle
    from cockpit.ui.charts.view import View

NOTCH: Final = 1.25  # how much a notch of the wheel or a press of + zooms
SHARE: Final = 0.1  # of the range, by a press of an arrow key
LEAST_POINTS: Final = 4
SHORTEST: Final = 1000.0  # milliseconds in sight, where points have no grain
KEY: Final = Qt.Key
ZOOM_KEYS: Final = {
    KEY.Key_Plus: 1 / NOTCH, KEY.Key_Equal: 1 / NOTCH, KEY.Key_Minus: NOTCH,
    KEY.Key_Underscore: NOTCH,
}  # fmt: skip
OWN_KEYS: Final = (KEY.Key_Left, KEY.Key_Right, KEY.Key_Home, KEY.Key_Escape, *ZOOM_KEYS)


class Gestures(pg.GraphicsView):  # type: ignore[misc]
    """A view whose range of time is moved by hand; what it shows is up to who derives from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        # Before the base is made, since it lays itself out at once.
        self.view: View | None = None
        super().__init__(parent, background=None)
        self.style_: ChartStyle
        self.home, self.limits = (0, 1000), (0, 1000)
        self.hover: hovering.Hover | None = None
        self.title_room = 0.0  # what buttons over the title's right end take
        self._ring = False
        self._press: QPointF | None = None
        self._grabbed: tuple[float, float] | None = None  # the range when a drag began
        self._chosen: tuple[float, float] | None = None  # x from, x to: a stretch to zoom into
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def range_shown(self) -> tuple[float, float]:
        """The range of time in sight."""
        raise NotImplementedError

    def set_range(self, t0: float, t1: float) -> None:
        """Show a range of time."""
        raise NotImplementedError

    def show_hover(self, t: float | None) -> None:
        """Move the hairline."""
        raise NotImplementedError

    def allowed(self, t0: float, t1: float) -> tuple[float, float]:
        """Return the range nearest to one that is wanted: not too short, within the limits."""
        first, last = self.limits
        shortest = max(SHORTEST, LEAST_POINTS * STEPS[self.style_.grain])
        width = min(max(t1 - t0, shortest), last - first)
        middle = (t0 + t1) / 2
        t0 = min(max(middle - width / 2, first), last - width)
        return t0, t0 + width

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show so many times the range, with an instant staying where it is."""
        t0, t1 = self.range_shown()
        around = (t0 + t1) / 2 if around is None else around
        first, last = self.limits
        factor = min(factor, (last - first) / (t1 - t0))
        self.set_range(around - (around - t0) * factor, around + (t1 - around) * factor)

    def pan(self, share: float) -> None:
        """Move by a share of the range."""
        t0, t1 = self.range_shown()
        shift = share * (t1 - t0)
        self.set_range(t0 + shift, t1 + shift)

    def reset(self) -> None:
        """Show the range that it was opened with."""
        self.set_range(*self.home)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; sideways, or with Shift, pan."""
        if self.view is None:
            event.ignore()
            return
        delta = event.angleDelta()
        sideways = delta.x() or (
            delta.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        if sideways:
            self.pan(-SHARE * sideways / 120)
        elif delta.y():
            around = self.view.frame.instant(event.position().x())
            self.zoom(NOTCH ** (-delta.y() / 120), around)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the chart, or with Shift to choose a stretch."""
        if event.button() != Qt.MouseButton.LeftButton or self.view is None:
            event.ignore()
            return
        self._press = event.position()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._chosen = (event.position().x(), event.position().x())
        else:
            self._grabbed = self.range_shown()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or follow with the hairline."""
        if self.view is None:
            return
        x, plot = event.position().x(), self.view.frame.plot
        if self._chosen is not None:
            self._chosen = (self._chosen[0], min(max(x, plot.left()), plot.right()))
            self.viewport().update()
        elif self._grabbed is not None and self._press is not None:
            t0, t1 = self._grabbed
            shift = (self._press.x() - x) * (t1 - t0) / plot.width()
            if self.hover is not None:
                self.show_hover(None)
            self.set_range(t0 + shift, t1 + shift)
        elif plot.adjusted(-6, -6, 6, 40).contains(event.position()):
            self.show_hover(self.view.frame.instant(x))
        else:
            self.show_hover(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a chosen stretch fills the chart."""
        chosen, view = self._chosen, self.view
        self._press = self._grabbed = self._chosen = None
        if chosen is not None and view is not None:
            left, right = sorted(chosen)
            if right - left >= 6:
                self.set_range(view.frame.instant(left), view.frame.instant(right))
            self.viewport().update()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole range again."""
        if event.button() == Qt.MouseButton.LeftButton and self.view is not None:
            self.reset()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the hairline away."""
        self.show_hover(None)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Claim the keys of the chart before a shortcut of the window takes them."""
        if event.type() == QEvent.Type.ShortcutOverride and self.view is not None:
            key: Any = event
            plain = not key.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            takes = key.key() != KEY.Key_Escape or self.hover is not None
            if plain and takes and key.key() in OWN_KEYS:
                event.accept()
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, zoom, walk and reset by key."""
        key = KEY(event.key())
        factor = ZOOM_KEYS.get(key)
        direction = {KEY.Key_Left: -1, KEY.Key_Right: 1}.get(key, 0)
        if self.view is None:
            event.ignore()
        elif factor is not None:
            self.zoom(factor, self.hover.t if self.hover is not None else None)
        elif direction and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._walk(direction)
        elif direction and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pan(SHARE * direction)
        elif key == KEY.Key_Home:
            self.reset()
        elif key == KEY.Key_Escape and self.hover is not None:
            self.show_hover(None)
        else:
            event.ignore()

    def _walk(self, direction: int) -> None:
        """Move the hairline from point to point; the chart follows it."""
        assert self.view is not None
        t0, t1 = self.range_shown()
        if self.hover is None:
            self.show_hover(t1)
            return
        t = hovering.step(self.view, self.hover.t, direction)
        if t is None:
            return
        if not t0 <= t <= t1:
            self.pan(SHARE * direction)
        self.show_hover(t)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only when the keyboard brought the focus."""
        self._ring = event.reason() in BY_KEY
        self.viewport().update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._ring = False
        self.viewport().update()
        super().focusOutEvent(event)

    def paint_gesture(self, painter: QPainter) -> None:
        """Paint the ring of the focus, and the stretch that is being chosen."""
        if self.view is None:
            return
        plot = self.view.frame.plot
        if self._ring:
            ink.rounded(painter, plot.adjusted(-4, -4, 4, 4), 8, None, "accent", 2)
        if self._chosen is None:
            return
        left, right = sorted(self._chosen)
        tint = ink.colour("accent")
        tint.setAlphaF(0.12)
        painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()), tint)
