"""Bounded questions about sources, their runs and quarantine."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from cockpit.domain.source import Quarantine, RunStatus, Source, SourceRow, SyncRun
from cockpit.storage import tables
from cockpit.storage.reader import SqlReader, records

# A source that failed more often in a row is not told apart: its pause is the longest by then.
MOST_FAILURES = 20
NEUTRAL = (RunStatus.RUNNING, RunStatus.CANCELLED, RunStatus.INTERRUPTED)


class SqlSourceReader(SqlReader):
    """Answers the questions of sources, their runs and quarantine."""

    def sources(self, product_id: str | None = None) -> list[SourceRow]:
        """Return the live sources of a product by name."""
        table = tables.TABLES[Source]
        query = select(table).where(table.c.deleted_at.is_(None)).order_by(table.c.name)
        if product_id is not None:
            query = query.where(table.c.product_id == product_id)
        with self._engine.connect() as connection:
            return [_row(connection, source) for source in records(connection, Source, query)]

    def source(self, source_id: str) -> SourceRow | None:
        """Return one live source."""
        table = tables.TABLES[Source]
        query = select(table).where(table.c.deleted_at.is_(None), table.c.id == source_id)
        with self._engine.connect() as connection:
            found = records(connection, Source, query)
            return _row(connection, found[0]) if found else None

    def sync_runs(self, source_id: str, offset: int = 0, limit: int = 100) -> list[SyncRun]:
        """Return a window of a source's runs, newest first."""
        with self._engine.connect() as connection:
            return _runs(connection, source_id, offset, limit)

    def quarantine(self, source_id: str, offset: int = 0, limit: int = 100) -> list[Quarantine]:
        """Return a window of a source's refused rows, newest first."""
        table = tables.TABLES[Quarantine]
        query = select(table).where(
            table.c.run_source_id == source_id, table.c.deleted_at.is_(None)
        )
        query = query.order_by(table.c.id.desc()).offset(offset).limit(limit)
        with self._engine.connect() as connection:
            return records(connection, Quarantine, query)

    def pulled_series(self, source_id: str) -> dict[str, int | None]:
        """Return keys by the identity of the series, None for deleted ones."""
        query = (
            "SELECT series.source_id, series.key, "
            "series.deleted_at IS NULL AND kpi.deleted_at IS NULL "
            "FROM series JOIN kpi ON kpi.id = series.kpi_id "
            "WHERE series.source_id IS NOT NULL AND series.source_id >= ? AND series.source_id < ?"
        )
        # Everything that begins with the prefix: the sign after ":" ends the range.
        bounds = (f"source:{source_id}:", f"source:{source_id};")
        with self._engine.connect() as connection:
            rows = connection.exec_driver_sql(query, bounds).all()
        return {str(name): int(key) if live else None for name, key, live in rows}

    def known_refusals(self, source_id: str, fingerprints: Sequence[str]) -> set[str]:
        """Return which fingerprints are there already."""
        # One JSON text instead of a parameter each, of which SQLite takes a limited number.
        query = (
            "SELECT source_id FROM quarantine WHERE run_source_id = ? "
            "AND source_id IN (SELECT value FROM json_each(?))"
        )
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql(query, (source_id, json.dumps(list(fingerprints))))
            return {str(one) for one in found.scalars()}


def _row(connection: Connection, source: Source) -> SourceRow:
    runs = _runs(connection, source.id, 0, MOST_FAILURES)
    counted = [run for run in runs if run.status not in NEUTRAL]
    failures = next(
        (index for index, run in enumerate(counted) if run.status is RunStatus.OK), len(counted)
    )
    table = tables.TABLES[SyncRun]
    ok = select(table).where(
        table.c.run_source_id == source.id,
        table.c.status == RunStatus.OK,
        table.c.deleted_at.is_(None),
    )
    good = records(connection, SyncRun, ok.order_by(table.c.started_at.desc()).limit(1))
    refused = tables.TABLES[Quarantine].c
    count = select(func.count()).where(
        refused.run_source_id == source.id, refused.deleted_at.is_(None)
    )
    return SourceRow(
        source=source,
        last=runs[0] if runs else None,
        last_ok=good[0] if good else None,
        failures=failures,
        quarantined=int(connection.execute(count).scalar_one()),
    )


def _runs(connection: Connection, source_id: str, offset: int, limit: int) -> list[SyncRun]:
    table = tables.TABLES[SyncRun]
    query = select(table).where(table.c.run_source_id == source_id, table.c.deleted_at.is_(None))
    query = query.order_by(table.c.started_at.desc(), table.c.id.desc())
    return records(connection, SyncRun, query.offset(offset).limit(limit))
