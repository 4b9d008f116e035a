"""The points of batches: their numbers, and how they are shown, hidden and purged."""

from __future__ import annotations

import time
from itertools import groupby

from sqlalchemy import Connection

from cockpit.storage.series_blocks import Versions
from cockpit.storage.series_rows import BlockRow, delete_blocks, hidden_rows
from cockpit.storage.series_store import SeriesStore
from cockpit.storage.series_tree import rebuild

# Blocks shown in one transaction while others wait, and what those get in between.
_SLICE = 24
_PAUSE_SECONDS = 0.002


def number_for(connection: Connection, batch_id: str) -> int:
    """Return the number of a batch's points, a new one the first time; it is even."""
    number = _number(connection, batch_id)
    if number is not None:
        return number
    row = connection.exec_driver_sql("INSERT INTO point_batch(batch_id) VALUES (?)", (batch_id,))
    return 2 * int(row.lastrowid)


def live_number(connection: Connection) -> int:
    """Return the number of points of no batch: after all batches so far, and odd."""
    newest = connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM point_batch")
    return 2 * int(newest.scalar_one()) + 1


def _number(connection: Connection, batch_id: str) -> int | None:
    query = "SELECT 2 * id FROM point_batch WHERE batch_id = ?"
    return connection.exec_driver_sql(query, (batch_id,)).scalar()


def note_range(connection: Connection, number: int, series: int, versions: Versions) -> None:
    """Remember where a batch has points."""
    connection.exec_driver_sql(
        "INSERT INTO point_range(number, series, from_t, to_t) VALUES (?, ?, ?, ?) "
        "ON CONFLICT(number, series) DO UPDATE SET from_t = min(from_t, excluded.from_t), "
        "to_t = max(to_t, excluded.to_t)",
        (number, series, int(versions.t.min()), int(versions.t.max())),
    )


def show_points(connection: Connection, batch_id: str) -> set[str]:
    """Let all points of a batch count, in one transaction; return the kinds it has."""
    number = _number(connection, batch_id)
    if number is None:
        return set()
    while rows := hidden_rows(connection, number, _SLICE):
        _show(connection, rows)
    return {"series"}


def show_points_slice(connection: Connection, batch_id: str) -> bool:
    """Let some more points of a batch count; tell whether there were any."""
    number = _number(connection, batch_id)
    rows = [] if number is None else hidden_rows(connection, number, _SLICE)
    _show(connection, rows)
    return bool(rows)


def _show(connection: Connection, rows: list[BlockRow]) -> None:
    store = SeriesStore(connection)
    for series, group in groupby(rows, key=lambda row: row.series):
        shown = [row for row in group if store.show(row)]
        if shown:
            first, last = min(row.from_t for row in shown), max(row.to_t for row in shown)
            rebuild(connection, series, first, last)


def hide_points(connection: Connection, batch_id: str) -> set[str]:
    """Take all points of a batch out of what counts; return the kinds it has."""
    number = _number(connection, batch_id)
    if number is None:
        return set()
    store = SeriesStore(connection)
    query = "SELECT series, from_t, to_t FROM point_range WHERE number = ?"
    for series, t0, t1 in connection.exec_driver_sql(query, (number,)).all():
        store.hide(series, t0, t1, number)
    return {"series"}


def purge_points(connection: Connection, batch_id: str) -> None:
    """Remove every hidden point of a batch, a transaction per slice."""
    number = _number(connection, batch_id)
    if number is None:
        connection.rollback()
        return
    while rows := hidden_rows(connection, number, _SLICE):
        delete_blocks(connection, rows)
        connection.commit()
        time.sleep(_PAUSE_SECONDS)
    connection.exec_driver_sql("DELETE FROM point_range WHERE number = ?", (number,))
    connection.exec_driver_sql("DELETE FROM point_batch WHERE batch_id = ?", (batch_id,))
    connection.commit()
