"""The rows of the mapping step: where a column of the file goes, and what a value means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import available_timezones

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cockpit.domain.cells import CURRENCIES
from cockpit.domain.mapping import Field, Mapping, Question
from cockpit.domain.plain_text import shown_line
from cockpit.domain.table import Row
from cockpit.i18n import N_, _, ngettext
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.choice_field import ChoiceField
from cockpit.ui.kit.choice_popup import Choice
from cockpit.ui.kit.tips import set_tip

TALL: Final = 46
SAMPLES: Final = 4
USUAL_ZONES: Final = ("Asia/Shanghai", "UTC", "America/New_York", "Europe/London")


class AskRow(Painted):
    """Two lines of words at the left, a choice at the right."""

    chosen = Signal(str)

    def __init__(self, words: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words, self.note = words, note
        self.field = ChoiceField(N_("Leave out"))
        self.field.framed = True
        self.field.setParent(self)
        self.field.setAccessibleName(words)
        self.field.chosen.connect(self.chosen)
        self.setFixedHeight(TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _left(self) -> int:
        return round(self.width() * 0.56)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the choice at the right."""
        super().resizeEvent(event)
        left = self._left()
        self.field.setGeometry(left, (TALL - 28) // 2, self.width() - left, 28)
        room = left - 16
        cut = [t for t, role in ((self.words, "body"), (self.note, "caption"))
               if ink.width(t, role) > room]  # fmt: skip
        set_tip(self, "\n".join(cut))

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(360, TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        painter = QPainter(self)
        room = self._left() - 16.0
        cy = TALL / 2 - 9 if self.note else TALL / 2
        ink.text(painter, 0, cy, self.words, "body", "n9", room)
        if self.note:
            ink.text(painter, 0, cy + 18, self.note, "caption", "n7", room)
        ink.hairline(painter, 0, TALL - 1, self.width(), "n3")


def column_row(
    column: str, sample: Sequence[Row], at: int, fields: Sequence[Field], mapping: Mapping
) -> AskRow:
    """Return the row of a column of the file: some of its values, and the field it goes to."""
    values = (str(row.cells[at]) for row in sample if row.cells[at] not in (None, ""))
    few = list(dict.fromkeys(shown_line(value) for value in values))[:SAMPLES]
    row = AskRow(shown_line(column), _(", ").join(few) if few else _("no values"))
    choices = [Choice("", _("Leave out")), *(Choice(f.key, _(f.title)) for f in fields)]
    row.field.set_choices(choices, mapping.columns.get(column, ""))
    return row


def question_row(question: Question) -> AskRow:
    """Return the row of a question: the sentence, how often it matters, and the answers.

    A suggestion is shown as what would be answered; it counts only when somebody agrees.
    """
    times = ngettext("{count} row, first {where}", "{count} rows, first {where}", question.count)
    note = times.format(count=f"{question.count:,}", where=question.example)
    row = AskRow(question.sentence, note if question.count else "")
    row.field.placeholder = _suggestion(question)
    row.field.set_choices(_answers(question))
    return row


def _answers(question: Question) -> list[Choice]:
    if question.options:
        return [Choice(value, title) for value, title in question.options]
    if question.about == "currency":
        return [Choice(code, code) for code in sorted(CURRENCIES)]
    return [Choice(name, name) for name in (*USUAL_ZONES, *sorted(available_timezones()))]


def _suggestion(question: Question) -> str:
    titles = dict(question.options)
    if not question.suggestion:
        return _("Please choose")
    named = titles.get(question.suggestion, question.suggestion)
    return _("{answer}?").format(answer=named)
