"""Which records can be found by their words, and the rows that find them."""

from __future__ import annotations

from sqlalchemy import Connection, text

from cockpit.domain.entity import Entity
from cockpit.domain.item import Comment
from cockpit.domain.search_text import index_text
from cockpit.domain.task import ChecklistItem, Task
from cockpit.domain.watch import Feedback, Risk


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


def write_search(connection: Connection, record: Entity) -> None:
    """Replace the search row of a record; a deleted record has none."""
    found = searchable(record)
    if found is None:
        return
    remove_search(connection, record.id)
    if record.deleted_at is not None:
        return
    kind, item_id, words = found
    result = connection.execute(
        text("INSERT INTO search_doc(kind, item_id, part_id) VALUES (:kind, :item, :part)"),
        {"kind": kind, "item": item_id, "part": record.id},
    )
    connection.execute(
        text("INSERT INTO search(rowid, text) VALUES (:id, :text)"),
        {"id": result.lastrowid, "text": index_text(words)},
    )


def remove_search(connection: Connection, part_id: str) -> None:
    """Remove the search row of a record, if it has one."""
    where = "(SELECT id FROM search_doc WHERE part_id = :part)"
    connection.execute(text(f"DELETE FROM search WHERE rowid IN {where}"), {"part": part_id})
    connection.execute(text("DELETE FROM search_doc WHERE part_id = :part"), {"part": part_id})
