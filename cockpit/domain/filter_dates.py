"""What the dates in a filter mean: `due:<7d`, `created:week`, as half-open ranges of days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from cockpit.domain import dates
from cockpit.domain.filter_words import DAYS

Range = tuple[date | None, date | None]

_SPAN: Final = re.compile(r"(\d{1,4})\s?(d|w|days?|weeks?|天|日|周|个?星期)", re.IGNORECASE)
_DAY: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)")


def read_day(value: str) -> str | None:
    """A word for a day, a number of days (`7d`) or an ISO date; None when it is none of these."""
    value = value.casefold()
    if value in DAYS:
        return DAYS[value]
    if span := _SPAN.fullmatch(value):
        days = int(span[1]) * (1 if span[2][0] in "d天日" else 7)
        return f"{days}d"
    if day := _DAY.fullmatch(value):
        year, month, number = (int(part) for part in day.groups() if part)
        found = dates.valid_date(year, month, number)
        return found.isoformat() if found else None
    return None


def resolve_due(op: str, value: str, today: date) -> Range:
    """The days `[from, to)` meant by a term about the future; None is an open end.

    `7d` is the day seven days ahead, so `<7d` holds what is overdue too. `none` is not a range of
    days and gives (None, None): the caller asks for an absent date.
    """
    if value == "overdue":
        return None, today
    return _compare(op, _period(value, today, ahead=1))


def resolve_past(op: str, value: str, today: date) -> Range:
    """The same for a term about the past, where `<7d` means less than seven days ago."""
    if value == "overdue":
        return None, today
    if value.endswith("d"):
        op = op.translate({ord("<"): ">", ord(">"): "<"})
    return _compare(op, _period(value, today, ahead=-1))


def _period(value: str, today: date, ahead: int) -> Range:
    if value == "none":
        return None, None
    if value == "week":
        start = dates.week_start(today)
        return start, _shifted(start, 7)
    if value == "month":
        return dates.first_of_month(today, 0), _shifted(dates.end_of_month(today), 1)
    offset = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(value)
    if offset is None and value.endswith("d"):
        offset = int(value[:-1]) * ahead
    start = date.fromisoformat(value) if offset is None else _shifted(today, offset)
    return start, _shifted(start, 1)


def _shifted(day: date, days: int) -> date:
    """The day that many days away, or the calendar's first or last one (9999-12-31)."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _compare(op: str, period: Range) -> Range:
    start, end = period
    match op:
        case "<":
            return None, start
        case "<=":
            return None, end
        case ">":
            return end, None
        case ">=":
            return start, None
        case _:
            return start, end
