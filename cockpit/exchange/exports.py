"""The files that tasks can be written to, for the file dialog and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cockpit.domain.board import TaskDetail
from cockpit.domain.errors import UserError
from cockpit.domain.filters import Filter
from cockpit.domain.item import CustomField
from cockpit.domain.organisation import Launch
from cockpit.exchange.task_csv import write_csv
from cockpit.exchange.task_json import write_json
from cockpit.i18n import N_, _


class TaskWriter(Protocol):
    """Writes tasks to a file and returns how many."""

    def __call__(
        self,
        path: Path,
        tasks: Iterable[TaskDetail],
        launches: Mapping[str, Launch],
        fields: Sequence[CustomField],
    ) -> int: ...


class TaskSource(Protocol):
    """Where the tasks come from: a reader of a workspace."""

    def launches(self) -> list[Launch]:
        """Return the live launches."""

    def task_fields(self) -> list[CustomField]:
        """Return the custom fields of tasks by name."""

    def task_details(self, filter: Filter | None = None) -> Iterable[TaskDetail]:
        """Return the tasks that pass, all of them without a filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """A kind of file; `title` is a message to translate, `extension` has no dot."""

    key: str
    title: str
    extension: str
    write: TaskWriter


EXPORTS: tuple[ExportFormat, ...] = (
    ExportFormat(
        key="csv", title=N_("Tasks for a spreadsheet (CSV)"), extension="csv", write=write_csv
    ),
    ExportFormat(
        key="json",
        title=N_("Tasks with all their parts (JSON)"),
        extension="json",
        write=write_json,
    ),
)


def export_tasks(source: TaskSource, path: Path, filter: Filter | None = None) -> int:
    """Write the tasks that pass (None: all, archived ones too) and return how many.

    Raises UserError when the name of the file says no known format.
    """
    extension = path.suffix.casefold().removeprefix(".")
    for format_ in EXPORTS:
        if format_.extension == extension:
            launches = {launch.id: launch for launch in source.launches()}
            tasks = source.task_details(filter)
            return format_.write(path, tasks, launches, source.task_fields())
    known = ", ".join(f".{format_.extension}" for format_ in EXPORTS)
    raise UserError(
        _("“{name}” does not say what to write: end it in one of {known}.").format(
            name=path.name, known=known
        )
    )
