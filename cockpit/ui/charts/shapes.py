"""What of a line is painted in a frame: polygons or pixel columns, made once per view."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from cockpit.domain.points import PointFlag, Window
from cockpit.ui.charts.columns import joined, part, runs, to_columns, zigzag
from cockpit.ui.charts.primitives import polygon

if TYPE_CHECKING:
    from PySide6.QtGui import QPolygonF

    from cockpit.ui.charts.frame import Frame
    from cockpit.ui.charts.records import ChartStyle, Line

Rects = tuple[
    npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]
]
# Beyond so many segments in sight a line is painted as columns of pixels.
MOST_SEGMENTS: Final = 5000


@dataclass(slots=True)
class Shapes:
    """One line in one frame; rectangles are in device pixels, all else in logical ones.

    `end` is the last finished value in sight, `running` that of the period that is not over, both
    as instant and value.
    """

    lines: list[QPolygonF] = field(default_factory=list)
    columns: list[Rects] = field(default_factory=list)
    areas: list[QPolygonF] = field(default_factory=list)
    area_columns: list[Rects] = field(default_factory=list)
    dots: list[tuple[int, float]] = field(default_factory=list)
    end: tuple[int, float] | None = None
    running: tuple[int, float] | None = None
    low: float = float("inf")
    high: float = float("-inf")
    segments: int = 0
    finished: int = 0  # how many columns of the window are of periods that are over


def finished(window: Window, running_t: int | None) -> int:
    """Return how many columns at the start of a window are of periods that are over."""
    count = len(window)
    if count and window.exact and window.flags[-1] & PointFlag.RUNNING:
        count -= 1
    if running_t is not None and window.exact:
        count = min(count, int(np.searchsorted(window.t, running_t)))
    return count


def survey(window: Window, t0: float, t1: float, style: ChartStyle, line: Line) -> Shapes:
    """Find what a window has in [t0, t1): its extremes, its end, the running value."""
    shapes = Shapes()
    # What the present is compared with is over, though it is laid over the running period.
    past = line.role == "comparison"
    count = shapes.finished = len(window) if past else finished(window, style.running_t)
    draws_running = style.draws_running or style.form == "bar"
    first, last = (int(at) for at in np.searchsorted(window.t, (t0, t1)))
    inside = slice(first, min(last, count))
    if inside.stop > inside.start:
        shapes.low = float(np.min(window.lo[inside]))
        shapes.high = float(np.max(window.hi[inside]))
        shapes.end = (int(window.t[inside.stop - 1]), float(window.last[inside.stop - 1]))
    if count < len(window) and t0 <= window.t[-1] < t1:
        shapes.running = (int(window.t[-1]), float(window.last[-1]))
        if draws_running:
            shapes.low = min(shapes.low, shapes.running[1])
            shapes.high = max(shapes.high, shapes.running[1])
    return shapes


def reach_target(shapes: Shapes, window: Window, t0: float, t1: float, data: Shapes) -> None:
    """Note the targets that hold in [t0, t1), unless they are so far off that they press `data`."""
    before, last = (int(at) for at in np.searchsorted(window.t, (t0, t1)))
    values = window.mean[max(0, before - 1) : last]
    reach = 2 * (data.high - data.low) or abs(data.high) or 1.0
    near = values[(values >= data.low - reach) & (values <= data.high + reach)]
    if len(near):
        shapes.low, shapes.high = float(near.min()), float(near.max())


def build(shapes: Shapes, window: Window, frame: Frame, gap: float, *, area: bool) -> None:
    """Make the polygons or columns of a line, torn where columns are further apart than a gap."""
    rows = part(window, frame.t0, frame.t1)
    rows = slice(rows.start, min(rows.stop, shapes.finished))
    if rows.stop <= rows.start:
        return
    for run in runs(window.t[rows], gap):
        stretch = slice(rows.start + run.start, rows.start + run.stop)
        if stretch.stop - stretch.start == 1 and window.exact:
            shapes.dots.append((int(window.t[stretch.start]), float(window.mean[stretch.start])))
        elif _is_dense(window, stretch, frame):
            _build_columns(shapes, window, stretch, frame, area=area)
        else:
            _build_polygons(shapes, window, stretch, frame, area=area)


def _is_dense(window: Window, rows: slice, frame: Frame) -> bool:
    """Whether there is at least one column of the window for each pixel."""
    count = rows.stop - rows.start
    if count < 2:
        return False
    span = float(window.t[rows.stop - 1] - window.t[rows.start])
    pixels = span * frame.plot.width() * frame.ratio / (frame.t1 - frame.t0)
    return count - 1 >= pixels or (count > MOST_SEGMENTS and not window.exact)


def _build_polygons(
    shapes: Shapes, window: Window, rows: slice, frame: Frame, *, area: bool
) -> None:
    t, values = zigzag(window, rows)
    x, y = frame.xs(t), frame.ys(values)
    shapes.lines.append(polygon(x, y))
    shapes.segments += len(x)
    if area:
        base = frame.y(max(0.0, frame.low))
        closed = np.concatenate(([x[0]], x, [x[-1]])), np.concatenate(([base], y, [base]))
        shapes.areas.append(polygon(*closed))


def _build_columns(
    shapes: Shapes, window: Window, rows: slice, frame: Frame, *, area: bool
) -> None:
    ratio = frame.ratio
    columns = to_columns(window, rows, frame.xs(window.t[rows]) * ratio)
    low, high = joined(columns)
    top = np.floor(frame.ys(high) * ratio).astype(np.int32)
    # As thick as a line even where the values stand still.
    thick = round(1.5 * ratio)
    bottom = np.maximum(np.ceil(frame.ys(low) * ratio).astype(np.int32), top + thick)
    x0 = columns.x.astype(np.int32)
    shapes.columns.append((x0, top, x0 + np.int32(1), bottom))
    if area:
        base = np.full(len(x0), round(frame.y(max(0.0, frame.low)) * ratio), np.int32)
        shapes.area_columns.append((x0, np.minimum(top, base), x0 + np.int32(1), base))
    shapes.segments += len(x0)
