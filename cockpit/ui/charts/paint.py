"""Painting of a view's plot: ground, series, and what marks their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF, QTransform

from cockpit.i18n import _
from cockpit.ui.charts.lane import band_rects
from cockpit.ui.charts.primitives import draw_line, fill_columns
from cockpit.ui.charts.view import bar_places
from cockpit.ui.kit import fonts, ink
from cockpit.ui.kit.theme import current_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cockpit.ui.charts.bars import Bars
    from cockpit.ui.charts.frame import Frame
    from cockpit.ui.charts.records import Line
    from cockpit.ui.charts.shapes import Rects, Shapes
    from cockpit.ui.charts.view import View

HERO: Final = 2.0  # the line of a chart with one series
ONE_OF_SEVERAL: Final = 1.5
AREA_ALPHA: Final = 0.12
HATCH_ALPHA: Final = 0.22
BAND_ALPHA: Final = 0.10


def line_colour(line: Line) -> QColor:
    """The colour of a line: its slot of the palette, grey for comparison and target."""
    if line.role == "comparison":
        return ink.colour("n6")
    if line.role == "target":
        return ink.colour("n8")
    shades = current_theme().categorical
    return QColor(shades[line.slot % len(shades)])


def tinted(colour: QColor, alpha: float) -> QColor:
    """A colour that lets so much of itself be seen."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def paint_ground(painter: QPainter, view: View) -> None:
    """Paint bands, the running period, grid lines, event lines, and the line at the bottom."""
    plot = view.frame.plot
    for rect, bad in band_rects(view.frame, view.marks):
        painter.fillRect(rect, tinted(ink.colour("bad_graphic" if bad else "n6"), BAND_ALPHA))
    for value in view.values:
        ink.hairline(painter, plot.left(), view.frame.y(value), plot.width(), "n3")
    running = running_span(view)
    if running is not None:
        paint_hatch(painter, running)
    pen = QPen(ink.colour("n6"), 1, Qt.PenStyle.DotLine)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for placed in view.marks:
        painter.setPen(pen)
        if placed.bad:
            continue
        x = round(placed.x)
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
    ink.hairline(painter, plot.left(), plot.bottom(), plot.width(), "n4")


def running_span(view: View) -> QRectF | None:
    """The column of the period that is not over, None when it is not drawn or not in sight."""
    if view.style.form == "bar" or not view.style.draws_running:
        return None
    starts = [shape.running[0] for shape in view.shapes if shape.running is not None]
    if not starts:
        return None
    plot, half = view.frame.plot, view.step / 2
    left = max(plot.left(), view.frame.x(starts[0] - half))
    right = min(plot.right(), view.frame.x(starts[0] + half))
    return QRectF(left, plot.top(), right - left, plot.height()) if right - left >= 3 else None


def paint_hatch(painter: QPainter, rect: QRectF) -> None:
    """Hatch a rectangle at 45°, a line every 6 px."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(tinted(ink.colour("n6"), HATCH_ALPHA * 2), 1)
    painter.setPen(pen)
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += 6
    painter.restore()


def paint_series(painter: QPainter, view: View) -> None:
    """Paint every line, the first one last so that it lies on top."""
    painter.save()
    plot = view.frame.plot
    painter.setClipRect(plot.adjusted(-1, -4, 4, 2))
    bars = iter(bar_places(view))
    order = list(zip(view.style.lines, view.shapes, strict=True))
    several = sum(line.role == "series" for line, _shapes in order) > 1
    drawn = [(line, shapes, _bars_of(line, bars)) for line, shapes in order]
    for line, shapes, own in reversed(drawn):
        if line.role == "target":
            _paint_target(painter, view, line)
        elif own is not None:
            _paint_bars(painter, own, line_colour(line))
        else:
            _paint_line(painter, view, line, shapes, ONE_OF_SEVERAL if several else HERO)
    painter.restore()


def _bars_of(line: Line, bars: Iterator[Bars]) -> Bars | None:
    return next(bars, None) if line.role == "series" else None


def _paint_line(painter: QPainter, view: View, line: Line, shapes: Shapes, width: float) -> None:
    colour, frame = line_colour(line), view.frame
    width = 1.2 if line.role == "comparison" else width * fonts.scale()
    # Bars too thin to be told apart: one series fills its columns, several are drawn as lines.
    bars = view.style.form == "bar" and line.role == "series"
    solid = bars and width == HERO * fonts.scale()
    if solid or not bars:
        _paint_areas(painter, shapes, colour, frame, 1.0 if solid else AREA_ALPHA)
    if solid:
        return
    _fill_rects(painter, shapes.columns, colour, frame)
    for points in shapes.lines:
        draw_line(painter, points, colour, width, dashes=line.dashes)
    for t, value in shapes.dots:
        ink.dot(painter, frame.x(t), frame.y(value), 2 * width + 1, colour)
    if shapes.running is not None and shapes.end is not None and view.style.draws_running:
        ends = QPolygonF(
            [QPointF(frame.x(t), frame.y(value)) for t, value in (shapes.end, shapes.running)]
        )
        draw_line(painter, ends, colour, width, dashes=(2.5, 2.0))


def _paint_areas(
    painter: QPainter, shapes: Shapes, colour: QColor, frame: Frame, alpha: float
) -> None:
    tint = tinted(colour, alpha)
    _fill_rects(painter, shapes.area_columns, tint, frame)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    for area in shapes.areas:
        painter.drawPolygon(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _fill_rects(painter: QPainter, groups: list[Rects], colour: QColor, frame: Frame) -> None:
    if not groups:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if frame.ratio != 1:
        painter.setTransform(QTransform.fromScale(1 / frame.ratio, 1 / frame.ratio), True)
    for rects in groups:
        fill_columns(painter, *rects)
    painter.restore()


def _paint_bars(painter: QPainter, bars: Bars, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for rect in bars.rects:
        radius = min(3.0, rect.width() / 4)
        if radius < 1.5 or rect.height() < 4:
            painter.fillRect(rect, colour)
            continue
        painter.drawRoundedRect(rect, radius, radius)
        # The foot of a bar stands square on its line.
        painter.fillRect(rect.adjusted(0, rect.height() - 2 * radius, 0, 0), colour)
    if bars.running is not None:
        painter.setBrush(QBrush(tinted(colour, AREA_ALPHA)))
        pen = QPen(colour, 1.2)
        pen.setDashPattern([2.5, 2.0])
        painter.setPen(pen)
        painter.drawRect(bars.running.adjusted(0.6, 0.6, -0.6, 0))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_target(painter: QPainter, view: View, line: Line) -> None:
    """Paint a target as steps: each value holds until the next one is set."""
    window = view.windows[view.style.lines.index(line)]
    frame, points = view.frame, QPolygonF()
    for index in range(len(window)):
        y = frame.y(float(window.last[index]))
        following = float(window.t[index + 1]) if index + 1 < len(window) else frame.t1
        points.append(QPointF(frame.x(float(window.t[index])), y))
        points.append(QPointF(frame.x(following), y))
    draw_line(painter, points, line_colour(line), 1.0, dashes=(4.0, 3.0))


def paint_ends(painter: QPainter, view: View) -> None:
    """Paint the end of each line: solid for a finished period, hollow for one that runs."""
    if view.style.form == "bar":
        return
    frame, size = view.frame, 7.0 * fonts.scale()
    for line, shapes in zip(view.style.lines, view.shapes, strict=True):
        if line.role != "series":
            continue
        colour = line_colour(line)
        if shapes.end is not None and view.frame.t0 <= shapes.end[0] <= view.frame.t1:
            ink.dot(painter, frame.x(shapes.end[0]), frame.y(shapes.end[1]), size, colour)
        if shapes.running is not None and view.style.draws_running:
            x, y = frame.x(shapes.running[0]), frame.y(shapes.running[1])
            ink.dot(painter, x, y, size + 3, "n0")
            ink.ring(painter, x, y, size, colour)


def paint_nothing(painter: QPainter, view: View) -> None:
    """Say that there is nothing in this stretch of time."""
    plot = view.frame.plot
    sentence = view.style.nothing or _("No points in this stretch of time.")
    x = plot.center().x() - ink.width(sentence) / 2
    ink.text(painter, max(plot.left(), x), plot.center().y(), sentence, "body", "n7", plot.width())
