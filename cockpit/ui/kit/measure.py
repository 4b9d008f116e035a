"""How wide texts are: each is measured once, since measuring costs more than looking it up."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from cockpit.i18n import language
from cockpit.ui.kit import fonts, redaction
from cockpit.ui.kit.redaction import redacted

RIGHT: Final = Qt.TextElideMode.ElideRight
_NEVER_FIRST: Final = frozenset("，。、：；）”’！？》】%,.:;)!?…")
_NEVER_LAST: Final = frozenset("（“‘《【(")


class Face:
    """A role's font in one language and scale, with what was measured in it so far."""

    def __init__(self, role: str, language: str) -> None:
        self.font = fonts.font(role, language)
        self.metrics = QFontMetricsF(self.font)
        self.half_capital = self.metrics.capHeight() / 2
        # Functions of our own: to cache one of Qt's would make PySide6 write its documentation.
        advance, elided = self.metrics.horizontalAdvance, self.metrics.elidedText
        self.width = lru_cache(maxsize=8192)(lambda string: advance(redacted(string)))
        self.elided = lru_cache(maxsize=2048)(
            lambda string, mode, room: elided(redacted(string), mode, room)
        )


@lru_cache(maxsize=256)
def _face(role: str, language: str, _scale: float, _hidden: int) -> Face:
    return Face(role, language)


def face(role: str) -> Face:
    """The face of a role as it is set now."""
    return _face(role, language(), fonts.scale(), redaction.version())


def metrics(role: str) -> QFontMetricsF:
    """The metrics of a role's font in the current language."""
    return face(role).metrics


def width(string: str, role: str = "body") -> float:
    """How wide a string is in a role."""
    return face(role).width(string)


def baseline(cy: float, role: str) -> float:
    """The baseline that centres capitals on cy: a CJK font's line box would push text low."""
    return cy + face(role).half_capital


def elided(
    string: str,
    role: str,
    room: float,
    mode: Qt.TextElideMode = RIGHT,
) -> str:
    """The string cut to the room with an ellipsis, or whole when it fits."""
    return face(role).elided(string, mode, max(0.0, room))


def wrap(string: str, role: str, room: float, lines: int = 2) -> list[str]:
    """Break text into at most so many lines, never starting one with closing punctuation."""
    return list(_wrapped(redacted(string), role, room, lines, language(), fonts.scale()))


@lru_cache(maxsize=4096)
def _wrapped(
    string: str, role: str, room: float, lines: int, _language: str, _scale: float
) -> tuple[str, ...]:
    result: list[str] = []
    rest = string.strip()
    while rest and len(result) < lines - 1 and width(rest, role) > room:
        cut = _break(rest, role, room)
        result.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest:
        result.append(elided(rest, role, room))
    return tuple(result)


def _break(string: str, role: str, room: float) -> int:
    """Where to break: the last place that fits between words or between Han characters."""
    measure = metrics(role).horizontalAdvance
    ends = range(1, len(string))
    fits = max(1, bisect_right(ends, room, key=lambda end: measure(string[:end].rstrip())))
    for index in range(fits, 0, -1):
        before, after = string[index - 1], string[index]
        if after in _NEVER_FIRST or before in _NEVER_LAST:
            continue
        if before == " " or ord(before) > 0x2E7F or ord(after) > 0x2E7F:
            return index
    return fits
