"""Windows of points reduced to what the pixels of a plot can show: lines or filled columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cockpit.domain.points import Window

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def part(window: Window, t0: float, t1: float) -> slice:
    """Return which columns of a window lie in [t0, t1], with one more on either side."""
    first, last = np.searchsorted(window.t, (t0, t1), side="left")
    return slice(max(0, int(first) - 1), min(len(window), int(last) + 2))


def longest_step(window: Window, step: float) -> float:
    """Return the distance from one column to the next beyond which there is a gap.

    `step` is how far points are apart by their grain, in milliseconds, 0 when there is none.
    Columns that stand for several points are further apart, and unevenly so.
    """
    if len(window) < 2:
        return float("inf")
    if window.exact:
        return 1.6 * step if step > 0 else float("inf")
    usual = float(np.quantile(np.diff(window.t), 0.95))
    return max(1.6 * step, 2.2 * usual)


def runs(t: Ints, limit: float) -> list[slice]:
    """Return the stretches of times in which no two neighbours are further apart than a limit."""
    if len(t) == 0:
        return []
    breaks = np.flatnonzero(np.diff(t) > limit) + 1
    edges = [0, *breaks.tolist(), len(t)]
    return [slice(first, last) for first, last in pairwise(edges)]


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry per pixel column: its place, and the lowest and highest value drawn in it."""

    x: Ints
    lo: Floats
    hi: Floats
    # The last value in the column, which the next column goes on from.
    last: Floats


def to_columns(window: Window, rows: slice, x: Floats) -> Columns:
    """Reduce columns of a window to pixel columns; `x` are their places in pixels."""
    pixel = np.floor(x).astype(np.int64)
    starts = np.concatenate(([0], np.flatnonzero(np.diff(pixel)) + 1))
    ends = np.concatenate((starts[1:], [len(pixel)])) - 1
    return Columns(
        x=pixel[starts],
        lo=np.minimum.reduceat(window.lo[rows], starts),
        hi=np.maximum.reduceat(window.hi[rows], starts),
        last=window.last[rows][ends],
    )


def joined(columns: Columns) -> tuple[Floats, Floats]:
    """Return low and high of each column, stretched to meet the value before: no line is torn."""
    low, high = columns.lo.copy(), columns.hi.copy()
    if len(low) > 1:
        np.minimum(low[1:], columns.last[:-1], out=low[1:])
        np.maximum(high[1:], columns.last[:-1], out=high[1:])
    return low, high


def zigzag(window: Window, rows: slice) -> tuple[Ints, Floats]:
    """Return a line through a window: its points, or the first, extremes and last of its columns.

    Within a column the lower extreme is drawn first when the column rises, so that the line goes
    the way the values went as far as the columns tell.
    """
    t = window.t[rows]
    if window.exact:
        return t, window.mean[rows]
    first, last = window.first[rows], window.last[rows]
    low, high = window.lo[rows], window.hi[rows]
    rises = first <= last
    values = np.stack((first, np.where(rises, low, high), np.where(rises, high, low), last), axis=1)
    return np.repeat(t, 4), values.reshape(-1)


def nearest(window: Window, t: float) -> int | None:
    """Return which column of a window lies nearest to an instant, None in an empty one."""
    if len(window) == 0:
        return None
    after = int(np.searchsorted(window.t, t))
    if after == 0:
        return 0
    if after == len(window):
        return after - 1
    earlier, later = float(window.t[after - 1]), float(window.t[after])
    return after if later - t < t - earlier else after - 1
