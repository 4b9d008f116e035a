"""Round figures and round instants on axes."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.ticks import (
    TimeTick,
    nice_range,
    nice_step,
    time_ticks,
    value_texts,
    value_ticks,
)
from cockpit.i18n import set_language

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def english() -> None:
    set_language("en")


def ms(zone: ZoneInfo, *parts: int) -> int:
    return round(datetime(*parts, tzinfo=zone).timestamp() * 1000)  # type: ignore[arg-type,misc]


def texts(ticks: list[TimeTick]) -> list[str]:
    return [tick.text for tick in ticks]


@pytest.mark.parametrize(
    ("span", "most", "step"),
    [(10, 5, 2), (1.0, 4, 0.25), (48_000, 5, 10_000), (0.003, 5, 0.001), (0, 5, 1)],
)
def test_a_step_is_round(span: float, most: int, step: float) -> None:
    assert nice_step(span, most) == pytest.approx(step)


def test_a_range_ends_on_its_steps() -> None:
    assert nice_range(97.1, 99.1, 5) == (97.0, 99.5, 0.5)
    assert nice_range(0, 48_210, 5) == (0, 50_000, 10_000)


def test_equal_ends_still_make_a_range() -> None:
    for value in (0.0, 5.0, -3.0, 98.6, 1e9):
        low, high, step = nice_range(value, value, 5)
        assert low < high
        assert low <= value <= high
        assert step > 0
    assert nice_range(float("nan"), 1, 5) == (0.0, 1.0, 0.5)


def test_texts_have_one_number_of_decimals() -> None:
    ticks = value_ticks(97.0, 99.5, 0.5)
    assert value_texts(ticks, 0.5, 1) == ["97.0", "97.5", "98.0", "98.5", "99.0", "99.5"]
    assert value_texts([0, 2500, 5000], 2500, 1000) == ["0.0", "2.5", "5.0"]
    assert value_texts([-2, 0, 2], 2, 1) == ["−2", "0", "2"]


@given(st.floats(-1e12, 1e12), st.floats(1e-6, 1e12), st.integers(2, 10))
def test_ticks_lie_within_and_are_few(low: float, span: float, most: int) -> None:
    bottom, top, step = nice_range(low, low + span, most)
    ticks = value_ticks(bottom, top, step)
    assert 2 <= len(ticks) <= most + 3
    assert len(set(value_texts(ticks, step, 1))) == len(ticks) or step < 1e-9 * abs(low)


def test_days_weeks_and_months_begin_where_the_zone_says() -> None:
    now = ms(SHANGHAI, 2026, 11, 20)
    week = time_ticks(now - 7 * 86_400_000, now, 8, SHANGHAI, 2026)
    assert texts(week)[-1] == "Nov 20"
    assert week[-1].t == now
    month = time_ticks(now - 28 * 86_400_000, now, 6, SHANGHAI, 2026)
    assert texts(month) == ["Oct 26", "Nov 2", "Nov 9", "Nov 16"]
    year = time_ticks(now - 400 * 86_400_000, now, 7, SHANGHAI, 2026)
    assert texts(year) == ["Nov 2025", "Jan 2026", "Mar", "May", "Jul", "Sep", "Nov"]
    set_language("zh")
    assert texts(time_ticks(now - 28 * 86_400_000, now, 6, SHANGHAI, 2026))[0] == "10月26日"


def test_a_day_of_23_hours_has_its_tick_where_it_begins() -> None:
    t0, t1 = ms(NEW_YORK, 2026, 3, 7), ms(NEW_YORK, 2026, 3, 10)
    ticks = time_ticks(t0, t1, 4, NEW_YORK, 2026)
    lengths = [after.t - before.t for before, after in pairwise(ticks)]
    assert lengths == [24 * 3_600_000, 23 * 3_600_000, 24 * 3_600_000]


def test_hours_do_not_go_back_when_clocks_do() -> None:
    t0, t1 = ms(NEW_YORK, 2026, 11, 1), ms(NEW_YORK, 2026, 11, 1, 6)
    ticks = time_ticks(t0, t1, 8, NEW_YORK, 2026)
    assert [tick.t for tick in ticks] == sorted({tick.t for tick in ticks})
    assert texts(ticks)[0] == "Nov 1"


@given(st.integers(0, 4_000_000_000_000), st.integers(1000, 3_000_000_000_000))
def test_any_stretch_has_ascending_ticks_within_it(t0: int, span: int) -> None:
    ticks = time_ticks(t0, t0 + span, 8, NEW_YORK, 2026)
    times = [tick.t for tick in ticks]
    assert times == sorted(set(times))
    assert all(t0 <= t <= t0 + span for t in times)
    assert len(times) <= 20
