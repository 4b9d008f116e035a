"""The journal: who changed which field from what to what, and how a step is taken back."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.i18n import N_, _
from cockpit.storage import tables
from cockpit.storage.rows import Rows, Values, rows_of_kind
from cockpit.storage.search_rows import moved, write_search
from cockpit.storage.tables import SEARCHABLE
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

    def created(self, kind: str, ids: Iterable[str]) -> None:
        """Note that items were created."""
        for item_id in ids:
            self._entries.append((kind, item_id, "", None, "created"))
            self.touch(kind, item_id)

    def write(
        self, connection: Connection, action: str = "edit", of_step: int | None = None
    ) -> int | None:
        """Insert the step and its entries and return its number, None when nothing changed."""
        if not self.kinds:
            return None
        number = connection.exec_driver_sql(
            "INSERT INTO step(at, msgid, label_values, device, person, action, of_step, batch_id) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                instant_text(utc_now()),
                self.msgid,
                self.values,
                self._device,
                self._person,
                action,
                of_step,
                self.batch_id,
            ),
        ).lastrowid
        stamp = f"{time.time_ns() // 1000:016x}-{self._device}"
        entries = [
            (number, seq, kind, item_id, field, _json(old), _json(new), stamp)
            for seq, (kind, item_id, field, old, new) in enumerate(self._entries)
        ]
        if entries:
            connection.exec_driver_sql(
                "INSERT INTO journal(step_id, seq, kind, item_id, field, old, new, stamp) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                entries,
            )
        return number

    def label(self) -> str:
        """Return the step's sentence in the present language."""
        return _(self.msgid).format(**json.loads(self.values))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def label_of(row: Row[Any]) -> str:
    """Return a step's sentence in the present language."""
    return _(row.msgid).format(**json.loads(row.label_values))


def newest(connection: Connection, *, undone: bool, person: str) -> Row[Any]:
    """Return the step that undo, or redo, is about; raises UserError when there is none.

    A step can be redone only while nothing was edited since it was undone; the one undone last
    comes first.
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
    edits = select(func.max(step.c.id)).where(step.c.action == "edit", step.c.person == person)
    row = connection.execute(
        query.where(step.c.undone_by > edits.scalar_subquery())
        .order_by(step.c.undone_by.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise UserError(_("There is nothing to redo."))
    return row


def write_changes(
    connection: Connection,
    journal: StepJournal,
    rows: Rows[Any],
    pairs: Sequence[tuple[Values, Values]],
) -> None:
    """Write (old row, new row) pairs of one kind, journal what differs, keep search in step."""
    changed = [(old, new) for old, new in pairs if old != new]
    if not changed:
        return
    rows.update(connection, changed)
    at = rows.at["id"]
    for old, new in changed:
        item_id = new[at]
        journal.touch(rows.kind, item_id)
        for name, was, value in zip(rows.names, old, new, strict=True):
            if was != value:
                journal.record(rows.kind, item_id, name, was, value)
    if issubclass(rows.cls, SEARCHABLE):
        before = [rows.record(old) for old, _new in changed]
        after = [rows.record(new) for _old, new in changed]
        write_search(connection, (b for a, b in zip(before, after, strict=True) if moved(a, b)))


def apply(connection: Connection, of: Row[Any], journal: StepJournal, *, backwards: bool) -> None:
    """Write the old (or, forwards, the new) values of a step as a new change."""
    entries = connection.exec_driver_sql(
        "SELECT kind, item_id, field, old, new FROM journal WHERE step_id = ? ORDER BY seq",
        (of.id,),
    ).all()
    now = instant_text(utc_now())
    wanted: dict[str, dict[str, dict[str, Any]]] = {}
    for kind, item_id, field, old, new in reversed(entries) if backwards else entries:
        fields = wanted.setdefault(kind, {}).setdefault(item_id, {})
        if field == "":
            fields["deleted_at"] = now if backwards else None
        else:
            fields[field] = json.loads(old if backwards else new)
    for kind, items in wanted.items():
        rows = rows_of_kind(kind)
        present = rows.by_id(connection, items)
        pairs = [(row, rows.changed(row, items[item_id])) for item_id, row in present.items()]
        write_changes(connection, journal, rows, pairs)


def mark_undone(connection: Connection, step_id: int, by: int | None) -> None:
    """Remember that a step is undone by another, or, with None, that it stands again."""
    step = tables.step
    connection.execute(update(step).where(step.c.id == step_id).values(undone_by=by))
