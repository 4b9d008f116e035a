"""Rows of the register with all that is drawn on them, and the actions against one risk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, or_, select

from cockpit.domain.errors import UserError
from cockpit.domain.item import Link, LinkRole
from cockpit.domain.organisation import Person
from cockpit.domain.risk import AssessmentTier, RiskAssessment, rating_of, standing
from cockpit.domain.risk_matrix import SETTING, RiskMatrix, read_matrix
from cockpit.domain.risk_register import RiskAction, RiskRow, Trend
from cockpit.domain.task import Column, Stage, Task
from cockpit.storage import tables
from cockpit.storage.reader import records
from cockpit.storage.risk_sql import RISK
from cockpit.storage.tables import TABLES


def rows_of(connection: Connection, ids: Sequence[str]) -> list[RiskRow]:
    """Return the rows of risks in the given order; each part is read once for all of them."""
    if not ids:
        return []
    person, table = TABLES[Person].c, TABLES[RiskAssessment]
    query = (
        select(*(RISK[name] for name in _SHOWN), person.name.label("who"), person.colour)
        .join(TABLES[Person], person.id == RISK.owner_id, isouter=True)
        .where(RISK.id.in_(ids))
    )
    risks = {row.id: row for row in connection.execute(query)}
    past: dict[str, list[RiskAssessment]] = defaultdict(list)
    every = select(table).where(table.c.risk_id.in_(ids), table.c.deleted_at.is_(None))
    for one in records(connection, RiskAssessment, every):
        past[one.risk_id].append(one)
    matrix = matrix_of(connection)
    return [_row(risks[risk_id], past[risk_id], matrix) for risk_id in ids]


_SHOWN: Final = (
    *("id", "number", "title", "category", "owner_id", "status", "strategy", "review_on"),
)


def _row(row: Any, past: list[RiskAssessment], matrix: RiskMatrix) -> RiskRow:
    found = standing(past)
    rating = rating_of(found)
    score = None if rating is None else matrix.score(*rating)
    return RiskRow(
        **{name: getattr(row, name) for name in _SHOWN},
        owner_name=row.who or "",
        owner_colour=row.colour or 0,
        ratings={
            tier: one.rating for tier in AssessmentTier if (one := found.get(tier)) and one.rating
        },
        rating=rating,
        score=score,
        level=None if rating is None else matrix.level(*rating),
        beyond=rating is not None and matrix.beyond(*rating),
        trend=_trend(past, matrix),
    )


def _trend(past: list[RiskAssessment], matrix: RiskMatrix) -> Trend | None:
    """Return how the last two ratings of today's tier stand to each other, None without two."""
    for tier in (AssessmentTier.CURRENT, AssessmentTier.INHERENT):
        rated = [one for one in past if one.tier is tier and one.rating is not None]
        if not rated:
            continue
        last = sorted(rated, key=lambda one: (one.at, one.id))[-2:]
        scores = [matrix.score(*one.rating) for one in last if one.rating is not None]
        if len(scores) < 2:
            return None
        if scores[0] == scores[1]:
            return Trend.STEADY
        return Trend.RISING if scores[1] > scores[0] else Trend.FALLING
    return None


def actions_of(connection: Connection, risk_id: str) -> tuple[RiskAction, ...]:
    """Return the live tasks that mitigate a risk: what is still to do first, by number."""
    link, task = TABLES[Link].c, TABLES[Task].c
    column, person = TABLES[Column].c, TABLES[Person].c
    ends = or_(
        and_(link.a_id == task.id, link.b_id == risk_id),
        and_(link.b_id == task.id, link.a_id == risk_id),
    )
    query = (
        select(
            task.id,
            task.number,
            task.title,
            column.name,
            or_(task.finished_at.is_not(None), column.stage == Stage.DONE).label("done"),
            task.blocked_at,
            task.due_on,
            person.name.label("who"),
        )
        .distinct()
        .join_from(TABLES[Link], TABLES[Task], ends)
        .join(TABLES[Column], column.id == task.column_id)
        .join(TABLES[Person], person.id == task.assignee_id, isouter=True)
        .where(
            link.role == LinkRole.MITIGATES, link.deleted_at.is_(None), task.deleted_at.is_(None)
        )
        .order_by("done", task.number)
    )
    return tuple(
        RiskAction(
            id=row.id,
            number=row.number,
            title=row.title,
            column=row.name,
            done=bool(row.done),
            blocked_at=row.blocked_at,
            due_on=row.due_on,
            assignee_name=row.who or "",
        )
        for row in connection.execute(query)
    )


def setting_of(connection: Connection, key: str) -> str:
    """Return a workspace setting, "" when it is not set."""
    query = select(tables.setting.c.value).where(tables.setting.c.key == key)
    return str(connection.execute(query).scalar() or "")


def matrix_of(connection: Connection) -> RiskMatrix:
    """Return the workspace's matrix, the built-in one when the setting is none."""
    try:
        return read_matrix(setting_of(connection, SETTING))
    except UserError:
        return read_matrix("")
