"""What a person has to say before a table can be imported without guessing."""

from __future__ import annotations

from collections.abc import Sequence

from cockpit.domain.mapping_column import ASKING, Question, WatchedColumn
from cockpit.domain.mapping_records import Field, Mapping
from cockpit.domain.table import Table
from cockpit.i18n import _


def questions(mapping: Mapping, table: Table, fields: Sequence[Field]) -> list[Question]:
    """Every open question of a table, in the columns' order; reads the table once.

    Each distinct value and each column's order of dates, zone, currency and decimal mark is asked
    once. Raises what `table.rows` raises.
    """
    known = {each.key: each for each in fields}
    watched = [
        WatchedColumn(index=index, name=name, target=known[key])
        for index, name in enumerate(table.columns)
        if (key := mapping.columns.get(name, "")) in known and known[key].kind in ASKING
    ]
    for row in table.rows():
        if not row.is_doubtful:
            for column in watched:
                cell = row.cells[column.index]
                if cell is not None:
                    column.look(cell, row, mapping)
    asked = [question for column in watched for question in column.ask(mapping)]
    return [*_missing(mapping, table, fields), *_once_per_value(asked)]


def answered(mapping: Mapping, question: Question, value: str) -> Mapping:
    """The mapping with one answer in it; for "missing" the value is a column's name."""
    if question.about == "value":
        return mapping.with_value(question.field.key, question.raw, value)
    if question.about == "missing":
        return mapping.with_column(value, question.field.key)
    if question.about == "values":
        return mapping.with_column(question.column, value)
    return mapping.with_option(f"{question.about}:{question.column}", value)


def _missing(mapping: Mapping, table: Table, fields: Sequence[Field]) -> list[Question]:
    free = tuple((name, name) for name in table.columns if not mapping.columns.get(name))
    return [
        Question(
            field=each,
            column="",
            about="missing",
            sentence=_("Which column holds {field}?").format(field=_(each.title)),
            options=free,
        )
        for each in fields
        if each.required and not mapping.columns_of(each.key)
    ]


def _once_per_value(asked: list[Question]) -> list[Question]:
    """Two columns of one field share its values: asked together."""
    kept: dict[tuple[str, str, str], Question] = {}
    for question in asked:
        place = "" if question.about == "value" else question.column
        kept.setdefault((question.field.key, question.about, place + question.raw), question)
    return list(kept.values())
