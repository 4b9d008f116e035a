"""What a person can do with figures, their series, points and annotations; each can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cockpit.domain.errors import UserError
from cockpit.domain.kpi import Annotation, Direction, Kpi, Series
from cockpit.domain.periods import zone_named
from cockpit.i18n import N_, _
from cockpit.services.ports import UnitOfWork

if TYPE_CHECKING:
    # numpy comes only with the first points that are written.
    from cockpit.domain.points import PointCounts, Points

GAP: Final = 1024.0
MOST_DECIMALS: Final = 9


def create_kpi(uow: UnitOfWork, product_id: str, name: str, **fields: object) -> Kpi:
    """Create a figure with one series, after the others, and return it.

    `fields` are those of `Kpi`. Raises UserError for an empty name, an unknown zone, more than 9
    decimals, or a band that is upside down.
    """
    last = uow.edge(Kpi, "product_id", product_id, last=True)
    kpi = Kpi(product_id=product_id, name=name.strip(), position=(last or 0.0) + GAP)
    kpi = replace(kpi, **fields)  # type: ignore[arg-type]
    _require_sound(kpi)
    uow.add(kpi, Series(kpi_id=kpi.id, key=uow.new_series_key(), position=GAP))
    uow.describe(N_("Created the KPI “{name}”"), name=kpi.name)
    return kpi


def edit_kpi(uow: UnitOfWork, kpi_id: str, **fields: object) -> None:
    """Set fields of a figure; raises UserError as `create_kpi` does."""
    kpi = replace(uow.get(Kpi, kpi_id), **fields)  # type: ignore[arg-type]
    kpi = replace(kpi, name=kpi.name.strip())
    _require_sound(kpi)
    uow.save(kpi)
    uow.describe(N_("Edited the KPI “{name}”"), name=kpi.name)


def move_kpi(uow: UnitOfWork, kpi_id: str, before_id: str | None = None) -> None:
    """Move a figure before another one of its product, or to the end."""
    kpi = uow.get(Kpi, kpi_id)
    known = uow.find(Kpi, "position", product_id=kpi.product_id)
    others = [each for each in known if each.id != kpi_id]
    places = [each.id for each in others]
    at = places.index(before_id) if before_id in places else len(others)
    order = [*others[:at], kpi, *others[at:]]
    uow.save(*(replace(each, position=GAP * place) for place, each in enumerate(order, 1)))
    uow.describe(N_("Moved the KPI “{name}”"), name=kpi.name)


def delete_kpi(uow: UnitOfWork, kpi_id: str) -> None:
    """Delete a figure with its series; undo brings back both, the points were never gone."""
    kpi = uow.get(Kpi, kpi_id)
    uow.remove(kpi, *uow.find(Series, kpi_id=kpi_id))
    uow.describe(N_("Deleted the KPI “{name}”"), name=kpi.name)


def create_series(
    uow: UnitOfWork, kpi_id: str, name: str = "", *, is_target: bool = False
) -> Series:
    """Add a line to a figure: a dimension's value, or its target."""
    kpi = uow.get(Kpi, kpi_id)
    last = uow.edge(Series, "kpi_id", kpi_id, last=True)
    series = Series(
        kpi_id=kpi_id,
        key=uow.new_series_key(),
        name=name.strip(),
        is_target=is_target,
        position=(last or 0.0) + GAP,
    )
    uow.add(series)
    uow.describe(N_("Added the series “{series}” to “{name}”"), series=series.name, name=kpi.name)
    return series


def edit_series(uow: UnitOfWork, series_id: str, **fields: object) -> None:
    """Set the name of a series, or whether it is a target."""
    series = replace(uow.get(Series, series_id), **fields)  # type: ignore[arg-type]
    uow.save(series)
    uow.describe(N_("Edited the series “{series}”"), series=series.name)


def delete_series(uow: UnitOfWork, series_id: str) -> None:
    """Delete a series; raises UserError when it is the only one of its figure."""
    series = uow.get(Series, series_id)
    if len(uow.find(Series, kpi_id=series.kpi_id)) < 2:
        raise UserError(_("A KPI needs a series. Delete the KPI instead."))
    uow.remove(series)
    uow.describe(N_("Deleted the series “{series}”"), series=series.name)


def put_points(uow: UnitOfWork, series_id: str, points: Points) -> PointCounts:
    """Write points into a series and tell what that did."""
    series = uow.get(Series, series_id)
    counts = uow.put_points(series.key, points)
    name = uow.get(Kpi, series.kpi_id).name
    if counts.wrote == 1:
        uow.describe(N_("Set a value of “{name}”"), name=name)
    else:
        uow.describe(N_("Set {count} values of “{name}”"), count=counts.wrote, name=name)
    return counts


def remove_points(uow: UnitOfWork, series_id: str, t0: int, t1: int) -> PointCounts:
    """Remove the points of [t0, t1) from a series."""
    from cockpit.domain.points import make_points

    series = uow.get(Series, series_id)
    counts = uow.replace_points(series.key, t0, t1, make_points([], []))
    name = uow.get(Kpi, series.kpi_id).name
    uow.describe(N_("Removed values of “{name}”"), name=name)
    return counts


def annotate(
    uow: UnitOfWork,
    product_id: str,
    text: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
) -> Annotation:
    """Mark a moment, or a stretch, on the time axis of a product's charts."""
    mark = Annotation(
        product_id=product_id, text=text.strip(), starts_at=starts_at, ends_at=ends_at
    )
    _require_mark(mark)
    uow.add(mark)
    uow.describe(N_("Marked “{text}”"), text=mark.text)
    return mark


def edit_annotation(uow: UnitOfWork, annotation_id: str, **fields: object) -> None:
    """Set the text or the times of a mark."""
    mark = replace(uow.get(Annotation, annotation_id), **fields)  # type: ignore[arg-type]
    _require_mark(mark)
    uow.save(mark)
    uow.describe(N_("Edited the mark “{text}”"), text=mark.text)


def delete_annotation(uow: UnitOfWork, annotation_id: str) -> None:
    """Delete a mark."""
    mark = uow.get(Annotation, annotation_id)
    uow.remove(mark)
    uow.describe(N_("Deleted the mark “{text}”"), text=mark.text)


def _require_sound(kpi: Kpi) -> None:
    if not kpi.name:
        raise UserError(_("A KPI needs a name."))
    if kpi.zone:
        zone_named(kpi.zone)
    if not 0 <= kpi.decimals <= MOST_DECIMALS:
        raise UserError(_("Decimals are a number from 0 to {most}.").format(most=MOST_DECIMALS))
    low, high = kpi.band_low, kpi.band_high
    if kpi.direction is Direction.BAND and low is not None and high is not None and low > high:
        raise UserError(_("The lower end of the band is above its upper end. Swap them."))


def _require_mark(mark: Annotation) -> None:
    if not mark.text:
        raise UserError(_("Say what happened: a mark needs a text."))
    if mark.ends_at is not None and mark.ends_at < mark.starts_at:
        raise UserError(_("The mark ends before it starts. Swap its times."))
