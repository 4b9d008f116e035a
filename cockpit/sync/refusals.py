"""Refused rows: each kept once, however often it is pulled, and never without end."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cockpit.domain.pull import RefusedRow
from cockpit.domain.source import Quarantine, SourceRow, SyncRun
from cockpit.services.source_ports import SyncStore

MOST_KEPT = 1_000


def new_refusals(
    store: SyncStore, row: SourceRow, run: SyncRun, refused: Sequence[RefusedRow]
) -> list[Quarantine]:
    """Return what is to be kept of refused rows: those not there yet, while there is room."""
    found = {_fingerprint(row.source.id, one): one for one in refused}
    reader = store.reader()
    known = reader.known_refusals(row.source.id, list(found)) if found else set()
    current = reader.source(row.source.id)
    room = MOST_KEPT - (current.quarantined if current else 0)
    fresh = [(mark, one) for mark, one in found.items() if mark not in known]
    return [
        Quarantine(
            run_source_id=row.source.id,
            run_id=run.id,
            source_id=mark,
            place=one.place,
            raw=one.raw,
            reason=one.reason,
        )
        for mark, one in fresh[: max(0, room)]
    ]


def _fingerprint(source_id: str, row: RefusedRow) -> str:
    """Return what a row is known by: its page and number change from pull to pull."""
    text = "\0".join((source_id, row.raw, row.reason))
    return hashlib.sha256(text.encode()).hexdigest()
