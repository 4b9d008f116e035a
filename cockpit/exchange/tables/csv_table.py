"""Tables in text files with delimiters: CSV, TSV and their relatives."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cockpit.domain.errors import UserError
from cockpit.domain.safe_cells import text_of
from cockpit.domain.table import Cell, Row, is_filled
from cockpit.exchange.tables.delimiters import Dialect, detect_dialect
from cockpit.exchange.tables.encodings import Encoding
from cockpit.exchange.tables.header import find_header, last_filled, name_columns
from cockpit.exchange.tables.limits import (
    MAX_CELL,
    MAX_COLUMNS,
    SAMPLE_ROWS,
    WATCH_EVERY,
    Watch,
    look_up,
)
from cockpit.exchange.tables.text_lines import TextLines
from cockpit.i18n import _

_SNIFF_LINES = 500
_SNIFF_CHARACTERS = 1 << 19


class _Record(NamedTuple):
    """One record as it stands in the file: its number, its first line, its cells."""

    number: int
    line: int
    cells: list[str]


class CsvTable:
    """A text file whose cells are all `str`, None where nothing stands; see `domain.table.Table`.

    Apostrophes that an export put before what looks like a formula are taken off again.
    """

    format = "csv"
    sheet = ""
    sheets: tuple[str, ...] = ()

    def __init__(
        self,
        path: Path,
        encoding: Encoding,
        *,
        delimiter: str | None = None,
        header: int | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._path = path
        self._size = path.stat().st_size
        self._encoding = encoding
        self._watch = watch
        self._dialect = Dialect(delimiter=delimiter) if delimiter else _dialect_of(path, encoding)
        head = list(islice(self._records(), SAMPLE_ROWS))
        self.header_row, self.columns, above = _split(head, header, self._dialect, path)
        self.preamble = tuple(
            " ".join(filter(None, each.cells)) for each in above if any(each.cells)
        )
        self._head = head

    @property
    def encoding(self) -> str:
        """The name of the text encoding."""
        return self._encoding.name

    @property
    def delimiter(self) -> str:
        """What separates the cells."""
        return self._dialect.delimiter

    @property
    def warnings(self) -> tuple[str, ...]:
        """Says when some characters could not be read."""
        if not self._encoding.damaged:
            return ()
        return (
            _(
                "Some characters are not valid {encoding} and are shown as �. "
                "If texts look wrong, choose another encoding."
            ).format(encoding=self._encoding.name),
        )

    def rows(self) -> Iterator[Row]:
        """Every row below the header; see `domain.table.Table.rows`."""
        return self._rows(self._records())

    def sample(self, count: int = 200) -> tuple[Row, ...]:
        """The first rows, from memory."""
        return tuple(islice(self._rows(iter(self._head)), count))

    def _rows(self, records: Iterator[_Record]) -> Iterator[Row]:
        width, header = len(self.columns), self.header_row
        for record in records:
            if record.number > header and any(record.cells):
                row = _row(record, width)
                if row is not None:
                    yield row

    def _records(self) -> Iterator[_Record]:
        """Every record of the file, the empty ones too, so that the numbers stay right."""
        # The limit is the process's own; nothing else in the program reads CSV with this module.
        csv.field_size_limit(MAX_CELL)
        with TextLines(self._path, self._encoding) as lines:
            reader = csv.reader(
                lines,
                delimiter=self._dialect.delimiter,
                skipinitialspace=self._dialect.skip_spaces,
            )
            number, line = 1, 1
            try:
                for cells in reader:
                    if lines.ended:
                        raise UserError(_unclosed(self._path, number, line))
                    if len(cells) > MAX_COLUMNS:
                        raise UserError(_too_wide(self._path, number, len(cells)))
                    if not (number == 1 and self._dialect.declared):
                        yield _Record(number, line, cells)
                    number, line = number + 1, reader.line_num + 1
                    if number % WATCH_EVERY == 0:
                        look_up(self._watch, lines.bytes_done, self._size)
            except csv.Error as problem:
                raise UserError(_too_long(self._path, number, line)) from problem
        look_up(self._watch, self._size, self._size)


def _dialect_of(path: Path, encoding: Encoding) -> Dialect:
    head: list[str] = []
    characters = 0
    with TextLines(path, encoding) as lines:
        for line in islice(lines, _SNIFF_LINES):
            head.append(line)
            characters += len(line)
            if characters > _SNIFF_CHARACTERS:
                break
    csv.field_size_limit(MAX_CELL)
    return detect_dialect(head, path.suffix.lower())


def _split(
    head: list[_Record], header: int | None, dialect: Dialect, path: Path
) -> tuple[int, tuple[str, ...], list[_Record]]:
    """The header's row number, the columns' names and the records above the header."""
    if not any(is_filled(cell) for record in head for cell in record.cells):
        raise UserError(
            _("{name} has no filled cell. Export it again and choose the new file.").format(
                name=path.name
            )
        )
    if header is None:
        index = find_header([record.cells for record in head])
    else:
        index = next((i for i, record in enumerate(head) if record.number == header), -1)
    if index < 0:
        widths = Counter(last_filled(record.cells) for record in head if any(record.cells))
        width = max(widths, key=lambda count: (widths[count], count))
        return 0, name_columns((), width), []
    record = head[index]
    # Columns without a name count while rows fill them.
    below = (
        last_filled(each.cells)
        for each in head[index + 1 :]
        if len(each.cells) <= len(record.cells)
    )
    width = max(last_filled(record.cells), max(below, default=0))
    return record.number, name_columns(record.cells, width), head[:index]


def _row(record: _Record, width: int) -> Row | None:
    cells: list[Cell] = [
        None if not cell else text_of(cell) if cell[0] == "'" else cell for cell in record.cells
    ]
    count = len(cells)
    if count == width:
        return Row(record.number, record.line, tuple(cells)) if any(cells) else None
    if count < width:
        missing = width - count
        return Row(record.number, record.line, (*cells, *(None,) * missing), (), missing)
    extra = tuple(cells[width : last_filled(cells)])
    return Row(record.number, record.line, tuple(cells[:width]), extra)


def _unclosed(path: Path, number: int, line: int) -> str:
    return _(
        "{name}: a quotation mark in row {row} (line {line}) is never closed, so the rows after "
        "it cannot be told apart. Close or double the mark, or export the file again."
    ).format(name=path.name, row=number, line=line)


def _too_wide(path: Path, number: int, count: int) -> str:
    return _(
        "{name}: row {row} has {count} cells; a table may have {limit} columns. Delete the columns "
        "that are not needed and try again."
    ).format(name=path.name, row=number, count=f"{count:,}", limit=f"{MAX_COLUMNS:,}")


def _too_long(path: Path, number: int, line: int) -> str:
    return _(
        "{name}: a cell in row {row} (line {line}) has more than {limit} characters, or its "
        "quotation mark is never closed. Shorten the cell or close the mark, and try again."
    ).format(name=path.name, row=number, line=line, limit=f"{MAX_CELL:,}")
