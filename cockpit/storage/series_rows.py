"""The rows of blocks and of recent points, read and written as tuples.

Level 0 of a series are its points in blocks that do not overlap, level 1 the roll-up of each of
them, and a row of a higher level rolls up some neighbours of the level below. A row that is
`hidden` belongs to the batch of that number alone and counts only when the batch is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sqlalchemy import Connection

from cockpit.storage.series_blocks import EMPTY, Versions
from cockpit.storage.series_rollups import Buckets

VISIBLE: Final = 0
_META: Final = "id, series, level, hidden, from_t, to_t, count, numbers"


@dataclass(frozen=True, slots=True)
class BlockRow:
    """What is known of a block without reading it: `count` are its points that count.

    `numbers` are the batches that it has versions of; times are those of its first and last. On
    levels above 1 `count` are the roll-ups in it, and it has no numbers.
    """

    id: int
    series: int
    level: int
    hidden: int
    from_t: int
    to_t: int
    count: int
    numbers: bytes

    def pure(self, number: int) -> bool:
        """Tell whether all of it is of one batch."""
        return self.numbers == pack_numbers([number])

    def holds(self, number: int) -> bool:
        """Tell whether some of it is of a batch."""
        return number in unpack_numbers(self.numbers)


def pack_numbers(numbers: Iterable[int]) -> bytes:
    """Return batch numbers, distinct and in order, as bytes."""
    return np.unique(np.fromiter(numbers, np.int64)).tobytes()


def unpack_numbers(packed: bytes) -> list[int]:
    """Return batch numbers from bytes."""
    return [int(each) for each in np.frombuffer(packed, np.int64)]


def block_rows(connection: Connection, series: int, level: int, t0: int, t1: int) -> list[BlockRow]:
    """Return the visible blocks that reach into [t0, t1], in order."""
    # They do not overlap, so at most one that starts before t0 reaches into it.
    before = connection.exec_driver_sql(
        "SELECT max(from_t) FROM block WHERE series = ? AND level = ? AND hidden = 0 "
        "AND from_t <= ?",
        (series, level, t0),
    ).scalar()
    rows = connection.exec_driver_sql(
        f"SELECT {_META} FROM block WHERE series = ? AND level = ? AND hidden = 0 "
        "AND from_t BETWEEN ? AND ? AND to_t >= ? ORDER BY from_t",
        (series, level, t0 if before is None else before, t1, t0),
    )
    return [BlockRow(*row) for row in rows]


def hidden_rows(connection: Connection, number: int, limit: int) -> list[BlockRow]:
    """Return blocks of points that a batch hides, those written first before the others."""
    rows = connection.exec_driver_sql(
        f"SELECT {_META} FROM block WHERE hidden = ? AND level = 0 ORDER BY id LIMIT ?",
        (number, limit),
    )
    return [BlockRow(*row) for row in rows]


def hidden_at(connection: Connection, series: int, number: int, from_t: int) -> BlockRow | None:
    """Return the block of points of a hidden batch that starts at a time."""
    row = connection.exec_driver_sql(
        f"SELECT {_META} FROM block WHERE series = ? AND level = 0 AND hidden = ? AND from_t = ?",
        (series, number, from_t),
    ).first()
    return None if row is None else BlockRow(*row)


def neighbour(
    connection: Connection, series: int, level: int, t: int, *, after: bool
) -> BlockRow | None:
    """Return the block that starts nearest before a time (or at it), or after it."""
    where, order = ("from_t > ?", "from_t") if after else ("from_t <= ?", "from_t DESC")
    row = connection.exec_driver_sql(
        f"SELECT {_META} FROM block WHERE series = ? AND level = ? AND hidden = 0 AND {where} "
        f"ORDER BY {order} LIMIT 1",
        (series, level, t),
    ).first()
    return None if row is None else BlockRow(*row)


def read_bytes(connection: Connection, ids: Sequence[int]) -> dict[int, bytes]:
    """Return the bytes of blocks by id."""
    found: dict[int, bytes] = {}
    for at in range(0, len(ids), 500):
        part = ids[at : at + 500]
        marks = ", ".join("?" * len(part))
        query = f"SELECT id, bytes FROM block_bytes WHERE id IN ({marks})"
        found.update((row[0], row[1]) for row in connection.exec_driver_sql(query, tuple(part)))
    return found


def insert_block(
    connection: Connection,
    place: tuple[int, int, int],
    span: tuple[int, int],
    count: int,
    buckets: Buckets,
    numbers: bytes,
    content: bytes,
) -> None:
    """Write a block of (series, level, hidden) whose points are summed up by the buckets."""
    block_id = connection.exec_driver_sql(
        "INSERT INTO block_bytes(bytes) VALUES (?)", (content,)
    ).lastrowid
    there = bool(len(buckets)) and bool(buckets.count.any())
    low, high, total = None, None, None
    if there:
        low, high = float(np.fmin.reduce(buckets.lo)), float(np.fmax.reduce(buckets.hi))
        with np.errstate(over="ignore", invalid="ignore"):
            total = float(buckets.total.sum())
    connection.exec_driver_sql(
        "INSERT INTO block(series, level, hidden, from_t, to_t, count, min, max, sum, numbers, id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*place, *span, count, low, high, total, numbers, block_id),
    )


def delete_blocks(connection: Connection, rows: Iterable[BlockRow]) -> None:
    """Remove blocks with their bytes, and those of points with their roll-ups."""
    for row in rows:
        place = (row.series, row.hidden, row.from_t, row.level, 1 if row.level == 0 else row.level)
        where = "series = ? AND hidden = ? AND from_t = ? AND level IN (?, ?)"
        connection.exec_driver_sql(
            f"DELETE FROM block_bytes WHERE id IN (SELECT id FROM block WHERE {where})", place
        )
        connection.exec_driver_sql(f"DELETE FROM block WHERE {where}", place)


def rehide(connection: Connection, row: BlockRow, hidden: int) -> None:
    """Hide a block of points, or show it, with its roll-up; the bytes stay where they are."""
    connection.exec_driver_sql(
        "UPDATE block SET hidden = ? WHERE series = ? AND level IN (0, 1) AND hidden = ? "
        "AND from_t = ?",
        (hidden, row.series, row.hidden, row.from_t),
    )


def last_time(connection: Connection, series: int) -> int | None:
    """Return the time at which the last visible block ends, None without any."""
    row = connection.exec_driver_sql(
        "SELECT to_t FROM block WHERE series = ? AND level = 0 AND hidden = 0 "
        "ORDER BY from_t DESC LIMIT 1",
        (series,),
    ).first()
    return None if row is None else int(row[0])


def read_recent(
    connection: Connection, series: int, t0: int | None = None, t1: int | None = None
) -> Versions:
    """Return the points of [t0, t1] that are not in blocks yet, all versions in order."""
    conditions, values = ["series = ?"], [series]
    for sign, bound in ((">=", t0), ("<=", t1)):
        if bound is not None:
            conditions.append(f"t {sign} ?")
            values.append(bound)
    rows = connection.exec_driver_sql(
        f"SELECT t, batch, value, flags FROM point WHERE {' AND '.join(conditions)} "
        "ORDER BY t, batch",
        tuple(values),
    ).all()
    if not rows:
        return EMPTY
    t, number, value, flags = zip(*rows, strict=True)
    return Versions(
        t=np.array(t, np.int64),
        number=np.array(number, np.int64),
        value=np.array(value, np.float64),
        flags=np.array(flags, np.uint8),
    )


def write_recent(connection: Connection, series: int, versions: Versions) -> None:
    """Write points as rows; NaN is stored as NULL, and one there already is replaced."""
    values = [None if v != v else v for v in versions.value.tolist()]
    rows = zip(
        [series] * len(versions),
        versions.t.tolist(),
        versions.number.tolist(),
        values,
        versions.flags.tolist(),
        strict=True,
    )
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO point(series, t, batch, value, flags) VALUES (?, ?, ?, ?, ?)",
        list(rows),
    )


def delete_recent(connection: Connection, series: int, t0: int, t1: int) -> None:
    """Remove all rows of points in [t0, t1]."""
    connection.exec_driver_sql(
        "DELETE FROM point WHERE series = ? AND t BETWEEN ? AND ?", (series, t0, t1)
    )
