"""The levels above a series' blocks: roll-ups of roll-ups, made anew where blocks changed.

A row of level 2 or higher rolls up whole neighbouring rows of the level below, so its buckets are
always made of whole buckets. A level exists only over one that has more than a single row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from cockpit.storage.series_blocks import Versions, encode_versions
from cockpit.storage.series_rollups import (
    FIRST,
    Buckets,
    coarser,
    decode_buckets,
    encode_buckets,
    singles,
    together,
)
from cockpit.storage.series_rows import (
    VISIBLE,
    BlockRow,
    block_rows,
    delete_blocks,
    insert_block,
    neighbour,
    pack_numbers,
    read_bytes,
)

# Buckets in a row, and below how many a row takes in more of them at its end.
ROW_BUCKETS: Final = 256
_FULL: Final = 224
# More than 290 000 years around 1970, and within what SQLite holds with room to add to.
_ALWAYS: Final = (-(1 << 62), 1 << 62)

# A block as it will be written: (from, to), roll-up, numbers, bytes of level 0 and of level 1.
Ready = tuple[tuple[int, int], Buckets, bytes, bytes, bytes]


def ready_block(visible: Versions, buried: Versions) -> Ready:
    """Return a block and its roll-up ready to be written; at least one version is needed."""
    ends = [each.t[[0, -1]] for each in (visible, buried) if len(each)]
    span = (min(int(pair[0]) for pair in ends), max(int(pair[1]) for pair in ends))
    buckets = coarser(singles(visible.points), FIRST)
    numbers = pack_numbers([*visible.number.tolist(), *buried.number.tolist()])
    return span, buckets, numbers, encode_versions(visible, buried), encode_buckets(buckets)


def write_block(connection: Connection, series: int, hidden: int, ready: Ready) -> None:
    """Write a block and its roll-up."""
    span, buckets, numbers, points, rollup = ready
    count = int(buckets.rows.sum())
    for level, content in ((0, points), (1, rollup)):
        insert_block(connection, (series, level, hidden), span, count, buckets, numbers, content)


def rebuild(connection: Connection, series: int, t0: int, t1: int) -> None:
    """Make the levels above 1 right again where visible blocks changed within [t0, t1]."""
    level = 2
    while True:
        below = _few(connection, series, level - 1)
        if below < 2:
            _drop_levels(connection, series, level)
            return
        if not _few(connection, series, level):
            # A level that was not there before is over all of the one below.
            t0, t1 = _ALWAYS
        old = block_rows(connection, series, level, t0, t1)
        t0 = min([t0, *(row.from_t for row in old)])
        t1 = max([t1, *(row.to_t for row in old)])
        left = neighbour(connection, series, level, t0 - 1, after=False)
        if left is not None and left.count < _FULL:
            old.append(left)
            t0 = left.from_t
        delete_blocks(connection, old)
        children = block_rows(connection, series, level - 1, t0, t1)
        contents = read_bytes(connection, [row.id for row in children])
        made = [(row, coarser(decode_buckets(contents[row.id]))) for row in children]
        _write_level(connection, series, level, made)
        level += 1


def _write_level(
    connection: Connection, series: int, level: int, made: Sequence[tuple[BlockRow, Buckets]]
) -> None:
    """Write rows of a level, each as many children as its buckets have room for."""
    group: list[tuple[BlockRow, Buckets]] = []
    for child in made:
        if group and sum(len(each) for _row, each in group) + len(child[1]) > ROW_BUCKETS:
            _write_row(connection, series, level, group)
            group = []
        group.append(child)
    if group:
        _write_row(connection, series, level, group)


def _write_row(
    connection: Connection, series: int, level: int, group: Sequence[tuple[BlockRow, Buckets]]
) -> None:
    """Write one row, whose count is how many buckets it has."""
    buckets = together([each for _row, each in group])
    span = (group[0][0].from_t, group[-1][0].to_t)
    content = encode_buckets(buckets)
    place = (series, level, VISIBLE)
    insert_block(connection, place, span, len(buckets), buckets, b"", content)


def _few(connection: Connection, series: int, level: int) -> int:
    """Return how many visible rows a level has, counting no further than two."""
    query = (
        "SELECT count(*) FROM (SELECT 1 FROM block "
        "WHERE series = ? AND level = ? AND hidden = 0 LIMIT 2)"
    )
    return int(connection.exec_driver_sql(query, (series, level)).scalar_one())


def _drop_levels(connection: Connection, series: int, level: int) -> None:
    """Remove every row of a level and of those above it."""
    query = "SELECT id FROM block WHERE series = ? AND hidden = 0 AND level >= ?"
    ids = connection.exec_driver_sql(query, (series, level)).scalars().all()
    if ids:
        connection.exec_driver_sql(
            "DELETE FROM block_bytes WHERE id = ?", [(each,) for each in ids]
        )
        connection.exec_driver_sql(
            "DELETE FROM block WHERE series = ? AND hidden = 0 AND level >= ?", (series, level)
        )
