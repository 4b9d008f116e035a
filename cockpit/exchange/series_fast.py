"""Points of plain text files read a few megabytes at a time, without a loop over rows.

A chunk is taken only when every row has all its cells, no quotation marks, times in one ISO form
and plain numbers; its rows can then be accounted for by counting. Any other chunk is left to the
reader of single rows, which says what is wrong with which cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cockpit.domain.imported_series import SeriesPart
from cockpit.domain.local_times import DAY, day_starts, to_utc
from cockpit.domain.table import Table
from cockpit.exchange.series_plan import SeriesPlan

_CHUNK: Final = 4 << 20
_ENCODINGS: Final = ("utf-8", "utf-8-sig", "ascii", "cp1252", "iso8859-1", "latin-1")
_NUMBER: Final = np.zeros(256, np.bool_)
_NUMBER[[0, *b"0123456789.-+eE"]] = True
_DIGITS: Final = np.zeros(256, np.bool_)
_DIGITS[list(b"0123456789")] = True
# Forms of times: 0 stands for a digit.
_FORMS: Final = tuple(
    form.encode()
    for day in ("0000-00-00", "0000/00/00")
    for form in (
        day,
        *(f"{day}{mark}{clock}{zone}" for mark in " T"
          for clock in ("00:00", "00:00:00", "00:00:00.000") for zone in ("", "Z")),
    )
)  # fmt: skip
_LAST: Final = 1 << 62
_WIDEST_NUMBER: Final = 28
_WIDEST_NAME: Final = 200

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]


class Irregular(Exception):
    """A chunk is not as plain as is needed here."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A chunk that was taken: its parts, its rows, and its filled cells by column."""

    parts: list[SeriesPart]
    rows: int
    filled: list[int]
    bytes_done: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A chunk that is left to the reader of rows: the numbers of its first and last row."""

    first: int
    last: int


def begins_plain(path: Path, table: Table, plan: SeriesPlan) -> bool:
    """Tell whether a file can be read by chunks from its header on."""
    if table.format != "csv" or table.encoding not in _ENCODINGS or plan.across:
        return False
    with path.open("rb") as file:
        head = [file.readline() for _line in range(table.header_row)]
    return not any(b'"' in line or b"\r" in line.rstrip(b"\r\n") for line in head)


def plain_chunks(path: Path, table: Table, plan: SeriesPlan) -> Iterator[Taken | Refused]:
    """Return the chunks of a file that begins plain, in order from its header on.

    Where a quotation mark comes, lines and rows part: all that is left is one refused chunk.
    """
    with path.open("rb") as file:
        for _line in range(table.header_row):
            file.readline()
        number = table.header_row + 1
        rest = b""
        while block := file.read(_CHUNK):
            block = rest + block
            cut = block.rfind(b"\n") + 1
            block, rest = block[:cut], block[cut:]
            if not cut or _is_strange(block):
                yield Refused(number, _LAST)
                return
            rows = block.count(b"\n")
            yield _chunk(block, number, rows, table, plan, file.tell())
            number += rows
        if rest:
            last = _is_strange(rest)
            yield (
                Refused(number, _LAST)
                if last
                else _chunk(rest + b"\n", number, 1, table, plan, file.tell())
            )


def _is_strange(block: bytes) -> bool:
    """Tell whether lines may not be rows, or are none."""
    return b'"' in block or b"\0" in block or _lone_returns(block)


def _lone_returns(block: bytes) -> bool:
    return b"\r" in block and block.count(b"\r") != block.count(b"\r\n")


def _chunk(
    block: bytes, number: int, rows: int, table: Table, plan: SeriesPlan, done: int
) -> Taken | Refused:
    try:
        cells = _Cells(block, rows, len(table.columns), table.delimiter.encode())
        return Taken(_parts(cells, number, plan), rows, cells.filled(), done)
    except (Irregular, ValueError, OverflowError):
        return Refused(number, number + rows - 1)


class _Cells:
    """Where the cells of a chunk begin and end."""

    def __init__(self, block: bytes, rows: int, columns: int, delimiter: bytes) -> None:
        self._bytes: Bytes = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero((self._bytes == delimiter[0]) | (self._bytes == 10))
        if len(ends) != rows * columns:
            raise Irregular
        table = ends.reshape(rows, columns)
        if not bool((self._bytes[table[:, -1]] == 10).all()):
            raise Irregular
        starts = np.append(np.intp(0), ends[:-1] + 1).reshape(rows, columns)
        if b"\r" in block:
            table = table.copy()
            table[:, -1] -= 1
        first = self._bytes[starts]
        if bool((((first == 32) | (first == 9)) & (table > starts)).any()):
            # A cell of blanks alone is not filled; the reader of rows tells.
            raise Irregular
        self._starts, self._ends = starts, table
        self.rows = rows

    def filled(self) -> list[int]:
        """Return how many cells of each column hold something."""
        counts: list[int] = (self._ends > self._starts).sum(axis=0).tolist()
        return counts

    def texts(self, column: int, widest: int) -> tuple[Bytes, Places]:
        """Return a column as rows of bytes filled up with zeros, and the lengths."""
        starts, lengths = self._starts[:, column], self._ends[:, column] - self._starts[:, column]
        width = int(lengths.max(initial=1)) or 1
        if width > widest:
            raise Irregular
        places = np.arange(width)
        # Short rows at the end of the chunk would reach beyond it.
        at = np.minimum(starts[:, None] + places, len(self._bytes) - 1)
        found = self._bytes[at]
        if int(lengths.min(initial=0)) < width:
            found[places >= lengths[:, None]] = 0
        return found, lengths


def _parts(cells: _Cells, number: int, plan: SeriesPlan) -> list[SeriesPart]:
    assert plan.time is not None
    t = _times(cells, plan.index[plan.time], plan)
    rows = np.arange(number, number + cells.rows, dtype=np.int32)
    figures, which_figure = _names(cells, plan.name, plan)
    series, which_series = _names(cells, plan.series, plan)
    if plan.name is not None and "" in figures:
        raise Irregular
    which = which_figure * len(series) + which_series
    found = []
    for column in plan.values:
        if not plan.takes_plain(column):
            raise Irregular
        value, there = _values(cells, plan.index[column])
        if bool(there.any()):
            plan.note_plain(column)
        for each in np.unique(which).tolist() if plan.needs_names else (None,):
            part = there if each is None else there & (which == each)
            figure, line = divmod(each or 0, len(series))
            name = plan.line(column, figures[figure], series[line])
            found.append(
                SeriesPart(name=name, column=column, t=t[part], value=value[part], row=rows[part])
            )
    return found


def _times(cells: _Cells, column: int, plan: SeriesPlan) -> npt.NDArray[np.int64]:
    """Return the instants of a column whose times all have one form."""
    texts, lengths = cells.texts(column, max(map(len, _FORMS)))
    width = texts.shape[1]
    if int(lengths.min()) != width:
        raise Irregular
    form = next((each for each in _FORMS if len(each) == width and _has_form(texts, each)), None)
    if form is None:
        raise Irregular
    local = _local(texts, form)
    if len(form) == 10:
        return day_starts(local // DAY, plan.day_zone)
    if form.endswith(b"Z"):
        return local
    zone = plan.zone()
    if zone is None:
        raise Irregular
    utc, sure = to_utc(local, zone)
    if not bool(sure.all()):
        raise Irregular
    return utc


def _has_form(texts: Bytes, form: bytes) -> bool:
    for place, char in enumerate(form):
        column = texts[:, place]
        fits = _DIGITS[column] if char == ord("0") else column == char
        if not bool(fits.all()):
            return False
    return True


def _local(texts: Bytes, form: bytes) -> npt.NDArray[np.int64]:
    """Return times of a form as milliseconds since 1970 on the clock they were read from."""
    digits = texts.astype(np.int64) - ord("0")

    def number(first: int, last: int) -> Any:
        value = digits[:, first]
        for place in range(first + 1, last):
            value = value * 10 + digits[:, place]
        return value

    year, month, day = number(0, 4), number(5, 7), number(8, 10)
    if not bool(((year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)).all()):
        raise Irregular
    months = (year - 1970) * 12 + month - 1
    first = months.astype("datetime64[M]")
    after = (months + 1).astype("datetime64[M]")
    length = (after.astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    if not bool((day <= length).all()):
        raise Irregular
    local = (first.astype("datetime64[D]").astype(np.int64) + day - 1) * DAY
    if len(form) > 10:
        hour, minute = number(11, 13), number(14, 16)
        second = number(17, 19) if len(form) >= 19 else 0
        if not bool(((hour < 24) & (minute < 60) & (second < np.int64(60))).all()):
            raise Irregular
        local = local + ((hour * 60 + minute) * 60 + second) * 1000
        if len(form) >= 23:
            local = local + number(20, 23)
    return np.asarray(local, np.int64)


def _values(cells: _Cells, column: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Return the numbers of a column, and which cells hold one."""
    texts, lengths = cells.texts(column, _WIDEST_NUMBER)
    if not bool(_NUMBER[texts].all()):
        raise Irregular
    there = lengths > 0
    if not bool(there.all()):
        texts = texts.copy()
        texts[~there, 0] = ord("0")
    width = texts.shape[1]
    value = np.ascontiguousarray(texts).view(f"S{width}").reshape(-1).astype(np.float64)
    if not bool(np.isfinite(value).all()):
        raise Irregular
    return value, there


def _names(cells: _Cells, column: str | None, plan: SeriesPlan) -> tuple[list[str], Any]:
    """Return the distinct names of a column and which of them each row has."""
    if column is None:
        return [""], np.zeros(cells.rows, np.int64)
    texts, _lengths = cells.texts(plan.index[column], _WIDEST_NAME)
    plain = np.ascontiguousarray(texts).view(f"S{texts.shape[1]}").reshape(-1)
    if bool((plain == plain[0]).all()):
        unique, which = plain[:1], np.zeros(cells.rows, np.int64)
    else:
        unique, which = np.unique(plain, return_inverse=True)
    if any(each.startswith(b"'") for each in unique.tolist()):
        raise Irregular
    # A name is what it is without the blanks around it, as for the reader of rows.
    names = [" ".join(each.decode("utf-8").split()) for each in unique.tolist()]
    return names, which
