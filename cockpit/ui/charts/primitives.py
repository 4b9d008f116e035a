"""Hand numpy arrays to QPainter as they lie in memory, without an object per point."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
# Wide antialiased lines take 50 times as long as thin ones: 1.2 ms for 300 segments, 3 for 1,000.
WIDE_SEGMENTS = 240


def polygon(x: Floats, y: Floats) -> QPolygonF:
    """Return points as a polygon, copied in one go."""
    made = QPolygonF()
    count = len(x)
    if count == 0:
        return made
    made.resize(count)
    memory = shiboken6.VoidPtr(made.data(), count * 16, True)  # type: ignore[call-arg,arg-type]
    points = np.frombuffer(memory, np.float64, 2 * count).reshape(-1, 2)  # type: ignore[call-overload]
    points[:, 0] = x
    points[:, 1] = y
    return made


def fill_columns(painter: QPainter, x0: Ints, y0: Ints, x1: Ints, y1: Ints) -> None:
    """Fill whole-pixel rectangles with the brush: [x0, x1) by [y0, y1), arrays of one length."""
    if len(x0) == 0:
        return
    rects = np.empty((len(x0), 4), np.int32)
    rects[:, 0] = x0
    rects[:, 1] = y0
    # QRect keeps the last pixel, not the one behind it.
    np.subtract(x1, 1, out=rects[:, 2])
    np.subtract(y1, 1, out=rects[:, 3])
    first = shiboken6.wrapInstance(rects.ctypes.data, QRect)
    painter.drawRects(first, len(rects))  # type: ignore[call-overload]


def draw_line(
    painter: QPainter,
    points: QPolygonF,
    colour: QColor,
    width: float,
    dashes: tuple[float, ...] = (),
) -> None:
    """Draw a polyline as wide as asked; a long one by thin lines side by side, which is quick."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if points.size() <= WIDE_SEGMENTS or dashes:
        pen = QPen(colour, width)
        if dashes:
            pen.setDashPattern(list(dashes))
        painter.setPen(pen)
        painter.drawPolyline(points)
        return
    thin = QPen(colour, 1)
    painter.setPen(thin)
    shift = (width - 1) / 2
    for step in (QPointF(-shift, -shift), QPointF(2 * shift, 0), QPointF(0, 2 * shift)):
        points.translate(step)
        painter.drawPolyline(points)
    points.translate(-shift, -shift)
