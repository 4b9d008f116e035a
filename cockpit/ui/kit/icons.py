"""Phosphor icons as glyphs of one font file, found without importing the package that carries it."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPainter,
    QPixmap,
    QRawFont,
)

FILL: Final = "-fill"


@cache
def _folder() -> Path:
    """The font folder; importing the package would load a Qt wrapper and cost start-up time."""
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the icon font is missing: install qtawesome")
    return Path(spec.origin).parent / "fonts"


@cache
def _charmap() -> str:
    """The text of the table of names; searched, never parsed whole, since a page needs twenty."""
    return next(_folder().glob("phosphor-charmap-*.json")).read_text(encoding="ascii")


@cache
def _family() -> str:
    identity = QFontDatabase.addApplicationFont(str(next(_folder().glob("phosphor-*.ttf"))))
    names = QFontDatabase.applicationFontFamilies(identity)
    if not names:
        raise FileNotFoundError("the icon font cannot be read")
    return names[0]


@cache
def glyph(name: str) -> str:
    """The character of an icon; KeyError when there is none of that name."""
    found = re.search(rf'"{re.escape(name)}": "0x([0-9a-f]+)"', _charmap())
    if found is None:
        raise KeyError(name)
    return chr(int(found[1], 16))


@cache
def icon_font(size: int) -> QFont:
    """The icon font at a size in logical pixels."""
    made = QFont(_family())
    made.setPixelSize(size)
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return made


@cache
def _box(name: str, size: int) -> QRectF:
    """The glyph's advance box, from which it is centred whatever the font's ascent says."""
    raw = QRawFont.fromFont(icon_font(size))
    index = raw.glyphIndexesForString(glyph(name))
    advance = raw.advancesForGlyphIndexes(index)[0].x()
    return QRectF(0, -raw.ascent(), advance, raw.ascent() + raw.descent())


def draw_icon(
    painter: QPainter, name: str, x: float, cy: float, size: int, colour: QColor | str
) -> float:
    """Draw an icon in the square of `size` at x, centred on cy; return the x after it."""
    box = _box(name, size)
    painter.save()
    painter.setFont(icon_font(size))
    painter.setPen(QColor(colour))
    left = x + (size - box.width()) / 2
    painter.drawText(QRectF(left, cy - size / 2 - 2, size + 4, size + 4).topLeft()
                     + _offset(box, size), glyph(name))
    painter.restore()
    return x + size


@cache
def _em_offset(height: float, top: float, size: int) -> float:
    return (size + 4 - height) / 2 - top


def _offset(box: QRectF, size: int):  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QPointF

    return QPointF(0, _em_offset(box.height(), box.top(), size))


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
