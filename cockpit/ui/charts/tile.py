"""One figure as a tile: value, change, sparkline, target and how old it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QRectF

from cockpit.ui.charts.spark import paint_spark
from cockpit.ui.kit import fonts, ink
from cockpit.ui.kit.icons import draw_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from cockpit.domain.figures import Change
    from cockpit.ui.charts.primitives import Floats

TALL: Final = 128
COMPACT: Final = 92
_NONE = np.zeros(0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tile:
    """What a tile says; texts are ready to be painted.

    `value` is of the last finished period, `running` of the one that is not over. `state` is icon,
    word and tone of how the value stands to its target.
    """

    key: str
    name: str
    value: str
    short_value: str = ""
    unit: str = ""
    change: Change | None = None
    versus: str = ""
    spark: Floats = field(default_factory=lambda: _NONE)
    running: float | None = None
    target: float | None = None
    target_text: str = ""
    state: tuple[str, str, str] | None = None
    as_of: str = ""
    tip: str = ""


def paint_tile(
    painter: QPainter, rect: QRectF, tile: Tile, *, selected: bool, compact: bool
) -> None:
    """Paint a tile in a rectangle."""
    scale = fonts.scale()
    left, right, top = rect.left(), rect.right(), rect.top()
    if selected:
        painter.fillRect(QRectF(left, top - 4, rect.width(), 2), ink.colour("accent"))
    _paint_name(painter, rect, tile, top + 14 * scale, selected=selected)
    _paint_value(painter, left, right, top + 42 * scale, tile, compact=compact)
    if compact:
        paint_spark(painter, _strip(rect, 61, 28), tile.spark, tile.running, tile.target)
        return
    paint_spark(painter, _strip(rect, 62, 34), tile.spark, tile.running, tile.target)
    _paint_foot(painter, left, right, top + 115 * scale, tile)


def _strip(rect: QRectF, top: float, tall: float) -> QRectF:
    scale = fonts.scale()
    return QRectF(rect.left(), rect.top() + top * scale, rect.width(), tall * scale)


def _paint_name(painter: QPainter, rect: QRectF, tile: Tile, cy: float, *, selected: bool) -> None:
    role = "strong" if selected else "body"
    tint = "n9" if selected else "n8"
    ink.text(painter, rect.left(), cy, tile.name, role, tint, rect.width())


def _paint_value(
    painter: QPainter, left: float, right: float, cy: float, tile: Tile, *, compact: bool
) -> None:
    """Paint value, unit, change and what it is measured against, as far as there is room."""
    scale = fonts.scale()
    role = "kpi_small" if compact else "kpi"
    # A figure is never cut: where its digits do not fit it is said in 万 or k.
    fits = not tile.short_value or ink.width(tile.value, role) <= right - left
    x = ink.text(painter, left, cy, tile.value if fits else tile.short_value, role, "n9") + 3
    unit = tile.unit
    change_wide = 0.0
    if tile.change is not None:
        change_wide = ink.width(tile.change.text, "body") + 19 * scale + 12 * scale
    if unit and x + ink.width(unit, "unit") + change_wide <= right:
        x = ink.text(painter, x, cy + 5 * scale, unit, "unit", "n7")
    if tile.change is None or x + change_wide > right:
        return
    x += 12 * scale
    tint, icon = tile.change.tone or "n7", "equals"
    if tile.change.rises is not None:
        icon = "trend-up" if tile.change.rises else "trend-down"
    graphic = f"{tile.change.tone}_graphic" if tile.change.tone else "n7"
    low = cy + 4 * scale
    x = draw_icon(painter, icon, x, low, round(14 * scale), ink.colour(graphic)) + 5
    x = ink.text(painter, x, low, tile.change.text, "body", tint)
    if x + 12 + ink.width(tile.versus, "caption") <= right:
        ink.text_right(painter, right, low, tile.versus, "caption", "n7")


def _paint_foot(painter: QPainter, left: float, right: float, cy: float, tile: Tile) -> None:
    """Paint how the value stands to its target, and at the right how old it is."""
    scale = fonts.scale()
    x = left
    if tile.state is not None:
        icon, word, tone = tile.state
        graphic = f"{tone}_graphic" if tone else "n7"
        x = draw_icon(painter, icon, x, cy, round(13 * scale), ink.colour(graphic)) + 5
        x = ink.text(painter, x, cy, word, "caption", tone or "n8") + 10
    if tile.target_text:
        x = ink.text(painter, x, cy, tile.target_text, "caption", "n7", right - x) + 12
    if tile.as_of and x + ink.width(tile.as_of, "caption") <= right:
        ink.text_right(painter, right, cy, tile.as_of, "caption", "n7")
