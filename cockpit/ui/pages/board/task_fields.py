"""The properties of one task, or of several at once, each edited where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtWidgets import QWidget

from cockpit.domain.board import TaskDetail
from cockpit.domain.due_text import read_due
from cockpit.domain.organisation import Person
from cockpit.domain.task import Label as TaskLabel
from cockpit.domain.task import Priority
from cockpit.i18n import N_, _, ngettext
from cockpit.services import tasks
from cockpit.services.people import person_for
from cockpit.services.ports import UnitOfWork
from cockpit.ui.items.context import full_day
from cockpit.ui.kit.base import Label
from cockpit.ui.kit.choice_field import ChoiceField, LabelsField
from cockpit.ui.kit.choice_popup import Choice
from cockpit.ui.kit.value_fields import ValueLine
from cockpit.ui.pages.board.quick_add import PRIORITY_TITLES
from cockpit.ui.pages.board.task_context import TaskContext

SOON = timedelta(days=5)
SEVERAL = N_("Set for all")


class DueField(ValueLine):
    """A day, and a time where wanted, in words or figures; what is no date stays and says so."""

    def __init__(self, placeholder: Label, today: Callable[[], date]) -> None:
        super().__init__(placeholder)
        self.today = today

    def read(self, typed: str) -> str | None:
        """The typed date in the form in which it is shown."""
        if not typed.strip():
            return ""
        due = read_due(typed, self.today())
        if due is None:
            self.set_problem(_("Not a date. Try “tomorrow”, “next wed” or 2026-12-01."))
            return None
        return due_text(*due)

    def due(self) -> tuple[date | None, time | None]:
        """The day and time that stand in the field."""
        return read_due(self.text(), self.today()) or (None, None)


def due_text(day: date, at: time | None) -> str:
    """A day as the panel shows it, with its time."""
    return full_day(day) + (f" {at:%H:%M}" if at is not None else "")


class TaskFields:
    """Makes the property rows, shows values in them and turns edits into steps."""

    def __init__(self, context: TaskContext, add: Callable[[Label, QWidget], QWidget]) -> None:
        self.context = context
        self.column = ChoiceField()
        self.assignee = ChoiceField(N_("Nobody"), N_("New person “{name}”"))
        self.due = DueField(N_("No date"), context.today)
        self.priority = ChoiceField()
        self.labels = LabelsField(N_("None"), N_("New label “{name}”"))
        self.blocked = ValueLine(N_("Nothing"))
        self.age = ValueLine()
        self.age.setReadOnly(True)
        self.age.setEnabled(False)
        add(N_("Column"), self.column)
        add(N_("Owner"), self.assignee)
        add(N_("Due"), self.due)
        add(N_("Priority"), self.priority)
        add(N_("Labels"), self.labels)
        self.single_rows = [
            add(N_("Blocked by"), self.blocked),
            add(N_("In column"), self.age),
        ]
        self.column.chosen.connect(self._on_column)
        self.assignee.chosen.connect(self._on_assignee)
        self.assignee.invented.connect(self._on_new_person)
        self.due.committed.connect(self._on_due)
        self.priority.chosen.connect(self._on_priority)
        self.labels.toggled.connect(self._on_label)
        self.labels.invented.connect(self._on_new_label)
        self.blocked.committed.connect(self._on_blocked)

    def editors(self) -> tuple[ValueLine, ...]:
        """The fields that can hold typing."""
        return self.due, self.blocked

    def show_detail(
        self, detail: TaskDetail, people: Sequence[Person], labels: Sequence[TaskLabel]
    ) -> None:
        """Show one task."""
        task = detail.task
        self._placeholders(several=False)
        self._choices(people, labels, {label.id for label in detail.labels})
        known = any(choice.key == task.column_id for choice in self.column.choices)
        if not known:  # Its column is archived.
            gone = Choice(task.column_id, detail.column.name)
            self.column.choices.append(gone)
        self.column.set_choices(self.column.choices, task.column_id)
        self.assignee.set_choices(self.assignee.choices, task.assignee_id or "")
        self.priority.set_choices(self.priority.choices, task.priority)
        due = due_text(task.due_on, task.due_at_time) if task.due_on else ""
        self.due.set_value(due, self._due_tint(task.due_on, task.finished_at))
        self.blocked.set_value(task.blocked_reason)
        self.age.set_value(self._age(task.entered_at))

    def show_many(self, people: Sequence[Person], labels: Sequence[TaskLabel]) -> None:
        """Offer the same fields for several tasks; they show what can be set, not what is."""
        self._placeholders(several=True)
        self._choices(people, labels, set())
        for field in (self.column, self.assignee, self.priority):
            field.set_choices(field.choices, "\0several")
        self.due.set_value("")

    def _placeholders(self, *, several: bool) -> None:
        words: list[tuple[ChoiceField | ValueLine, str]] = [
            (self.column, ""), (self.assignee, N_("Nobody")), (self.due, N_("No date")),
            (self.priority, ""), (self.labels, N_("None")),
        ]  # fmt: skip
        for field, word in words:
            field.placeholder = SEVERAL if several else word
        self.due.retranslate()

    def _choices(self, people: Sequence[Person], labels: Sequence[TaskLabel], on: set[str]) -> None:
        columns = self.context.session.reader.board_columns(self.context.launch_id)
        self.column.choices = [Choice(c.column.id, c.column.name) for c in columns]
        self.assignee.choices = [
            Choice("", _("Nobody"), icon="user"),
            *(Choice(p.id, p.name, person=True, also=f"{p.aliases}\n{p.pinyin}") for p in people),
        ]
        self.priority.choices = [
            Choice(priority, _(title)) for priority, title in reversed(PRIORITY_TITLES.items())
        ]
        self.labels.set_choices(
            [Choice(x.id, x.name, dot=x.colour, checked=x.id in on) for x in labels]
        )

    def _due_tint(self, due: date | None, finished: datetime | None) -> str:
        today = self.context.today()
        if due is None or finished is not None or due > today + SOON:
            return "n9"
        return "bad" if due < today else "warn"

    def _age(self, entered: datetime) -> str:
        days = (self.context.today() - self.context.local(entered).date()).days
        if days <= 0:
            return _("since today")
        return ngettext("{count} day", "{count} days", days).format(count=days)

    def _write(self, action: Callable[[UnitOfWork, Sequence[str]], object]) -> None:
        ids = self.context.ids
        if ids:
            self.context.write(lambda uow: action(uow, ids))

    def _on_column(self, key: str) -> None:
        self._write(lambda uow, ids: tasks.move_tasks(uow, ids, key))

    def _on_assignee(self, key: str) -> None:
        self._write(lambda uow, ids: tasks.edit_tasks(uow, ids, assignee_id=key or None))

    def _on_new_person(self, name: str) -> None:
        self._write(
            lambda uow, ids: tasks.edit_tasks(uow, ids, assignee_id=person_for(uow, name).id)
        )

    def _on_due(self, _text: str) -> None:
        day, at = self.due.due()
        self._write(lambda uow, ids: tasks.edit_tasks(uow, ids, due_on=day, due_at_time=at))

    def _on_priority(self, key: str) -> None:
        self._write(lambda uow, ids: tasks.edit_tasks(uow, ids, priority=Priority(key)))

    def _on_label(self, key: str) -> None:
        self._write(lambda uow, ids: tasks.toggle_label(uow, ids, key))

    def _on_new_label(self, name: str) -> None:
        launch_id = self.context.launch_id
        self._write(
            lambda uow, ids: tasks.toggle_label(uow, ids, tasks.label_for(uow, launch_id, name).id)
        )

    def _on_blocked(self, reason: str) -> None:
        self._write(lambda uow, ids: tasks.block_tasks(uow, ids, reason))
