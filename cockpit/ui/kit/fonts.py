"""Fonts by role and language: families per platform, sizes in logical pixels, two weights."""

from __future__ import annotations

import sys
from functools import cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from cockpit.i18n import language as current_language

# role -> (pixels, line height, bold)
ROLES: Final[dict[str, tuple[int, int, bool]]] = {
    "countdown": (44, 52, False), "clock": (56, 64, False),
    "kpi": (28, 36, False), "kpi_small": (26, 32, False),
    "page": (20, 28, True), "inspector": (17, 25, True), "empty": (15, 22, True),
    "section": (14, 22, True), "unit": (14, 22, False), "reading": (14, 26, False),
    "body": (13, 20, False), "strong": (13, 20, True), "num": (13, 20, False),
    "caption": (12, 18, False), "caption_strong": (12, 18, True),
    "axis": (11, 16, False), "mono": (12, 18, False),
}  # fmt: skip
_DIGITS: Final = frozenset({"countdown", "clock", "kpi", "kpi_small", "num", "axis"})
_CJK: Final[dict[str, list[str]]] = {
    "win32": ["Microsoft YaHei UI"],
    "darwin": ["PingFang SC"],
    "linux": ["Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei"],
}
_LATIN: Final[dict[str, list[str]]] = {
    "win32": ["Segoe UI Variable Text", "Segoe UI"],
    "linux": ["Inter", "Noto Sans", "Noto Sans CJK SC"],
}
_MONO: Final[dict[str, list[str]]] = {
    "win32": ["Cascadia Mono"],
    "darwin": ["SF Mono"],
    "linux": ["JetBrains Mono", "Noto Sans Mono CJK SC"],
}

_scale = 1.0


def set_scale(scale: float) -> None:
    """Multiply every size, for the density and the system's font scale."""
    global _scale
    if scale != _scale:
        _scale = scale
        _font.cache_clear()


def scale() -> float:
    """What every size is multiplied with."""
    return _scale


def font(role: str, language: str | None = None) -> QFont:
    """The font of a role in a language, by default the one that is set."""
    return QFont(_font(role, language or current_language()))


def line_height(role: str) -> int:
    """The height of one line of a role in pixels."""
    return round(ROLES[role][1] * _scale)


def families(role: str, language: str) -> list[str]:
    """The families to try, best first; only those that are installed, so that lookups are quick."""
    platform = sys.platform if sys.platform in _CJK else "linux"
    if role == "mono":
        wanted = [*_MONO[platform], "Noto Sans Mono CJK SC", *_CJK[platform]]
    else:
        latin = _LATIN.get(platform) or [_system_family()]
        if language == "zh" and role not in _DIGITS:
            wanted = [*_CJK[platform], *latin]
        else:
            wanted = [*latin, *_CJK[platform]]
    installed = [family for family in dict.fromkeys(wanted) if _installed(family)]
    return installed or [_system_family()]


@cache
def _installed(family: str) -> bool:
    return QFontDatabase.hasFamily(family)


def _system_family() -> str:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@cache
def _font(role: str, language: str) -> QFont:
    pixels, _line, bold = ROLES[role]
    made = QFont()
    names = families(role, language)
    made.setFamilies(names)
    made.setPixelSize(round(pixels * _scale))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    # Without it curly quotes are as wide as a Han character. It is switched off by name elsewhere,
    # because Qt merges features, and an earlier application font would pass its own on.
    cjk_first = names[0] in {family for row in _CJK.values() for family in row}
    made.setFeature(QFont.Tag("pwid"), 1 if language == "en" and cjk_first else 0)
    return made
