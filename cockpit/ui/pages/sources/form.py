"""The form of a source, made of its connector's record: what to ask, and the answers."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cockpit.domain.source import ConnectorInfo, FormField, Source
from cockpit.i18n import N_, _
from cockpit.services.sources import options_of
from cockpit.ui.pages.sources.questions import LineQuestion, Question, question_for
from cockpit.ui.pages.sources.words import INTERVALS

NAME: Final = FormField(key="name", title=N_("Name"), required=True)
ZONE: Final = FormField(
    key="zone",
    title=N_("Time zone"),
    help=N_("In which its days begin, and its times are meant when they name none."),
    example="Asia/Shanghai",
)
KEPT: Final = N_("A key is in the keyring. Leave this empty to keep it.")
GOES: Final = N_("It goes to this computer's keyring, and only to this address.")


class SourceForm(QWidget):
    """Questions one below the other; those that do not matter for the answers are not shown."""

    changed = Signal()

    def __init__(self, info: ConnectorInfo, source: Source | None, zone: str) -> None:
        super().__init__()
        self.info, self.source = info, source
        self.questions: dict[str, Question] = {}
        self.secrets: dict[str, LineQuestion] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 0, 2, 0)
        self._column.setSpacing(0)
        self._ask(NAME)
        self._ask(
            FormField(
                key="address",
                title=info.address_title,
                help=info.address_help,
                example=info.address_example,
                required=True,
            )
        )
        for field in info.fields:
            self._ask(field)
        self._ask_secrets()
        self._ask(self._interval())
        self._ask(ZONE)
        self._fill(zone)
        self._follow()

    def _ask(self, field: FormField) -> None:
        question = question_for(field)
        self._add(question)
        self.questions[field.key] = question

    def _add(self, question: Question) -> None:
        question.answered.connect(self._follow)
        question.answered.connect(self.changed)
        self._column.addWidget(question)

    def _ask_secrets(self) -> None:
        kept = self.source.secret_keys.split() if self.source else []
        for secret in self.info.secrets:
            words = [_(secret.help)] if secret.help else []
            words.append(_(KEPT if secret.key in kept else GOES))
            field = FormField(
                key=secret.key,
                title=secret.title,
                help=" ".join(words),
                only_if=secret.only_if,
            )
            question = LineQuestion(field, secret=True)
            self.secrets[secret.key] = question
            self._add(question)

    def _interval(self) -> FormField:
        seconds = self.source.interval_seconds if self.source else 3_600
        offered = {known: words for known, words in INTERVALS if known >= self.info.minimum_seconds}
        offered.setdefault(seconds, N_("as it is now"))
        return FormField(
            key="interval",
            title=N_("Pull"),
            kind="choice",
            default=str(seconds),
            choices=tuple((str(known), words) for known, words in sorted(offered.items())),
        )

    def _fill(self, zone: str) -> None:
        self.questions["zone"].show_answer(self.source.zone if self.source else zone)
        if self.source is None:
            return
        answers = {"name": self.source.name, "address": self.source.address}
        for key, answer in (answers | options_of(self.source)).items():
            if key in self.questions:
                self.questions[key].show_answer(answer)

    def _follow(self) -> None:
        """Show the questions that matter for the answers."""
        for question in (*self.questions.values(), *self.secrets.values()):
            condition = question.field.only_if
            matters = condition is None or self.questions[condition[0]].answer() in condition[1]
            question.setVisible(matters)
        self.adjustSize()

    def fields(self) -> dict[str, Any]:
        """Return name, address, options, zone and interval as the services take them."""
        options = {}
        for field in self.info.fields:
            question = self.questions[field.key]
            answer = question.answer().strip()
            if answer and answer != field.default and not question.isHidden():
                options[field.key] = answer
        return {
            "name": self.questions["name"].answer(),
            "address": self.questions["address"].answer().strip(),
            "options": options,
            "zone": self.questions["zone"].answer().strip(),
            "interval_seconds": int(self.questions["interval"].answer()),
        }

    def typed_secrets(self) -> dict[str, str]:
        """Return the secrets that were typed."""
        typed = {key: question.answer() for key, question in self.secrets.items()}
        return {
            key: value for key, value in typed.items() if value and not self.secrets[key].isHidden()
        }
