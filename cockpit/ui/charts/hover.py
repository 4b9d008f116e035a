"""The hairline under the mouse, and the one panel with every series at that instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF

from cockpit.domain.figures import MISSING, number, period_text
from cockpit.i18n import _
from cockpit.ui.charts.columns import nearest
from cockpit.ui.charts.paint import line_colour
from cockpit.ui.kit import fonts, ink

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from cockpit.ui.charts.records import Line
    from cockpit.ui.charts.view import View

ROW: Final = 20
PAD: Final = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """What one line has at an instant: `value` as text, `y` where it is drawn (None: nothing)."""

    line: Line
    value: str
    y: float | None


@dataclass(frozen=True, slots=True)
class Hover:
    """An instant that is pointed at, and what every line has there."""

    t: int
    x: float
    title: str
    readings: list[Reading]
    notes: list[str]


def at(view: View, t: float) -> Hover | None:
    """Return what there is at the point nearest to an instant, None without any point."""
    snapped = _snap(view, t)
    if snapped is None:
        return None
    readings = [_reading(view, place, snapped) for place in range(len(view.windows))]
    style, x = view.style, view.frame.x(snapped)
    title = period_text(snapped, style.grain, view.zone, style.this_year)
    notes = [
        mark.text
        for placed in view.marks
        for mark in placed.marks
        if abs(placed.x - x) < 1 or any(left <= x <= right for left, right in placed.bands)
    ]
    return Hover(snapped, x, title, readings, notes)


def _snap(view: View, t: float) -> int | None:
    """The time of the nearest point of any series that is in sight."""
    best: int | None = None
    for line, window in zip(view.style.lines, view.windows, strict=True):
        if line.role == "target":
            continue
        index = nearest(window, t)
        if index is None:
            continue
        found = int(window.t[index])
        inside = view.frame.t0 <= found <= view.frame.t1
        if inside and (best is None or abs(found - t) < abs(best - t)):
            best = found
    return best


def step(view: View, t: int, count: int) -> int | None:
    """Return the time of the point `count` after (or before) the one at an instant."""
    for line, window in zip(view.style.lines, view.windows, strict=True):
        index = nearest(window, t)
        if line.role == "series" and index is not None:
            return int(window.t[max(0, min(len(window) - 1, index + count))])
    return None


def _reading(view: View, place: int, t: int) -> Reading:
    """What the line at a place of the style has at an instant."""
    style, window = view.style, view.windows[place]
    line = style.lines[place]
    if line.role == "target":
        holding = int(window.t.searchsorted(t, side="right")) - 1
        value = float(window.last[holding]) if holding >= 0 else float("nan")
        return Reading(line, number(value, style.decimals), None)
    index = nearest(window, t)
    if index is None or abs(int(window.t[index]) - t) > view.gaps[place] / 2:
        return Reading(line, MISSING, None)
    mean = float(window.mean[index])
    if window.exact:
        text = number(mean, style.decimals)
        if index >= view.shapes[place].finished:
            text = _("{value} so far").format(value=text)
        return Reading(line, text, view.frame.y(mean))
    low, high = float(window.lo[index]), float(window.hi[index])
    text = f"{number(low, style.decimals)} – {number(high, style.decimals)}"
    return Reading(line, text, view.frame.y(mean))


def panel_rect(view: View, hover: Hover, bounds: QRectF) -> QRectF:
    """Where the panel lies: beside the hairline, inside of the chart."""
    scale, unit = fonts.scale(), view.style.unit
    wide = max(
        ink.width(hover.title, "caption_strong") + (ink.width(unit, "caption") + 16 if unit else 0),
        *(
            ink.width(reading.line.name, "caption") + ink.width(reading.value, "num") + 38 * scale
            for reading in hover.readings
        ),
        *(min(240.0 * scale, ink.width(note, "caption") + 16) for note in hover.notes),
    )
    rows = 1 + len(hover.readings) + len(hover.notes)
    size = wide + 2 * PAD, rows * ROW * scale + 2 * PAD - 4
    left = hover.x + 14
    if left + size[0] > bounds.right() - 4:
        left = hover.x - 14 - size[0]
    top = view.frame.plot.top() + 8
    top = max(bounds.top() + 4, min(top, bounds.bottom() - size[1] - 4))
    return QRectF(max(bounds.left() + 4, left), top, *size)


def paint_hover(painter: QPainter, view: View, hover: Hover, bounds: QRectF) -> None:
    """Paint the hairline, a ring on every line, and the panel."""
    plot = view.frame.plot
    ink.hairline(painter, hover.x, plot.top(), plot.height(), "n7", vertical=True)
    for reading in hover.readings:
        if reading.y is not None and view.style.form != "bar":
            ink.dot(painter, hover.x, reading.y, 9, "n0")
            ink.ring(painter, hover.x, reading.y, 7, line_colour(reading.line))
    _paint_panel(painter, view, hover, panel_rect(view, hover, bounds))


def _paint_panel(painter: QPainter, view: View, hover: Hover, rect: QRectF) -> None:
    scale = fonts.scale()
    ink.rounded(painter, rect, 10, "n0", "n4")
    left, right = rect.left() + PAD, rect.right() - PAD
    cy = rect.top() + PAD - 2 + ROW * scale / 2
    ink.text(painter, left, cy, hover.title, "caption_strong")
    if view.style.unit:
        ink.text_right(painter, right, cy, view.style.unit, "caption", "n7")
    for reading in hover.readings:
        cy += ROW * scale
        ink.dot(painter, left + 3.5, cy, 7, line_colour(reading.line))
        room = right - left - 22 * scale - ink.width(reading.value, "num")
        ink.text(painter, left + 14 * scale, cy, reading.line.name, "caption", "n8", room)
        ink.text_right(painter, right, cy, reading.value, "num", "n9")
    for note in hover.notes:
        cy += ROW * scale
        ink.text(painter, left, cy, note, "caption", "n7", right - left)
