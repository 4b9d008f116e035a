"""Reads a table into risks: a guessed mapping, then row by row with every cell accounted for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cockpit.domain.cells import (
    CURRENCIES,
    BadCell,
    is_percent,
    read_date,
    read_number,
    read_text,
)
from cockpit.domain.item import FieldType
from cockpit.domain.mapping import Mapping, guess, match_choice, name_score, suggest_choice
from cockpit.domain.mapping import Question as Question
from cockpit.domain.table import Cell, Row, Table, is_filled
from cockpit.exchange.risk_fields import BY_KEY, FIELDS, IMPACTS, KIND, LIKELIHOODS, STATUSES

_CURRENCY: Final = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
# What a percentage of likelihood is suggested to be, by its upper end. There is no common table
# for five steps, so these are ours: rare to 10 %, unlikely to 30, possible to 50, likely to 80.
_PERCENT_STEPS: Final = ((0.1, "1"), (0.3, "2"), (0.5, "3"), (0.8, "4"), (1.0, "5"))
_EXACT: Final = 100
MOST_COLUMNS: Final = 200
MOST_KEPT: Final = 60


def guess_risks(table: Table) -> Mapping:
    """The likeliest mapping of a register; a column that is not known is kept as its own field.

    A table with very many columns is no register that a person keeps: only its first columns are
    looked at and kept, the others are left.
    """
    sample, looked_at = table.sample(), table.columns[:MOST_COLUMNS]
    mapping = guess(KIND, looked_at, sample, FIELDS)
    mapping = _settled_status(_exact_names(mapping), looked_at, sample)
    # In a file of ours these only say in other words what is read elsewhere.
    ours = ("short", "launch") if "cockpit_id" in looked_at else ()
    kept = [
        column
        for column in looked_at
        if not mapping.columns[column] and not column.startswith("#") and column not in ours
    ]
    columns = {
        **dict.fromkeys(table.columns, ""),
        **mapping.columns,
        **dict.fromkeys(kept[:MOST_KEPT], "keep"),
    }
    currencies = {
        f"currency:{column}": code
        for column, key in columns.items()
        if key.endswith("_cost") and (code := _currency_in(column))
    }
    return replace(mapping, columns=columns, options={**mapping.options, **currencies})


def _exact_names(mapping: Mapping) -> Mapping:
    """Give fields whose very name a column has: a range is not read by its field's own kind."""
    for column, key in mapping.columns.items():
        if key:
            continue
        for each in FIELDS:
            free = not mapping.columns_of(each.key)
            if free and each.key != "keep" and name_score(column, each) == _EXACT:
                mapping = mapping.with_column(column, each.key)
                break
    return mapping


def _settled_status(mapping: Mapping, columns: Sequence[str], sample: Sequence[Row]) -> Mapping:
    """Of two columns of status take the one whose every value is a status."""
    given = mapping.column_of("status")
    if given is None or _all_known(sample, columns.index(given)):
        return mapping
    for index, column in enumerate(columns):
        if (
            not mapping.columns.get(column)
            and name_score(column, BY_KEY["status"])
            and _all_known(sample, index)
        ):
            return mapping.with_column(given, "").with_column(column, "status")
    return mapping


def _all_known(sample: Sequence[Row], index: int) -> bool:
    cells = [row.cells[index] for row in sample if is_filled(row.cells[index])]
    return bool(cells) and all(match_choice(_plain(cell), STATUSES) for cell in cells)


def _plain(cell: Cell) -> str:
    try:
        return " ".join(read_text(cell).split())
    except BadCell:
        return ""


def _currency_in(column: str) -> str:
    """The currency that a header names: Cost_Exposure_USD, Cost (EUR)."""
    found = _CURRENCY.findall(column.replace("_", " "))
    return next((code for code in found if code in CURRENCIES), "")


def with_suggestions(question: Question) -> Question:
    """A question with our suggestion: registers also say likelihood in percent."""
    if question.about != "value" or question.suggestion:
        return question
    if question.field.choices is LIKELIHOODS:
        return replace(question, suggestion=_percent_step(question.raw))
    if question.field.choices is IMPACTS:
        return replace(question, suggestion=suggest_choice(question.raw, IMPACTS))
    return question


def _percent_step(raw: str) -> str:
    try:
        value = read_number(raw)
    except BadCell:
        return ""
    if value is None or not (is_percent(raw) or 0 < value < 1):
        return ""
    return next((step for most, step in _PERCENT_STEPS if value <= most), "")


def kept_types(table: Table, columns: Sequence[str]) -> dict[str, FieldType]:
    """The types of the custom fields that columns become: by what all of their cells are.

    Digits in a text file stay text: 1.10 and 007 are names more often than numbers. Reads the
    table once.
    """
    at = {column: table.columns.index(column) for column in columns}
    could = {column: {FieldType.NUMBER, FieldType.DATE} for column in columns}
    seen: set[str] = set()
    for row in table.rows():
        if row.extra:
            continue
        for column, index in at.items():
            cell = row.cells[index]
            if could[column] and is_filled(cell):
                seen.add(column)
                could[column] -= _ruled_out(cell)
    return {
        column: next(iter(left)) if column in seen and len(left) == 1 else FieldType.TEXT
        for column, left in could.items()
    }


def _ruled_out(cell: Cell) -> set[FieldType]:
    """What a column with this cell cannot be."""
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return ({FieldType.DATE} if number or not _is_day(cell) else set()) | (
        set() if number else {FieldType.NUMBER}
    )


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, int | float):
        return False
    try:
        return read_date(cell) is not None
    except BadCell:
        return False
