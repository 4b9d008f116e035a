"""What the page of figures and their series asks of the storage."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from cockpit.domain.kpi import KpiRow, Mark, Series

if TYPE_CHECKING:
    # numpy comes only with the first points that are asked for.
    from cockpit.domain.points import Extent, PointCounts, Points, Window


class PointWork(Protocol):
    """The part of a unit of work that writes points; undo takes back the points of a step whole.

    Points may come in any order; of several with one time the one given last stays.
    """

    def new_series_key(self) -> int:
        """Return a key for a new series."""

    def put_points(self, series_key: int, points: Points) -> PointCounts:
        """Write points; those that are there with the same value are left alone."""

    def replace_points(self, series_key: int, t0: int, t1: int, points: Points) -> PointCounts:
        """Write points of [t0, t1), and let the others of that stretch go (a restatement)."""


class KpiReader(Protocol):
    """Bounded questions about figures and their series; each answers in a few milliseconds.

    A series is named by its `key`. Times are milliseconds since 1970 in UTC, ranges [t0, t1).
    """

    def kpis(self, product_id: str, now: datetime | None = None) -> list[KpiRow]:
        """Return the live figures of a product in order, as their tiles show them at an instant."""

    def kpi(self, kpi_id: str, now: datetime | None = None) -> KpiRow | None:
        """Return one live figure as its tile shows it, None when there is none."""

    def series_of(self, kpi_id: str) -> list[Series]:
        """Return the live series of a figure in order."""

    def window(self, series_key: int, t0: int, t1: int, pixels: int) -> Window:
        """Return a stretch as columns: exact, or 1 to about 2 columns a pixel, however long it is.

        The nearest point on either side is included, so that a line can leave the picture.
        """

    def extent(self, series_key: int) -> Extent:
        """Return where a series begins and ends, and how many points it has."""

    def points(self, series_key: int, t0: int, t1: int, limit: int = 10_000) -> Points:
        """Return the first points of a stretch, at most `limit`."""

    def annotations(self, product_id: str, t0: int, t1: int) -> list[Mark]:
        """Return what marks a stretch of time: own annotations, releases and launches, in order."""
