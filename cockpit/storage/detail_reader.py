"""Everything that hangs on items, many at a time, and what other items are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from sqlalchemy import Connection, or_, select

from cockpit.domain.board import Found, TaskDetail
from cockpit.domain.entity import Entity
from cockpit.domain.filters import Filter
from cockpit.domain.item import (
    Attachment,
    Comment,
    CustomField,
    FieldValue,
    ItemLink,
    ItemParts,
    Link,
)
from cockpit.domain.kpi import Kpi
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
from cockpit.storage.search_reader import Name, SqlSearchReader, names, other_end
from cockpit.storage.tables import TABLES

E = TypeVar("E", bound=Entity)

SLICE: Final = 500


class SqlDetailReader(SqlSearchReader):
    """The reader of what hangs on items of any kind, of single tasks and of tasks for export."""

    def parts(self, kind: str, item_id: str) -> ItemParts:
        """Return what hangs on an item of any kind; nothing when there is no such item."""
        with self._engine.connect() as connection:
            return _ItemParts(connection, [item_id]).of(kind, item_id)

    def fields_of(self, kind: str) -> list[CustomField]:
        """Return the custom fields that items of a kind can have, by name."""
        return self.all(CustomField, "name", item_kind=kind)

    def short_titles(self, items: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Found]:
        """Return what live items, given as (kind, id), are called, in the given order."""
        with self._engine.connect() as connection:
            found = names(connection, items)
        return {
            (kind, item_id): Found(kind=kind, id=item_id, short=name.short, title=name.title)
            for (kind, item_id), name in found.items()
        }

    def find_items(self, text: str, limit: int = 20) -> list[Found]:
        """Return items that can be linked: as `search`, with the KPIs whose names hold the words.

        A KPI stands before what is only found by its words.
        """
        found = self.search(text, limit)
        numbered = set(self.numbered(text))
        named = self._kpis_named(text.split(), limit)
        first = [item for item in found if item.id in numbered]
        rest = [item for item in found if item.id not in numbered]
        return [*first, *named, *rest][:limit]

    def _kpis_named(self, words: Sequence[str], limit: int) -> list[Found]:
        if not words:
            return []
        kpi = TABLES[Kpi].c
        query = select(kpi.id, kpi.name).where(
            kpi.deleted_at.is_(None), *(kpi.name.icontains(word, autoescape=True) for word in words)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(kpi.name, kpi.id).limit(limit))
            return [Found(kind=Kpi.KIND, id=row.id, short="", title=row.name) for row in rows]

    def task(self, task_id: str) -> TaskDetail | None:
        """Return a live task with everything that hangs on it."""
        with self._engine.connect() as connection:
            found = details(connection, [task_id])
        return found[0] if found else None

    def task_fields(self) -> list[CustomField]:
        """Return the custom fields of tasks by name."""
        return self.fields_of(Task.KIND)

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


class _ItemParts:
    """What hangs on a few items of any kind, each kind of part read once and grouped by item."""

    def __init__(self, connection: Connection, ids: Sequence[str]) -> None:
        self._comments = _by(_of(connection, Comment, "item_id", ids, "created_at"), "item_id")
        self._files = _by(_of(connection, Attachment, "item_id", ids, "created_at"), "item_id")
        written = {comment.author_id for rows in self._comments.values() for comment in rows}
        self._authors = _people(connection, written)
        self._values = _values(connection, ids)
        self._links, self._names = _links(connection, ids)

    def of(self, kind: str, item_id: str) -> ItemParts:
        """Return the parts of one item."""
        return ItemParts(
            comments=tuple(
                (comment, self._authors.get(comment.author_id, ""))
                for comment in self._comments[item_id]
            ),
            attachments=tuple(self._files[item_id]),
            links=tuple(self._linked(kind, item_id)),
            fields=tuple(self._values[item_id]),
        )

    def _linked(self, kind: str, item_id: str) -> Iterator[ItemLink]:
        """Yield each link with what its other end is called, if that still is."""
        for link in self._links[item_id]:
            other = other_end(link, item_id)
            name = self._names.get(other)
            if name is not None:
                yield ItemLink(
                    link=link,
                    kind=other[0],
                    id=other[1],
                    short=name.short,
                    title=name.title,
                    outgoing=(link.a_kind, link.a_id) == (kind, item_id),
                )


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
        self._moves = _by(_of(connection, Transition, "task_id", ids, "at"), "task_id")
        self._people = _people(connection, {task.assignee_id for task in tasks})
        self._labels = _labels(connection, ids)
        self._blockers = _blockers(connection, ids)
        self._shared = _ItemParts(connection, ids)

    def detail(self, task: Task) -> TaskDetail:
        """Return one task with its parts."""
        shared = self._shared.of(Task.KIND, task.id)
        return TaskDetail(
            task=task,
            column=self._columns[task.column_id],
            assignee_name=self._people.get(task.assignee_id, ""),
            labels=tuple(self._labels[task.id]),
            checklists=tuple(
                (checklist, tuple(self._steps[checklist.id]))
                for checklist in self._checklists[task.id]
            ),
            comments=shared.comments,
            attachments=shared.attachments,
            links=shared.links,
            blocked_by=tuple(self._blockers[task.id]),
            transitions=tuple(self._moves[task.id]),
            fields=shared.fields,
        )


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


def _people(connection: Connection, ids: set[str | None]) -> dict[str | None, str]:
    """Return the names of people by id."""
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
) -> tuple[dict[str, list[Link]], dict[tuple[str, str], Name]]:
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
