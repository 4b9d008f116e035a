"""How the state of a source, its runs and its times are said."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from cockpit.domain.source import RunStatus, SourceRow, SyncRun
from cockpit.i18n import N_, _, ngettext
from cockpit.services.source_schedule import next_at

INTERVALS: Final = (
    (15, N_("every 15 seconds")),
    (60, N_("every minute")),
    (300, N_("every 5 minutes")),
    (900, N_("every 15 minutes")),
    (3_600, N_("every hour")),
    (21_600, N_("every 6 hours")),
    (86_400, N_("every day")),
)


class Look(NamedTuple):
    """A state: its word (a msgid), its icon and the colour token of both."""

    word: str
    icon: str
    tint: str


RUNNING: Final = Look(N_("Pulling…"), "arrows-clockwise", "accent_text")
PAUSED: Final = Look(N_("Paused"), "pause-circle", "n7")
NEVER: Final = Look(N_("Not pulled yet"), "circle-dashed", "n7")
LOOKS: Final = {
    RunStatus.RUNNING: Look(N_("Interrupted"), "warning-circle", "warn"),
    RunStatus.OK: Look(N_("Up to date"), "check-circle", "good"),
    RunStatus.FAILED: Look(N_("Failed"), "warning-circle", "bad"),
    RunStatus.OFFLINE: Look(N_("Offline"), "cloud-slash", "n7"),
    RunStatus.CANCELLED: Look(N_("Cancelled"), "stop-circle", "n7"),
    RunStatus.INTERRUPTED: Look(N_("Interrupted"), "warning-circle", "warn"),
}


def look_of(row: SourceRow, *, running: bool) -> Look:
    """Return how a source stands."""
    if running:
        return RUNNING
    if not row.source.enabled:
        return PAUSED
    return NEVER if row.last is None else LOOKS[row.last.status]


def ago(instant: datetime | None, now: datetime) -> str:
    """Return how long ago something was, in the largest unit that is whole."""
    if instant is None:
        return ""
    seconds = max(0, round((now - instant).total_seconds()))
    if seconds < 60:
        return _("just now")
    if seconds < 3_600:
        return _("{count} min ago").format(count=seconds // 60)
    if seconds < 86_400:
        return _("{count} h ago").format(count=seconds // 3_600)
    days = seconds // 86_400
    return ngettext("{count} day ago", "{count} days ago", days).format(count=days)


def until(instant: datetime | None, now: datetime) -> str:
    """Return in how long something is due."""
    if instant is None:
        return "—"
    seconds = (instant - now).total_seconds()
    if seconds < 60:
        return _("now") if seconds < 15 else _("in under 1 min")
    if seconds < 3_600:
        return _("in {count} min").format(count=round(seconds / 60))
    if seconds < 172_800:
        return _("in {count} h").format(count=round(seconds / 3_600))
    return _("in {count} days").format(count=round(seconds / 86_400))


def next_text(row: SourceRow, now: datetime) -> str:
    """Return when a source is pulled next."""
    return until(next_at(row, now), now)


def interval_text(seconds: int) -> str:
    """Return how often a source is pulled."""
    for known, words in INTERVALS:
        if known == seconds:
            return _(words)
    return _("every {count} seconds").format(count=f"{seconds:,}")


def run_text(run: SyncRun) -> str:
    """Return what a run did, in a line."""
    if run.error:
        return run.error
    if run.status is not RunStatus.OK:
        return _(LOOKS[run.status].word)
    parts = [
        ngettext("{count} point", "{count} points", run.pulled).format(count=f"{run.pulled:,}")
    ]
    changed = _("{count} new or changed").format(count=f"{run.updated:,}")
    parts.append(changed if run.updated else _("nothing new"))
    if run.quarantined:
        parts.append(refused_text(run.quarantined))
    return " · ".join(parts)


def refused_text(count: int) -> str:
    """Return how many rows were refused."""
    words = ngettext("{count} refused row", "{count} refused rows", count)
    return words.format(count=f"{count:,}")


def summary(rows: list[SourceRow]) -> str:
    """Return what stands at the right of the page's title row."""
    parts = [ngettext("{count} source", "{count} sources", len(rows)).format(count=len(rows))]
    failing = sum(
        row.last is not None and row.last.status is RunStatus.FAILED and row.source.enabled
        for row in rows
    )
    refused = sum(row.quarantined for row in rows)
    if failing:
        parts.append(_("{count} failing").format(count=failing))
    if refused:
        parts.append(refused_text(refused))
    return " · ".join(parts)
