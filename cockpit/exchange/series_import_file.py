"""One file of points on its way in: opened, asked about, rehearsed, imported."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cockpit.domain.changes import Changes
from cockpit.domain.errors import UserError
from cockpit.domain.imported import ImportReport
from cockpit.domain.mapping import Field, Mapping, Question, check_mapping, questions
from cockpit.domain.periods import zone_named
from cockpit.domain.table import Row, Table, is_filled
from cockpit.exchange.risk_import_file import ImportingWorkspace
from cockpit.exchange.series_fields import (
    ACROSS,
    FIELDS,
    GRAIN,
    KIND,
    TIME,
    VALUE,
    about_missing,
    about_repeats,
    guess_series,
    require_whole,
    without_zone,
)
from cockpit.exchange.tables import open_table
from cockpit.i18n import N_, _
from cockpit.services.mappings import recall, remember
from cockpit.services.ports import UnitOfWork
from cockpit.services.table_imports import ImportKind, Progress

if TYPE_CHECKING:
    # numpy comes only with the first points that are read.
    from cockpit.exchange.series_table import SeriesTable

POINTS: Final = ImportKind(
    key=KIND,
    title=N_("KPI series"),
    extensions=("csv", "tsv", "txt", "xlsx", "json", "jsonl"),
)
# Rows that questions are asked about; what is open further down is refused with its place.
ASKED_ROWS: Final = 200_000


class SeriesTableImport:
    """A file of points that was opened: a `TableImport` of `services.table_imports`.

    `into` names the product, or a launch of it, that new figures go to; None for the first one.
    """

    kind: ImportKind = POINTS
    fields: tuple[Field, ...] = FIELDS

    def __init__(self, workspace: ImportingWorkspace, path: Path, into: str | None = None) -> None:
        """Open the file. Raises UserError with a sentence when it is no table."""
        self.path = path
        self._workspace, self._into = workspace, into
        self._table: Table = open_table(path)
        self._zone = zone_named(workspace.setting("zone", "UTC"))
        self.columns: tuple[str, ...] = self._table.columns
        self.sample: tuple[Row, ...] = self._table.sample()
        self.mapping: Mapping = recall(workspace, KIND, self.columns) or guess_series(self._table)

    def questions(self, mapping: Mapping) -> list[Question]:
        """Return what only a person can say; reads the first rows."""
        head = _Head(self._table)
        asked = questions(mapping, head, self.fields)
        found = without_zone(asked, not self._has_clock(mapping))
        if mapping.columns_of(ACROSS.key) or self._zone_missing(mapping):
            return found
        for needed in (TIME, VALUE):
            if not mapping.columns_of(needed.key):
                found.append(about_missing(needed, mapping, self.columns))
                return found
        return [*found, *self._about_repeats(mapping, head)]

    def rehearse(self, mapping: Mapping, progress: Progress) -> ImportReport:
        """Return what an import would do, and change nothing. Raises Cancelled."""
        self._check(mapping)
        reports: list[ImportReport] = []
        self._workspace.rehearse(
            lambda uow, batch: reports.append(self._merge(uow, batch, mapping, progress))
        )
        reports[0].dry_run = True
        return reports[0]

    def run(self, mapping: Mapping, progress: Progress) -> tuple[Changes, ImportReport]:
        """Import as one step and remember the mapping. Raises Cancelled, leaving nothing."""
        self._check(mapping)
        reports: list[ImportReport] = []
        changes = self._workspace.import_batch(
            KIND,
            self.path.name,
            lambda uow, batch: reports.append(self._merge(uow, batch, mapping, progress)),
        )
        remember(self._workspace, mapping, self.columns)
        return changes, reports[0]

    def _check(self, mapping: Mapping) -> None:
        check_mapping(mapping, self.columns, self.fields)
        require_whole(mapping)
        if self._zone_missing(mapping):
            raise UserError(
                _(
                    "The times in “{column}” name no time zone. Say which one they are in with "
                    "the mapping's option zone, such as Asia/Shanghai."
                ).format(column=mapping.column_of(TIME.key))
            )

    def _zone_missing(self, mapping: Mapping) -> bool:
        column = mapping.column_of(TIME.key)
        return self._has_clock(mapping) and mapping.zone(column or "") is None

    def _has_clock(self, mapping: Mapping) -> bool:
        """Tell whether times in the first rows have a time of day and no zone."""
        from cockpit.domain.cells import BadCell, has_offset
        from cockpit.exchange.series_plan import is_day

        column = mapping.column_of(TIME.key)
        if column is None or mapping.columns_of(ACROSS.key):
            return False
        cells = [row.cells[self.columns.index(column)] for row in self.sample]
        for cell in cells:
            try:
                if is_filled(cell) and not is_day(cell) and not has_offset(cell):
                    return True
            except BadCell:
                continue
        return False

    def _about_repeats(self, mapping: Mapping, head: Table) -> list[Question]:
        """Return the question of repeated times for each column that has them."""
        reading = self._reading(head, mapping, lambda _done, _total: True)
        from cockpit.exchange.series_gather import gathered

        for name, column, t, value, row in gathered(reading):
            del name
            reading.settled(column, t, value, row)
        return [
            about_repeats(column, repeats.different, repeats.example)
            for column, repeats in reading.repeats.items()
            if repeats.different and not mapping.option("repeat", column)
        ]

    def _reading(self, table: Table, mapping: Mapping, progress: Progress) -> SeriesTable:
        from cockpit.exchange.series_table import SeriesTable

        return SeriesTable(self.path, table, mapping, self._zone, progress)

    def _merge(
        self, uow: UnitOfWork, batch: str, mapping: Mapping, progress: Progress
    ) -> ImportReport:
        from cockpit.domain.local_times import grain_of, period_starts
        from cockpit.domain.periods import Grain
        from cockpit.exchange.series_gather import gathered
        from cockpit.services.series_import import (
            NewKpi,
            SeriesMerge,
            product_for,
            with_decimals,
        )

        table = open_table(self.path, watch=progress)
        reading = self._reading(table, mapping, progress)
        product_id = product_for(uow, self._into, self.path.stem, batch)
        merge = SeriesMerge(uow, product_id, batch)
        plan = reading.plan
        zone = plan.day_zone
        named = "" if zone.key == self._zone.key else zone.key
        # Values far apart in the file may belong to one period.
        periods = any(value and key.startswith(GRAIN) for key, value in mapping.options.items())
        for name, column, t, value, row in gathered(reading, whole=periods):
            said = mapping.option(GRAIN, column)
            if said:
                t = period_starts(t, Grain(said), zone)
            points = reading.settled(column, t, value, row)
            if not len(points):
                continue
            grain = Grain(said) if said else grain_of(points.t, zone)
            new = NewKpi(unit=plan.unit(column), decimals=0, grain=grain, zone=named)
            merge.put(name, points, with_decimals(new, points))
        report = merge.finish(self.path.name)
        reading.finish(report)
        return report


class _Head:
    """A table of which only the first rows are read."""

    def __init__(self, table: Table) -> None:
        self._table = table
        # It reads single rows: chunks of the file would go beyond them.
        self.format = ""
        self.columns, self.header_row = table.columns, table.header_row
        self.encoding, self.delimiter = table.encoding, table.delimiter
        self.sheet, self.sheets = table.sheet, table.sheets
        self.preamble = table.preamble
        self.warnings: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Return the first rows."""
        return islice(self._table.rows(), ASKED_ROWS)

    def sample(self, count: int = 200) -> tuple[Row, ...]:
        """Return the first rows, from memory."""
        return self._table.sample(count)


def import_series(
    workspace: ImportingWorkspace,
    path: Path,
    mapping: Mapping | None,
    dry_run: bool,
    progress: Progress = lambda _done, _total: True,
    *,
    into: str | None = None,
) -> ImportReport:
    """Import points, by what is remembered or guessed when no mapping is given.

    Raises UserError for a file that is no table or a mapping that leaves times, values or the
    zone open, and Cancelled, leaving nothing, when `progress` says to stop.
    """
    table = SeriesTableImport(workspace, path, into)
    wanted = table.mapping if mapping is None else mapping
    if dry_run:
        return table.rehearse(wanted, progress)
    return table.run(wanted, progress)[1]
