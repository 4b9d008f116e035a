"""Points of an import: compared and packed without a lock, then written hidden in short slices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Connection

from cockpit.domain.points import PointCounts, Points, ordered
from cockpit.storage.point_batches import note_range, number_for
from cockpit.storage.series_blocks import versions_of
from cockpit.storage.series_store import BLOCK, SeriesStore, hidden_blocks

# Points compared, packed and written at a time: the writing takes a few milliseconds.
SLICE = 8 * BLOCK


class Staging:
    """Writes points of one batch hidden.

    `watch` is told after each slice how many were looked at, and raises to end it.
    """

    def __init__(
        self,
        connection: Connection,
        reading: Connection,
        batch_id: str,
        watch: Callable[[int], None],
    ) -> None:
        self._connection, self._reading = connection, reading
        self._batch_id, self._watch = batch_id, watch

    def write(
        self, series: int, points: Points, replacing: tuple[int, int] | None = None
    ) -> PointCounts:
        """Write what differs of some points, and that others of a stretch are gone.

        Returns what that will do once the batch is shown.
        """
        points = ordered(points)
        number = number_for(self._connection, self._batch_id)
        self._connection.commit()
        counts = PointCounts()
        for at in range(0, len(points), SLICE):
            part = points[slice(at, at + SLICE)]
            new, did = SeriesStore(self._reading).difference(series, part)
            self._reading.rollback()
            self._write(series, new, number)
            counts += did
            self._watch(len(part))
        if replacing is not None:
            gone = SeriesStore(self._reading).missing(series, *replacing, points)
            self._reading.rollback()
            self._write(series, gone, number)
            counts = replace(counts, removed=len(gone))
        return counts

    def _write(self, series: int, points: Points, number: int) -> None:
        if not len(points):
            return
        versions = versions_of(points, number)
        ready = hidden_blocks(versions)
        SeriesStore(self._connection).write_hidden(series, ready, number)
        note_range(self._connection, number, series, versions)
        self._connection.commit()


def rehearse(
    connection: Connection, series: int, points: Points, replacing: tuple[int, int] | None
) -> PointCounts:
    """Tell what staging points would do, and write nothing."""
    points = ordered(points)
    counts = PointCounts()
    store = SeriesStore(connection)
    for at in range(0, len(points), SLICE):
        counts += store.difference(series, points[slice(at, at + SLICE)])[1]
    if replacing is not None:
        counts = replace(counts, removed=len(store.missing(series, *replacing, points)))
    connection.rollback()
    return counts
