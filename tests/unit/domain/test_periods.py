"""Periods over changes of clocks: where they start and end, and which of them is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cockpit.domain.errors import UserError
from cockpit.domain.local_times import day_starts, grain_of, period_starts, to_utc
from cockpit.domain.periods import (
    HOUR,
    Grain,
    day_start,
    end_of,
    is_finished,
    last_finished,
    local_date,
    next_day,
    period_of,
    previous_start,
    start_of,
    starts_between,
    to_instant,
    to_milliseconds,
    zone_named,
)

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")
# Clocks that jump at midnight, by half an hour, over a whole day, and over midnight from before.
ODD = ("America/Sao_Paulo", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia",
       "America/Toronto", "Asia/Beirut", "Africa/Cairo")  # fmt: skip


def at(text: str) -> int:
    return to_milliseconds(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)],
)
def test_a_day_has_as_many_hours_as_its_clocks_show(day: date, hours: int) -> None:
    start = day_start(day, BERLIN)
    end = end_of(start, Grain.DAY, BERLIN)
    assert end - start == hours * HOUR
    assert len(starts_between(start, end, Grain.HOUR, BERLIN)) == hours


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("year", [1919, 2011, 2018, 2024])
@pytest.mark.parametrize("grain", [Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH])
def test_periods_follow_each_other_without_gap_in_any_zone(
    name: str, year: int, grain: Grain
) -> None:
    zone = ZoneInfo(name)
    first, last = day_start(date(year, 1, 1), zone), day_start(date(year + 1, 1, 1), zone)
    starts = starts_between(first, last, grain, zone)
    for one, following in pairwise(starts):
        assert start_of(one, grain, zone) == one
        assert start_of(following - 1, grain, zone) == one
        assert end_of(one, grain, zone) == following
        assert previous_start(following, grain, zone) == one


@pytest.mark.parametrize("name", ODD)
def test_a_day_starts_with_its_first_instant(name: str) -> None:
    zone = ZoneInfo(name)
    for year in (1919, 2011, 2018, 2024):
        for number in range(365):
            day = date(year, 1, 1) + timedelta(days=number)
            start = day_start(day, zone)
            assert local_date(start - 1, zone) < day
            if (name, day) != ("Pacific/Apia", date(2011, 12, 30)):
                assert local_date(start, zone) == day


def test_a_date_that_a_zone_skipped_starts_with_the_next_one() -> None:
    zone = ZoneInfo("Pacific/Apia")
    assert day_start(date(2011, 12, 30), zone) == day_start(date(2011, 12, 31), zone)


def test_weeks_start_on_monday_and_months_on_their_first() -> None:
    t = at("2026-11-25T10:00:00+08:00")
    assert period_of(t, Grain.WEEK, SHANGHAI).starts_on == date(2026, 11, 23)
    assert period_of(t, Grain.MONTH, SHANGHAI).starts_on == date(2026, 11, 1)
    assert period_of(t, Grain.QUARTER, SHANGHAI).starts_on == date(2026, 10, 1)
    assert period_of(t, Grain.YEAR, SHANGHAI).starts_on == date(2026, 1, 1)
    assert next_day(date(2026, 11, 1), Grain.MONTH, -11) == date(2025, 12, 1)


def test_a_period_is_finished_when_the_next_one_begins() -> None:
    start = day_start(date(2026, 11, 24), SHANGHAI)
    end = at("2026-11-25T00:00:00+08:00")
    assert not is_finished(start, Grain.DAY, SHANGHAI, end - 1)
    assert is_finished(start, Grain.DAY, SHANGHAI, end)
    assert last_finished(end, Grain.DAY, SHANGHAI) == start
    assert last_finished(end, Grain.INSTANT, SHANGHAI) == end


def test_the_same_instant_lies_in_different_days_of_different_zones() -> None:
    t = at("2026-11-24T20:00:00+00:00")
    assert period_of(t, Grain.DAY, SHANGHAI).starts_on == date(2026, 11, 25)
    assert period_of(t, Grain.DAY, BERLIN).starts_on == date(2026, 11, 24)


def test_instants_have_no_list_and_unknown_zones_are_refused() -> None:
    with pytest.raises(ValueError, match="instants"):
        starts_between(0, 10, Grain.INSTANT, BERLIN)
    with pytest.raises(UserError, match="no time zone"):
        zone_named("Mars/Olympus")


def test_years_that_no_calendar_has_are_an_overflow() -> None:
    with pytest.raises(OverflowError):
        to_instant(1 << 60)
    with pytest.raises(OverflowError):
        end_of(day_start(date(9999, 12, 31), SHANGHAI), Grain.DAY, SHANGHAI)


@pytest.mark.parametrize("name", ["Europe/Berlin", *ODD])
def test_wall_times_as_arrays_are_those_of_the_standard_library(name: str) -> None:
    zone = ZoneInfo(name)
    first = datetime(2018, 1, 1)
    naive = [first + timedelta(minutes=97 * number) for number in range(5500)]
    local = np.array([to_milliseconds(each.replace(tzinfo=UTC)) for each in naive], np.int64)
    utc, sure = to_utc(local, zone)
    for wall, t, certain in zip(naive, utc.tolist(), sure.tolist(), strict=True):
        earlier, later = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        assert certain == (earlier == later)
        assert to_instant(t) == earlier


def test_arrays_of_days_and_periods_are_those_of_single_ones() -> None:
    days = np.array([20_000, 20_001, 20_000])
    expected = [day_start(date(1970, 1, 1) + timedelta(days=int(day)), BERLIN) for day in days]
    assert day_starts(days, BERLIN).tolist() == expected
    t = np.array([at("2026-03-29T10:17:05+02:00"), at("2026-10-25T02:30:00+01:00")], np.int64)
    for grain in Grain:
        found = period_starts(t, grain, BERLIN).tolist()
        assert found == [start_of(each, grain, BERLIN) for each in t.tolist()]


@pytest.mark.parametrize("grain", [Grain.MONTH, Grain.WEEK, Grain.DAY, Grain.HOUR])
def test_the_grain_of_times_is_recognised_over_changes_of_clocks(grain: Grain) -> None:
    first = at("2026-01-01T00:00:00+01:00")
    starts = starts_between(first, first + 330 * 24 * HOUR, grain, BERLIN)
    assert grain_of(np.array(starts, np.int64), BERLIN) is grain


def test_times_of_no_grain_are_instants() -> None:
    assert grain_of(np.arange(0, 3_000_000, 300_000), BERLIN) is Grain.INSTANT
    assert grain_of(np.arange(0, 3_000_000, 60_000), BERLIN) is Grain.MINUTE
    assert grain_of(np.empty(0, np.int64), BERLIN) is Grain.INSTANT
