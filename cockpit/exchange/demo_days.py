"""The demo's calendar: the days around today, and the orders and payments of their hours.

Noise comes from generators seeded by a figure's name, so the same day always gives the same
figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from cockpit.domain.periods import day_start
from cockpit.exchange.demo_kpi_records import Curve, HolidayData, KpiData, KpisData, ModelData

# Until when today is known, in minutes after midnight: 09:20.
SO_FAR: Final = 9 * 60 + 20


def local_instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """Return a wall time such as 19:42 on a day in a zone, as an instant in UTC."""
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def along(curve: Curve, day: int) -> float:
    """Return where a line stands on a day; before and after its corners it is level."""
    if day <= curve[0][0]:
        return curve[0][1]
    for (d0, v0), (d1, v1) in pairwise(curve):
        if day <= d1:
            return v0 + (v1 - v0) * (day - d0) / (d1 - d0)
    return curve[-1][1]


class Days:
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
