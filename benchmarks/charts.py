"""Frames of a chart with ten and fifty million points beside an empty pyqtgraph plot; live tiles.

A frame is from asking for another range to the end of the paint that it causes. The frames of the
chart and of the empty plot are taken in turn, so that what else the machine does weighs on both.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from benchmarks.measure import limit_row, percentile, ratio_row
from cockpit.bootstrap import new_workspace
from cockpit.domain.kpi import Aggregation, Kpi, Mark, Series
from cockpit.domain.organisation import Product
from cockpit.domain.periods import Grain
from cockpit.domain.points import Window, make_points
from cockpit.services import kpis
from cockpit.services.ports import UnitOfWork
from cockpit.services.readers import Reader
from cockpit.storage.workspace import SqlWorkspace
from cockpit.ui.application import make_application
from cockpit.ui.charts.records import ChartStyle, Line

SIZE = (1200, 600)
FRAMES = 150
FRAME_LIMIT = 1.7
GROWTH_LIMIT = 1.15
OPEN_LIMIT = 150.0
SECOND = 1000
FIRST = 1_700_000_000_000
PART = 2_000_000
TILES = 24
TILE_POINTS = 10_000
HERTZ = 10
LIVE_SECONDS = 6.0
TILE_LIMIT = 12.0  # percent of one core
STYLE = ChartStyle(
    title="Payment success",
    note="succeeded / initiated, all channels; mean, at each moment",
    unit="%",
    decimals=2,
    grain=Grain.INSTANT,
    zone="Asia/Shanghai",
    this_year=2026,
    lines=(Line(key="a", name="Payment success"), Line(key="t", name="Target", role="target")),
)


def build(path: Path, count: int) -> int:
    """Make a workspace with one series of so many points, a second apart; return its key."""
    workspace = new_workspace(path, "en", "Asia/Shanghai", date(2026, 11, 24))
    made: list[Series] = []

    def create(uow: UnitOfWork) -> None:
        product = uow.find(Product)[0]
        kpi: Kpi = kpis.create_kpi(
            uow, product.id, "Payment success", unit="%", decimals=2,
            aggregation=Aggregation.MEAN, grain=Grain.INSTANT,
        )  # fmt: skip
        made.extend(uow.find(Series, kpi_id=kpi.id))

    workspace.write(create)
    random, level = np.random.default_rng(count), 98.0
    for start in range(0, count, PART):
        size = min(PART, count - start)
        steps = random.standard_normal(size) * 0.01
        values = level + np.cumsum(steps)
        level = float(values[-1])
        values += random.standard_normal(size) * 0.2
        t = FIRST + np.arange(start, start + size, dtype=np.int64) * SECOND
        points = make_points(t, values)
        workspace.write(lambda uow, points=points: kpis.put_points(uow, made[0].id, points))  # type: ignore[misc]
    workspace.close()
    return made[0].key


def target_window() -> Window:
    """A target that holds from before the first point on."""
    t, value = np.array([FIRST - 1], np.int64), np.array([98.5])
    return Window(
        t=t, lo=value, hi=value, mean=value, first=value, last=value,
        count=np.ones(1, np.int64), flags=np.zeros(1, np.uint8), exact=True,
    )  # fmt: skip


def marks(span: int) -> list[Mark]:
    """Twelve releases over a span."""
    return [
        Mark(kind="release", id=str(index), text=f"2.{index}", t0=FIRST + span * index // 12)
        for index in range(12)
    ]


class ChartStage:
    """A chart over the series of a workspace, opened from disk."""

    def __init__(self, path: Path, key: int, count: int) -> None:
        from cockpit.ui.charts.time_chart import TimeChart

        self.workspace = SqlWorkspace(path)
        self.reader: Reader = self.workspace.reader()
        self.key, self.span = key, count * SECOND
        self.chart = TimeChart()
        self.chart.resize(*SIZE)

    def open(self) -> None:
        """Show the whole series and paint it."""
        found = marks(self.span)

        def fetch(t0: int, t1: int, pixels: int) -> list[Window]:
            return [self.reader.window(self.key, t0, t1, pixels), target_window()]

        whole = (FIRST, FIRST + self.span)
        self.chart.show_series(STYLE, fetch, whole, whole, lambda _t0, _t1: found)
        self.chart.show()
        QApplication.processEvents()

    def close(self) -> None:
        """Let go of the file."""
        self.chart.hide()
        self.chart.deleteLater()
        self.workspace.close()
        QApplication.processEvents()


Ranges = Callable[[int], tuple[float, float]]


def pans(span: float, share: float) -> Ranges:
    """Ranges of a share of the span, each 2 % of its width from the last, to and fro."""
    width = span * share

    def at(step: int) -> tuple[float, float]:
        turns = 0.02 * (step % 100 if step % 100 < 50 else 100 - step % 100)
        start = FIRST + (span - width) / 2 + (turns - 0.5) * width
        return start, start + width

    return at


def zooms(span: float) -> Ranges:
    """Ranges around the middle, from all to a ten-thousandth and back."""

    def at(step: int) -> tuple[float, float]:
        depth = 1 - abs(2 * step / FRAMES - 1)
        width = span * 10 ** (-4 * depth)
        middle = FIRST + span / 2
        return middle - width / 2, middle + width / 2

    return at


def pair(ours: Callable[[float, float], object], floor: Callable[[float, float], object],
         ranges: Ranges) -> tuple[list[float], list[float]]:  # fmt: skip
    """The times of frames of the chart and of the empty plot, taken in turn."""
    taken: tuple[list[float], list[float]] = ([], [])
    for step in range(FRAMES):
        for times, show in zip(taken, (ours, floor), strict=True):
            begun = time.perf_counter()
            show(*ranges(step))
            QApplication.processEvents()
            times.append((time.perf_counter() - begun) * 1000)
    return taken


def compare(stage: ChartStage, what: str) -> dict[str, float]:
    """Print a line for each way to move, and return the ratios to the empty plot."""
    import pyqtgraph as pg

    plot = pg.PlotWidget()
    plot.resize(*SIZE)
    plot.show()
    QApplication.processEvents()
    ways = {
        "pan 90 %": pans(stage.span, 0.9), "pan 10 %": pans(stage.span, 0.1),
        "pan 0.1 %": pans(stage.span, 0.001), "zoom": zooms(stage.span),
    }  # fmt: skip
    stage.chart.limits = (FIRST - stage.span, FIRST + 2 * stage.span)
    ratios = {}
    for name, ranges in ways.items():
        ours, floor = pair(
            stage.chart.set_range, lambda t0, t1: plot.setXRange(t0, t1, padding=0), ranges
        )
        middle, base = statistics.median(ours), statistics.median(floor)
        ratios[name] = middle / base
        ratio_row(f"{what}, {name}", middle, base, FRAME_LIMIT)
        print(f"{'    slowest of twenty':<46}{percentile(ours, 0.95):10.2f} ms"
              f"{percentile(floor, 0.95):10.2f} ms")  # fmt: skip
    plot.close()
    plot.deleteLater()
    return ratios


def live_tiles() -> None:
    """Measure what 24 tiles take of a core when each gets a new point ten times a second."""
    from PySide6.QtCore import QTimer

    from cockpit.ui.charts.tile import Tile
    from cockpit.ui.charts.tile_grid import TileGrid

    random = np.random.default_rng(1)
    data = [50 + np.cumsum(random.standard_normal(2 * TILE_POINTS)) for _tile in range(TILES)]
    grid = TileGrid()
    grid.resize(1240, 640)
    at = [0]

    def tile(index: int) -> Tile:
        values = data[index][at[0] : at[0] + TILE_POINTS]
        return Tile(key=str(index), name=f"Server {index}", value=f"{values[-1]:,.1f}", unit="ms",
                    spark=values, target=50.0, target_text="Target ≤ 50 ms",
                    as_of="as of 09:20")  # fmt: skip

    def tick() -> None:
        at[0] += 1
        for index in range(TILES):
            grid.update_tile(index, tile(index))

    grid.set_tiles([tile(index) for index in range(TILES)])
    grid.show()
    QApplication.processEvents()
    timer = QTimer()
    timer.setInterval(round(1000 / HERTZ))
    timer.timeout.connect(tick)
    timer.start()
    begun, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - begun < LIVE_SECONDS:
        QApplication.processEvents()
        time.sleep(0.002)
    wall, cpu = time.perf_counter() - begun, time.process_time() - used
    timer.stop()
    share = 100 * (cpu - idle_share() * wall) / wall
    kept = "ok" if share <= TILE_LIMIT else "MISSED"
    rate = at[0] / wall
    print(f"24 live tiles of 10,000 points at {rate:.1f} Hz{share:10.1f} % of one core"
          f"{'':>12}≤ {TILE_LIMIT:g} %  {kept}")  # fmt: skip
    grid.close()


def idle_share() -> float:
    """What the waiting itself takes: the same loop without tiles."""
    begun, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - begun < 1.0:
        QApplication.processEvents()
        time.sleep(0.002)
    return (time.process_time() - used) / (time.perf_counter() - begun)


def run() -> None:
    """Measure and print a line for each figure."""
    make_application("light")
    import pyqtgraph  # noqa: F401  its import is no part of opening a chart

    print(f"frames of a chart, medians of {FRAMES}: ours, empty pyqtgraph plot, ratio")
    ratios = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in (10_000_000, 50_000_000):
            path, name = Path(folder, f"{count}.cockpit"), f"{count // 1_000_000} M points"
            key = build(path, count)
            stage = ChartStage(path, key, count)
            begun = time.perf_counter()
            stage.open()
            limit_row(f"{name}, chart opens", (time.perf_counter() - begun) * 1000, OPEN_LIMIT)
            ratios[count] = compare(stage, name)
            stage.close()
    for way, ratio in ratios[50_000_000].items():
        growth = ratio / ratios[10_000_000][way]
        kept = "ok" if growth <= GROWTH_LIMIT else "MISSED"
        print(f"{f'50 M beside 10 M points, {way}':<72}{growth:7.2f} ×  ≤ {GROWTH_LIMIT} ×  {kept}")
    live_tiles()


if __name__ == "__main__":
    run()
