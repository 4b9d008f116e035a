"""Finds what separates the cells of a text file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

CANDIDATES: Final = (",", ";", "\t", "|")
# Spreadsheet programs write and understand this first line.
_DECLARED: Final = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a text file separates its cells; `skip_spaces` after a delimiter, as in `a, "b, c"`."""

    delimiter: str = ","
    skip_spaces: bool = False
    declared: bool = False


def detect_dialect(lines: Sequence[str], suffix: str) -> Dialect:
    """The delimiter that splits most of the lines into the same number of cells."""
    if lines and (declared := _DECLARED.fullmatch(lines[0])):
        return Dialect(delimiter=declared[1], declared=True)
    favourite = "\t" if suffix in (".tsv", ".tab") else ","
    best, best_score = Dialect(delimiter=favourite), (0.0, False, 0)
    for delimiter in CANDIDATES:
        for skip_spaces in (False, True):
            if skip_spaces and not any(f'{delimiter} "' in line for line in lines):
                continue
            dialect = Dialect(delimiter=delimiter, skip_spaces=skip_spaces)
            score = _score(lines, dialect, favourite)
            if score > best_score:
                best, best_score = dialect, score
    return best


def _score(lines: Sequence[str], dialect: Dialect, favourite: str) -> tuple[float, bool, int]:
    """The share of rows with the usual number of cells, then the favourite, then the width."""
    try:
        rows = list(
            csv.reader(lines, delimiter=dialect.delimiter, skipinitialspace=dialect.skip_spaces)
        )
    except csv.Error:
        return 0.0, False, 0
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return 0.0, False, 0
    usual = max(widths, key=lambda width: (widths[width] if width > 1 else 0, width))
    if usual == 1:
        return 0.0, False, 0
    # A column of long texts splits by chance into a few cells; hence the share counts first.
    share = widths[usual] / widths.total()
    if not dialect.skip_spaces:
        # A cell that begins with a blank and a quotation mark was meant to be quoted.
        torn = sum(any(cell.startswith(' "') for cell in row) for row in rows)
        share -= torn / widths.total() / 2
    return round(share, 2), dialect.delimiter == favourite, usual
