"""A table that came from a file, whatever the file's format: what every tabular import reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cockpit.i18n import _, ngettext

# Of a text file every cell is a str or None; numbers, booleans and dates come out of XLSX and JSON.
# A datetime is naive unless the file itself named an offset.
Cell = str | int | float | bool | date | datetime | None


class ErrorCell(str):
    """A spreadsheet's own error, "#N/A", or a formula whose result is not in the file."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its cells in the order of the table's columns, exactly as many as there are columns.

    `number` is the row as a spreadsheet program numbers it, the first line being 1; `line` is the
    line of a text file the row begins on (they differ after a cell with line breaks). `extra` are
    filled cells past the last column, never moved into one; `missing` says how many cells a text
    file's row was short, which are None in `cells`. `placed`: each cell names its own column, as
    in XLSX and JSON, so that `extra` puts none of the others in doubt.
    """

    number: int
    line: int
    cells: tuple[Cell, ...]
    extra: tuple[Cell, ...] = ()
    missing: int = 0
    placed: bool = False

    @property
    def is_doubtful(self) -> bool:
        """Whether nothing tells which cell belongs to which column; importers refuse the row."""
        return bool(self.extra) and not self.placed

    @property
    def where(self) -> str:
        """The row as a person finds it: "row 12", with the line where that is another number."""
        if self.line == self.number:
            return _("row {number}").format(number=self.number)
        return _("row {number} (line {line})").format(number=self.number, line=self.line)

    @property
    def problem(self) -> str:
        """A sentence when the row does not fit the header, else "".

        A row of a text file that is too wide has an unquoted delimiter somewhere, so none of its
        cells can be trusted. One that is too narrow ends early; its cells stand where they belong.
        """
        if self.extra:
            return ngettext(
                "This row has {count} more cell than the header.",
                "This row has {count} more cells than the header.",
                len(self.extra),
            ).format(count=len(self.extra))
        if self.missing:
            return ngettext(
                "This row has {count} fewer cell than the header.",
                "This row has {count} fewer cells than the header.",
                self.missing,
            ).format(count=self.missing)
        return ""


def is_filled(cell: Cell) -> bool:
    """Whether a cell holds more than blanks."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


class Table(Protocol):
    """An open table; `rows` may be asked again and starts from the beginning each time."""

    @property
    def format(self) -> str:
        """Which reader it is: "csv", "xlsx", "json" or "jsonl"."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The header, unique: a repeated name becomes "Name (2)", an empty one "#7"."""

    @property
    def header_row(self) -> int:
        """The row number of the header; 0 when the table has none."""

    @property
    def encoding(self) -> str:
        """The text encoding, "" for XLSX."""

    @property
    def delimiter(self) -> str:
        """What separates the cells of a text file, "" otherwise."""

    @property
    def sheet(self) -> str:
        """The sheet that is read, "" for text files."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Every sheet of the workbook that can be chosen."""

    @property
    def preamble(self) -> tuple[str, ...]:
        """The lines above the header, joined with single spaces."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences about the file as a whole; complete once `rows` has been read to its end."""

    def rows(self) -> Iterator[Row]:
        """Each row below the header that has at least one filled cell.

        Raises UserError at the row that cannot be read, Cancelled when the watch says stop.
        """

    def sample(self, count: int = 200) -> tuple[Row, ...]:
        """The first rows, at most 500, without reading further into the file."""
