"""One step over one transaction: every write is journaled field by field and made findable."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection, func, select

from cockpit.domain.entity import Entity, utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.organisation import Launch
from cockpit.domain.task import Task
from cockpit.i18n import _
from cockpit.storage import content as contents
from cockpit.storage import tables
from cockpit.storage.journal import StepJournal, write_changes
from cockpit.storage.point_work import PointWork
from cockpit.storage.rows import rows_of
from cockpit.storage.search_rows import insert_search, search_row

E = TypeVar("E", bound=Entity)


class SqlUnitOfWork(PointWork):
    """The unit of work of `services.ports` over an open transaction."""

    def __init__(self, connection: Connection, journal: StepJournal) -> None:
        self._connection = connection
        self.journal = journal
        self.warning = ""
        self.created: list[str] = []

    def get(self, cls: type[E], item_id: str) -> E:
        """Return a live record; raises UserError when there is none."""
        found = self.find(cls, id=item_id)
        if not found:
            raise UserError(_("That item no longer exists."))
        return found[0]

    def find(self, cls: type[E], order_by: str = "id", **equal: object) -> list[E]:
        """Return live records by equality."""
        return rows_of(cls).find(self._connection, equal, order_by)

    def find_in(self, cls: type[E], field: str, values: Iterable[object]) -> list[E]:
        """Return live records whose field is one of the values."""
        return rows_of(cls).find_in(self._connection, field, values)

    def add(self, *records: Entity) -> None:
        """Insert records, journaled as created."""
        for cls, group in by_class(records).items():
            rows = rows_of(cls)
            self._connection.exec_driver_sql(rows.insert, [rows.stored(record) for record in group])
            self.journal.created(cls.KIND, [record.id for record in group])
            self.created += [record.id for record in group]
        found = [row for record in records if (row := search_row(record))]
        insert_search(self._connection, found)

    def save(self, *records: Entity) -> None:
        """Write and journal the fields that differ from what is stored."""
        for cls, group in by_class(records).items():
            rows = rows_of(cls)
            news = {record.id: rows.stored(record) for record in group}
            olds = rows.by_id(self._connection, news)
            if len(olds) < len(news):
                raise UserError(_("That item no longer exists."))
            pairs = [(olds[item_id], new) for item_id, new in news.items()]
            write_changes(self._connection, self.journal, rows, pairs)

    def remove(self, *records: Entity) -> None:
        """Hide records."""
        now = utc_now()
        self.save(*(replace(record, deleted_at=now) for record in records))

    def next_number(self, cls: type[Entity], launch_or_product: str, count: int = 1) -> int:
        """Count up a kind's short number within a product, and return the first of `count`."""
        last = self._connection.exec_driver_sql(
            "INSERT INTO counter(kind, product_id, last) VALUES (?, ?, ?) "
            "ON CONFLICT(kind, product_id) DO UPDATE SET last = last + excluded.last "
            "RETURNING last",
            (cls.KIND, self._product_of(launch_or_product), count),
        ).scalar_one()
        return int(last) - count + 1

    def _product_of(self, launch_or_product: str) -> str:
        launches = self.find(Launch, id=launch_or_product)
        return launches[0].product_id if launches else launch_or_product

    def edge(self, cls: type[Entity], scope: str, scope_id: str, *, last: bool) -> float | None:
        """Return the first or last position in a scope."""
        table = tables.TABLES[cls]
        order = table.c.position.desc() if last else table.c.position
        query = select(table.c.position).where(
            table.c[scope] == scope_id, table.c.deleted_at.is_(None)
        )
        return self._connection.execute(query.order_by(order).limit(1)).scalar()

    def neighbour(self, column_id: str, position: float, *, after: bool) -> float | None:
        """Return the nearest position in a column."""
        column = tables.TABLES[Task].c
        query = select(column.position).where(
            column.column_id == column_id,
            column.deleted_at.is_(None),
            column.position > position if after else column.position < position,
        )
        order = column.position if after else column.position.desc()
        return self._connection.execute(query.order_by(order).limit(1)).scalar()

    def count_tasks(self, column_id: str) -> int:
        """Count what stands in a column against its limit."""
        column = tables.TABLES[Task].c
        query = select(func.count()).where(
            column.column_id == column_id,
            column.deleted_at.is_(None),
            column.archived_at.is_(None),
        )
        return int(self._connection.execute(query).scalar_one())

    def describe(self, msgid: str, **values: object) -> None:
        """Name the step."""
        self.journal.describe(msgid, json.dumps(values, ensure_ascii=False, default=str))

    def warn(self, sentence: str) -> None:
        """Keep a sentence for the resulting changes."""
        self.warning = sentence

    def keep_content(self, content: bytes) -> str:
        """Store bytes once, by their sha256; large ones in the folder beside the file."""
        return contents.keep(self._connection, content)


def by_class(records: Iterable[E]) -> dict[type[E], list[E]]:
    """Group records by kind, in the order they came."""
    groups: dict[type[E], list[E]] = {}
    for record in records:
        groups.setdefault(type(record), []).append(record)
    return groups
