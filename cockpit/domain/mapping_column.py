"""Looks at the cells of one column for what a person has to say about them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cockpit.domain.cell_basics import MAX_VALUE
from cockpit.domain.cells import (
    CURRENCIES,
    BadCell,
    Money,
    is_unclear,
    needs_order,
    read_date,
    read_instant,
    read_money,
    shows_decimal_comma,
)
from cockpit.domain.mapping_guess import match_choice, suggest_choice
from cockpit.domain.mapping_records import Field, FieldKind, Mapping
from cockpit.domain.mapping_values import raw_text
from cockpit.domain.table import Cell, Row
from cockpit.i18n import N_, _, ngettext

# The kinds of field a cell can leave something open for.
ASKING = frozenset(
    (
        FieldKind.CHOICE,
        FieldKind.SCALE,
        FieldKind.DATE,
        FieldKind.INSTANT,
        FieldKind.NUMBER,
        FieldKind.MONEY,
    )
)
# Cells that leave the same thing open are counted no further than this.
_MOST_COUNTED = 1_000
# More distinct values than this are no scale: the column belongs to another field.
MOST_VALUES = 60
_ORDER_TITLES = {
    "dmy": N_("Day, month, year"),
    "mdy": N_("Month, day, year"),
    "ymd": N_("Year, month, day"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask, with a translated `sentence`.

    `about` is "value" (what does `raw` stand for), "missing" (which column fills the field),
    "values" (too many distinct ones), or the option to set: "date_order", "zone", "decimal",
    "currency". `options` are (value, translated title); none means any zone or currency may be
    named. `count` cells are concerned (of zones 1,000 stands for any number above), the first at
    `example`. `suggestion` is never used unless a person agrees.
    """

    field: Field
    column: str
    about: str
    sentence: str
    raw: str = ""
    count: int = 0
    example: str = ""
    options: tuple[tuple[str, str], ...] = ()
    suggestion: str = ""


@dataclass(slots=True)
class WatchedColumn:
    """What is seen of one column while the table is read; `look` at each cell, then `ask`."""

    index: int
    name: str
    target: Field
    values: Counter[str] = field(default_factory=Counter)
    example: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    orders: dict[str, bool] = field(default_factory=dict)

    def look(self, cell: Cell, row: Row, mapping: Mapping) -> None:
        """Note what a cell leaves open."""
        try:
            self._look(cell, row, mapping)
        except BadCell:
            # Refused when it is imported, where it is reported with its place.
            return

    def _look(self, cell: Cell, row: Row, mapping: Mapping) -> None:
        told = mapping.values.get(self.target.key)
        if told and raw_text(cell) in told:
            return
        match self.target.kind:
            case FieldKind.CHOICE | FieldKind.SCALE:
                self._look_at_choice(raw_text(cell), row)
            case FieldKind.DATE | FieldKind.INSTANT:
                self._look_at_date(cell, row, mapping)
            case FieldKind.NUMBER:
                self._look_at_mark(cell, row, mapping)
            case FieldKind.MONEY:
                self._look_at_mark(cell, row, mapping)
                self._look_at_money(cell, row, mapping)
            case _:
                pass

    def _look_at_choice(self, raw: str, row: Row) -> None:
        choices = self.target.choices
        keys = {choice.key for choice in choices}
        settled = self.target.kind is FieldKind.CHOICE and match_choice(raw, choices)
        if not raw or settled or raw in keys or len(raw) > MAX_VALUE:
            return
        if raw in self.values or len(self.values) <= MOST_VALUES:
            self.values[raw] += 1
            self.example.setdefault(raw, row.where)

    def _look_at_date(self, cell: Cell, row: Row, mapping: Mapping) -> None:
        order = mapping.option("date_order", self.name)
        if not order and needs_order(cell):
            self._try_orders(cell)
            order = _some_order(cell)
            if not _is_read(cell, ""):
                self._note("date_order", row)
        if self.target.kind is FieldKind.INSTANT and mapping.zone(self.name) is None:
            self._look_at_zone(cell, order, row)

    def _look_at_zone(self, cell: Cell, order: str, row: Row) -> None:
        if self.counts["zone"] >= _MOST_COUNTED:
            return
        try:
            read_instant(cell, order=order)
        except BadCell as bad:
            if bad.ambiguous:
                self._note("zone", row)

    def _try_orders(self, cell: Cell) -> None:
        for order in _ORDER_TITLES:
            if self.orders.get(order, True):
                self.orders[order] = _is_read(cell, order)

    def _look_at_mark(self, cell: Cell, row: Row, mapping: Mapping) -> None:
        if mapping.option("decimal", self.name):
            return
        if is_unclear(cell):
            self._note("decimal", row)
        elif shows_decimal_comma(cell):
            self.counts["comma"] += 1

    def _look_at_money(self, cell: Cell, row: Row, mapping: Mapping) -> None:
        decimal = mapping.option("decimal", self.name)
        amount = read_money(cell, currency=mapping.option("currency", self.name), decimal=decimal)
        if isinstance(amount, Money) and not amount.currency:
            self._note("currency", row)

    def _note(self, about: str, row: Row) -> None:
        self.counts[about] += 1
        self.example.setdefault(about, row.where)

    def ask(self, mapping: Mapping) -> list[Question]:
        """The column's questions, after the whole of it was seen."""
        if len(self.values) > MOST_VALUES:
            return [self._too_many()]
        asked = [self._about_value(raw) for raw in self.values]
        if self.counts["date_order"]:
            asked.append(self._about_order())
        if self.counts["zone"]:
            asked.append(self._about_option("zone", _ZONE, ()))
        if self.counts["currency"]:
            asked.append(self._about_option("currency", _CURRENCY, tuple(sorted(CURRENCIES))))
        # "1,234" is a thousand nearly everywhere, unless its column has decimal commas as well.
        if self.counts["decimal"] and self.counts["comma"]:
            asked.append(self._about_option("decimal", _DECIMAL, (".", ",")))
        return asked

    def _about_value(self, raw: str) -> Question:
        return Question(
            field=self.target,
            column=self.name,
            about="value",
            sentence=_("What does “{text}” in {column} stand for?").format(
                text=raw[:60], column=self.name
            ),
            raw=raw,
            count=self.values[raw],
            example=self.example[raw],
            options=tuple((choice.key, _(choice.title)) for choice in self.target.choices),
            suggestion=suggest_choice(raw, self.target.choices),
        )

    def _about_order(self) -> Question:
        possible = [order for order, works in self.orders.items() if works] or list(_ORDER_TITLES)
        return Question(
            field=self.target,
            column=self.name,
            about="date_order",
            sentence=_("In which order are the dates in {column}?").format(column=self.name),
            count=self.counts["date_order"],
            example=self.example["date_order"],
            options=tuple((order, _(_ORDER_TITLES[order])) for order in possible),
            suggestion=possible[0] if len(possible) == 1 else "",
        )

    def _about_option(self, about: str, sentence: str, values: tuple[str, ...]) -> Question:
        return Question(
            field=self.target,
            column=self.name,
            about=about,
            sentence=_(sentence).format(column=self.name),
            count=self.counts[about],
            example=self.example[about],
            options=tuple((value, value) for value in values),
        )

    def _too_many(self) -> Question:
        sentence = ngettext(
            "{column} has more than {count} different value, too many for {field}. "
            "Which field is it?",
            "{column} has more than {count} different values, too many for {field}. "
            "Which field is it?",
            MOST_VALUES,
        )
        return Question(
            field=self.target,
            column=self.name,
            about="values",
            sentence=sentence.format(
                column=self.name, count=MOST_VALUES, field=_(self.target.title)
            ),
        )


_ZONE = N_("Which time zone are the times in {column} in?")
_CURRENCY = N_("Which currency are the amounts in {column} in?")
_DECIMAL = N_("Which is the decimal mark in {column}?")


def _is_read(cell: Cell, order: str) -> bool:
    try:
        read_date(cell, order=order)
    except BadCell:
        return False
    return True


def _some_order(cell: Cell) -> str:
    """An order that reads a cell, whichever: the zone is missing in all of them alike."""
    return next((order for order in _ORDER_TITLES if _is_read(cell, order)), "")
