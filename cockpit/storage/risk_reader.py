"""Bounded questions about the risk register."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, case, func, select

from cockpit.domain.filters import Filter
from cockpit.domain.item import CustomField
from cockpit.domain.organisation import Person
from cockpit.domain.risk import (
    OPEN_STATUSES,
    AssessmentTier,
    Risk,
    RiskAssessment,
    RiskStatus,
)
from cockpit.domain.risk_matrix import SETTING, RiskLevel, RiskMatrix, read_matrix
from cockpit.domain.risk_register import (
    Cell,
    RegisterFigures,
    RiskDetail,
    RiskRow,
    RiskWhole,
)
from cockpit.services.ports import NO_FILTER
from cockpit.services.risk_ports import RiskSort
from cockpit.storage.reader import SqlReader, records
from cockpit.storage.risk_exposure import exposure_of
from cockpit.storage.risk_rows import actions_of, matrix_of, rows_of, setting_of
from cockpit.storage.risk_sql import (
    CELL,
    INHERENT_SCORE,
    RANK,
    RISK,
    Condition,
    RiskConditions,
    cell_of,
    is_open,
    of_launch,
    standing_one,
)
from cockpit.storage.risk_wholes import wholes_of
from cockpit.storage.tables import TABLES


class SqlRiskReader(SqlReader):
    """Answers the questions of the risk register."""

    def risk_matrix(self) -> RiskMatrix:
        """Return the workspace's matrix. Raises UserError when the setting is not one."""
        with self._engine.connect() as connection:
            return read_matrix(setting_of(connection, SETTING))

    def risk_list(
        self,
        launch_id: str | None,
        filter: Filter = NO_FILTER,
        sort: RiskSort = "score",
        descending: bool = True,
        offset: int = 0,
        limit: int | None = 100,
    ) -> list[RiskRow]:
        """Return a window of the register; what has no value for the sort comes last."""
        with self._engine.connect() as connection:
            passing = self._passing(connection, launch_id, filter)
            query = select(RISK.id).where(*passing).order_by(*_order(sort, descending))
            query = query.offset(offset).limit(limit)
            ids = connection.execute(query).scalars().all()
            return rows_of(connection, ids)

    def count_risks(self, launch_id: str | None, filter: Filter = NO_FILTER) -> int:
        """Return how many risks pass."""
        with self._engine.connect() as connection:
            passing = self._passing(connection, launch_id, filter)
            query = select(func.count()).select_from(TABLES[Risk]).where(*passing)
            return int(connection.execute(query).scalar_one())

    def risk_place(
        self,
        risk_id: str,
        launch_id: str | None,
        filter: Filter = NO_FILTER,
        sort: RiskSort = "score",
        descending: bool = True,
    ) -> int | None:
        """Return a risk's row in the register, None when it does not pass."""
        with self._engine.connect() as connection:
            passing = self._passing(connection, launch_id, filter)
            place = func.row_number().over(order_by=_order(sort, descending))
            numbered = select(RISK.id.label("id"), place.label("place")).where(*passing)
            found = numbered.subquery().c
            query = select(found.place).where(found.id == risk_id)
            row: int | None = connection.execute(query).scalar()
        return None if row is None else row - 1

    def risk_cells(
        self,
        launch_id: str | None,
        filter: Filter = NO_FILTER,
        tier: AssessmentTier | None = None,
    ) -> dict[Cell, int]:
        """Return how many risks stand in each (likelihood, impact) cell."""
        with self._engine.connect() as connection:
            passing = self._passing(connection, launch_id, filter)
            cell = CELL if tier is None else standing_one(tier, cell_of)
            cells = select(cell.label("cell")).where(*passing).subquery().c.cell
            query = select(cells, func.count()).where(cells.is_not(None)).group_by(cells)
            return {divmod(row[0], 10): row[1] for row in connection.execute(query)}

    def register_figures(
        self, launch_id: str | None, filter: Filter = NO_FILTER
    ) -> RegisterFigures:
        """Return how many risks there are and what the open ones may cost."""
        with self._engine.connect() as connection:
            passing = self._passing(connection, launch_id, filter)
            due, matrix = self._risk_conditions(connection).due(), matrix_of(connection)
            query = select(
                CELL.label("cell"),
                RISK.status,
                func.coalesce(func.sum(case((due, 1), else_=0)), 0),
                func.count(),
            )
            counts = connection.execute(query.where(*passing).group_by("cell", RISK.status)).all()
            exposed = exposure_of(connection, [*passing, is_open()])
        statuses: Counter[RiskStatus] = Counter()
        cells: Counter[int | None] = Counter()
        for cell, status, _due, count in counts:
            statuses[status] += count
            if status in OPEN_STATUSES:
                cells[cell] += count
        standing: Counter[Cell] = Counter()
        for cell, _status, _due, count in counts:
            if cell is not None:
                standing[divmod(cell, 10)] += count
        levels: Counter[RiskLevel] = Counter()
        for cell, count in cells.items():
            if cell is not None:
                levels[matrix.level(*divmod(cell, 10))] += count
        return RegisterFigures(
            open=cells.total(),
            closed=statuses[RiskStatus.CLOSED],
            occurred=statuses[RiskStatus.OCCURRED],
            beyond=sum(n for cell, n in cells.items() if cell and matrix.beyond(*divmod(cell, 10))),
            due=sum(row[2] for row in counts),
            unjudged=cells[None],
            costs=exposed.costs,
            days=exposed.days,
            largest=exposed.largest,
            levels=levels,
            cells=standing,
        )

    def risk(self, risk_id: str) -> RiskDetail | None:
        """Return a live risk with what only risks have."""
        table = TABLES[RiskAssessment]
        with self._engine.connect() as connection:
            query = select(TABLES[Risk]).where(RISK.id == risk_id, RISK.deleted_at.is_(None))
            found = records(connection, Risk, query)
            if not found:
                return None
            past = select(table).where(table.c.risk_id == risk_id, table.c.deleted_at.is_(None))
            judged = records(connection, RiskAssessment, past)
            return RiskDetail(
                risk=found[0],
                row=rows_of(connection, [risk_id])[0],
                assessments=tuple(sorted(judged, key=_newest_first)),
                actions=actions_of(connection, risk_id),
            )

    def risk_fields(self) -> list[CustomField]:
        """Return the custom fields of risks by name."""
        return self.all(CustomField, "name", item_kind=Risk.KIND)

    def whole_risks(self, filter: Filter | None = None) -> list[RiskWhole]:
        """Return the risks that pass with all that an export writes, by product and number."""
        with self._engine.connect() as connection:
            passing = self._passing(connection, None, filter or NO_FILTER)
            query = select(TABLES[Risk]).where(*passing).order_by(RISK.product_id, RISK.number)
            return wholes_of(connection, records(connection, Risk, query))

    def risk_categories(self, launch_id: str | None) -> list[str]:
        """Return the categories in use, by name."""
        query = (
            select(RISK.category).distinct().where(RISK.category != "", RISK.deleted_at.is_(None))
        )
        with self._engine.connect() as connection:
            found = connection.execute(query.where(of_launch(launch_id)).order_by(RISK.category))
            return list(found.scalars())

    def _passing(
        self, connection: Connection, launch_id: str | None, filter: Filter
    ) -> list[Condition]:
        return [of_launch(launch_id), *self._risk_conditions(connection).of(filter)]

    def _risk_conditions(self, connection: Connection) -> RiskConditions:
        zone: tzinfo = ZoneInfo(setting_of(connection, "zone") or "UTC")
        today = self._today() if self._today else datetime.now(zone).date()
        return RiskConditions(today, self.me_id, zone, lambda: matrix_of(connection))


def _newest_first(one: RiskAssessment) -> tuple[float, int]:
    """Return what sorts judgements: the newest first, those of one instant by their tier."""
    return -one.at.timestamp(), list(AssessmentTier).index(one.tier)


def _order(sort: RiskSort, descending: bool) -> list[ColumnElement[Any]]:
    by = _SORTS[sort]
    order = (by.desc() if descending else by).nulls_last()
    return [order, RISK.product_id, RISK.number]


_STATUS_ORDER: Final = {status.value: rank for rank, status in enumerate(RiskStatus)}
_SORTS: Final[dict[str, ColumnElement[Any]]] = {
    "score": RANK,
    "number": RISK.number,
    "title": func.lower(RISK.title),
    "category": func.nullif(func.lower(RISK.category), ""),
    "owner": select(TABLES[Person].c.name)
    .where(TABLES[Person].c.id == RISK.owner_id)
    .scalar_subquery(),
    "inherent": INHERENT_SCORE,
    "status": case(_STATUS_ORDER, value=RISK.status),
    "review": RISK.review_on,
    "created": RISK.created_at,
}
