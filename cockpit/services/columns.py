"""What a person can do with a board's columns: add, name, limit, give a stage, move, archive."""

from __future__ import annotations

from dataclasses import replace

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.task import Column, Stage, Task, WipMode
from cockpit.i18n import N_, _
from cockpit.services.ports import UnitOfWork

LARGEST_LIMIT = 999
LONGEST_NAME = 80


def add_column(
    uow: UnitOfWork, launch_id: str, name: str, stage: Stage, after_id: str | None = None
) -> Column:
    """Add a column to the right of another, by default at the end. Raises UserError for no name."""
    name = _read_name(name)
    columns = _shown(uow, launch_id)
    at = next((i + 1 for i, c in enumerate(columns) if c.id == after_id), len(columns))
    column = Column(launch_id=launch_id, name=name, stage=stage)
    uow.add(column)
    _number(uow, [*columns[:at], column, *columns[at:]])
    uow.describe(N_("Added column {column}"), column=name)
    return column


def rename_column(uow: UnitOfWork, column_id: str, name: str) -> None:
    """Give a column another name. Raises UserError for an empty or overlong one."""
    column = uow.get(Column, column_id)
    name = _read_name(name)
    uow.save(replace(column, name=name))
    uow.describe(N_("Renamed {old} to {new}"), old=column.name, new=name)


def set_limit(uow: UnitOfWork, column_id: str, limit: int | None) -> None:
    """Set how many tasks a column takes, or lift the limit. Raises UserError outside 1–999."""
    column = uow.get(Column, column_id)
    if limit is not None and not 1 <= limit <= LARGEST_LIMIT:
        raise UserError(
            _("A WIP limit is a whole number from 1 to {most}.").format(most=LARGEST_LIMIT)
        )
    uow.save(replace(column, wip_limit=limit))
    if limit is None:
        uow.describe(N_("Lifted the limit of {column}"), column=column.name)
    else:
        uow.describe(N_("Limited {column} to {limit}"), column=column.name, limit=limit)


def set_limit_mode(uow: UnitOfWork, column_id: str, mode: WipMode) -> None:
    """Say what happens when a card would exceed the limit."""
    column = uow.get(Column, column_id)
    uow.save(replace(column, wip_mode=mode))
    if mode is WipMode.BLOCK:
        uow.describe(N_("{column} now blocks at its limit"), column=column.name)
    else:
        uow.describe(N_("{column} now warns at its limit"), column=column.name)


def set_stage(uow: UnitOfWork, column_id: str, stage: Stage) -> None:
    """Say what a column means.

    Its tasks become finished when it becomes a done column, at the time they entered it, and
    unfinished when it no longer is one.
    """
    column = uow.get(Column, column_id)
    uow.save(replace(column, stage=stage))
    if (column.stage is Stage.DONE) != (stage is Stage.DONE):
        done = stage is Stage.DONE
        uow.save(
            *(
                replace(task, finished_at=task.entered_at if done else None)
                for task in uow.find(Task, column_id=column_id)
            )
        )
    uow.describe(N_("Changed the stage of {column}"), column=column.name)


def move_column(uow: UnitOfWork, column_id: str, step: int) -> None:
    """Move a column by so many places, to the right when positive, as far as there are any."""
    column = uow.get(Column, column_id)
    columns = _shown(uow, column.launch_id)
    at = next((i for i, c in enumerate(columns) if c.id == column_id), None)
    if at is None:
        return
    others = columns[:at] + columns[at + 1 :]
    to = max(0, min(at + step, len(others)))
    _number(uow, [*others[:to], column, *others[to:]])
    uow.describe(N_("Moved column {column}"), column=column.name)


def archive_column(uow: UnitOfWork, column_id: str) -> None:
    """Take a column and its tasks off the board. Raises UserError for the last one."""
    column = uow.get(Column, column_id)
    if len(_shown(uow, column.launch_id)) < 2:
        raise UserError(
            _("{column} is the only column of this board. Add another one first.").format(
                column=column.name
            )
        )
    uow.save(replace(column, archived_at=utc_now()))
    uow.describe(N_("Archived column {column}"), column=column.name)


def _shown(uow: UnitOfWork, launch_id: str) -> list[Column]:
    """The columns of a board from left to right, without archived ones."""
    columns = uow.find(Column, "position", launch_id=launch_id)
    return [column for column in columns if column.archived_at is None]


def _number(uow: UnitOfWork, columns: list[Column]) -> None:
    """Number columns in this order; only those whose place differs are written."""
    uow.save(*(replace(column, position=float(at)) for at, column in enumerate(columns)))


def _read_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise UserError(_("A column needs a name."))
    if len(name) > LONGEST_NAME:
        raise UserError(
            _("A column's name can have {most} characters at most.").format(most=LONGEST_NAME)
        )
    return name
