"""Risks in SQL: which judgement of each counts, and what a filter line asks of them."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from cockpit.domain.filter_dates import Range, resolve_due, resolve_past
from cockpit.domain.filters import Filter, FilterTerm
from cockpit.domain.item import Link, LinkRole
from cockpit.domain.organisation import Launch, Person
from cockpit.domain.risk import (
    OPEN_STATUSES,
    STANDING_TIERS,
    AssessmentTier,
    Risk,
    RiskAssessment,
)
from cockpit.domain.risk_filter import TIER_FIELDS
from cockpit.domain.risk_matrix import RiskLevel, RiskMatrix
from cockpit.domain.short_number import read_short
from cockpit.storage.search_sql import items_holding
from cockpit.storage.tables import TABLES

Condition = ColumnElement[bool]
# SQLite takes expressions a thousand deep; a line this long is a pasted text and finds nothing.
MOST_CONDITIONS: Final = 200

RISK: Final = TABLES[Risk].c
_JUDGED: Final = TABLES[RiskAssessment]
_LAST_DAY: Final = date(9990, 1, 1)
_FIRST_DAY: Final = date(1900, 1, 1)


def standing_one(
    tier: AssessmentTier, value: Callable[[Any], ColumnElement[Any]]
) -> ColumnElement[Any]:
    """Return a value of the judgement of a risk that stands in a tier, out of one index."""
    one = _JUDGED.alias("one").c
    query = select(value(one)).where(
        one.risk_id == RISK.id, one.tier == tier, one.deleted_at.is_(None)
    )
    return query.order_by(one.at.desc(), one.id.desc()).limit(1).scalar_subquery()


def _counting(value: Callable[[Any], ColumnElement[Any]]) -> ColumnElement[Any]:
    """Return what counts today, as `domain.risk.rating_of` has it; None where nothing is rated.

    `value` has to be absent unless both likelihood and impact are there.
    """
    return func.coalesce(*(standing_one(tier, value) for tier in STANDING_TIERS))


def cell_of(one: Any) -> ColumnElement[Any]:
    """Return likelihood and impact of a judgement as one number: 4 and 5 is 45."""
    cell: ColumnElement[Any] = one.likelihood * 10 + one.impact
    return cell


def rank_of(one: Any) -> ColumnElement[Any]:
    """Return score and, within it, impact as one number to sort by."""
    rank: ColumnElement[Any] = one.likelihood * one.impact * 10 + one.impact
    return rank


def score_of(one: Any) -> ColumnElement[Any]:
    """Return likelihood times impact of a judgement."""
    score: ColumnElement[Any] = one.likelihood * one.impact
    return score


CELL: Final = _counting(cell_of)
SCORE: Final = _counting(score_of)
RANK: Final = _counting(rank_of)
LIKELIHOOD: Final = _counting(lambda one: case((one.impact.is_not(None), one.likelihood)))
IMPACT: Final = _counting(lambda one: case((one.likelihood.is_not(None), one.impact)))
INHERENT_SCORE: Final = standing_one(AssessmentTier.INHERENT, score_of)


def is_open() -> Condition:
    """Return whether a risk may still happen."""
    return RISK.status.in_(sorted(OPEN_STATUSES))


def of_launch(launch_id: str | None) -> Condition:
    """Return whether a risk is in a launch's register; None: whether its product still is."""
    launch = TABLES[Launch].c
    if launch_id is None:
        return true()
    product = select(launch.product_id).where(launch.id == launch_id).scalar_subquery()
    mine = or_(RISK.launch_id == launch_id, RISK.launch_id.is_(None))
    return and_(RISK.product_id == product, mine)


def in_cells(cells: list[tuple[int, int]]) -> Condition:
    """Return whether a risk's rating of today is one of some (likelihood, impact) cells."""
    return CELL.in_([row * 10 + column for row, column in cells])


class RiskConditions:
    """Turns a filter into conditions for one day, person, zone and matrix."""

    def __init__(
        self, today: date, me_id: str | None, zone: tzinfo, matrix: Callable[[], RiskMatrix]
    ) -> None:
        self.today = today
        self._me_id = me_id
        self._zone = zone
        self._matrix = matrix

    def of(self, filter: Filter) -> list[Condition]:
        """Return the conditions on live risks."""
        if len(filter.terms) + len(filter.words) > MOST_CONDITIONS:
            return [false()]
        found: list[Condition] = [RISK.deleted_at.is_(None)]
        found += [self._term(term) for term in filter.terms]
        found += [condition for word in filter.words if (condition := _word(word)) is not None]
        return found

    def due(self) -> Condition:
        """Return whether an open risk is due for review."""
        return and_(is_open(), RISK.review_on.is_not(None), RISK.review_on <= self.today)

    def _term(self, term: FilterTerm) -> Condition:
        if term.field in TIER_FIELDS:
            condition = _in_tier(term)
        else:
            condition = getattr(self, f"_{term.field}")(term)
        # What is absent does not fit, so its opposite does.
        return condition.is_not(true()) if term.negated else condition

    def _status(self, term: FilterTerm) -> Condition:
        if term.value == "all":
            return true()
        return is_open() if term.value == "open" else RISK.status == term.value

    def _level(self, term: FilterTerm) -> Condition:
        if term.value == "none":
            return SCORE.is_(None)
        compare = _COMPARE[term.op]
        wanted = RiskLevel(term.value).rank
        matrix = self._matrix()
        return in_cells(
            [
                cell
                for level in RiskLevel
                if compare(level.rank, wanted)
                for cell in matrix.cells(level)
            ]
        )

    def _category(self, term: FilterTerm) -> Condition:
        return func.lower(RISK.category) == _folded(term.value)

    def _owner(self, term: FilterTerm) -> Condition:
        person = TABLES[Person].c
        if term.value == "none":
            return RISK.owner_id.is_(None)
        if term.value == "me":
            return false() if self._me_id is None else RISK.owner_id == self._me_id
        name = _folded(term.value)
        aliases = func.lower("\n" + person.aliases + "\n")
        known = or_(func.lower(person.name) == name, func.instr(aliases, f"\n{name}\n") > 0)
        return RISK.owner_id.in_(select(person.id).where(known))

    def _response(self, term: FilterTerm) -> Condition:
        none = term.value == "none"
        return RISK.strategy.is_(None) if none else RISK.strategy == term.value

    def _review(self, term: FilterTerm) -> Condition:
        if term.value == "none":
            return RISK.review_on.is_(None)
        if term.value == "overdue":
            return and_(is_open(), RISK.review_on.is_not(None), RISK.review_on < self.today)
        start, end = _days(resolve_due, term, self.today)
        return and_(RISK.review_on.is_not(None), *_between(RISK.review_on, start, end))

    def _created(self, term: FilterTerm) -> Condition:
        if term.value == "none":
            return false()
        start, end = _days(resolve_past, term, self.today)
        return and_(
            true(),
            *_between(
                RISK.created_at,
                None if start is None else self._instant(start),
                None if end is None else self._instant(end),
            ),
        )

    def _likelihood(self, term: FilterTerm) -> Condition:
        return _number(LIKELIHOOD, term)

    def _impact(self, term: FilterTerm) -> Condition:
        return _number(IMPACT, term)

    def _score(self, term: FilterTerm) -> Condition:
        return _number(SCORE, term)

    def _is(self, term: FilterTerm) -> Condition:
        match term.value:
            case "beyond":
                return and_(is_open(), in_cells(self._matrix().cells_beyond()))
            case "due":
                return self.due()
            case "unjudged":
                return SCORE.is_(None)
        link = TABLES[Link].c
        return exists().where(
            link.b_id == RISK.id, link.role == LinkRole.MITIGATES, link.deleted_at.is_(None)
        )

    def _instant(self, day: date) -> datetime:
        day = min(max(day, _FIRST_DAY), _LAST_DAY)
        return datetime.combine(day, time.min, self._zone).astimezone(UTC)


_COMPARE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _in_tier(term: FilterTerm) -> Condition:
    """Return whether a risk stands in a cell of a tier; the current one is what counts today."""
    tier = AssessmentTier(term.field)
    cell = CELL if tier is AssessmentTier.CURRENT else standing_one(tier, cell_of)
    likelihood, impact = term.value.split("x")
    return cell == int(likelihood) * 10 + int(impact)


def _number(value: ColumnElement[Any], term: FilterTerm) -> Condition:
    condition: Condition = _COMPARE[term.op](value, int(term.value))
    return condition


def _days(resolve: Callable[[str, str, date], Range], term: FilterTerm, today: date) -> Range:
    try:
        return resolve(term.op, term.value, today)
    except OverflowError:  # The day after the last day of the calendar.
        return resolve(term.op, _LAST_DAY.isoformat(), today)


def _between(value: ColumnElement[Any], start: Any, end: Any) -> list[Condition]:
    wanted: list[Condition] = []
    if start is not None:
        wanted.append(value >= start)
    if end is not None:
        wanted.append(value < end)
    return wanted


def _word(word: str) -> Condition | None:
    """Return what a word asks: a number such as R-7, or a text that holds it anywhere."""
    short = read_short(word)
    if short is not None and short[0] == Risk.KIND:
        return RISK.number == short[1]
    items = items_holding(word)
    return None if items is None else RISK.id.in_(items)


def _folded(value: str) -> str:
    """Return a text as SQLite's `lower` writes it; bytes that are no text become question marks."""
    text = value.encode("utf-8", "replace").decode()
    return "".join(c.lower() if c.isascii() else c for c in text)
