"""Short numbers as people say them: T-142 for a task, R-7 for a risk, F-12 for feedback."""

from __future__ import annotations

import re
from typing import Final

LETTERS: Final = {"task": "T", "risk": "R", "feedback": "F"}

_KINDS: Final = {letter: kind for kind, letter in LETTERS.items()}
# More than nine digits cannot be a number given out here, and could not be stored either.
_SHORT: Final = re.compile(r"([a-z])[-－–]([0-9]{1,9})", re.IGNORECASE)


def short_of(kind: str, number: int) -> str:
    """The number of an item as it is said, e.g. T-142."""
    return f"{LETTERS[kind]}-{number}"


def read_short(text: str) -> tuple[str, int] | None:
    """The kind and number that a text such as t-142 names, None for any other text."""
    match = _SHORT.fullmatch(text.strip())
    kind = _KINDS.get(match[1].upper()) if match else None
    return None if match is None or kind is None else (kind, int(match[2]))
