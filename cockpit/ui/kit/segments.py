"""One of a few values, all of them in sight: a framed row with the chosen one filled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import HEIGHT, Label, shown
from cockpit.ui.kit.view_tabs import ViewTabs

PADDING = 14


class Segments(ViewTabs):
    """The arrow keys and the mouse choose; `changed` carries the key."""

    def __init__(self, choices: Sequence[tuple[str, Label]], parent: QWidget | None = None) -> None:
        super().__init__([(key, label, "") for key, label in choices], parent)

    def show_chosen(self, key: str) -> None:
        """Show which one is chosen, without telling anybody."""
        self.current = key
        self.update()

    def rects(self) -> list[QRectF]:
        """Where each value lies; the bold width is kept free so that nothing jumps."""
        result, x = [], 2.0
        for _key, label, _icon in self.tabs:
            wide = ink.width(shown(label), "strong") + 2 * PADDING
            result.append(QRectF(x, 2, wide, HEIGHT))
            x += wide
        return result

    def sizeHint(self) -> QSize:
        """All values in one row."""
        return QSize(round(self.rects()[-1].right()) + 3, HEIGHT + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame around all, and every value."""
        painter = QPainter(self)
        places = self.rects()
        frame = QRectF(2, 2, places[-1].right() - 2, HEIGHT)
        ink.rounded(painter, frame, 6, "field", "n4")
        for index, (rect, (key, label, _icon)) in enumerate(zip(places, self.tabs, strict=True)):
            on = key == self.current
            if on or index == self._hover:
                inner = rect.adjusted(3, 3, -3, -3)
                ink.rounded(painter, inner, 4, "accent_tint" if on else "n2")
            role = "strong" if on else "body"
            word = shown(label)
            x = rect.center().x() - ink.width(word, role) / 2
            ink.text(painter, x, rect.center().y(), word, role, "n9" if on else "n8")
        if self._ring:
            ink.rounded(painter, frame.adjusted(-1, -1, 1, 1), 7, None, "accent", 2)
