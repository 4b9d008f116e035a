"""The one-sentence report of what just happened, with Undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.tips import set_tip

SECONDS: Final = 8
_PAD: Final = 28  # room for the shadow


class Toast(Painted):
    """Lies over the bottom of a page; one at a time, the newest replaces the last."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.covered = 0  # how much of the page's right side something else covers
        self.sentence = ""
        self._undo: Callable[[], object] | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SECONDS * 1000)
        self.timer.timeout.connect(self.hide)
        self.setMouseTracking(True)
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """Say a past-tense sentence for eight seconds."""
        self.sentence, self._undo = sentence, undo
        self.setAccessibleName(sentence)
        set_tip(self, sentence)
        self.place()
        self.show()
        self.raise_()
        self.update()
        self.timer.start()

    def undo(self) -> None:
        """Take the thing back and go away."""
        callback, self._undo = self._undo, None
        self.timer.stop()
        self.hide()
        if callback is not None:
            callback()

    def _tail(self) -> float:
        """The width of Undo and its key cap."""
        if self._undo is None:
            return 0
        return 30 + ink.width(_("Undo"), "strong") + 10 + ink.width("Ctrl Z", "axis")

    def place(self) -> None:
        """Centre at the bottom of the parent, 24 px from its edge."""
        parent = self._host
        wide = 36 + ink.width(self.sentence, "strong") + self._tail() + 18
        page = parent.width() - self.covered
        wide = min(wide, page - 48)
        self.resize(round(wide) + 2 * _PAD, 40 + 2 * _PAD)
        self.move((page - self.width()) // 2, parent.height() - 24 - 40 - _PAD)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Stay in place when the page changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dark bar, the sentence and Undo."""
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(_PAD, _PAD, -_PAD, -_PAD)
        ink.shadow(painter, box, 8)
        ink.rounded(painter, box, 8, "n9")
        cy = box.center().y()
        x = draw_icon(painter, "check", box.left() + 12, cy, 16, ink.colour("n0")) + 8
        room = box.right() - 16 - self._tail() - x
        ink.text(painter, x, cy, self.sentence, "strong", "n0", room)
        if self._undo is not None:
            cap = ink.text_right(painter, box.right() - 16, cy, "Ctrl Z", "axis", "n5")
            ink.text_right(painter, cap - 10, cy, _("Undo"), "strong", "toast_action")

    def _over_undo(self, x: float) -> bool:
        return self._undo is not None and x >= self.width() - _PAD - 16 - self._tail() + 15

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over Undo."""
        over = self._over_undo(event.position().x())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Undo when Undo is pressed."""
        if self._over_undo(event.position().x()):
            self.undo()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the mouse is over it."""
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count the eight seconds again."""
        if self.isVisible():
            self.timer.start()
        super().leaveEvent(event)
