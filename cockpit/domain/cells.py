"""Reads single cells: the one place that turns what a file holds into values, or says why not.

Every reader takes any cell of `domain.table` and answers None (or an empty value) where nothing
stands: blank, "--", "n/a", "无". It raises BadCell with a sentence for what it cannot read.
"""

from __future__ import annotations

import re
from typing import Final

from cockpit.domain.cell_basics import BadCell, read_text, value_text
from cockpit.domain.cell_dates import ORDERS, has_offset, needs_order, read_date, read_instant
from cockpit.domain.cell_money import CURRENCIES, Money, minor_digits, read_money
from cockpit.domain.cell_numbers import (
    is_percent,
    is_unclear,
    read_decimal,
    read_number,
    shows_decimal_comma,
)
from cockpit.domain.table import Cell
from cockpit.i18n import _

__all__ = [
    "CURRENCIES",
    "ORDERS",
    "BadCell",
    "Money",
    "has_offset",
    "is_percent",
    "is_unclear",
    "minor_digits",
    "needs_order",
    "read_bool",
    "read_date",
    "read_decimal",
    "read_instant",
    "read_list",
    "read_money",
    "read_number",
    "read_rating",
    "read_text",
    "shows_decimal_comma",
]

_TRUE: Final = frozenset(("true", "t", "yes", "y", "1", "on", "x", *"✓✔√是对有真"))
_FALSE: Final = frozenset(("false", "f", "no", "n", "0", "off", "没有", *"✗✘×否错不假"))
# "4", "4.0", "4/5", "4星", "4 - Good", "4 stars", "4分"
_RATING: Final = re.compile(
    r"(?P<n>\d{1,2})(?:\.0+)?"
    r"(?: ?/ ?(?P<of>\d{1,2})| ?(?:星|分|颗星|stars?|points?)| ?[-:：.] ?\D.*)?",
    re.IGNORECASE,
)
_STARS: Final = re.compile(r"(?P<full>[★⭐]+)️?(?P<empty>☆*)")
_CHINESE: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}


def read_bool(cell: Cell) -> bool | None:
    """Yes or no, in words of both languages, ticks and crosses, 1 and 0."""
    if isinstance(cell, bool):
        return cell
    text = cell.strip() if isinstance(cell, str) else ""
    # "无" and "/" mean nothing elsewhere; here a plain no is likelier to be meant by the former.
    if text == "无":
        return False
    text = value_text(cell).casefold()
    if not text:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise BadCell(_("“{text}” is neither yes nor no.").format(text=text))


def read_rating(cell: Cell, *, scale: int = 5) -> int | None:
    """A whole number from 1 to `scale`; "4/5", "★★★★☆", "4星" and "4 - Good" are four.

    A rating out of another number ("8/10") is refused rather than scaled.
    """
    text = value_text(cell)
    if not text:
        return None
    found = _rating(text, scale)
    if found is None or not 1 <= found <= scale:
        raise BadCell(
            _("“{text}” is not a rating from 1 to {scale}.").format(text=text, scale=scale)
        )
    return found


def read_list(cell: Cell, *, separators: str = "┋;；") -> tuple[str, ...]:
    """The parts of a cell, trimmed, without empty and repeated ones, in their order."""
    text = read_text(cell)
    pattern = "[" + re.escape(separators) + "]"
    parts = (part.strip() for part in re.split(pattern, text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _rating(text: str, scale: int) -> int | None:
    if match := _STARS.fullmatch(text):
        drawn = len(match["full"])
        return drawn if not match["empty"] or drawn + len(match["empty"]) == scale else None
    if match := _RATING.fullmatch(text):
        return int(match["n"]) if match["of"] is None or int(match["of"]) == scale else None
    return _CHINESE.get(text[0]) if re.fullmatch(r"[一二两三四五](?:颗)?[星分]", text) else None
