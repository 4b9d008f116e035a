"""The points of all series in one file: recent ones as rows, the rest sealed into blocks.

What is kept are versions: what each batch said of a time. Of one time the newest batch that is
shown counts, so any batch can be hidden and shown again, in whatever order, and what it had
overwritten comes back. Live points are of no batch and always count, by when they came.

- Visible blocks hold versions of shown batches only, do not overlap, and all rows lie after them.
- A hidden batch has blocks of its own, which nothing reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from sqlalchemy import Connection

from cockpit.domain.points import PointCounts, Points, ordered, same_values
from cockpit.storage.series_blocks import (
    GONE,
    Versions,
    decode_versions,
    decode_visible,
    joined,
    versions_of,
)
from cockpit.storage.series_rows import (
    VISIBLE,
    BlockRow,
    block_rows,
    delete_blocks,
    delete_recent,
    hidden_at,
    last_time,
    neighbour,
    read_bytes,
    read_recent,
    rehide,
    write_recent,
)
from cockpit.storage.series_tree import Ready, ready_block, rebuild, write_block
from cockpit.storage.series_versions import resolved, united

# Points in a full block; a smaller one than the second takes in what comes after it.
BLOCK: Final = 8192
_SMALL: Final = 4096
# Rows of a series before they are sealed, and how many of the newest stay rows.
RECENT: Final = 1024
_KEPT: Final = 64


def pieces(visible: Versions, buried: Versions) -> Iterator[tuple[Versions, Versions]]:
    """Cut versions into blocks of about equal size, none above the full one."""
    if len(visible) <= BLOCK:
        if len(visible) or len(buried):
            yield visible, buried
        return
    count = -(-len(visible) // BLOCK)
    edges = [len(visible) * each // count for each in range(count + 1)]
    for first, last in pairwise(edges):
        low = np.int64(np.iinfo(np.int64).min) if first == 0 else visible.t[first]
        at_end = last == len(visible)
        high = np.int64(np.iinfo(np.int64).max) if at_end else visible.t[last] - 1
        part = (buried.t >= low) & (buried.t <= high)
        yield visible[slice(first, last)], buried[part]


class SeriesStore:
    """Reads and changes points over an open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def visible(self, series: int, t0: int, t1: int) -> Points:
        """Return the points of [t0, t1] that count."""
        rows = block_rows(self._connection, series, 0, t0, t1)
        contents = read_bytes(self._connection, [row.id for row in rows])
        parts = [decode_visible(contents[row.id]) for row in rows]
        recent = read_recent(self._connection, series, t0, t1)
        if len(recent):
            parts.append(resolved(recent)[0])
        return joined(parts).points.between(t0, t1 + 1)

    def difference(self, series: int, points: Points) -> tuple[Points, PointCounts]:
        """Return those of some ordered points that are not there with the same value already."""
        if not len(points):
            return points, PointCounts()
        old = self.visible(series, int(points.t[0]), int(points.t[-1]))
        if not len(old):
            return points, PointCounts(added=len(points))
        at = np.minimum(np.searchsorted(old.t, points.t), len(old) - 1)
        known = old.t[at] == points.t
        same = known & same_values(old.value[at], points.value) & (old.flags[at] == points.flags)
        counts = PointCounts(
            added=int((~known).sum()),
            changed=int((known & ~same).sum()),
            unchanged=int(same.sum()),
        )
        return points[~same], counts

    def missing(self, series: int, t0: int, t1: int, points: Points) -> Points:
        """Return what says that the points of [t0, t1) not among some are gone."""
        old = self.visible(series, t0, t1 - 1)
        gone = old.t[~np.isin(old.t, points.t)]
        return Points(
            t=gone,
            value=np.full(len(gone), np.nan),
            flags=np.full(len(gone), GONE, np.uint8),
        )

    def put(self, series: int, points: Points, number: int) -> PointCounts:
        """Write points of a shown batch and tell what that did."""
        points = ordered(points)
        if 0 < len(points) <= RECENT and self._is_after_all(series, int(points.t[0])):
            # What nearly all live points are: later than everything, so there is nothing to ask.
            self._add_recent(series, versions_of(points, number))
            return PointCounts(added=len(points))
        new, counts = self.difference(series, points)
        self.apply(series, versions_of(new, number))
        return counts

    def _is_after_all(self, series: int, t: int) -> bool:
        newest = self._connection.exec_driver_sql(
            "SELECT max((SELECT coalesce(max(t), ?1) FROM point WHERE series = ?2), "
            "(SELECT coalesce(max(to_t), ?1) FROM (SELECT to_t FROM block WHERE series = ?2 "
            "AND level = 0 AND hidden = 0 ORDER BY from_t DESC LIMIT 1)))",
            (t - 1, series),
        ).scalar_one()
        return t > int(newest)

    def apply(self, series: int, versions: Versions) -> None:
        """Write versions of shown batches where they belong."""
        if not len(versions):
            return
        versions = versions[np.argsort(versions.t, kind="stable")]
        end = last_time(self._connection, series)
        cut = 0 if end is None else int(np.searchsorted(versions.t, end, "right"))
        self._into_blocks(series, versions[slice(0, cut)])
        self._into_recent(series, versions[slice(cut, None)])

    def _into_recent(self, series: int, versions: Versions) -> None:
        """Write versions that lie after all blocks: as rows, or sealed when they are many."""
        if not len(versions):
            return
        t0, t1 = int(versions.t[0]), int(versions.t[-1])
        old = read_recent(self._connection, series, t0, t1)
        if len(old):
            old = old[np.isin(old.t, versions.t)]
        visible, buried = united(old, versions)
        for t in old.t.tolist():
            delete_recent(self._connection, series, t, t)
        everything = joined((visible, buried))
        if len(everything) <= RECENT:
            self._add_recent(series, everything)
        else:
            rest = read_recent(self._connection, series)
            self._connection.exec_driver_sql("DELETE FROM point WHERE series = ?", (series,))
            self._after_blocks(series, joined((rest, everything)))

    def _add_recent(self, series: int, versions: Versions) -> None:
        """Write versions as rows, and seal the rows of the series when they are many."""
        write_recent(self._connection, series, versions)
        count = self._connection.exec_driver_sql(
            "SELECT count(*) FROM point WHERE series = ?", (series,)
        ).scalar_one()
        # Not for all series at the same time: those that are written together grow together.
        if count > RECENT * (1 + series % 32 / 64):
            self.seal(series)

    def seal(self, series: int, keep: int = _KEPT) -> None:
        """Move the recent points of a series, but for the newest, into blocks."""
        recent = read_recent(self._connection, series)
        if len(recent) <= keep:
            return
        first_kept = int(recent.t[len(recent) - keep]) if keep else int(recent.t[-1]) + 1
        old = recent[recent.t < first_kept]
        if len(old):
            delete_recent(self._connection, series, int(old.t[0]), int(old.t[-1]))
            self._after_blocks(series, old)

    def _after_blocks(self, series: int, versions: Versions) -> None:
        """Write blocks that lie after all others; a small last one is filled up first."""
        last = neighbour(self._connection, series, 0, int(versions.t.max()), after=False)
        if last is not None and last.count < max(_SMALL, BLOCK - len(versions)):
            versions = joined((*self._taken(last), versions))
        self._write(series, *resolved(versions))

    def _into_blocks(self, series: int, versions: Versions) -> None:
        """Write versions of times within the span of the blocks, each into its block."""
        if not len(versions):
            return
        t0, t1 = int(versions.t[0]), int(versions.t[-1])
        rows = block_rows(self._connection, series, 0, t0, t1)
        before = neighbour(self._connection, series, 0, t0, after=False)
        after = neighbour(self._connection, series, 0, t1, after=True)
        # What lies in a gap goes to the block before it, else to the first one.
        known = {row.from_t: row for row in (before, *rows, after) if row is not None}
        rows = [known[each] for each in sorted(known)]
        starts = np.array([row.from_t for row in rows], np.int64)
        at = np.maximum(np.searchsorted(starts, versions.t, "right") - 1, 0)
        for index in np.unique(at).tolist():
            old = joined(self._taken(rows[index]))
            self._write(series, *united(old, versions[at == index]))

    def _taken(self, row: BlockRow) -> tuple[Versions, Versions]:
        """Read a block and remove it."""
        content = read_bytes(self._connection, [row.id])[row.id]
        delete_blocks(self._connection, [row])
        return decode_versions(content)

    def _write(self, series: int, visible: Versions, buried: Versions) -> None:
        """Write visible blocks and what is above them."""
        ready = [ready_block(*piece) for piece in pieces(visible, buried)]
        for each in ready:
            write_block(self._connection, series, VISIBLE, each)
        t = np.concatenate((visible.t, buried.t))
        if len(t):
            rebuild(self._connection, series, int(t.min()), int(t.max()))

    def show(self, row: BlockRow) -> bool:
        """Let a hidden block count; tell whether what is above it is to be made anew."""
        end = last_time(self._connection, row.series)
        if end is None or row.from_t > end:
            recent = read_recent(self._connection, row.series, None, row.to_t)
            if len(recent):
                # What is shown lies among the rows or after them: they become blocks first.
                self.seal(row.series, 0)
                end = last_time(self._connection, row.series)
        last = neighbour(self._connection, row.series, 0, row.to_t, after=False)
        alone = last is None or last.to_t < row.from_t
        small = row.count < _SMALL and last is not None and last.count < _SMALL
        if alone and not small:
            rehide(self._connection, row, VISIBLE)
            return True
        content = read_bytes(self._connection, [row.id])[row.id]
        delete_blocks(self._connection, [row])
        self.apply(row.series, joined(decode_versions(content)))
        return False

    def hide(self, series: int, t0: int, t1: int, number: int) -> None:
        """Take what one batch said of [t0, t1] out of what counts, and keep it hidden."""
        found = []
        recent = read_recent(self._connection, series, t0, t1)
        mine = recent[recent.number == number]
        if len(mine):
            found.append(mine)
            self._connection.exec_driver_sql(
                "DELETE FROM point WHERE series = ? AND batch = ?", (series, number)
            )
        for row in block_rows(self._connection, series, 0, t0, t1):
            if row.pure(number):
                rehide(self._connection, row, number)
            elif row.holds(number):
                versions = joined(self._taken(row))
                found.append(versions[versions.number == number])
                left = resolved(versions[versions.number != number])
                for piece in pieces(*left):
                    write_block(self._connection, series, VISIBLE, ready_block(*piece))
        rebuild(self._connection, series, t0, t1)
        if found:
            self.write_hidden(series, hidden_blocks(joined(found)), number)

    def write_hidden(self, series: int, ready: Sequence[Ready], number: int) -> None:
        """Write blocks of one hidden batch; what starts where another one does joins it."""
        for each in ready:
            while (row := hidden_at(self._connection, series, number, each[0][0])) is not None:
                content = read_bytes(self._connection, [row.id])[row.id]
                delete_blocks(self._connection, [row])
                again = joined((*decode_versions(content), *decode_versions(each[3])))
                each = ready_block(*resolved(again))
            write_block(self._connection, series, number, each)


def hidden_blocks(versions: Versions) -> list[Ready]:
    """Return blocks, ready to be written, of versions of one hidden batch."""
    return [ready_block(*piece) for piece in pieces(*resolved(versions))]
