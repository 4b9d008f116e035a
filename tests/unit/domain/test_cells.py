"""Single cells: what they are read as, and the sentences for what they cannot be."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.cells import (
    BadCell,
    Money,
    has_offset,
    is_percent,
    is_unclear,
    minor_digits,
    needs_order,
    read_bool,
    read_date,
    read_decimal,
    read_instant,
    read_list,
    read_money,
    read_number,
    read_rating,
    read_text,
    shows_decimal_comma,
)
from cockpit.domain.table import Cell, ErrorCell

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234", 1234), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1.234.567", 1234567),
        ("0,5", 0.5), ("0,123", 0.123), ("1,23", 1.23), ("1,2345", 1.2345), (".5", 0.5),
        ("12.3%", 0.123), ("3,5%", 0.035), ("12.3％", 0.123), ("5‰", 0.005), ("(5)", -5),
        ("(12.5%)", -0.125), ("-3", -3), ("−3", -3), ("+3", 3), ("3.2万", 32_000),
        ("1.2亿", 120_000_000), ("5千", 5_000), ("12k", 12_000), ("3 M", 3_000_000),
        ("１２．５", 12.5), ("1 710 000", 1_710_000), ("1\u00a0710\u00a0000", 1_710_000),
        ("1'234.5", 1234.5), ("1,23,456", 123_456), ("1e5", 100_000), ("1.5E-3", 0.0015),
        (3, 3), (2.5, 2.5), (" 7 ", 7), ("--", None), ("—", None), ("", None), (None, None),
        ("n/a", None), ("无", None), ("  ", None),
    ],
)  # fmt: skip
def test_numbers(cell: Cell, value: float | None) -> None:
    assert read_number(cell) == (None if value is None else pytest.approx(value, rel=1e-15))


@pytest.mark.parametrize(
    "cell",
    ["NaN", "nan", "inf", "-Infinity", "1e999", "1,2,3", "12,34,5", "1.2.3", "(5", "5)", "0x10",
     "1 2", "12 3456", "¥5", "five", "1-2", "1_000", "٣", True, float("nan"), float("inf"),
     "#N/A", "#DIV/0!", ErrorCell("#N/A"), ErrorCell("=1+1"), "9" * 81, date(2026, 4, 1)],
)  # fmt: skip
def test_no_numbers(cell: Cell) -> None:
    with pytest.raises(BadCell) as bad:
        read_number(cell)
    assert bad.value.sentence.endswith(".")


def test_a_decimal_mark_that_is_said() -> None:
    assert read_number("1.234", decimal=",") == 1234
    assert read_number("1,5", decimal=",") == 1.5
    assert read_number("1.234,5", decimal=",") == 1234.5
    assert read_number("1,234", decimal=".") == 1234
    with pytest.raises(BadCell):
        read_number("1,5", decimal=".")
    with pytest.raises(BadCell):
        read_number("1.5", decimal=",")


def test_what_leaves_the_decimal_mark_open() -> None:
    assert is_unclear("1,234")
    assert not is_unclear("1,234.5")
    assert is_unclear("1.234")
    assert not is_unclear("0,123")
    assert not is_unclear(1234)
    assert shows_decimal_comma("1.234,5")
    assert shows_decimal_comma("3,5")
    assert not shows_decimal_comma("1,234")
    assert is_percent("12 %")
    assert not is_percent("12")


@given(st.decimals(-(10**15), 10**15, places=2, allow_nan=False))
def test_grouped_numbers_come_back(value: Any) -> None:
    assert read_decimal(f"{value:,}") == value
    swapped = f"{value:,}".translate(str.maketrans(",.", ".,"))
    assert read_decimal(swapped, decimal=",") == value


@pytest.mark.parametrize(
    ("cell", "minor", "currency"),
    [
        ("300,000 CHF", 30_000_000, "CHF"), ("CHF 300'000.50", 30_000_050, "CHF"),
        ("¥1,234.50", 123_450, "CNY"), ("￥1,234.50", 123_450, "CNY"),
        ("3.2万元", 3_200_000, "CNY"),
        ("1 710 000", 171_000_000, ""), ("$5", 500, "USD"), ("-$5", -500, "USD"),
        ("$-5", -500, "USD"), ("($5.20)", -520, "USD"), ("1.234,5 €", 123_450, "EUR"),
        ("1000 JPY", 1_000, "JPY"), ("£1bn", 100_000_000_000, "GBP"), ("HK$10", 1_000, "HKD"),
        ("300 DKK", 30_000, "DKK"), ("1.234 KWD", 1_234, "KWD"), (3.14, 314, ""),
        (0.1 + 0.2, 30, ""), ("5 usd", 500, "USD"), ("人民币100", 10_000, "CNY"),
    ],
)  # fmt: skip
def test_money(cell: Cell, minor: int, currency: str) -> None:
    assert read_money(cell) == Money(minor=minor, currency=currency)


def test_money_in_a_currency_that_is_said() -> None:
    assert read_money("¥500", currency="JPY") == Money(minor=500, currency="JPY")
    assert read_money("$5", currency="AUD") == Money(minor=500, currency="AUD")
    assert read_money("7", currency="KWD") == Money(minor=7_000, currency="KWD")
    assert read_money("7 EUR", currency="CHF") == Money(minor=700, currency="EUR")
    assert read_money("--") is None
    assert [minor_digits(code) for code in ("CNY", "JPY", "KWD")] == [2, 0, 3]


@pytest.mark.parametrize(
    "cell",
    ["1.005 USD", "1.5 JPY", "5 XXX", "10-20", "$5 CHF", "high", "1e30", "9" * 30, "$", True],
)
def test_no_money(cell: Cell) -> None:
    with pytest.raises(BadCell):
        read_money(cell)


APRIL = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-04-01", APRIL), ("2026/4/1", APRIL), ("2026.4.1", APRIL), ("20260401", APRIL),
        ("2026年4月1日", APRIL), ("2026 年 4 月 1 日", APRIL), ("２０２６年４月１日", APRIL),
        ("1 Apr 2026", APRIL), ("1 April 2026", APRIL), ("01-Apr-2026", APRIL),
        ("01/Apr/26", APRIL), ("Apr 1, 2026", APRIL), ("April 1st, 2026", APRIL),
        ("2026-Apr-01", APRIL), ("01.04.2026", APRIL), ("13/04/2026", date(2026, 4, 13)),
        ("4/13/2026", date(2026, 4, 13)), ("2026-04-01T10:00:00Z", APRIL),
        ("2026-04-01 10:00", APRIL), ("2026-04-01T10:00:00+08:00", APRIL),
        ("Wed, 01 Apr 2026 10:00:00 GMT", APRIL), ("Wednesday, 01-Apr-26 10:00:00 GMT", APRIL),
        ("01 Apr 26 10:00 GMT", APRIL), ("09/Jan/24 3:54 PM", date(2024, 1, 9)),
        ("6/21/2025 16:14", date(2025, 6, 21)), ("46113", APRIL), ("46113.0", APRIL),
        (46113, APRIL), (46113.75, APRIL), (APRIL, APRIL), (datetime(2026, 4, 1, 9), APRIL),
        ("2026年4月1日 下午3:54", APRIL), ("1775005200", APRIL), ("1775005200000", APRIL),
        ("29 Feb 2024", date(2024, 2, 29)), ("31/12/9999", date(9999, 12, 31)), ("--", None),
        (None, None),
    ],
)  # fmt: skip
def test_days(cell: Cell, day: date | None) -> None:
    assert read_date(cell) == day


@pytest.mark.parametrize("cell", ["03/04/2026", "3-4-26", "24-01-02", "03/04/2026 10:00"])
def test_days_that_are_ambiguous_are_not_guessed(cell: Cell) -> None:
    with pytest.raises(BadCell) as bad:
        read_date(cell)
    assert bad.value.ambiguous
    assert needs_order(cell)


def test_days_in_an_order_that_is_said() -> None:
    assert read_date("03/04/2026", order="dmy") == date(2026, 4, 3)
    assert read_date("03/04/2026", order="mdy") == date(2026, 3, 4)
    assert read_date("24-01-02", order="ymd") == date(2024, 1, 2)
    assert read_date("1/2/70", order="dmy") == date(1970, 2, 1)
    # The other order would make a day of it, but then the column was told wrongly.
    with pytest.raises(BadCell):
        read_date("13/04/2026", order="mdy")


@pytest.mark.parametrize(
    "cell",
    ["2026-02-30", "2026-13-01", "31/02/2026", "hello", "12345", "99999", "123456789", "2026-04",
     "25:00", "2026-04-01 25:00", "2026-04-01 10:60", "2026-04-01T10:00+99:00", "1e5", True,
     "2026-04-01 EST", "0000-01-01", "tomorrow", ErrorCell("#VALUE!")],
)  # fmt: skip
def test_no_days(cell: Cell) -> None:
    with pytest.raises(BadCell) as bad:
        read_date(cell)
    assert not bad.value.ambiguous


def test_months_where_they_are_meant() -> None:
    assert read_date("2026-04", months=True) == APRIL
    assert read_date("2026年4月", months=True) == APRIL
    assert read_date("Apr 2026", months=True) == APRIL


def test_an_instant_falls_on_the_day_of_the_zone() -> None:
    assert read_date("2026-03-31T20:00:00Z", zone=SHANGHAI) == APRIL
    assert read_date("2026-03-31T20:00:00Z") == date(2026, 3, 31)
    assert read_date("2026-03-31 20:00", zone=SHANGHAI) == date(2026, 3, 31)


TEN = datetime(2026, 4, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2026-04-01T10:00:00Z", TEN), ("2026-04-01T18:00:00+08:00", TEN),
        ("2026-04-01 18:00:00 +0800", TEN), ("2026-04-01T18:00+08", TEN),
        ("Wed, 01 Apr 2026 10:00:00 GMT", TEN), ("2026-04-01 10:00 UTC", TEN),
        ("2026-04-01T10:00:00.250Z", TEN + timedelta(milliseconds=250)), ("1775037600", TEN),
        (1775037600, TEN), ("1775037600000", TEN),
        (datetime(2026, 4, 1, 18, tzinfo=timezone(timedelta(hours=8))), TEN),
        ("2026-04-01 18:00", TEN), ("2026年4月1日 18:00", TEN), ("2026年4月1日 下午6:00", TEN),
        ("1 Apr 2026 6:00 PM", TEN), (46113.75, TEN), (datetime(2026, 4, 1, 18), TEN),
        ("2026-04-01 24:00:00", datetime(2026, 4, 1, 16, tzinfo=UTC)),
        ("2026-04-01", datetime(2026, 3, 31, 16, tzinfo=UTC)), (None, None),
    ],
)  # fmt: skip
def test_instants_in_shanghai(cell: Cell, at: datetime | None) -> None:
    assert read_instant(cell, zone=SHANGHAI) == at


def test_a_time_without_a_zone_is_not_guessed() -> None:
    with pytest.raises(BadCell) as bad:
        read_instant("2026-04-01 10:00")
    assert bad.value.ambiguous
    assert not has_offset("2026-04-01 10:00")
    assert has_offset("2026-04-01 10:00Z")


def test_changes_of_clocks_are_reported() -> None:
    with pytest.raises(BadCell, match="does not exist in Europe/Berlin"):
        read_instant("2026-03-29 02:30", zone=BERLIN)
    with pytest.raises(BadCell, match="happened twice in Europe/Berlin"):
        read_instant("2026-10-25 02:30", zone=BERLIN)
    assert read_instant("2026-10-25 02:30+02:00", zone=BERLIN)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_instants_come_back(at: datetime) -> None:
    aware = at.replace(tzinfo=UTC)
    assert read_instant(aware.isoformat()) == aware
    assert read_instant(at.isoformat(sep=" "), zone=ZoneInfo("UTC")) == aware


@given(st.text(max_size=100) | st.floats() | st.integers() | st.booleans() | st.none())
def test_no_cell_ends_in_another_error(cell: Any) -> None:
    for read in (read_number, read_money, read_date, read_instant, read_bool, read_rating):
        with suppress(BadCell):
            read(cell)
    assert isinstance(read_text(cell), str)
    assert "" not in read_list(cell)


def test_yes_and_no() -> None:
    assert [read_bool(cell) for cell in ("Yes ", "是", "1", "✓", "TRUE", True, 1)] == [True] * 7
    assert [read_bool(cell) for cell in ("no", "否", "0", "无", "×", False, 0)] == [False] * 7
    assert read_bool("") is None
    with pytest.raises(BadCell):
        read_bool("maybe")


def test_ratings() -> None:
    for cell in ("4", 4, 4.0, "4.0", "4/5", "★★★★☆", "★★★★", "4星", "四星", "4 - Good", "4 stars"):
        assert read_rating(cell) == 4
    assert read_rating("9", scale=10) == 9
    assert read_rating(None) is None
    for cell in ("0", "6", "8/10", "★★★★★★", "4.5", "good", "★☆"):
        with pytest.raises(BadCell):
            read_rating(cell)


def test_lists() -> None:
    assert read_list("短信┋ 邮件┋短信┋") == ("短信", "邮件")
    assert read_list("a; b；c") == ("a", "b", "c")
    assert read_list("a,b", separators=",") == ("a", "b")
    assert read_list(None) == ()


def test_text_is_what_a_person_would_write() -> None:
    assert read_text(3.0) == "3"
    assert read_text(2.5) == "2.5"
    assert read_text(APRIL) == "2026-04-01"
    assert read_text("  as it is ") == "  as it is "


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("12/25/2026 09:05", False),
        ("25/12/2026 09:05", False),
        ("12/25/2026 09:05Z", True),
        ("2026-12-25T09:05:00+08:00", True),
        ("2026-12-25 09:05", False),
    ],
)
def test_whether_a_zone_is_named_is_seen_in_either_order_of_dates(text: str, named: bool) -> None:
    assert has_offset(text) is named
