"""Turns rows of a register into risks, and says of every cell what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any, Final

from cockpit.domain.cells import BadCell, Money, is_percent, read_date, read_number, read_text
from cockpit.domain.exposure_text import read_cost, read_days, read_share
from cockpit.domain.imported_risk import ImportedRisk
from cockpit.domain.item import FieldType
from cockpit.domain.mapping import Field, Mapping, raw_text, read_cell
from cockpit.domain.risk import (
    OPEN_STATUSES,
    AssessmentTier,
    ResponseStrategy,
    RiskStatus,
)
from cockpit.domain.risk_matrix import RiskLevel, RiskMatrix
from cockpit.domain.safe_cells import text_of
from cockpit.domain.table import Cell, Row, Table, is_filled
from cockpit.domain.table_report import Accounting
from cockpit.exchange.risk_fields import BY_KEY, FIELD
from cockpit.exchange.risk_table import kept_types
from cockpit.i18n import _, ngettext

_TEXTS: Final = frozenset({"cause", "effect", "category", "response"})
_LEVELS: Final = {
    **{level.value: level for level in RiskLevel},
    **dict.fromkeys(("moderate", "med", "m", "中", "中等"), RiskLevel.MEDIUM),
    **dict.fromkeys(("l", "低"), RiskLevel.LOW),
    **dict.fromkeys(("h", "高"), RiskLevel.HIGH),
    **dict.fromkeys(("c", "严", "严重", "极高", "extreme", "very high"), RiskLevel.CRITICAL),
}


class RiskRows:
    """Reads one table by one mapping; `warnings` are complete once `read` is exhausted."""

    def __init__(self, table: Table, mapping: Mapping, matrix: RiskMatrix) -> None:
        self.accounting = Accounting(table.columns, mapping.wanted())
        self._table, self._mapping, self._matrix = table, mapping, matrix
        self._columns = [
            (index, column, BY_KEY[key])
            for index, column in enumerate(table.columns)
            if (key := mapping.columns.get(column, ""))
        ]
        kept = [column for _index, column, field in self._columns if field.key == "keep"]
        self._kept = kept_types(table, kept)
        self._seen: dict[str, str] = {}
        self._other_scores = 0
        self._other_levels = 0

    def read(self) -> Iterator[ImportedRisk]:
        """Yield the risks of the rows that can be taken."""
        for row in self._table.rows():
            self.accounting.row(row)
            if not self.accounting.is_refused:
                found = _Reading(self, row).risk()
                if found is not None:
                    yield found

    def warnings(self) -> list[str]:
        """Return what a person should know about the file as a whole."""
        found = list(self._table.warnings)
        if self._other_scores:
            found.append(
                ngettext(
                    "{count} row has another score than likelihood × impact; ours is shown.",
                    "{count} rows have another score than likelihood × impact; ours is shown.",
                    self._other_scores,
                ).format(count=self._other_scores)
            )
        if self._other_levels:
            found.append(
                ngettext(
                    "{count} row has another level than the workspace's matrix gives; "
                    "the matrix counts.",
                    "{count} rows have another level than the workspace's matrix gives; "
                    "the matrix counts.",
                    self._other_levels,
                ).format(count=self._other_levels)
            )
        return found

    def compare(self, rating: tuple[int, int], score: float | None, level: str) -> None:
        """Note where the file says something else than likelihood and impact do."""
        if score is not None and score != self._matrix.score(*rating):
            self._other_scores += 1
        named = _LEVELS.get(level.strip().casefold())
        if named is not None and named is not self._matrix.level(*rating):
            self._other_levels += 1


class _Reading:
    """One row on its way to a risk."""

    def __init__(self, rows: RiskRows, row: Row) -> None:
        self._rows, self._row = rows, row
        self._values: dict[str, Any] = {}
        self._judged: dict[AssessmentTier, dict[str, Any]] = {}
        self._extra: dict[str, tuple[FieldType, Any]] = {}

    def risk(self) -> ImportedRisk | None:
        """Return the risk, None when the row was refused."""
        for index, column, field in self._rows._columns:
            self._take(self._row.cells[index], column, field)
        books, values = self._rows.accounting, self._values
        title = " ".join(str(values.get("title", "")).split())
        if not title:
            books.refuse_row(_("This row has no title, so there is no risk to log."))
            return None
        own_id = str(values.get("cockpit_id", "")).strip()
        key = own_id or str(values.get("id", "")).strip() or title
        if key in self._rows._seen:
            books.refuse_row(
                _("“{id}” is the ID of {where} already.").format(
                    id=key[:60], where=self._rows._seen[key]
                )
            )
            return None
        self._rows._seen[key] = self._row.where
        self._compare()
        return ImportedRisk(
            key=key,
            own_id=own_id,
            title=title,
            owner=values.get("owner"),
            raised_on=values.get("raised_on"),
            fields=self._fields(),
            judged=self._judged,
            extra=self._extra,
        )

    def _take(self, cell: Cell, column: str, field: Field) -> None:
        books = self._rows.accounting
        try:
            mapped = self._read(cell, column, field)
        except BadCell as bad:
            books.refuse_cell(column, bad)
            return
        if mapped:
            books.mapped(column)
        else:
            books.used(column)

    def _read(self, cell: Cell, column: str, field: Field) -> bool:
        """Keep the value of a cell; tell whether the mapping translated it."""
        if field.key == "keep":
            if is_filled(cell):
                name = column.removeprefix(FIELD)
                self._extra[name] = _kept(cell, self._rows._kept[column])
            return False
        tier, _sign, figure = field.key.partition("_")
        if tier in {each.value for each in AssessmentTier}:
            return self._figure(cell, column, field, (AssessmentTier(tier), figure))
        if field.key in ("score", "level", "id", "cockpit_id", "title", "owner") or (
            field.key in _TEXTS
        ):
            text = text_of(raw_text(cell) if field.key in ("id", "owner") else read_text(cell))
            self._values[field.key] = text.strip()
            return False
        value, mapped = read_cell(cell, field, self._rows._mapping, column)
        self._values[field.key] = value
        return mapped

    def _figure(
        self, cell: Cell, column: str, field: Field, place: tuple[AssessmentTier, str]
    ) -> bool:
        """Keep a figure of a judgement; an empty cell says nothing."""
        tier, figure = place
        if not is_filled(cell):
            return False
        text, mapping = raw_text(cell), self._rows._mapping
        judged = self._judged.setdefault(tier, {})
        if figure == "note":
            judged["note"] = text_of(read_text(cell)).strip()
        elif figure == "cost":
            _put_cost(judged, cell, text, mapping, column)
        elif figure == "days":
            _put(judged, "days", read_days(text))
        elif figure == "probability":
            _put(judged, "probability", read_share(text))
        else:
            return self._step(cell, column, field, judged)
        return False

    def _step(self, cell: Cell, column: str, field: Field, judged: dict[str, Any]) -> bool:
        """Keep a step of a scale; a percentage of likelihood is a probability as well."""
        value, mapped = read_cell(cell, field, self._rows._mapping, column)
        figure = field.key.partition("_")[2]
        judged[figure] = None if value is None else int(str(value))
        if figure == "likelihood" and mapped and is_percent(cell):
            judged.setdefault("probability_low", read_number(cell))
            judged.setdefault("probability_high", read_number(cell))
        return mapped

    def _fields(self) -> dict[str, Any]:
        """Return the fields of the risk that the row fills."""
        values = self._values
        found = {name: values[name] for name in _TEXTS if name in values}
        if "review_on" in values:
            found["review_on"] = values["review_on"]
        if "strategy" in values:
            strategy = values["strategy"]
            found["strategy"] = ResponseStrategy(strategy) if strategy else None
        closed_on = values.get("closed_on")
        if values.get("status"):
            found["status"] = RiskStatus(values["status"])
        elif closed_on is not None:
            found["status"] = RiskStatus.CLOSED
        if closed_on is not None and found["status"] not in OPEN_STATUSES:
            # A day without a time is kept as its noon, so that it is that day in every zone.
            found["closed_at"] = datetime.combine(closed_on, time(12), UTC)
        return found

    def _compare(self) -> None:
        judged = self._judged.get(AssessmentTier.CURRENT) or self._judged.get(
            AssessmentTier.INHERENT, {}
        )
        likelihood, impact = judged.get("likelihood"), judged.get("impact")
        if likelihood is None or impact is None:
            return
        try:
            score = read_number(self._values.get("score"))
        except BadCell:
            score = None
        self._rows.compare((likelihood, impact), score, str(self._values.get("level", "")))


def _put(judged: dict[str, Any], name: str, ends: tuple[float, float] | None) -> None:
    if ends is not None:
        judged[f"{name}_low"], judged[f"{name}_high"] = ends


def _put_cost(judged: dict[str, Any], cell: Cell, text: str, mapping: Mapping, column: str) -> None:
    translated = mapping.values.get(BY_KEY["current_cost"].key, {}).get(text, text)
    decimal = mapping.option("decimal", column)
    meant = mapping.option("currency", column)
    if isinstance(cell, int | float):
        value, _mapped = read_cell(cell, BY_KEY["current_cost"], mapping, column)
        if isinstance(value, Money):
            _check_sign(value.minor, text)
            judged["cost_low"] = judged["cost_high"] = value.minor
            judged["currency"] = value.currency
        return
    cost = read_cost(translated, currency=meant, decimal=decimal)
    if cost is not None:
        judged["cost_low"], judged["cost_high"] = cost.low, cost.high
        judged["currency"] = cost.currency


def _check_sign(minor: int, text: str) -> None:
    if minor < 0:
        raise BadCell(_("“{text}” is below zero.").format(text=text[:40]))


def _kept(cell: Cell, kind: FieldType) -> tuple[FieldType, Any]:
    if kind is FieldType.NUMBER:
        return kind, read_number(cell)
    if kind is FieldType.DATE:
        return kind, read_date(cell)
    return kind, text_of(read_text(cell)).strip()
