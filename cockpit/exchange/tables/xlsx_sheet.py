"""The cells of one sheet, row by row, only those that are there: an empty million costs nothing."""

from __future__ import annotations

import math
import re
from typing import Final

from cockpit.domain.errors import UserError
from cockpit.domain.table import Cell, ErrorCell
from cockpit.exchange.tables.limits import MAX_CELL, MAX_COLUMNS
from cockpit.exchange.tables.xlsx_dates import date_of
from cockpit.exchange.tables.xlsx_package import damaged
from cockpit.exchange.tables.xlsx_strings import cell_too_long, unescape
from cockpit.exchange.tables.xlsx_workbook import Workbook
from cockpit.exchange.tables.xlsx_xml import Attributes, Handlers, local
from cockpit.i18n import _

SparseRow = tuple[int, dict[int, Cell]]
_MAX_ROW: Final = 1_048_576
# Cells that are there but hold nothing; a sheet painted to its last cell has no table in it.
_MAX_BLANK: Final = 3_000_000
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})[0-9]{1,7}")
_INTEGER: Final = re.compile(r"-?[0-9]{1,15}")


class SheetReader(Handlers):
    """Collects rows into `rows`, which the caller empties after each piece.

    `merged` counts areas of merged cells, `formulas` cells whose result is not in the file.
    """

    def __init__(self, book: Workbook, name: str) -> None:
        self.rows: list[SparseRow] = []
        self.merged = 0
        self.formulas = 0
        self._book = book
        self._name = name
        self._number = 0
        self._column = -1
        self._cells: dict[int, Cell] = {}
        self._blank = 0
        self._columns: dict[str, int] = {}
        self._type = ""
        self._style = 0
        self._collect = False
        self._phonetic = 0
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._into: list[str] = self._value
        self._length = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """A row, a cell or a part of one begins."""
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self._into, self._collect = self._value, True
        elif name == "row":
            self._start_row(attributes.get("r", ""))
        elif name == "f":
            self._formula = []
            self._into, self._collect = self._formula, True
        elif name == "t":
            self._into, self._collect = self._value, not self._phonetic
        elif name == "rPh":
            self._phonetic += 1
        elif name == "mergeCell":
            self.merged += 1
        elif ":" in name:
            self.start(local(name), attributes)

    def end(self, name: str) -> None:
        """A row, a cell or a part of one ends."""
        if name == "c":
            self._end_cell()
        elif name in ("v", "f", "t"):
            self._collect = False
        elif name == "row":
            if self._cells:
                self.rows.append((self._number, self._cells))
                self._cells = {}
        elif name == "rPh":
            self._phonetic -= 1
        elif ":" in name:
            self.end(local(name))

    def text(self, text: str) -> None:
        """A piece of a value, a formula or a text."""
        if self._collect:
            self._length += len(text)
            if self._length > MAX_CELL:
                raise UserError(cell_too_long(self._name))
            self._into.append(text)

    def _start_row(self, number: str) -> None:
        self._number = int(number) if number.isdecimal() and len(number) < 9 else self._number + 1
        self._column = -1
        if not 1 <= self._number <= _MAX_ROW:
            raise UserError(damaged(self._name))

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else self._column_of(reference)
        if self._column >= MAX_COLUMNS:
            raise UserError(damaged(self._name))
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self._style = int(style) if style.isdecimal() and len(style) < 8 else 0
        self._value.clear()
        self._formula = None
        self._length = 0

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            if _REFERENCE.fullmatch(reference) is None:
                raise UserError(damaged(self._name))
            column = 0
            for letter in letters.upper():
                column = column * 26 + ord(letter) - 64
            column -= 1
            self._columns[letters] = column
        return column

    def _end_cell(self) -> None:
        cell = self._cell()
        if cell is not None and cell != "":
            self._cells[self._column] = cell
            return
        self._blank += 1
        if self._blank > _MAX_BLANK:
            raise UserError(
                _(
                    "{name} has millions of cells that are formatted but empty. Delete the empty "
                    "rows and columns, or save the sheet as CSV."
                ).format(name=self._name)
            )

    def _cell(self) -> Cell:
        value = self._value[0] if len(self._value) == 1 else "".join(self._value)
        kind = self._type
        if not value:
            if self._formula is None or kind == "str":
                return None
            self.formulas += 1
            return ErrorCell("=" + "".join(self._formula))
        if kind == "s":
            return self._shared(value)
        if kind == "n":
            return self._number_of(value)
        if kind in ("inlineStr", "str"):
            return unescape(value)
        if kind == "b":
            return value.strip() in ("1", "true")
        if kind == "e":
            return ErrorCell(value)
        # "d" is a date in ISO 8601, which `cells` reads; unknown types are text as well.
        return value

    def _shared(self, value: str) -> Cell:
        number = int(value) if value.isdecimal() and len(value) < 10 else -1
        if not 0 <= number < len(self._book.strings):
            raise UserError(damaged(self._name))
        return self._book.strings[number] or None

    def _number_of(self, value: str) -> Cell:
        styles = self._book.styles
        style = styles[self._style] if self._style < len(styles) else "number"
        if style == "number" and _INTEGER.fullmatch(value):
            return int(value)
        try:
            number = float(value)
        except ValueError:
            return value
        if not math.isfinite(number):
            return value
        if style != "number":
            moment = date_of(number, style, since_1904=self._book.since_1904)
            if moment is not None:
                return moment
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
