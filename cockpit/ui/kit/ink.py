"""Painting helpers shared by every delegate and painted widget: text, chips, dots, hairlines."""

from __future__ import annotations

import math
import zlib

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.measure import RIGHT, face
from cockpit.ui.kit.measure import baseline as baseline
from cockpit.ui.kit.measure import elided as elided
from cockpit.ui.kit.measure import metrics as metrics
from cockpit.ui.kit.measure import width as width
from cockpit.ui.kit.measure import wrap as wrap
from cockpit.ui.kit.redaction import redacted
from cockpit.ui.kit.theme import current_theme

Colour = QColor | str


def colour(value: Colour) -> QColor:
    """A token such as `n7`, a #hex or a QColor, as a QColor of the current theme."""
    return value if isinstance(value, QColor) else current_theme().colour(value)


def text(
    painter: QPainter,
    x: float,
    cy: float,
    string: str,
    role: str = "body",
    ink: Colour = "n9",
    room: float | None = None,
) -> float:
    """Draw one line centred on cy, elided to the room; return the x after it."""
    used = face(role)
    shown = redacted(string) if room is None else used.elided(string, RIGHT, max(0.0, room))
    painter.setFont(used.font)
    painter.setPen(colour(ink))
    painter.drawText(QPointF(x, cy + used.half_capital), shown)
    return x + used.width(shown)


def text_right(
    painter: QPainter, right: float, cy: float, string: str, role: str = "num", ink: Colour = "n9"
) -> float:
    """Draw one line that ends at `right`; return the x where it starts."""
    left = right - width(string, role)
    text(painter, left, cy, string, role, ink)
    return left


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: Colour | None = None,
    border: Colour | None = None,
    pen_width: float = 1,
) -> None:
    """Fill and outline a rounded rectangle; the outline lies inside the rectangle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = pen_width / 2 if border is not None else 0.0
    painter.setPen(Qt.PenStyle.NoPen if border is None else QPen(colour(border), pen_width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else colour(fill))
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)


def focus_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """Draw the 2 px ring just inside `rect`, which is the control grown by 4 px."""
    painter.save()
    rounded(painter, rect, radius + 2, None, "accent", 2)
    painter.restore()


def fill(painter: QPainter, rect: QRect, ink: Colour) -> None:
    """Fill a whole widget; `fillRect` would make Python types of every gradient first."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ink))
    painter.drawRect(rect)


def hairline(
    painter: QPainter,
    x: float,
    y: float,
    length: float,
    ink: Colour = "n4",
    vertical: bool = False,
) -> None:
    """Draw a line exactly one device pixel thick, on the device grid at every scale."""
    ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
    unit = 1 / ratio
    snapped_x, snapped_y = math.floor(x * ratio) / ratio, math.floor(y * ratio) / ratio
    size = (unit, length) if vertical else (length, unit)
    painter.fillRect(QRectF(snapped_x, snapped_y, *size), colour(ink))


def dot(painter: QPainter, cx: float, cy: float, diameter: float, ink: Colour) -> None:
    """Draw a filled dot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ink))
    painter.drawEllipse(QPointF(cx, cy), diameter / 2, diameter / 2)


def separator(painter: QPainter, x: float, cy: float, ink: Colour = "n7") -> float:
    """Draw the dot between two facts, 7 px from each; return the x after it."""
    dot(painter, x + 8.15, cy, 2.3, ink)
    return x + 16.3


SEPARATOR_WIDTH = 16.3


def ring(painter: QPainter, cx: float, cy: float, diameter: float, ink: Colour) -> None:
    """Draw a hollow dot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(ink), 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(cx, cy), diameter / 2, diameter / 2)


def label_dot(
    painter: QPainter, x: float, cy: float, name: str, slot: int, room: float | None = None
) -> float:
    """Draw a label as its coloured dot and its word; return the x after it."""
    shades = current_theme().categorical
    dot(painter, x + 3.5, cy, 7, shades[slot % len(shades)])
    return text(painter, x + 12, cy, name, "caption", "n7", None if room is None else room - 12)


def chip_width(string: str, icon: str | None = None) -> float:
    """How wide a chip is."""
    return width(string, "caption") + 14 + (17 if icon else 0)


def chip(
    painter: QPainter,
    x: float,
    cy: float,
    string: str,
    ink: Colour = "n9",
    fill: Colour = "n3",
    icon: str | None = None,
) -> float:
    """Draw a 20 px chip; return the x after it."""
    wide = chip_width(string, icon)
    rounded(painter, QRectF(x, cy - 10, wide, 20), 4, fill)
    start = x + 7
    if icon:
        start = draw_icon(painter, icon, x + 6, cy, 13, colour(ink)) + 5
    text(painter, start, cy, string, "caption", ink)
    return x + wide


def keycap_width(keys: str) -> float:
    """How wide a key cap is."""
    return max(18.0, width(keys, "axis") + 10)


def keycap(
    painter: QPainter, right: float, cy: float, keys: str, ink: Colour = "n7", frame: bool = True
) -> float:
    """Draw a shortcut that ends at `right`; return the x where it starts."""
    wide = keycap_width(keys)
    rect = QRectF(right - wide, cy - 9, wide, 18)
    if frame:
        rounded(painter, rect, 4, None, "n4")
    text(painter, rect.center().x() - width(keys, "axis") / 2, cy, keys, "axis", ink)
    return rect.left()


def stable_slot(key: str, slots: int) -> int:
    """The same slot for the same key on every machine and in every run."""
    return zlib.crc32(key.encode()) % slots


def initials(name: str) -> str:
    """The first Han character, or two Latin initials."""
    words = name.split()
    if not words:
        return "?"
    if ord(words[0][0]) > 0x2E7F:
        return words[0][0]
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


def avatar(
    painter: QPainter, x: float, cy: float, name: str, key: str | None = None, size: int = 20
) -> float:
    """Draw a person as initials in a round; return the x after it."""
    pairs = current_theme().avatars
    fill, ink = pairs[stable_slot(key or name, len(pairs))]
    dot(painter, x + size / 2, cy, size, fill)
    letters = initials(redacted(name))
    role = "caption" if ord(letters[0]) > 0x2E7F else "axis"
    text(painter, x + size / 2 - width(letters, role) / 2, cy, letters, role, ink)
    return x + size


def age_dots(painter: QPainter, x: float, cy: float, age: int) -> float:
    """Draw four dots of which `age` are filled, in warning colour from three on."""
    on = "warn_graphic" if age >= 3 else "n6"
    for index in range(4):
        dot(painter, x + 1.8 + index * 6, cy, 3.6, on if index < age else "n4")
    return x + 21.6


def level(painter: QPainter, x: float, cy: float, step: int, letter: str) -> float:
    """Draw a risk level (0 low to 3 critical) as a 20 px square with its letter."""
    fill, ink = current_theme().risk[step]
    rounded(painter, QRectF(x, cy - 10, 20, 20), 4, fill)
    text(painter, x + 10 - width(letter, "caption") / 2, cy, letter, "caption", ink)
    return x + 20


def shadow(painter: QPainter, rect: QRectF, radius: float) -> None:
    """Paint the soft shadow under a lifted box: layers, because effects are slow on lists."""
    shade = current_theme().colour("shadow")
    total = shade.alphaF()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(12):
        spread = 12 - step * 2
        layer = QColor(shade)
        layer.setAlphaF(total / 12)
        painter.setBrush(layer)
        box = rect.adjusted(-spread, -spread + 8, spread, spread + 8)
        painter.drawRoundedRect(box, radius + max(0, spread), radius + max(0, spread))
