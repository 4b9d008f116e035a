"""Opens a file as a table, whatever its format, or refuses it with a sentence."""

from __future__ import annotations

import codecs
from pathlib import Path

from cockpit.domain.errors import UserError
from cockpit.domain.table import Table
from cockpit.exchange.tables.csv_table import CsvTable
from cockpit.exchange.tables.encodings import Encoding, detect_encoding
from cockpit.exchange.tables.json_table import JsonTable
from cockpit.exchange.tables.kinds import kind_of, kind_of_text
from cockpit.exchange.tables.limits import Watch, look_up
from cockpit.exchange.tables.xlsx_table import XlsxTable
from cockpit.i18n import _

_HEAD = 1 << 16


def open_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: int | None = None,
    watch: Watch | None = None,
) -> Table:
    """Open a CSV, TSV, XLSX, JSON or JSON lines file; what is None is found out.

    `header` is the row number of the header, 0 for none. Raises UserError with what is wrong,
    where, and what to do; Cancelled when `watch` answers False.
    """
    head = _head_of(path)
    if kind_of(path, head) == "xlsx":
        return XlsxTable(path, sheet=sheet, header=header, watch=watch)
    found = _encoding_of(path, encoding, watch)
    if kind_of_text(path, head.decode(found.name, errors="ignore")) == "json":
        return JsonTable(path, found, watch=watch)
    return CsvTable(path, found, delimiter=delimiter, header=header, watch=watch)


def _head_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as problem:
        raise UserError(
            _("{path} cannot be opened: {problem}. Check the name and its permissions.").format(
                path=path, problem=problem.strerror or problem
            )
        ) from problem


def _encoding_of(path: Path, wanted: str | None, watch: Watch | None) -> Encoding:
    if wanted is None:
        size = path.stat().st_size
        return detect_encoding(path, lambda done: look_up(watch, done, size))
    try:
        info = codecs.lookup(wanted)
        # Some codecs are no text encodings; those answer only when they are used.
        "a".encode(info.name)
    except (LookupError, UnicodeError) as problem:
        raise UserError(
            _(
                "There is no text encoding called {encoding}. "
                "Use for example utf-8, gb18030, big5 or cp1252."
            ).format(encoding=wanted)
        ) from problem
    return Encoding(name=info.name)
