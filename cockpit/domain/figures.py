"""How figures and periods are written: full digits, 万 and 亿 or k and M, changes, dates.

Minus is U+2212 and a missing figure "—". Texts follow the language that is set.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from cockpit.domain.kpi import Direction, KpiRow
from cockpit.domain.periods import Grain, day_start, local_date, previous_start, to_instant
from cockpit.i18n import _, language

MISSING: Final = "—"
MINUS: Final = "\u2212"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ZH_SCALES: Final = ((1e8, "亿"), (1e4, "万"))
_EN_SCALES: Final = ((1e9, "B"), (1e6, "M"), (1e3, "k"))
# Short scales begin where five digits do: 9,999 is read faster than 10.0 k.
_SCALED_FROM: Final = 1e4
# Changes of these are told in the unit itself: "0.11 s faster" says more than a share.
_TIME_UNITS: Final = frozenset({"ms", "s", "sec", "min", "h", "毫秒", "秒", "分", "分钟", "小时"})


def number(value: float | None, decimals: int = 0) -> str:
    """Write all digits: 48,210, −0.21, and "—" for what is missing."""
    if value is None or not math.isfinite(value):
        return MISSING
    text = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and any(digit in text for digit in "123456789")
    return f"{MINUS}{text}" if negative else text


def with_unit(value: float | None, unit: str, decimals: int = 0) -> str:
    """Write a figure and its unit: 98.62%, 1.84 s, 1.84 秒."""
    text = number(value, decimals)
    if not unit or text == MISSING:
        return text
    return f"{text}{unit}" if unit == "%" else f"{text} {unit}"


@dataclass(frozen=True, slots=True)
class Scale:
    """What the figures of an axis are divided by, and the word for it ("" for 1)."""

    factor: float
    word: str

    def unit(self, unit: str) -> str:
        """The unit as it stands above the axis: 万笔, k, % or s."""
        if not self.word or not unit:
            return self.word or unit
        tight = ord(unit[0]) > 0x2E7F and ord(self.word[0]) > 0x2E7F
        return f"{self.word}{unit}" if tight else f"{self.word} {unit}"


def scale_for(largest: float) -> Scale:
    """The scale of an axis whose largest figure this is: 万 from five digits on, or k and M."""
    if not math.isfinite(largest) or abs(largest) < _SCALED_FROM:
        return Scale(1.0, "")
    scales = _ZH_SCALES if language() == "zh" else _EN_SCALES
    return next(Scale(factor, word) for factor, word in scales if abs(largest) >= factor)


def short(value: float | None) -> str:
    """Write a figure in little room: 4.8万, 1.2亿, 48.2k."""
    if value is None or not math.isfinite(value):
        return MISSING
    scale = scale_for(value)
    scaled = value / scale.factor
    digits = max(0, 2 - int(math.log10(abs(scaled)))) if abs(scaled) >= 1 else 2
    text = number(scaled, digits)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}{scale.word}"


@dataclass(frozen=True, slots=True)
class Change:
    """A change as a tile tells it: `tone` is good, bad, or "" for what means nothing."""

    text: str
    rises: bool | None
    tone: str


def change(
    latest: float | None,
    previous: float | None,
    unit: str,
    decimals: int,
    direction: Direction,
    history: Sequence[float] = (),
    band: tuple[float | None, float | None] = (None, None),
    lag: int = 1,
) -> Change | None:
    """Compare two finished periods; None when one of them is missing.

    Percentages change by points (pp), times by their unit, all else by a share of `previous`.
    Less than half of the usual step over `lag` values of `history` has no tone.
    """
    if latest is None or previous is None or not math.isfinite(latest - previous):
        return None
    difference = latest - previous
    text = _change_text(difference, previous, unit, decimals)
    if not any(digit in text for digit in "123456789"):
        return Change(text.lstrip("+"), None, "")
    quiet = abs(difference) < 0.5 * _usual_step(history, lag)
    tone = "" if quiet else _tone(latest, previous, direction, band)
    return Change(text, difference > 0, tone)


def _change_text(difference: float, previous: float, unit: str, decimals: int) -> str:
    sign = "+" if difference > 0 else ""
    if unit == "%":
        return f"{sign}{number(difference, max(1, decimals))} pp"
    if unit in _TIME_UNITS or previous == 0:
        return sign + with_unit(difference, unit, decimals)
    share = 100 * difference / abs(previous)
    return f"{sign}{number(share, 0 if abs(share) >= 100 else 1)}%"


def _usual_step(history: Sequence[float], lag: int) -> float:
    steps = [abs(after - before) for before, after in zip(history, history[lag:], strict=False)]
    known = [step for step in steps if math.isfinite(step)]
    return median(known) if len(known) >= 4 else 0.0


def _tone(
    latest: float, previous: float, direction: Direction, band: tuple[float | None, float | None]
) -> str:
    if direction is not Direction.BAND:
        return "good" if (latest > previous) == (direction is Direction.UP) else "bad"
    now, before = _outside(latest, band), _outside(previous, band)
    if now == before:
        return ""
    return "good" if now < before else "bad"


def _outside(value: float, band: tuple[float | None, float | None]) -> float:
    """How far a value lies outside of a band, 0 within it."""
    low, high = band
    below = low - value if low is not None else 0.0
    above = value - high if high is not None else 0.0
    return max(0.0, below, above)


def meets(
    value: float | None,
    target: float | None,
    direction: Direction,
    band: tuple[float | None, float | None] = (None, None),
) -> bool | None:
    """Tell whether a value is where it should be; None when nothing was set or measured."""
    if value is None:
        return None
    if direction is Direction.BAND:
        return None if band == (None, None) else _outside(value, band) == 0.0
    if target is None:
        return None
    return value >= target if direction is Direction.UP else value <= target


def day_text(day: date, this_year: int) -> str:
    """Write a date without the year that everybody knows: 11月20日, Nov 20."""
    if language() == "zh":
        short_day = f"{day.month}月{day.day}日"
        return short_day if day.year == this_year else f"{day.year}年{short_day}"
    short_day = f"{_MONTHS[day.month - 1]} {day.day}"
    return short_day if day.year == this_year else f"{short_day}, {day.year}"


def month_text(day: date, this_year: int) -> str:
    """Write a month: 11月, Nov, and another year's as 2025年11月, Nov 2025."""
    if language() == "zh":
        return f"{day.month}月" if day.year == this_year else f"{day.year}年{day.month}月"
    name = _MONTHS[day.month - 1]
    return name if day.year == this_year else f"{name} {day.year}"


def weekday_text(day: date) -> str:
    """Write a weekday: 周五, Fri."""
    if language() == "zh":
        return f"周{'一二三四五六日'[day.weekday()]}"
    return _WEEKDAYS[day.weekday()]


def period_text(t: int, grain: Grain, zone: ZoneInfo, this_year: int) -> str:
    """Write the period that starts at an instant: 11月20日 周五, Nov 2026, Nov 20, 09:00."""
    local = to_instant(t).astimezone(zone)
    day = local.date()
    if grain is Grain.DAY:
        if language() == "zh":
            return f"{day_text(day, this_year)} {weekday_text(day)}"
        return f"{weekday_text(day)}, {day_text(day, this_year)}"
    if grain is Grain.WEEK:
        return f"{day_text(day, this_year)} – {day_text(day + timedelta(days=6), this_year)}"
    if grain is Grain.MONTH:
        return month_text(day, this_year if language() == "zh" else 0)
    if grain is Grain.QUARTER:
        number_of = (day.month - 1) // 3 + 1
        return f"{day.year}年{number_of}季度" if language() == "zh" else f"Q{number_of} {day.year}"
    if grain is Grain.YEAR:
        return f"{day.year}年" if language() == "zh" else str(day.year)
    return instant_text(local, this_year)


def instant_text(local: datetime, this_year: int) -> str:
    """Write a moment in its own zone: 11月20日 09:20, Nov 20, 09:20 (seconds only when set)."""
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    day = day_text(local.date(), this_year)
    return f"{day} {clock}" if language() == "zh" else f"{day}, {clock}"


def versus_text(t: int, grain: Grain, zone: ZoneInfo, today: date) -> str:
    """Say what a change is measured against: vs. Wed, vs. last Thu, vs. Nov 1, 对比上周四."""
    local = to_instant(t).astimezone(zone)
    day = local.date()
    age = (today - day).days
    if grain is Grain.DAY and 0 <= age < 7:
        return _("vs. {weekday}").format(weekday=weekday_text(day))
    if grain is Grain.DAY and 7 <= age < 14:
        return _("vs. last {weekday}").format(weekday=weekday_text(day))
    if grain is Grain.WEEK:
        return _("vs. week of {day}").format(day=day_text(day, today.year))
    if grain is Grain.DAY:
        period = day_text(day, today.year)
    elif grain is Grain.MONTH:
        period = month_text(day, today.year)
    elif grain in (Grain.QUARTER, Grain.YEAR):
        period = period_text(t, grain, zone, today.year)
    else:
        period = f"{local:%H:%M}"
    return _("vs. {period}").format(period=period)


def row_change(row: KpiRow, zone: ZoneInfo, today: date) -> tuple[Change | None, str]:
    """Compare the last finished period of a figure as its tile does, and say with which one.

    A day is compared with the same weekday a week before, since weekends differ from workdays; with
    the day before where that has no value. All else is compared with the period before.
    """
    kpi = row.kpi
    band = (kpi.band_low, kpi.band_high)
    if row.latest_t is None:
        return None, ""
    if kpi.grain is Grain.DAY:
        week_ago = day_start(local_date(row.latest_t, zone) - timedelta(days=7), zone)
        before = dict(zip(row.sparkline_t, row.sparkline, strict=True)).get(week_ago)
        told = change(
            row.latest, before, kpi.unit, kpi.decimals, kpi.direction, row.sparkline, band, 7
        )
        if told is not None:
            return told, versus_text(week_ago, kpi.grain, zone, today)
    told = change(
        row.latest, row.previous, kpi.unit, kpi.decimals, kpi.direction, row.sparkline, band
    )
    if told is None:
        return None, ""
    if kpi.grain is Grain.INSTANT:
        return told, _("vs. the value before")
    previous = previous_start(row.latest_t, kpi.grain, zone)
    return told, versus_text(previous, kpi.grain, zone, today)
