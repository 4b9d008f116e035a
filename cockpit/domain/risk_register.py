"""What the risk register shows: a row of the list, one risk with all its parts, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cockpit.domain.item import FieldValue
from cockpit.domain.risk import AssessmentTier, ResponseStrategy, Risk, RiskAssessment, RiskStatus
from cockpit.domain.risk_matrix import RiskLevel

Cell = tuple[int, int]


class Trend(StrEnum):
    """How the score that counts stands to the judgement before it."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """One line of the register; `ratings` are (likelihood, impact) by tier, where judged.

    `rating` is the one that counts today, with its score, level and whether it is beyond appetite.
    """

    id: str
    number: int
    title: str
    category: str
    owner_id: str | None
    owner_name: str
    owner_colour: int
    status: RiskStatus
    strategy: ResponseStrategy | None
    review_on: date | None
    ratings: Mapping[AssessmentTier, Cell]
    rating: Cell | None
    score: int | None
    level: RiskLevel | None
    beyond: bool
    trend: Trend | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAction:
    """A board task that mitigates a risk."""

    id: str
    number: int
    title: str
    column: str
    done: bool
    blocked_at: datetime | None
    due_on: date | None
    assignee_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskDetail:
    """A risk with what only risks have; `assessments` are newest first, all of them."""

    risk: Risk
    row: RiskRow
    assessments: tuple[RiskAssessment, ...]
    actions: tuple[RiskAction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWhole:
    """A risk as an export writes it: what stands in each tier, custom values by field id."""

    risk: Risk
    owner_name: str
    now: Mapping[AssessmentTier, RiskAssessment]
    score: int | None
    level: RiskLevel | None
    values: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What open risks may cost in one currency, in minor units, from low to high."""

    currency: str
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposedRisk:
    """An open risk and what it may cost; days None when it has none, likewise cost."""

    id: str
    title: str
    cost: Exposure | None
    days: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFigures:
    """How many risks there are and what the open ones may cost; days None when none has any.

    `beyond` and `due` count open risks, `unjudged` those of them that nobody has judged yet,
    `levels` the rest by level. `largest` are the few open risks that may cost most: in the
    currency of the largest sum, or in days where no risk has a cost. `cells` are all risks, of
    whatever status, by their rating of today.
    """

    open: int
    closed: int
    occurred: int
    beyond: int
    due: int
    unjudged: int
    costs: tuple[Exposure, ...]
    days: tuple[float, float] | None
    largest: tuple[ExposedRisk, ...]
    levels: Mapping[RiskLevel, int]
    cells: Mapping[Cell, int]

    @property
    def total(self) -> int:
        """How many risks there are in all."""
        return self.open + self.closed + self.occurred
