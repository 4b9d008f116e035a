"""A board as a file describes it, before it is merged: what every board importer produces.

Keys are the other system's ids. `created_at` and other instants are aware, in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from cockpit.domain.item import FieldType
from cockpit.domain.task import Priority, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedColumn:
    """A column (a list in Trello)."""

    key: str
    name: str
    position: float
    stage: Stage | None = None
    wip_limit: int | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPerson:
    """Someone named in the file; `placeholder` when only seen in the activity, not as a member."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    placeholder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedLabel:
    """A label; `colour` is a slot 0–7 of the categorical palette."""

    key: str
    name: str
    colour: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedChecklistItem:
    """A step of a checklist."""

    key: str
    text: str
    done: bool = False
    position: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedChecklist:
    """A checklist with its steps."""

    key: str
    name: str
    position: float = 0.0
    items: tuple[ImportedChecklistItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedComment:
    """A comment; `author_key` may be None."""

    key: str
    text: str
    at: datetime
    author_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAttachment:
    """A web address or name of a file; never fetched."""

    key: str
    name: str
    url: str = ""
    media_type: str = ""
    size_bytes: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedMove:
    """One transition; `from_column_key` None means it was created there."""

    key: str
    from_column_key: str | None
    to_column_key: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedField:
    """A custom field and its options."""

    key: str
    name: str
    type: FieldType
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFieldValue:
    """A custom field's value on a task; exactly one of the three is set."""

    field_key: str
    text_value: str | None = None
    number_value: float | None = None
    date_value: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTask:
    """A card. `archived` is its own flag; a card in an archived column keeps its own."""

    key: str
    column_key: str
    title: str
    created_at: datetime
    position: float
    number: int | None = None
    description: str = ""
    assignee_key: str | None = None
    other_assignee_keys: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    start_on: date | None = None
    due_on: date | None = None
    due_at_time: time | None = None
    done_at: datetime | None = None
    archived: bool = False
    blocked_reason: str = ""
    blocked_at: datetime | None = None
    label_keys: tuple[str, ...] = ()
    checklists: tuple[ImportedChecklist, ...] = ()
    comments: tuple[ImportedComment, ...] = ()
    attachments: tuple[ImportedAttachment, ...] = ()
    moves: tuple[ImportedMove, ...] = ()
    field_values: tuple[ImportedFieldValue, ...] = ()
    blocked_by_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A part of the file that was not taken: where, why, and its raw text, cut short."""

    where: str
    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedBoard:
    """Everything one board file holds. `system` prefixes source ids, e.g. "trello"."""

    system: str
    key: str
    name: str
    columns: tuple[ImportedColumn, ...] = ()
    people: tuple[ImportedPerson, ...] = ()
    labels: tuple[ImportedLabel, ...] = ()
    fields: tuple[ImportedField, ...] = ()
    tasks: tuple[ImportedTask, ...] = ()
    warnings: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(slots=True)
class ImportReport:
    """What an import did or, dry, would do: counts per kind and what was refused.

    Of a table `rows` are counted as read, taken and refused, and its filled cells as used,
    mapped, left and refused; both stay empty for other files.
    """

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    dry_run: bool = False
    rows: dict[str, int] = field(default_factory=dict)
    cells: dict[str, int] = field(default_factory=dict)
