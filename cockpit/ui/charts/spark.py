"""A line without axes: however many values it has, it is drawn by its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cockpit.ui.charts.primitives import draw_line, fill_columns, polygon
from cockpit.ui.kit import ink

if TYPE_CHECKING:
    from cockpit.ui.charts.primitives import Floats

END = 8.0  # kept free at the right for the points that end the line


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to pixels."""

    box: QRectF
    low: float
    high: float

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.box.bottom() - share * self.box.height()

    def ys(self, values: Floats) -> Floats:
        scale = self.box.height() / (self.high - self.low)
        return self.box.bottom() - (values - self.low) * scale


def paint_spark(
    painter: QPainter,
    rect: QRectF,
    values: Floats,
    running: float | None = None,
    target: float | None = None,
) -> None:
    """Paint values from left to right, NaN as gaps, the last one solid, a running one hollow.

    A target further away than the values reach is left out: it would press them flat.
    """
    low, high = _range(values, running)
    if not low <= high:
        return
    reach = 1.5 * (high - low)
    if target is not None and low - reach <= target <= high + reach:
        low, high = min(low, target), max(high, target)
    else:
        target = None
    if low == high:
        low, high = low - 1, high + 1
    box = rect.adjusted(0, 4, -END - (10 if running is not None else 0), -4)
    scale = _Scale(box, low, high)
    if target is not None:
        _paint_target(painter, rect, scale.y(target))
    if len(values) > 2 * box.width():
        _paint_columns(painter, values, scale)
    else:
        _paint_line(painter, values, scale)
    _paint_ends(painter, values, running, scale)


def _range(values: Floats, running: float | None) -> tuple[float, float]:
    if len(values) == 0:
        return np.inf, -np.inf
    low, high = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
    if running is not None and low <= high:
        low, high = min(low, running), max(high, running)
    return low, high


def _paint_target(painter: QPainter, rect: QRectF, y: float) -> None:
    pen = QPen(ink.colour("n6"), 1, Qt.PenStyle.DotLine)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(pen)
    painter.drawLine(QPointF(rect.left(), round(y)), QPointF(rect.right(), round(y)))


def _paint_columns(painter: QPainter, values: Floats, scale: _Scale) -> None:
    """Paint many values as one column of pixels each that holds all of them."""
    wide = max(1, int(scale.box.width()))
    starts = np.linspace(0, len(values), wide, endpoint=False).astype(np.int64)
    # Each column begins with the last value of the one before, so that nothing is torn.
    low = np.fmin.reduceat(values, starts)
    high = np.fmax.reduceat(values, starts)
    before = values[np.maximum(starts - 1, 0)]
    low, high = np.fmin(low, before), np.fmax(high, before)
    known = np.isfinite(low)
    x = (np.arange(wide, dtype=np.int32) + np.int32(round(scale.box.left())))[known]
    top = np.floor(scale.ys(high[known])).astype(np.int32)
    bottom = np.maximum(np.ceil(scale.ys(low[known])).astype(np.int32), top + 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colour("n8"))
    fill_columns(painter, x, top, x + np.int32(1), bottom)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_line(painter: QPainter, values: Floats, scale: _Scale) -> None:
    x = np.linspace(scale.box.left(), scale.box.right(), max(2, len(values)))[: len(values)]
    y = scale.ys(values)
    known = np.isfinite(values)
    edges = np.flatnonzero(np.diff(known.astype(np.int8))) + 1
    for stretch in np.split(np.arange(len(values)), edges):
        if len(stretch) > 1 and known[stretch[0]]:
            draw_line(painter, polygon(x[stretch], y[stretch]), ink.colour("n8"), 1.5)
        elif len(stretch) == 1 and known[stretch[0]]:
            ink.dot(painter, float(x[stretch[0]]), float(y[stretch[0]]), 3, "n8")


def _paint_ends(painter: QPainter, values: Floats, running: float | None, scale: _Scale) -> None:
    right, last = scale.box.right(), float(values[-1])
    if running is not None:
        end = QPointF(right + 12, scale.y(running))
        if np.isfinite(last):
            points = polygon(np.array([right, end.x()]), np.array([scale.y(last), end.y()]))
            draw_line(painter, points, ink.colour("n8"), 1.2, dashes=(2.0, 2.0))
        ink.dot(painter, end.x(), end.y(), 7, "n0")
        ink.ring(painter, end.x(), end.y(), 5, "n8")
    if np.isfinite(last):
        ink.dot(painter, right, scale.y(last), 5, "n8")
