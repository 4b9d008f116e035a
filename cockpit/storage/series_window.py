"""Reads stretches of a series: as columns in time that grows with their pixels, or as points.

A window goes down the levels of roll-ups and stops, stretch by stretch, where a bucket is no wider
than a pixel. A bucket that goes further down is wider than one, and buckets do not overlap, so at
most as many as there are pixels do, on each level, however long or uneven the series is.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from cockpit.domain.points import Extent, Points, Window, make_points, merged
from cockpit.storage.series_cache import BlockCache
from cockpit.storage.series_rollups import Buckets, singles, together, window_of
from cockpit.storage.series_rows import BlockRow, block_rows, neighbour, read_recent
from cockpit.storage.series_versions import resolved

# Separate stretches asked for one by one; more of them are asked for as one.
_STRETCHES: Final = 40
_NONE: Final = make_points([], [])


class SeriesWindows:
    """Answers about the points of series over a connection given with each question."""

    def __init__(self) -> None:
        self._cache = BlockCache()

    def window(self, connection: Connection, series: int, t0: int, t1: int, pixels: int) -> Window:
        """Return [t0, t1) as columns, with the nearest point on either side."""
        pixels = max(1, pixels)
        parts = self._sealed(connection, series, (t0, t1), max(1, (t1 - t0) // pixels))
        recent = _recent(connection, series, t0, t1 - 1)
        if len(recent):
            parts.append(singles(recent))
        found = [part for part in parts if len(part)]
        before, after = _NONE, _NONE
        if not found or min(int(part.t[0]) for part in found) >= t0:
            before = self.before(connection, series, t0 - 1, 1)
        if not found or max(int(part.end[-1]) for part in found) < t1:
            after = self._after(connection, series, t1)
        buckets = together([*(each for each in (singles(before), *found, singles(after)))])
        buckets = buckets[np.argsort(buckets.t, kind="stable")]
        return window_of(buckets, t0, t1, pixels)

    def _sealed(
        self, connection: Connection, series: int, span: tuple[int, int], width: int
    ) -> list[Buckets]:
        """Return buckets no wider than a width, and single points, that reach into [t0, t1)."""
        top = connection.exec_driver_sql(
            "SELECT max(level) FROM block WHERE series = ?", (series,)
        ).scalar()
        wide = _Stretches(np.array([span[0]]), np.array([span[1] - 1]))
        found: list[Buckets] = []
        for level in range(top or 0, -1, -1):
            rows = wide.rows(connection, series, level)
            if level:
                buckets = together(self._cache.buckets(connection, rows))
            else:
                points = self._cache.points(connection, rows)
                buckets = together([singles(each.between(*span)) for each in points])
            buckets = buckets[(buckets.end >= span[0]) & (buckets.t < span[1]) & wide.meet(buckets)]
            narrow = (buckets.end - buckets.t < width) | (buckets.rows == 1)
            found.append(buckets[narrow])
            if bool(narrow.all()):
                break
            wide = _stretches(buckets, ~narrow)
        return found

    def before(self, connection: Connection, series: int, t: int, count: int) -> Points:
        """Return the last points at or before a time, at most so many, in order."""
        rows = (
            connection.exec_driver_sql(
                "SELECT DISTINCT t FROM point WHERE series = ? AND t <= ? ORDER BY t DESC LIMIT ?",
                (series, t, count),
            )
            .scalars()
            .all()
        )
        points = _recent(connection, series, rows[-1], t) if rows else _NONE
        if len(points) < count == len(rows):
            # Some of those times have no point any more.
            points = _recent(connection, series, None, t)
        at: int | None = t
        while len(points) < count and at is not None:
            row = neighbour(connection, series, 0, at, after=False)
            at = None if row is None else row.from_t - 1
            if row is not None and row.count:
                [sealed] = self._cache.points(connection, [row])
                points = merged(sealed[sealed.t <= t], points)
        return points[slice(max(0, len(points) - count), None)]

    def _after(self, connection: Connection, series: int, t: int) -> Points:
        """Return the first point at or after a time."""
        return self.points(connection, series, t, np.iinfo(np.int64).max, 1)

    def points(self, connection: Connection, series: int, t0: int, t1: int, limit: int) -> Points:
        """Return the first points of [t0, t1), at most so many."""
        found: list[Points] = []
        count = 0
        row = neighbour(connection, series, 0, t0, after=False)
        if row is None or row.to_t < t0:
            row = neighbour(connection, series, 0, t0, after=True)
        while row is not None and row.from_t < t1 and count < limit:
            [sealed] = self._cache.points(connection, [row])
            found.append(sealed.between(t0, t1))
            count += len(found[-1])
            row = neighbour(connection, series, 0, row.from_t, after=True)
        if count < limit:
            found.append(_recent(connection, series, t0, t1 - 1))
        return _chain(found)[slice(0, limit)]

    def extent(self, connection: Connection, series: int) -> Extent:
        """Return where a series begins and ends, and how many points it has."""
        ends: list[int] = []
        for order in ("from_t", "from_t DESC"):
            from_t = connection.exec_driver_sql(
                "SELECT from_t FROM block WHERE series = ? AND level = 0 AND hidden = 0 "
                f"AND count > 0 ORDER BY {order} LIMIT 1",
                (series,),
            ).scalar()
            row = None if from_t is None else neighbour(connection, series, 0, from_t, after=False)
            if row is not None:
                [sealed] = self._cache.points(connection, [row])
                ends += [int(sealed.t[0]), int(sealed.t[-1])]
        recent = _recent(connection, series, None, None)
        if len(recent):
            ends += [int(recent.t[0]), int(recent.t[-1])]
        if not ends:
            return Extent(0, 0, 0)
        return Extent(min(ends), max(ends), self._count(connection, series) + len(recent))

    def _count(self, connection: Connection, series: int) -> int:
        """Return how many points are in blocks, as the highest level sums them up."""
        top = connection.exec_driver_sql(
            "SELECT max(level) FROM block WHERE series = ? AND hidden = 0", (series,)
        ).scalar()
        if not top:
            return 0
        rows = block_rows(connection, series, int(top), -(1 << 62), 1 << 62)
        return sum(int(each.rows.sum()) for each in self._cache.buckets(connection, rows))


class _Stretches:
    """Stretches of time [t, end] in order that do not overlap."""

    def __init__(self, t: npt.NDArray[np.int64], end: npt.NDArray[np.int64]) -> None:
        self._t, self._end = t, end

    def rows(self, connection: Connection, series: int, level: int) -> list[BlockRow]:
        """Return the blocks of a level that reach into any of them, each once."""
        if len(self._t) > _STRETCHES:
            rows = block_rows(connection, series, level, int(self._t[0]), int(self._end[-1]))
            return [row for row in rows if self._has(row)]
        found: dict[int, BlockRow] = {}
        for t, end in zip(self._t.tolist(), self._end.tolist(), strict=True):
            found.update((row.id, row) for row in block_rows(connection, series, level, t, end))
        return list(found.values())

    def _has(self, row: BlockRow) -> bool:
        at = int(np.searchsorted(self._t, row.to_t, "right")) - 1
        return at >= 0 and bool(self._end[at] >= row.from_t)

    def meet(self, buckets: Buckets) -> npt.NDArray[np.bool_]:
        """Tell which buckets reach into any of them."""
        at = np.searchsorted(self._t, buckets.end, "right") - 1
        found: npt.NDArray[np.bool_] = (at >= 0) & (self._end[np.maximum(at, 0)] >= buckets.t)
        return found


def _stretches(buckets: Buckets, wide: npt.NDArray[np.bool_]) -> _Stretches:
    """Return what some buckets, at least one, cover; neighbours make one stretch."""
    first = wide & ~np.append(False, wide[:-1])
    last = wide & ~np.append(wide[1:], False)
    return _Stretches(buckets.t[first], buckets.end[last])


def _recent(connection: Connection, series: int, t0: int | None, t1: int | None) -> Points:
    """Return the points of [t0, t1] that are rows and count."""
    recent = read_recent(connection, series, t0, t1)
    return resolved(recent)[0].points if len(recent) else _NONE


def _chain(parts: list[Points]) -> Points:
    found = [part for part in parts if len(part)]
    if len(found) < 2:
        return found[0] if found else _NONE
    return Points(
        t=np.concatenate([part.t for part in found]),
        value=np.concatenate([part.value for part in found]),
        flags=np.concatenate([part.flags for part in found]),
    )
