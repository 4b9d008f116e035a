"""Calendar arithmetic behind the words people use for dates; weeks start on Monday."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

# How long a date without a year may lie back before it means next year's.
YEAR_GRACE_DAYS: Final = 31

_CHINESE_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def week_start(day: date) -> date:
    """The Monday of the week."""
    return day - timedelta(days=day.weekday())


def next_weekday(today: date, weekday: int) -> date:
    """The next such day, today included; Monday is 0."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def weekday_of_week(today: date, weekday: int, weeks: int) -> date:
    """That day of the calendar week `weeks` ahead: 下周三 is weekday 2 of week 1."""
    return week_start(today) + timedelta(days=7 * weeks + weekday)


def weekend(today: date) -> date:
    """The Saturday ahead, or today on a Sunday."""
    return today if today.weekday() == 6 else next_weekday(today, 5)


def first_of_month(today: date, months: int) -> date:
    """The first day of the month that many months ahead."""
    index = today.year * 12 + today.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def end_of_month(today: date, months: int = 0) -> date:
    """The last day of the month that many months ahead."""
    first = first_of_month(today, months)
    return first.replace(day=monthrange(first.year, first.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day that many months ahead, or that month's last day where it is shorter."""
    return min(first_of_month(day, months) + timedelta(days=day.day - 1), end_of_month(day, months))


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def without_year(today: date, month: int, day: int) -> date | None:
    """The date of this year, or of next year when it lies back too far (or this year lacks it)."""
    this_year = valid_date(today.year, month, day)
    if this_year is None or (today - this_year).days > YEAR_GRACE_DAYS:
        return valid_date(today.year + 1, month, day)
    return this_year


def next_day_of_month(today: date, day: int) -> date | None:
    """The next such day of a month, today included; the 31st skips the shorter months."""
    for months in range(3):
        first = first_of_month(today, months)
        found = valid_date(first.year, first.month, day)
        if found is not None and found >= today:
            return found
    return None


def read_number(text: str) -> int | None:
    """A number in digits or in Chinese numerals up to ninety-nine."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS.get(text)
    high = _CHINESE_DIGITS.get(tens) if tens else 1
    low = _CHINESE_DIGITS.get(ones) if ones else 0
    return None if high is None or low is None else high * 10 + low
