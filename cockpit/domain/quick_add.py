"""Read one typed line as a task: `提交审核 @李雷 #支付 !高 明天下午3点`.

`@name` (quotes for spaces: `@"Li Lei"`), `#label` and `!priority` begin where no Latin letter or
digit stands before them, so C#, a@b.com and #12 stay text; a backslash makes any of them text.
The first person, priority, date and time count; further ones stay in the title, where they are
seen. A time without a date means today. What is understood is cut out of the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final, Literal

from cockpit.domain.date_phrases import Phrase, find_phrases, plain_width
from cockpit.domain.task import Priority

TermKind = Literal["assignee", "label", "priority", "due"]

PRIORITY_WORDS: Final = {
    "低": Priority.LOW, "low": Priority.LOW, "l": Priority.LOW,
    "中": Priority.NORMAL, "普通": Priority.NORMAL, "normal": Priority.NORMAL, "n": Priority.NORMAL,
    "高": Priority.HIGH, "high": Priority.HIGH, "h": Priority.HIGH,
    "急": Priority.URGENT, "紧急": Priority.URGENT, "urgent": Priority.URGENT,
    "u": Priority.URGENT,
}  # fmt: skip
_KINDS: Final[dict[str, TermKind]] = {"@": "assignee", "#": "label", "!": "priority"}
_SIGN: Final = re.compile(r"(?<![0-9A-Za-z_\\])[@#!]")
_QUOTED: Final = re.compile(r'"([^"]+)"|“([^”]+)”|「([^」]+)」')
_WORD: Final = re.compile(r"[^\s@#!,;，。、；：\"“”「」()（）【】]+")
_ESCAPE: Final = re.compile(r"\\(?=[@#!])")


@dataclass(frozen=True, slots=True)
class PersonName:
    """What a person can be called."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of the line that was understood, so that it can be drawn as a chip."""

    kind: TermKind
    text: str
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """What a line says; `assignee_text` is a name that nobody bears."""

    title: str
    assignee_id: str | None = None
    assignee_text: str = ""
    labels: tuple[str, ...] = ()
    priority: Priority | None = None
    due: date | None = None
    due_time: time | None = None
    terms: tuple[Term, ...] = ()


def parse_quick_add(text: str, today: date, people: Sequence[PersonName] = ()) -> QuickAdd:
    """Understand a line; whatever cannot be understood is part of the title."""
    plain = plain_width(text)
    signed = _signed_terms(text, plain, today, people)
    phrases, escapes = find_phrases(text, today, [(t.start, t.end) for t in signed])
    due, chosen = _choose(phrases, today)
    dated = [
        Term("due", text[p.start : p.end], p.start, p.end, _due_value(p, today)) for p in chosen
    ]
    terms = sorted([*signed, *dated], key=lambda term: term.start)
    escapes += [match.start() for match in _ESCAPE.finditer(plain)]
    assignee = next((term for term in terms if term.kind == "assignee"), None)
    person = _person(assignee.value, people) if assignee else None
    return QuickAdd(
        title=_title(text, terms, escapes),
        assignee_id=person.id if person else None,
        assignee_text=assignee.value if assignee and not person else "",
        labels=tuple(dict.fromkeys(term.value for term in terms if term.kind == "label")),
        priority=next((PRIORITY_WORDS[t.value] for t in terms if t.kind == "priority"), None),
        due=due,
        due_time=next((p.at for p in chosen if p.at is not None), None),
        terms=tuple(terms),
    )


def _signed_terms(text: str, plain: str, today: date, people: Sequence[PersonName]) -> list[Term]:
    """The @, # and ! terms in order: one person, one priority, any number of labels."""
    terms: list[Term] = []
    position = 0
    while match := _SIGN.search(plain, position):
        start = position = match.start()
        position += 1
        kind = _KINDS[match[0]]
        if kind != "label" and any(term.kind == kind for term in terms):
            continue
        value, end = _value(text, plain, start + 1, today, people if kind == "assignee" else ())
        if kind == "priority":
            value = value.lower()
        if _means_something(kind, value):
            terms.append(Term(kind, text[start:end], start, end, value))
            position = end
    return terms


def _means_something(kind: TermKind, value: str) -> bool:
    if kind == "priority":
        return value in PRIORITY_WORDS
    # A bare number after # is the number of an issue, not a label.
    return bool(value) and not (kind == "label" and value.isdecimal())


def _value(
    text: str, plain: str, start: int, today: date, people: Sequence[PersonName]
) -> tuple[str, int]:
    """What follows a sign, and where it ends."""
    if quoted := _QUOTED.match(plain, start):
        return text[quoted.start() + 1 : quoted.end() - 1].strip(), quoted.end()
    if known := _known_name(plain, start, today, people):
        return known, start + len(known)
    word = _WORD.match(plain, start)
    return (plain[start : word.end()], word.end()) if word else ("", start)


def _known_name(plain: str, start: int, today: date, people: Sequence[PersonName]) -> str:
    """The longest name of a person that stands here on its own or right before a date."""
    for name in sorted((n for p in people for n in _names(p)), key=len, reverse=True):
        end = start + len(name)
        if not name or plain[start:end].casefold() != plain_width(name).casefold():
            continue
        if end == len(plain) or not plain[end].isalnum():
            return plain[start:end]
        if any(p.start == 0 for p in find_phrases(plain[end:], today)[0]):
            return plain[start:end]
    return ""


def _names(person: PersonName) -> Iterable[str]:
    return (person.name, *person.aliases)


def _person(text: str, people: Sequence[PersonName]) -> PersonName | None:
    """Who is called that, or the only one whose name begins like that."""
    wanted = plain_width(text).casefold()
    exact = [p for p in people if any(plain_width(n).casefold() == wanted for n in _names(p))]
    if exact:
        return exact[0] if len(exact) == 1 else None
    begins = [p for p in people if any(n.casefold().startswith(wanted) for n in _names(p))]
    return begins[0] if len(begins) == 1 else None


def _choose(phrases: list[Phrase], today: date) -> tuple[date | None, list[Phrase]]:
    """The first date that is still ahead (else the first), and the first time."""
    dated = [p for p in phrases if p.on is not None]
    first = next((p for p in dated if p.on and p.on >= today), dated[0] if dated else None)
    if first and first.at is not None:
        return first.on, [first]
    timed = next((p for p in phrases if p.on is None and p.at is not None), None)
    chosen = [p for p in (first, timed) if p is not None]
    if not chosen:
        return None, []
    return (first.on if first else today), chosen


def _due_value(phrase: Phrase, today: date) -> str:
    parts = [part.isoformat() for part in (phrase.on,) if part]
    if phrase.at is not None:
        parts.append(phrase.at.strftime("%H:%M"))
    return " ".join(parts)


def _title(text: str, terms: Sequence[Term], escapes: Iterable[int]) -> str:
    """The line without its terms and escaping backslashes, its gaps closed."""
    kept = list(text)
    for position in escapes:
        kept[position] = ""
    for term in terms:
        kept[term.start : term.end] = [" "] + [""] * (term.end - term.start - 1)
    title = " ".join("".join(kept).split())
    title = re.sub(r"\s*([,;，、；])(?:\s*[,;，、；])+", r"\1", title)
    if terms:
        title = re.sub(r"\s+([!?.！？。]+)$", r"\1", title)
    return title.strip(" ,;:，、；：")
