"""What a filter line means for the table of feedback, and which way it is cheapest to follow."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true

from cockpit.domain.feedback import INBOX, Feedback, FeedbackStatus, FeedbackTag, FeedbackType, Tag
from cockpit.domain.filter_dates import resolve_past
from cockpit.domain.filters import Filter, FilterTerm
from cockpit.domain.item import Link
from cockpit.domain.organisation import Customer
from cockpit.domain.short_number import read_short
from cockpit.storage.filter_sql import MOST_CONDITIONS, days, folded
from cockpit.storage.tables import TABLES

Condition = ColumnElement[bool]

FEEDBACK: Final = TABLES[Feedback].c
_TAGGED: Final = TABLES[FeedbackTag].c
_FIRST_DAY: Final = date(1900, 1, 1)
_LAST_DAY: Final = date(9990, 1, 1)
_COMPARED: Final[dict[str, Callable[[Any, Any], Condition]]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A filter as SQL: conditions that must all hold, beside being live.

    `inbox`: everything asked for is new or open. `words` are looked for in the search table.
    `days` are those of the conditions that bound the day, so that a walk can end there.
    `named` are ways to the ids of all items that can pass: those of a number, or of a tag.
    """

    conditions: tuple[Condition, ...] = ()
    words: tuple[str, ...] = ()
    inbox: bool = False
    days: tuple[Condition, ...] = ()
    named: tuple[Select[tuple[str]], ...] = field(default=(), repr=False)


def question(filter: Filter, now: datetime, zone: tzinfo = UTC) -> Question:
    """Return what a filter asks at an instant; `zone` is where days begin.

    Without a word about the status it asks for the inbox: new or open, and not snoozed.
    """
    if len(filter.terms) + len(filter.words) > MOST_CONDITIONS:
        return Question((false(),))
    reading = _Reading(now, zone)
    statuses = [term for term in filter.terms if term.field == "status"]
    found = [reading.term(term) for term in filter.terms]
    if not statuses:
        found += reading.inbox()
    words: list[str] = []
    numbers: list[Condition] = []
    for word in filter.words:
        short = read_short(word)
        if short is not None and short[0] == Feedback.KIND:
            numbers.append(FEEDBACK.number == short[1])
        else:
            words.append(word)
    inbox = not statuses or any(
        not term.negated and term.value in ("inbox", "new", "open") for term in statuses
    )
    named = tuple(
        owners
        for term in filter.terms
        if not term.negated and (owners := _owners(term)) is not None
    )
    if numbers:
        named = (select(FEEDBACK.id).where(*numbers),)
    days_asked = tuple(
        reading.term(term)
        for term in filter.terms
        if term.field == "received" and not term.negated and term.value != "none"
    )
    return Question((*found, *numbers), tuple(words), inbox, days_asked, named)


def within(received: ColumnElement[Any], start: datetime | None, end: datetime | None) -> Condition:
    """Tell whether an instant is in a half-open range."""
    wanted: list[Condition] = [true()]
    if start is not None:
        wanted.append(received >= start)
    if end is not None:
        wanted.append(received < end)
    return and_(*wanted)


class _Reading:
    """Turns terms into conditions for one instant and zone."""

    def __init__(self, now: datetime, zone: tzinfo) -> None:
        self._now = now
        self._zone = zone

    def term(self, term: FilterTerm) -> Condition:
        """Return what one term asks; what is absent does not fit, so its opposite does."""
        readers: dict[str, Callable[[FilterTerm], Condition]] = {
            "status": self._status,
            "received": self._received,
        }
        reader = readers.get(term.field) or _TERMS[term.field]
        condition = reader(term)
        return condition.is_not(true()) if term.negated else condition

    def inbox(self) -> Sequence[Condition]:
        """Return what it takes to lie in the inbox."""
        snoozed = FEEDBACK.snoozed_until
        return [
            FEEDBACK.status.in_(INBOX),
            or_(snoozed.is_(None), snoozed <= self._now),
        ]

    def _status(self, term: FilterTerm) -> Condition:
        if term.value == "inbox":
            return and_(*self.inbox())
        if term.value == "snoozed":
            return and_(FEEDBACK.status.in_(INBOX), FEEDBACK.snoozed_until > self._now)
        if term.value == "all":
            return true()
        return FEEDBACK.status == FeedbackStatus(term.value)

    def _received(self, term: FilterTerm) -> Condition:
        if term.value == "none":
            return false()
        start, end = days(resolve_past, term, self._now.astimezone(self._zone).date())
        return within(FEEDBACK.received_at, self._instant(start), self._instant(end))

    def _instant(self, day: date | None) -> datetime | None:
        if day is None:
            return None
        day = min(max(day, _FIRST_DAY), _LAST_DAY)
        return datetime.combine(day, time.min, self._zone).astimezone(UTC)


def _type(term: FilterTerm) -> Condition:
    wanted = FeedbackType.NONE if term.value == "none" else FeedbackType(term.value)
    return FEEDBACK.type == wanted


def _rating(term: FilterTerm) -> Condition:
    if term.value == "none":
        return FEEDBACK.rating.is_(None)
    return _COMPARED[term.op](FEEDBACK.rating, int(term.value))


def _tag(term: FilterTerm) -> Condition:
    tagged = exists().where(_TAGGED.feedback_id == FEEDBACK.id, _TAGGED.deleted_at.is_(None))
    if term.value == "none":
        return ~tagged
    return tagged.where(_TAGGED.tag_id.in_(_tags_named(term.value)))


def _tags_named(name: str) -> Select[tuple[str]]:
    tag = TABLES[Tag].c
    return select(tag.id).where(tag.deleted_at.is_(None), func.lower(tag.name) == folded(name))


def _customers_named(name: str) -> Select[tuple[str]]:
    customer = TABLES[Customer].c
    return select(customer.id).where(
        customer.deleted_at.is_(None), func.lower(customer.name) == folded(name)
    )


def _customer(term: FilterTerm) -> Condition:
    if term.value == "none":
        return and_(FEEDBACK.customer_id.is_(None), FEEDBACK.author == "")
    return or_(
        FEEDBACK.customer_id.in_(_customers_named(term.value)),
        func.lower(FEEDBACK.author) == folded(term.value),
    )


def _channel(term: FilterTerm) -> Condition:
    if term.value == "none":
        return FEEDBACK.channel == ""
    return func.lower(FEEDBACK.channel) == folded(term.value)


def _text(name: str) -> Callable[[FilterTerm], Condition]:
    return lambda term: func.lower(FEEDBACK[name]) == folded(term.value)


def _has(term: FilterTerm) -> Condition:
    if term.value == "tag":
        return exists().where(_TAGGED.feedback_id == FEEDBACK.id, _TAGGED.deleted_at.is_(None))
    if term.value == "rating":
        return FEEDBACK.rating.is_not(None)
    if term.value == "customer":
        return FEEDBACK.customer_id.is_not(None)
    if term.value == "reply":
        return FEEDBACK.reply != ""
    link = TABLES[Link].c
    ends = [exists().where(end == FEEDBACK.id, link.deleted_at.is_(None)) for end in (
        link.a_id, link.b_id)]  # fmt: skip
    return or_(*ends)


_TERMS: Final[dict[str, Callable[[FilterTerm], Condition]]] = {
    "type": _type,
    "rating": _rating,
    "tag": _tag,
    "customer": _customer,
    "channel": _channel,
    "version": _text("version"),
    "platform": _text("platform"),
    "country": _text("country"),
    "has": _has,
}


def _owners(term: FilterTerm) -> Select[tuple[str]] | None:
    """Return the ids of the items that a tag stands on, for terms that name one."""
    if term.field != "tag" or term.value == "none":
        return None
    return select(_TAGGED.feedback_id).where(
        _TAGGED.deleted_at.is_(None), _TAGGED.tag_id.in_(_tags_named(term.value))
    )
