"""Phosphor icons as glyphs of one font file, found without importing its package."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPainter,
    QPixmap,
    QRawFont,
)

FILL: Final = "-fill"  # appended to a name for the filled form


def _file(start: str, end: str) -> str:
    """A file of the package; importing it would load a Qt wrapper and cost start-up time."""
    spec = find_spec("qtawesome")
    # In a bundle only the folder of fonts is there, so no file of the package is asked for.
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the icon font is missing: install qtawesome")
    folder = os.path.join(next(iter(spec.submodule_search_locations)), "fonts")
    found = (name for name in os.listdir(folder) if name.startswith(start) and name.endswith(end))
    return os.path.join(folder, next(found))


@cache
def _charmap() -> str:
    """The text of the table of names; searched, never parsed whole, since a page needs twenty."""
    with open(_file("phosphor-charmap-", ".json"), encoding="ascii") as file:
        return file.read()


@cache
def _family() -> str:
    identity = QFontDatabase.addApplicationFont(_file("phosphor-", ".ttf"))
    names = QFontDatabase.applicationFontFamilies(identity)
    if not names:
        raise FileNotFoundError("the icon font cannot be read")
    return names[0]


@cache
def glyph(name: str) -> str:
    """The character of an icon; KeyError when there is none of that name."""
    text, key = _charmap(), f'"{name}": "0x'
    start = text.find(key)
    if start < 0:
        raise KeyError(name)
    start += len(key)
    return chr(int(text[start : text.index('"', start)], 16))


@cache
def icon_font(size: int) -> QFont:
    """The icon font at a size in logical pixels."""
    made = QFont(_family())
    made.setPixelSize(size)
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return made


@cache
def _raw_font(size: int) -> QRawFont:
    return QRawFont.fromFont(icon_font(size))


@cache
def _placement(name: str, size: int) -> tuple[float, float]:
    """How far right of the square's left and below its centre the glyph's origin lies."""
    raw = _raw_font(size)
    advance = raw.advancesForGlyphIndexes(raw.glyphIndexesForString(glyph(name)))[0].x()
    return (size - advance) / 2, (raw.ascent() - raw.descent()) / 2


def draw_icon(
    painter: QPainter, name: str, x: float, cy: float, size: int, colour: QColor | str
) -> float:
    """Draw an icon in the square of `size` at x, centred on cy; return the x after it."""
    right, down = _placement(name, size)
    painter.setFont(icon_font(size))
    painter.setPen(QColor(colour))
    painter.drawText(QPointF(x + right, cy + down), glyph(name))
    return x + size


def icon_pixmap(name: str, size: int, colour: QColor | str) -> QPixmap:
    """An icon as a pixmap for the places that take nothing else."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_icon(painter, name, 0, size / 2, size, colour)
    painter.end()
    return pixmap
