"""The phrases that name a date: a pattern and what it means, one line each.

Dates in figures: `11/30` and `11-30` have the month first, as people in China and in the United
States write them; with dots the day comes first, `30.11.`, as in most of Europe. Figures that are
no such date (30/11, 24/7) stay text rather than being read the other way round. `11-30` is mostly
a range and `7.12.` may be a version, so without a year these two count only after a word such as
"by", before 前, or where the sentence or the term ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from cockpit.domain import dates
from cockpit.domain.phrase_pattern import BEFORE, ENDS, NUMBER, Pattern, chinese, latin

DateRule = tuple[Pattern, Callable[[re.Match[str], date], date | None]]

_BY: Final = r"(?:(?:due by|due on|due|by|on)\s+)?"
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
_HOLIDAYS: Final = {
    "元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "双十一": (11, 11),
    "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "圣诞": (12, 25),
}  # fmt: skip


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


def _month_first(m: re.Match[str], today: date) -> date | None:
    return dates.without_year(today, int(m[1]), int(m[2]))


def _day_first(m: re.Match[str], today: date) -> date | None:
    return dates.without_year(today, int(m[2]), int(m[1]))


# What has to stand before and after figures that could be something else.
_PLAINLY_A_DATE: Final = (
    (r"(?:due by|due on|due|by|on)\s+", ""),
    ("", "(?:之前|以前|前)"),
    # In "upgrade to v 2.3." the figures are no date.
    (r"(?<![vV]\s)(?<!ersion\s)(?<!版本\s)", ENDS),
)

_RULES_ZH: Final[tuple[DateRule, ...]] = (
    (chinese("(大后天|后天|明天|今天|昨天|前天)"), lambda m, t: t + timedelta(_DAYS_ZH[m[1]])),
    (
        # In 今晚8点 only 今 is the date; 晚8点 is the time.
        Pattern(rf"([今明])(?:(?=[晚早]上?\s?{NUMBER}[点:])|[晚早]上?{BEFORE})"),
        lambda m, t: t + timedelta("今明".index(m[1])),
    ),
    (
        chinese(f"(上|本|这|下{{1,3}})个?{_WEEK_ZH}([一二三四五六日天])"),
        lambda m, t: dates.weekday_of_week(t, _WEEKDAYS_ZH[m[2]], _shift_zh(m[1])),
    ),
    (
        chinese(f"{_WEEK_ZH}([一二三四五六日天])"),
        lambda m, t: dates.next_weekday(t, _WEEKDAYS_ZH[m[1]]),
    ),
    (
        chinese(f"(下{{1,2}})个?{_WEEK_ZH}末"),
        lambda m, t: dates.weekday_of_week(t, 5, _shift_zh(m[1])),
    ),
    (chinese("(?:本|这个?)?周末"), lambda _, t: dates.weekend(t)),
    (
        chinese(f"(下{{1,2}})个?{_WEEK_ZH}"),
        lambda m, t: dates.weekday_of_week(t, 0, _shift_zh(m[1])),
    ),
    (
        chinese("(本|这个|下{1,2}个?)?月[底末]"),
        lambda m, t: dates.end_of_month(t, _shift_zh(m[1] or "")),
    ),
    (chinese("(下{1,2})个?月初"), lambda m, t: dates.first_of_month(t, _shift_zh(m[1]))),
    (chinese(f"(本|这个|下{{1,2}}个?)月{NUMBER}[号日]"), _day_of_month_zh),
    (chinese("年[底末]"), lambda _, t: date(t.year, 12, 31)),
    (
        chinese(f"{NUMBER}(天|日|周|个?星期|个?礼拜|个月)[以之]?后"),
        lambda m, t: _ahead(t, dates.read_number(m[1]), m[2]),
    ),
    (
        chinese(rf"(?:(\d{{4}})年)?{NUMBER}月{NUMBER}[日号]?"),
        lambda m, t: _month_day(t, m[1], dates.read_number(m[2]), dates.read_number(m[3])),
    ),
    (
        chinese(f"{NUMBER}[号日]"),
        lambda m, t: dates.next_day_of_month(t, dates.read_number(m[1]) or 0),
    ),
)

# A holiday mostly names a campaign (国庆 活动方案): it is a date only as 国庆前 or at the end.
_RULES_HOLIDAYS: Final[tuple[DateRule, ...]] = (
    (Pattern(f"({'|'.join(_HOLIDAYS)})节?(?:之前|以前|前)"), _holiday),
    (Pattern(rf"({'|'.join(_HOLIDAYS)})节?{ENDS}"), _holiday),
)

_RULES_EN: Final[tuple[DateRule, ...]] = (
    (latin(_BY + r"(?:the\s+)?day after tomorrow"), lambda _, t: t + timedelta(2)),
    (latin(_BY + "(?:tomorrow|tmrw|tmr)"), lambda _, t: t + timedelta(1)),
    (latin(_BY + "(?:today|tonight)"), lambda _, t: t),
    (latin("yesterday"), lambda _, t: t - timedelta(1)),
    (
        latin(_BY + r"next\s+" + _WEEKDAY_EN),
        lambda m, t: dates.weekday_of_week(t, _weekday_en(m[1]), 1),
    ),
    (
        latin(_BY + r"this\s+" + _WEEKDAY_EN),
        lambda m, t: dates.weekday_of_week(t, _weekday_en(m[1]), 0),
    ),
    (
        # sat and sun are words too: alone they count only where the sentence or the term ends.
        latin(_BY + _WEEKDAY_EN + r"(?<!\bsat)(?<!\bsun)"),
        lambda m, t: dates.next_weekday(t, _weekday_en(m[1])),
    ),
    (
        latin(rf"(?:(?:due|by|on)\s+(sat|sun)|(sat|sun){ENDS})"),
        lambda m, t: dates.next_weekday(t, _weekday_en(m[1] or m[2])),
    ),
    (latin(_BY + r"this\s+weekend"), lambda _, t: dates.weekend(t)),
    (latin(_BY + r"next\s+weekend"), lambda _, t: dates.weekday_of_week(t, 5, 1)),
    (latin(_BY + r"next\s+week"), lambda _, t: dates.weekday_of_week(t, 0, 1)),
    (
        latin(
            r"in\s+(\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten)"
            r"\s+(days?|weeks?|months?)"
        ),
        lambda m, t: _ahead(t, _count_en(m[1]), m[2].lower()),
    ),
    (
        latin(_BY + r"(?:(?:the\s+)?end of (?:the\s+|this\s+)?month|eom)"),
        lambda _, t: dates.end_of_month(t),
    ),
    (latin(_BY + r"(?:the\s+)?end of next month"), lambda _, t: dates.end_of_month(t, 1)),
    (
        latin(_BY + _MONTH + r"\.?\s+" + _ORDINAL + r"(?:,?\s+(\d{4}))?"),
        lambda m, t: _month_day(t, m[3], _month_en(m[1]), int(m[2])),
    ),
    (
        latin(_BY + r"(?:the\s+)?" + _ORDINAL + r"\s+(?:of\s+)?" + _MONTH + r"(?:,?\s+(\d{4}))?"),
        lambda m, t: _month_day(t, m[3], _month_en(m[2]), int(m[1])),
    ),
    (
        latin(_BY + r"(20\d{2})([-/.])(\d{1,2})\2(\d{1,2})"),
        lambda m, _: dates.valid_date(int(m[1]), int(m[3]), int(m[4])),
    ),
    (
        latin(_BY + r"(\d{1,2})/(\d{1,2})" + BEFORE),
        lambda m, t: dates.without_year(t, int(m[1]), int(m[2])),
    ),
    *(
        (latin(before + r"(\d\d)-(\d\d)" + after), _month_first)
        for before, after in _PLAINLY_A_DATE
    ),
    *(
        (latin(before + r"(\d{1,2})\.(\d{1,2})\." + after), _day_first)
        for before, after in _PLAINLY_A_DATE
    ),
    (
        latin(_BY + r"(\d{1,2})\.(\d{1,2})\.(20\d{2})"),
        lambda m, _: dates.valid_date(int(m[3]), int(m[2]), int(m[1])),
    ),
)

DATE_RULES: Final = _RULES_ZH + _RULES_HOLIDAYS + _RULES_EN
