"""Builds the demo's figures: 90 days that hang together, an incident, and today until 09:20.

What a day brings follows from the orders of its hours: payments are orders times the success rate,
amounts payments times the average basket.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Final, Literal

from cockpit.domain.kpi import Aggregation, AnnotationKind, Direction
from cockpit.domain.periods import HOUR, Grain
from cockpit.exchange.demo_days import SO_FAR, Days, along, local_instant
from cockpit.exchange.demo_kpi_records import Curve, KpiData, read_kpis
from cockpit.resources import resource

# The mark PointFlag.RUNNING of points whose period is not over; numpy stays out of here.
RUNNING: Final = 1
_BOARD: Final = "one-tap-pay"

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
    """A figure with its lines; the first is the figure itself.

    `owner` is a person's key, `tasks` are keys of imported tasks.
    """

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
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMark:
    """A mark on the time axis."""

    key: str
    text: str
    starts_at: datetime
    ends_at: datetime | None
    tasks: tuple[str, ...] = ()
    kind: AnnotationKind = AnnotationKind.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoKpis:
    """All figures and marks."""

    kpis: tuple[DemoKpi, ...]
    marks: tuple[DemoMark, ...]


def demo_kpis(today: date, side: Literal[0, 1]) -> DemoKpis:
    """Return the figures around a day, in Chinese (0) or English (1)."""
    data = read_kpis((resource("demo") / "kpis.json").read_bytes())
    days = Days(data, today)
    return DemoKpis(
        kpis=tuple(_kpi(days, kpi, side) for kpi in data.kpis),
        marks=tuple(
            sorted(
                (*_marks(days, side), *_holiday_marks(days, side)), key=lambda mark: mark.starts_at
            )
        ),
    )


def _kpi(days: Days, kpi: KpiData, side: Literal[0, 1]) -> DemoKpi:
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
        tasks=tuple(f"{_BOARD}-{number}" for number in kpi.tasks),
    )


def _daily(days: Days, kpi: KpiData, side: Literal[0, 1]) -> tuple[DemoSeries, ...]:
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


def _points(days: Days, kpi: KpiData, values: Mapping[int, float]) -> tuple[DemoPoint, ...]:
    return tuple(
        (days.start(day), round(float(value), kpi.decimals), 0 if day else RUNNING)
        for day, value in values.items()
        if day not in kpi.missing
    )


def _held(steps: Curve, day: int) -> float:
    """Return the newest of some values that hold from their days on."""
    return next(value for since, value in reversed(steps) if since <= day)


def _hourly(days: Days, kpi: KpiData) -> tuple[DemoSeries, ...]:
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


def _marks(days: Days, side: Literal[0, 1]) -> tuple[DemoMark, ...]:
    return tuple(
        DemoMark(
            key=mark.key,
            text=mark.text[side],
            starts_at=local_instant(days.date(mark.starts[0]), mark.starts[1], days.zone),
            ends_at=mark.ends and local_instant(days.date(mark.ends[0]), mark.ends[1], days.zone),
            tasks=tuple(f"{_BOARD}-{number}" for number in mark.tasks),
            kind=mark.kind,
        )
        for mark in days.data.marks
    )


def _holiday_marks(days: Days, side: Literal[0, 1]) -> tuple[DemoMark, ...]:
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
