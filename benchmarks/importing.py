"""A million rows come in while somebody edits: beside bare statements, and how long edits wait."""

from __future__ import annotations

import contextlib
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.measure import limit_row, milliseconds, percentile, ratio_row
from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import Cancelled
from cockpit.domain.imported import (
    ImportedBoard,
    ImportedColumn,
    ImportedComment,
    ImportedLabel,
    ImportedMove,
    ImportedTask,
)
from cockpit.domain.quick_add import parse_quick_add
from cockpit.services import tasks
from cockpit.services.board_import import BoardMerge, board_rows
from cockpit.storage.workspace import SqlWorkspace

# Each task brings ten rows: itself, a label, five moves, three comments.
TASKS = 100_000
EDITS = 200
ROUNDS = 3
RATIO_LIMIT = 4.0
EDIT_LIMIT = 100.0
AT = datetime(2026, 1, 1, tzinfo=UTC)
# Filled by an import and so by the floor.
TABLES = ("column", "label", "task", "task_label", "comment", "transition")


def board(count: int) -> ImportedBoard:
    """Return a board of so many tasks."""
    return ImportedBoard(
        system="trello",
        key="b",
        name="Big",
        columns=tuple(ImportedColumn(key=f"c{n}", name=f"C{n}", position=n) for n in range(5)),
        labels=tuple(ImportedLabel(key=f"l{n}", name=f"L{n}") for n in range(7)),
        tasks=tuple(_task(number) for number in range(count)),
    )


def _task(number: int) -> ImportedTask:
    return ImportedTask(
        key=f"t{number}",
        column_key=f"c{number % 5}",
        title=f"支付回归测试 card {number}",
        created_at=AT,
        position=float(number),
        label_keys=(f"l{number % 7}",),
        moves=tuple(
            ImportedMove(
                key=f"m{step}",
                from_column_key=f"c{step % 5}",
                to_column_key=f"c{(step + 1) % 5}",
                at=AT + timedelta(days=step),
            )
            for step in range(5)
        ),
        comments=tuple(
            ImportedComment(key=f"x{number}-{step}", text=f"银联超时 please retry {step}", at=AT)
            for step in range(3)
        ),
    )


def bring_in(workspace: SqlWorkspace, content: ImportedBoard, stop_at: int | None = None) -> None:
    """Import a board, or cancel it after so many rows."""
    launch_id = workspace.reader().launches()[0].id
    workspace.import_batch(
        "trello",
        "big.json",
        lambda uow, batch: BoardMerge(uow, content, launch_id, batch).run(),
        lambda rows: stop_at is None or rows < stop_at,
    )


def floor(source: Path, target: Path) -> float:
    """Return the time of inserting the same rows into the same tables with bare executemany.

    One transaction, no journal, no identity of the source looked up, no index of words.
    """
    new_workspace(target, "en", "UTC", None).close()
    read, write = _driver(source), _driver(target)
    for table in TABLES:
        write.execute(f'DELETE FROM "{table}"')
    rows = {table: read.execute(f'SELECT * FROM "{table}"').fetchall() for table in TABLES}
    launch = write.execute("SELECT id FROM launch").fetchone()[0]
    for table in ("column", "label", "task"):
        names = [row[1] for row in write.execute(f'PRAGMA table_info("{table}")')]
        at = names.index("launch_id")
        rows[table] = [(*row[:at], launch, *row[at + 1 :]) for row in rows[table]]

    def insert() -> None:
        write.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            marks = ", ".join("?" * len(rows[table][0]))
            write.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows[table])
        write.execute("COMMIT")

    took = milliseconds(insert)
    read.close()
    write.close()
    return took


def _driver(path: Path) -> Any:
    workspace = SqlWorkspace(path)
    return workspace._engine.raw_connection().driver_connection


def edit(path: Path, seconds: float) -> None:
    """Make edits spread over some seconds, as another process, and print how long each took."""
    workspace = SqlWorkspace(path)
    launch = workspace.reader().launches()[0]
    column = workspace.reader().columns(launch.id)[0]
    print("ready", flush=True)
    for number in range(EDITS):
        time.sleep(random.random() * 2 * seconds / EDITS)
        quick = parse_quick_add(f"edit {number}", date(2026, 1, 1))
        took = milliseconds(
            lambda: workspace.write(
                lambda uow: tasks.create_task(uow, launch.id, column.id, quick)  # noqa: B023
            )
        )
        print(time.time(), took, flush=True)
    workspace.close()


def counts(path: Path) -> dict[str, int]:
    """Return how many rows each table has."""
    driver = _driver(path)
    names = [*TABLES, "batch", "step", "journal", "counter"]
    found = {n: driver.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in names}
    driver.close()
    return found


def run(count: int = TASKS) -> bool:
    """Measure and print; tell whether every limit is kept."""
    content = board(count)
    total = board_rows(content)
    print(f"import of {total:,} rows: ours, bare executemany of the same rows, ratio")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, bare, undone = [], [], []
        for round_ in range(ROUNDS):
            alone = folder / f"alone{round_}.cockpit"
            workspace = new_workspace(alone, "en", "UTC", None)
            ours.append(milliseconds(lambda: bring_in(workspace, content)))  # noqa: B023
            bare.append(floor(alone, folder / f"floor{round_}.cockpit"))
            undone.append(milliseconds(workspace.undo))
            workspace.close()
        middle = statistics.median(ours)
        kept = ratio_row("import", middle, statistics.median(bare), RATIO_LIMIT)
        print(f"{'undo of it':<46}{statistics.median(undone):10.2f} ms")
        kept &= _edits_meanwhile(folder / "busy.cockpit", content, middle / 1000)
        kept &= _cancelled(folder / "cancelled.cockpit", content, total // 2)
    return kept


def _edits_meanwhile(path: Path, content: ImportedBoard, seconds: float) -> bool:
    workspace = new_workspace(path, "en", "UTC", None)
    script = (
        "from pathlib import Path; from benchmarks.importing import edit; "
        f"edit(Path({str(path)!r}), {seconds * 0.6})"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert other.stdout is not None
    other.stdout.readline()
    took = milliseconds(lambda: bring_in(workspace, content))
    ended = time.time()
    workspace.close()
    lines = [line.split() for line in other.communicate()[0].splitlines()]
    times = [float(took) for moment, took in lines if float(moment) <= ended]
    print(f"{'import with edits in between':<46}{took:10.2f} ms")
    kept = limit_row(f"{len(times)} edits meanwhile, p99", percentile(times, 0.99), EDIT_LIMIT)
    print(f"{'median and slowest':<46}{statistics.median(times):10.2f} ms{max(times):10.2f} ms")
    return kept


def _cancelled(path: Path, content: ImportedBoard, stop_at: int) -> bool:
    workspace = new_workspace(path, "en", "UTC", None)
    before = counts(path)
    took = 0.0
    with contextlib.suppress(Cancelled):
        took = milliseconds(lambda: bring_in(workspace, content, stop_at))
    workspace.close()
    left = counts(path)
    print(f"cancelled after {stop_at:,} rows: {'nothing' if left == before else left} left")
    return left == before and took == 0.0


if __name__ == "__main__":
    raise SystemExit(0 if run() else 1)
