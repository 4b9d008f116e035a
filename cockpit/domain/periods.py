"""Periods: what a figure is counted over, a grain from a local start in an IANA zone.

Instants are int milliseconds since 1970 in UTC. A period ends where the next one begins, so a day
may have 23, 24.5 or 25 hours. Weeks start on Monday (ISO 8601), hours are counted from the start
of the local day, and the last one of a day is shorter where the day is no whole number of hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from cockpit.domain.errors import UserError
from cockpit.i18n import _

HOUR = 3_600_000
MINUTE = 60_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class Grain(StrEnum):
    """The length of a period; a value of grain INSTANT stands for its moment only."""

    INSTANT = "instant"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period: the local date on which it starts, and where it starts and ends as instants."""

    grain: Grain
    zone: str
    starts_on: date
    t0: int
    t1: int


def zone_named(name: str) -> ZoneInfo:
    """Return an IANA zone; raises UserError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise UserError(
            _("“{name}” is no time zone. Use a name such as Asia/Shanghai.").format(name=name)
        ) from None


def to_milliseconds(instant: datetime) -> int:
    """Return an aware instant as milliseconds since 1970 in UTC, rounded down."""
    return (instant - _EPOCH) // _MILLISECOND


def to_instant(t: int) -> datetime:
    """Return milliseconds since 1970 as an instant; raises OverflowError outside years 1–9999."""
    return _EPOCH + t * _MILLISECOND


def local_date(t: int, zone: ZoneInfo) -> date:
    """Return the date on which an instant lies in a zone."""
    return to_instant(t).astimezone(zone).date()


@lru_cache(maxsize=8192)
def day_start(day: date, zone: ZoneInfo) -> int:
    """Return the first instant of a local date; of a date that a zone skipped, of the next one."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    first = to_milliseconds(midnight.astimezone(UTC))
    if local_date(first, zone) == day and to_instant(first).astimezone(zone).hour == 0:
        before = to_milliseconds(midnight.replace(fold=1).astimezone(UTC))
        if before >= first:
            return first
    # Clocks jumped over midnight: the day began at the jump, which lies in (low, high].
    low, high = first - 26 * HOUR, first
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if local_date(middle, zone) >= day else (middle, high)
    return high


def first_day(day: date, grain: Grain) -> date:
    """Return the date on which the period starts that a date lies in."""
    if grain is Grain.WEEK:
        return day - timedelta(days=day.weekday())
    if grain is Grain.MONTH:
        return day.replace(day=1)
    if grain is Grain.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if grain is Grain.YEAR:
        return day.replace(month=1, day=1)
    return day


def next_day(day: date, grain: Grain, count: int = 1) -> date:
    """Return the date on which the period `count` after the one that starts on a date starts."""
    if grain is Grain.WEEK:
        return day + timedelta(days=7 * count)
    months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}.get(grain)
    if months is None:
        return day + timedelta(days=count)
    index = day.year * 12 + day.month - 1 + months * count
    return date(index // 12, index % 12 + 1, 1)


def start_of(t: int, grain: Grain, zone: ZoneInfo) -> int:
    """Return where the period starts that an instant lies in; an INSTANT is its own."""
    if grain is Grain.INSTANT:
        return t
    if grain is Grain.MINUTE:
        return t - t % MINUTE
    day = local_date(t, zone)
    if grain is Grain.HOUR:
        start = day_start(day, zone)
        return t - (t - start) % HOUR
    return day_start(first_day(day, grain), zone)


def end_of(start: int, grain: Grain, zone: ZoneInfo) -> int:
    """Return where the period that starts at an instant ends; an INSTANT at once."""
    if grain is Grain.INSTANT:
        return start
    if grain is Grain.MINUTE:
        return start + MINUTE
    day = local_date(start, zone)
    if grain is Grain.HOUR:
        return min(start + HOUR, _day_after(day, Grain.DAY, zone))
    return _day_after(first_day(day, grain), grain, zone)


def _day_after(day: date, grain: Grain, zone: ZoneInfo) -> int:
    """Return where the period after the one that starts on a date starts."""
    if day > date.max - timedelta(days=366):
        raise OverflowError("no period after the year 9998")
    return day_start(next_day(day, grain), zone)


def previous_start(start: int, grain: Grain, zone: ZoneInfo) -> int:
    """Return where the period before the one that starts at an instant starts."""
    return start_of(start - 1, grain, zone)


def is_finished(start: int, grain: Grain, zone: ZoneInfo, now: int) -> bool:
    """Tell whether the period that starts at an instant is over at another."""
    return end_of(start, grain, zone) <= now


def last_finished(now: int, grain: Grain, zone: ZoneInfo) -> int:
    """Return where the newest period that is over at an instant starts."""
    current = start_of(now, grain, zone)
    return current if grain is Grain.INSTANT else previous_start(current, grain, zone)


def period_of(t: int, grain: Grain, zone: ZoneInfo) -> Period:
    """Return the period that an instant lies in."""
    start = start_of(t, grain, zone)
    return Period(
        grain=grain,
        zone=str(zone),
        starts_on=local_date(start, zone),
        t0=start,
        t1=end_of(start, grain, zone),
    )


def starts_between(t0: int, t1: int, grain: Grain, zone: ZoneInfo) -> list[int]:
    """Return where the periods start that start in [t0, t1); raises ValueError for INSTANT."""
    if grain is Grain.INSTANT:
        raise ValueError("instants cannot be listed")
    start = start_of(t0, grain, zone)
    found: list[int] = []
    while start < t1:
        if start >= t0 and (not found or start > found[-1]):
            found.append(start)
        start = max(end_of(start, grain, zone), start + 1)
    return found
