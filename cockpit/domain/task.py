"""Tasks on a board: columns with a stage and a limit, and everything that hangs on a task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar

from cockpit.domain.entity import Entity


class Stage(StrEnum):
    """What a column means, whatever its name: every flow figure is computed from this."""

    BACKLOG = "backlog"
    COMMITTED = "committed"
    ACTIVE = "active"
    WAITING = "waiting"
    DONE = "done"


class WipMode(StrEnum):
    """What happens when a card would exceed its column's WIP limit."""

    WARN = "warn"
    BLOCK = "block"


class Priority(StrEnum):
    """How much a task presses."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Entity):
    """A column of a board, left to right by `position`; `wip_limit` None means no limit."""

    KIND: ClassVar[str] = "column"

    launch_id: str
    name: str
    stage: Stage = Stage.BACKLOG
    position: float = 0.0
    wip_limit: int | None = None
    wip_mode: WipMode = WipMode.WARN
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Entity):
    """A piece of work, said aloud by its `number` (T-142), ordered in its column by `position`.

    `entered_at` is when it entered its present column; `finished_at` when it last entered a done
    stage. `due_at_time` is a wall-clock time in the workspace's zone. Archived when its own
    `archived_at` is set or its column is archived.
    """

    KIND: ClassVar[str] = "task"

    launch_id: str
    column_id: str
    number: int
    title: str
    description: str = ""
    assignee_id: str | None = None
    priority: Priority = Priority.NORMAL
    position: float = 0.0
    start_on: date | None = None
    due_on: date | None = None
    due_at_time: time | None = None
    entered_at: datetime
    finished_at: datetime | None = None
    archived_at: datetime | None = None
    blocked_reason: str = ""
    blocked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Entity):
    """A word that groups tasks of a launch; `colour` is a slot of the categorical palette."""

    KIND: ClassVar[str] = "label"

    launch_id: str
    name: str
    colour: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLabel(Entity):
    """A label on a task."""

    KIND: ClassVar[str] = "task_label"

    task_id: str
    label_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist(Entity):
    """A named list of steps on a task."""

    KIND: ClassVar[str] = "checklist"

    task_id: str
    name: str
    position: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem(Entity):
    """A step to tick; `task_id` repeats the checklist's so that progress is one query."""

    KIND: ClassVar[str] = "checklist_item"

    checklist_id: str
    task_id: str
    text: str
    done_at: datetime | None = None
    position: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition(Entity):
    """One move of a task between columns; `from_column_id` None means it was created there."""

    KIND: ClassVar[str] = "transition"

    task_id: str
    from_column_id: str | None = None
    to_column_id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency(Entity):
    """`task_id` cannot finish before `blocked_by_id` has."""

    KIND: ClassVar[str] = "dependency"

    task_id: str
    blocked_by_id: str
