"""Pulls beside the window: one thread that watches the schedules, a small pool that pulls."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from cockpit.connectors import connectors
from cockpit.domain.entity import utc_now
from cockpit.domain.errors import EnvironmentProblem
from cockpit.domain.pull import Stop
from cockpit.domain.source import SourceRow, SyncRun
from cockpit.services.source_ports import SyncStore
from cockpit.services.source_schedule import next_at
from cockpit.sync.runner import Runner

LOG = logging.getLogger(__name__)
THREADS = 2
# The schedules are looked at again at least this often: another program may have added a source,
# and a computer that slept has no other way to notice.
LOOK_SECONDS = 30.0
BUSY_PAUSE_SECONDS = 5.0


class SyncWorker:
    """Pulls what is due until it is closed.

    The store, the runner and the keyring are used in its threads only. `opened` makes them there,
    as opening an encrypted workspace may wait for the keyring.
    """

    def __init__(
        self,
        opened: Callable[[], tuple[SyncStore, Runner]],
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._opened, self._now = opened, now
        self._wake = threading.Condition()
        self._closing = False
        self._asked: set[str] = set()
        self._stops: dict[str, Stop] = {}
        self._minimum = {each.info.key: each.info.minimum_seconds for each in connectors()}
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="sync")
        self._thread = threading.Thread(target=self._watch, name="sync-watch")
        self._looked = False
        self._store: SyncStore | None = None

    def start(self) -> None:
        """Begin to watch the schedules."""
        self._thread.start()

    def close(self) -> None:
        """End every pull within a second, then the threads."""
        with self._wake:
            self._closing, self._looked = True, True
            stops = list(self._stops.values())
            self._wake.notify_all()
        for stop in stops:
            stop.stop()
        if self._thread.ident is not None:
            self._thread.join()
        self._pool.shutdown(wait=True)
        if self._store is not None:
            self._store.close()

    def pull_now(self, source_id: str) -> None:
        """Pull a source as soon as a thread is free."""
        with self._wake:
            self._asked.add(source_id)
            self._looked = True
            self._wake.notify_all()

    def cancel(self, source_id: str) -> None:
        """End the pull of a source."""
        with self._wake:
            self._asked.discard(source_id)
            stop = self._stops.get(source_id)
        if stop is not None:
            stop.stop()

    def running(self) -> frozenset[str]:
        """Return the ids of the sources that are being pulled."""
        with self._wake:
            return frozenset(self._stops)

    def wake(self) -> None:
        """Look at the schedules again."""
        with self._wake:
            self._looked = True
            self._wake.notify_all()

    def _watch(self) -> None:
        try:
            store, runner = self._opened()
            self._store = store
        except Exception as error:
            # The window has the same file open and says what is wrong with it.
            LOG.warning("sources are not pulled: %s", type(error).__name__)
            return
        while True:
            with self._wake:
                if self._closing:
                    return
                self._looked = False
            wait = self._look(store, runner)
            with self._wake:
                self._wake.wait_for(lambda: self._looked, timeout=wait)

    def _look(self, store: SyncStore, runner: Runner) -> float:
        """Start what is due and return the seconds until there is something to look at again."""
        try:
            rows = store.reader().sources()
        except EnvironmentProblem:
            return BUSY_PAUSE_SECONDS
        wait, now = LOOK_SECONDS, self._now()
        for row in rows:
            at = next_at(row, now, self._minimum.get(row.source.connector, 0))
            with self._wake:
                if self._closing:
                    return 0.0
                asked = row.source.id in self._asked
                if row.source.id in self._stops:
                    continue
                if not asked and (at is None or at > now):
                    # What is due is due at the very `now` that was handed in.
                    wait = wait if at is None else min(wait, (at - now).total_seconds())
                    continue
                self._asked.discard(row.source.id)
                stop = self._stops[row.source.id] = Stop()
            self._begin(runner, row, stop)
        return max(0.1, wait)

    def _begin(self, runner: Runner, row: SourceRow, stop: Stop) -> None:
        def ended(future: Future[SyncRun | None]) -> None:
            with self._wake:
                del self._stops[row.source.id]
                # Another program that has the source right now is not asked again at once.
                self._looked |= future.exception() is None and future.result() is not None
                self._wake.notify_all()

        self._pool.submit(runner.pull, row, stop).add_done_callback(ended)
