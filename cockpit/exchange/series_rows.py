"""Points read row by row, every row and cell accounted for: for any table and any cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from cockpit.domain.cells import BadCell, read_text
from cockpit.domain.imported_series import SeriesName, SeriesPart
from cockpit.domain.table import Row
from cockpit.domain.table_report import Accounting
from cockpit.exchange.series_plan import SeriesPlan
from cockpit.i18n import _

# Rows made into one part of arrays.
_ROWS = 20_000

_Values = dict[tuple[SeriesName, str], tuple[list[int], list[float], list[int]]]


class SeriesRows:
    """Reads rows by a plan and keeps the books."""

    def __init__(self, plan: SeriesPlan, accounting: Accounting) -> None:
        self._plan = plan
        self._accounting = accounting
        self._across: dict[str, int | None] = {}

    def read(self, rows: Iterable[Row]) -> Iterator[SeriesPart]:
        """Return what rows hold, some thousand rows at a time."""
        found: _Values = {}
        for count, row in enumerate(rows, 1):
            self._row(row, found)
            if count % _ROWS == 0:
                yield from _parts(found)
                found = {}
        yield from _parts(found)

    def _row(self, row: Row, found: _Values) -> None:
        plan, books = self._plan, self._accounting
        books.row(row)
        if books.is_refused:
            return
        figure = self._text(row, plan.name)
        series = self._text(row, plan.series)
        if plan.name is not None and not figure:
            books.refuse_row(_("This row does not say which KPI it is of."))
            return
        t = None
        if not plan.across:
            t = self._time(row)
            if t is None:
                return
        books.used(*(name for name in (plan.name, plan.series, plan.time) if name is not None))
        for column in plan.values:
            at = self._header(column) if t is None else t
            self._cell(row, column, at, plan.line(column, figure, series), found)

    def _text(self, row: Row, column: str | None) -> str:
        if column is None:
            return ""
        return " ".join(read_text(row.cells[self._plan.index[column]]).split())[:200]

    def _time(self, row: Row) -> int | None:
        """Return the time of a row, None when that is refused."""
        column = self._plan.time
        assert column is not None
        try:
            t = self._plan.instant(row.cells[self._plan.index[column]], column)
        except BadCell as bad:
            self._accounting.refuse_row(bad.sentence, column)
            return None
        if t is None:
            self._accounting.refuse_row(_("This row has no time."))
        return t

    def _header(self, column: str) -> int | None:
        if column not in self._across:
            try:
                self._across[column] = self._plan.instant(column, column)
            except BadCell:
                self._across[column] = None
        return self._across[column]

    def _cell(self, row: Row, column: str, t: int | None, name: SeriesName, found: _Values) -> None:
        try:
            value, mapped = self._plan.value(row.cells[self._plan.index[column]], column)
        except BadCell as bad:
            self._accounting.refuse_cell(column, bad)
            return
        if t is None:
            self._accounting.refuse_cell(column, _("The header of this column is no time."))
            return
        (self._accounting.mapped if mapped else self._accounting.used)(column)
        if value is None:
            # Nothing, or a sign for nothing: there is no point.
            return
        times, values, numbers = found.setdefault((name, column), ([], [], []))
        times.append(t)
        values.append(value)
        numbers.append(row.number)


def _parts(found: _Values) -> Iterator[SeriesPart]:
    for (name, column), (times, values, numbers) in found.items():
        yield SeriesPart(
            name=name,
            column=column,
            t=np.array(times, np.int64),
            value=np.array(values, np.float64),
            row=np.array(numbers, np.int32),
        )
