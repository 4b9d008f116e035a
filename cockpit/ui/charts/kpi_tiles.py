"""What a tile says of a figure, in the language that is set."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from cockpit.domain.figures import (
    instant_text,
    meets,
    number,
    period_text,
    row_change,
    short,
    with_unit,
)
from cockpit.domain.kpi import Aggregation, Direction
from cockpit.i18n import _
from cockpit.ui.charts.tile import Tile

if TYPE_CHECKING:
    from cockpit.domain.kpi import Kpi, KpiRow


def tile_of(row: KpiRow, zone: ZoneInfo, today: date) -> Tile:
    """Return the tile of a figure; `zone` is the one its periods begin in."""
    kpi = row.kpi
    told, versus = row_change(row, zone, today)
    return Tile(
        key=kpi.id,
        name=kpi.name,
        value=number(row.latest, kpi.decimals),
        short_value=short(row.latest),
        unit=kpi.unit,
        change=told,
        versus=versus,
        spark=np.array(row.sparkline, np.float64),
        running=row.running if draws_running(kpi) else None,
        target=row.target,
        target_text=_target_text(row),
        state=_state(row),
        as_of=_as_of(row.as_of, zone, today),
        tip=_tip(row, zone, today),
    )


def draws_running(kpi: Kpi) -> bool:
    """Whether a value of a period that is not over compares with finished ones."""
    return kpi.aggregation in (Aggregation.MEAN, Aggregation.LAST)


def _state(row: KpiRow) -> tuple[str, str, str] | None:
    """How the last finished value stands to its target: icon, word and tone."""
    kpi = row.kpi
    fine = meets(row.latest, row.target, kpi.direction, (kpi.band_low, kpi.band_high))
    if fine is None:
        return None
    if fine:
        return "check-circle", _("On target"), "good"
    if kpi.direction is Direction.BAND:
        return "warning", _("Out of its band"), "warn"
    above = kpi.direction is Direction.DOWN
    return "warning", _("Above target") if above else _("Below target"), "warn"


def _target_text(row: KpiRow) -> str:
    kpi = row.kpi
    if kpi.direction is Direction.BAND:
        ends = (kpi.band_low, kpi.band_high)
        if None in ends:
            return ""
        low, high = (number(end, kpi.decimals) for end in ends)
        return f"{low} – {high}" + (kpi.unit if kpi.unit == "%" else f" {kpi.unit}".rstrip())
    if row.target is None:
        return ""
    value = with_unit(row.target, kpi.unit, kpi.decimals)
    if kpi.direction is Direction.DOWN:
        return _("Target ≤ {value}").format(value=value)
    return _("Target {value}").format(value=value)


def _as_of(instant: datetime | None, zone: ZoneInfo, today: date) -> str:
    if instant is None:
        return _("No points yet")
    local = instant.astimezone(zone)
    if local.date() == today:
        return _("as of {time}").format(time=f"{local:%H:%M}")
    return _("as of {time}").format(time=instant_text(local.replace(second=0), today.year))


def _tip(row: KpiRow, zone: ZoneInfo, today: date) -> str:
    """Everything that a glance at the tile leaves out."""
    kpi, lines = row.kpi, [row.kpi.name]
    if kpi.definition:
        lines.append(kpi.definition)
    if row.latest_t is not None:
        period = period_text(row.latest_t, kpi.grain, zone, today.year)
        value = with_unit(row.latest, kpi.unit, kpi.decimals)
        lines.append(_("{period}: {value}").format(period=period, value=value))
    if row.running is not None and row.running_t is not None:
        period = period_text(row.running_t, kpi.grain, zone, today.year)
        value = with_unit(row.running, kpi.unit, kpi.decimals)
        lines.append(_("{period} so far: {value}").format(period=period, value=value))
    if row.target is not None or kpi.direction is Direction.BAND:
        lines.append(_target_text(row))
    if row.as_of is not None:
        local = instant_text(row.as_of.astimezone(zone).replace(second=0), today.year)
        lines.append(_("Data to {time} ({zone})").format(time=local, zone=zone.key))
    if kpi.origin:
        lines.append(_("From {source}").format(source=kpi.origin))
    if row.owner_name:
        lines.append(_("Owner: {name}").format(name=row.owner_name))
    return "\n".join(line for line in lines if line)
