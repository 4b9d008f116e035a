"""How far a long job is: what, how many of how many, a bar and Cancel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cockpit.i18n import N_
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.controls import TextButton
from cockpit.ui.kit.tips import set_tip

TALL: Final = 52


class Progress(Painted):
    """A line of text over a 4 px bar."""

    cancelled = Signal()

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what, self.done, self.total = what, 0, 0
        self.cancel = TextButton(N_("Cancel"))
        self.cancel.setParent(self)
        self.cancel.clicked.connect(self.cancelled)
        self.setFixedHeight(TALL)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)

    def set_progress(self, done: int, total: int = 0, what: str | None = None) -> None:
        """Show how far it is; with no total only the count so far is shown."""
        self.done, self.total = done, total
        self.what = self.what if what is None else what
        self.setAccessibleName(f"{self.what} {self.figure()}")
        set_tip(self, self.what)
        self.update()

    def figure(self) -> str:
        """The count, and of how many when that is known."""
        return f"{self.done:,} / {self.total:,}" if self.total else f"{self.done:,}"

    def fraction(self) -> float:
        """How full the bar is."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    def sizeHint(self) -> QSize:
        """Wide enough for a sentence."""
        return QSize(420, TALL)

    def inside(self) -> QRectF:
        """The room for words and bar."""
        return QRectF(self.rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep Cancel at the right."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        hint, room = self.cancel.sizeHint(), self.inside()
        # Its word ends where the bar does, its fill under the mouse beyond it.
        left, top = round(room.right()) - hint.width() + 16, round(room.top()) + 2
        self.cancel.setGeometry(left, top, hint.width(), hint.height())

    def retranslate(self) -> None:
        """Read Cancel again."""
        self.cancel.retranslate()
        self._place()
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, the count and the bar."""
        painter = QPainter(self)
        room = self.inside()
        cy = self.cancel.geometry().center().y() + 0.5
        left = ink.text_right(painter, self.cancel.x() + 4, cy, self.figure(), "num", "n7")
        ink.text(painter, room.left(), cy, self.what, "body", "n9", left - 12 - room.left())
        if self.total:
            bar = QRectF(room.left(), room.bottom() - 12, room.width(), 4)
            ink.rounded(painter, bar, 2, "n3")
            bar.setWidth(room.width() * self.fraction())
            if bar.width() >= 1:
                ink.rounded(painter, bar, min(2.0, bar.width() / 2), "accent")


class FramedProgress(Progress):
    """A job over a page: lifted like a toast, so that the page does not show through."""

    pad, room = 16, 28  # inside the frame, and around it for the shadow

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(what, parent)
        self.setFixedHeight(TALL + 2 * self.room)

    def frame(self) -> QRectF:
        """The box that is seen."""
        return QRectF(self.rect()).adjusted(self.room, self.room, -self.room, -self.room)

    def inside(self) -> QRectF:
        """The room for words and bar."""
        return self.frame().adjusted(self.pad, 0, -self.pad, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shadow and the box first."""
        painter = QPainter(self)
        ink.shadow(painter, self.frame(), 8)
        ink.rounded(painter, self.frame(), 8, "n0", "n4")
        painter.end()
        super().paintEvent(event)
