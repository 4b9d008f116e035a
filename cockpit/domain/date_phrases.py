"""Find the phrases that name a date or a time of day in a sentence, in Chinese and in English.

A Latin phrase must be a word of its own: Monday.com, someday and a@today.com are left alone.
Chinese has no spaces, so a Chinese phrase counts only where both its ends are free: the edge of
the text, a space, a mark, or a term such as @name; its right end may also be a verb that begins
a task (明天提交审核). So 今天头条 and 周末活动方案 keep their words. A date with a time right
behind it (明天下午3点) is so plain that one free end will do. A backslash before a phrase makes
it text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from cockpit.domain.date_patterns import DATE_RULES
from cockpit.domain.time_patterns import TIME_RULES

_VERBS: Final = re.compile(
    "提交|完成|上线|下线|发布|发版|发送|开会|召开|开始|结束|回复|联系|检查|确认|准备|整理|更新|评审|审核"
    "|讨论|复盘|测试|修复|处理|跟进|交付|交稿|提醒|通知|安排|启动|汇报|写|做|给|找"
    "|发(?![现生展票])|交(?![易互通流])|看(?![板法点])|去(?![年重向])|要(?![求点素])"
)
_FREE_MARKS: Final = frozenset(" \t\n,.;:!?，。、；：！？…@#")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of the text that names a date, a time of day or both."""

    start: int
    end: int
    on: date | None = None
    at: time | None = None


def plain_width(text: str) -> str:
    """The text with full-width letters, digits and marks made half-width, at the same places."""
    return "".join(
        unicodedata.normalize("NFKC", c) if "！" <= c <= "～" or c == "\u3000" else c for c in text
    )


def find_phrases(
    text: str, today: date, terms: Sequence[tuple[int, int]] = ()
) -> tuple[list[Phrase], list[int]]:
    """The phrases in order, and where backslashes stand that kept others from being phrases.

    `terms` are stretches that already mean something else.
    """
    plain = plain_width(text)
    inside = {i for start, end in terms for i in range(start, end)}
    accepted, escapes = [], []
    for chain in _chains(plain, today, inside):
        start, end = chain[0].start, chain[-1].end
        if start and plain[start - 1] == "\\":
            escapes.append(start - 1)
        elif _counts(plain, chain, inside):
            on = next((part.on for part in chain if part.on), None)
            at = next((part.at for part in chain if part.at), None)
            accepted.append(Phrase(start, end, on, at))
    return accepted, escapes


def _chains(plain: str, today: date, inside: set[int]) -> Iterator[list[Phrase]]:
    """Runs of phrases that touch each other, such as 明天 and 下午3点."""
    chain: list[Phrase] = []
    position = 0
    while position < len(plain):
        found = None if position in inside else _longest(plain, position, today)
        if found is None or any(i in inside for i in range(found.start, found.end)):
            position += 1
            continue
        if chain and chain[-1].end != found.start:
            yield chain
            chain = []
        chain.append(found)
        position = found.end
    if chain:
        yield chain


def _longest(plain: str, position: int, today: date) -> Phrase | None:
    """The longest phrase that begins exactly here."""
    best: Phrase | None = None
    for pattern, resolve in DATE_RULES:
        match = pattern.match(plain, position)
        if match and (best is None or match.end() > best.end):
            try:
                on = resolve(match, today)
            except (OverflowError, ValueError):  # Beyond the calendar's last year.
                on = None
            best = Phrase(position, match.end(), on=on) if on else best
    for time_pattern, read in TIME_RULES:
        match = time_pattern.match(plain, position)
        if match and (best is None or match.end() > best.end):
            at = read(match)
            best = Phrase(position, match.end(), at=at) if at is not None else best
    return best


def _counts(plain: str, chain: list[Phrase], inside: set[int]) -> bool:
    """Whether the ends of a run are free; Latin phrases looked after their ends themselves."""
    start, end = chain[0].start, chain[-1].end
    if plain[start:end].isascii():
        return True
    left = start == 0 or start - 1 in inside or _free(plain[start - 1], plain[start])
    right = (
        end == len(plain)
        or end in inside
        or _free(plain[end], plain[end - 1])
        or _VERBS.match(plain, end) is not None
    )
    both = any(part.on for part in chain) and any(part.at is not None for part in chain)
    return (left or right) if both else (left and right)


def _free(outside: str, edge: str) -> bool:
    """Whether a neighbour leaves the phrase on its own; a Latin word beside Han does."""
    if outside in _FREE_MARKS:
        return True
    return outside.isascii() and outside.isalnum() and not edge.isascii()
