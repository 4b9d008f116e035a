"""Turns the rows of a table into feedback as a mapping says, with every cell accounted for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from cockpit.domain.cells import BadCell, read_number
from cockpit.domain.imported_feedback import ImportedFeedback
from cockpit.domain.mapping import Field, Mapping, read_cell
from cockpit.domain.table import Cell, Row, Table, is_filled
from cockpit.domain.table_report import Accounting
from cockpit.exchange.feedback_export import COLUMNS
from cockpit.i18n import _

POINTS: Final = 10
# Field of the table → field of the record, for what is taken as it is.
_PLAIN: Final = {
    "subject": "subject",
    "received": "received_at",
    "author": "author",
    "channel": "channel",
    "version": "version",
    "platform": "platform",
    "country": "country",
    "url": "url",
    "reply": "reply",
    "answered": "answered_at",
    "closed": "done_at",
}
# Is given the fields of an item and its texts as (column, text).
Refine = Callable[[dict[str, Any], list[tuple[str, str]]], dict[str, Any]]


class FeedbackRows:
    """Reads one table; `refine` may change the fields of each item before its key is made.

    `scope` is the system that the numbers in the file are of.
    """

    def __init__(
        self,
        table: Table,
        mapping: Mapping,
        fields: tuple[Field, ...],
        refine: Refine | None = None,
        scope: str = "",
    ) -> None:
        self._table = table
        self._mapping = mapping
        self._refine = refine
        self._scope = scope
        known = {field.key: field for field in fields}
        self._read = [
            (index, name, known[key])
            for index, name in enumerate(table.columns)
            if (key := mapping.columns.get(name, "")) in known
        ]
        # Several texts in a row are told apart by the names of their columns.
        self._labelled = sum(field.key == "text" for _i, _n, field in self._read) > 1
        self._alike: Counter[bytes] = Counter()
        self.accounting = Accounting(table.columns, [name for _i, name, _f in self._read])
        # A file that we wrote ourselves: its keys are whole.
        self._own = table.columns == COLUMNS
        # Where all of the file came by, when no column says so.
        self.channel = mapping.option("channel")
        self.undated = "received" not in {field.key for _i, _n, field in self._read}

    def items(self) -> Iterator[ImportedFeedback]:
        """Yield an item for each row that says something."""
        for row in self._table.rows():
            self.accounting.row(row)
            if not self.accounting.is_refused:
                item = self._item(row)
                if item is not None:
                    yield item

    def _item(self, row: Row) -> ImportedFeedback | None:
        values = self._values(row)
        fields: dict[str, Any] = {
            ours: values[theirs] for theirs, ours in _PLAIN.items() if values.get(theirs)
        }
        if "rating" in values:
            fields["rating"], fields["rating_max"] = values["rating"]
        texts = values.get("text", [])
        fields["text"] = "\n\n".join(self._text(name, text) for name, text in texts)
        key = str(values.get("key", "")).strip()
        if not fields["text"] and "subject" not in fields and "rating" not in fields:
            if not key:
                self.accounting.refuse_row(_("Nothing is said in this row."))
                return None
            fields["subject"] = key
        customer = str(values.get("customer", "")).strip()
        if self._refine is not None:
            fields = self._refine(fields, texts)
        return ImportedFeedback(
            key=self._scoped(key) if key else self._made_key(fields, customer),
            fields=fields,
            status=values.get("status") or "",
            type=values.get("type") or "",
            tags=tuple(dict.fromkeys(values.get("tags", []))),
            customer=customer,
        )

    def _values(self, row: Row) -> dict[str, Any]:
        """Read the cells of a row; one that cannot be read is refused and the others are taken."""
        values: dict[str, Any] = {}
        for index, name, field in self._read:
            cell = row.cells[index]
            if not is_filled(cell):
                continue
            try:
                value, mapped = self._cell(cell, field, name)
            except BadCell as bad:
                self.accounting.refuse_cell(name, bad)
                continue
            (self.accounting.mapped if mapped else self.accounting.used)(name)
            if value is None or value in ("", ()):
                continue
            if field.key == "text":
                values.setdefault("text", []).append((name, str(value).strip()))
            elif field.key == "tags":
                values.setdefault("tags", []).extend(value)
            else:
                values[field.key] = value
        return values

    def _cell(self, cell: Cell, field: Field, column: str) -> tuple[Any, bool]:
        if field.key == "rating":
            scale = int(self._mapping.option("scale", column) or 5)
            if scale == POINTS:
                return _points(cell), False
            value, mapped = read_cell(cell, field, self._mapping, column)
            return (None if value is None else (value, scale)), mapped
        return read_cell(cell, field, self._mapping, column)

    def _text(self, column: str, text: str) -> str:
        return f"{column}\n{text}" if self._labelled else text

    def _scoped(self, key: str) -> str:
        """Tell equal numbers of two systems apart; the keys that we wrote ourselves are whole."""
        return key if self._own else f"{self._scope}:{key}"

    def _made_key(self, fields: dict[str, Any], customer: str) -> str:
        """Return the same key for the same words of the same person at the same time.

        Equal rows of one file are told apart by how many came before.
        """
        received: datetime | None = fields.get("received_at")
        parts = [
            received.isoformat() if received else "",
            customer,
            *(str(fields.get(name, "")) for name in ("author", "subject", "text", "rating")),
        ]
        digest = hashlib.blake2b("\x00".join(parts).encode("utf-8", "replace"), digest_size=10)
        self._alike[digest.digest()] += 1
        count = self._alike[digest.digest()]
        return digest.hexdigest() + (f"-{count}" if count > 1 else "")


def _points(cell: Cell) -> tuple[int, int] | None:
    """Read a number of points from 0 to 10."""
    number = read_number(cell)
    if number is None:
        return None
    if not number.is_integer() or not 0 <= number <= POINTS:
        raise BadCell(_("“{text}” is not a number from 0 to 10.").format(text=str(cell)[:40]))
    return int(number), POINTS
