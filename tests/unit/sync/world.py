"""A workspace with one source, and a server on the loopback that it is pulled from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cockpit.bootstrap import new_workspace
from cockpit.connectors.budget import RateBudget
from cockpit.domain.kpi import Kpi, Series
from cockpit.domain.pull import Stop
from cockpit.domain.source import Source, SourceRow, SyncRun
from cockpit.services.sources import add_source
from cockpit.settings.secrets import SourceSecrets
from cockpit.storage.sync_workspace import SyncWorkspace
from cockpit.storage.workspace import SqlWorkspace
from cockpit.sync.desk import Catalogue
from cockpit.sync.runner import Network, Runner
from tests.contract.loopback import Answer, Loopback, serving
from tests.contract.pulling import LIMITS, StillClock

START = datetime(2026, 4, 3, 12, 0, tzinfo=UTC)


@dataclass
class World:
    """What a test of pulls works with; `now` is when it is, until the test says otherwise."""

    server: Loopback
    person: SqlWorkspace
    store: SyncWorkspace
    source_id: str
    now: datetime = START
    clock: StillClock = field(default_factory=StillClock)
    secrets: SourceSecrets = field(default_factory=lambda: SourceSecrets("w"))

    def runner(self) -> Runner:
        budget = RateBudget(per_second=1e9, burst=1e9)
        network = Network(budget=budget, limits=LIMITS, clock=self.clock)
        return Runner(self.store, self.secrets, network=network, now=lambda: self.now)

    def row(self) -> SourceRow:
        row = self.store.reader().source(self.source_id)
        assert row is not None
        return row

    def pull(self, since: datetime | None = None, stop: Stop | None = None) -> SyncRun:
        run = self.runner().pull(self.row(), stop or Stop(), since)
        assert run is not None
        return run

    def later(self, **time: float) -> World:
        self.now += timedelta(**time)
        return self

    def points(self) -> dict[tuple[str, str], dict[str, float]]:
        """Return every point by figure and line, times as ISO texts in Shanghai."""
        reader = self.person.reader()
        found = {}
        for kpi in reader.all(Kpi):
            for series in reader.all(Series, kpi_id=kpi.id):
                points = reader.points(series.key, 0, 2**53)
                found[kpi.name, series.name] = {
                    day(int(t)): float(value)
                    for t, value in zip(points.t, points.value, strict=True)
                }
        return found


def day(t: int) -> str:
    return (datetime.fromtimestamp(t / 1000, UTC) + timedelta(hours=8)).date().isoformat()


@contextmanager
def a_world(
    folder: Path, answer: Answer, path: str = "/orders?from={from_date}", **options: str
) -> Iterator[World]:
    """Make a workspace with a source over REST, and the server it is pulled from."""
    file = folder / "w.cockpit"
    new_workspace(file, "en", "Asia/Shanghai", None).close()
    person, store = SqlWorkspace(file), SyncWorkspace(file)
    made: list[Source] = []
    with serving(answer) as server:

        def fill(uow: Any) -> None:
            made.append(
                add_source(
                    uow,
                    Catalogue(),
                    person.reader().products()[0].id,
                    connector="rest",
                    name="Shop",
                    address=server.url + path,
                    options={"figure": "Orders"} | options,
                    zone="Asia/Shanghai",
                )
            )

        person.write(fill)
        try:
            yield World(server, person, store, made[0].id)
        finally:
            person.close()
            store.close()
