"""Series at their sizes: a chart's window from disk, panning it, live points, and their import."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import sqlcipher3.dbapi2

from benchmarks.measure import limit_row, median, milliseconds, percentile, ratio_row
from cockpit.bootstrap import new_workspace
from cockpit.domain.points import make_points
from cockpit.exchange.series_import_file import SeriesTableImport
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace

SMALL, LARGE = 10_000_000, 50_000_000
CSV_ROWS = 2_000_000
PIXELS = 1200
ROUNDS = 3
PANS = 200

OPEN_LIMIT = 150.0
# A window is asked for in each frame; an empty plot takes 2 ms and a frame may take 1.7 of it.
PAN_LIMIT = 5.0
GROWTH_LIMIT = 1.5
IMPORT_LIMIT = 1.5
LIVE_LIMIT = 30.0

FIRST = 1_700_000_000_000
TABLE = (
    "CREATE TABLE point(series INTEGER, t INTEGER, batch INTEGER, value REAL, "
    "flags INTEGER NOT NULL, PRIMARY KEY (series, t, batch)) WITHOUT ROWID"
)


def fill(path: Path, count: int) -> float:
    """Make a workspace with a series of a value a second; return how long its import took."""
    rng = np.random.default_rng(1)
    t = FIRST + np.arange(count, dtype=np.int64) * 1000
    points = make_points(t, np.cumsum(rng.normal(size=count)))
    workspace = new_workspace(path, "en", "UTC", None)

    def action(uow: UnitOfWork, _batch: str) -> None:
        uow.put_points(1, points)

    took = milliseconds(lambda: workspace.import_batch("series", "f", action))
    workspace.close()
    return took


def open_window(path: Path) -> None:
    """Open a workspace and read the window of a whole series, printing how long that took."""
    workspace = SqlWorkspace(path)
    reader = workspace.reader()

    def read() -> None:
        extent = reader.extent(1)
        reader.window(1, extent.t0, extent.t1 + 1, PIXELS)

    print(milliseconds(read))
    workspace.close()


def opened(path: Path) -> float:
    """Return the median time of first windows in fresh processes, the file dropped from memory."""
    times = []
    for _round in range(2 * ROUNDS + 1):
        _forget(path)
        code = (
            "from pathlib import Path; from benchmarks.series import open_window; "
            f"open_window(Path({str(path)!r}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
        )
        times.append(float(done.stdout))
    return statistics.median(times)


def _forget(path: Path) -> None:
    """Ask the system to drop a file's pages, so that they come from the disk."""
    import os

    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def pans(path: Path) -> list[tuple[str, float]]:
    """Return the median time of a window while panning, at several widths."""
    workspace = SqlWorkspace(path)
    reader = workspace.reader()
    extent = reader.extent(1)
    span = extent.t1 - extent.t0
    found = []
    for share in (1.0, 0.1, 0.01, 0.001, 0.0001):
        width = int(span * share)
        at = iter(range(PANS + 1))

        def frame(width: int = width, at: Any = at) -> None:
            start = extent.t0 + int(span * 0.3) + next(at) * width // 400
            reader.window(1, start, start + width, PIXELS)

        frame()
        found.append((f"{share:g}", median(frame, PANS)))
    workspace.close()
    return found


def raw_rows(path: Path, count: int) -> float:
    """Return how long the same points take as rows through one bare executemany."""
    value = np.round(np.random.default_rng(1).normal(100, 5, count), 2).tolist()
    rows = [(1, FIRST + at * 1000, 2, each, 0) for at, each in enumerate(value)]
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(TABLE)

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO point VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("COMMIT")

    took = milliseconds(insert)
    connection.close()
    return took


def table_file(path: Path, count: int) -> None:
    """Write a CSV of a value a second."""
    first = np.datetime64("2024-01-01T00:00:00")
    times = (first + np.arange(count)).astype(str).tolist()
    value = np.round(np.random.default_rng(1).normal(100, 5, count), 2).tolist()
    with path.open("w") as file:
        file.write("time,value\n")
        file.writelines(f"{t},{each}\n" for t, each in zip(times, value, strict=True))


def imported(folder: Path, source: Path, number: int) -> float:
    """Return how long a CSV takes from the file into a workspace."""
    workspace = new_workspace(folder / f"import{number}.cockpit", "en", "UTC", None)
    table = SeriesTableImport(workspace, source)
    mapping = table.mapping.with_option("zone", "Europe/Berlin")
    took = milliseconds(lambda: table.run(mapping, lambda _done, _total: True))
    workspace.close()
    return took


def live(folder: Path) -> list[float]:
    """Return how long writes of a new point of 24 series take, as for tiles ten times a second."""
    workspace = new_workspace(folder / "live.cockpit", "en", "UTC", None)
    for key in range(24):
        history = make_points(FIRST + np.arange(10_000) * 100, np.arange(10_000.0))
        workspace.append_live({key: history})
    times = []
    for tick in range(1500):
        t = FIRST + 1_000_000 + tick * 100
        new = {key: make_points([t], [float(tick)]) for key in range(24)}
        times.append(milliseconds(lambda: workspace.append_live(new)))  # noqa: B023
    workspace.close()
    return times


def run(small: int = SMALL, large: int = LARGE, csv_rows: int = CSV_ROWS) -> bool:
    """Measure and print; tell whether every limit is kept."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {count: folder / f"{count}.cockpit" for count in (small, large)}
        for count, path in files.items():
            took = fill(path, count)
            size = path.stat().st_size / count
            print(f"{f'{count:,} points from memory':<46}{took:10.2f} ms{size:10.2f} bytes each")
        first, second = opened(files[small]), opened(files[large])
        kept = limit_row(f"chart of {small:,} opens from disk", first, OPEN_LIMIT)
        kept &= limit_row(f"chart of {large:,} opens from disk", second, OPEN_LIMIT, first)
        base = pans(files[small])
        for (share, less), (_share, more) in zip(base, pans(files[large]), strict=True):
            kept &= limit_row(f"window of {share} of {small:,}", less, PAN_LIMIT)
            kept &= ratio_row(f"window of {share} of {large:,}", more, less, GROWTH_LIMIT)
        kept &= _imports(folder, csv_rows)
        times = live(folder)
        kept &= limit_row("24 live points written, p99", percentile(times, 0.99), LIVE_LIMIT)
        print(f"{'median':<46}{statistics.median(times):10.2f} ms")
    return kept


def _imports(folder: Path, rows: int) -> bool:
    source = folder / "points.csv"
    table_file(source, rows)
    ours, bare = [], []
    for number in range(ROUNDS):
        ours.append(imported(folder, source, number))
        bare.append(raw_rows(folder / f"raw{number}.db", rows))
    what = f"import of a CSV of {rows:,} points"
    return ratio_row(what, statistics.median(ours), statistics.median(bare), IMPORT_LIMIT)


if __name__ == "__main__":
    raise SystemExit(0 if run() else 1)
