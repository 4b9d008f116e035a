"""Names, addresses and telephone numbers are hidden while others look at the screen.

Everything that is painted passes through `redacted`; what is stored and exported is not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cockpit.i18n import _

_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.])\+?\d(?:[ -]?\d){9,14}(?![\w.])", re.ASCII
)

_names: dict[str, str] = {}
_pattern: re.Pattern[str] | None = None
_version = 0


def hide_names(names: Iterable[str] | None) -> None:
    """Hide these names from now on, each behind its own letter; None shows everything again."""
    global _names, _pattern, _version
    _version += 1
    redacted.cache_clear()
    if names is None:
        _names, _pattern = {}, None
        return
    known = sorted({name for name in names if len(name.strip()) > 1}, key=lambda n: (-len(n), n))
    letters = {name: _letters(index) for index, name in enumerate(sorted(known))}
    _names = {name: _("Person {letter}").format(letter=letters[name]) for name in known}
    words = [_word(name) for name in known]
    _pattern = re.compile("|".join(words) if words else r"(?!)")


def hiding() -> bool:
    """Whether names are hidden now."""
    return _pattern is not None


def version() -> int:
    """A number that is another one after every change; pictures and widths are kept by it."""
    return _version


@lru_cache(maxsize=8192)
def redacted(text: str) -> str:
    """Return a text as it may be shown now."""
    if _pattern is None:
        return text
    hidden = _pattern.sub(lambda found: _names.get(found[0], "•••"), text)
    return _CONTACT.sub("•••", hidden)


def _word(name: str) -> str:
    """A Latin name counts as a whole word only; a Han name has no spaces around it."""
    edge = r"\b" if name.isascii() else ""
    return f"{edge}{re.escape(name)}{edge}"


def _letters(index: int) -> str:
    """A, B, … Z, AA, AB, …"""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text
