"""Accounts for every row and every filled cell of a table: none may vanish without a word.

A row is taken or refused. A filled cell is used as it stands, mapped to one of our values, left
because nothing asked for it, or refused with the place, the reason and what stood there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from cockpit.domain.cells import BadCell, read_text
from cockpit.domain.imported import ImportReport, Refusal
from cockpit.domain.table import Cell, Row, is_filled
from cockpit.i18n import _, ngettext

USED: Final = "used"
MAPPED: Final = "mapped"
LEFT: Final = "left"
REFUSED: Final = "refused"
FATES: Final = (USED, MAPPED, LEFT, REFUSED)
# Refusals that are listed one by one; further ones are only counted.
MOST_LISTED: Final = 1_000
_RAW: Final = 80


class Accounting:
    """Keeps the books of one import. `wanted` are the columns its mapping reads.

    For each row: `row`, then `used`, `mapped` and `refuse_cell` for its cells, or `refuse_row`.
    A filled cell of a wanted column that is never mentioned counts as left.
    """

    def __init__(self, columns: Sequence[str], wanted: Collection[str]) -> None:
        self._columns = tuple(columns)
        self._index = {column: index for index, column in enumerate(columns)}
        self._wanted = frozenset(wanted)
        self._cells: Counter[str] = Counter(dict.fromkeys(FATES, 0))
        self._rows: Counter[str] = Counter(read=0, taken=0, refused=0)
        self._filled = 0
        self._row: Row | None = None
        self._fates: dict[int, str] = {}
        self._row_refused = False
        self._refusals: list[Refusal] = []
        self._unlisted = 0
        self._narrow: list[str] = []
        self._narrow_rows = 0

    def row(self, row: Row) -> None:
        """Begin a row; one that is too wide is refused here, see `is_refused`."""
        self._close()
        self._row = row
        self._row_refused = False
        self._rows["read"] += 1
        self._fates = {i: LEFT for i, cell in enumerate(row.cells) if is_filled(cell)}
        self._filled += len(self._fates) + self._extra(row)
        if row.is_doubtful or (row.extra and not self._fates):
            self.refuse_row(row.problem)
        elif row.extra:
            self._list(row.where, row.problem, ", ".join(map(read_plain, row.extra)))
        elif row.missing:
            self._narrow_rows += 1
            if len(self._narrow) < 5:
                self._narrow.append(row.where)

    @property
    def is_refused(self) -> bool:
        """Whether the current row is refused and its cells need not be read."""
        return self._row_refused

    def used(self, *columns: str) -> None:
        """These cells of the row were taken as they stand; empty ones do not count."""
        for column in columns:
            self._settle(column, USED)

    def mapped(self, *columns: str) -> None:
        """These cells of the row were taken through the mapping's values."""
        for column in columns:
            self._settle(column, MAPPED)

    def refuse_cell(self, column: str, reason: str | BadCell) -> None:
        """The cell was not taken; the rest of the row was."""
        self._settle(column, REFUSED)
        row = self._current()
        where = _("{row}, column {column}").format(row=row.where, column=column)
        self._list(where, reason, row.cells[self._index[column]])

    def refuse_row(self, reason: str | BadCell, column: str = "") -> None:
        """Nothing of the row was taken; `column` is where the reason stands."""
        row = self._current()
        if self._row_refused:
            return
        self._row_refused = True
        for index in self._fates:
            wanted = self._columns[index] in self._wanted or row.is_doubtful
            self._fates[index] = REFUSED if wanted else LEFT
        where = row.where
        raw: Cell = ", ".join(read_plain(cell) for cell in row.cells if is_filled(cell))
        if column:
            where = _("{row}, column {column}").format(row=row.where, column=column)
            raw = row.cells[self._index[column]]
        self._list(where, reason, raw)

    def finish(self, report: ImportReport) -> None:
        """Write the totals, the refusals and their warnings into the report."""
        self._close()
        report.rows = dict(self._rows)
        report.cells = {fate: self._cells[fate] for fate in FATES}
        report.refused.extend(self._refusals)
        if self._unlisted:
            report.warnings.append(
                ngettext(
                    "{count} more refusal is counted but not listed.",
                    "{count} more refusals are counted but not listed.",
                    self._unlisted,
                ).format(count=self._unlisted)
            )
        if self._narrow_rows:
            report.warnings.append(
                ngettext(
                    "{count} row ends before the last column ({rows}); what is missing is empty.",
                    "{count} rows end before the last column ({rows}); what is missing is empty.",
                    self._narrow_rows,
                ).format(count=self._narrow_rows, rows=", ".join(self._narrow))
            )

    @property
    def filled(self) -> int:
        """The filled cells seen so far, which the four fates add up to."""
        return self._filled

    def _current(self) -> Row:
        if self._row is None:
            raise RuntimeError("a row is begun before its cells are settled")
        return self._row

    def _settle(self, column: str, fate: str) -> None:
        index = self._index[column]
        if index in self._fates and not self._row_refused:
            self._fates[index] = fate

    def _close(self) -> None:
        """Book the row that ends here."""
        if self._row is None:
            return
        self._cells.update(self._fates.values())
        self._cells[REFUSED] += self._extra(self._row)
        self._rows["refused" if self._row_refused else "taken"] += 1
        self._row = None

    @staticmethod
    def _extra(row: Row) -> int:
        return sum(is_filled(cell) for cell in row.extra)

    def _list(self, where: str, reason: str | BadCell, raw: Cell) -> None:
        if len(self._refusals) >= MOST_LISTED:
            self._unlisted += 1
            return
        sentence = reason.sentence if isinstance(reason, BadCell) else reason
        text = read_plain(raw)
        short = text if len(text) <= _RAW else text[: _RAW - 1] + "…"
        self._refusals.append(Refusal(where=where, reason=sentence, raw=short))


def read_plain(cell: Cell) -> str:
    """A cell for a report: spreadsheets' errors as they are, other cells as people write them."""
    return str(cell) if isinstance(cell, str) else read_text(cell)
