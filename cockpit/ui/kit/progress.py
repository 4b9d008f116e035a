"""How far a long job is: what, how many of how many, a bar and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cockpit.i18n import N_
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.controls import TextButton


class Progress(Painted):
    """A line of text over a 4 px bar."""

    cancelled = Signal()

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what, self.done, self.total = what, 0, 0
        self.cancel = TextButton(N_("Cancel"))
        self.cancel.setParent(self)
        self.cancel.clicked.connect(self.cancelled)
        self.setFixedHeight(48)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)

    def set_progress(self, done: int, total: int = 0, what: str | None = None) -> None:
        """Show how far it is; with no total only the count so far is shown."""
        self.done, self.total = done, total
        self.what = self.what if what is None else what
        self.setAccessibleName(f"{self.what} {self.figure()}")
        self.update()

    def figure(self) -> str:
        """The count, and of how many when that is known."""
        return f"{self.done:,} / {self.total:,}" if self.total else f"{self.done:,}"

    def fraction(self) -> float:
        """How full the bar is."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    def sizeHint(self) -> QSize:
        """Wide enough for a sentence."""
        return QSize(420, 48)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep Cancel at the right."""
        super().resizeEvent(event)
        hint = self.cancel.sizeHint()
        self.cancel.setGeometry(self.width() - hint.width() + 16, 0, hint.width(), hint.height())

    def retranslate(self) -> None:
        """Read Cancel again."""
        self.cancel.retranslate()
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, the count and the bar."""
        painter = QPainter(self)
        right = self.cancel.x() - 4
        left = ink.text_right(painter, right, 19, self.figure(), "num", "n7")
        ink.text(painter, 0, 19, self.what, "body", "n9", left - 12)
        if self.total:
            ink.rounded(painter, QRectF(0, 38, self.width(), 4), 2, "n3")
            full = self.width() * self.fraction()
            if full >= 1:
                ink.rounded(painter, QRectF(0, 38, full, 4), min(2.0, full / 2), "accent")


class FramedProgress(Progress):
    """A job over a page, on a ground of its own so that the page does not show through."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground first."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), ink.colour("n0"))
        painter.end()
        super().paintEvent(event)
