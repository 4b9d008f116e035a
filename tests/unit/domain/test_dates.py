"""The edges of the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from cockpit.domain import dates


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 27), date(2026, 11, 28)),
        (date(2026, 11, 28), date(2026, 11, 28)),
        (date(2026, 11, 29), date(2026, 11, 29)),
    ],
)
def test_the_weekend_is_saturday_or_the_sunday_one_is_in(today: date, expected: date) -> None:
    assert dates.weekend(today) == expected


def test_a_week_starts_on_monday() -> None:
    assert dates.week_start(date(2026, 11, 29)) == date(2026, 11, 23)


def test_next_week_counts_calendar_weeks_also_on_a_sunday() -> None:
    assert dates.weekday_of_week(date(2026, 11, 29), 0, 1) == date(2026, 11, 30)


def test_months_end_where_they_end() -> None:
    assert dates.end_of_month(date(2028, 2, 3)) == date(2028, 2, 29)
    assert dates.add_months(date(2026, 10, 31), 1) == date(2026, 11, 30)
    assert dates.add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)


def test_a_date_31_days_back_is_this_years_and_one_day_more_is_next_years() -> None:
    assert dates.without_year(date(2026, 12, 2), 11, 1) == date(2026, 11, 1)
    assert dates.without_year(date(2026, 12, 3), 11, 1) == date(2027, 11, 1)


def test_29_february_waits_for_a_year_that_has_one() -> None:
    assert dates.without_year(date(2027, 11, 1), 2, 29) == date(2028, 2, 29)
    assert dates.without_year(date(2025, 11, 1), 2, 29) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("三十一", 31), ("x", None)],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert dates.read_number(text) == number
