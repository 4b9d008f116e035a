"""Where an axis has its ticks and what they say: round figures, and round instants in a zone.

Round figures are 1, 2, 2.5 and 5 times a power of ten (Heckbert, "Nice numbers for graph labels",
Graphics Gems, 1990). Round instants begin local days, months and years, so that a day of 23 or 25
hours has its tick where the day begins.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from cockpit.domain.figures import day_text, month_text, number
from cockpit.domain.periods import day_start, local_date, to_instant, to_milliseconds
from cockpit.i18n import language

SECOND: Final = 1000
DAY: Final = 86_400 * SECOND
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice_step(span: float, most: int) -> float:
    """Return the smallest round step that divides a span into at most so many parts."""
    if span <= 0 or not math.isfinite(span):
        return 1.0
    raw = span / most
    power = 10.0 ** math.floor(math.log10(raw))
    return next(step * power for step in _STEPS if step * power >= raw * (1 - 1e-9))


def nice_range(low: float, high: float, most: int) -> tuple[float, float, float]:
    """Return a round lower and upper end around two figures, and the step between its ticks."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return 0.0, 1.0, 0.5
    if low == high:
        half = abs(low) * 0.05 or 1.0
        low, high = (0.0, 2 * low) if low > 0 and half >= 1 else (low - half, high + half)
    step = nice_step(high - low, most)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step


def value_ticks(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of a step within two figures."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def value_texts(ticks: list[float], step: float, factor: float) -> list[str]:
    """Write ticks with the decimals that their step has, all with the same number of them."""
    scaled = step / factor
    decimals = 0
    while decimals < 12 and not _is_whole(scaled * 10**decimals):
        decimals += 1
    return [number(tick / factor + 0.0, decimals) for tick in ticks]


def _is_whole(value: float) -> bool:
    whole = round(value)
    return whole != 0 and abs(value - whole) <= 1e-6 * abs(whole)


class TimeTick(NamedTuple):
    """A tick at an instant; `text` is what stands under it."""

    t: int
    text: str


# A kind of step and how many of it: seconds, hours of a local day, days, months, years.
_LADDER: Final = (
    *(("second", count, count * SECOND) for count in (1, 5, 15, 30, 60, 300, 900, 1800)),
    *(("hour", count, count * 3600 * SECOND) for count in (1, 3, 6, 12)),
    *(("day", count, count * DAY) for count in (1, 2)),
    *(("week", count, 7 * count * DAY) for count in (1, 2)),
    *(("month", count, 30 * count * DAY) for count in (1, 2, 3, 6)),
    *(("year", count, 365 * count * DAY) for count in (1, 2, 5, 10, 20, 50, 100)),
)


def time_ticks(t0: int, t1: int, most: int, zone: ZoneInfo, this_year: int) -> list[TimeTick]:
    """Return at most about `most` ticks within [t0, t1], in milliseconds since 1970 in UTC."""
    smallest = (t1 - t0) / max(1, most)
    kind, count, _size = next((row for row in _LADDER if row[2] >= smallest), _LADDER[-1])
    ticks = _instants(kind, count, t0, t1, zone)
    return [TimeTick(t, _text(kind, t, zone, this_year, language())) for t in ticks]


def _instants(kind: str, count: int, t0: int, t1: int, zone: ZoneInfo) -> list[int]:
    found: list[int] = []
    for t in _from(kind, count, t0, zone):
        if t > t1 or len(found) > 200:
            break
        # A local time that a zone skipped, or had twice, does not go backwards.
        if t >= t0 and (not found or t > found[-1]):
            found.append(t)
    return found


def _from(kind: str, count: int, t0: int, zone: ZoneInfo) -> Iterator[int]:
    """Every round instant of a kind, from a little before t0 on."""
    day = local_date(t0, zone)
    if kind == "second":
        start = day_start(day, zone)
        step = count * SECOND
        t = start + (t0 - start) // step * step
        while True:
            yield t
            t += step
    if kind == "hour":
        while True:
            for hour in range(0, 24, count):
                yield _at(day, hour, zone)
            day += timedelta(days=1)
    yield from (day_start(one, zone) for one in _days(kind, count, day))


def _days(kind: str, count: int, day: date) -> Iterator[date]:
    if kind in ("day", "week"):
        length = count if kind == "day" else 7 * count
        # Counted from a Monday, so that the same days carry ticks wherever the picture begins.
        day -= timedelta(days=(day.toordinal() - 1) % length)
        while day < date.max - timedelta(days=length):
            yield day
            day += timedelta(days=length)
        return
    months = count if kind == "month" else 12 * count
    index = (day.year * 12 + day.month - 1) // months * months
    while index // 12 < date.max.year:
        if index >= 12:
            yield date(index // 12, index % 12 + 1, 1)
        index += months


def _at(day: date, hour: int, zone: ZoneInfo) -> int:
    if hour == 0:
        return day_start(day, zone)
    local = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    return to_milliseconds(local.astimezone(UTC))


@lru_cache(maxsize=4096)
def _text(kind: str, t: int, zone: ZoneInfo, this_year: int, _language: str) -> str:
    """What stands under a tick; the language is a part of the key only."""
    local = to_instant(t).astimezone(zone)
    midnight = local.hour == local.minute == local.second == 0
    if kind in ("second", "hour") and not midnight:
        return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    if kind == "month":
        return month_text(local.date(), this_year if local.month > 1 else 0)
    if kind == "year":
        return f"{local.year}年" if _language == "zh" else str(local.year)
    return day_text(local.date(), this_year)
