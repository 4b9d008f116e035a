"""What every kind of item can carry: comments, attachments, links and custom fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from cockpit.domain.entity import Entity


class LinkRole(StrEnum):
    """How the first end of a link stands to the second."""

    RELATES = "relates"
    CAUSES = "causes"
    MITIGATES = "mitigates"
    MEASURES = "measures"
    ANSWERS = "answers"
    DUPLICATES = "duplicates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Entity):
    """Words about an item, by a person (None: unknown)."""

    KIND: ClassVar[str] = "comment"

    item_kind: str
    item_id: str
    author_id: str | None = None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Entity):
    """A file or web address on an item: `sha256` names stored content, `url` is only ever shown.

    Content up to 256 KiB is in the workspace file, larger in the folder beside it.
    """

    KIND: ClassVar[str] = "attachment"

    item_kind: str
    item_id: str
    name: str
    media_type: str = ""
    size_bytes: int | None = None
    sha256: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Entity):
    """Two items that belong together."""

    KIND: ClassVar[str] = "link"

    a_kind: str
    a_id: str
    b_kind: str
    b_id: str
    role: LinkRole = LinkRole.RELATES


class FieldType(StrEnum):
    """The type of a custom field's value."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHECKBOX = "checkbox"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomField(Entity):
    """A field that a person or an import added to a kind; `options` are separated by newlines."""

    KIND: ClassVar[str] = "custom_field"

    item_kind: str
    name: str
    type: FieldType
    options: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue(Entity):
    """The value of a custom field on one item: one of the three is set, by the field's type."""

    KIND: ClassVar[str] = "field_value"

    field_id: str
    item_id: str
    text_value: str | None = None
    number_value: float | None = None
    date_value: date | None = None
