"""Bounded questions over a workspace file."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine, ScalarSelect, func, select, text

from cockpit.domain.changes import HistoryEntry
from cockpit.domain.entity import Entity
from cockpit.domain.organisation import Launch, Product
from cockpit.domain.search_text import match_query
from cockpit.domain.task import Column, Task
from cockpit.storage import tables
from cockpit.storage.journal import label_of

E = TypeVar("E", bound=Entity)
COUNTED = {"tasks": "task", "risks": "risk", "feedback": "feedback", "kpis": "kpi"}


class SqlReader:
    """Answers from one engine; every method opens and ends its own read."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self, cls: type[E], order_by: str = "id", **equal: object) -> list[E]:
        """Return every live record of a kind whose fields equal the given values."""
        table = tables.TABLES[cls]
        query = select(table).where(
            table.c.deleted_at.is_(None), *(table.c[name] == equal[name] for name in equal)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(table.c[order_by]))
            return [cls(**row._mapping) for row in rows]

    def products(self) -> list[Product]:
        """Return the products by name."""
        return self.all(Product, "name")

    def launches(self) -> list[Launch]:
        """Return the launches, oldest first."""
        return self.all(Launch)

    def columns(self, launch_id: str) -> list[Column]:
        """Return a board's columns left to right."""
        return self.all(Column, "position", launch_id=launch_id)

    def tasks(self, words: tuple[str, ...] = (), limit: int | None = None) -> list[Task]:
        """Return live tasks by short number, those that hold all the words, at most `limit`."""
        table = tables.TABLES[Task]
        query = select(table).where(table.c.deleted_at.is_(None)).order_by(table.c.number)
        match = match_query(words)
        if match:
            query = query.where(table.c.id.in_(_found(match)))
        with self._engine.connect() as connection:
            rows = connection.execute(query.limit(limit) if limit is not None else query)
            return [Task(**row._mapping) for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how many live records of each kind the workspace holds."""
        with self._engine.connect() as connection:
            counts: dict[str, int] = {}
            for name, kind in COUNTED.items():
                table = tables.metadata.tables[kind]
                live = select(func.count()).select_from(table)
                live = live.where(table.c.deleted_at.is_(None))
                counts[name] = connection.execute(live).scalar_one()
            counts["points"] = connection.execute(
                select(func.count()).select_from(tables.point)
            ).scalar_one()
        return counts

    def history(self, item_id: str | None = None, limit: int = 200) -> list[HistoryEntry]:
        """Return what happened, to an item or at all, newest first."""
        step, entry = tables.step, tables.journal
        query = select(
            step, entry.c.kind, entry.c.item_id, entry.c.field, entry.c.old, entry.c.new
        ).join(entry, entry.c.step_id == step.c.id)
        if item_id is not None:
            query = query.where(entry.c.item_id == item_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(step.c.id.desc(), entry.c.seq).limit(limit))
            return [
                HistoryEntry(
                    step=row.id,
                    at=_instant(row.at),
                    label=label_of(row),
                    kind=row.kind,
                    item_id=row.item_id,
                    field=row.field,
                    old=row.old,
                    new=row.new,
                    person=row.person,
                )
                for row in rows
            ]


def _instant(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value


def _found(match: str) -> ScalarSelect[str]:
    """Return the ids of items whose words match an FTS5 query."""
    return (
        select(tables.search_doc.c.item_id)
        .where(
            tables.search_doc.c.id.in_(
                text("SELECT rowid FROM search WHERE search MATCH :match").bindparams(match=match)
            )
        )
        .scalar_subquery()
    )
