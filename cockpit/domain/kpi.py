"""Figures that are watched, their series, and the marks on their time axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cockpit.domain.entity import Entity


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
