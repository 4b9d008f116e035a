"""The rows of an import: hidden until it is done, shown and hidden whole, purged when it fails.

A hidden row of a batch carries the batch's own instant as `deleted_at`, which no person's deletion
can equal by chance within the same batch. The states of a batch:

- `open`: rows are being written, all hidden. Left behind by a crash, they are purged at next open.
- `showing`: everything is in the file; rows are shown slice by slice. A crash is finished at next
  open.
- `done`, `undone`: shown, hidden. `empty`: it changed nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from cockpit.domain.entity import Entity
from cockpit.storage.import_lock import ImportLock
from cockpit.storage.rows import Rows, rows_of
from cockpit.storage.search_rows import insert_search, remove_search, search_row
from cockpit.storage.tables import KINDS, SEARCHABLE

# Short numbers that were taken: (kind, product, first, last).
Numbers = tuple[str, str, int, int]

# Rows handled in one transaction while others wait: a few milliseconds on an ordinary disk.
SLICE = 2_000
# What waiting writers get between two slices: longer than the gaps between their first tries.
PAUSE_SECONDS = 0.002


def show_batch(connection: Connection, batch_id: str, *, indexed: bool = False) -> set[str]:
    """Show everything a batch hid and return the kinds it has; `indexed`: it has search rows."""
    at = _instant(connection, batch_id)
    kinds = set()
    for rows in _rows_of_batch(connection, batch_id):
        kinds.add(rows.kind)
        if issubclass(rows.cls, SEARCHABLE) and not indexed:
            query = f"{rows.select}WHERE batch_id = ? AND deleted_at = ?"
            hidden = connection.exec_driver_sql(query, (batch_id, at)).all()
            live = (rows.record(rows.changed(tuple(row), {"deleted_at": None})) for row in hidden)
            insert_search(connection, [row for record in live if (row := search_row(record))])
        connection.exec_driver_sql(
            f'UPDATE "{rows.kind}" SET deleted_at = NULL WHERE batch_id = ? AND deleted_at = ?',
            (batch_id, at),
        )
    if _has_points(connection, batch_id):
        from cockpit.storage.point_batches import show_points

        kinds |= show_points(connection, batch_id)
    set_state(connection, batch_id, "done")
    return kinds


def hide_batch(connection: Connection, batch_id: str) -> set[str]:
    """Hide everything a batch made that nobody has deleted since, and return the kinds it has."""
    at = _instant(connection, batch_id)
    kinds = set()
    for rows in _rows_of_batch(connection, batch_id):
        kinds.add(rows.kind)
        if issubclass(rows.cls, SEARCHABLE):
            # All of them: rows that are only still to be shown have search rows too.
            query = f'SELECT id FROM "{rows.kind}" WHERE batch_id = ?'
            ids = connection.exec_driver_sql(query, (batch_id,)).scalars().all()
            remove_search(connection, rows.kind, ids)
        connection.exec_driver_sql(
            f'UPDATE "{rows.kind}" SET deleted_at = ? WHERE batch_id = ? AND deleted_at IS NULL',
            (at, batch_id),
        )
    if _has_points(connection, batch_id):
        from cockpit.storage.point_batches import hide_points

        kinds |= hide_points(connection, batch_id)
    set_state(connection, batch_id, "undone")
    return kinds


def _has_points(connection: Connection, batch_id: str) -> bool:
    """Tell whether a batch has points: what handles them brings numpy, which is not light."""
    query = "SELECT 1 FROM point_batch WHERE batch_id = ?"
    return connection.exec_driver_sql(query, (batch_id,)).first() is not None


def show_in_slices(connection: Connection, batch_id: str) -> None:
    """Show the rows of a batch whose search rows exist, a transaction per slice.

    What hangs on other rows comes first, so that nothing is seen without its parts. An undo that
    comes in between ends it.
    """
    at = _instant(connection, batch_id)
    kinds = [rows.kind for rows in _rows_of_batch(connection, batch_id)]
    with_points = _has_points(connection, batch_id)
    connection.rollback()
    # A series is seen when its points are there.
    if with_points:
        _show_points_in_slices(connection, batch_id)
    for kind in reversed(kinds):
        last: int | None = 0
        while last is not None and state(connection, batch_id) == "showing":
            began = time.monotonic()
            last = _show_slice(connection, kind, (batch_id, at), last)
            connection.commit()
            # As long as they had to wait: others must get in, however they poll.
            time.sleep(max(PAUSE_SECONDS, time.monotonic() - began))
    if state(connection, batch_id) == "showing":
        set_state(connection, batch_id, "done")
    connection.commit()


def _show_points_in_slices(connection: Connection, batch_id: str) -> None:
    """Let the points of a batch count, a transaction per slice; an undo in between ends it."""
    from cockpit.storage.point_batches import show_points_slice

    more = True
    while more and state(connection, batch_id) == "showing":
        began = time.monotonic()
        more = show_points_slice(connection, batch_id)
        connection.commit()
        time.sleep(max(PAUSE_SECONDS, time.monotonic() - began))
    connection.rollback()


def _show_slice(
    connection: Connection, kind: str, batch: tuple[str, str], after: int
) -> int | None:
    """Show the next rows of one kind; return where they end, None when there were none."""
    last = connection.exec_driver_sql(
        f'SELECT max(rowid) FROM (SELECT rowid FROM "{kind}" WHERE batch_id = ? AND rowid > ? '
        f"ORDER BY rowid LIMIT {SLICE})",
        (batch[0], after),
    ).scalar()
    if last is not None:
        connection.exec_driver_sql(
            f'UPDATE "{kind}" SET deleted_at = NULL '
            "WHERE batch_id = ? AND deleted_at = ? AND rowid > ? AND rowid <= ?",
            (*batch, after, last),
        )
    return last


def purge_batch(connection: Connection, batch_id: str, numbers: Sequence[Numbers]) -> None:
    """Remove every trace of an open batch, a transaction per slice; call outside a transaction.

    The short numbers it took are given back as far as nobody took one after them.
    """
    driver: Any = connection.connection.driver_connection
    # Nothing visible refers to a hidden row, and looking for such references row by row is slow.
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        for rows in _rows_of_batch(connection, batch_id):
            while _purge_slice(connection, rows, batch_id):
                connection.commit()
                time.sleep(PAUSE_SECONDS)
        if _has_points(connection, batch_id):
            from cockpit.storage.point_batches import purge_points

            purge_points(connection, batch_id)
        for kind, product, first, last in reversed(numbers):
            connection.exec_driver_sql(
                "UPDATE counter SET last = ? WHERE kind = ? AND product_id = ? AND last = ?",
                (first - 1, kind, product, last),
            )
        connection.exec_driver_sql("DELETE FROM counter WHERE last = 0")
        connection.exec_driver_sql("DELETE FROM batch WHERE id = ?", (batch_id,))
        connection.commit()
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys = ON")


def recover(engine: Engine, path: Path) -> None:
    """Purge or finish the imports that a crash left behind; leave one that still runs alone."""
    with engine.connect() as connection:
        query = "SELECT id, state FROM batch WHERE state IN ('open', 'showing')"
        left = connection.exec_driver_sql(query).all()
        connection.rollback()
        if not left:
            return
        lock = ImportLock(path)
        if not lock.take():
            return
        try:
            # Asked again under the lock: the import may have ended in between.
            left = connection.exec_driver_sql(query).all()
            connection.rollback()
            for batch_id, state_ in left:
                if state_ == "open":
                    purge_batch(connection, batch_id, _numbers(connection, batch_id))
                else:
                    show_in_slices(connection, batch_id)
        finally:
            lock.free()


def state(connection: Connection, batch_id: str) -> str:
    """Return the state of a batch."""
    query = "SELECT state FROM batch WHERE id = ?"
    return str(connection.exec_driver_sql(query, (batch_id,)).scalar_one())


def set_state(connection: Connection, batch_id: str, value: str) -> None:
    """Set the state of a batch."""
    connection.exec_driver_sql("UPDATE batch SET state = ? WHERE id = ?", (value, batch_id))


def _instant(connection: Connection, batch_id: str) -> str:
    query = "SELECT at FROM batch WHERE id = ?"
    return str(connection.exec_driver_sql(query, (batch_id,)).scalar_one())


def _rows_of_batch(connection: Connection, batch_id: str) -> Iterator[Rows[Entity]]:
    for cls in KINDS:
        query = f'SELECT 1 FROM "{cls.KIND}" WHERE batch_id = ? LIMIT 1'
        if connection.exec_driver_sql(query, (batch_id,)).first():
            yield rows_of(cls)


def _purge_slice(connection: Connection, rows: Rows[Entity], batch_id: str) -> bool:
    """Delete some rows of a batch with their search rows; tell whether there were any."""
    query = f'SELECT id FROM "{rows.kind}" WHERE batch_id = ? LIMIT {SLICE}'
    ids = connection.exec_driver_sql(query, (batch_id,)).scalars().all()
    if not ids:
        return False
    if issubclass(rows.cls, SEARCHABLE):
        remove_search(connection, rows.kind, ids)
    connection.exec_driver_sql(
        f'DELETE FROM "{rows.kind}" WHERE id = ?', [(item_id,) for item_id in ids]
    )
    return True


def _numbers(connection: Connection, batch_id: str) -> list[Numbers]:
    """Return the short numbers of a batch of which no other record has one in between."""
    found = connection.exec_driver_sql(
        "SELECT coalesce(launch.product_id, task.launch_id), min(number), max(number), count(*) "
        "FROM task LEFT JOIN launch ON launch.id = task.launch_id WHERE task.batch_id = ? "
        "GROUP BY 1",
        (batch_id,),
    ).all()
    connection.rollback()
    return [
        ("task", product, first, last)
        for product, first, last, count in found
        if last - first + 1 == count
    ]
