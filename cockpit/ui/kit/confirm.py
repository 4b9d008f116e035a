"""The question before what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cockpit.i18n import N_
from cockpit.ui.kit import ink
from cockpit.ui.kit.controls import Button, DangerButton
from cockpit.ui.kit.popover import Popover

WIDE: Final = 440


class Confirm(Popover):
    """Title, one sentence of consequence, Cancel (focused) and the verb."""

    radius = 12
    scrim = 60

    def __init__(
        self, parent: QWidget, title: str, sentence: str, verb: str, run: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self.title, self.sentence, self._run = title, sentence, run
        self.cancel = Button(N_("Cancel"))
        self.verb = DangerButton(lambda: verb)
        for button in (self.cancel, self.verb):
            button.setParent(self)
        self.cancel.clicked.connect(self.close_popover)
        self.verb.clicked.connect(self._accept)
        self.closed.connect(self.deleteLater)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def _lines(self) -> tuple[list[str], list[str]]:
        room = WIDE - 48
        return ink.wrap(self.title, "empty", room, 3), ink.wrap(self.sentence, "body", room, 6)

    def box(self) -> QRect:
        """In the middle, as tall as its text."""
        title, lines = self._lines()
        tall = 24 + 22 * len(title) + 10 + 20 * len(lines) + 24 + 30 + 24
        return QRect((self.width() - WIDE) // 2, (self.height() - tall) // 2, WIDE, tall)

    def place(self) -> None:
        """Put the buttons at the lower right."""
        box = self.box()
        right = box.right() + 1 - 24 + self.verb.margin
        for button in (self.verb, self.cancel):
            hint = button.sizeHint()
            right -= hint.width()
            button.setGeometry(right, box.bottom() - 57, hint.width(), hint.height())

    def open(self) -> None:
        """Open with the focus, and its ring, on Cancel."""
        super().open()
        self.cancel.setFocus(Qt.FocusReason.TabFocusReason)

    def _accept(self) -> None:
        self.close_popover()
        self._run()

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the question and the consequence."""
        title, lines = self._lines()
        y = box.top() + 24
        for line in title:
            ink.text(painter, box.left() + 24, y + 11, line, "empty")
            y += 22
        y += 10
        for line in lines:
            ink.text(painter, box.left() + 24, y + 10, line, "body", "n8")
            y += 20


def confirm(
    parent: QWidget, title: str, sentence: str, verb: str, run: Callable[[], object]
) -> Confirm:
    """Ask, and run only when the verb is pressed."""
    question = Confirm(parent, title, sentence, verb, run)
    question.open()
    return question
