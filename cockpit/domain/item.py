"""What every kind of item can carry: comments, attachments, links and custom fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

from cockpit.domain.entity import Entity


class LinkRole(StrEnum):
    """How the first end of a link stands to the second."""

    RELATES = "relates"
    CAUSES = "causes"
    MITIGATES = "mitigates"
    MEASURES = "measures"
    ANSWERS = "answers"
    DUPLICATES = "duplicates"


# What a link between two kinds usually means; the first kind is the first end.
USUAL_ROLES: Final = {
    ("task", "risk"): LinkRole.MITIGATES,
    ("kpi", "risk"): LinkRole.MEASURES,
    ("task", "feedback"): LinkRole.ANSWERS,
}

End = tuple[str, str]  # one end of a link, or any item: its kind and id


def usual_link(a: End, b: End) -> tuple[End, End, LinkRole]:
    """Return two items in the order, and the role, that a link between their kinds usually has."""
    if (role := USUAL_ROLES.get((a[0], b[0]))) is not None:
        return a, b, role
    if (role := USUAL_ROLES.get((b[0], a[0]))) is not None:
        return b, a, role
    return a, b, LinkRole.RELATES


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLink:
    """A link as one of its ends sees it: the kind, id, short number and title of the other end.

    `outgoing` says that the item is the link's first end: it mitigates, rather than is mitigated.
    """

    link: Link
    kind: str
    id: str
    short: str
    title: str
    outgoing: bool

    @property
    def role(self) -> LinkRole:
        """How the first end stands to the second."""
        return self.link.role


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemParts:
    """What hangs on an item of any kind, oldest first; comments come with their author's name.

    The name is "" when nobody knows who wrote. A link whose other end is gone is left out.
    """

    comments: tuple[tuple[Comment, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    links: tuple[ItemLink, ...] = ()
    fields: tuple[tuple[CustomField, FieldValue], ...] = ()
