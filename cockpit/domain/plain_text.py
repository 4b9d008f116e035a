"""Text of strangers made safe to show: what is invisible or turns the line round is written out.

Nothing here removes meaning from the record; it is only about what is painted. Rich text is never
parsed: that is the business of whoever paints (plain text only).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Characters that reorder what stands around them (Unicode Bidirectional Algorithm, UAX 9 §2), by
# the abbreviations used there; "Trojan source" texts are made of these.
_TURNING: Final = {
    "\u061c": "ALM", "\u200e": "LRM", "\u200f": "RLM",
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip
# What takes no room and joins nothing; U+200C and U+200D stay, emoji and Persian need them.
_NO_WIDTH: Final = "\u00ad\u200b\u2060\ufeff\u180e"
_STRANGE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f" + "".join(_TURNING) + _NO_WIDTH + "\ufff9-\ufffb\ue000"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_LINES: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
MOST_MARKS: Final = 2
_MARKS: Final = re.compile(f"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
                           f"{{{MOST_MARKS}}})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff"
                           "\u20d0-\u20ff]+")  # fmt: skip


def shown(text: str) -> str:
    """Return a text as it may be painted, with its line breaks as newlines."""
    text = _LINES.sub("\n", text)
    text = _STRANGE.sub(_written_out, text)
    return _MARKS.sub(r"\1", text)


def shown_line(text: str) -> str:
    """Return a text as it may be painted on one line."""
    return " ".join(shown(text).split())


def _written_out(match: re.Match[str]) -> str:
    character = match[0]
    if character in _TURNING:
        return f"[{_TURNING[character]}]"
    if character < "\x20" or character == "\x7f":
        return f"[{ord(character):02X}]"
    if unicodedata.category(character) == "Cs" or "\x80" <= character <= "\x9f":
        return "\ufffd"
    return ""
