"""Where bars lie: one beside the other around the place of their period, standing on zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QRectF

from cockpit.ui.charts.columns import part

if TYPE_CHECKING:
    from cockpit.domain.points import Window
    from cockpit.ui.charts.frame import Frame
    from cockpit.ui.charts.shapes import Shapes

FILLED: Final = 0.68  # of the room of a period
THINNEST: Final = 3.0  # pixels; what is thinner is drawn as a filled area
WIDEST: Final = 56.0


@dataclass(slots=True)
class Bars:
    """The bars of one line, and the hollow one of the period that is not over."""

    rects: list[QRectF]
    running: QRectF | None


def place(drawn: list[tuple[Window, Shapes]], frame: Frame, step: int) -> list[Bars]:
    """Return the bars in sight of some lines; empty where they would be too thin to be seen."""
    count = max(1, len(drawn))
    room = _room(drawn, frame, step)
    wide = min(room * FILLED, WIDEST * count) / count
    if wide < THINNEST or not all(window.exact for window, _shapes in drawn):
        return []
    base = frame.y(min(max(0.0, frame.low), frame.high))
    found = []
    for index, (window, shapes) in enumerate(drawn):
        shift = (index - count / 2) * wide
        rows = part(window, frame.t0, frame.t1)
        rows = slice(rows.start, min(rows.stop, shapes.finished))
        x = frame.xs(window.t[rows]) + shift
        y = frame.ys(window.mean[rows])
        rects = [_rect(left, top, wide, base) for left, top in zip(x, y, strict=True)]
        running = None
        if shapes.running is not None:
            t, value = shapes.running
            running = _rect(frame.x(t) + shift, frame.y(value), wide, base)
        found.append(Bars(rects, running))
    return found


def _rect(left: float, y: float, wide: float, base: float) -> QRectF:
    gap = 1.0 if wide > 4 else 0.0
    top, bottom = min(y, base), max(y, base)
    return QRectF(round(left), top, max(1.0, round(wide - gap)), bottom - top)


def _room(drawn: list[tuple[Window, Shapes]], frame: Frame, step: int) -> float:
    """How many pixels there are from one period to the next."""
    distance = float(step)
    if distance <= 0:
        steps = [np.diff(window.t) for window, _shapes in drawn if len(window) > 1]
        distance = float(min((np.min(one) for one in steps), default=frame.t1 - frame.t0))
    return distance * frame.plot.width() / (frame.t1 - frame.t0)
