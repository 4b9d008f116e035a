"""What users say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cockpit.domain.entity import Entity


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
