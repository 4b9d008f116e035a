"""Local times as arrays: to instants and back over changes of clocks, a day at a time.

Most days of a zone have one offset; only the days on which clocks change are looked at time by
time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from cockpit.domain.periods import Grain, day_start, start_of, to_instant, to_milliseconds
from cockpit.domain.points import Times

DAY: Final = 86_400_000
_EPOCH: Final = datetime(1970, 1, 1)
_MILLISECOND: Final = timedelta(milliseconds=1)


def to_utc(local: Times, zone: ZoneInfo) -> tuple[Times, npt.NDArray[np.bool_]]:
    """Return wall times (milliseconds since 1970 as the clocks show them) as instants.

    Also returned is which of them are sure: a time that clocks skipped or showed twice is not.
    Raises OverflowError outside the years 1 to 9999.
    """
    days, at = np.unique(np.floor_divide(local, DAY), return_inverse=True)
    offsets = np.zeros(len(days), np.int64)
    changing = []
    for index, day in enumerate(days.tolist()):
        found = _offsets(day, zone)
        offsets[index] = found[0]
        if len(found) > 1:
            changing.append(index)
    utc = local - offsets[at]
    sure = np.ones(len(local), np.bool_)
    for place in np.flatnonzero(np.isin(at, changing)).tolist():
        naive = _EPOCH + int(local[place]) * _MILLISECOND
        first, second = (
            to_milliseconds(naive.replace(tzinfo=zone, fold=fold).astimezone(UTC))
            for fold in (0, 1)
        )
        utc[place], sure[place] = first, first == second
    return utc, sure


def _offsets(day: int, zone: ZoneInfo) -> list[int]:
    """Return the offsets, in milliseconds, that a zone has around a local day; one on most."""
    noon = _EPOCH + timedelta(days=day, hours=12)
    found = []
    for hours in (-14, 0, 14):
        offset = (noon + timedelta(hours=hours)).replace(tzinfo=zone).utcoffset()
        assert offset is not None
        if (value := offset // _MILLISECOND) not in found:
            found.append(value)
    return found


def day_starts(days: Times, zone: ZoneInfo) -> Times:
    """Return where days (counted from 1970) start in a zone."""
    unique, at = np.unique(days, return_inverse=True)
    starts = [day_start(date(1970, 1, 1) + timedelta(days=day), zone) for day in unique.tolist()]
    return np.array(starts, np.int64)[at]


def period_starts(t: Times, grain: Grain, zone: ZoneInfo) -> Times:
    """Return where the periods start that instants lie in."""
    if grain is Grain.INSTANT:
        return t
    # No period is shorter than a minute, so one answer serves a minute.
    minutes, at = np.unique(np.floor_divide(t, 60_000), return_inverse=True)
    starts = [start_of(minute * 60_000, grain, zone) for minute in minutes.tolist()]
    return np.array(starts, np.int64)[at]


def grain_of(t: Times, zone: ZoneInfo) -> Grain:
    """Return the longest grain whose periods start at all of some ascending instants."""
    if not len(t):
        return Grain.INSTANT
    some = t[np.linspace(0, len(t) - 1, min(len(t), 400)).astype(np.intp)].tolist()
    local = [to_instant(each).astimezone(zone) for each in some]
    starts = all(start_of(each, Grain.DAY, zone) == each for each in some)
    if starts and len(some) > 1:
        if all(each.day == 1 for each in local):
            return Grain.MONTH
        if all(each.weekday() == 0 for each in local):
            return Grain.WEEK
    if starts:
        return Grain.DAY
    if all(start_of(each, Grain.HOUR, zone) == each for each in some):
        return Grain.HOUR
    even = all(each % 60_000 == 0 for each in some)
    if even and len(t) > 1 and int(np.median(np.diff(t))) == 60_000:
        return Grain.MINUTE
    return Grain.INSTANT
