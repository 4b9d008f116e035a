"""Tables in JSON: an array of objects, or one object a line. Nested objects become "a.b"."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from cockpit.domain.errors import UserError
from cockpit.domain.table import Cell, Row, is_filled
from cockpit.exchange.tables.encodings import Encoding
from cockpit.exchange.tables.json_records import JsonObject, JsonRecord, JsonRecords, clean_text
from cockpit.exchange.tables.limits import (
    MAX_CELL,
    MAX_COLUMNS,
    SAMPLE_ROWS,
    WATCH_EVERY,
    Watch,
    look_up,
)
from cockpit.i18n import _

# Objects within objects; deeper ones are documents, not rows.
MAX_DEPTH: Final = 8
# Records looked at for the columns; keys that turn up later are reported row by row.
_HEAD: Final = 5_000


class JsonTable:
    """A file of JSON objects; see `domain.table.Table`. Numbers and booleans keep their types.

    A list of plain values is one cell, joined by ";"; a list of objects is one cell of JSON. Rows
    are numbered from 1: there is no header in the file.
    """

    delimiter = ""
    sheet = ""
    sheets: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    header_row = 0

    def __init__(self, path: Path, encoding: Encoding, *, watch: Watch | None = None) -> None:
        self._path = path
        self._size = path.stat().st_size
        self._encoding = encoding
        self._watch = watch
        with JsonRecords(path, encoding) as records:
            self.format = "jsonl" if records.is_lines else "json"
        names: dict[str, None] = {}
        self._head: list[JsonRecord] = []
        for record in islice(self._records(), _HEAD):
            names.update(dict.fromkeys(self._flat(record)))
            if len(self._head) < SAMPLE_ROWS:
                self._head.append(record)
            if len(names) > MAX_COLUMNS:
                raise UserError(self._too_wide(record))
        if not names:
            raise UserError(
                _("{name} holds no object with values. Export it again.").format(name=path.name)
            )
        self.columns = tuple(names)

    @property
    def encoding(self) -> str:
        """The name of the text encoding."""
        return self._encoding.name

    @property
    def warnings(self) -> tuple[str, ...]:
        """Says when some characters could not be read."""
        if not self._encoding.damaged:
            return ()
        return (
            _("Some characters are not valid {encoding} and are shown as �.").format(
                encoding=self._encoding.name
            ),
        )

    def rows(self) -> Iterator[Row]:
        """Every object; see `domain.table.Table.rows`."""
        return self._rows(self._records())

    def sample(self, count: int = 200) -> tuple[Row, ...]:
        """The first rows, from memory."""
        return tuple(islice(self._rows(iter(self._head)), count))

    def _rows(self, records: Iterator[JsonRecord]) -> Iterator[Row]:
        known = frozenset(self.columns)
        for record in records:
            values = self._flat(record)
            cells = tuple(map(values.get, self.columns))
            extra: tuple[Cell, ...] = ()
            if len(values) > len(cells) or not known.issuperset(values):
                extra = tuple(
                    f"{name}: {cell}"
                    for name, cell in values.items()
                    if name not in known and is_filled(cell)
                )
            if extra or any(map(is_filled, cells)):
                yield Row(record.number, record.line, cells, extra, 0, True)

    def _records(self) -> Iterator[JsonRecord]:
        with JsonRecords(self._path, self._encoding) as records:
            for record in records:
                yield record
                if record.number % WATCH_EVERY == 0:
                    look_up(self._watch, records.bytes_done, self._size)
        look_up(self._watch, self._size, self._size)

    def _flat(self, record: JsonRecord) -> dict[str, Cell]:
        """The plain values of an object by their dotted names, in the object's order."""
        values: dict[str, Cell] = {}
        self._flatten(record.content, "", 1, record, values)
        return values

    def _flatten(
        self,
        content: JsonObject,
        prefix: str,
        depth: int,
        record: JsonRecord,
        values: dict[str, Cell],
    ) -> None:
        if depth > MAX_DEPTH:
            raise UserError(self._too_deep(record))
        for key, value in content.items():
            name = clean_text(prefix + key)
            if isinstance(value, dict):
                self._flatten(value, f"{name}.", depth + 1, record, values)
            else:
                values[_free(name, values)] = self._cell(value, record)
        if len(values) > MAX_COLUMNS:
            raise UserError(self._too_wide(record))

    def _cell(self, value: object, record: JsonRecord) -> Cell:
        if isinstance(value, list):
            value = _joined(value)
        if isinstance(value, str):
            if len(value) > MAX_CELL:
                raise UserError(self._too_long(record))
            return clean_text(value) or None
        return value if isinstance(value, bool | int | float) else None

    def _too_wide(self, record: JsonRecord) -> str:
        return _(
            "{name}: object {number} brings the file to more than {limit} different names, the "
            "most a table may have."
        ).format(name=self._path.name, number=record.number, limit=f"{MAX_COLUMNS:,}")

    def _too_deep(self, record: JsonRecord) -> str:
        return _(
            "{name}: object {number} is nested more than {limit} levels deep. "
            "Export flat objects, one for each row."
        ).format(name=self._path.name, number=record.number, limit=MAX_DEPTH)

    def _too_long(self, record: JsonRecord) -> str:
        return _(
            "{name}: object {number} holds a text of more than {limit} characters. "
            "Shorten it and try again."
        ).format(name=self._path.name, number=record.number, limit=f"{MAX_CELL:,}")


def _free(name: str, taken: dict[str, Cell]) -> str:
    """The name, or "name (2)" where "a.b" and a nested a: b meet."""
    if name not in taken:
        return name
    repeat = 2
    while f"{name} ({repeat})" in taken:
        repeat += 1
    return f"{name} ({repeat})"


def _joined(values: list[object]) -> str:
    """Plain values joined by ";"; a list of objects stays JSON, since it is no value of a row."""
    if any(isinstance(each, list | dict) for each in values):
        return json.dumps(values, ensure_ascii=False)
    return ";".join(_text(each) for each in values)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
