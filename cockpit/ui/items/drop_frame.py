"""The frame over an inspector while something is dragged over it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted


class DropFrame(Painted):
    """Says over the panel that what is dragged can be let go here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        """Appear over the whole panel."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a frame, and the words on a chip at the bottom."""
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        ink.rounded(painter, box, 8, None, "accent", 2)
        words = _("Drop to attach")
        left = box.center().x() - ink.chip_width(words, "paperclip") / 2
        ink.chip(painter, left, box.bottom() - 24, words, "on_accent", "accent", "paperclip")
