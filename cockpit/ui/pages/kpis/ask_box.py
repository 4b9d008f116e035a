"""One line that is asked for: the name of a figure, the words of an annotation."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.popover import Popover

WIDE: Final = 480
TALL: Final = 104


class AskBox(Popover):
    """Enter takes the line and closes, Escape closes without."""

    entered = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hint = ""
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        self.field.returnPressed.connect(self._on_entered)

    def ask(self, name: str, placeholder: str, hint: str) -> None:
        """Open for a line; `hint` says below what becomes of it."""
        self.hint = hint
        self.field.clear()
        self.field.setFont(font("reading"))
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(name)
        self.open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def box(self) -> QRect:
        """In the upper third, centred."""
        wide = min(WIDE, self.width() - 40)
        return QRect((self.width() - wide) // 2, round(self.height() * 0.2), wide, TALL)

    def place(self) -> None:
        """The field fills the upper part of the box."""
        box = self.box()
        self.field.setGeometry(box.x() + 16, box.y() + 12, box.width() - 32, 34)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Enter is the field's."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the line under the field and the hint."""
        ink.hairline(painter, box.x() + 1, box.y() + 56, box.width() - 2)
        cy = box.y() + 80
        right = ink.keycap(painter, box.right() - 16, cy, "Enter") - 10
        self.setToolTip(self.hint)
        left = box.x() + 16
        ink.text(painter, left, cy, self.hint, "caption", "n7", right - left)

    def _on_entered(self) -> None:
        line = " ".join(self.field.text().split())
        if line:
            self.close_popover()
            self.entered.emit(line)
