"""Points of series as numpy arrays: what is stored, and what a chart of some pixels draws.

A time is int64 milliseconds since 1970 in UTC; for a figure with a grain it is the instant at
which the period starts in the figure's zone. Ranges are half open, [from, to).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
import numpy.typing as npt

Times = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]
Flags = npt.NDArray[np.uint8]


class PointFlag(IntFlag):
    """What is known about a value beside the number."""

    RUNNING = 1  # the period was not over when the value was taken
    ESTIMATED = 2  # the source says that it is an estimate
    MISSING = 4  # the source said that there is no value; the value is NaN


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Points:
    """Points of one series, three arrays of one length; `t` strictly ascending when read."""

    t: Times
    value: Values
    flags: Flags

    def __len__(self) -> int:
        return len(self.t)

    def __getitem__(self, part: slice | npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Points:
        """Return some of the points."""
        return Points(t=self.t[part], value=self.value[part], flags=self.flags[part])

    def between(self, t0: int, t1: int) -> Points:
        """Return the points of [t0, t1); `t` must ascend."""
        first, last = np.searchsorted(self.t, (t0, t1))
        return self[slice(int(first), int(last))]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """A stretch of a series reduced to columns, arrays of one length in order of time.

    Column i is what lies from `t[i]` on, up to the next column: how many values (`count`, NaN not
    counted, never 0), their smallest, largest and mean, and the first and last in time. Stretches
    without values are absent. `exact`: each column is one point, so `lo`, `hi`, `mean`, `first`
    and `last` are that point's value; `flags` are those of all points of a column together.
    """

    t: Times
    lo: Values
    hi: Values
    mean: Values
    first: Values
    last: Values
    count: npt.NDArray[np.int64]
    flags: Flags
    exact: bool

    def __len__(self) -> int:
        return len(self.t)


@dataclass(frozen=True, slots=True)
class Extent:
    """The times of the first and last point of a series, and how many there are; 0, 0, 0: none."""

    t0: int
    t1: int
    count: int


def make_points(
    t: Iterable[int] | Times,
    value: Iterable[float] | Values,
    flags: Iterable[int] | Flags | None = None,
) -> Points:
    """Return points of any sequences; NaN values get the flag MISSING."""
    times = np.asarray(t if isinstance(t, np.ndarray) else list(t), np.int64)
    values = np.asarray(value if isinstance(value, np.ndarray) else list(value), np.float64)
    if flags is None:
        marks = np.zeros(len(times), np.uint8)
    else:
        marks = np.array(flags if isinstance(flags, np.ndarray) else list(flags), np.uint8)
    marks[np.isnan(values)] |= np.uint8(PointFlag.MISSING)
    return Points(t=times, value=values, flags=marks)


def ordered(points: Points) -> Points:
    """Return the points in order of time; of several with one time the one given last stays."""
    t = points.t
    if len(t) < 2 or bool(np.all(t[1:] > t[:-1])):
        return points
    order = np.argsort(t, kind="stable")
    times = t[order]
    keep = np.append(times[1:] != times[:-1], True)
    return points[order[keep]]


def merged(old: Points, new: Points) -> Points:
    """Return both, in order of time; where both have a time, the new one stays."""
    return ordered(
        Points(
            t=np.concatenate((old.t, new.t)),
            value=np.concatenate((old.value, new.value)),
            flags=np.concatenate((old.flags, new.flags)),
        )
    )


def same_values(left: Values, right: Values) -> npt.NDArray[np.bool_]:
    """Compare values element by element; NaN equals NaN."""
    both: npt.NDArray[np.bool_] = (left == right) | (np.isnan(left) & np.isnan(right))
    return both


@dataclass(frozen=True, slots=True, kw_only=True)
class PointCounts:
    """What storing points did: how many times were new, got another value, had it already, went."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: PointCounts) -> PointCounts:
        """Return both together."""
        return PointCounts(
            added=self.added + other.added,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            removed=self.removed + other.removed,
        )

    @property
    def wrote(self) -> int:
        """How many times are different now."""
        return self.added + self.changed + self.removed
