"""One step over one transaction: every write is journaled field by field and made findable."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from cockpit.domain.entity import Entity, utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.organisation import Launch
from cockpit.domain.task import Task
from cockpit.i18n import _
from cockpit.storage import tables
from cockpit.storage.journal import StepJournal
from cockpit.storage.search_rows import write_search

E = TypeVar("E", bound=Entity)
IN_SLICE = 500


class SqlUnitOfWork:
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
        table = tables.TABLES[cls]
        conditions = [table.c[name] == value for name, value in equal.items()]
        query = select(table).where(table.c.deleted_at.is_(None), *conditions)
        rows = self._connection.execute(query.order_by(table.c[order_by]))
        return [_record(cls, row) for row in rows]

    def find_in(self, cls: type[E], field: str, values: Iterable[object]) -> list[E]:
        """Return live records whose field is one of the values."""
        table = tables.TABLES[cls]
        wanted = list(dict.fromkeys(values))
        found: list[E] = []
        for start in range(0, len(wanted), IN_SLICE):
            query = select(table).where(
                table.c.deleted_at.is_(None),
                table.c[field].in_(wanted[start : start + IN_SLICE]),
            )
            found += [_record(cls, row) for row in self._connection.execute(query)]
        return found

    def add(self, *records: Entity) -> None:
        """Insert records, journaled as created."""
        by_class: dict[type[Entity], list[Entity]] = {}
        for record in records:
            by_class.setdefault(type(record), []).append(record)
        for cls, group in by_class.items():
            rows = [_values(record) for record in group]
            self._connection.execute(insert(tables.TABLES[cls]), rows)
            for record in group:
                if record.batch_id is None:
                    self.journal.record(cls.KIND, record.id, "", None, "created")
                self.journal.touch(cls.KIND, record.id)
                write_search(self._connection, record)
                self.created.append(record.id)

    def save(self, *records: Entity) -> None:
        """Write and journal the fields that differ from what is stored."""
        for record in records:
            cls = type(record)
            table = tables.TABLES[cls]
            row = self._connection.execute(select(table).where(table.c.id == record.id)).one()
            old = _values(_record(cls, row))
            new = _values(record)
            changed = {name: new[name] for name in new if new[name] != old[name]}
            if not changed:
                continue
            self._connection.execute(update(table).where(table.c.id == record.id).values(changed))
            for name in changed:
                self.journal.record(
                    cls.KIND, record.id, name, _stored(table, name, old), _stored(table, name, new)
                )
            self.journal.touch(cls.KIND, record.id)
            write_search(self._connection, record)

    def remove(self, *records: Entity) -> None:
        """Hide records."""
        now = utc_now()
        self.save(*(replace(record, deleted_at=now) for record in records))

    def next_number(self, cls: type[Entity], launch_or_product: str) -> int:
        """Count up a kind's short number within a product."""
        launches = self.find(Launch, id=launch_or_product)
        product = launches[0].product_id if launches else launch_or_product
        row = sqlite_insert(tables.counter).values(kind=cls.KIND, product_id=product, last=1)
        row = row.on_conflict_do_update(
            index_elements=["kind", "product_id"], set_={"last": tables.counter.c.last + 1}
        )
        return int(self._connection.execute(row.returning(tables.counter.c.last)).scalar_one())

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
        """Store bytes once, by their sha256."""
        digest = hashlib.sha256(content).hexdigest()
        row = sqlite_insert(tables.content).values(sha256=digest, bytes=content)
        self._connection.execute(row.on_conflict_do_nothing())
        return digest


def _record(cls: type[E], row: Row[Any]) -> E:
    return cls(**row._mapping)


def _values(record: Entity) -> dict[str, object]:
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def _stored(table: Any, name: str, values: dict[str, object]) -> object:
    """Return a field's value as the file holds it."""
    kind = table.c[name].type
    bind = getattr(kind, "process_bind_param", None)
    return bind(values[name], None) if bind else values[name]
