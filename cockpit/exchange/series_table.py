"""Reads a table of points: by chunks where the file is plain, row by row where it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from cockpit.domain.imported import ImportReport, Refusal
from cockpit.domain.imported_series import SeriesPart
from cockpit.domain.mapping import Mapping
from cockpit.domain.points import Points, Times, Values, make_points
from cockpit.domain.table import Row, Table
from cockpit.domain.table_report import LEFT, MAPPED, REFUSED, USED, Accounting
from cockpit.exchange.series_fast import Refused, Taken, begins_plain, plain_chunks
from cockpit.exchange.series_fields import REPEAT
from cockpit.exchange.series_plan import SeriesPlan
from cockpit.exchange.series_rows import SeriesRows
from cockpit.exchange.tables.limits import Watch, look_up
from cockpit.i18n import _, ngettext

Rows = npt.NDArray[np.int32]

# Refused times listed one by one.
_LISTED: Final = 100


@dataclass(slots=True)
class Repeats:
    """Times with several values in one column: same ones, and different ones, by row."""

    same: int = 0
    different: int = 0
    example: str = ""


class SeriesTable:
    """One reading of a table by a mapping; `finish` writes what became of every row and cell."""

    def __init__(
        self, path: Path, table: Table, mapping: Mapping, zone: ZoneInfo, watch: Watch | None
    ) -> None:
        self._path, self._table, self._mapping, self._watch = path, table, mapping, watch
        self.plan = SeriesPlan(table, mapping, path.stem, zone)
        self._books = Accounting(table.columns, self.plan.wanted)
        self._rows = SeriesRows(self.plan, self._books)
        self._read = 0
        self._cells: Counter[str] = Counter()
        self._refused: list[Refusal] = []
        self.repeats: dict[str, Repeats] = {}

    def read(self) -> Iterator[SeriesPart]:
        """Return the values in the file's order. Raises UserError, and Cancelled by the watch."""
        if begins_plain(self._path, self._table, self.plan):
            yield from self._by_chunks()
        else:
            yield from self._rows.read(self._table.rows())

    def _by_chunks(self) -> Iterator[SeriesPart]:
        size = self._path.stat().st_size
        rows: _Walk | None = None
        wanted = [name in self.plan.wanted for name in self._table.columns]
        for chunk in plain_chunks(self._path, self._table, self.plan):
            if isinstance(chunk, Taken):
                self._read += chunk.rows
                for is_wanted, count in zip(wanted, chunk.filled, strict=True):
                    self._cells[USED if is_wanted else LEFT] += count
                yield from chunk.parts
                look_up(self._watch, chunk.bytes_done, size)
            else:
                rows = _Walk(self._table.rows()) if rows is None else rows
                yield from self._rows.read(rows.within(chunk))

    def settled(self, column: str, t: Times, value: Values, row: Rows) -> Points:
        """Return values of one line as points, one a time; counts and lists those with several.

        Several values that are the same are one. Different ones become one as the mapping says,
        else none of them is taken.
        """
        order = np.argsort(t, kind="stable")
        t, value, row = t[order], value[order], row[order]
        starts = np.flatnonzero(np.append(True, t[1:] != t[:-1])) if len(t) else np.empty(0, int)
        if len(starts) == len(t):
            return make_points(t, value)
        how = self._mapping.option(REPEAT, column)
        sizes = np.diff(np.append(starts, len(t)))
        alike = np.maximum.reduceat(value, starts) == np.minimum.reduceat(value, starts)
        books = self.repeats.setdefault(column, Repeats())
        books.same += int((sizes[alike] - 1).sum())
        books.different += int(sizes[~alike].sum())
        if how:
            return make_points(t[starts], _united(how, value, starts, sizes))
        if not bool(alike.all()):
            self._refuse(column, row, starts, sizes, alike)
        return make_points(t[starts][alike], value[starts][alike])

    def _refuse(
        self,
        column: str,
        row: Rows,
        starts: Times,
        sizes: Times,
        alike: npt.NDArray[np.bool_],
    ) -> None:
        """Take back the cells of times that have different values."""
        several = int(sizes[~alike].sum())
        self._cells[REFUSED] += several
        self._cells[USED] -= several
        for start in starts[~alike].tolist():
            where = _("row {number}").format(number=int(row[start]))
            where = _("{row}, column {column}").format(row=where, column=column)
            self.repeats[column].example = self.repeats[column].example or where
            if len(self._refused) < _LISTED:
                reason = _("Several rows have this time and different values. Say how they join.")
                self._refused.append(Refusal(where=where, reason=reason))

    def finish(self, report: ImportReport) -> None:
        """Write the totals of rows and cells, the refusals and the warnings into a report."""
        self._books.finish(report)
        report.rows["read"] += self._read
        report.rows["taken"] += self._read
        for fate in (USED, MAPPED, LEFT, REFUSED):
            report.cells[fate] += self._cells[fate]
        report.refused += self._refused
        report.warnings += self._table.warnings
        for column, repeats in self.repeats.items():
            if repeats.same:
                report.warnings.append(
                    ngettext(
                        "{column}: {count} row repeats a time with the same value.",
                        "{column}: {count} rows repeat a time with the same value.",
                        repeats.same,
                    ).format(column=column, count=repeats.same)
                )


def _united(how: str, value: Values, starts: Times, sizes: Times) -> Values:
    if how == "last":
        return np.asarray(value[starts + sizes - 1])
    if how == "max":
        return np.asarray(np.maximum.reduceat(value, starts))
    if how == "min":
        return np.asarray(np.minimum.reduceat(value, starts))
    total = np.asarray(np.add.reduceat(value, starts))
    return np.asarray(total / sizes) if how == "mean" else total


class _Walk:
    """One walk over rows, from which the rows of one chunk after the other are taken."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next: Row | None = None

    def within(self, chunk: Refused) -> Iterator[Row]:
        """Return the rows of a chunk; those before it are passed over."""
        while True:
            row = self._next or next(self._rows, None)
            self._next = row
            if row is None or row.number > chunk.last:
                return
            self._next = None
            if row.number >= chunk.first:
                yield row
