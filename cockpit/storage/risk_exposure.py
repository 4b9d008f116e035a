"""What open risks may cost, added up per currency, and how many days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from cockpit.domain.risk import STANDING_TIERS, RiskAssessment
from cockpit.domain.risk_register import ExposedRisk, Exposure
from cockpit.storage.risk_sql import RISK
from cockpit.storage.tables import TABLES

Days = tuple[float, float]
# Of so many risks the exposure is shown one by one.
LARGEST: Final = 4


@dataclass(frozen=True, slots=True)
class Exposed:
    """Cost per currency, the largest first, days, and the risks that may cost most."""

    costs: tuple[Exposure, ...]
    days: Days | None
    largest: tuple[ExposedRisk, ...]


def exposure_of(connection: Connection, passing: Sequence[ColumnElement[bool]]) -> Exposed:
    """Return what the risks that pass may cost together; days are None when none has any.

    Of a risk the figures of its current judgement count, and where that has none those of its
    inherent one; cost and days each on their own.
    """
    one, other = TABLES[RiskAssessment].alias("exposed"), TABLES[RiskAssessment].alias("other")
    newest = (
        select(other.c.id)
        .where(
            other.c.risk_id == one.c.risk_id,
            other.c.tier == one.c.tier,
            other.c.deleted_at.is_(None),
        )
        .order_by(other.c.at.desc(), other.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    names = ("risk_id", "tier", "cost_low", "cost_high", "currency", "days_low", "days_high")
    # Asked judgement by judgement: few have figures, and an index holds those that do.
    query = select(*(one.c[name] for name in names)).where(
        or_(one.c.cost_low.is_not(None), one.c.days_low.is_not(None)),
        one.c.tier.in_(STANDING_TIERS),
        one.c.id == newest,
        exists().where(RISK.id == one.c.risk_id, *passing),
    )
    costs, days = _by_risk(connection.execute(query).all())
    sums = _sums(costs.values())
    lows_highs = list(zip(*days.values(), strict=True))
    return Exposed(
        costs=sums,
        days=(sum(lows_highs[0]), sum(lows_highs[1])) if lows_highs else None,
        largest=_largest(connection, costs, days, sums),
    )


def _by_risk(rows: Iterable[Any]) -> tuple[dict[str, Exposure], dict[str, Days]]:
    costs: dict[str, Exposure] = {}
    days: dict[str, Days] = {}
    # The tier that counts first comes last, so that it stands.
    for row in sorted(rows, key=lambda row: -STANDING_TIERS.index(row.tier)):
        if row.cost_low is not None:
            costs[row.risk_id] = Exposure(
                currency=row.currency, low=row.cost_low, high=row.cost_high
            )
        if row.days_low is not None:
            days[row.risk_id] = (row.days_low, row.days_high)
    return costs, days


def _sums(costs: Iterable[Exposure]) -> tuple[Exposure, ...]:
    """Return the sums per currency, never across; the largest first."""
    sums: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for cost in costs:
        low, high = sums[cost.currency]
        sums[cost.currency] = (low + cost.low, high + cost.high)
    found = [Exposure(currency=key, low=low, high=high) for key, (low, high) in sums.items()]
    return tuple(sorted(found, key=lambda cost: (-cost.high, cost.currency)))


def _largest(
    connection: Connection,
    costs: dict[str, Exposure],
    days: dict[str, Days],
    sums: tuple[Exposure, ...],
) -> tuple[ExposedRisk, ...]:
    if sums:
        size: dict[str, float] = {
            key: cost.high for key, cost in costs.items() if cost.currency == sums[0].currency
        }
    else:
        size = {key: high for key, (_low, high) in days.items()}
    ids = [key for key in sorted(size, key=lambda key: (-size[key], key)) if size[key]][:LARGEST]
    found = connection.execute(select(RISK.id, RISK.title).where(RISK.id.in_(ids)))
    titles = {row.id: row.title for row in found}
    return tuple(
        ExposedRisk(id=key, title=titles[key], cost=costs.get(key), days=days.get(key))
        for key in ids
    )
