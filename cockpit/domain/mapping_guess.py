"""Guesses from a header and some rows which column fills which field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from cockpit.domain.cells import (
    BadCell,
    read_bool,
    read_date,
    read_money,
    read_number,
    read_text,
)
from cockpit.domain.mapping_records import Choice, Field, FieldKind, Mapping
from cockpit.domain.table import Cell, Row
from cockpit.i18n import _

_SAME: Final = 100
_CONTAINED: Final = 40
# Shorter names are too little to find inside another: three letters, or two Chinese characters.
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"[a-z]+|[0-9]+|[^\W\da-z_]+")


def guess(
    kind: str, columns: Sequence[str], sample_rows: Sequence[Row], fields: Sequence[Field]
) -> Mapping:
    """The likeliest mapping: every column of the table, "" for what no field is known for.

    A column is taken for a field by its name, and only when its cells can be read as the field.
    The best matches are given first; a field that takes one column gets one.
    """
    found = sorted(
        (
            (-score, index, each)
            for index, column in enumerate(columns)
            for each in fields
            if (score := name_score(column, each))
            and _readable(each, [row.cells[index] for row in sample_rows])
        ),
        key=lambda match: match[:2],
    )
    chosen: dict[int, str] = {}
    given: set[str] = set()
    for _score, index, each in found:
        if index not in chosen and (each.many or each.key not in given):
            chosen[index] = each.key
            given.add(each.key)
    return Mapping(
        kind=kind,
        columns={column: chosen.get(index, "") for index, column in enumerate(columns)},
    )


def name_score(column: str, each: Field) -> int:
    """How well a header fits a field: 100 for one of its names, less for a part, 0 for none."""
    header = _words(re.sub(r" \(\d+\)$", "", column))
    best = 0
    for name in (each.key, each.title, _(each.title), *each.synonyms):
        words = _words(name)
        if words and words == header:
            return _SAME
        if _weight(words) >= _SHORTEST and _contains(header, words):
            # The more of the header the name explains, the better.
            share = _weight(words) / _weight(header)
            best = max(best, _CONTAINED + round(40 * share))
    return best


def match_choice(text: str, choices: Sequence[Choice]) -> str:
    """The key of the choice a text names exactly; "" when none does."""
    wanted = _words(text)
    for choice in choices:
        names = (choice.key, choice.title, _(choice.title), *choice.synonyms)
        if text == choice.key or (wanted and any(_words(name) == wanted for name in names)):
            return choice.key
    return ""


def suggest_choice(text: str, choices: Sequence[Choice]) -> str:
    """The choice a text probably means: its name, or the number it begins with ("3 - Possible")."""
    if exact := match_choice(text, choices):
        return exact
    keys = {choice.key for choice in choices}
    number = re.match(r"\s*(\d+)(?:\.0+)?\s*(?:[-–—:：.)]|$)", text)
    if number and number[1] in keys:
        return number[1]
    if label := re.search(r"[-–—:：.)]\s*(\D+)$", text):
        return match_choice(label[1], choices)
    return ""


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """The words and numbers of a name: "RiskOwner_ID" is risk, owner, id; Chinese stays whole."""
    plain = unicodedata.normalize("NFKC", text)
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return tuple(_WORD.findall(parted.casefold()))


def _weight(words: tuple[str, ...]) -> int:
    """How much a name says: a Chinese character is worth two letters."""
    return sum(1 if char.isascii() else 2 for word in words for char in word)


def _contains(header: tuple[str, ...], words: tuple[str, ...]) -> bool:
    count = len(words)
    if any(header[at : at + count] == words for at in range(len(header) - count + 1)):
        return True
    # Chinese names are not parted by spaces.
    return count == 1 and not words[0].isascii() and any(words[0] in part for part in header)


def _readable(each: Field, cells: Sequence[Cell]) -> bool:
    """Whether most filled cells of a column can be read as the field's kind."""
    filled = [cell for cell in cells if cell is not None]
    return sum(_reads(each, cell) for cell in filled) * 2 >= len(filled)


def _reads(each: Field, cell: Cell) -> bool:
    try:
        match each.kind:
            case FieldKind.NUMBER:
                read_number(cell)
            case FieldKind.MONEY:
                read_money(cell)
            case FieldKind.DATE | FieldKind.INSTANT:
                read_date(cell, months=True)
            case FieldKind.BOOL:
                read_bool(cell)
            case _:
                read_text(cell)
    except BadCell as bad:
        return bad.ambiguous
    return True
