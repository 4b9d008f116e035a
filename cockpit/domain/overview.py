"""What needs somebody today, over all pages: the records of the overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cockpit.domain.board import Card
from cockpit.domain.kpi import KpiRow
from cockpit.domain.organisation import Launch
from cockpit.domain.risk_register import RiskRow


class NeedKind(StrEnum):
    """Why something waits for a person, what presses most first."""

    BLOCKED = "blocked"
    OVERDUE = "overdue"
    REVIEW = "review"
    ANSWER = "answer"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One line of what waits: `fact` says how long or until when; `item_id` is "" for many."""

    kind: NeedKind
    title: str
    fact: str
    item_kind: str
    item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the way to everybody: `roll_out` is the share of users who have it, in %.

    Half open [`starts_on`, `ends_on`). None before the first release.
    """

    starts_on: date
    ends_on: date
    roll_out: float | None
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A step that was done, as the history tells it."""

    at: datetime
    label: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCount:
    """How many tasks stand in one stage of the board."""

    stage: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Everything the overview shows of one launch on one day.

    `needs` holds the first lines and `needs_total` how many there are; `week` has the next seven
    days with the first tasks due on each.
    """

    launch: Launch
    today: date
    done: int
    total: int
    stages: tuple[StageCount, ...]
    segments: tuple[Segment, ...]
    kpis: tuple[KpiRow, ...]
    needs: tuple[Need, ...]
    needs_total: int
    risks: tuple[RiskRow, ...]
    risks_total: int
    happenings: tuple[Happening, ...]
    week: tuple[tuple[date, tuple[Card, ...], int], ...]
