"""The unit of work of an import: hidden rows in short transactions, visible all at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine

from cockpit.domain.entity import Entity, new_id, utc_now
from cockpit.domain.errors import Cancelled, EnvironmentProblem
from cockpit.domain.organisation import Launch
from cockpit.i18n import _
from cockpit.storage import batches
from cockpit.storage.import_lock import ImportLock
from cockpit.storage.journal import StepJournal
from cockpit.storage.point_work import touch_series
from cockpit.storage.read_engine import ReadEngine
from cockpit.storage.rows import Rows, Values, rows_of
from cockpit.storage.search_rows import SearchRow, insert_search, search_row, write_search
from cockpit.storage.types import instant_text
from cockpit.storage.unit_of_work import SqlUnitOfWork, by_class

if TYPE_CHECKING:
    from cockpit.domain.points import PointCounts, Points

E = TypeVar("E", bound=Entity)

# Rows made ready without a lock and then inserted in one short transaction: about 10 ms.
SLICE_ROWS = 500
# A batch this small is shown in the transaction that ends it.
SMALL = 5_000

# Told how many rows are written; returns whether to go on.
Watch = Callable[[int], bool]


class BatchUnitOfWork(SqlUnitOfWork):
    """Adds rows hidden and commits slice by slice; rows of others are changed at the very end."""

    def __init__(
        self,
        connection: Connection,
        reading: Connection,
        journal: StepJournal,
        batch: tuple[str, str],
        watch: Watch,
    ) -> None:
        super().__init__(connection, journal)
        self._reading = reading
        self._batch_id, self._at = batch
        self._watch = watch
        self._ready: list[tuple[Rows[Any], Values, SearchRow | None]] = []
        self._later: list[Entity] = []
        self.written = 0
        self._compared = 0
        self.numbers: list[batches.Numbers] = []

    def find(self, cls: type[E], order_by: str = "id", **equal: object) -> list[E]:
        """Return records by equality: live ones and those of this batch."""
        self._settle(cls)
        return self._read(rows_of(cls).find(self._reading, equal, order_by, self._batch_id))

    def find_in(self, cls: type[E], field: str, values: Iterable[object]) -> list[E]:
        """Return records by one field: live ones and those of this batch."""
        self._settle(cls)
        return self._read(rows_of(cls).find_in(self._reading, field, values, self._batch_id))

    def add(self, *records: Entity) -> None:
        """Insert records hidden; raises Cancelled when the watch says to stop."""
        for record in records:
            rows = rows_of(type(record))
            self.journal.kinds.add(rows.kind)
            self._ready.append((rows, self._hidden(rows, record), search_row(record)))
            if len(self._ready) == SLICE_ROWS:
                self._write_slice()

    def save(self, *records: Entity) -> None:
        """Change rows of this batch now, and keep other changes for the end."""
        for cls, group in by_class(records).items():
            own = [record for record in group if record.batch_id == self._batch_id]
            self._later += [record for record in group if record.batch_id != self._batch_id]
            if own:
                self._settle(cls)
                rows = rows_of(cls)
                olds = rows.by_id(self._connection, [record.id for record in own])
                pairs = [(olds[record.id], self._hidden(rows, record)) for record in own]
                rows.update(self._connection, pairs)
                write_search(self._connection, own)
                self._connection.commit()

    def next_number(self, cls: type[Entity], launch_or_product: str, count: int = 1) -> int:
        """Count up at once, so that no other edit waits for this batch or takes its numbers."""
        self._settle(Launch)
        first = super().next_number(cls, launch_or_product, count)
        product = self._product_of(launch_or_product)
        self._connection.commit()
        self.numbers.append((cls.KIND, product, first, first + count - 1))
        return first

    def new_series_key(self) -> int:
        """Take a key at once, so that no other edit waits for this batch or takes it."""
        key = super().new_series_key()
        self._connection.commit()
        self.numbers.append(("series", "", key, key))
        return key

    def put_points(self, series_key: int, points: Points) -> PointCounts:
        """Write points hidden, slice by slice; raises Cancelled when the watch says to stop."""
        return self._stage(series_key, points, None)

    def replace_points(self, series_key: int, t0: int, t1: int, points: Points) -> PointCounts:
        """Write points hidden, and that those of [t0, t1) not among them are gone."""
        return self._stage(series_key, points, (t0, t1))

    def _stage(
        self, series_key: int, points: Points, replacing: tuple[int, int] | None
    ) -> PointCounts:
        from cockpit.storage.point_stage import Staging

        staging = Staging(self._connection, self._reading, self._batch_id, self._watch_points)
        counts = staging.write(series_key, points, replacing)
        if counts.wrote:
            touch_series(self._connection, self.journal, series_key)
            self._connection.commit()
        self.written += counts.wrote
        return counts

    def _watch_points(self, compared: int) -> None:
        self._compared += compared
        if not self._watch(self.written + self._compared):
            raise Cancelled

    def finish(self) -> bool:
        """Write what was kept for the end; tell whether the batch changed anything."""
        self._write_slice()
        _force_commits(self._connection, True)
        super().save(*self._later)
        return bool(self.written or self._later)

    def _write_slice(self) -> None:
        """Insert the rows that are ready, in the order they came; raise Cancelled when told so."""
        ready, self._ready = self._ready, []
        for rows, group in groupby(ready, key=itemgetter(0)):
            values = [row for _rows, row, _search in group]
            self._connection.exec_driver_sql(rows.insert, values)
        insert_search(self._connection, [search for _rows, _row, search in ready if search])
        self._connection.commit()
        self.written += len(ready)
        if not self._watch(self.written + self._compared):
            raise Cancelled

    def _settle(self, cls: type[Entity]) -> None:
        """Write what is ready when a question is about it."""
        if any(rows.cls is cls for rows, _row, _search in self._ready):
            self._write_slice()

    def _read(self, records: list[E]) -> list[E]:
        """End the read, and show rows of this batch as they will be."""
        self._reading.rollback()
        return [
            replace(record, deleted_at=None) if record.batch_id == self._batch_id else record
            for record in records
        ]

    def _hidden(self, rows: Rows[E], record: E) -> Values:
        fields = {"batch_id": self._batch_id, "deleted_at": self._at}
        return rows.changed(rows.stored(record), fields)


class RehearsalUnitOfWork(SqlUnitOfWork):
    """Finds what is there and writes nothing."""

    def find(self, cls: type[E], order_by: str = "id", **equal: object) -> list[E]:
        """Return live records by equality."""
        found = super().find(cls, order_by, **equal)
        self._connection.rollback()
        return found

    def find_in(self, cls: type[E], field: str, values: Iterable[object]) -> list[E]:
        """Return live records by one field."""
        found = super().find_in(cls, field, values)
        self._connection.rollback()
        return found

    def add(self, *records: Entity) -> None:
        """Add nothing."""

    def save(self, *records: Entity) -> None:
        """Change nothing."""

    def next_number(self, cls: type[Entity], launch_or_product: str, count: int = 1) -> int:
        """Return a number that is not taken."""
        return 1

    def keep_content(self, content: bytes) -> str:
        """Keep nothing."""
        return ""

    def new_series_key(self) -> int:
        """Return a key that no series has."""
        return 0

    def put_points(self, series_key: int, points: Points) -> PointCounts:
        """Tell what writing points would do."""
        from cockpit.storage.point_stage import rehearse

        return rehearse(self._connection, series_key, points, None)

    def replace_points(self, series_key: int, t0: int, t1: int, points: Points) -> PointCounts:
        """Tell what replacing points would do."""
        from cockpit.storage.point_stage import rehearse

        return rehearse(self._connection, series_key, points, (t0, t1))


def run_batch(
    engine: Engine,
    path: Path,
    journal: StepJournal,
    source: tuple[str, str],
    action: Callable[[BatchUnitOfWork, str], object],
    watch: Watch,
) -> int | None:
    """Run an import whose source is (format, file) and return its step, None when it is empty.

    Whatever ends the action early leaves nothing of it in the file.
    """
    lock = ImportLock(path)
    if not lock.take():
        sentence = _("Another import into this workspace is running. Wait for it, or cancel it.")
        raise EnvironmentProblem(sentence, retryable=True)
    batch_id, at = new_id(), instant_text(utc_now())
    try:
        with engine.connect() as connection, ReadEngine(engine).connect() as reading:
            connection.exec_driver_sql(
                "INSERT INTO batch(id, at, format, file, state) VALUES (?, ?, ?, ?, 'open')",
                (batch_id, at, *source),
            )
            connection.commit()
            # A slice that a power cut loses is one that would be purged.
            _force_commits(connection, False)
            uow = BatchUnitOfWork(connection, reading, journal, (batch_id, at), watch)
            try:
                action(uow, batch_id)
                number = _end(connection, journal, batch_id, uow)
            except BaseException:
                connection.rollback()
                _force_commits(connection, True)
                batches.purge_batch(connection, batch_id, uow.numbers)
                raise
            # From here on the import stands, whatever happens: its rows are only still to be shown.
            if number is not None and uow.written > SMALL:
                batches.show_in_slices(connection, batch_id)
            return number
    finally:
        lock.free()


def _force_commits(connection: Connection, forced: bool) -> None:
    """Say whether a commit waits until the disk has it; call outside a transaction."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA synchronous = {'FULL' if forced else 'NORMAL'}")


def _end(
    connection: Connection, journal: StepJournal, batch_id: str, uow: BatchUnitOfWork
) -> int | None:
    """Commit the step of a batch; a small one is visible with it."""
    number = None
    if uow.finish():
        journal.batch_id = batch_id
        number = journal.write(connection)
        batches.set_state(connection, batch_id, "showing")
        if uow.written <= SMALL:
            batches.show_batch(connection, batch_id, indexed=True)
    else:
        batches.set_state(connection, batch_id, "empty")
    connection.commit()
    return number
