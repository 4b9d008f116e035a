"""What users say: its status, its type, its tags, and the rows that a list of it shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from cockpit.domain.board import Found
from cockpit.domain.entity import Entity
from cockpit.domain.item import Attachment, Comment, Link


class FeedbackStatus(StrEnum):
    """How far we are with an item: nobody looked, somebody works, the customer's turn, over."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    SPAM = "spam"


# What lies in the inbox while it is not snoozed.
INBOX: Final = (FeedbackStatus.NEW, FeedbackStatus.OPEN)


class FeedbackType(StrEnum):
    """What kind of thing was said; the keys 1 to 6 in this order, NONE while nobody decided."""

    NONE = ""
    BUG = "bug"
    WISH = "wish"
    QUESTION = "question"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(Entity):
    """What a user said; `subject`, `text`, `reply` and `author` are hostile and plain text only.

    `rating` counts from 0 to `rating_max` (5 for stars, 10 for recommendation). `author` is the
    name it came under, `customer_id` whom we know it is. `reply` is the public answer;
    `answered_at` is when the customer was first answered, `done_at` when it was last closed.
    Until `snoozed_until` it stays out of the inbox. `withdrawn`: its author took it back.
    """

    KIND: ClassVar[str] = "feedback"

    product_id: str
    number: int
    subject: str = ""
    text: str
    status: FeedbackStatus = FeedbackStatus.NEW
    type: FeedbackType = FeedbackType.NONE
    channel: str = ""
    rating: int | None = None
    customer_id: str | None = None
    received_at: datetime
    author: str = ""
    rating_max: int = 5
    version: str = ""
    platform: str = ""
    country: str = ""
    url: str = ""
    reply: str = ""
    answered_at: datetime | None = None
    done_at: datetime | None = None
    snoozed_until: datetime | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(Entity):
    """A word that groups feedback of a product; `colour` is a slot of the categorical palette."""

    KIND: ClassVar[str] = "tag"

    product_id: str
    name: str
    colour: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackTag(Entity):
    """A tag on an item of feedback."""

    KIND: ClassVar[str] = "feedback_tag"

    feedback_id: str
    tag_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTag:
    """A tag as a row shows it."""

    id: str
    name: str
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRow:
    """An item in a list: `seq` is its place of storage, `excerpt` the beginning of its text."""

    seq: int
    id: str
    number: int
    subject: str
    excerpt: str
    author: str
    status: FeedbackStatus
    type: FeedbackType
    channel: str
    rating: int | None
    rating_max: int
    received_at: datetime
    snoozed_until: datetime | None
    tags: tuple[RowTag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackDetail:
    """One item with everything that hangs on it; `earlier` counts others of the same customer."""

    feedback: Feedback
    tags: tuple[Tag, ...] = ()
    customer_name: str = ""
    earlier: int = 0
    comments: tuple[tuple[Comment, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    links: tuple[tuple[Link, Found], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackCounts:
    """How many live items a product has of each status, and how many of the inbox are snoozed."""

    by_status: dict[FeedbackStatus, int]
    snoozed: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_status.values())

    @property
    def inbox(self) -> int:
        """What waits for somebody now."""
        return sum(self.by_status.get(status, 0) for status in INBOX) - self.snoozed


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanPlace:
    """Where a scan goes on; its meaning is the storage's own."""

    received_at: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSlice:
    """A part of what passes a filter, by `seq`; `rest` None: that was all.

    With `keys` (the instants they are ordered by) the slice may lie anywhere among those before
    it; without, it follows them. `cut`: there is more, but it will not be read.
    """

    seqs: list[int]
    keys: list[str] | None = None
    rest: ScanPlace | None = None
    cut: bool = False
