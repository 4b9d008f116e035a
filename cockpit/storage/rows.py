"""How one kind of record is read and written: its SQL, prepared once, and its values as stored.

The statements are handed to the driver as text: building and compiling expressions costs more
than SQLite needs to run them.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Boolean, Connection

from cockpit.domain.entity import Entity
from cockpit.storage import tables
from cockpit.storage.types import Instant, instant_text

E = TypeVar("E", bound=Entity)
Values = tuple[Any, ...]
# JSON carries any number of values in one parameter, so that the statement is always the same.
ONE_OF = "IN (SELECT value FROM json_each(?))"
# Live, or of the batch that is being written; no batch has the id NULL.
LIVE = '("deleted_at" IS NULL OR "batch_id" = ?)'


class Rows(Generic[E]):
    """The rows of one kind; a row is a tuple of stored values in the order of `names`."""

    def __init__(self, cls: type[E]) -> None:
        self.cls = cls
        self.kind = cls.KIND
        table = tables.TABLES[cls]
        self.names = tuple(field.name for field in dataclasses.fields(cls))
        self.at = {name: index for index, name in enumerate(self.names)}
        columns = ", ".join(f'"{name}"' for name in self.names)
        marks = ", ".join("?" * len(self.names))
        self.insert = f'INSERT INTO "{self.kind}" ({columns}) VALUES ({marks})'
        self.select = f'SELECT {columns} FROM "{self.kind}" '
        self._take = attrgetter(*self.names)
        kinds = [(index, table.c[name].type) for name, index in self.at.items()]
        self._encoders = [(index, bind) for index, kind in kinds if (bind := _encoder(kind))]
        self._decoders = [(index, load) for index, kind in kinds if (load := _decoder(kind))]

    def stored(self, record: E) -> Values:
        """Return a record's values as the file holds them."""
        values = list(self._take(record))
        for index, encode in self._encoders:
            if values[index] is not None:
                values[index] = encode(values[index])
        return tuple(values)

    def record(self, row: Sequence[Any]) -> E:
        """Return the record of a row."""
        values = list(row)
        for index, decode in self._decoders:
            if values[index] is not None:
                values[index] = decode(values[index])
        return self.cls(**dict(zip(self.names, values, strict=True)))

    def changed(self, row: Values, fields: dict[str, Any]) -> Values:
        """Return a row with fields set to stored values."""
        values = list(row)
        for name, value in fields.items():
            values[self.at[name]] = value
        return tuple(values)

    def value(self, name: str, value: Any) -> Any:
        """Return one field's value as the file holds it."""
        encode = dict(self._encoders).get(self.at[name])
        return value if encode is None or value is None else encode(value)

    def find(
        self,
        connection: Connection,
        equal: dict[str, object],
        order_by: str,
        batch_id: str | None = None,
    ) -> list[E]:
        """Return live records by equality, and those of a batch; None matches absent."""
        conditions = [LIVE]
        values: list[object] = [batch_id]
        for name, wanted in equal.items():
            index = self.at[name]
            if wanted is None:
                conditions.append(f'"{self.names[index]}" IS NULL')
            else:
                conditions.append(f'"{self.names[index]}" = ?')
                values.append(self.value(name, wanted))
        order = self.names[self.at[order_by]]
        query = f'{self.select}WHERE {" AND ".join(conditions)} ORDER BY "{order}"'
        return [self.record(row) for row in connection.exec_driver_sql(query, tuple(values))]

    def find_in(
        self,
        connection: Connection,
        field: str,
        values: Iterable[object],
        batch_id: str | None = None,
    ) -> list[E]:
        """Return live records whose field is one of the values, and those of a batch."""
        name = self.names[self.at[field]]
        wanted = list(dict.fromkeys(self.value(field, value) for value in values))
        if not wanted:
            return []
        query = f'{self.select}WHERE {LIVE} AND "{name}" {ONE_OF}'
        rows = connection.exec_driver_sql(query, (batch_id, json.dumps(wanted)))
        return [self.record(row) for row in rows]

    def by_id(self, connection: Connection, ids: Iterable[str]) -> dict[str, Values]:
        """Return rows by id, hidden ones too."""
        query = f'{self.select}WHERE "id" {ONE_OF}'
        at = self.at["id"]
        found = connection.exec_driver_sql(query, (json.dumps(list(ids)),))
        return {row[at]: tuple(row) for row in found}

    def update(self, connection: Connection, changes: Sequence[tuple[Values, Values]]) -> None:
        """Write (old row, new row) pairs: one statement for all that differ in the same fields."""
        groups: dict[tuple[int, ...], list[Values]] = {}
        at = self.at["id"]
        for old, new in changes:
            differ = tuple(i for i, value in enumerate(new) if value != old[i])
            groups.setdefault(differ, []).append((*(new[i] for i in differ), new[at]))
        for differ, values in groups.items():
            if differ:
                sets = ", ".join(f'"{self.names[i]}" = ?' for i in differ)
                connection.exec_driver_sql(
                    f'UPDATE "{self.kind}" SET {sets} WHERE "id" = ?', values
                )


_ROWS: dict[type[Entity], Rows[Any]] = {}


def rows_of(cls: type[E]) -> Rows[E]:
    """Return the rows of a kind."""
    if cls not in _ROWS:
        _ROWS[cls] = Rows(cls)
    return _ROWS[cls]


def rows_of_kind(kind: str) -> Rows[Entity]:
    """Return the rows of a kind by its word."""
    return rows_of(tables.CLASSES[kind])


def _instant(value: datetime) -> str:
    if value.tzinfo is UTC:
        # The same text as `instant_text`, for the zone that nearly every instant has.
        return value.isoformat(timespec="microseconds")[:26] + "Z"
    return instant_text(value)


def _encoder(kind: Any) -> Callable[[Any], Any] | None:
    if isinstance(kind, Instant):
        return _instant
    bind = getattr(kind, "process_bind_param", None)
    return None if bind is None else lambda value: bind(value, None)


def _decoder(kind: Any) -> Callable[[Any], Any] | None:
    if isinstance(kind, Boolean):
        return bool
    result = getattr(kind, "process_result_value", None)
    return None if result is None else lambda value: result(value, None)
