"""Everything that hangs on tasks, many tasks at a time, and what other items are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, or_, select

from cockpit.domain.board import TaskDetail
from cockpit.domain.entity import Entity
from cockpit.domain.filters import Filter
from cockpit.domain.item import Attachment, Comment, CustomField, FieldValue, Link
from cockpit.domain.organisation import Person
from cockpit.domain.task import (
    Checklist,
    ChecklistItem,
    Column,
    Dependency,
    Label,
    Task,
    TaskLabel,
    Transition,
)
from cockpit.storage.reader import records
from cockpit.storage.search_reader import SqlSearchReader, names, other_end
from cockpit.storage.tables import TABLES

E = TypeVar("E", bound=Entity)

SLICE: Final = 500


class SqlDetailReader(SqlSearchReader):
    """The reader of single tasks and of whole tasks for export."""

    def task(self, task_id: str) -> TaskDetail | None:
        """Return a live task with everything that hangs on it."""
        with self._engine.connect() as connection:
            found = details(connection, [task_id])
        return found[0] if found else None

    def task_fields(self) -> list[CustomField]:
        """Return the custom fields of tasks by name."""
        return self.all(CustomField, "name", item_kind=Task.KIND)

    def task_details(self, filter: Filter | None = None) -> Iterator[TaskDetail]:
        """Yield the tasks that pass (None: all, archived ones too) by launch and number.

        All are of one state of the file: the one that the first was read from.
        """
        task = TABLES[Task].c
        with self._engine.connect() as connection:
            live = [task.deleted_at.is_(None)]
            wanted = live if filter is None else self._conditions(connection, filter)
            query = select(task.id).where(*wanted).order_by(task.launch_id, task.number, task.id)
            ids = list(connection.execute(query).scalars())
            for start in range(0, len(ids), SLICE):
                yield from details(connection, ids[start : start + SLICE])


def details(connection: Connection, ids: Sequence[str]) -> list[TaskDetail]:
    """Return the live ones of at most SLICE tasks with all their parts, in the given order."""
    tasks = {task.id: task for task in _of(connection, Task, "id", ids)}
    parts = _Parts(connection, list(tasks.values()))
    return [parts.detail(tasks[task_id]) for task_id in ids if task_id in tasks]


class _Parts:
    """What hangs on a few tasks, each kind read once and grouped by task."""

    def __init__(self, connection: Connection, tasks: list[Task]) -> None:
        ids = [task.id for task in tasks]
        column_ids = {task.column_id for task in tasks}
        table = TABLES[Column]
        query = select(table).where(table.c.id.in_(column_ids))
        self._columns = {column.id: column for column in records(connection, Column, query)}
        self._checklists = _by(_of(connection, Checklist, "task_id", ids, "position"), "task_id")
        self._steps = _by(
            _of(connection, ChecklistItem, "task_id", ids, "position"), "checklist_id"
        )
        self._comments = _by(_of(connection, Comment, "item_id", ids, "created_at"), "item_id")
        self._files = _by(_of(connection, Attachment, "item_id", ids, "created_at"), "item_id")
        self._moves = _by(_of(connection, Transition, "task_id", ids, "at"), "task_id")
        self._people = _people(connection, tasks, self._comments)
        self._labels = _labels(connection, ids)
        self._blockers = _blockers(connection, ids)
        self._values = _values(connection, ids)
        self._links, self._names = _links(connection, ids)

    def detail(self, task: Task) -> TaskDetail:
        """Return one task with its parts."""
        return TaskDetail(
            task=task,
            column=self._columns[task.column_id],
            assignee_name=self._people.get(task.assignee_id, ""),
            labels=tuple(self._labels[task.id]),
            checklists=tuple(
                (checklist, tuple(self._steps[checklist.id]))
                for checklist in self._checklists[task.id]
            ),
            comments=tuple(
                (comment, self._people.get(comment.author_id, ""))
                for comment in self._comments[task.id]
            ),
            attachments=tuple(self._files[task.id]),
            links=tuple(self._linked(task.id)),
            blocked_by=tuple(self._blockers[task.id]),
            transitions=tuple(self._moves[task.id]),
            fields=tuple(self._values[task.id]),
        )

    def _linked(self, task_id: str) -> Iterator[tuple[Link, str, str]]:
        """Yield each link with the short number and title of its other end, if that still is."""
        for link in self._links[task_id]:
            name = self._names.get(other_end(link, task_id))
            if name is not None:
                yield link, name.short, name.title


def _of(
    connection: Connection, cls: type[E], field: str, ids: Sequence[str], order: str = "id"
) -> list[E]:
    """Return the live records of a kind whose field is one of the ids."""
    table = TABLES[cls]
    query = select(table).where(table.c[field].in_(ids), table.c.deleted_at.is_(None))
    return records(connection, cls, query.order_by(table.c[order], table.c.id))


def _by(rows: Iterable[E], field: str) -> dict[str, list[E]]:
    grouped: dict[str, list[E]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, field)].append(row)
    return grouped


def _people(
    connection: Connection, tasks: list[Task], comments: dict[str, list[Comment]]
) -> dict[str | None, str]:
    """Return the names of those who own the tasks or wrote the comments."""
    ids = {task.assignee_id for task in tasks}
    ids |= {comment.author_id for rows in comments.values() for comment in rows}
    person = TABLES[Person].c
    query = select(person.id, person.name).where(person.id.in_(ids - {None}))
    return {row.id: row.name for row in connection.execute(query)}


def _labels(connection: Connection, ids: Sequence[str]) -> dict[str, list[Label]]:
    having = _of(connection, TaskLabel, "task_id", ids)
    labels = _of(connection, Label, "id", list({row.label_id for row in having}), "name")
    tasks = _by(having, "label_id")
    found: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        for task_id in dict.fromkeys(row.task_id for row in tasks[label.id]):
            found[task_id].append(label)
    return found


def _blockers(connection: Connection, ids: Sequence[str]) -> dict[str, list[Task]]:
    waits = _of(connection, Dependency, "task_id", ids)
    tasks = _of(connection, Task, "id", list({row.blocked_by_id for row in waits}), "number")
    waiting = _by(waits, "blocked_by_id")
    found: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        for row in waiting[task.id]:
            found[row.task_id].append(task)
    return found


def _values(
    connection: Connection, ids: Sequence[str]
) -> dict[str, list[tuple[CustomField, FieldValue]]]:
    values = _of(connection, FieldValue, "item_id", ids)
    fields = _of(connection, CustomField, "id", list({row.field_id for row in values}), "name")
    by_field = _by(values, "field_id")
    found: dict[str, list[tuple[CustomField, FieldValue]]] = defaultdict(list)
    for field in fields:
        for value in by_field[field.id]:
            found[value.item_id].append((field, value))
    return found


def _links(
    connection: Connection, ids: Sequence[str]
) -> tuple[dict[str, list[Link]], dict[tuple[str, str], Any]]:
    """Return the links of each item and what the items at their ends are called."""
    table = TABLES[Link]
    query = select(table).where(
        or_(table.c.a_id.in_(ids), table.c.b_id.in_(ids)), table.c.deleted_at.is_(None)
    )
    found: dict[str, list[Link]] = defaultdict(list)
    ends: set[tuple[str, str]] = set()
    for link in records(connection, Link, query.order_by(table.c.id)):
        found[link.a_id].append(link)
        found[link.b_id].append(link)
        ends |= {(link.a_kind, link.a_id), (link.b_kind, link.b_id)}
    return found, names(connection, sorted(ends))
