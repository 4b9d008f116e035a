"""What a person can do with tasks: create, move, edit, archive, delete, one or many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.quick_add import QuickAdd
from cockpit.domain.task import Column, Label, Priority, Stage, Task, TaskLabel, Transition, WipMode
from cockpit.i18n import N_, _
from cockpit.services.people import person_for
from cockpit.services.ports import UnitOfWork

GAP = 1024.0
SMALLEST_GAP = 1e-6


def create_task(
    uow: UnitOfWork, launch_id: str, column_id: str, quick: QuickAdd, *, at_top: bool = False
) -> Task:
    """Create a task in a column from a parsed quick-add line and return it."""
    column = uow.get(Column, column_id)
    _respect_limit(uow, column, 1)
    edge = uow.edge(Task, "column_id", column_id, last=not at_top)
    position = GAP if edge is None else edge + (-GAP if at_top else GAP)
    now = utc_now()
    assignee_id = quick.assignee_id
    if assignee_id is None and quick.assignee_text:
        assignee_id = person_for(uow, quick.assignee_text).id
    task = Task(
        launch_id=launch_id,
        column_id=column_id,
        number=uow.next_number(Task, launch_id),
        title=quick.title.strip() or _("Untitled task"),
        assignee_id=assignee_id,
        priority=Priority(quick.priority or "normal"),
        due_on=quick.due,
        due_at_time=quick.due_time,
        position=position,
        entered_at=now,
        created_at=now,
        finished_at=now if column.stage is Stage.DONE else None,
    )
    uow.add(task, Transition(task_id=task.id, to_column_id=column_id, at=now))
    for name in quick.labels:
        label = label_for(uow, launch_id, name)
        uow.add(TaskLabel(task_id=task.id, label_id=label.id))
    uow.describe(N_("Created “{title}”"), title=task.title)
    return task


def move_tasks(
    uow: UnitOfWork, task_ids: Sequence[str], column_id: str, before_id: str | None = None
) -> None:
    """Move tasks, in the given order, above `before_id` in a column, or to its end.

    Raises UserError when the column blocks at its WIP limit.
    """
    column = uow.get(Column, column_id)
    order = {task_id: index for index, task_id in enumerate(task_ids)}
    tasks = sorted(uow.find_in(Task, "id", task_ids), key=lambda task: order[task.id])
    arriving = [task for task in tasks if task.column_id != column_id]
    _respect_limit(uow, column, len(arriving))
    positions = _positions(uow, column_id, before_id, len(tasks))
    now = utc_now()
    changed = []
    for task, position in zip(tasks, positions, strict=True):
        if task.column_id == column_id:
            changed.append(replace(task, position=position))
            continue
        finished = (task.finished_at or now) if column.stage is Stage.DONE else None
        changed.append(
            replace(
                task,
                column_id=column_id,
                position=position,
                entered_at=now,
                finished_at=finished,
            )
        )
    uow.save(*changed)
    uow.add(
        *(
            Transition(
                task_id=task.id, from_column_id=task.column_id, to_column_id=column_id, at=now
            )
            for task in arriving
        )
    )
    if len(tasks) == 1:
        uow.describe(N_("Moved “{title}” to {column}"), title=tasks[0].title, column=column.name)
    else:
        uow.describe(N_("Moved {count} tasks to {column}"), count=len(tasks), column=column.name)


def edit_tasks(uow: UnitOfWork, task_ids: Sequence[str], **fields: object) -> None:
    """Set the same fields on tasks: title, description, assignee_id, priority, due_on and so on."""
    tasks = uow.find_in(Task, "id", task_ids)
    uow.save(*(replace(task, **fields) for task in tasks))  # type: ignore[arg-type]
    _describe_many(uow, tasks, N_("Edited “{title}”"), N_("Edited {count} tasks"))


def set_due(uow: UnitOfWork, task_ids: Sequence[str], due_on: date | None) -> None:
    """Set or clear the date tasks are due."""
    edit_tasks(uow, task_ids, due_on=due_on, due_at_time=None)


def block_tasks(uow: UnitOfWork, task_ids: Sequence[str], reason: str) -> None:
    """Say what tasks wait for; an empty reason frees them."""
    reason = reason.strip()
    tasks = uow.find_in(Task, "id", task_ids)
    now = utc_now()
    uow.save(
        *(
            replace(
                task,
                blocked_reason=reason,
                blocked_at=(task.blocked_at or now) if reason else None,
            )
            for task in tasks
        )
    )
    if reason:
        _describe_many(uow, tasks, N_("Blocked “{title}”"), N_("Blocked {count} tasks"))
    else:
        _describe_many(uow, tasks, N_("Unblocked “{title}”"), N_("Unblocked {count} tasks"))


def archive_tasks(uow: UnitOfWork, task_ids: Sequence[str], *, archived: bool = True) -> None:
    """Take tasks off the board, or put them back."""
    tasks = uow.find_in(Task, "id", task_ids)
    uow.save(*(replace(task, archived_at=utc_now() if archived else None) for task in tasks))
    if archived:
        _describe_many(uow, tasks, N_("Archived “{title}”"), N_("Archived {count} tasks"))
    else:
        _describe_many(uow, tasks, N_("Put back “{title}”"), N_("Put back {count} tasks"))


def delete_tasks(uow: UnitOfWork, task_ids: Sequence[str]) -> None:
    """Delete tasks; undo brings them back with all their parts."""
    tasks = uow.find_in(Task, "id", task_ids)
    uow.remove(*tasks)
    _describe_many(uow, tasks, N_("Deleted “{title}”"), N_("Deleted {count} tasks"))


def toggle_label(uow: UnitOfWork, task_ids: Sequence[str], label_id: str) -> None:
    """Put a label on tasks, or take it off when all of them have it."""
    label = uow.get(Label, label_id)
    having = [
        row for row in uow.find_in(TaskLabel, "task_id", task_ids) if row.label_id == label_id
    ]
    if len({row.task_id for row in having}) == len(set(task_ids)):
        uow.remove(*having)
        uow.describe(N_("Took label {label} off"), label=label.name)
        return
    present = {row.task_id for row in having}
    uow.add(
        *(
            TaskLabel(task_id=task_id, label_id=label_id)
            for task_id in task_ids
            if task_id not in present
        )
    )
    uow.describe(N_("Added label {label}"), label=label.name)


def label_for(uow: UnitOfWork, launch_id: str, name: str) -> Label:
    """Return the launch's label of that name, made if there is none."""
    labels = uow.find(Label, launch_id=launch_id)
    for label in labels:
        if label.name.casefold() == name.casefold():
            return label
    label = Label(launch_id=launch_id, name=name, colour=len(labels) % 8)
    uow.add(label)
    return label


def _describe_many(uow: UnitOfWork, tasks: Sequence[Task], one: str, many: str) -> None:
    if len(tasks) == 1:
        uow.describe(one, title=tasks[0].title)
    else:
        uow.describe(many, count=len(tasks))


def _respect_limit(uow: UnitOfWork, column: Column, arriving: int) -> None:
    """Warn when a column's WIP limit would be exceeded, or refuse when it blocks."""
    if column.wip_limit is None or not arriving:
        return
    total = uow.count_tasks(column.id) + arriving
    if total <= column.wip_limit:
        return
    if column.wip_mode is WipMode.BLOCK:
        raise UserError(
            _(
                "{column} takes at most {limit} tasks and would have {total}. "
                "Finish one first, or raise the limit."
            ).format(column=column.name, limit=column.wip_limit, total=total)
        )
    uow.warn(
        _("{column} is over its limit: {total} of {limit}").format(
            column=column.name, limit=column.wip_limit, total=total
        )
    )


def _positions(uow: UnitOfWork, column_id: str, before_id: str | None, count: int) -> list[float]:
    """Return `count` rising positions just above a card, or after the last one.

    When the gap has become too small for another card the whole column is numbered afresh.
    """
    if before_id is None:
        last = uow.edge(Task, "column_id", column_id, last=True)
        start = 0.0 if last is None else last
        return [start + GAP * (index + 1) for index in range(count)]
    high = uow.get(Task, before_id).position
    low = uow.neighbour(column_id, high, after=False)
    if low is None:
        return [high - GAP * (count - index) for index in range(count)]
    step = (high - low) / (count + 1)
    if step > SMALLEST_GAP:
        return [low + step * (index + 1) for index in range(count)]
    renumbered = [
        replace(task, position=GAP * (index + 1))
        for index, task in enumerate(uow.find(Task, "position", column_id=column_id))
    ]
    uow.save(*renumbered)
    return _positions(uow, column_id, before_id, count)
