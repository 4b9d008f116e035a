"""The demo's figures: 90 days that hang together, and an incident that nobody can overlook."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cockpit.domain.periods import Grain
from cockpit.exchange.demo_kpis import RUNNING, DemoKpi, DemoKpis, demo_kpis

TODAY = date(2026, 11, 20)
ZONE = ZoneInfo("Asia/Shanghai")
INCIDENT = TODAY - timedelta(days=10)
# A Friday, a Sunday, a day soon after National Day, one in the new year, one without holidays.
DAYS = (TODAY, date(2026, 11, 22), date(2026, 10, 9), date(2027, 1, 5), date(2026, 9, 20))


@pytest.fixture(params=DAYS, ids=str, scope="module")
def figures(request: pytest.FixtureRequest) -> DemoKpis:
    return demo_kpis(request.param, 0)


def named(figures: DemoKpis, key: str) -> DemoKpi:
    return next(kpi for kpi in figures.kpis if kpi.key == key)


def local(t: int) -> datetime:
    return datetime.fromtimestamp(t / 1000, UTC).astimezone(ZONE)


def by_day(kpi: DemoKpi, line: int = 0) -> dict[date, float]:
    return {local(t).date(): value for t, value, _flags in kpi.series[line].points}


def test_ninety_finished_days_and_a_running_one(figures: DemoKpis) -> None:
    assert 8 <= len(figures.kpis) <= 10
    for kpi in figures.kpis:
        days = by_day(kpi)
        running = [t for t, _value, flags in kpi.series[0].points if flags == RUNNING]
        assert len(running) == 1
        assert running[0] == kpi.series[0].points[-1][0]
        if kpi.grain is Grain.DAY:
            missing = {"crashes": 1}.get(kpi.key, 0)
            assert len(days) == 91 - missing
            assert all(local(t).hour == 0 for t, _value, _flags in kpi.series[0].points)
        times = [t for t, _value, _flags in kpi.series[0].points]
        assert times == sorted(set(times))


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_success_rate_is_lowest_on_the_incident_s_day_and_hour(today: date) -> None:
    figures = demo_kpis(today, 1)
    days = by_day(named(figures, "success"))
    worst = min(days, key=lambda day: days[day])
    assert worst == today - timedelta(days=10)
    assert 96.8 <= days[worst] <= 97.4
    assert sorted(days.values())[1] > 98.0
    hours = sorted(named(figures, "success_hours").series[0].points, key=lambda point: point[1])
    assert {local(t) for t, _value, _flags in hours[:2]} == {
        datetime(worst.year, worst.month, worst.day, hour, tzinfo=ZONE) for hour in (19, 20)
    }
    mark = next(mark for mark in figures.marks if mark.key == "incident")
    assert mark.ends_at is not None
    assert mark.ends_at - mark.starts_at == timedelta(minutes=47)
    assert mark.starts_at.astimezone(ZONE).date() == worst


def test_channels_add_up_and_amounts_follow_payments(figures: DemoKpis) -> None:
    payments = named(figures, "payments")
    total, *channels = [by_day(payments, line) for line in range(5)]
    amounts = by_day(named(figures, "amount"))
    for day, count in total.items():
        assert sum(channel[day] for channel in channels) == count
        assert 18 < amounts[day] / count < 26
    assert payments.series[-1].is_target


def test_payments_grow_and_weekends_are_quieter() -> None:
    days = by_day(named(demo_kpis(date(2026, 9, 20), 0), "payments"))
    finished = [days[day] for day in sorted(days)[:-1]]
    assert sum(finished[-14:]) > 1.2 * sum(finished[:14])
    assert 44_000 < finished[-2] < 52_000
    last = sorted(days)[-29:-1]
    workdays = [days[day] for day in last if day.weekday() < 5]
    weekends = [days[day] for day in last if day.weekday() >= 5]
    assert sum(weekends) / len(weekends) < 0.95 * sum(workdays) / len(workdays)


def test_today_is_known_until_nine_twenty(figures: DemoKpis) -> None:
    counts = list(by_day(named(figures, "payments")).values())
    assert 0.1 < counts[-1] / counts[-8] < 0.45
    last, _value, _flags = named(figures, "success_hours").series[0].points[-1]
    assert local(last).hour == 9


def test_holidays_are_marked_only_where_there_are_any() -> None:
    marks = {mark.key: mark for mark in demo_kpis(date(2026, 10, 9), 1).marks}
    holiday = marks["holiday 10-01"]
    assert holiday.starts_at.astimezone(ZONE).date() == date(2026, 10, 1)
    assert holiday.ends_at is not None
    assert holiday.ends_at.astimezone(ZONE).date() == date(2026, 10, 8)
    assert not [mark for mark in demo_kpis(date(2026, 9, 20), 1).marks if "holiday" in mark.key]
    days = by_day(named(demo_kpis(date(2026, 10, 20), 1), "payments"))
    assert days[date(2026, 10, 5)] < 0.85 * days[date(2026, 9, 28)]


def test_same_every_time_and_in_both_languages() -> None:
    assert demo_kpis(TODAY, 0) == demo_kpis(TODAY, 0)
    for zh, en in zip(demo_kpis(TODAY, 0).kpis, demo_kpis(TODAY, 1).kpis, strict=True):
        assert [line.points for line in zh.series] == [line.points for line in en.series]
        assert zh.name != en.name
        assert zh.definition
        assert en.definition.isascii() or "÷" in en.definition
