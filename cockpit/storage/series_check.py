"""What can be wrong with the points of a file: each finding says what and where."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sqlalchemy import Connection

from cockpit.i18n import _
from cockpit.storage.series_blocks import DamagedBlock, decode_versions
from cockpit.storage.series_rollups import FIRST, Buckets, coarser, decode_buckets, singles
from cockpit.storage.series_rows import BlockRow, pack_numbers, read_bytes

_COLUMNS = "id, series, level, hidden, from_t, to_t, count, numbers"
Finding = tuple[str, str]


def findings(connection: Connection) -> Iterator[Finding]:
    """Return everything that does not hold of blocks, roll-ups, rows and batches of points."""
    yield from _batches(connection)
    yield from _places(connection)
    query = f"SELECT {_COLUMNS} FROM block ORDER BY series, hidden, from_t, level"
    last: BlockRow | None = None
    below: Buckets | None = None
    for each in connection.exec_driver_sql(query).all():
        row = BlockRow(*each)
        try:
            content = read_bytes(connection, [row.id])[row.id]
        except KeyError:
            yield _("a block of points has lost its content"), _where(row)
            continue
        try:
            below, said = _block(row, content, below)
        except DamagedBlock as damage:
            below = None
            said = [_("a block of points is damaged: {reason}").format(reason=damage)]
        yield from ((sentence, _where(row)) for sentence in said)
        if row.level == 0 and row.hidden == 0:
            if last is not None and last.series == row.series and last.to_t >= row.from_t:
                yield _("two blocks of points overlap"), _where(row)
            last = row


def _block(
    row: BlockRow, content: bytes, below: Buckets | None
) -> tuple[Buckets | None, list[str]]:
    """Check one block; return what its roll-up must be, and the sentences about it."""
    if row.level == 0:
        visible, buried = decode_versions(content)
        sentences = []
        ascending = bool(np.all(np.diff(visible.t) > 0))
        if not ascending or len(visible) != row.count:
            sentences.append(_("a block of points does not hold what it says"))
        if pack_numbers([*visible.number.tolist(), *buried.number.tolist()]) != row.numbers:
            sentences.append(_("a block of points names other imports than it holds"))
        return coarser(singles(visible.points), FIRST), sentences
    buckets = decode_buckets(content)
    if row.level == 1 and (below is None or not _alike(buckets, below)):
        return None, [_("the roll-up of a block of points is not that of its points")]
    return None, []


def _alike(left: Buckets, right: Buckets) -> bool:
    return all(
        np.array_equal(getattr(left, name), getattr(right, name), equal_nan=name in _FLOATS)
        for name in ("t", "end", "count", "rows", *_FLOATS)
    )


_FLOATS = ("lo", "hi", "total", "first", "last")


def _batches(connection: Connection) -> Iterator[Finding]:
    """Hidden points belong to a batch that is hidden, shown ones to one that is shown."""
    query = (
        "SELECT count(*) FROM block WHERE hidden > 0 AND level = 0 AND hidden NOT IN "
        "(SELECT 2 * p.id FROM point_batch p JOIN batch b ON b.id = p.batch_id "
        "WHERE b.state IN ('open', 'showing', 'undone'))"
    )
    count = int(connection.exec_driver_sql(query).scalar_one())
    if count:
        what = _("{count} blocks of points are hidden, but their import is not")
        yield what.format(count=count), "block"
    query = (
        "SELECT count(*) FROM point WHERE batch % 2 = 0 AND batch > 0 AND batch NOT IN "
        "(SELECT 2 * p.id FROM point_batch p JOIN batch b ON b.id = p.batch_id "
        "WHERE b.state IN ('done', 'showing'))"
    )
    count = int(connection.exec_driver_sql(query).scalar_one())
    if count:
        what = _("{count} points are shown, but their import is not")
        yield what.format(count=count), "point"


def _places(connection: Connection) -> Iterator[Finding]:
    """Every content has its block, rows come after blocks, and each level covers the one below."""
    query = "SELECT count(*) FROM block_bytes WHERE id NOT IN (SELECT id FROM block)"
    count = int(connection.exec_driver_sql(query).scalar_one())
    if count:
        yield _("{count} contents belong to no block of points").format(count=count), "block_bytes"
    query = (
        "SELECT DISTINCT p.series FROM point p JOIN (SELECT series, max(to_t) AS t FROM block "
        "WHERE level = 0 AND hidden = 0 GROUP BY series) b ON b.series = p.series AND p.t <= b.t"
    )
    for series in connection.exec_driver_sql(query).scalars():
        yield (
            _("recent points lie among sealed ones"),
            _("series {key}").format(key=series),
        )
    query = (
        "SELECT c.series, c.level, c.from_t FROM block c WHERE c.hidden = 0 AND c.level >= 1 "
        "AND EXISTS (SELECT 1 FROM block u WHERE u.series = c.series AND u.hidden = 0 "
        "AND u.level = c.level + 1) AND NOT EXISTS (SELECT 1 FROM block p "
        "WHERE p.series = c.series AND p.hidden = 0 AND p.level = c.level + 1 "
        "AND p.from_t <= c.from_t AND p.to_t >= c.to_t)"
    )
    for series, level, _from in connection.exec_driver_sql(query):
        yield (
            _("a roll-up of level {level} is missing").format(level=level + 1),
            _("series {key}").format(key=series),
        )


def _where(row: BlockRow) -> str:
    return _("series {key}, level {level}, from {t}").format(
        key=row.series, level=row.level, t=row.from_t
    )
