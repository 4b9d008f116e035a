"""From arrays to what is painted: pixel columns, gaps, running periods, fetched stretches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from cockpit.domain.kpi import Mark
from cockpit.domain.periods import Grain, zone_named
from cockpit.domain.points import PointFlag, Window, make_points
from cockpit.ui.application import make_application
from cockpit.ui.charts.bars import place
from cockpit.ui.charts.columns import (
    joined,
    longest_step,
    nearest,
    part,
    runs,
    to_columns,
    zigzag,
)
from cockpit.ui.charts.frame import Frame
from cockpit.ui.charts.loader import WindowLoader
from cockpit.ui.charts.primitives import polygon
from cockpit.ui.charts.records import ChartStyle, Line
from cockpit.ui.charts.shapes import Shapes, build, survey
from cockpit.ui.charts.view import compose

DAY = 86_400_000
LINE = Line(key="a", name="A")
PLOT = QRectF(50, 20, 400, 200)


@pytest.fixture(autouse=True, scope="module")
def application() -> None:
    """Fonts, which places of texts are measured with."""
    make_application("light")


def exact(t: list[int], values: list[float], flags: list[int] | None = None) -> Window:
    points = make_points(t, values, flags)
    points = points[~np.isnan(points.value)]
    value = points.value
    return Window(
        t=points.t, lo=value, hi=value, mean=value, first=value, last=value,
        count=np.ones(len(points), np.int64), flags=points.flags, exact=True,
    )  # fmt: skip


def coarse(values: np.ndarray[tuple[int], np.dtype[np.float64]], per: int) -> Window:
    """Every `per` values as one column, a second between values."""
    many = values[: len(values) // per * per].reshape(-1, per)
    count = len(many)
    return Window(
        t=np.arange(count, dtype=np.int64) * per * 1000, lo=many.min(1), hi=many.max(1),
        mean=many.mean(1), first=many[:, 0].copy(), last=many[:, -1].copy(),
        count=np.full(count, per, np.int64), flags=np.zeros(count, np.uint8), exact=False,
    )  # fmt: skip


def frame(t0: float, t1: float, low: float = 0, high: float = 10) -> Frame:
    return Frame(plot=PLOT, t0=t0, t1=t1, low=low, high=high)


def test_a_frame_maps_there_and_back() -> None:
    one = frame(1000, 5000)
    assert one.x(1000) == 50
    assert one.x(5000) == 450
    assert one.y(0) == 220
    assert one.y(10) == 20
    assert one.instant(one.x(2345)) == pytest.approx(2345)
    assert one.xs(np.array([1000, 5000])).tolist() == [50, 450]
    assert one.ys(np.array([0.0, 10.0])).tolist() == [220, 20]


def test_a_part_has_one_point_beyond_either_edge() -> None:
    window = exact([0, 10, 20, 30, 40], [1, 2, 3, 4, 5])
    assert part(window, 15, 25) == slice(1, 5)
    assert part(window, 100, 200) == slice(4, 5)
    assert part(exact([], []), 0, 1) == slice(0, 0)


def test_missing_days_tear_the_line() -> None:
    t = np.array([0, 1, 2, 5, 6], np.int64) * DAY
    assert runs(t, 1.6 * DAY) == [slice(0, 3), slice(3, 5)]
    assert runs(t, float("inf")) == [slice(0, 5)]
    assert runs(t[:0], 1) == []


def test_uneven_columns_are_no_gaps() -> None:
    steps = [8, 16, 32, 16] * 10 + [64] + [8, 16, 32, 16] * 10
    t = np.cumsum([0, *steps]).astype(np.int64) * 1_000_000
    values = np.arange(len(t), dtype=np.float64)
    window = Window(
        t=t, lo=values, hi=values, mean=values, first=values, last=values,
        count=np.full(len(t), 5, np.int64), flags=np.zeros(len(t), np.uint8), exact=False,
    )  # fmt: skip
    assert len(runs(window.t, longest_step(window, 1000))) == 1
    torn = np.where(np.arange(len(t)) > 40, t + 100_000_000, t)
    assert len(runs(torn, longest_step(window, 1000))) == 2


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(2, 4000), st.floats(3, 300))
def test_columns_hold_every_value_of_their_pixels(seed: int, count: int, wide: float) -> None:
    values = np.random.default_rng(seed).standard_normal(count)
    window = exact(list(range(count)), values.tolist())
    x = np.arange(count) * wide / count
    columns = to_columns(window, slice(0, count), x)
    assert columns.x.tolist() == sorted(set(np.floor(x).astype(int).tolist()))
    low, high = joined(columns)
    for at, pixel in enumerate(columns.x):
        inside = values[np.floor(x) == pixel]
        assert columns.lo[at] == inside.min()
        assert columns.hi[at] == inside.max()
        if at:
            # A column reaches to the value before it, so the line is whole.
            assert low[at] <= columns.last[at - 1] <= high[at]


def test_a_zigzag_goes_through_the_extremes() -> None:
    window = coarse(np.array([1.0, 5, 2, 3, 9, 0, 7, 8]), 4)
    t, values = zigzag(window, slice(0, 2))
    assert values.tolist() == [1, 1, 5, 3, 9, 9, 0, 8] or values.tolist() == [
        1, 1, 5, 3, 9, 0, 9, 8,
    ]  # fmt: skip
    assert t.tolist() == [0] * 4 + [4000] * 4


def test_the_nearest_point() -> None:
    window = exact([0, 10, 20], [1, 2, 3])
    assert [nearest(window, t) for t in (-5, 4, 6, 14, 99)] == [0, 0, 1, 1, 2]
    assert nearest(exact([], []), 5) is None


def test_a_polygon_is_copied_whole() -> None:
    points = polygon(np.array([1.0, 2, 3]), np.array([4.0, 5, 6]))
    assert [(point.x(), point.y()) for point in points.toList()] == [(1, 4), (2, 5), (3, 6)]
    assert polygon(np.zeros(0), np.zeros(0)).isEmpty()


def test_a_running_period_is_apart_from_finished_ones() -> None:
    window = exact([0, DAY, 2 * DAY], [5, 6, 1], [0, 0, PointFlag.RUNNING])
    drawn = survey(window, -1, 9 * DAY, ChartStyle(), LINE)
    assert (drawn.finished, drawn.end, drawn.running) == (2, (DAY, 6.0), (2 * DAY, 1.0))
    assert (drawn.low, drawn.high) == (1, 6)
    # What would look like a fall does not stretch the axis either.
    hidden = survey(window, -1, 9 * DAY, ChartStyle(draws_running=False), LINE)
    assert (hidden.low, hidden.high) == (5, 6)
    # Without the flag the page says where the running period starts.
    plain = exact([0, DAY, 2 * DAY], [5, 6, 1])
    told = survey(plain, -1, 9 * DAY, ChartStyle(running_t=2 * DAY), LINE)
    assert told.running == (2 * DAY, 1.0)
    past = Line(key="b", name="before", role="comparison")
    assert survey(plain, -1, 9 * DAY, ChartStyle(running_t=2 * DAY), past).running is None


def test_few_points_are_lines_and_many_are_columns() -> None:
    few = exact([index * DAY for index in range(30)], [float(index % 7) for index in range(30)])
    shapes = survey(few, 0, 30 * DAY, ChartStyle(), LINE)
    build(shapes, few, frame(0, 30 * DAY), 1.6 * DAY, area=True)
    assert (len(shapes.lines), len(shapes.columns), len(shapes.areas)) == (1, 0, 1)
    many = coarse(np.random.default_rng(1).standard_normal(40_000), 40)
    shapes = survey(many, 0, 40_000_000, ChartStyle(), LINE)
    build(shapes, many, frame(0, 40_000_000, -4, 4), float("inf"), area=True)
    assert (len(shapes.lines), len(shapes.columns), len(shapes.area_columns)) == (0, 1, 1)
    assert shapes.segments <= PLOT.width() + 1


def test_a_lonely_point_is_a_dot() -> None:
    window = exact([0, 5 * DAY, 6 * DAY], [1, 2, 3])
    shapes = survey(window, 0, 7 * DAY, ChartStyle(), LINE)
    build(shapes, window, frame(0, 7 * DAY), 1.6 * DAY, area=False)
    assert shapes.dots == [(0, 1.0)]
    assert len(shapes.lines) == 1


def test_bars_stand_on_zero_and_side_by_side() -> None:
    window = exact([DAY, 2 * DAY, 3 * DAY], [5, -2, 8], [0, 0, PointFlag.RUNNING])
    style = ChartStyle(form="bar")
    drawn = [(window, survey(window, 0, 4 * DAY, style, LINE)) for _twice in range(2)]
    found = place(drawn, frame(0, 4 * DAY, -5, 10), DAY)
    first, second = found
    zero = frame(0, 4 * DAY, -5, 10).y(0)
    assert first.rects[0].bottom() == pytest.approx(zero)
    assert first.rects[1].top() == pytest.approx(zero)
    assert first.rects[0].right() <= second.rects[0].left()
    assert first.running is not None
    assert first.running.bottom() == pytest.approx(zero)
    # A year of days in 400 pixels is no place for bars.
    assert place(drawn, frame(0, 365 * DAY, -5, 10), DAY) == []


def test_bars_and_areas_begin_at_zero_and_lines_need_not() -> None:
    window = exact([DAY, 2 * DAY], [98.0, 99.0])
    ends = {}
    for form in ("line", "area", "bar"):
        style = ChartStyle(form=form, lines=(LINE,))
        view = compose(style, frame(0, 3 * DAY), [window], [2 * DAY], None)
        ends[form] = view.frame.low
    assert ends["line"] > 90
    assert ends["area"] == ends["bar"] == 0


def test_a_target_far_away_does_not_press_the_line_flat() -> None:
    window = exact([DAY, 2 * DAY], [98.0, 99.0])
    lines = (LINE, Line(key="t", name="Target", role="target"))
    style = ChartStyle(lines=lines)
    near = compose(style, frame(0, 3 * DAY), [window, exact([0], [99.5])], [1e9, 1e9], None)
    far = compose(style, frame(0, 3 * DAY), [window, exact([0], [500.0])], [1e9, 1e9], None)
    assert near.frame.high >= 99.5
    assert far.frame.high < 110


def test_marks_that_would_touch_are_folded() -> None:
    marks = [
        Mark(kind="release", id="1", text="2.0.0", t0=DAY),
        Mark(kind="release", id="2", text="2.0.1", t0=DAY + 3_600_000),
        Mark(kind="launch", id="3", text="Go live", t0=3 * DAY, t1=4 * DAY),
    ]
    style = ChartStyle(lines=(LINE,), grain=Grain.DAY)
    view = compose(style, frame(0, 5 * DAY), [exact([DAY], [1.0])], [1e9], marks)
    assert [placed.text for placed in view.marks] == ["2.0.0 +1", "Go live"]
    assert view.marks[0].tip() == "2.0.0\n2.0.1"
    left, right = view.marks[1].bands[0]
    # The band lies exactly over the day that the mark touches.
    assert (left, right) == (view.frame.x(2.5 * DAY), view.frame.x(3.5 * DAY))
    assert zone_named(style.zone).key == "UTC"


class Counting:
    """A fetch that counts, over a second of data per millisecond asked."""

    def __init__(self, *, exact_up_to: int) -> None:
        self.asked: list[tuple[int, int, int]] = []
        self.exact_up_to = exact_up_to

    def __call__(self, t0: int, t1: int, pixels: int) -> list[Window]:
        self.asked.append((t0, t1, pixels))
        step = max(1, (t1 - t0) // pixels)
        t = np.arange(t0, t1, step, dtype=np.int64)
        value = np.zeros(len(t))
        return [
            Window(
                t=t, lo=value, hi=value, mean=value, first=value, last=value,
                count=np.ones(len(t), np.int64), flags=np.zeros(len(t), np.uint8),
                exact=step <= self.exact_up_to,
            )
        ]  # fmt: skip


def test_small_moves_need_no_fetch() -> None:
    fetch = Counting(exact_up_to=0)
    loader = WindowLoader(fetch, 0)
    for step in range(20):
        loader.windows(100_000 + 20 * step, 101_000 + 20 * step, 500)
    assert loader.fetches == len(fetch.asked) == 1
    loader.windows(102_000, 103_000, 500)
    assert loader.fetches == 2


def test_zooming_in_fetches_before_the_columns_are_too_coarse() -> None:
    loader = WindowLoader(Counting(exact_up_to=0), 0)
    width = 1_000_000.0
    for _notch in range(40):
        (window,) = loader.windows(5e6 - width / 2, 5e6 + width / 2, 500)
        inside = window.t[(window.t >= 5e6 - width / 2) & (window.t < 5e6 + width / 2)]
        assert 500 <= len(inside) <= 2 * 2 * 500
        width /= 1.1
    assert loader.fetches < 20


def test_exact_points_are_not_fetched_again_when_zooming_in() -> None:
    loader = WindowLoader(Counting(exact_up_to=10**9), 0)
    width = 100_000.0
    for _notch in range(20):
        loader.windows(5e6 - width / 2, 5e6 + width / 2, 500)
        width /= 1.2
    assert loader.fetches == 1


def test_shapes_start_empty() -> None:
    assert Shapes().low > Shapes().high
