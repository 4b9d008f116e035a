"""A chart as it stands, to take away: a picture, a drawing, or the figures of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from cockpit.domain.periods import to_instant
from cockpit.domain.safe_cells import cell
from cockpit.i18n import _
from cockpit.ui.kit import ink

if TYPE_CHECKING:
    from cockpit.domain.points import Times, Window
    from cockpit.ui.charts.time_chart import TimeChart
    from cockpit.ui.charts.view import View

PICTURE_RATIO = 2.0
EDGE = 16  # paper around the picture
# Writes one value so that no spreadsheet program takes it for a formula.


def picture(chart: TimeChart, ratio: float = PICTURE_RATIO) -> QImage:
    """Draw what the chart shows, with so many pixels for each of the screen's."""
    size = chart.size() + QSize(2 * EDGE, 2 * EDGE)
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(ink.colour("n0"))
    painter = QPainter(image)
    _draw(chart, painter, ratio)
    painter.end()
    return image


def _draw(chart: TimeChart, painter: QPainter, ratio: float) -> None:
    """Draw without the hairline, as sharp as the picture is."""
    hover = chart.hover
    chart.hover, chart.ratio = None, ratio
    chart.recompose()
    try:
        target = QRectF(EDGE, EDGE, chart.width(), chart.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chart.render(painter, target, chart.rect())
    finally:
        chart.ratio = None
        chart.recompose()
        if hover is not None:
            chart.show_hover(hover.t)


def copy_picture(chart: TimeChart) -> None:
    """Put the picture on the clipboard."""
    QGuiApplication.clipboard().setImage(picture(chart))


def png(chart: TimeChart) -> bytes:
    """The picture as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(chart).save(buffer, "PNG")  # type: ignore[call-overload]
    buffer.close()
    return bytes(data.data())


def svg(chart: TimeChart) -> bytes:
    """The chart as an SVG file: lines and texts, to be scaled and edited."""
    from PySide6.QtSvg import QSvgGenerator

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = chart.size() + QSize(2 * EDGE, 2 * EDGE)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(chart.style_.title)
    generator.setDescription(chart.style_.note)
    painter = QPainter(generator)
    painter.fillRect(QRect(0, 0, size.width(), size.height()), ink.colour("n0"))
    _draw(chart, painter, 1.0)
    painter.end()
    buffer.close()
    return bytes(data.data())


def rows(view: View) -> list[list[object]]:
    """Return what the chart shows as rows: instants in the figure's zone, a column per line.

    Where points are drawn as columns of several, each line has lowest, highest, mean and count.
    """
    shown = [
        (line, window, _seen(view, window.t))
        for line, window in zip(view.style.lines, view.windows, strict=True)
    ]
    head: list[object] = [_("Time")]
    for line, window, _rows in shown:
        name = f"{line.name} ({view.style.unit})" if view.style.unit else line.name
        if window.exact:
            head.append(name)
        else:
            parts = (_("lowest"), _("highest"), _("mean"), _("points"))
            head += [f"{name}, {part}" for part in parts]
    table: list[list[object]] = [head]
    times = sorted({int(t) for _line, window, part in shown for t in window.t[part]})
    for t in times:
        row: list[object] = [to_instant(t).astimezone(view.zone).isoformat()]
        for _line, window, part in shown:
            row += _cells(window, part, t)
        table.append(row)
    return table


def _seen(view: View, t: Times) -> slice:
    first, last = np.searchsorted(t, (view.frame.t0, view.frame.t1))
    return slice(int(first), int(last))


def _cells(window: Window, part: slice, t: int) -> list[object]:
    at = int(np.searchsorted(window.t, t))
    found = part.start <= at < part.stop and int(window.t[at]) == t
    if window.exact:
        return [float(window.mean[at]) if found else None]
    if not found:
        return [None] * 4
    figures = (window.lo[at], window.hi[at], window.mean[at])
    return [*(float(figure) for figure in figures), int(window.count[at])]


def csv_text(view: View) -> str:
    """The rows as a CSV file with a byte order mark, so that spreadsheets read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows(view):
        writer.writerow([cell(value) for value in row])
    return "\ufeff" + text.getvalue()
