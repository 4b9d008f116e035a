"""Writes points of series as CSV that a spreadsheet opens and that can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from zoneinfo import ZoneInfo

from cockpit.domain.periods import to_instant
from cockpit.domain.safe_cells import cell
from cockpit.exchange.atomic_file import atomic_file
from cockpit.i18n import _

if TYPE_CHECKING:
    from cockpit.domain.points import Points

# Points read and written at a time.
_PAGE: Final = 20_000


class PointSource(Protocol):
    """Where the points come from: a reader of a workspace."""

    def points(self, series_key: int, t0: int, t1: int, limit: int = ...) -> Points:
        """Return the first points of [t0, t1)."""


def export_points(
    reader: PointSource,
    path: Path,
    lines: Sequence[tuple[str, str, int]],
    t0: int,
    t1: int,
    zone: ZoneInfo,
) -> int:
    """Write the points of [t0, t1) of lines (figure, series, key); return how many.

    A row is the instant in UTC, the time in the zone, the figure, the series and the value; a
    point known to have no value has none. Raises EnvironmentProblem when it cannot be written.
    """
    count = 0
    with atomic_file(path) as file:
        # The mark lets spreadsheet programs see that it is UTF-8.
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        local = _("Time in {zone}").format(zone=zone.key)
        writer.writerow([_("Time"), local, _("KPI"), _("Series"), _("Value")])
        for figure, series, key in lines:
            for page in _pages(reader, key, t0, t1):
                writer.writerows(_rows(page, figure, series, zone))
                count += len(page)
        text.detach()
    return count


def _pages(reader: PointSource, key: int, t0: int, t1: int) -> Iterator[Points]:
    while len(page := reader.points(key, t0, t1, _PAGE)):
        yield page
        t0 = int(page.t[-1]) + 1


def _rows(page: Points, figure: str, series: str, zone: ZoneInfo) -> Iterator[list[object]]:
    for t, value in zip(page.t.tolist(), page.value.tolist(), strict=True):
        at = to_instant(t)
        wall = at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        number = "" if value != value else cell(value)
        instant = at.isoformat(timespec="milliseconds" if t % 1000 else "seconds")
        yield [instant.replace("+00:00", "Z"), wall, cell(figure), cell(series), number]
