"""What a board shows, read by window: a column's cards with everything drawn on them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, func, select

from cockpit.domain.board import BoardColumn, Card, CardLabel
from cockpit.domain.item import Attachment, Comment
from cockpit.domain.organisation import Person
from cockpit.domain.task import ChecklistItem, Column, Label, Task, TaskLabel
from cockpit.storage.reader import SqlReader
from cockpit.storage.tables import TABLES


class SqlBoardReader(SqlReader):
    """The reader of a board."""

    def board_columns(self, launch_id: str) -> list[BoardColumn]:
        """Return the unarchived columns left to right with their counts."""
        task = TABLES[Task].c
        query = (
            select(task.column_id, func.count())
            .where(
                task.launch_id == launch_id, task.deleted_at.is_(None), task.archived_at.is_(None)
            )
            .group_by(task.column_id)
        )
        with self._engine.connect() as connection:
            counts = {row[0]: row[1] for row in connection.execute(query)}
        columns = self.all(Column, "position", launch_id=launch_id, archived_at=None)
        return [
            BoardColumn(column=column, shown=count, total=count)
            for column in columns
            for count in (counts.get(column.id, 0),)
        ]

    def cards(self, column_id: str, offset: int, limit: int) -> list[Card]:
        """Return a window of a column's unarchived cards from top to bottom."""
        task, person = TABLES[Task], TABLES[Person]
        query = (
            select(task, person.c.name.label("who"), person.c.colour)
            .join(person, person.c.id == task.c.assignee_id, isouter=True)
            .where(
                task.c.column_id == column_id,
                task.c.deleted_at.is_(None),
                task.c.archived_at.is_(None),
            )
            .order_by(task.c.position, task.c.id)
            .offset(offset)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
            ids = [row.id for row in rows]
            labels = _labels(connection, ids)
            steps = _steps(connection, ids)
            comments = _count(connection, Comment, ids)
            files = _count(connection, Attachment, ids)
        return [
            Card(
                id=row.id,
                number=row.number,
                title=row.title,
                column_id=row.column_id,
                position=row.position,
                priority=row.priority,
                due_on=row.due_on,
                due_at_time=row.due_at_time,
                assignee_id=row.assignee_id,
                assignee_name=row.who or "",
                assignee_colour=row.colour or 0,
                labels=tuple(labels[row.id]),
                checklist_done=steps.get(row.id, (0, 0))[0],
                checklist_total=steps.get(row.id, (0, 0))[1],
                comments=comments.get(row.id, 0),
                attachments=files.get(row.id, 0),
                blocked_reason=row.blocked_reason,
                blocked_at=row.blocked_at,
                entered_at=row.entered_at,
                finished_at=row.finished_at,
                archived=False,
            )
            for row in rows
        ]


def _labels(connection: Connection, ids: list[str]) -> dict[str, list[CardLabel]]:
    on, label = TABLES[TaskLabel].c, TABLES[Label].c
    query = (
        select(on.task_id, label.name, label.colour)
        .join(TABLES[Label], label.id == on.label_id)
        .where(on.task_id.in_(ids), on.deleted_at.is_(None), label.deleted_at.is_(None))
        .order_by(label.name)
    )
    found: dict[str, list[CardLabel]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.task_id].append(CardLabel(name=row.name, colour=row.colour))
    return found


def _steps(connection: Connection, ids: list[str]) -> dict[str, tuple[int, int]]:
    step = TABLES[ChecklistItem].c
    query = (
        select(step.task_id, func.count(step.done_at), func.count())
        .where(step.task_id.in_(ids), step.deleted_at.is_(None))
        .group_by(step.task_id)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _count(connection: Connection, cls: Any, ids: list[str]) -> dict[str, int]:
    part = TABLES[cls].c
    query = (
        select(part.item_id, func.count())
        .where(part.item_id.in_(ids), part.deleted_at.is_(None))
        .group_by(part.item_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
