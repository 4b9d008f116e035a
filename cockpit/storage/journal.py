"""The journal: who changed which field from what to what, and how a step is taken back."""

from __future__ import annotations

import json
import time
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text, update

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.i18n import N_, _
from cockpit.storage import tables
from cockpit.storage.search_rows import write_search
from cockpit.storage.types import instant_text


class StepJournal:
    """The journal rows of one step, written at the end of its transaction."""

    def __init__(self, device: str, person: str) -> None:
        self._device = device
        self._person = person
        self._entries: list[tuple[str, str, str, object, object]] = []
        self.msgid = N_("Changed the workspace")
        self.values = "{}"
        self.kinds: set[str] = set()
        self.ids: set[str] = set()
        self.batch_id: str | None = None

    def describe(self, msgid: str, values: str) -> None:
        """Name the step by a msgid and its values as JSON."""
        self.msgid, self.values = msgid, values

    def touch(self, kind: str, item_id: str) -> None:
        """Note that an item changed."""
        self.kinds.add(kind)
        self.ids.add(item_id)

    def record(self, kind: str, item_id: str, field: str, old: object, new: object) -> None:
        """Note one field's change; field "" is the whole record."""
        self._entries.append((kind, item_id, field, old, new))

    def write(
        self, connection: Connection, action: str = "edit", of_step: int | None = None
    ) -> int | None:
        """Insert the step and its entries and return its number, None when nothing changed."""
        if not self._entries and not self.ids and self.batch_id is None:
            return None
        values = {
            "at": utc_now(),
            "msgid": self.msgid,
            "label_values": self.values,
            "device": self._device,
            "person": self._person,
            "action": action,
            "of_step": of_step,
            "batch_id": self.batch_id,
        }
        number = connection.execute(insert(tables.step), values).lastrowid
        if self._entries:
            stamp = f"{time.time_ns() // 1000:016x}-{self._device}"
            rows = [
                {
                    "step_id": number,
                    "seq": seq,
                    "kind": kind,
                    "item_id": item_id,
                    "field": field,
                    "old": json.dumps(old),
                    "new": json.dumps(new),
                    "stamp": stamp,
                }
                for seq, (kind, item_id, field, old, new) in enumerate(self._entries)
            ]
            connection.execute(insert(tables.journal), rows)
        return int(number)


def label_of(row: Row[Any]) -> str:
    """Return a step's sentence in the present language."""
    return _(row.msgid).format(**json.loads(row.label_values))


def newest(connection: Connection, *, undone: bool, person: str) -> Row[Any]:
    """Return the step that undo, or redo, is about; raises UserError when there is none.

    A step can be redone only while no newer edit stands after it.
    """
    step = tables.step
    query = select(step).where(step.c.action == "edit", step.c.person == person)
    if not undone:
        row = connection.execute(
            query.where(step.c.undone_by.is_(None)).order_by(step.c.id.desc()).limit(1)
        ).one_or_none()
        if row is None:
            raise UserError(_("There is nothing to undo."))
        return row
    last = query.where(step.c.undone_by.is_(None)).order_by(step.c.id.desc()).limit(1)
    standing = connection.execute(last).one_or_none()
    row = connection.execute(
        query.where(step.c.undone_by.is_not(None), step.c.id > (standing.id if standing else 0))
        .order_by(step.c.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        raise UserError(_("There is nothing to redo."))
    return row


def apply(connection: Connection, of: Row[Any], journal: StepJournal, *, backwards: bool) -> None:
    """Write the old (or, forwards, the new) values of a step as a new change."""
    rows = connection.execute(
        select(tables.journal).where(tables.journal.c.step_id == of.id).order_by("seq")
    ).all()
    now = utc_now()
    for row in reversed(rows) if backwards else rows:
        if row.field == "":
            name, value = "deleted_at", json.dumps(instant_text(now) if backwards else None)
            was = json.dumps(None if backwards else "deleted")
        else:
            name, value = row.field, row.old if backwards else row.new
            was = row.new if backwards else row.old
        _set(connection, row.kind, row.item_id, name, json.loads(value))
        journal.record(row.kind, row.item_id, name, json.loads(was), json.loads(value))
        journal.touch(row.kind, row.item_id)
    if of.batch_id is not None:
        _show_batch(connection, of.batch_id, journal, shown=not backwards)
    for row in {(row.kind, row.item_id): row for row in rows}.values():
        _reindex(connection, row.kind, row.item_id)


def mark_undone(connection: Connection, step_id: int, by: int | None) -> None:
    """Remember that a step is undone by another, or, with None, that it stands again."""
    step = tables.step
    connection.execute(update(step).where(step.c.id == step_id).values(undone_by=by))


def _set(connection: Connection, kind: str, item_id: str, name: str, value: object) -> None:
    table = tables.metadata.tables[kind]
    assert name in table.c
    connection.execute(
        text(f'UPDATE "{kind}" SET "{name}" = :value WHERE id = :id'),
        {"value": value, "id": item_id},
    )


def _reindex(connection: Connection, kind: str, item_id: str) -> None:
    cls = tables.CLASSES[kind]
    table = tables.TABLES[cls]
    row = connection.execute(select(table).where(table.c.id == item_id)).one()
    write_search(connection, cls(**row._mapping))


def _show_batch(
    connection: Connection, batch_id: str, journal: StepJournal, *, shown: bool
) -> None:
    """Hide, or show again, everything an import made."""
    for cls, table in tables.TABLES.items():
        rows = connection.execute(select(table).where(table.c.batch_id == batch_id)).all()
        if not rows:
            continue
        connection.execute(
            update(table)
            .where(table.c.batch_id == batch_id)
            .values(deleted_at=None if shown else utc_now())
        )
        journal.kinds.add(cls.KIND)
        for row in rows:
            journal.ids.add(row.id)
            _reindex(connection, cls.KIND, row.id)
