"""How figures, changes and periods are written in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cockpit.domain.figures import (
    change,
    day_text,
    instant_text,
    meets,
    number,
    period_text,
    row_change,
    scale_for,
    short,
    versus_text,
    with_unit,
)
from cockpit.domain.kpi import Direction, Kpi, KpiRow
from cockpit.domain.periods import Grain
from cockpit.i18n import Language, set_language

ZONE = ZoneInfo("Asia/Shanghai")
UP, DOWN, BAND = Direction.UP, Direction.DOWN, Direction.BAND


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def ms(*parts: int) -> int:
    return round(datetime(*parts, tzinfo=ZONE).timestamp() * 1000)  # type: ignore[arg-type,misc]


def test_numbers_have_all_their_digits_and_a_real_minus() -> None:
    assert number(48210) == "48,210"
    assert number(-0.214, 2) == "−0.21"
    assert number(-0.001, 2) == "0.00"
    assert [number(value) for value in (None, float("nan"), float("inf"))] == ["—"] * 3
    assert with_unit(98.62, "%", 2) == "98.62%"
    assert with_unit(1.84, "秒", 2) == "1.84 秒"
    assert with_unit(None, "%") == "—"


@pytest.mark.parametrize(
    ("lang", "value", "text"),
    [
        ("en", 9_999, "9,999"), ("en", 48_210, "48.2k"), ("en", 1.2e8, "120M"), ("en", 0.5, "0.5"),
        ("zh", 9_999, "9,999"), ("zh", 48_210, "4.82万"), ("zh", 1.2e8, "1.2亿"),
        ("zh", -48_000, "−4.8万"), ("en", None, "—"), ("en", 0, "0"),
    ],
)  # fmt: skip
def test_short_figures(lang: Language, value: float | None, text: str) -> None:
    set_language(lang)
    assert short(value) == text


def test_an_axis_names_its_scale_before_the_unit() -> None:
    assert scale_for(50_000).unit("users") == "k users"
    assert scale_for(900).unit("%") == "%"
    set_language("zh")
    assert scale_for(50_000).unit("笔") == "万笔"
    assert scale_for(50_000).unit("MB") == "万 MB"
    assert scale_for(2e8).unit("") == "亿"


@pytest.mark.parametrize(
    ("latest", "previous", "unit", "decimals", "direction", "text", "rises", "tone"),
    [
        (98.62, 98.83, "%", 2, UP, "−0.21 pp", False, "bad"),
        (48_210, 42_891, "", 0, UP, "+12.4%", True, "good"),
        (23.4, 21.6, "%", 1, UP, "+1.8 pp", True, "good"),
        (1.84, 1.95, "s", 2, DOWN, "−0.11 s", False, "good"),
        (5, 5, "", 0, UP, "0.0%", None, ""),
        (98.6001, 98.6, "%", 2, UP, "0.00 pp", None, ""),
        (3, 0, "orders", 0, UP, "+3 orders", True, "good"),
        (30, 10, "", 0, DOWN, "+200%", True, "bad"),
        (-5, -10, "", 0, UP, "+50.0%", True, "good"),
    ],
)
def test_changes(
    latest: float, previous: float, unit: str, decimals: int, direction: Direction,
    text: str, rises: bool | None, tone: str,
) -> None:  # fmt: skip
    told = change(latest, previous, unit, decimals, direction)
    assert told is not None
    assert (told.text, told.rises, told.tone) == (text, rises, tone)


def test_a_change_needs_two_values() -> None:
    assert change(None, 1, "", 0, UP) is None
    assert change(1, None, "", 0, UP) is None
    assert change(1, float("nan"), "", 0, UP) is None


def test_a_change_within_the_usual_steps_has_no_tone() -> None:
    lively = [10, 20, 11, 19, 12, 18]
    quiet = change(18.5, 18, "", 0, UP, lively)
    loud = change(40, 18, "", 0, UP, lively)
    assert quiet is not None
    assert loud is not None
    assert (quiet.tone, loud.tone) == ("", "good")


def test_in_a_band_only_its_edges_matter() -> None:
    band = (10.0, 20.0)
    inside = change(12, 18, "", 0, BAND, (), band)
    leaving = change(25, 18, "", 0, BAND, (), band)
    returning = change(21, 30, "", 0, BAND, (), band)
    assert [one.tone for one in (inside, leaving, returning) if one] == ["", "bad", "good"]


def test_meeting_a_target() -> None:
    assert meets(5, 4, UP) is True
    assert meets(5, 4, DOWN) is False
    assert meets(4, 4, UP) is meets(4, 4, DOWN) is True
    assert meets(None, 4, UP) is meets(5, None, UP) is None
    assert meets(5, None, BAND, (1, 9)) is True
    assert meets(0, None, BAND, (1, None)) is False
    assert meets(0, None, BAND) is None


@pytest.mark.parametrize(
    ("grain", "english", "chinese"),
    [
        (Grain.DAY, "Fri, Nov 20", "11月20日 周五"),
        (Grain.WEEK, "Nov 20 – Nov 26", "11月20日 – 11月26日"),
        (Grain.MONTH, "Nov 2026", "11月"),
        (Grain.QUARTER, "Q4 2026", "2026年4季度"),
        (Grain.YEAR, "2026", "2026年"),
        (Grain.HOUR, "Nov 20, 00:00", "11月20日 00:00"),
    ],
)
def test_periods(grain: Grain, english: str, chinese: str) -> None:
    t = ms(2026, 11, 20)
    assert period_text(t, grain, ZONE, 2026) == english
    set_language("zh")
    assert period_text(t, grain, ZONE, 2026) == chinese


def test_another_year_is_named() -> None:
    assert day_text(date(2025, 1, 2), 2026) == "Jan 2, 2025"
    assert instant_text(datetime(2026, 1, 2, 9, 20, 5), 2026) == "Jan 2, 09:20:05"
    set_language("zh")
    assert day_text(date(2025, 1, 2), 2026) == "2025年1月2日"


def test_what_a_change_is_measured_against() -> None:
    today = date(2026, 11, 20)
    assert versus_text(ms(2026, 11, 18), Grain.DAY, ZONE, today) == "vs. Wed"
    assert versus_text(ms(2026, 11, 12), Grain.DAY, ZONE, today) == "vs. last Thu"
    assert versus_text(ms(2026, 11, 1), Grain.DAY, ZONE, today) == "vs. Nov 1"
    assert versus_text(ms(2026, 11, 2), Grain.WEEK, ZONE, today) == "vs. week of Nov 2"
    assert versus_text(ms(2026, 10, 1), Grain.MONTH, ZONE, today) == "vs. Oct"
    assert versus_text(ms(2026, 11, 20, 8), Grain.HOUR, ZONE, today) == "vs. 08:00"


def row(days: int, values: list[float], grain: Grain = Grain.DAY) -> KpiRow:
    """A figure whose last finished day is November 19, with so many days before it."""
    kpi = Kpi(product_id="p", name="Orders", grain=grain)
    starts = tuple(ms(2026, 11, 19) - 86_400_000 * (days - 1 - index) for index in range(days))
    return KpiRow(
        kpi=kpi, series=(), latest=values[-1], latest_t=starts[-1], previous=values[-2],
        sparkline=tuple(values), sparkline_t=starts,
    )  # fmt: skip


def test_a_day_is_compared_with_its_weekday_of_the_week_before() -> None:
    today = date(2026, 11, 20)
    values = [100.0, 120, 120, 50, 50, 110, 120, 110]
    told, versus = row_change(row(8, values), ZONE, today)
    assert told is not None
    assert (told.text, versus) == ("+10.0%", "vs. last Thu")


def test_without_a_week_of_history_the_day_before_must_do() -> None:
    told, versus = row_change(row(3, [100, 120, 90]), ZONE, date(2026, 11, 20))
    assert told is not None
    assert (told.text, versus) == ("−25.0%", "vs. Wed")
    gap = [float("nan"), 120, 120, 50, 50, 110, 100, 110]
    told, versus = row_change(row(8, gap), ZONE, date(2026, 11, 20))
    assert told is not None
    assert (told.text, versus) == ("+10.0%", "vs. Wed")


def test_other_grains_are_compared_with_the_period_before() -> None:
    told, versus = row_change(row(8, [1.0] * 7 + [2.0], Grain.HOUR), ZONE, date(2026, 11, 20))
    assert told is not None
    assert (told.text, versus) == ("+100%", "vs. 23:00")
    nothing = KpiRow(kpi=Kpi(product_id="p", name="Orders"), series=())
    assert row_change(nothing, ZONE, date(2026, 11, 20)) == (None, "")
