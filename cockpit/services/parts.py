"""What hangs on a task: comments, checklists, attachments, links and dependencies."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.item import Attachment, Comment, Link, LinkRole
from cockpit.domain.task import Checklist, ChecklistItem, Dependency, Task
from cockpit.i18n import N_, _
from cockpit.services.ports import UnitOfWork

LARGEST_ATTACHMENT = 256 * 1024 * 1024


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


def link_items(
    uow: UnitOfWork,
    a: tuple[str, str],
    b: tuple[str, str],
    role: LinkRole = LinkRole.RELATES,
) -> Link:
    """Link two items, each given as (kind, id). Raises UserError for an item with itself."""
    if a == b:
        raise UserError(_("An item cannot be linked to itself."))
    for link in uow.find(Link, a_id=a[1], b_id=b[1]):
        if link.role is role:
            return link
    link = Link(a_kind=a[0], a_id=a[1], b_kind=b[0], b_id=b[1], role=role)
    uow.add(link)
    uow.describe(N_("Linked two items"))
    return link


def unlink(uow: UnitOfWork, link_id: str) -> None:
    """Take a link away."""
    uow.remove(uow.get(Link, link_id))
    uow.describe(N_("Removed a link"))


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
