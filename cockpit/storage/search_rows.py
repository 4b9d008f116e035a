"""Which records can be found by their words, and the rows that find them.

A search row has no copy of its record's id: its number is the record's `seq` with the place of
the kind in `SEARCHABLE` in the three lowest bits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection

from cockpit.domain.entity import Entity
from cockpit.domain.feedback import Feedback
from cockpit.domain.item import Comment
from cockpit.domain.risk import Risk
from cockpit.domain.search_text import index_text
from cockpit.domain.task import ChecklistItem, Task
from cockpit.storage.tables import SEARCHABLE

# (kind, id, tokens) of the record
SearchRow = tuple[str, str, str]

KIND_BITS: Final = 3
CODES: Final = {cls.KIND: code for code, cls in enumerate(SEARCHABLE)}
# How a row names the item it makes findable: SQL for its kind and its id.
OWNERS: Final = {
    "task": ("'task'", "id"),
    "checklist_item": ("'task'", "task_id"),
    "comment": ("item_kind", "item_id"),
    "risk": ("'risk'", "id"),
    "feedback": ("'feedback'", "id"),
}


def words_of(record: Entity) -> str | None:
    """Return the text that a record makes findable, None for kinds that have none."""
    match record:
        case Task():
            return f"{record.title}\n{record.description}"
        case ChecklistItem() | Comment():
            return record.text
        case Risk():
            return f"{record.title}\n{record.cause}\n{record.effect}"
        case Feedback():
            return f"{record.subject}\n{record.text}"
    return None


def search_row(record: Entity) -> SearchRow | None:
    """Return (kind, id, tokens) of a live record, None when it is not findable."""
    words = words_of(record) if record.deleted_at is None else None
    return None if words is None else (record.KIND, record.id, index_text(words))


def moved(old: Entity, new: Entity) -> bool:
    """Tell whether a change of a record changes what it is found by."""
    return old.deleted_at != new.deleted_at or words_of(old) != words_of(new)


def row_number(kind: str) -> str:
    """Return the SQL for the number of a record's search row."""
    return f"((seq << {KIND_BITS}) | {CODES[kind]})"


def insert_search(connection: Connection, rows: Iterable[SearchRow]) -> None:
    """Insert search rows of stored records that have none."""
    for kind, group in groupby(rows, key=itemgetter(0)):
        connection.exec_driver_sql(
            f"INSERT INTO search(rowid, text) SELECT {row_number(kind)}, ? "
            f'FROM "{kind}" WHERE id = ?',
            [(tokens, item_id) for _kind, item_id, tokens in group],
        )


def write_search(connection: Connection, records: Iterable[Entity]) -> None:
    """Replace the search rows of records; a deleted record has none."""
    kept = sorted(
        (record for record in records if isinstance(record, SEARCHABLE)), key=lambda r: r.KIND
    )
    for kind, group in groupby(kept, key=lambda record: record.KIND):
        remove_search(connection, kind, [record.id for record in group])
    insert_search(connection, [row for record in kept if (row := search_row(record))])


def remove_search(connection: Connection, kind: str, ids: Iterable[str]) -> None:
    """Remove the search rows of stored records, if they have any."""
    connection.exec_driver_sql(
        f'DELETE FROM search WHERE rowid IN (SELECT {row_number(kind)} FROM "{kind}" '
        "WHERE id IN (SELECT value FROM json_each(?)))",
        (json.dumps(list(ids)),),
    )
