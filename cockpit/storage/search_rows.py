"""Which records can be found by their words, and the rows that find them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection

from cockpit.domain.entity import Entity
from cockpit.domain.item import Comment
from cockpit.domain.search_text import index_text
from cockpit.domain.task import ChecklistItem, Task
from cockpit.domain.watch import Feedback, Risk

# (kind, item id, part id, tokens)
SearchRow = tuple[str, str, str, str]

# Kinds whose records make something findable.
SEARCHABLE: tuple[type[Entity], ...] = (Task, ChecklistItem, Comment, Risk, Feedback)

_PARTS = "SELECT id FROM search_doc WHERE part_id IN (SELECT value FROM json_each(?))"


def searchable(record: Entity) -> tuple[str, str, str] | None:
    """Return (kind, id, text) of the item that a record makes findable, None for other records."""
    match record:
        case Task():
            return ("task", record.id, f"{record.title}\n{record.description}")
        case ChecklistItem():
            return ("task", record.task_id, record.text)
        case Comment():
            return (record.item_kind, record.item_id, record.text)
        case Risk():
            return ("risk", record.id, f"{record.title}\n{record.cause}\n{record.effect}")
        case Feedback():
            return ("feedback", record.id, f"{record.subject}\n{record.text}")
    return None


def search_row(record: Entity) -> SearchRow | None:
    """Return (kind, item id, part id, tokens) of a live record, None when it is not findable."""
    found = searchable(record) if record.deleted_at is None else None
    return None if found is None else (*found[:2], record.id, index_text(found[2]))


def moved(old: Entity, new: Entity) -> bool:
    """Tell whether a change of a record changes what it is found by."""
    return old.deleted_at != new.deleted_at or searchable(old) != searchable(new)


def insert_search(connection: Connection, rows: list[SearchRow]) -> None:
    """Insert search rows of records that have none."""
    if not rows:
        return
    query = "SELECT coalesce(max(id), 0) FROM search_doc"
    first = connection.exec_driver_sql(query).scalar_one() + 1
    connection.exec_driver_sql(
        "INSERT INTO search_doc(id, kind, item_id, part_id) VALUES (?, ?, ?, ?)",
        [(number, *row[:3]) for number, row in enumerate(rows, first)],
    )
    connection.exec_driver_sql(
        "INSERT INTO search(rowid, text) VALUES (?, ?)",
        [(number, row[3]) for number, row in enumerate(rows, first)],
    )


def write_search(connection: Connection, records: Iterable[Entity]) -> None:
    """Replace the search rows of records; a deleted record has none."""
    kept = [record for record in records if isinstance(record, SEARCHABLE)]
    if not kept:
        return
    remove_search(connection, [record.id for record in kept])
    insert_search(connection, [row for record in kept if (row := search_row(record))])


def remove_search(connection: Connection, part_ids: Iterable[str]) -> None:
    """Remove the search rows of records, if they have any."""
    parts = (json.dumps(list(part_ids)),)
    connection.exec_driver_sql(f"DELETE FROM search WHERE rowid IN ({_PARTS})", parts)
    connection.exec_driver_sql(
        "DELETE FROM search_doc WHERE part_id IN (SELECT value FROM json_each(?))", parts
    )
