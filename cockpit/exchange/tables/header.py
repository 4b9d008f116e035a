"""Finds the header of a table and gives every column a name of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from cockpit.domain.table import Cell, is_filled
from cockpit.exchange.tables.limits import MAX_PREAMBLE

_VALUE: Final = re.compile(
    r"""\s*(?:[-+]?[\d.,]*\d[\d.,]*(?:[eE][-+]?\d+)?\s*%?
        |\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:[ T]\d{1,2}:\d{2}.*)?
        |true|false)\s*""",
    re.VERBOSE | re.IGNORECASE,
)
# Longer texts are neither numbers nor dates, and would keep the pattern busy.
_LONGEST_VALUE: Final = 40


def find_header(rows: Sequence[Sequence[Cell]]) -> int:
    """The index of the header among the first rows; -1 when the first row is already data.

    Notices above a table fill fewer cells than the table does, so the header is the first row
    that is about as wide as most are.
    """
    filled = [sum(is_filled(cell) for cell in row) for row in rows]
    widths = Counter(count for count in filled if count)
    if not widths:
        return 0
    usual = max(widths, key=lambda width: (widths[width], width))
    wide = (i for i, count in enumerate(filled[:MAX_PREAMBLE]) if count and count * 10 >= usual * 6)
    index = next(wide, -1)
    if index < 0:
        return next(i for i, count in enumerate(filled) if count)
    if not _is_data(rows[index]):
        return index
    if index and filled[index - 1] > 1:
        # Only some of the columns have a name.
        return index - 1
    return index if index + 1 == len(rows) else -1


def name_columns(header: Sequence[Cell], count: int) -> tuple[str, ...]:
    """Unique names: the header's own, "Name (2)" for a repeated one, "#7" for an empty one."""
    names: list[str] = []
    taken: set[str] = set()
    repeats: Counter[str] = Counter()
    for index in range(count):
        cell = header[index] if index < len(header) else None
        base = " ".join(_text(cell).split()) or f"#{index + 1}"
        name = base
        while name in taken:
            repeats[base] += 1
            name = f"{base} ({repeats[base] + 1})"
        taken.add(name)
        names.append(name)
    return tuple(names)


def last_filled(cells: Sequence[Cell]) -> int:
    """How many cells there are up to the last filled one."""
    count = len(cells)
    while count and not is_filled(cells[count - 1]):
        count -= 1
    return count


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _is_data(row: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but numbers and dates; a header of dates has a name or a gap."""
    return all(is_filled(cell) and _is_value(cell) for cell in row[: last_filled(row)])


def _is_value(cell: Cell) -> bool:
    if isinstance(cell, str):
        return len(cell) <= _LONGEST_VALUE and _VALUE.fullmatch(cell) is not None
    return isinstance(cell, int | float | date)
