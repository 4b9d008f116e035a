"""What an inspector says and does not let edit: a value over as many lines as it needs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.value_fields import INSET, set_tip

LINE: Final = 20
MOST_LINES: Final = 6


class Fact(Painted):
    """A value as text."""

    def __init__(self) -> None:
        super().__init__()
        self.value, self.tint = "", "n9"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_value(self, value: str, tint: str = "n9") -> None:
        """Show another value."""
        self.value, self.tint = value, tint
        self.setAccessibleDescription(value)
        self._fit()

    def lines(self) -> list[str]:
        """The value at this width, its own lines kept."""
        room = self.width() - 2 * INSET
        found = [
            part for line in self.value.splitlines() for part in ink.wrap(line, "body", room, 3)
        ]
        return found[:MOST_LINES] or ["—"]

    def sizeHint(self) -> QSize:
        """As tall as the lines."""
        return QSize(80, 8 + LINE * len(self.lines()))

    def minimumSizeHint(self) -> QSize:
        """As tall as its hint."""
        return QSize(40, self.sizeHint().height())

    def _fit(self) -> None:
        shown = self.lines()
        cut = shown[-1].endswith("…") or len(shown) == MOST_LINES
        set_tip(self, self.value if cut else "")
        self.setFixedHeight(8 + LINE * len(shown))
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the text anew."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        painter = QPainter(self)
        tint = self.tint if self.value else "n7"
        for number, line in enumerate(self.lines()):
            ink.text(painter, INSET, 14 + LINE * number, line, "body", tint)
