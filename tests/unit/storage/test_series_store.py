"""Points come out as they went in, whatever the order of writing, undoing and doing again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cockpit.domain.errors import Cancelled
from cockpit.domain.points import Points, make_points
from cockpit.storage import batches
from cockpit.storage.point_batches import show_points_slice
from cockpit.storage.point_stage import Staging
from cockpit.storage.unit_of_work import SqlUnitOfWork
from cockpit.storage.workspace import SqlWorkspace
from tests.unit.storage.series_world import KEY, World, small_blocks

ALWAYS = (-(10**9), 10**9)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with small_blocks():
        made = World.new(tmp_path)
        yield made
        made.workspace.close()


def kept(workspace: SqlWorkspace) -> dict[int, float]:
    points = workspace.reader().points(KEY, *ALWAYS)
    assert points.t.tolist() == sorted(set(points.t.tolist()))
    return dict(zip(points.t.tolist(), points.value.tolist(), strict=True))


def line(first: int, last: int, value: float = 1.0) -> Points:
    return make_points(range(first, last), [value] * (last - first))


def rows(workspace: SqlWorkspace, table: str) -> int:
    with workspace._engine.connect() as connection:
        return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())


@pytest.mark.parametrize("seed", range(12))
def test_points_are_those_of_the_plain_model(world: World, seed: int) -> None:
    chance = random.Random(seed)
    for _step in range(25):
        world.act(chance)
        expected = world.expected()
        assert kept(world.workspace) == expected
        extent = world.workspace.reader().extent(KEY)
        ends = (min(expected), max(expected)) if expected else (0, 0)
        assert (extent.t0, extent.t1, extent.count) == (*ends, len(expected))
        assert world.workspace.reader().counts()["points"] == len(expected)
    assert world.workspace.check() == []


def test_the_same_points_again_change_nothing(world: World) -> None:
    world.put(line(0, 200))
    before = rows(world.workspace, "block_bytes"), rows(world.workspace, "step")
    changes = world.workspace.write(lambda uow: uow.put_points(KEY, line(0, 200)))
    assert changes.step is None
    assert (rows(world.workspace, "block_bytes"), rows(world.workspace, "step")) == before


def test_writing_tells_what_is_new_what_is_different_and_what_went(world: World) -> None:
    world.put(line(0, 10))
    found = []
    later = make_points([5, 6, 7, 12], [1.0, 2.0, np.nan, 1.0])
    world.workspace.write(lambda uow: found.append(uow.replace_points(KEY, 0, 8, later)))
    [counts] = found
    assert (counts.added, counts.changed, counts.unchanged, counts.removed) == (1, 2, 1, 5)


def test_an_older_batch_undone_leaves_what_came_over_it(world: World) -> None:
    world.bring_in(line(0, 40, 1.0), in_slices=False)
    world.workspace._person = "you"
    world.put(line(20, 60, 2.0))
    world.workspace._person = "me"
    world.workspace.undo()
    assert kept(world.workspace) == dict.fromkeys(range(20, 60), 2.0)
    world.workspace._person = "you"
    world.workspace.undo()
    assert kept(world.workspace) == {}
    world.workspace._person = "me"
    world.workspace.redo()
    assert kept(world.workspace) == dict.fromkeys(range(40), 1.0)


def test_a_live_point_stays_when_an_older_batch_is_done_again(world: World) -> None:
    world.put(line(0, 3, 1.0))
    world.workspace.undo()
    changes = world.workspace.append_live({KEY: make_points([1], [7.0])})
    assert changes.step is None
    world.workspace.redo()
    assert kept(world.workspace) == {0: 1.0, 1: 7.0, 2: 1.0}


def test_an_import_cut_off_while_it_writes_leaves_nothing(world: World, tmp_path: Path) -> None:
    world.put(line(0, 100))
    path = world.workspace.path
    _leave_behind(world.workspace, "open")
    world.workspace.close()
    world.workspace = SqlWorkspace(path)
    assert kept(world.workspace) == dict.fromkeys(range(100), 1.0)
    assert world.workspace.check() == []
    assert rows(world.workspace, "point_batch") == 1
    assert rows(world.workspace, "point_range") == 1


def test_an_import_cut_off_while_it_shows_is_finished(world: World) -> None:
    world.put(line(0, 100))
    path = world.workspace.path
    _leave_behind(world.workspace, "showing")
    with world.workspace._engine.begin() as connection:
        batch = connection.exec_driver_sql("SELECT id FROM batch WHERE state = 'showing'").scalar()
        assert show_points_slice(connection, str(batch))
    world.workspace.close()
    world.workspace = SqlWorkspace(path)
    assert kept(world.workspace) == {t: 2.0 if t >= 50 else 1.0 for t in range(400)}
    assert world.workspace.check() == []


def _leave_behind(workspace: SqlWorkspace, state: str) -> None:
    """Write the points of a batch and go no further, as a crash does."""
    with workspace._engine.connect() as connection, workspace._engine.connect() as reading:
        connection.exec_driver_sql(
            "INSERT INTO batch(id, at, format, file, state) "
            "VALUES ('b', '2026-01-01T00:00:00.000000Z', 'series', 'f', 'open')"
        )
        connection.commit()
        Staging(connection, reading, "b", lambda _count: None).write(KEY, line(50, 400, 2.0))
        batches.set_state(connection, "b", state)
        connection.commit()


def test_an_import_that_is_cancelled_leaves_nothing(world: World) -> None:
    world.put(line(0, 100))
    before = {name: rows(world.workspace, name) for name in ("block", "block_bytes", "batch")}

    def action(uow: SqlUnitOfWork, _batch: str) -> None:
        uow.put_points(KEY, line(90, 700, 2.0))

    with pytest.raises(Cancelled):
        world.workspace.import_batch("series", "f", action, lambda count: count < 200)
    assert kept(world.workspace) == dict.fromkeys(range(100), 1.0)
    assert {name: rows(world.workspace, name) for name in before} == before


def test_times_given_twice_in_parts_of_one_import_keep_the_last(world: World) -> None:
    def action(uow: SqlUnitOfWork, _batch: str) -> None:
        uow.put_points(KEY, line(0, 60, 1.0))
        uow.put_points(KEY, line(0, 30, 2.0))

    world.workspace.import_batch("series", "f", action)
    assert kept(world.workspace) == {t: 2.0 if t < 30 else 1.0 for t in range(60)}
    assert world.workspace.check() == []


FAULTS = {
    "a flipped bit": (
        "UPDATE block_bytes SET bytes = "
        "CAST(substr(bytes, 1, 40) || X'5A5B' || substr(bytes, 43) AS BLOB)",
        "is damaged",
    ),
    "lost content": ("DELETE FROM block_bytes WHERE id = 1", "has lost its content"),
    "a wrong count": ("UPDATE block SET count = count + 1 WHERE level = 0", "does not hold"),
    "content of nobody": (
        "INSERT INTO block_bytes(bytes) VALUES (X'00')",
        "belong to no block",
    ),
    "rows among blocks": (
        "INSERT INTO point(series, t, batch, value, flags) VALUES (1, 5, 1, 1.0, 0)",
        "lie among sealed ones",
    ),
    "hidden without an import": (
        "UPDATE block SET hidden = 98 WHERE from_t = (SELECT max(from_t) FROM block)",
        "are hidden, but their import is not",
    ),
    "a roll-up gone": (
        "DELETE FROM block WHERE level = 2 AND from_t = "
        "(SELECT min(from_t) FROM block WHERE level = 2)",
        "roll-up of level 2 is missing",
    ),
    "overlap": (
        "UPDATE block SET to_t = to_t + 20 WHERE level = 0",
        "overlap",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_check_names_what_is_wrong_with_points(world: World, fault: str) -> None:
    statement, said = FAULTS[fault]
    for first in range(0, 400, 50):
        world.put(make_points(range(first, first + 50), np.arange(first, first + 50) / 7))
    assert world.workspace.check() == []
    with world.workspace._engine.begin() as connection:
        connection.exec_driver_sql(statement)
    problems = world.workspace.check()
    assert any(said in problem["what"] for problem in problems), problems
