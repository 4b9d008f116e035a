"""Figures that are watched, their series, and the marks on their time axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from cockpit.domain.entity import Entity
from cockpit.domain.periods import Grain


class Direction(StrEnum):
    """Which way a figure is good."""

    UP = "up"
    DOWN = "down"
    BAND = "band"  # between `band_low` and `band_high`


class Aggregation(StrEnum):
    """How values of short periods make the value of a longer one."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"
    UNIQUE = "unique"  # distinct people and the like: cannot be made of shorter periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi(Entity):
    """A figure that is watched; its points are in its series.

    `zone` is the IANA zone in which its periods begin, "" for the workspace's. `origin` says in
    words where the figure comes from. `unit` "%" means that values are percent, not fractions.
    """

    KIND: ClassVar[str] = "kpi"

    product_id: str
    name: str
    unit: str = ""
    decimals: int = 0
    direction: Direction = Direction.UP
    aggregation: Aggregation = Aggregation.SUM
    grain: Grain = Grain.DAY
    zone: str = ""
    definition: str = ""
    owner_id: str | None = None
    origin: str = ""
    band_low: float | None = None
    band_high: float | None = None
    position: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Entity):
    """One line of points; `key` is the small integer that its points carry."""

    KIND: ClassVar[str] = "series"

    kpi_id: str
    key: int
    name: str = ""
    is_target: bool = False
    position: float = 0.0


class AnnotationKind(StrEnum):
    """What a mark stands for; an incident is drawn as one."""

    NOTE = "note"
    INCIDENT = "incident"
    CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(Entity):
    """A mark on the time axis of a product's charts, half open [`starts_at`, `ends_at`)."""

    KIND: ClassVar[str] = "annotation"

    product_id: str
    text: str
    starts_at: datetime
    ends_at: datetime | None = None
    kind: AnnotationKind = AnnotationKind.NOTE


MarkKind = Literal["annotation", "release", "launch", "incident", "campaign"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a chart shows on its time axis: an annotation of ours, a release or a launch.

    Times are milliseconds since 1970 in UTC; `t1` is None for a moment.
    """

    kind: MarkKind
    id: str
    text: str
    t0: int
    t1: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    """What a tile shows of a figure, from its first series that is no target.

    `latest` is the value of the last finished period, which starts at `latest_t`; `previous` that
    of the period before it; `running` that of the period that is not over, None when there is none
    yet. `as_of` is the end of what the newest point stands for, but never later than now; None
    without points. `sparkline` are at most 60 values of finished periods, oldest first (NaN: no
    value), with the starts of their periods in `sparkline_t`. `target` is the newest value of its
    target series for a period begun.
    """

    kpi: Kpi
    series: tuple[Series, ...]
    latest: float | None = None
    latest_t: int | None = None
    previous: float | None = None
    running: float | None = None
    running_t: int | None = None
    as_of: datetime | None = None
    sparkline: tuple[float, ...] = ()
    sparkline_t: tuple[int, ...] = ()
    target: float | None = None
    owner_name: str = ""

    @property
    def series_keys(self) -> tuple[int, ...]:
        """The keys of its series, targets too, in order."""
        return tuple(one.key for one in self.series)
