"""What hangs on an item of any kind (comments, attachments, links), and a task's own parts."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cockpit.domain.campaign import Campaign
from cockpit.domain.entity import Entity, utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.feedback import Feedback
from cockpit.domain.item import Attachment, Comment, End, Link, LinkRole, usual_link
from cockpit.domain.kpi import Annotation, Kpi
from cockpit.domain.organisation import Launch
from cockpit.domain.risk import Risk
from cockpit.domain.short_number import read_short, short_of
from cockpit.domain.task import Checklist, ChecklistItem, Dependency, Task
from cockpit.i18n import N_, _
from cockpit.services.ports import UnitOfWork

LARGEST_ATTACHMENT: Final = 256 * 1024 * 1024

# The kinds of items that can be linked.
ITEMS: Final[dict[str, type[Entity]]] = {
    cls.KIND: cls for cls in (Task, Risk, Feedback, Kpi, Annotation, Campaign)
}


def add_comment(uow: UnitOfWork, item_kind: str, item_id: str, text: str) -> Comment:
    """Add a comment to an item."""
    comment = Comment(item_kind=item_kind, item_id=item_id, text=text.strip())
    uow.add(comment)
    uow.describe(N_("Commented “{text}”"), text=comment.text[:40])
    return comment


def delete_comment(uow: UnitOfWork, comment_id: str) -> None:
    """Delete a comment."""
    uow.remove(uow.get(Comment, comment_id))
    uow.describe(N_("Deleted a comment"))


def add_checklist_item(
    uow: UnitOfWork, task_id: str, text: str, checklist_id: str | None = None
) -> ChecklistItem:
    """Add a step to a checklist of a task, to its first one, or to a new one."""
    if checklist_id is None:
        checklists = uow.find(Checklist, "position", task_id=task_id)
        if not checklists:
            checklists = [Checklist(task_id=task_id, name=_("Checklist"))]
            uow.add(*checklists)
        checklist_id = checklists[0].id
    last = uow.edge(ChecklistItem, "checklist_id", checklist_id, last=True)
    item = ChecklistItem(
        checklist_id=checklist_id,
        task_id=task_id,
        text=text.strip(),
        position=(last or 0.0) + 1024.0,
    )
    uow.add(item)
    uow.describe(N_("Added step “{text}”"), text=item.text)
    return item


def tick(uow: UnitOfWork, item_id: str, *, done: bool) -> None:
    """Tick a step, or untick it."""
    item = uow.get(ChecklistItem, item_id)
    uow.save(replace(item, done_at=utc_now() if done else None))
    uow.describe(N_("Ticked “{text}”") if done else N_("Unticked “{text}”"), text=item.text)


def delete_checklist_item(uow: UnitOfWork, item_id: str) -> None:
    """Delete a step."""
    item = uow.get(ChecklistItem, item_id)
    uow.remove(item)
    uow.describe(N_("Deleted step “{text}”"), text=item.text)


def attach_content(
    uow: UnitOfWork, item_kind: str, item_id: str, name: str, content: bytes, media_type: str = ""
) -> Attachment:
    """Keep a copy of a file with an item. Raises UserError above 256 MiB."""
    if len(content) > LARGEST_ATTACHMENT:
        raise UserError(
            _("“{name}” is larger than 256 MB. Attach a link to it instead.").format(name=name)
        )
    attachment = Attachment(
        item_kind=item_kind,
        item_id=item_id,
        name=name,
        media_type=media_type,
        size_bytes=len(content),
        sha256=uow.keep_content(content),
    )
    uow.add(attachment)
    uow.describe(N_("Attached “{name}”"), name=name)
    return attachment


def attach_files(uow: UnitOfWork, item_kind: str, item_id: str, paths: Sequence[Path]) -> None:
    """Keep copies of files with an item. Raises UserError for one that cannot be read."""
    for path in paths:
        try:
            if not path.is_file():
                raise UserError(_("“{name}” is no file.").format(name=path.name))
            if path.stat().st_size > LARGEST_ATTACHMENT:
                raise UserError(
                    _("“{name}” is larger than 256 MB. Attach a link to it instead.").format(
                        name=path.name
                    )
                )
            content = path.read_bytes()
        except OSError as error:
            raise UserError(_("“{name}” cannot be read.").format(name=path.name)) from error
        media_type = mimetypes.guess_type(path.name)[0] or ""
        attach_content(uow, item_kind, item_id, path.name, content, media_type)
    if len(paths) > 1:
        uow.describe(N_("Attached {count} files"), count=len(paths))


def attach_address(uow: UnitOfWork, item_kind: str, item_id: str, url: str) -> Attachment:
    """Attach a web address. Raises UserError unless it is http or https."""
    if urlsplit(url.strip()).scheme not in ("http", "https"):
        raise UserError(
            _("Only web addresses that begin with http:// or https:// can be attached.")
        )
    attachment = Attachment(item_kind=item_kind, item_id=item_id, name=url.strip(), url=url.strip())
    uow.add(attachment)
    uow.describe(N_("Attached “{name}”"), name=attachment.name)
    return attachment


def delete_attachment(uow: UnitOfWork, attachment_id: str) -> None:
    """Take an attachment off its item."""
    attachment = uow.get(Attachment, attachment_id)
    uow.remove(attachment)
    uow.describe(N_("Removed attachment “{name}”"), name=attachment.name)


def link_items(uow: UnitOfWork, a: End, b: End, role: LinkRole = LinkRole.RELATES) -> Link:
    """Link two items, each given as (kind, id). Raises UserError for an item with itself."""
    if a == b:
        raise UserError(_("An item cannot be linked to itself."))
    for link in uow.find(Link, a_id=a[1], b_id=b[1]):
        if link.role is role:
            return link
    link = Link(a_kind=a[0], a_id=a[1], b_kind=b[0], b_id=b[1], role=role)
    uow.add(link)
    uow.describe(N_("Linked {a} and {b}"), a=_called(uow, a), b=_called(uow, b))
    return link


def link_usually(uow: UnitOfWork, item: End, other: End) -> Link:
    """Link two items in the role that their kinds usually have.

    Raises UserError when they are linked already, in whatever role.
    """
    for a, b in ((item, other), (other, item)):
        if uow.find(Link, a_id=a[1], b_id=b[1]):
            raise UserError(
                _("{a} and {b} are linked already.").format(
                    a=_called(uow, item), b=_called(uow, other)
                )
            )
    a, b, role = usual_link(item, other)
    return link_items(uow, a, b, role)


def link_by_number(uow: UnitOfWork, kind: str, item_id: str, short: str) -> Link:
    """Link an item to the task, risk or feedback of its product called T-142, R-7 or F-12.

    Raises UserError when there is none, or when they are linked already.
    """
    other = _by_short(uow, (kind, item_id), short)
    return link_usually(uow, (kind, item_id), (other.KIND, other.id))


def set_link_role(
    uow: UnitOfWork, link_id: str, item_id: str, role: LinkRole, *, outgoing: bool
) -> None:
    """Say how a link is meant, as seen from one of its ends; `outgoing`: that end comes first."""
    link = uow.get(Link, link_id)
    a, b = (link.a_kind, link.a_id), (link.b_kind, link.b_id)
    if (a[1] == item_id) is not outgoing:
        a, b = b, a
    uow.save(replace(link, a_kind=a[0], a_id=a[1], b_kind=b[0], b_id=b[1], role=role))
    uow.describe(N_("Changed the link between {a} and {b}"), a=_called(uow, a), b=_called(uow, b))


def unlink(uow: UnitOfWork, link_id: str) -> None:
    """Take a link away."""
    link = uow.get(Link, link_id)
    uow.remove(link)
    uow.describe(
        N_("Removed the link between {a} and {b}"),
        a=_called(uow, (link.a_kind, link.a_id)),
        b=_called(uow, (link.b_kind, link.b_id)),
    )


def add_dependency(uow: UnitOfWork, task_id: str, blocked_by_id: str) -> None:
    """Say that a task waits for another. Raises UserError when that would close a circle."""
    seen: set[str] = set()
    waiting = [blocked_by_id]
    while waiting:
        current = waiting.pop()
        if current == task_id:
            raise UserError(
                _("That would make a circle: “{title}” would wait for itself.").format(
                    title=uow.get(Task, task_id).title
                )
            )
        if current not in seen:
            seen.add(current)
            waiting += [row.blocked_by_id for row in uow.find(Dependency, task_id=current)]
    if not uow.find(Dependency, task_id=task_id, blocked_by_id=blocked_by_id):
        uow.add(Dependency(task_id=task_id, blocked_by_id=blocked_by_id))
    uow.describe(N_("Added a dependency"))


def add_dependency_by_number(uow: UnitOfWork, task_id: str, short: str) -> None:
    """Say that a task waits for the one called T-142. Raises UserError when there is none."""
    blocker = _by_short(uow, (Task.KIND, task_id), short)
    if not isinstance(blocker, Task):
        raise UserError(_("A task can only wait for another task, such as T-142."))
    add_dependency(uow, task_id, blocker.id)


def remove_dependency(uow: UnitOfWork, task_id: str, blocked_by_id: str) -> None:
    """Say that a task no longer waits for another."""
    uow.remove(*uow.find(Dependency, task_id=task_id, blocked_by_id=blocked_by_id))
    uow.describe(N_("Removed a dependency"))


def _called(uow: UnitOfWork, item: End) -> str:
    """Return what a step calls an item: its short number, else its name in quotation marks."""
    cls = ITEMS.get(item[0])
    for found in uow.find(cls, id=item[1]) if cls is not None else ():
        if isinstance(found, Task | Risk | Feedback):
            return short_of(item[0], found.number)
        name = getattr(found, "name", "") or getattr(found, "text", "")
        return _("“{name}”").format(name=name[:40])
    return _("an item that is gone")


def _product_of(uow: UnitOfWork, item: End) -> str:
    """Return the id of the product that an item belongs to. Raises UserError when it is gone."""
    found = uow.get(ITEMS.get(item[0], Task), item[1])
    if isinstance(found, Task):
        return uow.get(Launch, found.launch_id).product_id
    return str(getattr(found, "product_id", ""))


def _by_short(uow: UnitOfWork, near: End, short: str) -> Entity:
    """Return the item of a short number (118 is T-118) in the same product as another item."""
    short = short.strip()
    kind, number = read_short(f"T-{short}" if short.isdecimal() else short) or ("", 0)
    product_id = _product_of(uow, near)
    found: list[Entity] = []
    if kind == Task.KIND:
        for launch in uow.find(Launch, product_id=product_id):
            found += uow.find(Task, launch_id=launch.id, number=number)
    elif kind == Risk.KIND:
        found = [*uow.find(Risk, number=number, product_id=product_id)]
    elif kind == Feedback.KIND:
        found = [*uow.find(Feedback, number=number, product_id=product_id)]
    if not found:
        raise UserError(_("There is no item “{short}” here.").format(short=short))
    return found[0]
