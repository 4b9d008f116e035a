"""What is watched: risks and assessments, feedback, KPIs, campaigns, sources of data."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(Entity):
    """What a user said; `text` is hostile and is only ever shown as plain text."""

    KIND: ClassVar[str] = "feedback"

    product_id: str
    number: int
    subject: str = ""
    text: str
    status: str = "new"
    type: str = ""
    channel: str = ""
    rating: int | None = None
    customer_id: str | None = None
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi(Entity):
    """A figure that is watched; its points are in a series."""

    KIND: ClassVar[str] = "kpi"

    product_id: str
    name: str
    unit: str = ""
    decimals: int = 0
    direction: str = "up"
    aggregation: str = "sum"
    grain: str = "day"
    zone: str = ""
    definition: str = ""
    owner_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Entity):
    """One line of points; `key` is the small integer that its points carry."""

    KIND: ClassVar[str] = "series"

    kpi_id: str
    key: int
    name: str = ""
    is_target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Entity):
    """A mark on the time axis of a product's charts, half open [`starts_at`, `ends_at`)."""

    KIND: ClassVar[str] = "annotation"

    product_id: str
    text: str
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Entity):
    """A promotion; money is integer minor units of `currency`, never added across currencies."""

    KIND: ClassVar[str] = "campaign"

    product_id: str
    launch_id: str | None = None
    name: str
    channel: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    budget_minor: int | None = None
    spent_minor: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Entity):
    """A remote system that data is pulled from; its secrets are in the keyring under its id."""

    KIND: ClassVar[str] = "source"

    product_id: str
    name: str
    connector: str
    address: str = ""
    options: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun(Entity):
    """One pull from a source."""

    KIND: ClassVar[str] = "sync_run"

    run_source_id: str
    started_at: datetime
    ended_at: datetime | None = None
    status: str = "running"
    pulled: int = 0
    quarantined: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPart(Entity):
    """An immutable file of events in the folder beside the workspace."""

    KIND: ClassVar[str] = "event_part"

    log: str
    path: str
    sha256: str
    rows: int
    from_at: datetime
    to_at: datetime
