"""Gathers what is read of a file into whole lines, and hands over what is complete early.

Where times ascend, all but the newest of a long line is complete: a time further down cannot be
one of them again. So a long file need not be in memory at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from cockpit.domain.imported_series import SeriesName, SeriesPart
from cockpit.domain.points import Times, Values
from cockpit.exchange.series_table import Rows, SeriesTable

# Values of one line that are kept before the complete ones are handed over.
_MOST: Final = 1_000_000

# The name of a line, the column of its values, and times, values and rows in the file's order.
Line = tuple[SeriesName, str, Times, Values, Rows]


def gathered(reading: SeriesTable, *, whole: bool = False) -> Iterator[Line]:
    """Return lines, a long one in pieces that have no time in common unless `whole`."""
    kept: dict[tuple[SeriesName, str], _Kept] = {}
    for part in reading.read():
        line = kept.setdefault((part.name, part.column), _Kept())
        line.add(part)
        if not whole and line.count >= _MOST and (done := line.complete()) is not None:
            yield part.name, part.column, *done
    for (name, column), line in kept.items():
        yield name, column, *line.all()


class _Kept:
    """Parts of one line; `count` values."""

    def __init__(self) -> None:
        self._parts: list[SeriesPart] = []
        self.count = 0
        self._ascending = True
        self._last: int | None = None

    def add(self, part: SeriesPart) -> None:
        """Take a part that follows in the file."""
        if not len(part.t):
            return
        t = part.t
        goes_on = self._last is None or int(t[0]) >= self._last
        self._ascending = self._ascending and goes_on and bool(np.all(t[1:] >= t[:-1]))
        self._last = int(t[-1])
        self._parts.append(part)
        self.count += len(t)

    def complete(self) -> tuple[Times, Values, Rows] | None:
        """Take out all but the newest time; None while times do not ascend."""
        if not self._ascending:
            return None
        t, value, row = self.all()
        cut = int(np.searchsorted(t, t[-1]))
        last = self._parts[-1]
        self._parts = [
            SeriesPart(
                name=last.name, column=last.column, t=t[cut:], value=value[cut:], row=row[cut:]
            )
        ]
        self.count = len(t) - cut
        return t[:cut], value[:cut], row[:cut]

    def all(self) -> tuple[Times, Values, Rows]:
        """Return everything that is kept, in the order of the file."""
        if not self._parts:
            return np.empty(0, np.int64), np.empty(0, np.float64), np.empty(0, np.int32)
        return (
            np.concatenate([part.t for part in self._parts]),
            np.concatenate([part.value for part in self._parts]),
            np.concatenate([part.row for part in self._parts]),
        )
