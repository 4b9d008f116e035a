"""Launches: setting one up from a template."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cockpit.domain.entity import utc_now
from cockpit.domain.launch_template import LaunchTemplate, TemplateTask, due_on
from cockpit.domain.organisation import Launch
from cockpit.domain.task import (
    Checklist,
    ChecklistItem,
    Column,
    Label,
    Stage,
    Task,
    TaskLabel,
    Transition,
)
from cockpit.i18n import N_, _
from cockpit.services.ports import UnitOfWork

GAP = 1024.0


def fill_from_template(
    uow: UnitOfWork, launch: Launch, template: LaunchTemplate, today: date
) -> None:
    """Give an empty launch the columns, labels and tasks of a template.

    All tasks begin in the first column of the backlog; they have due dates when the launch has a
    go-live.
    """
    columns = [
        Column(
            launch_id=launch.id,
            name=column.name,
            stage=column.stage,
            position=float(index),
            wip_limit=column.wip_limit,
        )
        for index, column in enumerate(template.columns)
    ]
    labels = {
        name: Label(launch_id=launch.id, name=name, colour=index % 8)
        for index, name in enumerate(template.labels)
    }
    uow.add(*columns, *labels.values())
    start = next((c for c in columns if c.stage is Stage.BACKLOG), columns[0])
    first = uow.next_number(Task, launch.id, len(template.tasks))
    for index, task in enumerate(template.tasks):
        _add_task(uow, launch, start.id, first + index, task, labels[task.label].id)
    uow.save(replace(launch, phase=template.phase_on(today, launch.go_live_on)))
    uow.describe(N_("Set up the launch from “{template}”"), template=template.title)


def _add_task(
    uow: UnitOfWork,
    launch: Launch,
    column_id: str,
    number: int,
    wanted: TemplateTask,
    label_id: str,
) -> None:
    now = utc_now()
    task = Task(
        launch_id=launch.id,
        column_id=column_id,
        number=number,
        title=wanted.title,
        description=wanted.text,
        priority=wanted.priority,
        due_on=None if launch.go_live_on is None else due_on(wanted.day, launch.go_live_on),
        position=GAP * number,
        entered_at=now,
        created_at=now,
    )
    uow.add(
        task,
        Transition(task_id=task.id, to_column_id=column_id, at=now),
        TaskLabel(task_id=task.id, label_id=label_id),
    )
    if wanted.steps:
        checklist = Checklist(task_id=task.id, name=_("Checklist"))
        uow.add(checklist)
        uow.add(
            *(
                ChecklistItem(
                    checklist_id=checklist.id, task_id=task.id, text=step, position=GAP * at
                )
                for at, step in enumerate(wanted.steps, 1)
            )
        )
