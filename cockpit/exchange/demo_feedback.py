"""Builds the demo's feedback: some 600 texts over 60 days, most dealt with, 37 in the inbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Final, Literal

from cockpit.domain.feedback import INBOX, FeedbackStatus, FeedbackType
from cockpit.exchange.demo_days import local_instant
from cockpit.exchange.demo_feedback_records import (
    DemoFeedback,
    FeedbackData,
    ThemeData,
    read_feedback,
)
from cockpit.exchange.demo_risks import DemoComment, DemoRisk
from cockpit.exchange.demo_voices import ZONE, Voice, Voices, in_turns
from cockpit.resources import resource

INBOX_SIZE: Final = 37
_SNOOZED: Final = 4
# How far the newest items are, newest first, and then those before them, over and over.
_NEWEST: Final = ("new", "new", "new", "new", "done") * 5
_BEFORE: Final = ("open", "done", "waiting", "new", "open", "done", "done")
# One item in so many is linked to a task, and so many to each risk.
_LINKED: Final = 5
_PER_RISK: Final = 3
# What came within this long of something that happened is about it.
_EVENING: Final = timedelta(hours=3)
_TRIES: Final = 50
# The share of texts with an ending such as “Please fix.”
_ENDING: Final = 0.45


def demo_feedback(
    today: date, side: Literal[0, 1], risks: Sequence[DemoRisk]
) -> tuple[DemoFeedback, ...]:
    """Return the feedback around a day, oldest first, with tags in Chinese (0) or English (1)."""
    data = read_feedback((resource("demo") / "feedback.json").read_bytes())
    seen: set[str] = set()
    items = [item for theme in data.themes for item in _said(data, today, side, theme, seen)]
    items.sort(key=lambda item: (item.received_at, item.text))
    items = _named(items, data)
    themes = {theme.key: theme for theme in data.themes}
    now = local_instant(today, "09:20", ZONE)
    items = _handled(items, themes, side, now)
    return tuple(_linked(items, themes, risks))


def contact_of(customer: str) -> str:
    """Return how a customer is reached: a number with its middle hidden, or an address."""
    noise = Random(customer)
    if customer.isascii():
        return f"{customer.lower().replace(' ', '.').replace(chr(39), '')}@example.com"
    return f"{noise.choice(('136', '138', '139', '150', '186'))}****{noise.randint(0, 9999):04}"


def _named(items: list[DemoFeedback], data: FeedbackData) -> list[DemoFeedback]:
    """Return the items with nicknames; nobody speaks again before all others have."""
    noise = Random("nicknames")
    names = {
        language: iter(in_turns(noise, data.nicknames.of(language), len(items)))
        for language in ("zh", "en")
    }
    return [
        replace(item, author=next(names[item.author])) if item.author in names else item
        for item in items
    ]


def _said(
    data: FeedbackData, today: date, side: Literal[0, 1], theme: ThemeData, seen: set[str]
) -> list[DemoFeedback]:
    """Return what is said on one theme; nobody has looked at it yet."""
    bag = [
        *(("zh", False, text) for text in theme.zh),
        *(("en", False, text) for text in theme.en),
        *(("zh", True, text) for text in theme.calls),
    ]
    voices = Voices(data, today, theme)
    instants = voices.instants()
    found = []
    turns = in_turns(voices.noise, bag, len(instants))
    for received_at, (language, call, pattern) in zip(instants, turns, strict=True):
        for _try in range(_TRIES):
            voice = voices.draw(received_at, language, call=call)
            item = _item(theme, voices, voice, pattern, side)
            if item.text not in seen:
                break
        seen.add(item.text)
        found.append(item)
    return found


def _item(
    theme: ThemeData, voices: Voices, voice: Voice, pattern: str, side: Literal[0, 1]
) -> DemoFeedback:
    """Return what somebody says after a pattern; stores and mails have subjects."""
    noise, call = voices.noise, voice.channel.key == "phone"
    own, _bar, body = pattern.rpartition(" | ")
    titled = voice.channel.store or voice.channel.key == "mail"
    if not call and noise.random() < _ENDING:
        gap = "" if voice.language == "zh" else " "
        body += gap + noise.choice(theme.ends.of(voice.language))
    if voice.channel.key == "mail" and not theme.spam:
        body = voices.letter(body, voice)
    text = voices.fill(body, voice)
    return DemoFeedback(
        theme=theme.key,
        subject=(own or noise.choice(theme.subjects.of(voice.language))) if titled else "",
        text=text,
        status=FeedbackStatus.NEW,
        type=FeedbackType.NONE,
        channel=voice.channel.name[side],
        rating=noise.choice(theme.stars) if voice.channel.store else None,
        customer=voice.customer,
        received_at=voice.received_at,
        author=voice.author,
        version="" if call else voice.version,
        platform=voice.platform,
        country=voice.country,
        reply=_reply(theme, voice, noise),
        answered_at=None,
        done_at=None,
        snoozed_until=None,
        tags=(),
        comments=(),
        links=(),
    )


def _reply(theme: ThemeData, voice: Voice, noise: Random) -> str:
    """Return what support would answer in writing, "" where nobody is written to."""
    answers = theme.replies.of(voice.language)
    written = voice.channel.key != "phone" and noise.random() < 0.7
    return noise.choice(answers) if written and answers else ""


def _handled(
    items: list[DemoFeedback], themes: dict[str, ThemeData], side: Literal[0, 1], now: datetime
) -> list[DemoFeedback]:
    """Return the items as far as somebody is with them: the newest are new, old ones done."""
    noise = Random("handled")
    inbox = snoozed = position = 0
    done: list[DemoFeedback] = []
    for item in reversed(items):
        status = FeedbackStatus.DONE
        until = None
        if themes[item.theme].spam:
            status = FeedbackStatus.SPAM
        elif inbox < INBOX_SIZE:
            rest = position - len(_NEWEST)
            word = _NEWEST[position] if rest < 0 else _BEFORE[rest % len(_BEFORE)]
            status = FeedbackStatus(word)
            position += 1
            inbox += status in INBOX
        elif snoozed < _SNOOZED and noise.random() < 0.2:
            until = now + timedelta(days=1 + snoozed) - timedelta(minutes=20)
            status = FeedbackStatus.OPEN
            snoozed += 1
        elif noise.random() < 0.015:
            status = FeedbackStatus.WAITING
        done.append(_judged(item, themes[item.theme], side, status, until, now, noise))
    return done[::-1]


def _judged(
    item: DemoFeedback,
    theme: ThemeData,
    side: Literal[0, 1],
    status: FeedbackStatus,
    until: datetime | None,
    now: datetime,
    noise: Random,
) -> DemoFeedback:
    """Return an item with what people did with it until now."""
    fresh = status is FeedbackStatus.NEW
    closed = status in (FeedbackStatus.DONE, FeedbackStatus.SPAM)
    answered = (closed and bool(item.reply)) or status is FeedbackStatus.WAITING
    minutes = min(noise.lognormvariate(3.7, 0.8), 1400)
    answered_at = min(item.received_at + timedelta(minutes=minutes), now)
    closing = answered_at + timedelta(minutes=noise.uniform(0, 2800) if answered else 3)
    typed = not fresh or noise.random() < 0.45
    tagged = theme.tag[side] and (not fresh or noise.random() < 0.7)
    return replace(
        item,
        status=status,
        type=theme.type if typed else FeedbackType.NONE,
        tags=(theme.tag[side],) if tagged else (),
        reply=item.reply if closed else "",
        answered_at=answered_at if answered else None,
        done_at=min(closing, now) if closed else None,
        snoozed_until=until,
        comments=_notes(item, theme, side, status, now, noise),
    )


def _notes(
    item: DemoFeedback,
    theme: ThemeData,
    side: Literal[0, 1],
    status: FeedbackStatus,
    now: datetime,
    noise: Random,
) -> tuple[DemoComment, ...]:
    """Return a colleague's remark on most of what is being worked on, and on some of the rest."""
    worked_on = status in (FeedbackStatus.OPEN, FeedbackStatus.WAITING)
    if not theme.notes or noise.random() > (0.7 if worked_on else 0.04):
        return ()
    author, text = noise.choice(theme.notes)
    at = min(item.received_at + timedelta(minutes=noise.randint(8, 90)), now)
    return (DemoComment(author=author, at=at, text=text[side]),)


def _linked(
    items: list[DemoFeedback], themes: dict[str, ThemeData], risks: Sequence[DemoRisk]
) -> list[DemoFeedback]:
    """Return the items with their links to tasks, and to risks with their figures and marks."""
    links: defaultdict[int, list[str]] = defaultdict(list)
    taken: defaultdict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        if item.status not in (FeedbackStatus.NEW, FeedbackStatus.SPAM):
            taken[item.theme].append(at)
    for key, places in taken.items():
        tasks = themes[key].tasks
        for count, at in enumerate(places[::_LINKED] if tasks else ()):
            links[at].append(f"task {themes[key].board}-{tasks[count % len(tasks)]}")
    for risk in risks:
        places = taken[risk.theme]
        if risk.marks and risk.closed_at is not None:
            places = [at for at in places if abs(items[at].received_at - risk.closed_at) < _EVENING]
        # The newest first, and each of them for one risk only.
        for count, at in enumerate(places[: -_PER_RISK - 1 : -1]):
            taken[risk.theme].remove(at)
            links[at].append(f"risk {risk.key}")
            if count == 0:
                links[at] += [f"kpi {kpi}" for kpi in risk.kpis[:1]]
            links[at] += [f"mark {mark}" for mark in risk.marks]
    return [replace(item, links=tuple(links[at])) for at, item in enumerate(items)]
