"""Builds the demo's figures: 90 days that hang together, an incident, and today until 09:20.

What a day brings follows from the orders of its hours: payments are orders times the success rate,
amounts payments times the average basket. Noise comes from generators seeded by a figure's name,
so the same day and language always give the same figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from random import Random
from typing import Final, Literal
from zoneinfo import ZoneInfo

from cockpit.domain.kpi import Aggregation, Direction
from cockpit.domain.periods import HOUR, Grain, day_start
from cockpit.exchange.demo_kpi_records import (
    Curve,
    HolidayData,
    KpiData,
    KpisData,
    ModelData,
    read_kpis,
)
from cockpit.resources import resource

# Until when today is known, in minutes after midnight: 09:20.
SO_FAR: Final = 9 * 60 + 20
# The mark PointFlag.RUNNING of points whose period is not over; numpy stays out of here.
RUNNING: Final = 1

# (milliseconds since 1970, value, flags)
DemoPoint = tuple[int, float, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSeries:
    """One line of a figure, in order of time."""

    name: str = ""
    is_target: bool = False
    points: tuple[DemoPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoKpi:
    """A figure with its lines; the first is the figure itself. `owner` is a person's key."""

    key: str
    name: str
    unit: str
    decimals: int
    direction: Direction
    aggregation: Aggregation
    grain: Grain
    zone: str
    definition: str
    origin: str
    owner: str
    series: tuple[DemoSeries, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMark:
    """A mark on the time axis."""

    key: str
    text: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoKpis:
    """All figures and marks."""

    kpis: tuple[DemoKpi, ...]
    marks: tuple[DemoMark, ...]


def demo_kpis(today: date, side: Literal[0, 1]) -> DemoKpis:
    """Return the figures around a day, in Chinese (0) or English (1)."""
    data = read_kpis((resource("demo") / "kpis.json").read_bytes())
    days = _Days(data, today)
    return DemoKpis(
        kpis=tuple(_kpi(days, kpi, side) for kpi in data.kpis),
        marks=tuple(
            sorted(
                (*_marks(days, side), *_holiday_marks(days, side)), key=lambda mark: mark.starts_at
            )
        ),
    )


def along(curve: Curve, day: int) -> float:
    """Return where a line stands on a day; before and after its corners it is level."""
    if day <= curve[0][0]:
        return curve[0][1]
    for (d0, v0), (d1, v1) in pairwise(curve):
        if day <= d1:
            return v0 + (v1 - v0) * (day - d0) / (d1 - d0)
    return curve[-1][1]


class _Days:
    """The calendar around today, and the orders of every hour of it."""

    def __init__(self, data: KpisData, today: date) -> None:
        self.data = data
        self.today = today
        self.zone = ZoneInfo(data.zone)
        self.range = range(-data.days, 1)

    def date(self, day: int) -> date:
        """Return a date by its distance from today."""
        return self.today + timedelta(days=day)

    def start(self, day: int) -> int:
        """Return where a day begins, in milliseconds."""
        return day_start(self.date(day), self.zone)

    def holiday(self, day: int) -> HolidayData | None:
        """Return the holiday that a day belongs to."""
        when = self.date(day)
        for holiday in self.data.holidays:
            text = holiday.starts if len(holiday.starts) > 5 else f"{when.year}-{holiday.starts}"
            first = date.fromisoformat(text)
            if first <= when < first + timedelta(days=holiday.days):
                return holiday
        return None

    def run(self, key: str, model: ModelData) -> dict[int, float]:
        """Return the values of a figure that has a model of its own, by day."""
        noise = Random(key)
        bumps = dict(model.bumps)
        values = {}
        for day in self.range:
            week = 1 + model.weekly * (self.data.week[self.date(day).weekday()] - 1)
            off = model.holiday if self.holiday(day) else 1.0
            usual = along(model.curve, day) * week * off * (1 + model.noise * noise.gauss(0, 1))
            values[day] = usual + bumps.get(day, 0.0)
        values[0] *= model.so_far
        return values

    @cached_property
    def hours(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The orders and the payments of every hour, by (day, hour); today until 09:20."""
        data = self.data
        orders, rates = self.run("orders", data.orders), self.run("success", data.success)
        noise = Random("hours")
        found = {}
        for day in self.range:
            free = self.date(day).weekday() > 4 or self.holiday(day) is not None
            profile = data.free_day if free else data.rush_day
            for hour, share in enumerate(profile):
                spread = 1 + 0.03 * noise.gauss(0, 1)
                failing = (100 - rates[day]) / 100 * (1 + 0.13 * noise.gauss(0, 1))
                known = min(max(SO_FAR - hour * 60, 0), 60) / 60 if day == 0 else 1.0
                made = round(orders[day] * share / 1000 * spread * known)
                failed = made * failing
                if day == data.incident.day:
                    failed += orders[day] * data.incident.extra_failures.get(str(hour), 0.0)
                if made:
                    found[day, hour] = made, made - round(failed)
        return found

    @cached_property
    def sums(self) -> dict[int, tuple[int, int]]:
        """The orders and the payments of every day."""
        found = dict.fromkeys(self.range, (0, 0))
        for (day, _hour), (made, paid) in self.hours.items():
            found[day] = found[day][0] + made, found[day][1] + paid
        return found

    def value_of(self, kpi: KpiData) -> Mapping[int, float]:
        """Return a figure's values by day."""
        if kpi.model is not None:
            return self.run(kpi.key, kpi.model)
        if kpi.key == "success":
            return {day: 100 * paid / made for day, (made, paid) in self.sums.items()}
        payments = {day: float(paid) for day, (_made, paid) in self.sums.items()}
        if kpi.key == "payments":
            return payments
        basket = self.run("basket", self.data.basket)
        return {day: paid * basket[day] for day, paid in payments.items()}


def _kpi(days: _Days, kpi: KpiData, side: Literal[0, 1]) -> DemoKpi:
    return DemoKpi(
        key=kpi.key,
        name=kpi.name[side],
        unit=kpi.unit[side],
        decimals=kpi.decimals,
        direction=kpi.direction,
        aggregation=kpi.aggregation,
        grain=kpi.grain,
        zone=days.data.zone,
        definition=kpi.definition[side],
        origin=kpi.origin[side],
        owner=kpi.owner,
        series=_hourly(days, kpi) if kpi.grain is Grain.HOUR else _daily(days, kpi, side),
    )


def _daily(days: _Days, kpi: KpiData, side: Literal[0, 1]) -> tuple[DemoSeries, ...]:
    values = days.value_of(kpi)
    lines = [DemoSeries(points=_points(days, kpi, values))]
    rest = dict(values)
    for at, channel in enumerate(kpi.channels, 1):
        if at == len(kpi.channels):
            part = rest
        else:
            noise = Random(f"{kpi.key} {at}")
            part = {
                day: round(value * along(channel.share, day) * (1 + 0.012 * noise.gauss(0, 1)))
                for day, value in values.items()
            }
            rest = {day: left - part[day] for day, left in rest.items()}
        lines.append(DemoSeries(name=channel.name[side], points=_points(days, kpi, part)))
    if kpi.target:
        lines.append(
            DemoSeries(
                name=("目标", "Target")[side],
                is_target=True,
                points=tuple((days.start(day), _held(kpi.target, day), 0) for day in days.range),
            )
        )
    return tuple(lines)


def _points(days: _Days, kpi: KpiData, values: Mapping[int, float]) -> tuple[DemoPoint, ...]:
    return tuple(
        (days.start(day), round(float(value), kpi.decimals), 0 if day else RUNNING)
        for day, value in values.items()
        if day not in kpi.missing
    )


def _held(steps: Curve, day: int) -> float:
    """Return the newest of some values that hold from their days on."""
    return next(value for since, value in reversed(steps) if since <= day)


def _hourly(days: _Days, kpi: KpiData) -> tuple[DemoSeries, ...]:
    first = -days.data.hours_of_days
    points = tuple(
        (
            days.start(day) + hour * HOUR,
            round(100 * paid / made, kpi.decimals),
            RUNNING if day == 0 and (hour + 1) * 60 > SO_FAR else 0,
        )
        for (day, hour), (made, paid) in days.hours.items()
        if day >= first
    )
    return (DemoSeries(points=points),)


def local_instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """Return a wall time such as 19:42 on a day in a zone, as an instant in UTC."""
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def _marks(days: _Days, side: Literal[0, 1]) -> tuple[DemoMark, ...]:
    return tuple(
        DemoMark(
            key=mark.key,
            text=mark.text[side],
            starts_at=local_instant(days.date(mark.starts[0]), mark.starts[1], days.zone),
            ends_at=mark.ends and local_instant(days.date(mark.ends[0]), mark.ends[1], days.zone),
        )
        for mark in days.data.marks
    )


def _holiday_marks(days: _Days, side: Literal[0, 1]) -> tuple[DemoMark, ...]:
    """Return a mark for each holiday, as far as it lies in the days that are shown."""
    found: dict[str, tuple[str, int, int]] = {}
    for day in days.range:
        holiday = days.holiday(day)
        if holiday is not None:
            _text, first, _last = found.get(holiday.starts, ("", day, day))
            found[holiday.starts] = holiday.name[side], first, day
    return tuple(
        DemoMark(
            key=f"holiday {starts}",
            text=text,
            starts_at=local_instant(days.date(first), "00:00", days.zone),
            ends_at=local_instant(days.date(last + 1), "00:00", days.zone),
        )
        for starts, (text, first, last) in found.items()
    )
