"""When a source is pulled next: by its interval, later and later while it fails."""

from __future__ import annotations

from datetime import datetime, timedelta

from cockpit.domain.source import RunStatus, SourceRow, Trouble

FIRST_BACKOFF = timedelta(minutes=1)
LONGEST_BACKOFF = timedelta(hours=6)
# What only a person can mend is not tried again by itself before this.
NEEDS_A_PERSON = timedelta(hours=24)
MENDED_BY_PEOPLE = frozenset({Trouble.KEY, Trouble.CERTIFICATE, Trouble.REDIRECT, Trouble.REFUSED})


def next_at(row: SourceRow, now: datetime, minimum_seconds: int = 0) -> datetime | None:
    """Return when a source is due, `now` when it already is; None when it is paused.

    After a failure it is the interval, or one minute doubled with each failure in a row if that is
    longer, up to six hours; never before the server said it may be asked again.
    """
    source, last = row.source, row.last
    if not source.enabled:
        return None
    if last is None or last.status is RunStatus.INTERRUPTED:
        return now
    changed = source.reset_at
    if changed is not None and changed > last.started_at:
        return now
    wait = timedelta(seconds=max(source.interval_seconds, minimum_seconds))
    if last.status in (RunStatus.FAILED, RunStatus.OFFLINE):
        wait = max(wait, backoff(row.failures))
        if last.trouble in MENDED_BY_PEOPLE:
            wait = max(wait, NEEDS_A_PERSON)
        wait = max(wait, timedelta(seconds=last.retry_seconds or 0))
    return max(now, (last.ended_at or last.started_at) + wait)


def backoff(failures: int) -> timedelta:
    """Return the pause after so many failures in a row."""
    if failures < 1:
        return timedelta(0)
    return min(LONGEST_BACKOFF, FIRST_BACKOFF * 2.0 ** min(failures - 1, 30))
