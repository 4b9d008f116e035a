"""What a tile shows, from the newest points of a figure: which are finished, which is running."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from cockpit.domain.kpi import Kpi, KpiRow, Series
from cockpit.domain.periods import (
    Grain,
    end_of,
    is_finished,
    previous_start,
    start_of,
    to_instant,
)
from cockpit.domain.points import PointFlag, Points

# Values in a sparkline.
SPARKLINE: Final = 60

# Returns the last points of a series up to now, at most so many, in order.
Newest = Callable[[int, int], Points]


def tile(
    kpi: Kpi,
    series: tuple[Series, ...],
    zone: ZoneInfo,
    now: int,
    newest: Newest,
    owner_name: str,
) -> KpiRow:
    """Return the tile of a figure at an instant."""
    main = next((one for one in series if not one.is_target), None)
    target = next((one for one in series if one.is_target), None)
    points = newest(main.key, SPARKLINE + 2) if main else None
    goal = newest(target.key, 1) if target else None
    wanted = None if goal is None or not len(goal) else _number(float(goal.value[0]))
    if points is None or not len(points):
        return KpiRow(kpi=kpi, series=series, target=wanted, owner_name=owner_name)
    done = [
        not flags & PointFlag.RUNNING
        and is_finished(start_of(t, kpi.grain, zone), kpi.grain, zone, now)
        for t, flags in zip(points.t.tolist(), points.flags.tolist(), strict=True)
    ]
    finished = [index for index, each in enumerate(done) if each]
    latest_t, latest, previous = _latest(points, finished, kpi.grain, zone)
    running = None if done[-1] else len(points) - 1
    shown = finished[-SPARKLINE:]
    end = end_of(start_of(int(points.t[-1]), kpi.grain, zone), kpi.grain, zone)
    return KpiRow(
        kpi=kpi,
        series=series,
        latest=latest,
        latest_t=latest_t,
        previous=previous,
        running=None if running is None else _number(float(points.value[running])),
        running_t=None if running is None else int(points.t[running]),
        as_of=to_instant(min(end, now)),
        sparkline=tuple(float(points.value[index]) for index in shown),
        sparkline_t=tuple(int(points.t[index]) for index in shown),
        target=wanted,
        owner_name=owner_name,
    )


def _latest(
    points: Points, finished: list[int], grain: Grain, zone: ZoneInfo
) -> tuple[int | None, float | None, float | None]:
    """Return the last finished period with its value, and the value of the one before it.

    The one before is the period right before it: against any older one the change would mislead.
    """
    if not finished:
        return None, None, None
    last = finished[-1]
    t = int(points.t[last])
    latest = _number(float(points.value[last]))
    if len(finished) < 2:
        return t, latest, None
    before = finished[-2]
    if grain is not Grain.INSTANT:
        wanted = previous_start(start_of(t, grain, zone), grain, zone)
        if start_of(int(points.t[before]), grain, zone) != wanted:
            return t, latest, None
    return t, latest, _number(float(points.value[before]))


def _number(value: float) -> float | None:
    """Return a value, None for NaN."""
    return value if value == value else None
