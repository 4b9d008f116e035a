"""What a mapping means for one table: which columns are read, and how cells become values."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from cockpit.domain.cells import BadCell, is_percent, read_date, read_instant, read_text
from cockpit.domain.imported_series import SeriesName
from cockpit.domain.mapping import Mapping, read_cell
from cockpit.domain.periods import day_start, to_milliseconds
from cockpit.domain.table import Cell, Table
from cockpit.exchange.series_fields import ACROSS, NAME, SERIES, TIME, UNIT, VALUE
from cockpit.i18n import _

PERCENT: Final = "%"
# Headers that say nothing of what the values are.
_NAMELESS: Final = ("value", "values", "数值", "值", "metric value", "指标值")


class SeriesPlan:
    """The reading of one table by a mapping; `zone` is where days begin if no zone is named."""

    def __init__(self, table: Table, mapping: Mapping, file: str, zone: ZoneInfo) -> None:
        self._mapping = mapping
        self._file = file
        self._zone = zone
        self.index = {name: place for place, name in enumerate(table.columns)}
        self.time = mapping.column_of(TIME.key)
        self.name = mapping.column_of(NAME.key)
        self.series = mapping.column_of(SERIES.key)
        self.across = mapping.columns_of(ACROSS.key)
        self.values = self.across or mapping.columns_of(VALUE.key)
        self.wanted = mapping.wanted()
        self._percent: dict[str, bool] = {}

    @property
    def needs_names(self) -> bool:
        """Whether each row names its figure or series."""
        return self.name is not None or self.series is not None

    def zone(self) -> ZoneInfo | None:
        """Return the zone that times without one are in, None when nobody named it."""
        return self._mapping.zone(self.time or "")

    @property
    def day_zone(self) -> ZoneInfo:
        """The zone that days begin in."""
        return self.zone() or self._zone

    def line(self, column: str, figure: str, series: str) -> SeriesName:
        """Return which line the values of a column belong to, by the names in their row."""
        kpi = figure or (self._file if self._says_nothing(column) else column)
        return SeriesName(kpi, series)

    def _says_nothing(self, column: str) -> bool:
        alone = len(self.values) == 1 and column.strip().casefold() in _NAMELESS
        return bool(self.across) or alone

    def unit(self, column: str) -> str:
        """Return the unit of a column's values: the one said, else % where cells had the sign."""
        said = self._mapping.option(UNIT, column)
        return said or (PERCENT if self._percent.get(column) else "")

    def instant(self, cell: Cell, column: str) -> int | None:
        """Return a time as milliseconds, None where nothing stands. Raises BadCell."""
        order = self._mapping.option("date_order", column)
        try:
            if is_day(cell):
                day = read_date(cell, order=order, months=True)
                return None if day is None else day_start(day, self.day_zone)
            at = read_instant(cell, order=order, zone=self._mapping.zone(column))
        except OverflowError:
            raise BadCell(_("“{text}” is not a date.").format(text=read_text(cell))) from None
        return None if at is None else to_milliseconds(at)

    def value(self, cell: Cell, column: str) -> tuple[float | None, bool]:
        """Return a value and whether the mapping translated it. Raises BadCell.

        Percentages are kept as percent: 12.3% is 12.3.
        """
        found, mapped = read_cell(cell, VALUE, self._mapping, column)
        assert found is None or isinstance(found, float)
        if found is None or mapped:
            return found, mapped
        percent = is_percent(cell)
        if self._percent.setdefault(column, percent) != percent and not self._says_percent(column):
            raise BadCell(
                _("Some cells of this column are percentages, others are not. Say its unit.")
            )
        return found * 100 if percent else found, mapped

    def _says_percent(self, column: str) -> bool:
        return self._mapping.option(UNIT, column) == PERCENT

    def takes_plain(self, column: str) -> bool:
        """Tell whether plain numbers of a column are taken as they are."""
        decimal = self._mapping.option("decimal", column)
        translated = bool(self._mapping.values.get(VALUE.key))
        percent = self._percent.get(column, False) and not self._says_percent(column)
        return decimal in ("", ".") and not translated and not percent

    def note_plain(self, column: str) -> None:
        """Remember that a column had plain numbers."""
        self._percent.setdefault(column, False)


def is_day(cell: Cell) -> bool:
    """Tell whether a cell is a day without a time of day."""
    if isinstance(cell, str):
        text = cell.strip()
        number = text.replace(".", "", 1)
        if number.isdigit():
            return len(text) == 8
        return ":" not in text and "时" not in text
    return isinstance(cell, date) and not isinstance(cell, datetime)
