"""Where things lie in a chart: from instants and values to pixels and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np
from PySide6.QtCore import QRectF

from cockpit.domain.periods import Grain, end_of, start_of
from cockpit.ui.kit import fonts

if TYPE_CHECKING:
    from cockpit.ui.charts.columns import Floats, Ints

LEFT: Final = 44
RIGHT: Final = 108
TITLE: Final = 40
UNIT: Final = 20
AXIS: Final = 28
LANE: Final = 30
# How far apart the points of a grain are, in milliseconds; months and years about.
STEPS: Final[dict[Grain, int]] = {
    Grain.INSTANT: 0,
    Grain.MINUTE: 60_000,
    Grain.HOUR: 3_600_000,
    Grain.DAY: 86_400_000,
    Grain.WEEK: 7 * 86_400_000,
    Grain.MONTH: 30 * 86_400_000,
    Grain.QUARTER: 91 * 86_400_000,
    Grain.YEAR: 365 * 86_400_000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One view of a chart: the plot in logical pixels and the ranges that it shows.

    `ratio` is how many device pixels a logical one has.
    """

    plot: QRectF
    t0: float
    t1: float
    low: float = 0.0
    high: float = 1.0
    ratio: float = 1.0

    def x(self, t: float) -> float:
        """The place of an instant."""
        return self.plot.left() + (t - self.t0) * self.plot.width() / (self.t1 - self.t0)

    def y(self, value: float) -> float:
        """The place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.plot.bottom() - share * self.plot.height()

    def xs(self, t: Ints) -> Floats:
        """The places of many instants."""
        scale = self.plot.width() / (self.t1 - self.t0)
        places: Floats = (t.astype(np.float64) - self.t0) * scale + self.plot.left()
        return places

    def ys(self, values: Floats) -> Floats:
        """The places of many values."""
        scale = self.plot.height() / (self.high - self.low)
        places: Floats = self.plot.bottom() - (values - self.low) * scale
        return places

    def instant(self, x: float) -> float:
        """The instant at a place."""
        return self.t0 + (x - self.plot.left()) * (self.t1 - self.t0) / self.plot.width()


def plot_rect(width: float, height: float, *, titled: bool, lane: bool) -> QRectF:
    """Return where the plot lies in a chart of a size."""
    scale = fonts.scale()
    top = (TITLE if titled else 0) + UNIT
    bottom = AXIS + (LANE if lane else 0)
    return QRectF(
        LEFT * scale,
        top * scale,
        max(40.0, width - (LEFT + RIGHT) * scale),
        max(40.0, height - (top + bottom) * scale),
    )


def bucket(t: int, grain: Grain, zone: ZoneInfo) -> tuple[int, int]:
    """Return start and end of the period that an instant lies in; an instant is its own."""
    start = start_of(t, grain, zone)
    return start, end_of(start, grain, zone)
