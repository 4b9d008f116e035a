"""Cells of a CSV file that no spreadsheet program takes for a formula.

A text that begins like a formula gets an apostrophe in front, which spreadsheets understand as
"this is text". Plain numbers stay as they are, since they cannot do harm. `text_of` takes exactly
those apostrophes off again.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Final

# Programs skip spaces and invisible characters before a sign, and some take wide signs for plain.
_ACTIVE: Final = re.compile(
    r"'*(?:[\t\r\n]|[\s\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])"
)
_NUMBER: Final = re.compile(r"'*[-+]?[0-9]+(?:\.[0-9]+)?")


def cell(value: object) -> str | int | float:
    """Return what stands in a cell: numbers as numbers, dates and instants in ISO 8601."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return value
        case float():
            return int(value) if value.is_integer() and abs(value) < 1e15 else value
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date() | time():
            return value.isoformat()
    text = str(value)
    return f"'{text}" if _is_active(text) else text


def text_of(content: str) -> str:
    """Return the text that `cell` made a cell of."""
    return content[1:] if content.startswith("'") and _is_active(content[1:]) else content


def _is_active(text: str) -> bool:
    return _ACTIVE.match(text) is not None and _NUMBER.fullmatch(text) is None
