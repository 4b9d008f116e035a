"""The command that pulls sources now, for people and schedulers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cockpit.cli.common import guarded, named, say
from cockpit.cli.sources import source, source_named, stoppable
from cockpit.domain.errors import UserError
from cockpit.i18n import N_, _

if TYPE_CHECKING:
    from cockpit.domain.source import SourceRow, SyncRun

__all__ = ["source", "sync"]

BUSY = N_("Another program is pulling this source right now.")


@click.command()
@click.option("--source", "name", help="Only this one, by name or id.")
@click.option("--since", help="Pull again from this date on, e.g. 2026-04-01.")
@click.pass_context
@guarded
def sync(context: click.Context, name: str | None, since: str | None) -> int:
    """Pull sources now. Example: cockpit -w pay.cockpit sync --source Prometheus --since 2026-04-01

    A paused source is pulled only when it is named.
    """
    from cockpit.sync.desk import open_runner

    store, runner = open_runner(named(context))
    rows = store.reader().sources()
    rows = (
        [row for row in rows if row.source.enabled] if name is None else [source_named(rows, name)]
    )
    told: list[dict[str, object]] = []
    with stoppable() as stop:
        for row in rows:
            run = runner.pull(row, stop, None if since is None else _from(since, row.source.zone))
            told.append(_told(row, run, store.reader().source(row.source.id)))
    say(told)
    clean = all(one["status"] == "ok" and not one["quarantined"] for one in told)
    return 0 if clean else 1


def _told(row: SourceRow, run: SyncRun | None, after: SourceRow | None) -> dict[str, object]:
    from cockpit.domain.entity import utc_now
    from cockpit.services.source_schedule import next_at
    from cockpit.sync.runner import connector_named

    minimum = connector_named(row.source.connector).info.minimum_seconds
    return {
        "source": row.source.name,
        "status": "busy" if run is None else str(run.status),
        "pulled": 0 if run is None else run.pulled,
        "updated": 0 if run is None else run.updated,
        "quarantined": 0 if run is None else run.quarantined,
        "error": _(BUSY) if run is None else run.error or None,
        "next_at": None if after is None else next_at(after, utc_now(), minimum),
    }


def _from(text: str, zone: str) -> datetime:
    """Return the start of a date in a source's zone, or an instant with a zone of its own."""
    from cockpit.domain.periods import zone_named

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(_("“{text}” is no date. Write 2026-04-01.").format(text=text)) from None
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone_named(zone or "UTC"))
    return found.astimezone(UTC)
