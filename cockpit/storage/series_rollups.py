"""Roll-ups of points: buckets of neighbours with what a chart needs to know of them.

A bucket never drops a point: it keeps the times of its first and last one, the extremes, the sum,
and the first and last value. Buckets of buckets are the same as buckets of all their points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt

from cockpit.domain.points import Flags, Points, Times, Values, Window
from cockpit.storage.series_blocks import DamagedBlock, decode_columns, encode_columns

# Points in a bucket of the first level; buckets in one of the next level.
FIRST: Final = 32
NEXT: Final = 8

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Buckets:
    """Buckets in order of time, arrays of one length.

    From `t` to `end` are the times of the first and last point; `rows` counts points and `count`
    those with a value. Without a value `lo`, `hi`, `first` and `last` are NaN and `total` is 0.
    """

    t: Times
    end: Times
    lo: Values
    hi: Values
    total: Values
    first: Values
    last: Values
    count: Counts
    rows: Counts
    flags: Flags

    def __len__(self) -> int:
        return len(self.t)

    def __getitem__(self, part: slice | npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> Buckets:
        """Return some of them."""
        return Buckets(**{name: getattr(self, name)[part] for name in _NAMES})


_NAMES: Final = tuple(field.name for field in fields(Buckets))


def together(parts: Sequence[Buckets]) -> Buckets:
    """Return buckets one after the other."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return singles(Points(t=np.empty(0, np.int64), value=np.empty(0), flags=_NO_FLAGS))
    return Buckets(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in _NAMES}
    )


_NO_FLAGS: Final = np.empty(0, np.uint8)


def singles(points: Points) -> Buckets:
    """Return each point as a bucket of its own."""
    there = ~np.isnan(points.value)
    return Buckets(
        t=points.t,
        end=points.t,
        lo=points.value,
        hi=points.value,
        total=np.where(there, points.value, 0.0),
        first=points.value,
        last=points.value,
        count=there.astype(np.int64),
        rows=np.ones(len(points), np.int64),
        flags=points.flags,
    )


def grouped(buckets: Buckets, starts: npt.NDArray[np.intp]) -> Buckets:
    """Return buckets of neighbours; `starts` are the indexes at which a group begins, 0 first."""
    if not len(buckets):
        return buckets
    ends = np.append(starts[1:], len(buckets)) - 1
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.add.reduceat(buckets.total, starts)
    return Buckets(
        t=buckets.t[starts],
        end=buckets.end[ends],
        lo=np.fmin.reduceat(buckets.lo, starts),
        hi=np.fmax.reduceat(buckets.hi, starts),
        total=total,
        first=buckets.first[_nearest(buckets.count, starts, ends, last=False)],
        last=buckets.last[_nearest(buckets.count, starts, ends, last=True)],
        count=np.add.reduceat(buckets.count, starts),
        rows=np.add.reduceat(buckets.rows, starts),
        flags=np.bitwise_or.reduceat(buckets.flags, starts),
    )


def _nearest(
    count: Counts,
    starts: npt.NDArray[np.intp],
    ends: npt.NDArray[np.intp],
    *,
    last: bool,
) -> npt.NDArray[np.intp]:
    """Return the index of each group's first (last) bucket that has a value, any one without."""
    places = np.arange(len(count))
    if last:
        found = np.maximum.reduceat(np.where(count > 0, places, -1), starts)
        return np.asarray(np.where(found < 0, ends, found), np.intp)
    found = np.minimum.reduceat(np.where(count > 0, places, len(count)), starts)
    return np.asarray(np.where(found == len(count), starts, found), np.intp)


def coarser(buckets: Buckets, size: int = NEXT) -> Buckets:
    """Return buckets of `size` neighbours."""
    return grouped(buckets, np.arange(0, len(buckets), size))


def encode_buckets(buckets: Buckets) -> bytes:
    """Return buckets as one block."""
    return encode_columns([getattr(buckets, name) for name in _NAMES])


def decode_buckets(content: bytes) -> Buckets:
    """Return the buckets of a block; raises DamagedBlock."""
    columns = decode_columns(content)
    if len(columns) != len(_NAMES):
        raise DamagedBlock("not a block of roll-ups")
    return Buckets(**dict(zip(_NAMES, columns, strict=True)))


def window_of(buckets: Buckets, t0: int, t1: int, pixels: int) -> Window:
    """Return buckets in order of time as the columns of a window.

    Few enough single points stay as they are; else a column is a pixel, cut where a multiple of
    its width is, so that columns keep their place while the window moves.
    """
    exact = bool((buckets.rows == 1).all()) and len(buckets) <= 2 * pixels + 2
    if not exact:
        width = max(1, (t1 - t0) // pixels)
        column = np.floor_divide(buckets.t, width)
        starts = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
        buckets = grouped(buckets, starts)
    buckets = buckets[buckets.count > 0]
    return Window(
        t=buckets.t,
        lo=buckets.lo,
        hi=buckets.hi,
        mean=buckets.total / buckets.count,
        first=buckets.first,
        last=buckets.last,
        count=buckets.count,
        flags=buckets.flags,
        exact=exact,
    )
