"""Bounded questions about figures and their series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select

from cockpit.domain.kpi import Annotation, AnnotationKind, Kpi, KpiRow, Mark, MarkKind, Series
from cockpit.domain.organisation import Launch, Person, Release
from cockpit.domain.periods import day_start, to_instant, to_milliseconds, zone_named
from cockpit.storage import tables
from cockpit.storage.reader import SqlReader, records

if TYPE_CHECKING:
    # numpy comes only with the first points that are asked for.
    from cockpit.domain.points import Extent, Points, Window
    from cockpit.storage.series_window import SeriesWindows

MARKS: dict[AnnotationKind, MarkKind] = {
    AnnotationKind.NOTE: "annotation",
    AnnotationKind.INCIDENT: "incident",
    AnnotationKind.CAMPAIGN: "campaign",
}


class SqlKpiReader(SqlReader):
    """Answers the questions of figures and their series."""

    _made_windows: SeriesWindows | None = None

    def kpis(self, product_id: str, now: datetime | None = None) -> list[KpiRow]:
        """Return the live figures of a product in order, as their tiles show them."""
        kpi = tables.TABLES[Kpi].c
        query = select(tables.TABLES[Kpi]).where(
            kpi.product_id == product_id, kpi.deleted_at.is_(None)
        )
        with self._engine.connect() as connection:
            found = records(connection, Kpi, query.order_by(kpi.position, kpi.name, kpi.id))
            return self._rows(connection, found, now)

    def kpi(self, kpi_id: str, now: datetime | None = None) -> KpiRow | None:
        """Return one live figure as its tile shows it, None when there is none."""
        kpi = tables.TABLES[Kpi].c
        query = select(tables.TABLES[Kpi]).where(kpi.id == kpi_id, kpi.deleted_at.is_(None))
        with self._engine.connect() as connection:
            found = records(connection, Kpi, query)
            return next(iter(self._rows(connection, found, now)), None)

    def series_of(self, kpi_id: str) -> list[Series]:
        """Return the live series of a figure in order."""
        with self._engine.connect() as connection:
            return _series(connection, [kpi_id])

    def window(self, series_key: int, t0: int, t1: int, pixels: int) -> Window:
        """Return a stretch as columns, 1 to 2 a pixel, however long it is."""
        with self._engine.connect() as connection:
            return self._windows.window(connection, series_key, t0, t1, pixels)

    def extent(self, series_key: int) -> Extent:
        """Return where a series begins and ends, and how many points it has."""
        with self._engine.connect() as connection:
            return self._windows.extent(connection, series_key)

    def points(self, series_key: int, t0: int, t1: int, limit: int = 10_000) -> Points:
        """Return the first points of a stretch, at most `limit`."""
        with self._engine.connect() as connection:
            return self._windows.points(connection, series_key, t0, t1, limit)

    def annotations(self, product_id: str, t0: int, t1: int) -> list[Mark]:
        """Return what marks a stretch: own annotations, releases and launches, in order."""
        with self._engine.connect() as connection:
            zone = _zone(connection, "")
            marks = _own_marks(connection, product_id, t0, t1)
            marks += _dated_marks(connection, product_id, zone)
        return sorted(
            (mark for mark in marks if mark.t0 < t1 and (mark.t1 or mark.t0) >= t0),
            key=lambda mark: (mark.t0, mark.id),
        )

    @property
    def _windows(self) -> SeriesWindows:
        if self._made_windows is None:
            from cockpit.storage.series_window import SeriesWindows

            self._made_windows = SeriesWindows()
        return self._made_windows

    def _rows(
        self, connection: Connection, found: Sequence[Kpi], now: datetime | None
    ) -> list[KpiRow]:
        """Return the tiles of figures; the series and owners of all are read at once."""
        from cockpit.storage.kpi_tiles import tile

        if not found:
            return []
        at = to_milliseconds(now or datetime.now(UTC))
        lines: dict[str, list[Series]] = {}
        for one in _series(connection, [kpi.id for kpi in found]):
            lines.setdefault(one.kpi_id, []).append(one)
        person = tables.TABLES[Person].c
        owners = {kpi.owner_id for kpi in found if kpi.owner_id}
        people = select(person.id, person.name).where(person.id.in_(owners))
        names = {row.id: row.name for row in connection.execute(people)}

        def newest(series_key: int, count: int) -> Points:
            return self._windows.before(connection, series_key, at, count)

        zones = {name: _zone(connection, name) for name in {kpi.zone for kpi in found}}
        return [
            tile(
                kpi,
                tuple(lines.get(kpi.id, ())),
                zones[kpi.zone],
                at,
                newest,
                names.get(kpi.owner_id or "", ""),
            )
            for kpi in found
        ]


def _series(connection: Connection, kpi_ids: Sequence[str]) -> list[Series]:
    table = tables.TABLES[Series]
    query = select(table).where(table.c.kpi_id.in_(kpi_ids), table.c.deleted_at.is_(None))
    return records(connection, Series, query.order_by(table.c.position, table.c.key))


def _zone(connection: Connection, name: str) -> ZoneInfo:
    """Return a zone by name, the workspace's own for ""."""
    if not name:
        query = select(tables.setting.c.value).where(tables.setting.c.key == "zone")
        name = str(connection.execute(query).scalar() or "UTC")
    return zone_named(name)


def _own_marks(connection: Connection, product_id: str, t0: int, t1: int) -> list[Mark]:
    table = tables.TABLES[Annotation]
    query = select(table).where(table.c.product_id == product_id, table.c.deleted_at.is_(None))
    # Instants are text in the file; years that it cannot write have no annotations.
    if (low := _instant(t0)) is not None:
        query = query.where(or_(table.c.starts_at >= low, table.c.ends_at >= low))
    if (high := _instant(t1)) is not None:
        query = query.where(table.c.starts_at < high)
    return [
        Mark(
            kind=MARKS[each.kind],
            id=each.id,
            text=each.text,
            t0=to_milliseconds(each.starts_at),
            t1=None if each.ends_at is None else to_milliseconds(each.ends_at),
        )
        for each in records(connection, Annotation, query)
    ]


def _instant(t: int) -> datetime | None:
    try:
        return to_instant(t)
    except OverflowError:
        return None


def _dated_marks(connection: Connection, product_id: str, zone: ZoneInfo) -> list[Mark]:
    """Return the days of releases and launches; there are few of them."""
    release, launch = tables.TABLES[Release], tables.TABLES[Launch]
    marks = []
    query = select(release.c.id, release.c.version, release.c.platform, release.c.released_on)
    query = query.where(release.c.product_id == product_id, release.c.deleted_at.is_(None))
    for row in connection.execute(query.where(release.c.released_on.is_not(None))):
        text = " ".join(part for part in (row.version, row.platform) if part)
        start = day_start(row.released_on, zone)
        marks.append(Mark(kind="release", id=row.id, text=text, t0=start))
    launches = select(launch.c.id, launch.c.name, launch.c.go_live_on)
    launches = launches.where(launch.c.product_id == product_id, launch.c.deleted_at.is_(None))
    for each in connection.execute(launches.where(launch.c.go_live_on.is_not(None))):
        start = day_start(each.go_live_on, zone)
        marks.append(Mark(kind="launch", id=each.id, text=each.name, t0=start))
    return marks
