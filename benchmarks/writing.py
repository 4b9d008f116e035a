"""What a person's edit, a bulk move and its undo cost, and that a move costs the same anywhere."""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

from benchmarks.measure import limit_row, median, milliseconds, percentile, ratio_row
from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import utc_now
from cockpit.domain.task import Task
from cockpit.services import tasks
from cockpit.storage.workspace import SqlWorkspace

LARGE, SMALL = 20_000, 200
BULK = 500
EDITS = 300
ROUNDS = 7
EDIT_LIMIT = 2.0
BULK_LIMIT = 500.0
SAME = 1.25


class Filled:
    """A workspace with so many tasks in five columns."""

    def __init__(self, path: Path, count: int) -> None:
        self.workspace = new_workspace(path, "en", "UTC", None)
        launch = self.workspace.reader().launches()[0]
        self.columns = [column.id for column in self.workspace.reader().columns(launch.id)]
        now = utc_now()
        made = [
            Task(
                launch_id=launch.id,
                column_id=self.columns[number % len(self.columns)],
                number=number + 1,
                title=f"支付回归测试 card {number}",
                description="灰度 20% 后 payment callbacks time out，重试三次。",
                position=float(number),
                entered_at=now,
            )
            for number in range(count)
        ]
        self.workspace.write(lambda uow: uow.add(*made))
        self.ids = [task.id for task in made]

    def edit(self, number: int, title: str) -> None:
        """Give a task another title: a row, a journal entry, a search row, a durable commit."""
        ids = [self.ids[number % len(self.ids)]]
        self.workspace.write(lambda uow: tasks.edit_tasks(uow, ids, title=title))

    def move(self, ids: list[str], column: int) -> None:
        """Move tasks to the end of a column."""
        column_id = self.columns[column % len(self.columns)]
        self.workspace.write(lambda uow: tasks.move_tasks(uow, ids, column_id))


def forced(folder: Path) -> float:
    """Return the median time of writing a page and forcing it to the disk, the floor of an edit."""
    handle = os.open(folder / "floor", os.O_RDWR | os.O_CREAT)
    force = getattr(os, "fdatasync", os.fsync)

    def write() -> None:
        os.pwrite(handle, os.urandom(4096), 0)
        force(handle)

    try:
        return median(write, EDITS)
    finally:
        os.close(handle)


def bulk(filled: Filled) -> tuple[float, float]:
    """Return the median times of a bulk move and of its undo."""
    moves, undos = [], []
    for step in range(ROUNDS):
        ids = filled.ids[step * BULK : (step + 1) * BULK]
        moves.append(milliseconds(lambda: filled.move(ids, step)))  # noqa: B023
        undos.append(milliseconds(filled.workspace.undo))
    return statistics.median(moves), statistics.median(undos)


def written(workspace: SqlWorkspace, filled: Filled) -> float:
    """Return the time of the bare statements of a bulk move: updates, transitions, journal."""
    driver = workspace._engine.raw_connection().driver_connection
    assert driver is not None

    def run() -> None:
        driver.execute("BEGIN IMMEDIATE")
        driver.executemany(
            "UPDATE task SET column_id = column_id, position = position + 1 WHERE id = ?",
            [(item_id,) for item_id in filled.ids[:BULK]],
        )
        driver.execute("COMMIT")

    return median(run, ROUNDS)


def run() -> bool:
    """Measure and print; tell whether every limit is kept."""
    print(f"writing in a file of {LARGE:,} tasks: ours, floor, ratio (floor: a forced page write)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        large, small = Filled(folder / "l.cockpit", LARGE), Filled(folder / "s.cockpit", SMALL)
        floor = forced(folder)
        edits = [milliseconds(lambda n=n: large.edit(n, f"新标题 {n}")) for n in range(EDITS)]  # type: ignore[misc]
        kept = limit_row("edit of a title, median", statistics.median(edits), EDIT_LIMIT, floor)
        print(f"{'edit of a title, p99':<46}{percentile(edits, 0.99):10.2f} ms")
        bare = written(large.workspace, large)
        moved, undone = bulk(large)
        kept &= limit_row(f"move of {BULK} cards (floor: bare updates)", moved, BULK_LIMIT, bare)
        kept &= limit_row("its undo", undone, BULK_LIMIT, bare)
        few, many = [], []
        for step in range(EDITS):
            few.append(milliseconds(lambda: small.move([small.ids[step % SMALL]], step)))  # noqa: B023
            many.append(milliseconds(lambda: large.move([large.ids[step]], step)))  # noqa: B023
        kept &= ratio_row(
            f"move of a card: {LARGE:,} beside {SMALL}",
            statistics.median(many),
            statistics.median(few),
            SAME,
        )
        large.workspace.close()
        small.workspace.close()
    return kept


if __name__ == "__main__":
    raise SystemExit(0 if run() else 1)
