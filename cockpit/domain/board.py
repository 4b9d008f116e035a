"""What a board shows: cards with all that is drawn on them, and the parts of one task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from cockpit.domain.item import ItemParts
from cockpit.domain.task import Checklist, ChecklistItem, Column, Label, Priority, Task, Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLabel:
    """A label's word and its slot 0–7 of the categorical palette."""

    name: str
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card, complete enough to paint without another query; instants are UTC."""

    id: str
    number: int
    title: str
    column_id: str
    position: float
    priority: Priority
    due_on: date | None
    due_at_time: time | None
    assignee_id: str | None
    assignee_name: str
    assignee_colour: int
    labels: tuple[CardLabel, ...]
    checklist_done: int
    checklist_total: int
    comments: int
    attachments: int
    blocked_reason: str
    blocked_at: datetime | None
    entered_at: datetime
    finished_at: datetime | None
    archived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """A column, how many cards pass the filter, and how many count against its limit."""

    column: Column
    shown: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDetail(ItemParts):
    """A task with everything that hangs on it, each list in the order it is shown."""

    task: Task
    column: Column
    assignee_name: str
    labels: tuple[Label, ...]
    checklists: tuple[tuple[Checklist, tuple[ChecklistItem, ...]], ...]
    blocked_by: tuple[Task, ...]
    transitions: tuple[Transition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An item that a search found: its kind, id, short number as said aloud (T-142) and title."""

    kind: str
    id: str
    short: str
    title: str
