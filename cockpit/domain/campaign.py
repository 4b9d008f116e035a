"""Promotions and their money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cockpit.domain.entity import Entity


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
