"""Tables in XLSX workbooks, read as a stream: values only, nothing is ever calculated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from cockpit.domain.errors import UserError
from cockpit.domain.table import Cell, Row, is_filled
from cockpit.exchange.tables.header import find_header, last_filled, name_columns
from cockpit.exchange.tables.limits import SAMPLE_ROWS, Watch, look_up
from cockpit.exchange.tables.xlsx_package import Package
from cockpit.exchange.tables.xlsx_sheet import SheetReader, SparseRow
from cockpit.exchange.tables.xlsx_workbook import read_workbook
from cockpit.exchange.tables.xlsx_xml import read_part
from cockpit.i18n import _, ngettext

# Rows looked at for the header; they are unfolded, so there are fewer than in a text file.
_HEAD: Final = 100
# A cell this far right of the header is a note beside the table.
_GAP: Final = 50


class XlsxTable:
    """One sheet of a workbook; see `domain.table.Table`. Cells have their types.

    A formula's cell holds its stored result; dates follow the workbook's calendar; a time of day
    alone is text. Merged areas have their value in the first cell, as the file has it.
    """

    format = "xlsx"
    encoding = ""
    delimiter = ""

    def __init__(
        self,
        path: Path,
        *,
        sheet: str | None = None,
        header: int | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._path = path
        self._watch = watch
        with Package(path) as package:
            self._book = read_workbook(package, path, watch)
        self._sheet = self._book.choose(sheet, path)
        self._merged = self._formulas = 0
        self._head = list(islice(self._sparse(), SAMPLE_ROWS))
        if not self._head:
            raise UserError(
                _("The sheet “{sheet}” of {name} is empty. Choose another sheet.").format(
                    sheet=self._sheet.name, name=path.name
                )
            )
        self.header_row, self.columns, self.preamble = self._split(header)

    @property
    def sheet(self) -> str:
        """The sheet that is read."""
        return self._sheet.name

    @property
    def sheets(self) -> tuple[str, ...]:
        """Every worksheet, hidden ones too."""
        return tuple(each.name for each in self._book.sheets)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Says when areas are merged and when results of formulas are missing."""
        found = []
        if self._merged:
            found.append(
                ngettext(
                    "{count} area of merged cells: its value stands in its first cell only.",
                    "{count} areas of merged cells: their values stand in their first cells only.",
                    self._merged,
                ).format(count=self._merged)
            )
        if self._formulas:
            found.append(
                ngettext(
                    "{count} cell is a formula without a stored result. "
                    "Open the file in a spreadsheet program and save it there.",
                    "{count} cells are formulas without a stored result. "
                    "Open the file in a spreadsheet program and save it there.",
                    self._formulas,
                ).format(count=self._formulas)
            )
        return tuple(found)

    def rows(self) -> Iterator[Row]:
        """Every row below the header; see `domain.table.Table.rows`."""
        return self._rows(self._sparse())

    def sample(self, count: int = 200) -> tuple[Row, ...]:
        """The first rows, from memory."""
        return tuple(islice(self._rows(iter(self._head)), count))

    def _rows(self, sparse: Iterator[SparseRow]) -> Iterator[Row]:
        width, header = len(self.columns), self.header_row
        for number, cells in sparse:
            if number <= header or not any(map(is_filled, cells.values())):
                continue
            inside = tuple(map(cells.get, range(width)))
            extra: tuple[Cell, ...] = ()
            if len(cells) > width or max(cells) >= width:
                extra = tuple(cells[at] for at in sorted(cells) if at >= width)
            yield Row(number, number, inside, extra, 0, True)

    def _sparse(self) -> Iterator[SparseRow]:
        with Package(self._path) as package:
            reader = SheetReader(self._book, self._path.name)
            total = package.size(self._sheet.part)
            with package.open(self._sheet.part) as stream:
                for done in read_part(stream, reader, self._path.name):
                    look_up(self._watch, done, total)
                    yield from reader.rows
                    reader.rows.clear()
            self._merged, self._formulas = reader.merged, reader.formulas

    def _split(self, header: int | None) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        """The header's row number, the columns' names and the lines above."""
        head = self._head[:_HEAD]
        if header is None:
            index = find_header([_unfold(cells) for _number, cells in head])
        else:
            index = next((i for i, (number, _cells) in enumerate(head) if number == header), -1)
        if index < 0:
            return 0, name_columns((), max(_table_width(cells) for _n, cells in head)), ()
        names = _unfold(head[index][1])[: _table_width(head[index][1])]
        width = len(names)
        # Columns without a name count while rows fill them, one beside the other.
        used = {at for _number, cells in head[index + 1 :] for at in cells}
        while width in used:
            width += 1
        above = tuple(
            " ".join(str(cells[at]) for at in sorted(cells)) for _number, cells in head[:index]
        )
        return head[index][0], name_columns(names, width), above


def _unfold(cells: dict[int, Cell]) -> list[Cell]:
    row = [cells.get(at) for at in range(max(cells) + 1)]
    return row[: last_filled(row)]


def _table_width(cells: dict[int, Cell]) -> int:
    """The cells of a row up to the first wide gap."""
    last = -1
    for at in sorted(at for at, cell in cells.items() if is_filled(cell)):
        if at - last > _GAP:
            break
        last = at
    return last + 1
