"""How a unit of work writes points: shown at once, staged for an import, or only compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection

from cockpit.domain.entity import new_id, utc_now
from cockpit.storage.journal import StepJournal
from cockpit.storage.types import instant_text

if TYPE_CHECKING:
    # numpy comes only with the first points that are written.
    from cockpit.domain.points import PointCounts, Points


class PointWork:
    """Writes points that belong to the step: undo takes them back whole."""

    _connection: Connection
    journal: StepJournal

    def new_series_key(self) -> int:
        """Return a key that no series has, hidden and deleted ones neither."""
        taken = self._connection.exec_driver_sql("SELECT coalesce(max(key), 0) FROM series")
        last = self._connection.exec_driver_sql(
            "INSERT INTO counter(kind, product_id, last) VALUES ('series', '', ?) "
            "ON CONFLICT(kind, product_id) DO UPDATE SET last = max(last + 1, excluded.last) "
            "RETURNING last",
            (int(taken.scalar_one()) + 1,),
        ).scalar_one()
        return int(last)

    def put_points(self, series_key: int, points: Points) -> PointCounts:
        """Write points; those that are there with the same value are left alone."""
        from cockpit.domain.points import ordered
        from cockpit.storage.series_store import SeriesStore

        new, counts = SeriesStore(self._connection).difference(series_key, ordered(points))
        self._show(series_key, new)
        return counts

    def replace_points(self, series_key: int, t0: int, t1: int, points: Points) -> PointCounts:
        """Write points, and let those of [t0, t1) go that are not among them."""
        from dataclasses import replace

        from cockpit.storage.series_store import SeriesStore

        counts = self.put_points(series_key, points)
        gone = SeriesStore(self._connection).missing(series_key, t0, t1, points)
        self._show(series_key, gone)
        return replace(counts, removed=len(gone))

    def _show(self, series_key: int, points: Points) -> None:
        """Write points of this step's batch, which stands as soon as the step does."""
        from cockpit.storage.point_batches import note_range, number_for
        from cockpit.storage.series_blocks import versions_of
        from cockpit.storage.series_store import SeriesStore

        if not len(points):
            return
        if self.journal.batch_id is None:
            self.journal.batch_id = new_id()
            self._connection.exec_driver_sql(
                "INSERT INTO batch(id, at, format, file, state) "
                "VALUES (?, ?, 'points', '', 'done')",
                (self.journal.batch_id, instant_text(utc_now())),
            )
        number = number_for(self._connection, self.journal.batch_id)
        versions = versions_of(points, number)
        note_range(self._connection, number, series_key, versions)
        SeriesStore(self._connection).apply(series_key, versions)
        touch_series(self._connection, self.journal, series_key)


def touch_series(connection: Connection, journal: StepJournal, series_key: int) -> None:
    """Tell those who show a series that it changed."""
    query = "SELECT id FROM series WHERE key = ?"
    journal.kinds.add("series")
    journal.ids.update(connection.exec_driver_sql(query, (series_key,)).scalars())


def put_live(connection: Connection, series_key: int, points: Points) -> PointCounts:
    """Write points of no batch, which no undo takes back."""
    from cockpit.storage.point_batches import live_number
    from cockpit.storage.series_store import SeriesStore

    return SeriesStore(connection).put(series_key, points, live_number(connection))
