"""What commands ask a workspace: filters read strictly, and one item with all its parts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cockpit.domain.errors import UserError
from cockpit.domain.filters import Filter, parse_filter
from cockpit.domain.kpi import Kpi
from cockpit.domain.organisation import Customer, Release
from cockpit.i18n import _

if TYPE_CHECKING:
    from cockpit.domain.board import TaskDetail
    from cockpit.domain.entity import Entity
    from cockpit.storage.readers import SqlReaders


LISTED: dict[str, Callable[[SqlReaders], Sequence[object]]] = {
    "launches": lambda reader: reader.launches(),
    "products": lambda reader: reader.products(),
    "people": lambda reader: reader.people(),
    "labels": lambda reader: reader.labels(None),
    "columns": lambda reader: reader.columns(None),
    "releases": lambda reader: reader.all(Release),
    "customers": lambda reader: reader.all(Customer),
    "kpis": lambda reader: reader.all(Kpi, "position"),
    "sources": lambda reader: [row.source for row in reader.sources()],
}


def read_filter(line: str | None) -> Filter | None:
    """Return the filter of a line, None without one. Raises UserError at its first problem.

    A window can show what was understood beside a problem; a script must not act on half a filter.
    """
    if line is None:
        return None
    wanted = parse_filter(line)
    if wanted.problems:
        raise UserError(wanted.problems[0].message)
    return wanted


def read_me(
    reader: SqlReaders, wanted: Filter, name: str | None, remembered: str | None
) -> str | None:
    """Return the id of the person who asks: who is named, else who was chosen on this device.

    Raises UserError when assignee:me needs to know it and nobody said.
    """
    if not any(term.field == "assignee" and term.value == "me" for term in wanted.terms):
        return None
    if name is None:
        if remembered is None:
            raise UserError(_("Say who “me” is with --me NAME or COCKPIT_ME."))
        return remembered
    for person in reader.people():
        known = [person.name, *person.aliases.split("\n")]
        if name.strip().casefold() in (text.casefold() for text in known if text):
            return person.id
    raise UserError(_("There is nobody called “{name}” in this workspace.").format(name=name))


def described(reader: SqlReaders, item: str) -> dict[str, object]:
    """Return one item, named by id or short number, with its parts, links and history.

    Raises UserError when there is none, or more than one with that number.
    """
    record = _record(reader, item)
    detail = reader.task(record.id) if record.KIND == "task" else None
    found: dict[str, object] = {"kind": record.KIND, **_fields(record)}
    if detail is not None:
        found |= _parts(detail)
    elif record.KIND == "risk":
        from cockpit.cli.risk import risk_parts

        found |= risk_parts(reader, record.id)
    else:
        found |= shared_parts(reader, record)
    found["links"] = [
        {"role": link.role, **_fields(other)} for link, other in reader.links(record.id)
    ]
    found["history"] = reader.history(record.id)
    return found


def shared_parts(reader: SqlReaders, record: Entity) -> dict[str, object]:
    """Return what hangs on an item of any kind."""
    parts = reader.parts(record.KIND, record.id)
    return {
        "comments": [{**_fields(one), "author_name": author} for one, author in parts.comments],
        "attachments": parts.attachments,
        "fields": [{"name": field.name, **_fields(value)} for field, value in parts.fields],
    }


def _record(reader: SqlReaders, item: str) -> Entity:
    ids = reader.numbered(item) or [item.replace("-", "").casefold()]
    if len(ids) > 1:
        raise UserError(
            _("{number} is in more than one product: use one of the ids {ids}.").format(
                number=item, ids=", ".join(ids)
            )
        )
    record = reader.record(ids[0])
    if record is None:
        raise UserError(_("There is no item “{item}” in this workspace.").format(item=item))
    return record


def _fields(record: Any) -> dict[str, object]:
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def _parts(detail: TaskDetail) -> dict[str, object]:
    """Return what hangs on a task, by the names of the fields of `TaskDetail`."""
    return {
        "column": detail.column,
        "assignee_name": detail.assignee_name,
        "labels": detail.labels,
        "checklists": [{**_fields(one), "items": items} for one, items in detail.checklists],
        "comments": [{**_fields(one), "author_name": author} for one, author in detail.comments],
        "attachments": detail.attachments,
        "blocked_by": detail.blocked_by,
        "transitions": detail.transitions,
        "fields": [{"name": field.name, **_fields(value)} for field, value in detail.fields],
    }
