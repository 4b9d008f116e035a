"""Merges a board that a file describes into a launch, matching what is there by source id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from cockpit.domain.entity import Entity, utc_now
from cockpit.domain.imported import ImportedBoard, ImportedTask, ImportReport
from cockpit.domain.item import Attachment, Comment, CustomField, FieldValue
from cockpit.domain.organisation import Person
from cockpit.domain.task import (
    Checklist,
    ChecklistItem,
    Column,
    Dependency,
    Label,
    Stage,
    Task,
    TaskLabel,
    Transition,
)
from cockpit.i18n import N_
from cockpit.services.ports import UnitOfWork

E = TypeVar("E", bound=Entity)

# Tasks matched and merged at a time: few enough to leave the file free for others in between.
TASKS_AT_ONCE = 200


def board_rows(board: ImportedBoard) -> int:
    """Return about how many records a board makes, to tell how far its import is."""
    outer = len(board.columns) + len(board.people) + len(board.labels) + len(board.fields)
    return outer + sum(_task_rows(task) for task in board.tasks)


def _task_rows(task: ImportedTask) -> int:
    parts = (
        task.label_keys,
        task.checklists,
        *(checklist.items for checklist in task.checklists),
        task.comments,
        task.attachments,
        task.moves,
        task.field_values,
        task.blocked_by_keys,
    )
    return 1 + sum(len(part) for part in parts)


def _slices(tasks: Sequence[ImportedTask]) -> Iterable[Sequence[ImportedTask]]:
    return (tasks[i : i + TASKS_AT_ONCE] for i in range(0, len(tasks), TASKS_AT_ONCE))


class BoardMerge:
    """One merge of one board into one launch; `report` counts what it did."""

    def __init__(self, uow: UnitOfWork, board: ImportedBoard, launch_id: str, batch: str) -> None:
        self._uow = uow
        self._board = board
        self._launch_id = launch_id
        self._batch = batch
        self._ids: dict[tuple[str, str], str] = {}
        self.report = ImportReport(refused=list(board.refusals), warnings=list(board.warnings))

    def run(self) -> ImportReport:
        """Merge columns, people and labels, then tasks, then what hangs on them."""
        board = self._board
        self._merge(Column, [(c.key, self._column(c)) for c in board.columns])
        self._merge(Person, [(p.key, self._person(p)) for p in board.people])
        self._merge(
            Label,
            [
                (x.key, {"launch_id": self._launch_id, "name": x.name, "colour": x.colour})
                for x in board.labels
            ],
        )
        self._merge(
            CustomField,
            [
                (
                    f.key,
                    {
                        "item_kind": "task",
                        "name": f.name,
                        "type": f.type,
                        "options": "\n".join(f.options),
                    },
                )
                for f in board.fields
            ],
        )
        for tasks in _slices(board.tasks):
            self._merge(Task, [(t.key, self._task(t)) for t in tasks])
        # Dependencies name tasks of any slice, so parts begin when all tasks are known.
        for tasks in _slices(board.tasks):
            self._parts(tasks)
        self._uow.describe(N_("Imported board “{name}”"), name=board.name)
        return self.report

    def _source(self, cls: type[Entity], key: str) -> str:
        scope = "" if cls is Person else f"{self._board.key}:"
        return f"{self._board.system}:{scope}{cls.KIND}:{key}"

    def _id(self, cls: type[Entity], key: str | None) -> str | None:
        return None if key is None else self._ids.get((cls.KIND, key))

    def _merge(self, cls: type[E], wanted: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Add what is new, save what differs, and count all three outcomes."""
        pairs = list(wanted)
        sources = {key: self._source(cls, key) for key, _values in pairs}
        present = {
            record.source_id: record
            for record in self._uow.find_in(cls, "source_id", sources.values())
        }
        new: list[tuple[str, dict[str, Any]]] = []
        changed: list[E] = []
        for key, values in pairs:
            old = present.get(sources[key])
            if old is None:
                new.append((key, values))
                continue
            self._know(cls, key, old.id)
            kept = {name: value for name, value in values.items() if name not in KEPT.get(cls, ())}
            after = replace(old, **kept)
            if after != old:
                changed.append(after)
        self._uow.save(*changed)
        self._uow.add(*self._new(cls, new, sources))
        self._count(self.report.created, cls, len(new))
        self._count(self.report.updated, cls, len(changed))
        self._count(self.report.unchanged, cls, len(pairs) - len(new) - len(changed))

    def _new(
        self, cls: type[E], pairs: list[tuple[str, dict[str, Any]]], sources: dict[str, str]
    ) -> list[E]:
        if cls is Task and pairs:
            first = self._uow.next_number(Task, self._launch_id, len(pairs))
            for number, (_key, values) in enumerate(pairs, first):
                values["number"] = number
        records = []
        for key, values in pairs:
            records.append(cls(source_id=sources[key], batch_id=self._batch, **values))
            self._know(cls, key, records[-1].id)
        return records

    def _know(self, cls: type[Entity], key: str, record_id: str) -> None:
        """Remember the id of a record that others will name by its key."""
        if cls in NAMED:
            self._ids[cls.KIND, key] = record_id

    def _count(self, counts: dict[str, int], cls: type[Entity], count: int) -> None:
        if count:
            counts[cls.KIND] = counts.get(cls.KIND, 0) + count

    def _column(self, column: Any) -> dict[str, Any]:
        old = self._uow.find(Column, source_id=self._source(Column, column.key))
        archived_at = (old[0].archived_at if old else None) or utc_now()
        return {
            "launch_id": self._launch_id,
            "name": column.name,
            "stage": column.stage or Stage.BACKLOG,
            "position": column.position,
            "wip_limit": column.wip_limit,
            "archived_at": archived_at if column.archived else None,
        }

    def _person(self, person: Any) -> dict[str, Any]:
        return {"name": person.name, "aliases": "\n".join(person.aliases)}

    def _task(self, task: ImportedTask) -> dict[str, Any]:
        entered_at = task.moves[-1].at if task.moves else task.created_at
        return {
            "launch_id": self._launch_id,
            "column_id": self._id(Column, task.column_key),
            "title": task.title,
            "description": task.description,
            "assignee_id": self._id(Person, task.assignee_key),
            "priority": task.priority,
            "position": task.position,
            "start_on": task.start_on,
            "due_on": task.due_on,
            "due_at_time": task.due_at_time,
            "created_at": task.created_at,
            "entered_at": entered_at,
            "finished_at": task.done_at,
            "archived_at": entered_at if task.archived else None,
            "blocked_reason": task.blocked_reason,
            "blocked_at": task.blocked_at,
        }

    def _parts(self, tasks: Sequence[ImportedTask]) -> None:
        """Merge everything that hangs on some tasks, one kind at a time."""
        rows: dict[type[Entity], list[tuple[str, dict[str, Any]]]] = {cls: [] for cls in PARTS}
        for task in tasks:
            for cls, key, values in self._parts_of(task, self._ids[Task.KIND, task.key]):
                rows[cls].append((key, values))
        for cls in PARTS:
            if cls is ChecklistItem:
                for key, values in rows[cls]:
                    values["checklist_id"] = self._id(Checklist, key.split("\n")[0])
            self._merge(cls, rows[cls])

    def _parts_of(
        self, task: ImportedTask, task_id: str
    ) -> Iterable[tuple[type[Entity], str, dict[str, Any]]]:
        item = {"item_kind": "task", "item_id": task_id}
        for key in task.label_keys:
            label_id = self._id(Label, key)
            if label_id:
                yield TaskLabel, f"{task.key}\n{key}", {"task_id": task_id, "label_id": label_id}
        for checklist in task.checklists:
            values = {"task_id": task_id, "name": checklist.name, "position": checklist.position}
            yield Checklist, checklist.key, values
            for step in checklist.items:
                done_at = task.created_at if step.done else None
                values = {"task_id": task_id, "text": step.text, "position": step.position}
                key = f"{checklist.key}\n{step.key}"
                yield ChecklistItem, key, {**values, "done_at": done_at}
        for comment in task.comments:
            author = self._id(Person, comment.author_key)
            values = {"text": comment.text, "author_id": author, "created_at": comment.at}
            yield Comment, comment.key, {**item, **values}
        for file in task.attachments:
            values = {"name": file.name, "url": file.url, "media_type": file.media_type}
            created = {"created_at": file.at or task.created_at, "size_bytes": file.size_bytes}
            yield Attachment, file.key, {**item, **values, **created}
        for move in task.moves:
            to_id = self._id(Column, move.to_column_key)
            from_id = self._id(Column, move.from_column_key)
            values = {"task_id": task_id, "from_column_id": from_id, "to_column_id": to_id}
            yield Transition, f"{task.key}\n{move.key}", {**values, "at": move.at}
        for value in task.field_values:
            yield (
                FieldValue,
                f"{task.key}\n{value.field_key}",
                {
                    "field_id": self._id(CustomField, value.field_key),
                    "item_id": task_id,
                    "text_value": value.text_value,
                    "number_value": value.number_value,
                    "date_value": value.date_value,
                },
            )
        for key in task.blocked_by_keys:
            blocked_by = self._id(Task, key)
            if blocked_by:
                values = {"task_id": task_id, "blocked_by_id": blocked_by}
                yield Dependency, f"{task.key}\n{key}", values


PARTS: tuple[type[Entity], ...] = (
    TaskLabel,
    Checklist,
    ChecklistItem,
    Comment,
    Attachment,
    Transition,
    FieldValue,
    Dependency,
)

# Kinds that other records of a board refer to.
NAMED = (Column, Person, Label, CustomField, Task, Checklist)

# A re-import never takes back what a person decided here: a column's stage and limit.
KEPT: dict[type[Entity], tuple[str, ...]] = {Column: ("stage", "wip_limit")}
