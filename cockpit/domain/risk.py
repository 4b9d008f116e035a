"""Risks and how they are judged over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from cockpit.domain.entity import Entity


class AssessmentTier(StrEnum):
    """When in its treatment a risk is judged."""

    INHERENT = "inherent"
    CURRENT = "current"
    RESIDUAL = "residual"
    TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Entity):
    """What may happen: because of `cause`, `title` may occur, and then `effect`."""

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
    status: str = "open"
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskAssessment(Entity):
    """One judgement of a risk; the newest of a tier counts. Likelihood and impact are 1 to 5."""

    KIND: ClassVar[str] = "risk_assessment"

    risk_id: str
    tier: AssessmentTier
    likelihood: int
    impact: int
    at: datetime
