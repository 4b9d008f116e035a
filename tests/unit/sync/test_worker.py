"""Pulls beside the window: what is due is pulled, by one thread a source, and closing ends it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from cockpit.domain.pull import Stop
from cockpit.domain.source import RunStatus, Source, SourceRow, SyncRun
from cockpit.sync.worker import SyncWorker

NOW = datetime(2026, 4, 3, 12, 0, tzinfo=UTC)


class Desk:
    """A store and a runner in one: sources in a list, pulls that a test may hold open."""

    def __init__(self) -> None:
        self.rows: dict[str, SourceRow] = {}
        self.pulled: list[str] = []
        self.started, self.ended = threading.Condition(), threading.Event()
        self.hold = False
        self.failing: Exception | None = None

    def add(self, name: str, *, last: SyncRun | None = None, enabled: bool = True) -> str:
        source = Source(
            product_id="p", name=name, connector="rest", interval_seconds=300, enabled=enabled
        )
        self.rows[source.id] = SourceRow(source=source, last=last)
        return source.id

    def reader(self) -> Desk:
        return self

    def close(self) -> None:
        self.ended.set()

    def sources(self) -> list[SourceRow]:
        return list(self.rows.values())

    def pull(self, row: SourceRow, stop: Stop) -> SyncRun:
        with self.started:
            self.pulled.append(row.source.name)
            self.started.notify_all()
        status = RunStatus.OK
        if self.hold:
            stopped = threading.Event()
            stop.register(stopped.set)
            assert stopped.wait(20)
            status = RunStatus.CANCELLED
        if self.failing is not None:
            raise self.failing
        run = SyncRun(run_source_id=row.source.id, started_at=NOW, ended_at=NOW, status=status)
        self.rows[row.source.id] = SourceRow(source=row.source, last=run)
        return run

    def wait(self, many: int) -> list[str]:
        """Wait until so many pulls have begun, and return their names."""
        with self.started:
            assert self.started.wait_for(lambda: len(self.pulled) >= many, 20)
            return list(self.pulled)


def ticking() -> Callable[[], datetime]:
    """A clock that never shows the same instant twice, as a real one does not."""
    ticks = count()
    return lambda: NOW + timedelta(microseconds=next(ticks))


@contextmanager
def working(desk: Desk) -> Iterator[SyncWorker]:
    opened = lambda: (desk, desk)  # noqa: E731
    worker = SyncWorker(opened, now=ticking())  # type: ignore[arg-type]
    worker.start()
    try:
        yield worker
    finally:
        worker.close()


def test_what_is_due_is_pulled_and_what_is_not_is_left() -> None:
    desk = Desk()
    desk.add("due")
    desk.add("paused", enabled=False)
    recent = SyncRun(run_source_id="x", started_at=NOW, ended_at=NOW, status=RunStatus.OK)
    desk.add("later", last=recent)
    with working(desk):
        assert desk.wait(1) == ["due"]
    assert desk.pulled == ["due"]


def test_a_person_can_ask_for_a_pull_that_is_not_due() -> None:
    desk = Desk()
    paused = desk.add("paused", enabled=False)
    with working(desk) as worker:
        worker.pull_now(paused)
        assert desk.wait(1) == ["paused"]


def test_a_source_that_was_added_is_seen_when_the_worker_is_woken() -> None:
    desk = Desk()
    with working(desk) as worker:
        desk.add("new")
        worker.wake()
        assert desk.wait(1) == ["new"]


def test_a_running_pull_can_be_cancelled_and_others_go_on() -> None:
    desk = Desk()
    desk.hold = True
    first = desk.add("first")
    with working(desk) as worker:
        desk.wait(1)
        assert worker.running() == {first}
        desk.hold = False
        desk.add("second")
        worker.wake()
        assert desk.wait(2) == ["first", "second"]
        worker.cancel(first)
        worker.cancel("nobody")


def test_a_source_is_never_pulled_twice_at_a_time() -> None:
    desk = Desk()
    desk.hold = True
    first = desk.add("first")
    with working(desk) as worker:
        desk.wait(1)
        desk.hold = False
        desk.add("second")
        worker.pull_now(first)
        desk.wait(2)
        assert desk.pulled.count("first") == 1


def test_closing_ends_what_runs() -> None:
    desk = Desk()
    desk.hold = True
    desk.add("first")
    with working(desk) as worker:
        desk.wait(1)
    assert worker.running() == frozenset()
    assert desk.ended.is_set()
    assert not [each for each in threading.enumerate() if each.name.startswith("sync")]


def test_a_workspace_that_does_not_open_leaves_the_worker_still(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def opened() -> tuple[Desk, Desk]:
        raise OSError("canary")

    worker = SyncWorker(opened)  # type: ignore[arg-type]
    worker.start()
    worker.close()
    assert "sources are not pulled: OSError" in caplog.text
    assert "canary" not in caplog.text


def test_a_pull_that_raises_is_tried_again_and_not_at_once() -> None:
    desk = Desk()
    desk.failing = RuntimeError("x")
    desk.add("first")
    with working(desk) as worker:
        desk.wait(1)
        while worker.running():
            pass
    assert desk.pulled == ["first"]
