"""Tasks as a CSV file for spreadsheets: one line a task, UTF-8 with a mark, no active formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from cockpit.domain.board import TaskDetail
from cockpit.domain.item import CustomField, FieldType, FieldValue
from cockpit.domain.organisation import Launch
from cockpit.domain.safe_cells import cell
from cockpit.domain.short_number import short_of
from cockpit.exchange.atomic_file import atomic_file

BETWEEN: Final = "; "

# Headings are the names of the fields, the same in every language, so that scripts can rely on
# them; a custom field has its own name behind "field:".
COLUMNS: Final[dict[str, Callable[[TaskDetail], object]]] = {
    "short": lambda d: short_of("task", d.task.number),
    "number": lambda d: d.task.number,
    "title": lambda d: d.task.title,
    "column": lambda d: d.column.name,
    "stage": lambda d: d.column.stage,
    "priority": lambda d: d.task.priority,
    "assignee": lambda d: d.assignee_name,
    "labels": lambda d: BETWEEN.join(label.name for label in d.labels),
    "start_on": lambda d: d.task.start_on,
    "due_on": lambda d: d.task.due_on,
    "due_at_time": lambda d: d.task.due_at_time,
    "created_at": lambda d: d.task.created_at,
    "entered_at": lambda d: d.task.entered_at,
    "finished_at": lambda d: d.task.finished_at,
    "archived_at": lambda d: d.task.archived_at or d.column.archived_at,
    "blocked_at": lambda d: d.task.blocked_at,
    "blocked_reason": lambda d: d.task.blocked_reason,
    "blocked_by": lambda d: BETWEEN.join(short_of("task", task.number) for task in d.blocked_by),
    "steps_done": lambda d: sum(
        s.done_at is not None for _list, steps in d.checklists for s in steps
    ),
    "steps": lambda d: sum(len(steps) for _list, steps in d.checklists),
    "comments": lambda d: len(d.comments),
    "attachments": lambda d: len(d.attachments),
    "description": lambda d: d.task.description,
    "id": lambda d: d.task.id,
    "source_id": lambda d: d.task.source_id,
}


def write_csv(
    path: Path,
    tasks: Iterable[TaskDetail],
    launches: Mapping[str, Launch],
    fields: Sequence[CustomField],
) -> int:
    """Write tasks and return how many. Raises EnvironmentProblem when that is not possible."""
    count = 0
    with atomic_file(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        # Texts are quoted, since some spreadsheets also split lines at semicolons and tabs.
        writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
        headings = [*COLUMNS, "launch", *(f"field:{field.name}" for field in fields)]
        writer.writerow([cell(heading) for heading in headings])
        for detail in tasks:
            launch = launches.get(detail.task.launch_id)
            values = {field.id: value for field, value in detail.fields}
            row = [read(detail) for read in COLUMNS.values()]
            row.append(launch.name if launch else None)
            row += [_value(field, values.get(field.id)) for field in fields]
            writer.writerow([cell(value) for value in row])
            count += 1
        text.flush()
        text.detach()
    return count


def _value(field: CustomField, value: FieldValue | None) -> object:
    if value is None:
        return None
    match field.type:
        case FieldType.NUMBER:
            return value.number_value
        case FieldType.DATE:
            return value.date_value
        case FieldType.CHECKBOX if value.number_value is not None:
            return bool(value.number_value)
    return value.text_value
