"""What the chart of a figure shows, and where its arrays come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np

from cockpit.domain.periods import to_milliseconds
from cockpit.domain.points import Window
from cockpit.i18n import N_, _, ngettext
from cockpit.ui.charts.frame import STEPS
from cockpit.ui.charts.kpi_tiles import draws_running
from cockpit.ui.charts.records import ChartStyle, Form, Line

if TYPE_CHECKING:
    from cockpit.domain.kpi import KpiRow, Mark, Series
    from cockpit.domain.points import Extent
    from cockpit.services.kpi_ports import KpiReader

DAY: Final = 86_400_000
# Key, msgid and days of each choice of range; 0 is all there is.
RANGES: Final = (("7", N_("7 days"), 7), ("30", N_("30 days"), 30), ("90", N_("90 days"), 90),
                 ("all", N_("All"), 0))  # fmt: skip
# What a range is compared with: whole weeks back, so that weekdays meet.
_BACK: Final = {7: 7, 30: 28, 90: 91}
MOST_LINES: Final = 8
AGGREGATIONS: Final = {
    "sum": N_("total"), "mean": N_("mean"), "last": N_("last value"), "unique": N_("distinct"),
}  # fmt: skip
GRAINS: Final = {
    "instant": N_("at each moment"), "minute": N_("by minute"), "hour": N_("by hour"),
    "day": N_("by day"), "week": N_("by week"), "month": N_("by month"),
    "quarter": N_("by quarter"), "year": N_("by year"),
}  # fmt: skip


class ChartSource:
    """Lines of one figure over a range of days, with the stretch before it to compare with."""

    def __init__(
        self, reader: KpiReader, row: KpiRow, zone: ZoneInfo, days: int, *, compared: bool
    ) -> None:
        self.reader, self.row, self.zone, self.days = reader, row, zone, days
        drawn = [one for one in row.series if not one.is_target]
        self.left_out = max(0, len(drawn) - MOST_LINES)
        self.drawn = drawn[:MOST_LINES]
        self.targets = [one for one in row.series if one.is_target][:1]
        self.back = _BACK.get(days, 0) * DAY if compared and len(drawn) == 1 else 0
        extents = [reader.extent(one.key) for one in self.drawn]
        self.extents: list[Extent] = [extent for extent in extents if extent.count]
        self.step = STEPS[row.kpi.grain]

    @property
    def can_compare(self) -> bool:
        """Whether there is a stretch before this one that can be drawn beside it."""
        return len(self.drawn) == 1 and self.days in _BACK

    def limits(self) -> tuple[int, int]:
        """From the first point to the last, with half a period around them."""
        if not self.extents:
            return 0, DAY
        first = min(extent.t0 for extent in self.extents)
        last = max(extent.t1 for extent in self.extents)
        pad = self.step // 2 or max(1000, (last - first) // 50)
        return first - pad, last + pad

    def home(self) -> tuple[int, int]:
        """The range of days that was chosen, up to the newest point."""
        first, last = self.limits()
        if self.days:
            first = max(first, last - self.days * DAY)
        return first, last

    def style(self, form: Form, this_year: int) -> ChartStyle:
        """How the chart looks."""
        kpi, row = self.row.kpi, self.row
        lines = [self._line(slot, one) for slot, one in enumerate(self.drawn)]
        if self.back:
            lines.append(Line(key="before", name=self._before_name(), role="comparison"))
        lines += [Line(key=one.id, name=_("Target"), role="target") for one in self.targets]
        return ChartStyle(
            title=kpi.name,
            note=self._note(),
            unit=kpi.unit,
            decimals=kpi.decimals,
            grain=kpi.grain,
            zone=self.zone.key,
            form=form,
            draws_running=draws_running(kpi),
            running_t=row.running_t,
            as_of=to_milliseconds(row.as_of) if row.as_of is not None else None,
            this_year=this_year,
            nothing="" if self.extents else _("No points yet. Import a series or set up a source."),
            lines=tuple(lines),
        )

    def _line(self, slot: int, series: Series) -> Line:
        return Line(key=series.id, name=series.name or self.row.kpi.name, slot=slot)

    def _before_name(self) -> str:
        days = self.back // DAY
        return _("{days} d before").format(days=days)

    def _note(self) -> str:
        """The definition, or how the values are made, and what is left out."""
        kpi = self.row.kpi
        made = _("{aggregation}, {grain}").format(
            aggregation=_(AGGREGATIONS[kpi.aggregation]), grain=_(GRAINS[kpi.grain])
        )
        parts = [made]
        if self.left_out:
            hidden = ngettext("{count} series not drawn", "{count} series not drawn", self.left_out)
            parts.append(hidden.format(count=self.left_out))
        how = _("{definition}; {how}")
        if kpi.definition:
            parts.insert(0, kpi.definition.rstrip().rstrip(".。"))
        note = parts[0]
        for part in parts[1:]:
            note = how.format(definition=note, how=part)
        return note

    def windows(self, t0: int, t1: int, pixels: int) -> list[Window]:
        """Return a window for each line of the style."""
        found = [self.reader.window(one.key, t0, t1, pixels) for one in self.drawn]
        if self.back:
            key = self.drawn[0].key
            before = self.reader.window(key, t0 - self.back, t1 - self.back, pixels)
            found.append(self._moved(before))
        found += [self._target(one, t1) for one in self.targets]
        return found

    def _moved(self, before: Window) -> Window:
        """A stretch of the past laid over the present; what is not over yet has no past."""
        moved = replace(before, t=before.t + np.int64(self.back))
        first, last = self.limits()
        keep = (moved.t >= first) & (moved.t <= last)
        return _taken(moved, keep)

    def _target(self, series: Series, t1: int) -> Window:
        """All values of a target up to the end of a stretch, since each holds until the next."""
        points = self.reader.points(series.key, 0, t1, 5000)
        known = np.isfinite(points.value)
        values = points.value[known]
        return Window(
            t=points.t[known], lo=values, hi=values, mean=values, first=values, last=values,
            count=np.ones(len(values), np.int64), flags=points.flags[known], exact=True,
        )  # fmt: skip

    def marks(self, t0: int, t1: int) -> list[Mark]:
        """What happened in a stretch of time."""
        return self.reader.annotations(self.row.kpi.product_id, t0, t1)


def _taken(window: Window, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Window:
    return Window(
        t=window.t[keep], lo=window.lo[keep], hi=window.hi[keep], mean=window.mean[keep],
        first=window.first[keep], last=window.last[keep], count=window.count[keep],
        flags=window.flags[keep], exact=window.exact,
    )  # fmt: skip


def nothing() -> Window:
    """A window without points."""
    t, value = np.zeros(0, np.int64), np.zeros(0)
    return Window(
        t=t, lo=value, hi=value, mean=value, first=value, last=value, count=t,
        flags=np.zeros(0, np.uint8), exact=True,
    )  # fmt: skip
