"""What a filter line means for the table of tasks: a list of conditions that must all hold.

Names are compared as SQLite's `lower` does: case is ignored for the letters A to Z only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from cockpit.domain.filter_dates import Range, resolve_due, resolve_past
from cockpit.domain.filters import Filter, FilterTerm
from cockpit.domain.item import Attachment, Comment
from cockpit.domain.organisation import Person
from cockpit.domain.short_number import read_short
from cockpit.domain.task import (
    ChecklistItem,
    Column,
    Label,
    Priority,
    Stage,
    Task,
    TaskLabel,
    Transition,
)
from cockpit.storage import tables
from cockpit.storage.search_sql import items_holding
from cockpit.storage.tables import TABLES

Condition = ColumnElement[bool]

# SQLite takes expressions a thousand deep; a line this long is a pasted text and finds nothing.
MOST_CONDITIONS: Final = 200

_PRIORITIES: Final = [Priority.LOW, Priority.NORMAL, Priority.HIGH, Priority.URGENT]
_FIRST_DAY: Final = date(1900, 1, 1)
_LAST_DAY: Final = date(9990, 1, 1)


def conditions(
    filter: Filter, today: date, me_id: str | None, zone: tzinfo = UTC
) -> list[Condition]:
    """Return the conditions on live tasks; `zone` is where the days of created and updated begin.

    Archived tasks and tasks in archived columns are left out unless the filter asks for them.
    `assignee:me` finds nothing while nobody has said who they are.
    """
    if len(filter.terms) + len(filter.words) > MOST_CONDITIONS:
        return [false()]
    task = TABLES[Task].c
    found: list[Condition] = [task.deleted_at.is_(None)]
    if not shows_archived(filter):
        found += [task.archived_at.is_(None), task.column_id.not_in(_columns(_archived_column()))]
    reading = _Reading(today, me_id, zone)
    found += [reading.term(term) for term in filter.terms]
    found += [condition for word in filter.words if (condition := _word(word)) is not None]
    return found


def shows_archived(filter: Filter) -> bool:
    """Tell whether a filter asks for what is archived."""
    return any(
        term.field == "status" and term.value in ("archived", "all") and not term.negated
        for term in filter.terms
    )


class _Reading:
    """Turns terms into conditions for one day, person and zone."""

    def __init__(self, today: date, me_id: str | None, zone: tzinfo) -> None:
        self._today = today
        self._me_id = me_id
        self._zone = zone

    def term(self, term: FilterTerm) -> Condition:
        """Return what one term asks; what is absent does not fit, so its opposite does."""
        readers: dict[str, Callable[[FilterTerm], Condition]] = {
            "assignee": self._assignee,
            "due": self._due,
            "created": self._created,
            "updated": self._updated,
        }
        reader = readers.get(term.field) or _TERMS[term.field]
        condition = reader(term)
        return condition.is_not(true()) if term.negated else condition

    def _assignee(self, term: FilterTerm) -> Condition:
        task, person = TABLES[Task].c, TABLES[Person].c
        if term.value == "none":
            return task.assignee_id.is_(None)
        if term.value == "me":
            return false() if self._me_id is None else task.assignee_id == self._me_id
        name = folded(term.value)
        aliases = func.lower("\n" + person.aliases + "\n")
        known = or_(func.lower(person.name) == name, func.instr(aliases, f"\n{name}\n") > 0)
        return task.assignee_id.in_(select(person.id).where(known))

    def _due(self, term: FilterTerm) -> Condition:
        due = TABLES[Task].c.due_on
        if term.value == "none":
            return due.is_(None)
        start, end = days(resolve_due, term, self._today)
        inside = within(due, start, end)
        return and_(inside, _done().is_not(true())) if term.value == "overdue" else inside

    def _created(self, term: FilterTerm) -> Condition:
        return self._past(term, lambda at: TABLES[Task].c.created_at >= at)

    def _updated(self, term: FilterTerm) -> Condition:
        return self._past(term, _touched_since)

    def _past(self, term: FilterTerm, since: Callable[[datetime], Condition]) -> Condition:
        if term.value == "none":
            return false()
        start, end = days(resolve_past, term, self._today)
        wanted: list[Condition] = []
        if start is not None:
            wanted.append(since(self._instant(start)))
        if end is not None:
            wanted.append(since(self._instant(end)).is_not(true()))
        return and_(true(), *wanted)

    def _instant(self, day: date) -> datetime:
        day = min(max(day, _FIRST_DAY), _LAST_DAY)
        return datetime.combine(day, time.min, self._zone).astimezone(UTC)


def days(resolve: Callable[[str, str, date], Range], term: FilterTerm, today: date) -> Range:
    """Return the days a term means, within the calendar."""
    try:
        return resolve(term.op, term.value, today)
    except OverflowError:  # The day after the last day of the calendar.
        return resolve(term.op, _LAST_DAY.isoformat(), today)


def within(value: ColumnElement[Any], start: date | None, end: date | None) -> Condition:
    """Tell whether a day is known and in a half-open range of days."""
    wanted: list[Condition] = [value.is_not(None)]
    if start is not None:
        wanted.append(value >= start)
    if end is not None:
        wanted.append(value < end)
    return and_(*wanted)


def _touched_since(at: datetime) -> Condition:
    """Tell whether a task was made, edited, moved or commented at an instant or later."""
    task, move, comment = TABLES[Task].c, TABLES[Transition].c, TABLES[Comment].c
    step, entry = tables.step.c, tables.journal.c
    edited = exists().where(entry.item_id == task.id, step.id == entry.step_id, step.at >= at)
    moved = exists().where(move.task_id == task.id, move.deleted_at.is_(None), move.at >= at)
    said = exists().where(
        comment.item_id == task.id, comment.deleted_at.is_(None), comment.created_at >= at
    )
    return or_(task.created_at >= at, edited, moved, said)


def _archived_column() -> Condition:
    return TABLES[Column].c.archived_at.is_not(None)


def _columns(condition: Condition) -> Select[tuple[str]]:
    return select(TABLES[Column].c.id).where(condition)


def _done() -> Condition:
    task = TABLES[Task].c
    in_done = task.column_id.in_(_columns(TABLES[Column].c.stage == Stage.DONE))
    return or_(task.finished_at.is_not(None), in_done)


def _blocked(_term: FilterTerm) -> Condition:
    task = TABLES[Task].c
    return or_(task.blocked_at.is_not(None), task.blocked_reason != "")


def _status(term: FilterTerm) -> Condition:
    task = TABLES[Task].c
    match term.value:
        case "open":
            return _done().is_not(true())
        case "done":
            return _done()
        case "archived":
            return or_(
                task.archived_at.is_not(None), task.column_id.in_(_columns(_archived_column()))
            )
        case "blocked":
            return _blocked(term)
    return true()


def _label(term: FilterTerm) -> Condition:
    on, label = TABLES[TaskLabel].c, TABLES[Label].c
    # One in the other and not joined: a join makes SQLite read every label of every task.
    named = select(label.id).where(
        label.deleted_at.is_(None), func.lower(label.name) == folded(term.value)
    )
    having = select(on.task_id).where(on.deleted_at.is_(None), on.label_id.in_(named))
    return TABLES[Task].c.id.in_(having)


def _priority(term: FilterTerm) -> Condition:
    at = _PRIORITIES.index(Priority(term.value))
    wanted = {
        "=": _PRIORITIES[at : at + 1],
        "<": _PRIORITIES[:at],
        "<=": _PRIORITIES[: at + 1],
        ">": _PRIORITIES[at + 1 :],
        ">=": _PRIORITIES[at:],
    }[term.op]
    return TABLES[Task].c.priority.in_(wanted)


def _column(term: FilterTerm) -> Condition:
    named = func.lower(TABLES[Column].c.name) == folded(term.value)
    return TABLES[Task].c.column_id.in_(_columns(named))


def _stage(term: FilterTerm) -> Condition:
    return TABLES[Task].c.column_id.in_(_columns(TABLES[Column].c.stage == Stage(term.value)))


def _has(term: FilterTerm) -> Condition:
    task = TABLES[Task].c
    if term.value in ("due", "assignee"):
        return (task.due_on if term.value == "due" else task.assignee_id).is_not(None)
    if term.value == "checklist":
        step = TABLES[ChecklistItem].c
        return exists().where(step.task_id == task.id, step.deleted_at.is_(None))
    part = TABLES[Comment if term.value == "comment" else Attachment].c
    return exists().where(part.item_id == task.id, part.deleted_at.is_(None))


_TERMS: Final[dict[str, Callable[[FilterTerm], Condition]]] = {
    "status": _status,
    "label": _label,
    "priority": _priority,
    "column": _column,
    "stage": _stage,
    "is": _blocked,
    "has": _has,
}


def _word(word: str) -> Condition | None:
    """Return what a word asks: a number such as T-142, or a text that holds it anywhere."""
    task = TABLES[Task].c
    short = read_short(word)
    if short is not None and short[0] == Task.KIND:
        return task.number == short[1]
    items = items_holding(word)
    return None if items is None else task.id.in_(items)


def folded(value: str) -> str:
    """Return a text as SQLite's `lower` writes it; bytes that are no text become question marks."""
    text = value.encode("utf-8", "replace").decode()
    return "".join(c.lower() if c.isascii() else c for c in text)
