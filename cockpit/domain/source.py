"""Remote systems that data is pulled from, their runs, and the files of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cockpit.domain.entity import Entity


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
