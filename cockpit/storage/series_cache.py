"""What was read of blocks, remembered: a block never changes, a changed one has another id."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from sqlalchemy import Connection

from cockpit.domain.points import Points
from cockpit.storage.series_blocks import decode_visible
from cockpit.storage.series_rollups import Buckets, decode_buckets
from cockpit.storage.series_rows import BlockRow, read_bytes

T = TypeVar("T", Points, Buckets)

# Points and buckets remembered: one takes 17 or 73 bytes.
_POINTS: Final = 400_000
_BUCKETS: Final = 100_000


class BlockCache:
    """The points and roll-ups of the blocks used last."""

    def __init__(self) -> None:
        self._points: _Kept[Points] = _Kept(_POINTS, _points)
        self._buckets: _Kept[Buckets] = _Kept(_BUCKETS, decode_buckets)

    def points(self, connection: Connection, rows: Sequence[BlockRow]) -> list[Points]:
        """Return the points of blocks of level 0 that count."""
        return self._points.read(connection, rows)

    def buckets(self, connection: Connection, rows: Sequence[BlockRow]) -> list[Buckets]:
        """Return the buckets of blocks of higher levels."""
        return self._buckets.read(connection, rows)


class _Kept(Generic[T]):
    """The newest of what was decoded, up to a number of elements in all."""

    def __init__(self, most: int, decode: Callable[[bytes], T]) -> None:
        self._most = most
        self._decode: Callable[[bytes], T] = decode
        self._total = 0
        # With its row: in a file that was restored an id may mean another block.
        self._kept: OrderedDict[int, tuple[BlockRow, T]] = OrderedDict()

    def read(self, connection: Connection, rows: Sequence[BlockRow]) -> list[T]:
        """Return what the blocks hold, in their order; raises DamagedBlock."""
        kept = self._kept
        absent = [row for row in rows if row.id not in kept or kept[row.id][0] != row]
        if absent:
            contents = read_bytes(connection, [row.id for row in absent])
            for row in absent:
                if row.id in kept:
                    self._total -= len(kept.pop(row.id)[1])
                kept[row.id] = row, self._decode(contents[row.id])
                self._total += len(kept[row.id][1])
        found = []
        for row in rows:
            kept.move_to_end(row.id)
            found.append(kept[row.id][1])
        while self._total > self._most:
            self._total -= len(kept.popitem(last=False)[1][1])
        return found


def _points(content: bytes) -> Points:
    return decode_visible(content).points
