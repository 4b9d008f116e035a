"""What the inbox asks the services to do, each as one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from cockpit.domain.changes import Changes
from cockpit.domain.feedback import FeedbackStatus, FeedbackType
from cockpit.services import feedback
from cockpit.ui.session import Session

Then = Callable[[Changes], object] | None


def set_status(session: Session, ids: Sequence[str], status: FeedbackStatus) -> None:
    """Set how far we are with items."""
    session.write(lambda uow: feedback.set_status(uow, ids, status))


def set_type(session: Session, ids: Sequence[str], type_: FeedbackType) -> None:
    """Say what kind of thing items are."""
    session.write(lambda uow: feedback.set_type(uow, ids, type_))


def toggle_tag(session: Session, ids: Sequence[str], name: str, then: Then = None) -> None:
    """Put a tag on items, or take it off all of them."""
    session.write(lambda uow: feedback.toggle_tag(uow, ids, name), then)


def snooze(session: Session, ids: Sequence[str], until: datetime | None) -> None:
    """Keep items out of the inbox for a while, or bring them back."""
    session.write(lambda uow: feedback.snooze(uow, ids, until))


def make_task(session: Session, ids: Sequence[str], launch_id: str, title: str) -> None:
    """Make one task of items."""
    session.write(lambda uow: feedback.create_linked_task(uow, ids, launch_id, title))


def link_task(session: Session, ids: Sequence[str], task_id: str) -> None:
    """Say that a task answers items."""
    session.write(lambda uow: feedback.link_to_task(uow, ids, task_id))


def raise_risk(
    session: Session, item_id: str, launch_id: str, then: Callable[[str], object]
) -> None:
    """Log a risk that an item points at, linked to it, then hand its id on."""
    from cockpit.services.risks import raise_from_feedback

    made: list[str] = []
    session.write(
        lambda uow: made.append(raise_from_feedback(uow, item_id, launch_id=launch_id).id),
        lambda _changes: then(made[0]),
    )


def mark_duplicates(session: Session, ids: Sequence[str], original_id: str) -> None:
    """Say that items repeat another one."""
    session.write(lambda uow: feedback.mark_duplicates(uow, ids, original_id))


def delete(session: Session, ids: Sequence[str]) -> None:
    """Delete items."""
    session.write(lambda uow: feedback.delete_feedback(uow, ids))


def write_down(session: Session, product_id: str, text: str, then: Callable[[str], object]) -> None:
    """Write down what somebody said, then hand its id on."""
    made: list[str] = []
    session.write(
        lambda uow: made.append(feedback.create_feedback(uow, product_id, text).id),
        lambda _changes: then(made[0]),
    )
