"""The shape of resources/demo/feedback.json, and the items that are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from cockpit.domain.feedback import FeedbackStatus, FeedbackType
from cockpit.exchange.demo_records import Record, Text
from cockpit.exchange.demo_risks import DemoComment


class Both(Record, frozen=True):
    """Texts by the language that a user writes in, whatever the demo's language is."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    def of(self, language: str) -> tuple[str, ...]:
        """Return those of one language."""
        return self.zh if language == "zh" else self.en


class ThemeData(Record, frozen=True):
    """What many users say: texts with slots, endings, and answers of support.

    A text may begin with a subject and “ | ”; without, its subject is one of `subjects`. `when` are
    stretches of days counted from today with weights; `calls` are notes of calls that an agent
    took. `evening`: on the incident's day only from its beginning on. `notes` are remarks of
    colleagues, each a person's key and a text; `business`: companies write too.
    """

    key: str
    tag: Text
    type: FeedbackType
    count: int
    stars: tuple[int, ...]
    when: tuple[tuple[int, int, int], ...]
    tasks: tuple[int, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]
    calls: tuple[str, ...]
    ends: Both
    replies: Both
    subjects: Both = Both(zh=(), en=())
    notes: tuple[tuple[str, Text], ...] = ()
    phones: tuple[str, ...] = ()
    board: str = "one-tap-pay"
    evening: bool = False
    spam: bool = False
    business: bool = False


class ChannelData(Record, frozen=True):
    """A way by which feedback comes; `platform` "" is any, `share` a weight."""

    key: str
    name: Text
    platform: str
    store: bool
    share: int


class WordsData(Record, frozen=True):
    """What goes into slots, in one language."""

    shop: tuple[str, ...]
    card: tuple[str, ...]
    st: tuple[str, ...]
    dev: tuple[str, ...]


class WordsByLanguage(Record, frozen=True):
    """What goes into slots."""

    zh: WordsData
    en: WordsData


class FeedbackData(Record, frozen=True):
    """The whole of feedback.json; `letters` are what stands around the text of a mail."""

    themes: tuple[ThemeData, ...]
    channels: tuple[ChannelData, ...]
    words: WordsByLanguage
    letters: Both
    nicknames: Both
    customers: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFeedback:
    """One item; `links` are names of other items, such as "task one-tap-pay-108"."""

    theme: str
    subject: str
    text: str
    status: FeedbackStatus
    type: FeedbackType
    channel: str
    rating: int | None
    customer: str
    received_at: datetime
    author: str
    version: str
    platform: str
    country: str
    reply: str
    answered_at: datetime | None
    done_at: datetime | None
    snoozed_until: datetime | None
    tags: tuple[str, ...]
    comments: tuple[DemoComment, ...]
    links: tuple[str, ...]


def read_feedback(content: bytes) -> FeedbackData:
    """Read feedback.json; raises msgspec.ValidationError for a file of another shape."""
    return msgspec.json.decode(content, type=FeedbackData)
