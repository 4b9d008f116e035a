"""Risks and how they are judged over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Final

from cockpit.domain.entity import Entity
from cockpit.domain.errors import UserError
from cockpit.i18n import _


class AssessmentTier(StrEnum):
    """When in its treatment a risk is judged.

    Inherent: without any control. Current: with the controls that exist. Residual: once the
    planned ones are there too. Target: what would be acceptable.
    """

    INHERENT = "inherent"
    CURRENT = "current"
    RESIDUAL = "residual"
    TARGET = "target"


class RiskStatus(StrEnum):
    """Where a risk stands; what is watched is open still, what occurred or is closed is not."""

    OPEN = "open"
    WATCHED = "watched"
    OCCURRED = "occurred"
    CLOSED = "closed"


class ResponseStrategy(StrEnum):
    """What is done about a threat."""

    AVOID = "avoid"
    REDUCE = "reduce"
    TRANSFER = "transfer"
    ACCEPT = "accept"


OPEN_STATUSES: Final = frozenset({RiskStatus.OPEN, RiskStatus.WATCHED})
# The judgement that counts today: a register that only knows risks before treatment still counts.
STANDING_TIERS: Final = (AssessmentTier.CURRENT, AssessmentTier.INHERENT)
SCALE: Final = range(1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Entity):
    """What may happen: because of `cause`, `title` may occur, and then `effect`.

    `response` says in words how `strategy` is carried out. `review_on` is the day on which
    somebody looks at it again; `closed_at` is set while it is not open.
    """

    KIND: ClassVar[str] = "risk"

    product_id: str
    launch_id: str | None = None
    number: int
    title: str
    cause: str = ""
    effect: str = ""
    category: str = ""
    owner_id: str | None = None
    response: str = ""
    status: RiskStatus = RiskStatus.OPEN
    review_on: date | None = None
    strategy: ResponseStrategy | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it may still happen."""
        return self.status in OPEN_STATUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAssessment(Entity):
    """One judgement of a risk in one tier, made `at`; the newest of a tier stands.

    `likelihood` and `impact` are 1 to 5, None where a register has only figures. Figures are
    ranges, both ends equal when only one is known, both None when none is: probability is a share
    0 to 1, cost is integer minor units of `currency` ("" when not said), days may be broken.
    """

    KIND: ClassVar[str] = "risk_assessment"

    risk_id: str
    tier: AssessmentTier
    likelihood: int | None = None
    impact: int | None = None
    at: datetime
    probability_low: float | None = None
    probability_high: float | None = None
    cost_low: int | None = None
    cost_high: int | None = None
    currency: str = ""
    days_low: float | None = None
    days_high: float | None = None
    note: str = ""

    @property
    def rating(self) -> tuple[int, int] | None:
        """Likelihood and impact, None unless both are judged."""
        if self.likelihood is None or self.impact is None:
            return None
        return self.likelihood, self.impact


JUDGED: Final = (
    *("likelihood", "impact", "probability_low", "probability_high", "cost_low", "cost_high"),
    *("currency", "days_low", "days_high", "note"),
)
RANGES: Final = (
    ("probability_low", "probability_high"),
    ("cost_low", "cost_high"),
    ("days_low", "days_high"),
)


def checked(assessment: RiskAssessment) -> RiskAssessment:
    """Return a judgement that can be stored. Raises UserError for one that makes no sense."""
    for value in (assessment.likelihood, assessment.impact):
        if value is not None and value not in SCALE:
            raise UserError(_("Likelihood and impact are whole numbers from 1 to 5."))
    for low_name, high_name in RANGES:
        low, high = getattr(assessment, low_name), getattr(assessment, high_name)
        if (low is None) != (high is None):
            raise UserError(_("A range needs both of its ends."))
        if low is not None and not 0 <= low <= high < float("inf"):
            raise UserError(_("A range begins at zero or above and ends no lower than it begins."))
    if assessment.probability_high is not None and assessment.probability_high > 1:
        raise UserError(_("A probability is at most 100%."))
    return assessment


def standing(assessments: Iterable[RiskAssessment]) -> dict[AssessmentTier, RiskAssessment]:
    """Return the newest judgement of each tier."""
    ordered = sorted(assessments, key=lambda one: (one.at, one.id))
    return {assessment.tier: assessment for assessment in ordered}


def rating_of(found: dict[AssessmentTier, RiskAssessment]) -> tuple[int, int] | None:
    """Return the likelihood and impact that count today, of the standing judgements of a risk.

    They are those of the current tier, and where it says nothing those of the inherent tier.
    """
    for tier in STANDING_TIERS:
        if tier in found and found[tier].rating is not None:
            return found[tier].rating
    return None
