"""What a page shows before there is anything to show: what it is for and how to begin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Clickable, Painted
from cockpit.ui.kit.controls import Label, TextButton, shown
from cockpit.ui.kit.icons import draw_icon

COLUMN = 420


class EmptyAction(NamedTuple):
    """One way to begin."""

    icon: str
    label: Label
    hint: Label
    shortcut: str
    callback: Callable[[], object]
    primary: bool = False


class _Row(Clickable):
    """One action as a row."""

    margin = 0

    def __init__(self, action: EmptyAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.action = action
        self.setFixedSize(COLUMN + 20, 34)
        self.clicked.connect(lambda: action.callback())
        self.retranslate()

    def retranslate(self) -> None:
        """Read the label again."""
        self.setAccessibleName(shown(self.action.label))
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon, the action, its result and its shortcut."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        primary = self.action.primary
        fill = "n3" if self.pressed else "accent_tint" if primary else "n2"
        if primary or self.hovered:
            ink.rounded(painter, box, 6, fill)
        pen, cy = "accent_text" if primary else "n9", box.center().y()
        draw_icon(painter, self.action.icon, 10, cy, 16, ink.colour(pen if primary else "n8"))
        right = box.right() - 10
        if self.action.shortcut:
            right = ink.keycap(painter, right, cy, self.action.shortcut) - 8
        x = ink.text(painter, 36, cy, shown(self.action.label), "body", pen, right - 36)
        if self.action.hint:
            ink.text(painter, x + 12, cy, shown(self.action.hint), "caption", "n7", right - x - 12)
        if self._ring:
            ink.rounded(painter, box, 6, None, "accent", 2)


class EmptyState(Painted):
    """A column at 30 % of the height: icon, title, two lines and the actions."""

    def __init__(
        self,
        icon: str,
        title: Label,
        lines: Sequence[Label],
        actions: Sequence[EmptyAction | tuple[str, Label, Label, str, Callable[[], object], bool]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.icon, self.title, self.lines = icon, title, list(lines)
        self.rows = [_Row(EmptyAction(*action), self) for action in actions]
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(COLUMN + 40, 200)

    def _text_lines(self) -> list[str]:
        return [part for line in self.lines for part in ink.wrap(shown(line), "body", COLUMN, 2)]

    def _origin(self) -> tuple[int, int]:
        tall = 86 + 20 * len(self._text_lines()) + 34 * len(self.rows)
        top = min(round(self.height() * 0.3), max(16, self.height() - tall - 16))
        return max(20, (self.width() - COLUMN) // 2), top

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the rows under the text."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x, y = self._origin()
        top = y + 70 + 20 * len(self._text_lines())
        for index, row in enumerate(self.rows):
            row.move(x - 10, top + index * 34)

    def retranslate(self) -> None:
        """Read every text again."""
        for row in self.rows:
            row.retranslate()
        self._place()
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon, the title and the lines."""
        painter = QPainter(self)
        x, y = self._origin()
        draw_icon(painter, self.icon, x - 2, y + 14, 28, ink.colour("n6"))
        ink.text(painter, x, y + 46, shown(self.title), "empty", "n9", COLUMN)
        for index, line in enumerate(self._text_lines()):
            ink.text(painter, x, y + 70 + 20 * index, line, "body", "n7")


class NothingFound(Painted):
    """A filter that nothing passes: one line that says so, and the way out after it."""

    cleared = Signal()

    def __init__(self, sentence: Label, way_out: Label, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = sentence
        self.button = TextButton(way_out)
        self.button.setParent(self)
        self.button.clicked.connect(self.cleared)
        self.hide()

    def _origin(self) -> tuple[int, int]:
        wide = round(ink.width(shown(self.sentence))) + self.button.sizeHint().width()
        return max(20, (self.width() - wide) // 2), round(self.height() * 0.3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the button after the sentence."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x, y = self._origin()
        hint = self.button.sizeHint()
        left = x + round(ink.width(shown(self.sentence)))
        self.button.setGeometry(left, y - hint.height() // 2, hint.width(), hint.height())

    def retranslate(self) -> None:
        """Read both texts again."""
        self.button.retranslate()
        self._place()
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sentence."""
        x, y = self._origin()
        ink.text(QPainter(self), x, y, shown(self.sentence), "body", "n7")
