"""Merges imported lines of points into a workspace: by the names of figures and their series."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cockpit.domain.errors import UserError
from cockpit.domain.imported import ImportReport
from cockpit.domain.imported_series import SeriesName
from cockpit.domain.kpi import Aggregation, Kpi, Series
from cockpit.domain.organisation import Launch, Product
from cockpit.domain.periods import Grain
from cockpit.domain.points import PointCounts, Points
from cockpit.i18n import N_, _
from cockpit.services.kpis import GAP
from cockpit.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKpi:
    """What is known of a figure that a file brings, should it be new."""

    unit: str
    decimals: int
    grain: Grain
    zone: str


def product_for(uow: UnitOfWork, into: str | None, name: str, batch: str) -> str:
    """Return the product named (by its or a launch's name or id), else the first, else a new one.

    Raises UserError when there is none of that name.
    """
    products = uow.find(Product)
    if into is not None:
        for launch in uow.find(Launch):
            if into in (launch.name, launch.id):
                return launch.product_id
        for product in products:
            if into in (product.name, product.id):
                return product.id
        raise UserError(
            _("There is no product or launch “{name}” in this workspace.").format(name=into)
        )
    if not products:
        products = [Product(name=name, batch_id=batch)]
        uow.add(*products)
    return products[0].id


class SeriesMerge:
    """One merge of lines of points into a product; `report` counts what it did."""

    def __init__(self, uow: UnitOfWork, product_id: str, batch: str) -> None:
        self._uow, self._product_id, self._batch = uow, product_id, batch
        self._kpis = {kpi.name.casefold(): kpi for kpi in uow.find(Kpi, product_id=product_id)}
        self._lines: dict[str, dict[str, Series]] = {}
        for kpi in self._kpis.values():
            found = sorted(uow.find(Series, kpi_id=kpi.id), key=lambda one: one.position)
            self._lines[kpi.id] = {
                one.name.casefold(): one for one in reversed(found) if not one.is_target
            }
        self._counts = PointCounts()
        self.report = ImportReport()

    def put(self, name: SeriesName, points: Points, new: NewKpi) -> None:
        """Write the points of a line; its figure and its series are made when they are new."""
        series = self._series(self._kpi(name.kpi, new), name.series)
        self._counts += self._uow.put_points(series.key, points)

    def finish(self, file: str) -> ImportReport:
        """Name the step and return the report."""
        for counts, count in (
            (self.report.created, self._counts.added),
            (self.report.updated, self._counts.changed),
            (self.report.unchanged, self._counts.unchanged),
        ):
            if count:
                counts["point"] = count
        self._uow.describe(N_("Imported points of “{name}”"), name=file)
        return self.report

    def _kpi(self, name: str, new: NewKpi) -> Kpi:
        known = self._kpis.get(name.casefold())
        if known is not None:
            return known
        last = max((kpi.position for kpi in self._kpis.values()), default=0.0)
        instants = new.grain is Grain.INSTANT or new.unit == "%"
        kpi = Kpi(
            product_id=self._product_id,
            name=name,
            unit=new.unit,
            decimals=new.decimals,
            aggregation=Aggregation.MEAN if instants else Aggregation.SUM,
            grain=new.grain,
            zone=new.zone,
            position=last + GAP,
            batch_id=self._batch,
        )
        self._uow.add(kpi)
        self._kpis[name.casefold()] = kpi
        self._lines[kpi.id] = {}
        self._count("kpi")
        return kpi

    def _series(self, kpi: Kpi, name: str) -> Series:
        lines = self._lines[kpi.id]
        known = lines.get(name.casefold())
        if known is None and not name and lines:
            # A figure with one line has it under whatever name.
            known = next(iter(lines.values())) if len(lines) == 1 else None
        if known is not None:
            return known
        series = Series(
            kpi_id=kpi.id,
            key=self._uow.new_series_key(),
            name=name,
            position=GAP * (len(lines) + 1),
            batch_id=self._batch,
        )
        self._uow.add(series)
        lines[name.casefold()] = series
        self._count("series")
        return series

    def _count(self, kind: str) -> None:
        self.report.created[kind] = self.report.created.get(kind, 0) + 1


def with_decimals(new: NewKpi, points: Points) -> NewKpi:
    """Return it with as many decimals, at most two, as some of its values need."""
    some = points.value[:200].tolist()
    need = next((each for each in (0, 1) if all(round(value, each) == value for value in some)), 2)
    return replace(new, decimals=need)
