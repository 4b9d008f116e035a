"""What hangs on a task: comments, checklists, attachments, links and dependencies."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from cockpit.domain.entity import Entity, utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.feedback import Feedback
from cockpit.domain.item import Attachment, Comment, Link, LinkRole
from cockpit.domain.organisation import Launch
from cockpit.domain.risk import Risk
from cockpit.domain.short_number import read_short
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


def add_dependency_by_number(uow: UnitOfWork, task_id: str, short: str) -> None:
    """Say that a task waits for the one called T-142. Raises UserError when there is none."""
    blocker = _by_short(uow, uow.get(Task, task_id), short)
    if not isinstance(blocker, Task):
        raise UserError(_("A task can only wait for another task, such as T-142."))
    add_dependency(uow, task_id, blocker.id)


def remove_dependency(uow: UnitOfWork, task_id: str, blocked_by_id: str) -> None:
    """Say that a task no longer waits for another."""
    uow.remove(*uow.find(Dependency, task_id=task_id, blocked_by_id=blocked_by_id))
    uow.describe(N_("Removed a dependency"))


def link_by_number(uow: UnitOfWork, task_id: str, short: str) -> None:
    """Link a task to the task, risk or feedback called T-142, R-7 or F-12."""
    other = _by_short(uow, uow.get(Task, task_id), short)
    ends = {(link.a_id, link.b_id) for link in uow.find(Link, a_id=other.id, b_id=task_id)}
    if not ends:
        link_items(uow, (Task.KIND, task_id), (other.KIND, other.id))


def _by_short(uow: UnitOfWork, near: Task, short: str) -> Entity:
    """Return the item of a short number (118 is T-118) in the same product as a task."""
    short = short.strip()
    kind, number = read_short(f"T-{short}" if short.isdecimal() else short) or ("", 0)
    product_id = uow.get(Launch, near.launch_id).product_id
    found: list[Entity] = []
    if kind == Task.KIND:
        launches = {launch.id for launch in uow.find(Launch, product_id=product_id)}
        found = [task for task in uow.find(Task, number=number) if task.launch_id in launches]
    elif kind == Risk.KIND:
        found = [*uow.find(Risk, number=number, product_id=product_id)]
    elif kind == Feedback.KIND:
        found = [*uow.find(Feedback, number=number, product_id=product_id)]
    if not found:
        raise UserError(_("There is no item “{short}” here.").format(short=short))
    return found[0]
