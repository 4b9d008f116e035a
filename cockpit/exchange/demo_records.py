"""The shape of the data files in resources/demo: two languages, and days counted from today."""

from __future__ import annotations

from typing import Literal

import msgspec

from cockpit.domain.task import Priority, Stage

# Both languages of one text, Chinese first.
Text = tuple[str, str]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the records in the data files: a misspelt field is an error, not a default."""


class ColumnData(Record, frozen=True):
    """A column of both boards."""

    key: str
    name: Text
    stage: Stage
    wip_limit: int | None = None


class PersonData(Record, frozen=True):
    """Someone on the team."""

    key: str
    name: Text
    aliases: tuple[str, ...] = ()


class LabelData(Record, frozen=True):
    """A label and its slot in the palette."""

    key: str
    name: Text
    colour: int


class ReleaseData(Record, frozen=True):
    """A version; `day` counts from today."""

    version: str
    platform: str
    day: int
    roll_out: float


class LaunchData(Record, frozen=True):
    """A go-live; `go_live` counts days from today."""

    key: str
    name: Text
    phase: Text
    go_live: int
    releases: tuple[ReleaseData, ...]
    task_files: tuple[str, ...]


class ProductData(Record, frozen=True):
    """The whole of product.json."""

    name: Text
    launches: tuple[LaunchData, ...]


class ChecklistData(Record, frozen=True):
    """A checklist; a step is Chinese, English and whether it is done."""

    name: Text
    steps: tuple[tuple[str, str, Literal[0, 1]], ...]


class CommentData(Record, frozen=True):
    """A comment."""

    by: str
    day: int
    text: Text


class BlockedData(Record, frozen=True):
    """Since when a card is blocked, and why."""

    day: int
    reason: Text


class TaskData(Record, frozen=True):
    """One card; `path` is its way over the board, such as "backlog -30, active -12"."""

    number: int
    title: Text
    text: Text
    path: str
    owner: str | None = None
    others: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    due: int | None = None
    archived: bool = False
    blocked: BlockedData | None = None
    after: tuple[int, ...] = ()
    checklist: ChecklistData | None = None
    comments: tuple[CommentData, ...] = ()
