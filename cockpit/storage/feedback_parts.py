"""What hangs on items of feedback: tags, comments, attachments, who the customer is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from cockpit.domain.feedback import Feedback, FeedbackTag, Tag
from cockpit.domain.item import Attachment, Comment
from cockpit.domain.organisation import Customer, Person
from cockpit.storage.feedback_filter_sql import FEEDBACK
from cockpit.storage.reader import records
from cockpit.storage.tables import TABLES


def live(connection: Connection, cls: Any, *conditions: Any, order: str = "id") -> list[Any]:
    """Return the live records of a kind that meet the conditions."""
    table = TABLES[cls]
    query = select(table).where(*conditions, table.c.deleted_at.is_(None))
    return records(connection, cls, query.order_by(table.c[order], table.c.id))


def tags_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[Tag]]:
    """Return the tags of items by name; items without one are left out."""
    on = live(connection, FeedbackTag, TABLES[FeedbackTag].c.feedback_id.in_(ids))
    by_id = {}
    if on:
        which = TABLES[Tag].c.id.in_({row.tag_id for row in on})
        by_id = {tag.id: tag for tag in live(connection, Tag, which, order="name")}
    found: dict[str, list[Tag]] = defaultdict(list)
    for tag in by_id.values():
        for item_id in dict.fromkeys(row.feedback_id for row in on if row.tag_id == tag.id):
            found[item_id].append(tag)
    return found


def parts_of(connection: Connection, item: Feedback) -> dict[str, Any]:
    """Return what hangs on an item but its links."""
    comments = live(connection, Comment, TABLES[Comment].c.item_id == item.id, order="created_at")
    people = names_of(connection, Person, [c.author_id for c in comments])
    customers = names_of(connection, Customer, [item.customer_id])
    return {
        "tags": tuple(tags_of(connection, [item.id]).get(item.id, [])),
        "customer_name": customers.get(item.customer_id, ""),
        "earlier": _earlier(connection, item),
        "comments": tuple((comment, people.get(comment.author_id, "")) for comment in comments),
        "attachments": tuple(live(connection, Attachment, TABLES[Attachment].c.item_id == item.id)),
    }


def _earlier(connection: Connection, item: Feedback) -> int:
    if item.customer_id is None:
        return 0
    query = select(func.count()).where(
        FEEDBACK.customer_id == item.customer_id,
        FEEDBACK.deleted_at.is_(None),
        FEEDBACK.received_at < item.received_at,
    )
    return int(connection.execute(query).scalar_one())


def names_of(connection: Connection, cls: Any, ids: Sequence[str | None]) -> dict[str | None, str]:
    """Return what people or customers are called, by id."""
    wanted = {item_id for item_id in ids if item_id is not None}
    if not wanted:
        return {}
    table = TABLES[cls].c
    return {r.id: r.name for r in connection.execute(
        select(table.id, table.name).where(table.id.in_(wanted)))}  # fmt: skip
