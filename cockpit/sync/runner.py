"""One pull: ask, write part by part, and leave a record of how it went.

It begins `restate_days` before the last good pull, so what a system corrected is corrected here,
and what is older is final. Points are written over those of the same times: a pull that was killed
in the middle, or repeated, ends the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cockpit.connectors import connectors
from cockpit.connectors.budget import RateBudget
from cockpit.connectors.connector import Connector, history
from cockpit.connectors.http import Http
from cockpit.connectors.http_records import Clock, Limits, SystemClock
from cockpit.connectors.secrecy import Credential
from cockpit.domain.entity import utc_now
from cockpit.domain.errors import Cancelled, EnvironmentProblem, UserError
from cockpit.domain.pull import Pulled, PullRequest, SeriesPoints, SourceProblem, Stop
from cockpit.domain.source import RunStatus, Source, SourceRow, SyncRun, Trouble
from cockpit.i18n import _
from cockpit.services.source_ports import Secrets, SyncStore
from cockpit.services.sources import options_of, secret_keys_of
from cockpit.sync.refusals import new_refusals
from cockpit.sync.series_keys import series_keys

LOG = logging.getLogger(__name__)
# So many points are written in one transaction; a person's edit goes between two.
POINTS_AT_ONCE = 20_000
# A window of an API is asked for again from its last good pull; the clocks of two computers differ.
CLOCKS_APART = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What every request goes through; tests replace the clock and the limits."""

    budget: RateBudget
    limits: Limits
    clock: Clock
    ca_file: str | None = None

    def open(self, source: Source, credential: Credential, stop: Stop) -> Http:
        """Return the way to a source's server; use it as a context manager."""
        return Http(
            source.address,
            credential,
            stop=stop,
            limits=self.limits,
            budget=self.budget,
            clock=self.clock,
            ca_file=self.ca_file,
        )


def system_network() -> Network:
    """Return the network as it is."""
    return Network(budget=RateBudget(), limits=Limits(), clock=SystemClock())


class Runner:
    """Pulls sources, one call each; may be used from several threads for different sources."""

    def __init__(
        self,
        store: SyncStore,
        secrets: Secrets,
        *,
        network: Network | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._secrets = store, secrets
        self._network = network or system_network()
        self._now = now

    def pull(self, row: SourceRow, stop: Stop, since: datetime | None = None) -> SyncRun | None:
        """Pull a source and return the run; None when another program is pulling it already.

        What goes wrong is in the run, not raised; only an unwritable workspace is.
        """
        lock = self._store.sync_lock(row.source.id)
        if not lock.take():
            return None
        try:
            self._end_interrupted(row)
            run = SyncRun(
                run_source_id=row.source.id,
                started_at=self._now(),
                from_at=since or self._since(row),
            )
            self._store.note(lambda uow: uow.add(run))
            return self._pull(row, run, stop)
        finally:
            lock.free()

    def secrets_of(self, source: Source) -> dict[str, str]:
        """Return a source's secrets from the keyring. Raises EnvironmentProblem."""
        return stored_secrets(self._secrets, source)

    def _pull(self, row: SourceRow, run: SyncRun, stop: Stop) -> SyncRun:
        progress = _Progress(run)
        try:
            stop.check()
            self._transfer(row, progress, stop)
            progress.run = replace(progress.run, status=RunStatus.OK)
        except Cancelled:
            progress.run = replace(progress.run, status=RunStatus.CANCELLED)
        except SourceProblem as problem:
            progress.failed(problem.trouble, str(problem), problem.retry_seconds)
        except EnvironmentProblem as problem:
            progress.failed(Trouble.SECRET, str(problem), None)
        except UserError as problem:
            progress.failed(Trouble.QUERY, str(problem), None)
        except Exception as error:
            # The text of a foreign error may quote what was sent or received.
            LOG.error("a pull failed with %s", type(error).__name__)
            sentence = _("The pull failed in a way that was not expected ({reason}).")
            progress.failed(Trouble.OTHER, sentence.format(reason=type(error).__name__), None)
        ended = replace(progress.run, ended_at=self._now())
        self._store.note(lambda uow: uow.save(ended))
        self._store.forget_old_runs(row.source.id)
        return ended

    def _transfer(self, row: SourceRow, progress: _Progress, stop: Stop) -> None:
        """Read everything and write it part by part."""
        source = row.source
        connector = connector_named(source.connector)
        credential = connector.credential(options_of(source), self.secrets_of(source))
        assert progress.run.from_at is not None
        request = request_of(source, progress.run.from_at, progress.run.started_at)
        with self._network.open(source, credential, stop) as http:
            for part in connector.pull(request, http):
                stop.check()
                self._write(row, progress, part)

    def _write(self, row: SourceRow, progress: _Progress, part: Pulled) -> None:
        keys = series_keys(self._store, row.source, part.series)
        for few in _in_slices(part.series):
            found = [(keys[one.kpi, one.series], one.points) for one in few]
            updated = self._store.put_points([(key, p) for key, p in found if key is not None])
            progress.wrote(sum(len(one.points) for one in few), updated)
        kept = new_refusals(self._store, row, progress.run, part.refused)
        if kept:
            self._store.note(lambda uow: uow.add(*kept))
        progress.refused(len(part.refused))

    def _since(self, row: SourceRow) -> datetime:
        """Return where a pull begins: before the last good one, or as far back as is wanted."""
        source, good = row.source, row.last_ok
        now = self._now()
        if good is None or (source.reset_at is not None and good.started_at < source.reset_at):
            return now - history(connector_named(source.connector).info, options_of(source))
        return good.started_at - timedelta(days=source.restate_days) - CLOCKS_APART

    def _end_interrupted(self, row: SourceRow) -> None:
        """Say of runs that have no end that the program ended first; the lock is ours."""
        open_runs = [
            replace(run, status=RunStatus.INTERRUPTED, ended_at=self._now())
            for run in self._store.reader().sync_runs(row.source.id, 0, 20)
            if run.status is RunStatus.RUNNING
        ]
        if open_runs:
            self._store.note(lambda uow: uow.save(*open_runs))


class _Progress:
    """The run as it goes."""

    def __init__(self, run: SyncRun) -> None:
        self.run = run

    def wrote(self, pulled: int, updated: int) -> None:
        self.run = replace(
            self.run, pulled=self.run.pulled + pulled, updated=self.run.updated + updated
        )

    def refused(self, count: int) -> None:
        self.run = replace(self.run, quarantined=self.run.quarantined + count)

    def failed(self, trouble: Trouble, sentence: str, retry_seconds: float | None) -> None:
        offline = trouble is Trouble.OFFLINE
        self.run = replace(
            self.run,
            status=RunStatus.OFFLINE if offline else RunStatus.FAILED,
            error=sentence,
            trouble=trouble.value,
            retry_seconds=None if retry_seconds is None else min(86_400, round(retry_seconds)),
        )


def stored_secrets(secrets: Secrets, source: Source) -> dict[str, str]:
    """Return a source's secrets from the keyring. Raises EnvironmentProblem."""
    found = {}
    for key in secret_keys_of(source):
        value = secrets.read(source.id, key)
        if value is None:
            raise SourceProblem(
                Trouble.SECRET,
                _("The key of “{name}” is not in this computer's keyring. Enter it.").format(
                    name=source.name
                ),
            )
        found[key] = value
    return found


def connector_named(key: str) -> Connector:
    """Return a connector by its word. Raises UserError when there is none."""
    for connector in connectors():
        if connector.info.key == key:
            return connector
    raise UserError(_("This version has no connector “{key}”.").format(key=key))


def request_of(source: Source, since: datetime, until: datetime) -> PullRequest:
    """Return what to ask of a source for [since, until)."""
    return PullRequest(
        name=source.name,
        address=source.address,
        options=options_of(source),
        zone=source.zone,
        since=since,
        until=until,
    )


def _in_slices(series: Iterable[SeriesPoints]) -> Iterator[list[SeriesPoints]]:
    """Yield the points in groups that are written in one transaction each."""
    few: list[SeriesPoints] = []
    room = POINTS_AT_ONCE
    for one in series:
        for begin in range(0, len(one.points), POINTS_AT_ONCE):
            part = one.points[begin : begin + POINTS_AT_ONCE]
            if few and len(part) > room:
                yield few
                few, room = [], POINTS_AT_ONCE
            few.append(replace(one, points=part))
            room -= len(part)
    if few:
        yield few
