"""The phrases that name a date or a time of day: a pattern and what it means, one line each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from functools import cached_property
from typing import Final

from cockpit.domain import dates


class Pattern:
    """A regular expression, compiled when first used: nobody should wait for forty at a start."""

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self._source, self._flags = source, flags

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """Match at a place, as a compiled expression does."""
        return re.compile(self._source, self._flags).match


DateRule = tuple[Pattern, Callable[[re.Match[str], date], date | None]]
TimeRule = tuple[Pattern, Callable[[re.Match[str]], time | None]]

# A Latin word ends where no letter, digit or joined word follows: not Monday.com, not today's.
_LEFT: Final = r"""(?<![0-9A-Za-z_])(?<![0-9A-Za-z_][.'’/@:+-])(?<![@#/"'“‘(\[《「])"""
_RIGHT: Final = r"(?![0-9A-Za-z_])(?![.'’/@:+-][0-9A-Za-z_])(?!%)"
_NUMBER: Final = r"(\d{1,3}|[零〇一二两三四五六七八九十]{1,3})"
_BY: Final = r"(?:(?:due by|due on|due|by|on)\s+)?"
_BEFORE: Final = r"(?:之前|以前|前)?"

_WEEKDAYS_EN: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_EN: Final = (
    r"(monday|mon|tuesday|tues|tue|wednesday|wed|thursday|thurs|thur|thu|friday|fri"
    r"|saturday|sat|sunday|sun)"
)
_WEEKDAYS_ZH: Final = {c: n for n, c in enumerate("一二三四五六")} | {"日": 6, "天": 6}
_WEEK_ZH: Final = r"(?:周|星期|礼拜)"
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH: Final = (
    r"(january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug"
    r"|september|sept|sep|october|oct|november|nov|december|dec)"
)
_ORDINAL: Final = r"(\d{1,2})(?:st|nd|rd|th)?"
_DAYS_ZH: Final = {"前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2, "大后天": 3}
_COUNTS_EN: Final = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
} | {"a": 1, "an": 1}
# Only holidays with a fixed date: those of the lunar calendar move and would need a table.
_HOLIDAYS: Final = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1)}


def _latin(pattern: str) -> Pattern:
    return Pattern(_LEFT + pattern + _RIGHT, re.IGNORECASE | re.ASCII)


def _chinese(pattern: str) -> Pattern:
    return Pattern(r"(?<![\d.])(?<!\d[-–~])(?:" + pattern + ")" + _BEFORE)


def _shift_zh(prefix: str) -> int:
    """How many weeks or months 上, 本, 这, 下 and 下下 point away."""
    return -1 if prefix.startswith("上") else prefix.count("下")


def _ahead(today: date, count: int | None, unit: str) -> date | None:
    if count is None:
        return None
    if unit[0] in "天日d":
        return today + timedelta(days=count)
    if unit[0] in "周w" or "星期" in unit or "礼拜" in unit:
        return today + timedelta(weeks=count)
    return dates.add_months(today, count)


def _month_day(today: date, year: str | None, month: int | None, day: int | None) -> date | None:
    if month is None or day is None:
        return None
    return (
        dates.valid_date(int(year), month, day) if year else dates.without_year(today, month, day)
    )


def _count_en(text: str) -> int | None:
    return int(text) if text.isdecimal() else _COUNTS_EN.get(text.lower())


def _month_en(text: str) -> int:
    return _MONTHS[text[:3].lower()]


def _weekday_en(text: str) -> int:
    return _WEEKDAYS_EN.index(text[:3].lower())


def _day_of_month_zh(m: re.Match[str], today: date) -> date | None:
    first = dates.first_of_month(today, _shift_zh(m[1]))
    day = dates.read_number(m[2])
    return dates.valid_date(first.year, first.month, day) if day else None


def _holiday(m: re.Match[str], today: date) -> date | None:
    return dates.without_year(today, *_HOLIDAYS[m[1]])


_RULES_ZH: Final[tuple[DateRule, ...]] = (
    (_chinese("(大后天|后天|明天|今天|昨天|前天)"), lambda m, t: t + timedelta(_DAYS_ZH[m[1]])),
    (
        # In 今晚8点 only 今 is the date; 晚8点 is the time.
        Pattern(rf"([今明])(?:(?=[晚早]上?\s?{_NUMBER}[点:])|[晚早]上?{_BEFORE})"),
        lambda m, t: t + timedelta("今明".index(m[1])),
    ),
    (
        _chinese(f"(上|本|这|下{{1,3}})个?{_WEEK_ZH}([一二三四五六日天])"),
        lambda m, t: dates.weekday_of_week(t, _WEEKDAYS_ZH[m[2]], _shift_zh(m[1])),
    ),
    (
        _chinese(f"{_WEEK_ZH}([一二三四五六日天])"),
        lambda m, t: dates.next_weekday(t, _WEEKDAYS_ZH[m[1]]),
    ),
    (
        _chinese(f"(下{{1,2}})个?{_WEEK_ZH}末"),
        lambda m, t: dates.weekday_of_week(t, 5, _shift_zh(m[1])),
    ),
    (_chinese("(?:本|这个?)?周末"), lambda _, t: dates.weekend(t)),
    (
        _chinese(f"(下{{1,2}})个?{_WEEK_ZH}"),
        lambda m, t: dates.weekday_of_week(t, 0, _shift_zh(m[1])),
    ),
    (
        _chinese("(本|这个|下{1,2}个?)?月[底末]"),
        lambda m, t: dates.end_of_month(t, _shift_zh(m[1] or "")),
    ),
    (_chinese("(下{1,2})个?月初"), lambda m, t: dates.first_of_month(t, _shift_zh(m[1]))),
    (_chinese(f"(本|这个|下{{1,2}}个?)月{_NUMBER}[号日]"), _day_of_month_zh),
    (_chinese("年[底末]"), lambda _, t: date(t.year, 12, 31)),
    (
        _chinese(f"{_NUMBER}(天|日|周|个?星期|个?礼拜|个月)[以之]?后"),
        lambda m, t: _ahead(t, dates.read_number(m[1]), m[2]),
    ),
    (
        _chinese(rf"(?:(\d{{4}})年)?{_NUMBER}月{_NUMBER}[日号]?"),
        lambda m, t: _month_day(t, m[1], dates.read_number(m[2]), dates.read_number(m[3])),
    ),
    (
        _chinese(f"{_NUMBER}[号日]"),
        lambda m, t: dates.next_day_of_month(t, dates.read_number(m[1]) or 0),
    ),
)

# A holiday mostly names a campaign (国庆 活动方案): it is a date only as 国庆前 or at the end.
_RULES_HOLIDAYS: Final[tuple[DateRule, ...]] = (
    (Pattern("(元旦|五一|劳动节|国庆)节?(?:之前|以前|前)"), _holiday),
    (Pattern(r"(元旦|五一|劳动节|国庆)节?(?=\s*(?:$|[@#!]))"), _holiday),
)

_RULES_EN: Final[tuple[DateRule, ...]] = (
    (_latin(_BY + r"(?:the\s+)?day after tomorrow"), lambda _, t: t + timedelta(2)),
    (_latin(_BY + "(?:tomorrow|tmrw|tmr)"), lambda _, t: t + timedelta(1)),
    (_latin(_BY + "(?:today|tonight)"), lambda _, t: t),
    (_latin("yesterday"), lambda _, t: t - timedelta(1)),
    (
        _latin(_BY + r"next\s+" + _WEEKDAY_EN),
        lambda m, t: dates.weekday_of_week(t, _weekday_en(m[1]), 1),
    ),
    (
        _latin(_BY + r"this\s+" + _WEEKDAY_EN),
        lambda m, t: dates.weekday_of_week(t, _weekday_en(m[1]), 0),
    ),
    (
        # sat and sun are words too: alone they count only where the sentence or the term ends.
        _latin(_BY + _WEEKDAY_EN + r"(?<!\bsat)(?<!\bsun)"),
        lambda m, t: dates.next_weekday(t, _weekday_en(m[1])),
    ),
    (
        _latin(r"(?:(?:due|by|on)\s+(sat|sun)|(sat|sun)(?=\s*(?:$|[@#!])))"),
        lambda m, t: dates.next_weekday(t, _weekday_en(m[1] or m[2])),
    ),
    (_latin(_BY + r"this\s+weekend"), lambda _, t: dates.weekend(t)),
    (_latin(_BY + r"next\s+weekend"), lambda _, t: dates.weekday_of_week(t, 5, 1)),
    (_latin(_BY + r"next\s+week"), lambda _, t: dates.weekday_of_week(t, 0, 1)),
    (
        _latin(
            r"in\s+(\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten)"
            r"\s+(days?|weeks?|months?)"
        ),
        lambda m, t: _ahead(t, _count_en(m[1]), m[2].lower()),
    ),
    (
        _latin(_BY + r"(?:(?:the\s+)?end of (?:the\s+|this\s+)?month|eom)"),
        lambda _, t: dates.end_of_month(t),
    ),
    (_latin(_BY + r"(?:the\s+)?end of next month"), lambda _, t: dates.end_of_month(t, 1)),
    (
        _latin(_BY + _MONTH + r"\.?\s+" + _ORDINAL + r"(?:,?\s+(\d{4}))?"),
        lambda m, t: _month_day(t, m[3], _month_en(m[1]), int(m[2])),
    ),
    (
        _latin(_BY + r"(?:the\s+)?" + _ORDINAL + r"\s+(?:of\s+)?" + _MONTH + r"(?:,?\s+(\d{4}))?"),
        lambda m, t: _month_day(t, m[3], _month_en(m[2]), int(m[1])),
    ),
    (
        _latin(_BY + r"(20\d{2})([-/.])(\d{1,2})\2(\d{1,2})"),
        lambda m, _: dates.valid_date(int(m[1]), int(m[3]), int(m[4])),
    ),
    (
        _latin(_BY + r"(\d{1,2})/(\d{1,2})"),
        lambda m, t: dates.without_year(t, int(m[1]), int(m[2])),
    ),
)

DATE_RULES: Final = _RULES_ZH + _RULES_HOLIDAYS + _RULES_EN


def _clock(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _time_zh(m: re.Match[str]) -> time | None:
    """上午9点, 晚上8点半; without a part of the day 1点 to 6点 are in the afternoon."""
    hour, minute = dates.read_number(m[2]), _minute_zh(m[3] or "")
    if hour is None or minute is None:
        return None
    if not m[1] and 0 < hour < 7:
        hour += 12
    return _in_part(m[1] or "", hour, minute)


def _minute_zh(text: str) -> int | None:
    named = {"": 0, "半": 30, "一刻": 15, "三刻": 45}
    return named[text] if text in named else dates.read_number(text.removesuffix("分"))


def _in_part(part: str, hour: int, minute: int) -> time | None:
    """The time meant by an hour in a part of the day."""
    if part.startswith("晚") and hour == 12:
        return time(23, 59)  # Midnight at the end of a day is still that day's deadline.
    if part == "凌晨" and hour == 12:
        return _clock(0, minute)
    if 0 < hour < 12 and (part in ("下午", "傍晚", "晚上", "晚") or (part == "中午" and hour < 11)):
        return _clock(hour + 12, minute)
    return _clock(hour, minute)


def _time_en(m: re.Match[str]) -> time | None:
    hour, minute = int(m[1]), int(m[2] or 0)
    if not 1 <= hour <= 12:
        return None
    return _clock(hour % 12 + (12 if m[3].lower().startswith("p") else 0), minute)


_PART: Final = "(凌晨|早上|上午|中午|下午|傍晚|晚上|(?<=[今明])[晚早])"
_MINUTES: Final = "(半|一刻|三刻|[0-5]?[0-9]分|[二三四五]?十[一二三四五六七八九]?分)"

TIME_RULES: Final[tuple[TimeRule, ...]] = (
    (Pattern(rf"{_PART}\s?{_NUMBER}点(?:{_MINUTES}|钟|整)?{_BEFORE}"), _time_zh),
    # 一点 alone means "a little", so a time without a part of the day has digits or says more.
    (Pattern(rf"(?<![\d.:])()(\d{{1,2}})点(?:{_MINUTES}|钟|整)?{_BEFORE}"), _time_zh),
    (Pattern(rf"()([一二两三四五六七八九十]{{1,3}})点(?:{_MINUTES}|钟|整){_BEFORE}"), _time_zh),
    (
        Pattern(rf"{_PART}\s?(\d{{1,2}}):([0-5]\d)(?![\d:]){_BEFORE}"),
        lambda m: _in_part(m[1], int(m[2]), int(m[3])),
    ),
    (
        Pattern(rf"{_LEFT}([01]?\d|2[0-3]):([0-5]\d)(?!:){_RIGHT}{_BEFORE}"),
        lambda m: _clock(int(m[1]), int(m[2])),
    ),
    (Pattern(f"中午{_BEFORE}"), lambda _: time(12)),
    (_latin(r"(?:(?:at|by)\s+)?(\d{1,2})(?::([0-5]\d))?\s?(am|pm|a\.m\.|p\.m\.)"), _time_en),
    (
        _latin(r"(?:at|by)\s+([01]?\d|2[0-3]):([0-5]\d)"),
        lambda m: _clock(int(m[1]), int(m[2])),
    ),
    (_latin(r"(?:at\s+|by\s+)?noon"), lambda _: time(12)),
)
