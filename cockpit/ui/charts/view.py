"""One view of a chart, worked out whole before anything is painted of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from cockpit.domain.figures import Scale, scale_for
from cockpit.domain.periods import Grain, zone_named
from cockpit.domain.ticks import TimeTick, nice_range, time_ticks, value_texts, value_ticks
from cockpit.i18n import _
from cockpit.ui.charts import bars
from cockpit.ui.charts.frame import STEPS, Frame
from cockpit.ui.charts.lane import NOTE, Placed, place_marks
from cockpit.ui.charts.shapes import Shapes, build, reach_target, survey
from cockpit.ui.kit import fonts

if TYPE_CHECKING:
    from cockpit.domain.kpi import Mark
    from cockpit.domain.points import Window
    from cockpit.ui.charts.records import ChartStyle

ROOM_PER_DATE: Final = 96  # pixels
ROOM_PER_VALUE: Final = 46


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a chart shows between two instants; lists are in order of the style's lines."""

    style: ChartStyle
    zone: ZoneInfo
    frame: Frame
    windows: list[Window]
    gaps: list[float]
    shapes: list[Shapes]
    values: list[float]
    value_texts: list[str]
    scale: Scale
    dates: list[TimeTick]
    marks: list[Placed]
    # What the lane says about a running period that is not drawn.
    note: str = ""

    @property
    def step(self) -> int:
        """How far points are apart by their grain, in milliseconds; 0 for instants."""
        return STEPS[self.style.grain]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw in this stretch of time."""
        return all(shape.end is None and shape.running is None for shape in self.shapes)


def compose(
    style: ChartStyle,
    frame: Frame,
    windows: list[Window],
    gaps: list[float],
    marks: list[Mark] | None,
) -> View:
    """Work out a view: value range, ticks, shapes and the places of marks.

    `frame` has the plot and the range of time; its value range is chosen here. `gaps` are the
    distances beyond which the columns of a window are torn apart. `marks` is None for a chart
    without an event lane.
    """
    zone = zone_named(style.zone)
    shapes = _survey(style, frame, windows)
    low, high, values, scale, texts = _value_axis(style, frame, shapes)
    frame = replace(frame, low=low, high=high)
    for line, window, gap, shape in zip(style.lines, windows, gaps, shapes, strict=True):
        if line.role == "target":
            continue
        filled = style.form != "line" and line.role == "series"
        build(shape, window, frame, gap, area=filled)
    most = int(frame.plot.width() / (ROOM_PER_DATE * fonts.scale()))
    dates = time_ticks(int(frame.t0), int(frame.t1), max(2, most), zone, style.this_year)
    note = lane_note(style, shapes)
    placed: list[Placed] = []
    if marks is not None:
        beside = 0.0 if note else NOTE * fonts.scale()
        placed = place_marks(marks, frame, style.grain, zone, beside)
    return View(
        style=style, zone=zone, frame=frame, windows=windows, gaps=gaps, shapes=shapes,
        values=values, value_texts=texts, scale=scale, dates=dates, marks=placed, note=note,
    )  # fmt: skip


def _survey(style: ChartStyle, frame: Frame, windows: list[Window]) -> list[Shapes]:
    """Find the extremes of each line, those of targets last, since they give way."""
    shapes = [
        Shapes() if line.role == "target" else survey(window, frame.t0, frame.t1, style, line)
        for line, window in zip(style.lines, windows, strict=True)
    ]
    data = Shapes(
        low=min((shape.low for shape in shapes), default=0.0),
        high=max((shape.high for shape in shapes), default=1.0),
    )
    for line, window, shape in zip(style.lines, windows, shapes, strict=True):
        if line.role == "target" and data.low <= data.high:
            reach_target(shape, window, frame.t0, frame.t1, data)
    return shapes


def _value_axis(
    style: ChartStyle, frame: Frame, shapes: list[Shapes]
) -> tuple[float, float, list[float], Scale, list[str]]:
    """Choose round ends for the values in sight; bars and areas begin at zero."""
    low = min((shape.low for shape in shapes), default=math.inf)
    high = max((shape.high for shape in shapes), default=-math.inf)
    if not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    pad = 0.04 * (high - low)
    if style.form in ("bar", "area"):
        low, high = min(0.0, low), max(0.0, high + pad)
    else:
        low = 0.0 if low >= 0 > low - pad else low - pad
        high = high + pad
    most = min(5, max(2, int(frame.plot.height() / (ROOM_PER_VALUE * fonts.scale()))))
    low, high, step = _half_steps(low, high, most)
    values = value_ticks(low, high, step)
    scale = scale_for(max(abs(low), abs(high)))
    return low, high, values, scale, value_texts(values, step, scale.factor)


def lane_note(style: ChartStyle, shapes: list[Shapes]) -> str:
    """Say that the running period is left out, where it is."""
    hidden = any(shape.running is not None for shape in shapes)
    if not hidden or style.draws_running or style.form == "bar":
        return ""
    return _("today not drawn") if style.grain is Grain.DAY else _("latest not drawn")


def _half_steps(low: float, high: float, most: int) -> tuple[float, float, float]:
    """Return ends at half steps around two figures: whole steps would leave much paper empty."""
    bottom, top, step = nice_range(low, high, most)
    if bottom + step / 2 <= low:
        bottom += step / 2
    if top - step / 2 >= high:
        top -= step / 2
    return bottom, top, step


def bar_places(view: View) -> list[bars.Bars]:
    """Return the bars of each line that is drawn as such, none where they would be too thin."""
    if view.style.form != "bar":
        return []
    drawn = [
        (window, shape)
        for line, window, shape in zip(view.style.lines, view.windows, view.shapes, strict=True)
        if line.role == "series"
    ]
    return bars.place(drawn, view.frame, view.step)
