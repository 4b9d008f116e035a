"""The base of every stored record, its identity and the two ways it can leave."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar


def new_id() -> str:
    """Return a UUIDv7 as 32 hexadecimal digits, sortable by creation (RFC 9562 §5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return f"{value:032x}"


def utc_now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A record with identity: `deleted_at` hides it, `batch_id` says what import made it.

    `source_id` is the identity in the system the record came from, `system:kind:id`, or None.
    """

    KIND: ClassVar[str] = ""

    id: str = field(default_factory=new_id)
    created_at: datetime = field(default_factory=utc_now)
    deleted_at: datetime | None = None
    source_id: str | None = None
    batch_id: str | None = None
