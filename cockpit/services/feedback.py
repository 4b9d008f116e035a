"""What a person can do with feedback: judge it, tag it, put it off, make work of it.

Every verb takes any number of items and is one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.feedback import Feedback, FeedbackStatus, FeedbackTag, FeedbackType, Tag
from cockpit.domain.item import Link, LinkRole
from cockpit.domain.organisation import Customer
from cockpit.domain.plain_text import shown_line
from cockpit.domain.quick_add import QuickAdd
from cockpit.domain.short_number import short_of
from cockpit.domain.task import Column, Task
from cockpit.i18n import N_, _
from cockpit.services.ports import UnitOfWork
from cockpit.services.tasks import create_task

TITLE_LENGTH: Final = 80
CLOSED: Final = (FeedbackStatus.DONE, FeedbackStatus.SPAM)
EDITABLE: Final = frozenset(
    {"subject", "text", "channel", "rating", "rating_max", "author", "version", "platform"}
    | {"country", "url", "reply", "received_at"}
)

_ONE: Final = {
    FeedbackStatus.NEW: N_("Marked {short} as unread"),
    FeedbackStatus.OPEN: N_("Took up {short}"),
    FeedbackStatus.WAITING: N_("{short} waits for the customer"),
    FeedbackStatus.DONE: N_("Done with {short}"),
    FeedbackStatus.SPAM: N_("Marked {short} as spam"),
}
_MANY: Final = {
    FeedbackStatus.NEW: N_("Marked {count} items as unread"),
    FeedbackStatus.OPEN: N_("Took up {count} items"),
    FeedbackStatus.WAITING: N_("{count} items wait for the customer"),
    FeedbackStatus.DONE: N_("Done with {count} items"),
    FeedbackStatus.SPAM: N_("Marked {count} items as spam"),
}


def title_of(item: Feedback) -> str:
    """Return what an item is called on one line: its subject, or how its text begins."""
    return shown_line(item.subject or item.text[: TITLE_LENGTH * 2])[:TITLE_LENGTH]


def create_feedback(
    uow: UnitOfWork,
    product_id: str,
    text: str,
    *,
    author: str = "",
    channel: str = "",
    received_at: datetime | None = None,
) -> Feedback:
    """Write down what somebody said. Raises UserError without a text."""
    if not text.strip():
        raise UserError(_("Write down what was said."))
    item = Feedback(
        product_id=product_id,
        number=uow.next_number(Feedback, product_id),
        text=text.strip(),
        author=author.strip(),
        channel=channel.strip(),
        received_at=received_at or utc_now(),
    )
    uow.add(item)
    uow.describe(N_("Added {short}"), short=short_of(item.KIND, item.number))
    return item


def set_status(uow: UnitOfWork, ids: Sequence[str], status: FeedbackStatus) -> None:
    """Set how far we are with items; leaving the inbox also ends a snooze.

    Waiting for the customer means that we answered: the first time is kept.
    """
    now = utc_now()

    def changed(item: Feedback) -> Feedback:
        closed = status in CLOSED
        answered = item.answered_at or (now if status is FeedbackStatus.WAITING else None)
        return replace(
            item,
            status=status,
            snoozed_until=None,
            answered_at=answered,
            done_at=(item.done_at or now) if closed else None,
        )

    items = _found(uow, ids)
    uow.save(*(changed(item) for item in items))
    _describe(uow, items, _ONE[status], _MANY[status])


def set_type(uow: UnitOfWork, ids: Sequence[str], type_: FeedbackType) -> None:
    """Say what kind of thing items are; a new item stays new."""
    items = _found(uow, ids)
    uow.save(*(replace(item, type=type_) for item in items))
    _describe(
        uow, items, N_("Changed the type of {short}"), N_("Changed the type of {count} items")
    )


def snooze(uow: UnitOfWork, ids: Sequence[str], until: datetime | None) -> None:
    """Keep items out of the inbox until an instant, or, with None, bring them back now."""
    items = _found(uow, ids)
    uow.save(*(replace(item, snoozed_until=until) for item in items))
    if until is None:
        _describe(uow, items, N_("Brought {short} back"), N_("Brought {count} items back"))
    else:
        _describe(uow, items, N_("Snoozed {short}"), N_("Snoozed {count} items"))


def edit_feedback(uow: UnitOfWork, ids: Sequence[str], **fields: Any) -> None:
    """Set the same fields on items. Raises UserError for a rating outside its scale."""
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise ValueError(f"no fields to edit: {sorted(unknown)}")
    items = [replace(item, **fields) for item in _found(uow, ids)]
    for item in items:
        if item.rating is not None and not 0 <= item.rating <= item.rating_max:
            raise UserError(
                _("A rating is a number from 0 to {highest}.").format(highest=item.rating_max)
            )
    uow.save(*items)
    _describe(uow, items, N_("Edited {short}"), N_("Edited {count} items"))


def set_customer(uow: UnitOfWork, ids: Sequence[str], name: str) -> None:
    """Say which customer items come from, made if there is none of that name; "" is nobody."""
    items = _found(uow, ids)
    name = name.strip()
    customers = {product: _customer(uow, product, name) if name else None
                 for product in {item.product_id for item in items}}  # fmt: skip
    uow.save(*(replace(item, customer_id=customers[item.product_id]) for item in items))
    _describe(
        uow, items, N_("Set the customer of {short}"), N_("Set the customer of {count} items")
    )


def tag_for(uow: UnitOfWork, product_id: str, name: str) -> Tag:
    """Return the product's tag of that name (any case), made if there is none."""
    name = name.strip()
    if not name:
        raise UserError(_("A tag needs a name."))
    tags = uow.find(Tag, product_id=product_id)
    for tag in tags:
        if tag.name.casefold() == name.casefold():
            return tag
    tag = Tag(product_id=product_id, name=name, colour=len(tags) % 8)
    uow.add(tag)
    return tag


def toggle_tag(uow: UnitOfWork, ids: Sequence[str], name: str) -> None:
    """Put a tag on items, or take it off when all of them have it."""
    items = _found(uow, ids)
    tags = {product: tag_for(uow, product, name) for product in {item.product_id for item in items}}
    wanted = {tag.id for tag in tags.values()}
    item_ids = [item.id for item in items]
    having = [r for r in uow.find_in(FeedbackTag, "feedback_id", item_ids) if r.tag_id in wanted]
    present = {row.feedback_id for row in having}
    tag_name = next(iter(tags.values())).name if tags else name
    if present == set(item_ids):
        uow.remove(*having)
        _describe(
            uow, items, N_("Took “{tag}” off {short}"), N_("Took “{tag}” off {count} items"),
            tag=tag_name,
        )  # fmt: skip
        return
    uow.add(
        *(
            FeedbackTag(feedback_id=item.id, tag_id=tags[item.product_id].id)
            for item in items
            if item.id not in present
        )
    )
    _describe(
        uow, items, N_("Tagged {short} “{tag}”"), N_("Tagged {count} items “{tag}”"), tag=tag_name
    )


def create_linked_task(
    uow: UnitOfWork, ids: Sequence[str], launch_id: str, title: str = "", column_id: str = ""
) -> Task:
    """Make one task of items, in a column or the board's first, and link each to it as its answer.

    New items are taken up. Raises UserError when the board has no column.
    """
    items = _found(uow, ids)
    columns = [c for c in uow.find(Column, "position", launch_id=launch_id) if not c.archived_at]
    if not columns or not items:
        raise UserError(_("The board has no column for a task. Add one first."))
    column = column_id or columns[0].id
    task = create_task(uow, launch_id, column, QuickAdd(title=title.strip() or title_of(items[0])))
    _link(uow, items, task)
    short = short_of(Task.KIND, task.number)
    _describe(
        uow, items, N_("Made {task} of {short}"), N_("Made {task} of {count} items"), task=short
    )
    return task


def link_to_task(uow: UnitOfWork, ids: Sequence[str], task_id: str) -> None:
    """Say that a task answers items; new items are taken up."""
    items, task = _found(uow, ids), uow.get(Task, task_id)
    _link(uow, items, task)
    short = short_of(Task.KIND, task.number)
    _describe(
        uow, items, N_("Linked {short} to {task}"), N_("Linked {count} items to {task}"), task=short
    )


def mark_duplicates(uow: UnitOfWork, ids: Sequence[str], original_id: str) -> None:
    """Say that items repeat another one, and be done with them; the original keeps its status."""
    original = uow.get(Feedback, original_id)
    items = [item for item in _found(uow, ids) if item.id != original_id]
    if not items:
        raise UserError(_("An item cannot be a duplicate of itself."))
    known = {
        link.a_id for link in uow.find(Link, b_id=original_id) if link.role is LinkRole.DUPLICATES
    }
    uow.add(
        *(
            Link(a_kind=item.KIND, a_id=item.id, b_kind=item.KIND, b_id=original_id,
                 role=LinkRole.DUPLICATES)
            for item in items
            if item.id not in known
        )
    )  # fmt: skip
    set_status(uow, [item.id for item in items], FeedbackStatus.DONE)
    short = short_of(original.KIND, original.number)
    _describe(
        uow, items, N_("Marked {short} as a duplicate of {original}"),
        N_("Marked {count} items as duplicates of {original}"), original=short,
    )  # fmt: skip


def delete_feedback(uow: UnitOfWork, ids: Sequence[str]) -> None:
    """Delete items; undo brings them back with all their parts."""
    items = _found(uow, ids)
    uow.remove(*items)
    _describe(uow, items, N_("Deleted {short}"), N_("Deleted {count} items"))


def _found(uow: UnitOfWork, ids: Sequence[str]) -> list[Feedback]:
    """Return the items in the given order. Raises UserError when one is gone."""
    wanted = list(dict.fromkeys(ids))
    by_id = {item.id: item for item in uow.find_in(Feedback, "id", wanted)}
    if len(by_id) < len(wanted):
        raise UserError(_("That item no longer exists."))
    return [by_id[item_id] for item_id in wanted]


def _link(uow: UnitOfWork, items: Sequence[Feedback], task: Task) -> None:
    known = {link.b_id for link in uow.find(Link, a_id=task.id)}
    uow.add(
        *(
            Link(a_kind=Task.KIND, a_id=task.id, b_kind=item.KIND, b_id=item.id,
                 role=LinkRole.ANSWERS)
            for item in items
            if item.id not in known
        )
    )  # fmt: skip
    fresh = [item for item in items if item.status is FeedbackStatus.NEW]
    uow.save(*(replace(item, status=FeedbackStatus.OPEN) for item in fresh))


def _customer(uow: UnitOfWork, product_id: str, name: str) -> str:
    for customer in uow.find(Customer, product_id=product_id):
        if customer.name.casefold() == name.casefold():
            return customer.id
    customer = Customer(product_id=product_id, name=name)
    uow.add(customer)
    return customer.id


def _describe(
    uow: UnitOfWork, items: Sequence[Feedback], one: str, many: str, **values: object
) -> None:
    if len(items) == 1:
        uow.describe(one, short=short_of(Feedback.KIND, items[0].number), **values)
    else:
        uow.describe(many, count=len(items), **values)
