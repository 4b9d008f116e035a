"""Risks with all that an export writes, many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, TypeVar

from sqlalchemy import Connection, select

from cockpit.domain.entity import Entity
from cockpit.domain.item import FieldValue
from cockpit.domain.organisation import Person
from cockpit.domain.risk import Risk, RiskAssessment, rating_of, standing
from cockpit.domain.risk_register import RiskWhole
from cockpit.storage.reader import records
from cockpit.storage.risk_rows import matrix_of
from cockpit.storage.tables import TABLES

E = TypeVar("E", bound=Entity)

SLICE: Final = 500


def wholes_of(connection: Connection, risks: Sequence[Risk]) -> list[RiskWhole]:
    """Return what an export writes of risks, in their order."""
    person, matrix = TABLES[Person].c, matrix_of(connection)
    names = {row.id: row.name for row in connection.execute(select(person.id, person.name))}
    past: dict[str, list[RiskAssessment]] = defaultdict(list)
    values: dict[str, dict[str, FieldValue]] = defaultdict(dict)
    for start in range(0, len(risks), SLICE):
        ids = [risk.id for risk in risks[start : start + SLICE]]
        for one in _of(connection, RiskAssessment, "risk_id", ids):
            past[one.risk_id].append(one)
        for value in _of(connection, FieldValue, "item_id", ids):
            values[value.item_id][value.field_id] = value
    found = []
    for risk in risks:
        now = standing(past[risk.id])
        rating = rating_of(now)
        found.append(
            RiskWhole(
                risk=risk,
                owner_name=names.get(risk.owner_id, ""),
                now=now,
                score=None if rating is None else matrix.score(*rating),
                level=None if rating is None else matrix.level(*rating),
                values=values[risk.id],
            )
        )
    return found


def _of(connection: Connection, cls: type[E], field: str, ids: Sequence[str]) -> list[E]:
    table = TABLES[cls]
    query = select(table).where(table.c[field].in_(ids), table.c.deleted_at.is_(None))
    return records(connection, cls, query)
