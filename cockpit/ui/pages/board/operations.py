"""What the board asks the services to do, each as one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cockpit.domain.changes import Changes
from cockpit.domain.quick_add import QuickAdd
from cockpit.domain.task import Priority
from cockpit.services import tasks
from cockpit.ui.session import Session


def create(
    session: Session,
    launch_id: str,
    column_id: str,
    quick: QuickAdd,
    then: Callable[[str], object],
) -> None:
    """Create a task, then hand its id on."""
    made: list[str] = []

    def done(_changes: Changes) -> None:
        then(made[0])

    session.write(
        lambda uow: made.append(tasks.create_task(uow, launch_id, column_id, quick).id), done
    )


def move(
    session: Session,
    ids: Sequence[str],
    column_id: str,
    before_id: str | None,
    then: Callable[[], object],
) -> None:
    """Move tasks above another, or to a column's end."""
    session.write(
        lambda uow: tasks.move_tasks(uow, ids, column_id, before_id), lambda _changes: then()
    )


def archive(session: Session, ids: Sequence[str]) -> None:
    """Take tasks off the board."""
    session.write(lambda uow: tasks.archive_tasks(uow, ids))


def delete(session: Session, ids: Sequence[str]) -> None:
    """Delete tasks."""
    session.write(lambda uow: tasks.delete_tasks(uow, ids))


def prioritise(session: Session, ids: Sequence[str], priority: Priority) -> None:
    """Set how much tasks press."""
    session.write(lambda uow: tasks.edit_tasks(uow, ids, priority=priority))


def set_due(session: Session, ids: Sequence[str], day: date | None) -> None:
    """Set or clear the date tasks are due."""
    session.write(lambda uow: tasks.set_due(uow, ids, day))
