"""What is written beside the lines: their names or values at the end, and the extreme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from cockpit.domain.figures import number, period_text
from cockpit.domain.periods import Grain, to_instant
from cockpit.i18n import _
from cockpit.ui.charts.paint import line_colour
from cockpit.ui.kit import fonts, ink

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from cockpit.ui.charts.records import Line
    from cockpit.ui.charts.view import View

GAP: Final = 12.0  # from the plot to the labels
APART: Final = 16.0
SAMPLE: Final = 13.0
FAR: Final = 0.35  # of the axis: an extreme that is nearer to the usual goes without saying
MOST_EXTREMES: Final = 400  # with more points in sight the extreme is no news


@dataclass(slots=True)
class Label:
    """One direct label: rows of text, role and colour; `wanted` is where its line ends."""

    rows: list[tuple[str, str, str | QColor]]
    wanted: float
    y: float
    sample: Line | None = None

    @property
    def tall(self) -> float:
        """How much room it takes."""
        return APART * len(self.rows) * fonts.scale()


def labels_of(view: View) -> list[Label]:
    """Return the labels at the right of the plot, in places where they do not touch."""
    several = sum(line.role == "series" for line in view.style.lines) > 1
    bars = view.style.form == "bar"
    found = []
    for line, shapes in zip(view.style.lines, view.shapes, strict=True):
        end = shapes.end
        if shapes.running is not None and (view.style.draws_running or bars):
            end = shapes.running
        if line.role == "target":
            found += _target_label(view, line)
        elif end is not None:
            y = view.frame.y(end[1])
            running = end is shapes.running
            rows = _rows(view, line, end, several=several, running=running)
            sample = line if line.role == "comparison" or (several and bars) else None
            found.append(Label(rows, y, y, sample))
    spread(found, view.frame.plot.top(), view.frame.plot.bottom())
    return found


def _rows(
    view: View, line: Line, end: tuple[int, float], *, several: bool, running: bool
) -> list[tuple[str, str, str | QColor]]:
    if line.role == "comparison":
        return [(line.name, "caption", "n7")]
    if several:
        return [(line.name, "caption_strong", "n9")]
    value = number(end[1], view.style.decimals)
    ink_of_value: str | QColor = "accent_text" if line.slot == 0 else line_colour(line)
    when = _when(view, end[0], running)
    return [(value, "caption_strong", ink_of_value), (when, "caption", "n7")]


def _when(view: View, t: int, running: bool) -> str:
    """What the newest value stands for: a finished period, or one up to now."""
    style = view.style
    if not running or style.as_of is None:
        return period_text(t, style.grain, view.zone, style.this_year)
    local = to_instant(style.as_of).astimezone(view.zone)
    if style.grain is Grain.DAY:
        return _("today, to {time}").format(time=f"{local:%H:%M}")
    return _("running, to {time}").format(time=f"{local:%H:%M}")


def _target_label(view: View, line: Line) -> list[Label]:
    window = view.windows[view.style.lines.index(line)]
    before = int(np.searchsorted(window.t, view.frame.t1)) - 1
    if before < 0:
        return []
    value = float(window.last[before])
    y = view.frame.y(value)
    text = _("Target {value}").format(value=number(value, view.style.decimals))
    return [Label([(text, "caption", "n8")], y, y, line)]


def spread(labels: list[Label], top: float, bottom: float) -> None:
    """Move labels apart, in order of their lines, and keep them beside the plot."""
    labels.sort(key=lambda label: label.wanted)
    edge = top
    for label in labels:
        label.y = max(label.wanted, edge + label.tall / 2)
        edge = label.y + label.tall / 2
    edge = bottom
    for label in reversed(labels):
        label.y = min(label.y, edge - label.tall / 2)
        edge = label.y - label.tall / 2


def paint_labels(painter: QPainter, view: View, labels: list[Label], right: float) -> None:
    """Paint the labels between the plot and the right edge of the chart."""
    plot, scale = view.frame.plot, fonts.scale()
    x = plot.right() + GAP * scale
    for label in labels:
        start = x
        if label.sample is not None:
            _paint_sample(painter, label.sample, x, label.y)
            start = x + (SAMPLE + 6) * scale
        elif abs(label.y - label.wanted) > 6:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink.colour("n5"), 1))
            painter.drawLine(QPointF(plot.right() + 3, label.wanted), QPointF(x - 2, label.y))
        for row, (text, role, colour) in enumerate(label.rows):
            cy = label.y + (row - (len(label.rows) - 1) / 2) * APART * scale
            ink.text(painter, start, cy, text, role, colour, right - start)


def _paint_sample(painter: QPainter, line: Line, x: float, y: float) -> None:
    """A bit of the line before its name, or the colour of its bars."""
    if line.role == "series":
        square = 9 * fonts.scale()
        ink.rounded(painter, QRectF(x, y - square / 2, square, square), 2, line_colour(line))
        return
    pen = QPen(line_colour(line), 1)
    if line.role == "target":
        pen.setDashPattern([4.0, 3.0])
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    y = round(y)
    painter.drawLine(QPointF(x, y), QPointF(x + SAMPLE * fonts.scale(), y))


def paint_extreme(painter: QPainter, view: View) -> None:
    """Name the value that lies furthest from the usual, in a chart of one series."""
    lines = [index for index, line in enumerate(view.style.lines) if line.role == "series"]
    if len(lines) != 1 or view.style.form == "bar":
        return
    index = lines[0]
    window = view.windows[index]
    first, last = (int(at) for at in np.searchsorted(window.t, (view.frame.t0, view.frame.t1)))
    last = min(last, view.shapes[index].finished)
    if not window.exact or not 10 <= last - first <= MOST_EXTREMES:
        return
    values = window.mean[first:last]
    middle = float(np.median(values))
    far = int(np.argmax(np.abs(values - middle)))
    away = np.abs(values - middle)
    unusual = away[far] >= 4 * np.median(away) and away[far] >= FAR * (
        view.frame.high - view.frame.low
    )
    if far == last - first - 1 or not unusual:
        return
    _paint_callout(painter, view, index, int(window.t[first + far]), float(values[far]), middle)


def _paint_callout(
    painter: QPainter, view: View, index: int, t: int, value: float, middle: float
) -> None:
    frame, scale = view.frame, fonts.scale()
    x, y = frame.x(t), frame.y(value)
    ink.dot(painter, x, y, 7 * scale, line_colour(view.style.lines[index]))
    text = number(value, view.style.decimals)
    wide = ink.width(text, "caption_strong")
    # Beside the point, on the side of its extreme, where the line goes away from it.
    left = x - wide - 9 * scale
    if left < frame.plot.left():
        left = x + 9 * scale
    cy = y + (4 if value < middle else -4) * scale
    cy = min(max(cy, frame.plot.top() + 6), frame.plot.bottom() - 8)
    ink.text(painter, left, cy, text, "caption_strong", "n9")


def paint_unit(painter: QPainter, view: View) -> None:
    """Paint the unit once, above the axis of values."""
    unit = view.scale.unit(view.style.unit)
    if not unit:
        return
    plot = view.frame.plot
    right = plot.left() - 8 * fonts.scale()
    cy = plot.top() - 12 * fonts.scale()
    wide = ink.width(unit, "axis")
    if wide <= right:
        ink.text_right(painter, right, cy, unit, "axis", "n7")
    else:
        ink.text(painter, 0, cy, unit, "axis", "n7", plot.width())
