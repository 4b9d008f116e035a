"""Risks as CSV or XLSX: one row a risk, headings that `cockpit import risks` reads again.

Headings are the names of the fields, the same in every language, so that scripts can rely on
them; a custom field has its own name behind "field:". Ranges stand in one cell, 5–10.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from cockpit.domain.errors import UserError
from cockpit.domain.exposure_text import cost_text, days_text, share_text
from cockpit.domain.filters import Filter
from cockpit.domain.item import CustomField, FieldType, FieldValue
from cockpit.domain.organisation import Launch
from cockpit.domain.risk import AssessmentTier, RiskAssessment
from cockpit.domain.risk_register import RiskWhole
from cockpit.domain.safe_cells import cell
from cockpit.domain.short_number import short_of
from cockpit.exchange.atomic_file import atomic_file
from cockpit.exchange.risk_fields import FIELD, tier_key
from cockpit.i18n import _

FORMATS: Final = ("csv", "xlsx")
COLUMNS: Final[dict[str, Callable[[RiskWhole], object]]] = {
    "short": lambda w: short_of("risk", w.risk.number),
    "title": lambda w: w.risk.title,
    "cause": lambda w: w.risk.cause,
    "effect": lambda w: w.risk.effect,
    "category": lambda w: w.risk.category,
    "owner": lambda w: w.owner_name,
    "status": lambda w: w.risk.status.value,
    "strategy": lambda w: w.risk.strategy.value if w.risk.strategy else None,
    "response": lambda w: w.risk.response,
    "review_on": lambda w: w.risk.review_on,
    "raised_on": lambda w: w.risk.created_at.date(),
    "closed_on": lambda w: w.risk.closed_at.date() if w.risk.closed_at else None,
    "score": lambda w: w.score,
    "level": lambda w: w.level.value if w.level else None,
    "cockpit_id": lambda w: w.risk.id,
}


class RiskSource(Protocol):
    """Where the risks come from: a reader of a workspace."""

    def launches(self) -> list[Launch]:
        """Return the live launches."""

    def risk_fields(self) -> list[CustomField]:
        """Return the custom fields of risks by name."""

    def whole_risks(self, filter: Filter | None = None) -> list[RiskWhole]:
        """Return the risks that pass with all that an export writes, by product and number."""


def export_risks(source: RiskSource, path: Path, filter: Filter | None = None) -> int:
    """Write the risks that pass (None: all) to a .csv or .xlsx file and return how many.

    Raises UserError when the name of the file says no known format, EnvironmentProblem when it
    cannot be written.
    """
    extension = path.suffix.casefold().removeprefix(".")
    if extension not in FORMATS:
        raise UserError(
            _("“{name}” does not say what to write: end it in one of {known}.").format(
                name=path.name, known=", ".join(f".{key}" for key in FORMATS)
            )
        )
    risks, fields = source.whole_risks(filter), source.risk_fields()
    launches = {launch.id: launch.name for launch in source.launches()}
    rows = _rows(risks, fields, launches)
    with atomic_file(path) as file:
        (_write_csv if extension == "csv" else _write_xlsx)(file, rows)
    return len(risks)


def _rows(
    risks: Sequence[RiskWhole], fields: Sequence[CustomField], launches: dict[str, str]
) -> Iterable[list[object]]:
    figures = _figures(risks)
    used = [field for field in fields if any(field.id in whole.values for whole in risks)]
    yield [
        *COLUMNS,
        "launch",
        *(tier_key(tier, name) for tier, name in figures),
        *(f"{FIELD}{field.name}" for field in used),
    ]
    for whole in risks:
        row = [read(whole) for read in COLUMNS.values()]
        row.append(launches.get(whole.risk.launch_id or ""))
        row += [_figure(whole.now.get(tier), name) for tier, name in figures]
        row += [_value(field, whole.values.get(field.id)) for field in used]
        yield row


def _figures(risks: Sequence[RiskWhole]) -> list[tuple[AssessmentTier, str]]:
    """The figures that any risk has; likelihood and impact of today always."""
    always = {(AssessmentTier.CURRENT, "likelihood"), (AssessmentTier.CURRENT, "impact")}
    found = {
        (tier, name)
        for whole in risks
        for tier, one in whole.now.items()
        for name in _FIGURES
        if _figure(one, name) not in (None, "")
    }
    order = [(tier, name) for tier in AssessmentTier for name in _FIGURES]
    return [place for place in order if place in found | always]


_FIGURES: Final[dict[str, Callable[[RiskAssessment], object]]] = {
    "likelihood": lambda one: one.likelihood,
    "impact": lambda one: one.impact,
    "probability": lambda one: _range(share_text, one.probability_low, one.probability_high),
    "cost": lambda one: (
        None
        if one.cost_low is None or one.cost_high is None
        else cost_text(one.cost_low, one.cost_high, one.currency)
    ),
    "days": lambda one: _range(days_text, one.days_low, one.days_high),
    "note": lambda one: one.note,
}


def _figure(one: RiskAssessment | None, name: str) -> object:
    return None if one is None else _FIGURES[name](one)


def _range(text: Callable[[float, float], str], low: float | None, high: float | None) -> object:
    return None if low is None or high is None else text(low, high)


def _value(field: CustomField, value: FieldValue | None) -> object:
    if value is None:
        return None
    if field.type is FieldType.NUMBER:
        return value.number_value
    return value.date_value if field.type is FieldType.DATE else value.text_value


def _write_csv(file: BinaryIO, rows: Iterable[list[object]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    # Texts are quoted, since some spreadsheets also split lines at semicolons and tabs.
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    text.flush()
    text.detach()


def _write_xlsx(file: BinaryIO, rows: Iterable[list[object]]) -> None:
    import xlsxwriter  # type: ignore[import-untyped]

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet("Risks")
    head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            _write_cell(sheet, (number, place), value, head if number == 0 else wrapped, day)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 3, 36)
    sheet.set_column(4, 60, 16)
    book.close()


def _write_cell(sheet: Any, place: tuple[int, int], value: object, style: Any, day: Any) -> None:
    match value:
        case None | "":
            return
        case int() | float():
            sheet.write_number(*place, value)
        case date():
            sheet.write_datetime(*place, value, day)
        case _:
            # A text stays a text in a workbook, so nothing has to be put in front of it. Longer
            # cells than this are refused by spreadsheet programs.
            sheet.write_string(*place, str(value)[:32_767], style)
