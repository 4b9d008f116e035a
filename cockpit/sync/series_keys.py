"""The figures and series of a source: made when it first sends them, and known by what it sends.

A person may rename them, and what a person deleted is not made again.
"""

from __future__ import annotations

from collections.abc import Sequence

from cockpit.domain.kpi import Aggregation, Kpi, Series
from cockpit.domain.periods import Grain
from cockpit.domain.pull import SeriesPoints
from cockpit.domain.source import Source
from cockpit.i18n import N_
from cockpit.services.ports import UnitOfWork
from cockpit.services.source_ports import SyncStore

Names = tuple[str, str]


def series_keys(
    store: SyncStore, source: Source, found: Sequence[SeriesPoints]
) -> dict[Names, int | None]:
    """Return the key of each (figure, series), None for one that a person deleted."""
    known = store.reader().pulled_series(source.id)
    new = [one for one in found if _series_id(source, one) not in known]
    if new:
        store.write(lambda uow: _make(uow, source, new))
        known = store.reader().pulled_series(source.id)
    return {(one.kpi, one.series): known.get(_series_id(source, one)) for one in found}


def _make(uow: UnitOfWork, source: Source, new: Sequence[SeriesPoints]) -> None:
    """Make series, and their figures where they are the first."""
    kpis: dict[str, Kpi] = {}
    for one in new:
        identity = _kpi_id(source, one.kpi)
        kpi = kpis.get(identity)
        if kpi is None:
            live = uow.find(Kpi, source_id=identity)
            kpi = live[0] if live else _kpi(uow, source, one, identity)
            kpis[identity] = kpi
        series = Series(
            kpi_id=kpi.id,
            key=uow.new_series_key(),
            name=one.series,
            source_id=_series_id(source, one),
            position=float(len(uow.find(Series, kpi_id=kpi.id)) + 1),
        )
        uow.add(series)
    uow.describe(N_("Found {count} new series in “{name}”"), count=len(new), name=source.name)


def _kpi(uow: UnitOfWork, source: Source, one: SeriesPoints, identity: str) -> Kpi:
    last = uow.edge(Kpi, "product_id", source.product_id, last=True)
    kpi = Kpi(
        product_id=source.product_id,
        name=one.kpi,
        # Moments of a level, or counts of whole periods; a person may know better.
        aggregation=Aggregation.MEAN if one.grain is Grain.INSTANT else Aggregation.SUM,
        decimals=2 if one.grain is Grain.INSTANT else 0,
        grain=one.grain,
        zone=source.zone,
        origin=source.name,
        source_id=identity,
        position=(last or 0.0) + 1.0,
    )
    uow.add(kpi)
    return kpi


def _kpi_id(source: Source, kpi: str) -> str:
    return f"source:{source.id}:{kpi}"


def _series_id(source: Source, one: SeriesPoints) -> str:
    # A newline cannot stand in the name of a figure or a label, so the two cannot be confused.
    return f"source:{source.id}:{one.kpi}\n{one.series}"
