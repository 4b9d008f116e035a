"""The desk of a window over a real workspace, a real server and a keyring in memory."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cockpit.domain.errors import Cancelled, UserError
from cockpit.domain.pull import SourceProblem
from cockpit.domain.source import RunStatus, SourceRow
from cockpit.services.identity import workspace_id
from cockpit.settings.secrets import SourceSecrets
from cockpit.sync.desk import Desk, make_desk
from tests.contract.kinds import rows
from tests.contract.loopback import Reply
from tests.unit.sync.world import World, a_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path, lambda request: rows(("2026-04-01", 10))) as world:
        yield world


@pytest.fixture
def desk(world: World) -> Iterator[Desk]:
    desk = make_desk(world.store.path)
    yield desk
    desk.close()


class Told:
    """What a thread of the desk said."""

    def __init__(self) -> None:
        self.result: Any = None
        self.error: Exception | None = None
        self._said = threading.Event()

    def __call__(self, result: Any, error: Exception | None) -> None:
        self.result, self.error = result, error
        self._said.set()

    def wait(self) -> Any:
        assert self._said.wait(20)
        return self.result


def ended(world: World, count: int) -> SourceRow:
    """Wait until so many runs have ended, as the window does: by looking into the workspace."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        runs = world.person.reader().sync_runs(world.source_id)
        if len(runs) >= count and all(run.ended_at is not None for run in runs):
            return world.row()
    raise AssertionError("the pull did not end")


def test_what_is_due_is_pulled_and_what_is_asked_for_too(world: World, desk: Desk) -> None:
    assert not world.server.requests
    desk.start()
    row = ended(world, 1)
    assert row.last is not None
    assert row.last.status is RunStatus.OK
    assert world.person.committed_elsewhere() is False, "the first look only begins"
    desk.pull_now(world.source_id)
    ended(world, 2)
    assert world.person.committed_elsewhere()


def test_closing_leaves_no_thread_and_no_lock(world: World) -> None:
    world.server.answer = lambda request: Reply(hang=True)
    desk = make_desk(world.store.path)
    desk.start()
    assert world.server.arrived.wait(20)
    desk.close()
    assert not [each.name for each in threading.enumerate() if each.name.startswith("sync")]
    row = world.row()
    assert row.last is not None
    assert row.last.status is RunStatus.CANCELLED
    assert list(world.store.path.parent.glob("*-sync-*")) == []


def test_a_key_is_kept_used_by_a_test_and_forgotten(world: World, desk: Desk) -> None:
    source = replace(
        world.row().source, options='{"figure": "F", "auth": "bearer"}', secret_keys="key"
    )
    kept, tested, gone = Told(), Told(), Told()
    desk.keep(source.id, {"key": "word"}, kept)
    assert kept.wait() == ("key",)
    secrets = SourceSecrets(workspace_id(world.person))
    assert secrets.read(source.id, "key") == "word"
    desk.test(source, {}, tested)
    assert tested.wait() == (0, 0), "the one row is older than a day"
    tested = Told()
    desk.test(source, {"key": "typed"}, tested)
    tested.wait()
    sent = [request.headers["authorization"] for request in world.server.requests]
    assert sent == ["Bearer word", "Bearer typed"]
    desk.forget(source, gone)
    gone.wait()
    assert secrets.read(source.id, "key") is None


def test_a_test_says_what_is_wrong_and_can_be_ended(world: World, desk: Desk) -> None:
    source = world.row().source
    world.server.answer = lambda request: Reply(b"", 403)
    told = Told()
    desk.test(source, {}, told)
    told.wait()
    assert isinstance(told.error, SourceProblem)
    world.server.answer = lambda request: Reply(hang=True)
    world.server.arrived.clear()
    told = Told()
    stop = desk.test(source, {}, told)
    assert world.server.arrived.wait(20)
    stop.stop()
    told.wait()
    assert isinstance(told.error, Cancelled)


def test_a_secret_that_cannot_be_kept_is_said(desk: Desk) -> None:
    told = Told()
    desk.keep("s", {"key": "two\nlines"}, told)
    told.wait()
    assert isinstance(told.error, UserError)
