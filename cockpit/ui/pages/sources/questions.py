"""One question of a connector's form: its words, and the control that takes the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from cockpit.domain.source import FormField
from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.choice_field import ChoiceField
from cockpit.ui.kit.choice_popup import Choice
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.text_area import TextArea

WIDE: Final = 472
AFTER: Final = 18
GAP: Final = 7


class Question(Painted):
    """Title, what it means, the control; `answered` says that the answer is another one now."""

    answered = Signal()

    def __init__(self, field: FormField, control: QWidget) -> None:
        super().__init__()
        self.field, self.control = field, control
        control.setParent(self)
        control.setAccessibleName(_(field.title))
        control.setAccessibleDescription(_(field.help))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def answer(self) -> str:
        """The answer as it stands."""
        raise NotImplementedError

    def show_answer(self, answer: str) -> None:
        """Put an answer in."""
        raise NotImplementedError

    def _lines(self) -> list[str]:
        return ink.wrap(_(self.field.help), "caption", WIDE, 3) if self.field.help else []

    def _top(self) -> int:
        return 22 + 18 * len(self._lines()) + GAP

    def sizeHint(self) -> QSize:
        """As tall as its parts."""
        return QSize(WIDE, self._top() + self.control.sizeHint().height() + AFTER)

    def minimumSizeHint(self) -> QSize:
        """As tall as its hint."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the control below the words."""
        super().resizeEvent(event)
        tall = self.control.sizeHint().height()
        self.control.setGeometry(0, self._top(), self.width(), tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        painter = QPainter(self)
        ink.text(painter, 0, 11, _(self.field.title), "strong", "n9", self.width())
        for number, line in enumerate(self._lines()):
            ink.text(painter, 0, 31 + 18 * number, line, "caption", "n7")


class LineQuestion(Question):
    """An answer of one line; a secret is not shown."""

    def __init__(self, field: FormField, *, secret: bool = False) -> None:
        self.line = QLineEdit()
        self.line.setFont(font("body"))
        self.line.setPlaceholderText(_(field.example) if field.example else "")
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        super().__init__(field, self.line)
        self.line.textEdited.connect(lambda _text: self.answered.emit())

    def answer(self) -> str:
        """The text."""
        return self.line.text()

    def show_answer(self, answer: str) -> None:
        """Show a text."""
        self.line.setText(answer)


class LinesQuestion(Question):
    """An answer of several lines; Tab goes on."""

    def __init__(self, field: FormField) -> None:
        self.area = TextArea(lambda: field.example, "always", (11, 6))
        self.area.least_lines, self.area.most_lines = 3, 8
        super().__init__(field, self.area)
        self.area.fit()
        self.area.textChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.updateGeometry()
        self.answered.emit()

    def answer(self) -> str:
        """The text."""
        return self.area.toPlainText()

    def show_answer(self, answer: str) -> None:
        """Show a text."""
        self.area.setPlainText(answer)


class ChoiceQuestion(Question):
    """One of a few answers."""

    def __init__(self, field: FormField) -> None:
        self.choice = ChoiceField()
        self.choice.framed = True
        self._choices = [Choice(key, _(title)) for key, title in field.choices]
        super().__init__(field, self.choice)
        self.show_answer(field.default)
        self.choice.chosen.connect(self._on_chosen)

    def _on_chosen(self, key: str) -> None:
        self.show_answer(key)
        self.answered.emit()

    def answer(self) -> str:
        """The key of the choice."""
        return self.choice.current

    def show_answer(self, answer: str) -> None:
        """Choose."""
        self.choice.set_choices(self._choices, answer)


KINDS: Final[dict[str, Callable[[FormField], Question]]] = {
    "text": LineQuestion,
    "number": LineQuestion,
    "lines": LinesQuestion,
    "choice": ChoiceQuestion,
}


def question_for(field: FormField) -> Question:
    """Return the question of a field, with its default as the answer."""
    made = KINDS[field.kind](field)
    made.show_answer(field.default)
    return made
