"""The step before a table is imported: where each column goes, what each value means, what comes.

It lies over the page until the import has begun or was given up; nothing is written before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cockpit.domain.imported import ImportReport
from cockpit.domain.mapping import Mapping, Question, answered
from cockpit.i18n import N_, _, ngettext
from cockpit.ui.import_job import main_kind
from cockpit.ui.import_rows import AskRow, column_row, question_row
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.controls import Button, PrimaryButton
from cockpit.ui.kit.inspector_parts import Section

if TYPE_CHECKING:
    from cockpit.services.table_imports import TableImport
    from cockpit.ui.session import Session

MARGIN = 28
TOP = 96
MOST_REFUSALS = 40


class ImportSheet(Painted):
    """The mapping of one file; `accepted` carries it, `left` gives the import up."""

    accepted = Signal(object)
    left = Signal()

    def __init__(self, session: Session, table: TableImport) -> None:
        super().__init__()
        self.session, self.table = session, table
        self.mapping: Mapping = table.mapping
        self.report: ImportReport | None = None
        self._questions: list[Question] = []
        self._asked = 0
        self.busy = True
        self.go = PrimaryButton(N_("Import"), "upload-simple")
        self.back = Button(N_("Cancel"))
        for button, act in ((self.go, self._accept), (self.back, self.left.emit)):
            button.setParent(self)
            button.clicked.connect(act)
        self.columns = _Side(N_("Columns"), self)
        self.answers = _Side(N_("Questions"), self, N_("Accept all suggestions"))
        self.answers.section.action_requested.connect(self.accept_suggestions)
        self._fill_columns()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._ask()

    def _fill_columns(self) -> None:
        table = self.table
        rows = []
        for at, column in enumerate(table.columns):
            row = column_row(column, table.sample, at, table.fields, self.mapping)
            row.chosen.connect(self._sends(column))
            rows.append(row)
        self.columns.show_rows(rows, ngettext("{n} column", "{n} columns", len(rows)))

    def _sends(self, column: str) -> Callable[[str], None]:
        def send(field: str) -> None:
            self.mapping = self.mapping.with_column(column, field)
            self._fill_columns()
            self._ask()

        return send

    def _answers(self, question: Question) -> Callable[[str], None]:
        def answer(value: str) -> None:
            self.mapping = answered(self.mapping, question, value)
            self._ask()

        return answer

    def accept_suggestions(self) -> None:
        """Answer every question that has a suggestion with it."""
        for question in self._questions:
            if question.suggestion:
                self.mapping = answered(self.mapping, question, question.suggestion)
        self._ask()

    def _ask(self) -> None:
        """Find out beside the window what is still to be asked, and what would come of it."""
        self._asked += 1
        asked, mapping, table = self._asked, self.mapping, self.table
        self.busy = True
        self.go.setEnabled(False)

        def work() -> tuple[list[Question], ImportReport | None]:
            questions = table.questions(mapping)
            if questions:
                return questions, None
            return questions, table.rehearse(mapping, lambda _done, _total: asked == self._asked)

        def done(result: object) -> None:
            assert isinstance(result, tuple)
            if asked == self._asked:
                self.busy = False
                self._show(*result)

        def failed(error: Exception) -> None:
            if asked == self._asked:
                self.busy = False
                self.update()
                self.session.report(error)

        self.session.imports.submit(work, done, failed)
        self.update()

    def _show(self, questions: list[Question], report: ImportReport | None) -> None:
        self._questions, self.report = questions, report
        rows: list[QWidget] = []
        for question in questions:
            row = question_row(question)
            row.chosen.connect(self._answers(question))
            rows.append(row)
        if report is not None:
            rows += [_Line(f"{r.where}: {r.reason}") for r in report.refused[:MOST_REFUSALS]]
            rows += [_Line(sentence) for sentence in report.warnings]
        if questions:
            title = N_("Questions")
        else:
            title = N_("What will not be imported") if rows else N_("Nothing is left to ask")
        self.answers.set_title(title)
        suggested = any(question.suggestion for question in questions)
        if self.answers.section.action is not None:
            self.answers.section.action.setVisible(suggested)
        self.answers.show_rows(rows, "")
        self.go.setEnabled(report is not None and bool(report.created or report.updated))
        self.update()

    def summary(self) -> str:
        """The sentence under the title: what would come of the import now."""
        if self.busy:
            return _("Reading {name} …").format(name=self.table.path.name)
        if self._questions:
            count = len(self._questions)
            return ngettext(
                "{count} question is left before it can be imported",
                "{count} questions are left before it can be imported",
                count,
            ).format(count=count)
        if self.report is None:
            return ""
        report = self.report
        kind = main_kind(report)
        parts = [
            _("{count} new").format(count=f"{report.created.get(kind, 0):,}"),
            _("{count} changed").format(count=f"{report.updated.get(kind, 0):,}"),
            _("{count} unchanged").format(count=f"{report.unchanged.get(kind, 0):,}"),
            _("{count} refused").format(count=f"{len(report.refused):,}"),
        ]
        return " · ".join(parts)

    def _accept(self) -> None:
        self.accepted.emit(self.mapping)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up; Ctrl+Enter imports."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go.isEnabled():
            self._accept()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Read every text again."""
        for button in (self.go, self.back):
            button.retranslate()
        self._fill_columns()
        self._place()
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the two sides and the buttons."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        go, back = self.go.sizeHint(), self.back.sizeHint()
        right = self.width() - MARGIN + 4
        self.go.setGeometry(right - go.width(), 18, go.width(), go.height())
        self.back.setGeometry(
            right - go.width() - back.width() - 4, 18, back.width(), back.height()
        )
        half = (self.width() - 2 * MARGIN - 40) // 2
        tall = self.height() - TOP
        self.columns.setGeometry(MARGIN - 10, TOP, half + 20, tall)
        self.answers.setGeometry(MARGIN + half + 30, TOP, half + 20, tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title, the name of the file and the summary."""
        painter = QPainter(self)
        title = _("Import: {kind}").format(kind=_(self.table.kind.title))
        x = ink.text(painter, MARGIN, 36, title, "page", "n9") + 14
        ink.text(painter, x, 36, self.table.path.name, "body", "n7", self.back.x() - x - 12)
        x = float(MARGIN)
        for index, fact in enumerate(self.summary().split(" · ")):
            if index:
                x = ink.separator(painter, x, 68)
            x = ink.text(painter, x, 68, fact, "body", "n8", self.width() - x - MARGIN)


class _Side(QScrollArea):
    """A titled list of rows that scrolls."""

    def __init__(self, title: str, parent: QWidget, action: str = "") -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 24)
        self.section = Section(title, action=action)
        self._column.addWidget(self.section)
        self._column.addStretch(1)
        self.setWidget(inside)
        # The paper is the sheet's own.
        for ground in (self.viewport(), inside):
            ground.setAutoFillBackground(False)
        self._rows: list[QWidget] = []

    def set_title(self, title: str) -> None:
        """Show another title."""
        self.section.title = title
        self.section.retranslate()

    def show_rows(self, rows: list[AskRow] | list[QWidget], note: str) -> None:
        """Show these rows in place of the last ones."""
        for row in self._rows:
            self.section.body.removeWidget(row)
            row.deleteLater()
        self._rows = list(rows)
        for row in rows:
            self.section.add(row)
        self.section.set_note(note.format(n=len(rows)) if note else "")


class _Line(Painted):
    """A sentence over as many lines as it needs."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence

    def _lines(self) -> list[str]:
        return ink.wrap(self.sentence, "body", max(80.0, float(self.width())), 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as tall as the sentence at this width."""
        super().resizeEvent(event)
        self.setFixedHeight(20 * len(self._lines()) + 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the sentence."""
        painter = QPainter(self)
        for at, line in enumerate(self._lines()):
            ink.text(painter, 0, 15 + 20 * at, line, "body", "n8", float(self.width()))
