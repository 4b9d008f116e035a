"""Bounded questions over a workspace file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Select, func, literal, select, union_all

from cockpit.domain.changes import HistoryEntry
from cockpit.domain.entity import Entity
from cockpit.domain.filters import Filter
from cockpit.domain.organisation import Launch, Person, Product
from cockpit.domain.task import Column, Label, Task, Transition
from cockpit.services.ports import NO_FILTER
from cockpit.storage import content as contents
from cockpit.storage import tables
from cockpit.storage.filter_sql import Condition, conditions
from cockpit.storage.journal import label_of
from cockpit.storage.read_engine import ReadEngine
from cockpit.storage.search_sql import items_holding

E = TypeVar("E", bound=Entity)
COUNTED = {"tasks": "task", "risks": "risk", "feedback": "feedback", "kpis": "kpi"}

# The fields by which a part names the item that it hangs on.
_ITEM_FIELDS = ("item_id", "a_id", "b_id", "task_id", "risk_id", "feedback_id", "kpi_id")

# What hangs on an item, by those fields; moves say what the task's column says.
PARTS: dict[type[Entity], tuple[str, ...]] = {
    cls: fields
    for cls in tables.KINDS
    if cls is not Transition
    and (fields := tuple(name for name in _ITEM_FIELDS if name in tables.TABLES[cls].c))
}


class SqlReader:
    """Answers from one engine; every method opens and ends its own read.

    `me_id` is the person that assignee:me means; `today` can be replaced for a fixed day.
    """

    def __init__(self, engine: Engine, today: Callable[[], date] | None = None) -> None:
        self._engine = ReadEngine(engine)
        self._today = today
        self.me_id: str | None = None

    def all(self, cls: type[E], order_by: str = "id", **equal: object) -> list[E]:
        """Return every live record of a kind whose fields equal the given values."""
        table = tables.TABLES[cls]
        query = select(table).where(
            table.c.deleted_at.is_(None), *(table.c[name] == equal[name] for name in equal)
        )
        with self._engine.connect() as connection:
            return records(connection, cls, query.order_by(table.c[order_by]))

    def record(self, item_id: str) -> Entity | None:
        """Return the live record of whatever kind with an id, None when there is none."""
        with self._engine.connect() as connection:
            for cls, table in tables.TABLES.items():
                query = select(table).where(table.c.id == item_id, table.c.deleted_at.is_(None))
                for found in records(connection, cls, query):
                    return found
        return None

    def products(self) -> list[Product]:
        """Return the products by name."""
        return self.all(Product, "name")

    def launches(self) -> list[Launch]:
        """Return the launches, oldest first."""
        return self.all(Launch)

    def columns(self, launch_id: str | None) -> list[Column]:
        """Return a board's columns left to right (None: board by board)."""
        if launch_id is not None:
            return self.all(Column, "position", launch_id=launch_id)
        return sorted(self.all(Column, "position"), key=lambda column: column.launch_id)

    def people(self) -> list[Person]:
        """Return the people by name."""
        return self.all(Person, "name")

    def labels(self, launch_id: str | None) -> list[Label]:
        """Return the labels of a launch (None: of all launches) by name."""
        return self.all(Label, "name", **({} if launch_id is None else {"launch_id": launch_id}))

    def tasks(self, words: tuple[str, ...] = (), limit: int | None = None) -> list[Task]:
        """Return live tasks, archived ones too, that hold all the words, by short number."""
        table = tables.TABLES[Task]
        items = [found for word in words if (found := items_holding(word)) is not None]
        holding = [table.c.id.in_(found) for found in items]
        query = select(table).where(table.c.deleted_at.is_(None), *holding)
        with self._engine.connect() as connection:
            return records(connection, Task, query.order_by(table.c.number).limit(limit))

    def find_tasks(self, filter: Filter = NO_FILTER, limit: int | None = None) -> list[Task]:
        """Return the tasks of all launches that pass a filter, by short number."""
        table = tables.TABLES[Task]
        with self._engine.connect() as connection:
            query = select(table).where(*self._conditions(connection, filter))
            return records(connection, Task, query.order_by(table.c.number).limit(limit))

    def content(self, sha256: str) -> bytes | None:
        """Return stored attachment bytes, None when they are not here."""
        with self._engine.connect() as connection:
            return contents.read(connection, sha256)

    def counts(self) -> dict[str, int]:
        """Return how many live records of each kind the workspace holds."""
        with self._engine.connect() as connection:
            counts: dict[str, int] = {}
            for name, kind in COUNTED.items():
                table = tables.metadata.tables[kind]
                live = select(func.count()).select_from(table)
                live = live.where(table.c.deleted_at.is_(None))
                counts[name] = connection.execute(live).scalar_one()
            counts["points"] = connection.exec_driver_sql(
                # Of several versions of one time the newest counts; 128 says that it is gone.
                "SELECT (SELECT count(*) FROM (SELECT flags, max(batch) FROM point "
                "GROUP BY series, t HAVING flags & 128 = 0)) + "
                "(SELECT coalesce(sum(count), 0) FROM block WHERE level = 0 AND hidden = 0)"
            ).scalar_one()
        return counts

    def history(self, item_id: str | None = None, limit: int = 200) -> list[HistoryEntry]:
        """Return what happened to an item and its parts, or at all, newest first."""
        step, entry = tables.step, tables.journal
        fields = (entry.c.kind, entry.c.item_id, entry.c.field, entry.c.old, entry.c.new)
        # An import is a step without fields: its rows are not journaled one by one.
        query = select(step, *fields).join(
            entry, entry.c.step_id == step.c.id, isouter=item_id is None
        )
        if item_id is not None:
            query = query.where(entry.c.item_id.in_(_with_parts(item_id)))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(step.c.id.desc(), entry.c.seq).limit(limit))
            return [
                HistoryEntry(
                    step=row.id,
                    at=_instant(row.at),
                    label=label_of(row),
                    kind=row.kind or "",
                    item_id=row.item_id or "",
                    field=row.field or "",
                    old=row.old,
                    new=row.new,
                    person=row.person,
                )
                for row in rows
            ]

    def _conditions(self, connection: Connection, filter: Filter) -> list[Condition]:
        """Return what a filter means today, in the workspace's time zone."""
        zone: tzinfo = UTC
        if filter.terms:
            query = select(tables.setting.c.value).where(tables.setting.c.key == "zone")
            zone = ZoneInfo(str(connection.execute(query).scalar() or "UTC"))
        today = self._today() if self._today else datetime.now(zone).date()
        return conditions(filter, today, self.me_id, zone)


def records(connection: Connection, cls: type[E], query: Select[*tuple[object, ...]]) -> list[E]:
    """Return the records that a query of whole rows finds."""
    found = [dict(row._mapping) for row in connection.execute(query)]
    for values in found:
        values.pop("seq", None)
    return [cls(**values) for values in found]


def _with_parts(item_id: str) -> Select[tuple[str]]:
    """Return the ids of an item and of all that hangs, or hung, on it."""
    found: list[Select[tuple[str]]] = []
    for cls, fields in PARTS.items():
        part = tables.TABLES[cls].c
        found += [select(part.id).where(part[field] == item_id) for field in fields]
    every = union_all(select(literal(item_id).label("id")), *found).subquery()
    return select(every.c.id)


def _instant(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value
