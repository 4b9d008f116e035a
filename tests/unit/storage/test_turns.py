"""An edit gets its turn as soon as the file is free, and gives up with a sentence."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import Cancelled, EnvironmentProblem
from cockpit.domain.organisation import Person
from cockpit.storage import turns
from cockpit.storage.engine import BUSY_MILLISECONDS, make_engine
from cockpit.storage.workspace import SqlWorkspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    found = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    yield found
    found.close()


def pragma(workspace: SqlWorkspace, name: str) -> int:
    driver: Any = workspace._engine.raw_connection().driver_connection
    return int(driver.execute(f"PRAGMA {name}").fetchone()[0])


def test_an_edit_passes_between_transactions_that_leave_short_gaps(
    workspace: SqlWorkspace,
) -> None:
    stop = threading.Event()
    held = threading.Event()

    def hold() -> None:
        engine = make_engine(workspace.path)
        while not stop.is_set():
            with engine.begin():
                held.set()
                time.sleep(0.02)
            time.sleep(0.003)
        engine.dispose()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    waits = []
    for number in range(25):
        began = time.perf_counter()
        workspace.write(lambda uow, number=number: uow.add(Person(name=str(number))))  # type: ignore[misc]
        waits.append(time.perf_counter() - began)
    stop.set()
    holder.join()
    # SQLite's own waiting takes some 0.2 s for half of these.
    assert statistics.median(waits) < 0.08


def test_it_gives_up_in_time_and_leaves_the_connection_as_it_was(
    workspace: SqlWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "BUSY_MILLISECONDS", 50)
    engine = make_engine(workspace.path)
    with engine.begin(), pytest.raises(EnvironmentProblem, match="Another program is using"):
        workspace.write(lambda uow: uow.add(Person(name="late")))
    engine.dispose()
    monkeypatch.undo()
    workspace.write(lambda uow: uow.add(Person(name="in time")))
    assert [person.name for person in workspace.reader().all(Person)] == ["in time"]
    assert pragma(workspace, "busy_timeout") == BUSY_MILLISECONDS


@pytest.mark.parametrize("goes_on", [True, False])
def test_commits_are_forced_again_after_an_import(workspace: SqlWorkspace, goes_on: bool) -> None:
    def run() -> None:
        workspace.import_batch(
            "trello",
            "b.json",
            lambda uow, batch: uow.add(Person(name="a", batch_id=batch)),
            lambda rows: goes_on,
        )

    if goes_on:
        run()
    else:
        with pytest.raises(Cancelled):
            run()
    full = 2
    assert pragma(workspace, "synchronous") == full
    assert pragma(workspace, "foreign_keys") == 1
