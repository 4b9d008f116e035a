"""What a board shows, read by window: a column's cards with everything drawn on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from cockpit.domain.board import BoardColumn, Card, CardLabel
from cockpit.domain.filters import Filter
from cockpit.domain.item import Attachment, Comment
from cockpit.domain.organisation import Launch, Person
from cockpit.domain.task import ChecklistItem, Column, Label, Priority, Task, TaskLabel
from cockpit.services.ports import NO_FILTER, TaskSort
from cockpit.storage.detail_reader import SqlDetailReader
from cockpit.storage.filter_sql import shows_archived
from cockpit.storage.reader import records
from cockpit.storage.tables import TABLES

_TASK: Final = TABLES[Task].c
_RANKS: Final = {priority.value: rank for rank, priority in enumerate(Priority)}


class SqlBoardReader(SqlDetailReader):
    """The reader of a board and of the list of the same tasks."""

    def board_columns(self, launch_id: str, filter: Filter = NO_FILTER) -> list[BoardColumn]:
        """Return the columns left to right: how many cards pass, and how many count in all."""
        table = TABLES[Column]
        columns = select(table).where(table.c.launch_id == launch_id, table.c.deleted_at.is_(None))
        if not shows_archived(filter):
            columns = columns.where(table.c.archived_at.is_(None))
        with self._engine.connect() as connection:
            found = records(connection, Column, columns.order_by(table.c.position, table.c.id))
            ids = [column.id for column in found]
            counting = [_TASK.deleted_at.is_(None), _TASK.archived_at.is_(None)]
            total = _per_column(connection, ids, counting)
            shown = total
            if filter.terms or filter.words:
                shown = _per_column(connection, ids, self._conditions(connection, filter))
        return [
            BoardColumn(column=column, shown=shown.get(column.id, 0), total=total.get(column.id, 0))
            for column in found
        ]

    def cards(
        self, column_id: str, filter: Filter = NO_FILTER, offset: int = 0, limit: int = 100
    ) -> list[Card]:
        """Return a window of a column's cards from top to bottom."""
        with self._engine.connect() as connection:
            window = (
                select(_TASK.id)
                .where(_TASK.column_id == column_id, *self._conditions(connection, filter))
                .order_by(_TASK.position, _TASK.id)
            )
            ids = connection.execute(window.offset(offset).limit(limit)).scalars().all()
            return cards_of(connection, ids)

    def task_list(
        self,
        launch_id: str | None,
        filter: Filter = NO_FILTER,
        sort: TaskSort = "number",
        descending: bool = False,
        offset: int = 0,
        limit: int = 100,
    ) -> list[Card]:
        """Return a window of a launch's tasks (None: of all launches); absent values come last."""
        by = _SORTS[sort]
        order = (by.desc() if descending else by).nulls_last()
        with self._engine.connect() as connection:
            window = (
                select(_TASK.id)
                .where(_of_launch(launch_id), *self._conditions(connection, filter))
                .order_by(order, _TASK.launch_id, _TASK.number)
            )
            ids = connection.execute(window.offset(offset).limit(limit)).scalars().all()
            return cards_of(connection, ids)

    def count(self, launch_id: str | None, filter: Filter = NO_FILTER) -> int:
        """Return how many tasks of a launch (None: of all launches) pass."""
        with self._engine.connect() as connection:
            query = select(func.count()).where(
                _of_launch(launch_id), *self._conditions(connection, filter)
            )
            return int(connection.execute(query).scalar_one())

    def index_in_column(self, task_id: str, filter: Filter = NO_FILTER) -> int | None:
        """Return a card's row among those of its column that pass, None when it does not."""
        with self._engine.connect() as connection:
            passing = self._conditions(connection, filter)
            place = select(_TASK.column_id, _TASK.position).where(_TASK.id == task_id, *passing)
            row = connection.execute(place).one_or_none()
            if row is None:
                return None
            above = or_(_TASK.position < row.position, _TASK.id < task_id)
            query = select(func.count()).where(
                _TASK.column_id == row.column_id, _TASK.position <= row.position, above, *passing
            )
            return int(connection.execute(query).scalar_one())


def cards_of(connection: Connection, ids: Sequence[str]) -> list[Card]:
    """Return the cards of tasks in the given order; each part is read once for all of them."""
    if not ids:
        return []
    person, column = TABLES[Person].c, TABLES[Column].c
    query = (
        select(
            *(_TASK[name] for name in _DRAWN),
            person.name.label("who"),
            person.colour,
            or_(_TASK.archived_at.is_not(None), column.archived_at.is_not(None)).label("archived"),
        )
        .join(TABLES[Column], column.id == _TASK.column_id)
        .join(TABLES[Person], person.id == _TASK.assignee_id, isouter=True)
        .where(_TASK.id.in_(ids))
    )
    rows = {row.id: row for row in connection.execute(query)}
    labels = _labels(connection, ids)
    steps = _steps(connection, ids)
    comments = _count(connection, Comment, ids)
    files = _count(connection, Attachment, ids)
    return [
        _card(
            rows[task_id],
            labels=tuple(labels[task_id]),
            checklist_done=steps.get(task_id, (0, 0))[0],
            checklist_total=steps.get(task_id, (0, 0))[1],
            comments=comments.get(task_id, 0),
            attachments=files.get(task_id, 0),
        )
        for task_id in ids
    ]


_DRAWN: Final = (
    *("id", "number", "title", "column_id", "position", "priority", "due_on", "due_at_time"),
    *("assignee_id", "blocked_reason", "blocked_at", "entered_at", "finished_at"),
)


def _card(row: Any, **parts: Any) -> Card:
    return Card(
        **{name: getattr(row, name) for name in _DRAWN},
        assignee_name=row.who or "",
        assignee_colour=row.colour or 0,
        archived=bool(row.archived),
        **parts,
    )


def _of_launch(launch_id: str | None) -> ColumnElement[bool]:
    """Return the condition on tasks; without a launch it still lets the index of numbers serve."""
    if launch_id is not None:
        return _TASK.launch_id == launch_id
    launch = TABLES[Launch].c
    return _TASK.launch_id.in_(select(launch.id).where(launch.deleted_at.is_(None)))


def _per_column(
    connection: Connection, column_ids: list[str], conditions: Sequence[ColumnElement[bool]]
) -> dict[str, int]:
    """Return how many tasks meet the conditions, column by column so that an index can count."""
    # Under a name of its own, since the conditions ask the table of columns too.
    column = TABLES[Column].alias("board_column").c
    count = select(func.count()).where(_TASK.column_id == column.id, *conditions)
    query = select(column.id, count.scalar_subquery()).where(column.id.in_(column_ids))
    return {row[0]: row[1] for row in connection.execute(query)}


def _name_of(cls: Any, field: str, by: ColumnElement[Any]) -> ColumnElement[Any]:
    other = TABLES[cls].c
    return select(other[field]).where(other.id == by).scalar_subquery()


_SORTS: Final[dict[str, ColumnElement[Any]]] = {
    "number": _TASK.number,
    "title": func.lower(_TASK.title),
    "column": _name_of(Column, "position", _TASK.column_id),
    "assignee": _name_of(Person, "name", _TASK.assignee_id),
    "priority": case(_RANKS, value=_TASK.priority),
    "due": _TASK.due_on,
    "created": _TASK.created_at,
    "entered": _TASK.entered_at,
}


def _labels(connection: Connection, ids: Sequence[str]) -> dict[str, list[CardLabel]]:
    on, label = TABLES[TaskLabel].c, TABLES[Label].c
    query = (
        select(on.task_id, label.name, label.colour)
        .distinct()
        .join(TABLES[Label], label.id == on.label_id)
        .where(on.task_id.in_(ids), on.deleted_at.is_(None), label.deleted_at.is_(None))
        .order_by(label.name)
    )
    found: dict[str, list[CardLabel]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.task_id].append(CardLabel(name=row.name, colour=row.colour))
    return found


def _steps(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    step = TABLES[ChecklistItem].c
    query = (
        select(step.task_id, func.count(step.done_at), func.count())
        .where(step.task_id.in_(ids), step.deleted_at.is_(None))
        .group_by(step.task_id)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _count(connection: Connection, cls: Any, ids: Sequence[str]) -> dict[str, int]:
    part = TABLES[cls].c
    query = (
        select(part.item_id, func.count())
        .where(part.item_id.in_(ids), part.deleted_at.is_(None))
        .group_by(part.item_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
