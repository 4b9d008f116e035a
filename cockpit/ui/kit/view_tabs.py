"""The tabs beside a page's title that choose among its views."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import BY_KEY, HEIGHT, Label, Painted, shown
from cockpit.ui.kit.icons import draw_icon


class ViewTabs(Painted):
    """The views of one page beside its title: icon and label, the selected one filled."""

    changed = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, Label, str]], parent: QWidget | None = None):
        super().__init__(parent)
        self.tabs = list(tabs)  # key, label, icon
        self.current = self.tabs[0][0]
        self._hover = -1
        self._ring = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Views"))

    def select(self, key: str) -> None:
        """Show another tab as the selected one, and tell when it was not already."""
        if key == self.current:
            return
        self.current = key
        self.update()
        self.changed.emit(key)

    def rects(self) -> list[QRectF]:
        """Where each tab lies; the bold width is kept free so that nothing jumps."""
        result, x = [], 2.0
        for _key, label, _icon in self.tabs:
            wide = ink.width(shown(label), "strong") + 43
            result.append(QRectF(x, 2, wide, HEIGHT))
            x += wide + 4
        return result

    def sizeHint(self) -> QSize:
        """All tabs in one row."""
        return QSize(round(self.rects()[-1].right()) + 3, HEIGHT + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every tab."""
        painter = QPainter(self)
        for index, (rect, (key, label, icon)) in enumerate(
            zip(self.rects(), self.tabs, strict=True)
        ):
            on = key == self.current
            if on or index == self._hover:
                ink.rounded(painter, rect, 6, "n3" if on else "n2")
            pen = "n9" if on else "n8"
            draw_icon(painter, icon, rect.left() + 9, rect.center().y(), 15, ink.colour(pen))
            role = "strong" if on else "body"
            ink.text(painter, rect.left() + 31, rect.center().y(), shown(label), role, pen)
        if self._ring:
            index = [tab[0] for tab in self.tabs].index(self.current)
            focus = self.rects()[index].adjusted(-2, -2, 2, 2)
            ink.rounded(painter, focus, 8, None, "accent", 2)

    def _at(self, event: QMouseEvent) -> int:
        hits = (i for i, rect in enumerate(self.rects()) if rect.contains(event.position()))
        return next(hits, -1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only when the keyboard brought the focus."""
        self._ring = event.reason() in BY_KEY
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._ring = False
        super().focusOutEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse with the hover fill."""
        self._hover = self._at(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the tab under the mouse."""
        index = self._at(event)
        if index >= 0:
            self.select(self.tabs[index][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the neighbour with the arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        keys = [tab[0] for tab in self.tabs]
        self.select(keys[(keys.index(self.current) + step) % len(keys)])
