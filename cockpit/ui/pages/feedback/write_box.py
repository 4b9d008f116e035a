"""The box for what somebody said on the telephone or in the lift: a few lines, then Ctrl+Enter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from cockpit.i18n import N_, _
from cockpit.ui.kit import ink
from cockpit.ui.kit.popover import Popover
from cockpit.ui.kit.text_area import TextArea
from cockpit.ui.kit.value_fields import ENTER

WIDE: Final = 560
TALL: Final = 220


class Words(TextArea):
    """Ctrl+Enter sends, Escape closes the box."""

    sent = Signal(str)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send or leave; anything else is typing."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTER and control:
            self.sent.emit(self.toPlainText())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class WriteBox(Popover):
    """Keeps what is half written when it is closed."""

    entered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = Words(N_("What was said, in the customer's own words"), "always", parent=self)
        self.words.least_lines = self.words.most_lines = 6
        self.words.sent.connect(self._on_sent)
        self.words.left.connect(self.close_popover)

    def open(self) -> None:
        """Open ready for typing."""
        super().open()
        self.words.retranslate()
        self.words.setFocus(Qt.FocusReason.PopupFocusReason)

    def box(self) -> QRect:
        """In the upper third, centred."""
        return QRect((self.width() - WIDE) // 2, round(self.height() * 0.2), WIDE, TALL)

    def place(self) -> None:
        """The text fills the middle of the box."""
        box = self.box()
        self.words.setGeometry(box.x() + 16, box.y() + 48, WIDE - 32, self.words.height())

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint what it is for, and the keys."""
        ink.text(painter, box.x() + 20, box.y() + 26, _("Write down feedback"), "section")
        cy = box.bottom() - 22
        right = ink.keycap(painter, box.right() - 20, cy, "Ctrl Enter") - 8
        ink.text_right(painter, right, cy, _("keeps it"), "caption", "n7")

    def _on_sent(self, text: str) -> None:
        if text.strip():
            self.words.clear()
            self.close_popover()
            self.entered.emit(text)
