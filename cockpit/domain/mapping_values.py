"""Reads a cell into the value of a field, as a mapping says."""

from __future__ import annotations

from cockpit.domain.cells import (
    BadCell,
    read_bool,
    read_date,
    read_instant,
    read_list,
    read_money,
    read_number,
    read_rating,
    read_text,
)
from cockpit.domain.mapping_guess import match_choice
from cockpit.domain.mapping_records import Field, FieldKind, Mapping
from cockpit.domain.table import Cell
from cockpit.i18n import _

# Options an import may set: the highest rating, and what parts the entries of a list.
_SCALE = "scale"
_SEPARATORS = "separators"


def read_cell(cell: Cell, each: Field, mapping: Mapping, column: str) -> tuple[object, bool]:
    """The value of a cell by the field's kind, and whether it was translated by the mapping.

    TEXT is str, NUMBER float, MONEY Money, DATE date, INSTANT an aware datetime, BOOL bool,
    RATING int, LIST a tuple of str, CHOICE and SCALE the key of a choice; None (or "" or ())
    where nothing stands. Raises BadCell.
    """
    translated = mapping.values.get(each.key)
    if translated:
        raw = raw_text(cell)
        if raw in translated:
            told = translated[raw] or None
            if each.choices or told is None:
                return told, True
            return _read(told, each, mapping, column), True
    return _read(cell, each, mapping, column), False


def raw_text(cell: Cell) -> str:
    """A cell's text as questions show it and as `Mapping.values` has it."""
    return " ".join(read_text(cell).split())


def _read(cell: Cell, each: Field, mapping: Mapping, column: str) -> object:
    order, decimal = mapping.option("date_order", column), mapping.option("decimal", column)
    match each.kind:
        case FieldKind.TEXT:
            return read_text(cell)
        case FieldKind.NUMBER:
            return read_number(cell, decimal=decimal)
        case FieldKind.MONEY:
            return read_money(cell, currency=mapping.option("currency", column), decimal=decimal)
        case FieldKind.DATE:
            return read_date(cell, order=order, zone=mapping.zone(column))
        case FieldKind.INSTANT:
            return read_instant(cell, order=order, zone=mapping.zone(column))
        case FieldKind.BOOL:
            return read_bool(cell)
        case FieldKind.RATING:
            return read_rating(cell, scale=int(mapping.option(_SCALE, column) or 5))
        case FieldKind.LIST:
            separators = mapping.option(_SEPARATORS, column)
            return read_list(cell, separators=separators) if separators else read_list(cell)
        case FieldKind.CHOICE | FieldKind.SCALE:
            return _choice(cell, each)


def _choice(cell: Cell, each: Field) -> str | None:
    raw = raw_text(cell)
    if not raw:
        return None
    settled = each.kind is FieldKind.CHOICE or any(raw == choice.key for choice in each.choices)
    if settled and (key := match_choice(raw, each.choices)):
        return key
    raise BadCell(
        _("“{text}” is not a value of {field}. Say which one it stands for.").format(
            text=raw[:40], field=_(each.title)
        ),
        ambiguous=True,
    )
