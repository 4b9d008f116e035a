"""The two axes: pyqtgraph's, with ticks and texts of our own, painted in the chart's pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QRectF

from cockpit.ui.kit import fonts, ink

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from cockpit.ui.charts.view import View


class _Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis that lies over the whole chart and paints its own strip of it."""

    def __init__(self, side: str, view: Callable[[], View | None]) -> None:
        super().__init__(side)
        self._view = view
        self._bounds = QRectF()

    def cover(self, bounds: QRectF) -> None:
        """Lie over the chart, so that pixels of the item are pixels of the chart."""
        self._bounds = bounds
        self.setGeometry(bounds)

    def boundingRect(self) -> QRectF:
        """All of the chart."""
        return self._bounds


class ValueAxis(_Axis):
    """Round values at the left, right-aligned, without a line: the grid is the line."""

    def __init__(self, view: Callable[[], View | None]) -> None:
        super().__init__("left", view)

    def tickValues(self, *_range: float) -> list[tuple[float, list[float]]]:
        """Return the ticks of the view."""
        view = self._view()
        return [] if view is None else [(1.0, view.values)]

    def tickStrings(self, *_ticks: object) -> list[str]:
        """Return what stands beside them."""
        view = self._view()
        return [] if view is None else view.value_texts

    def paint(self, painter: QPainter, *_rest: object) -> None:
        """Paint the texts."""
        view = self._view()
        if view is None:
            return
        right = view.frame.plot.left() - 8 * fonts.scale()
        for value, text in zip(view.values, view.value_texts, strict=True):
            ink.text_right(painter, right, view.frame.y(value), text, "axis", "n7")


class TimeAxis(_Axis):
    """Round instants under the plot, with a short tick, in the zone of the figure."""

    def __init__(self, view: Callable[[], View | None]) -> None:
        super().__init__("bottom", view)

    def tickValues(self, *_range: float) -> list[tuple[float, list[float]]]:
        """Return the ticks of the view."""
        view = self._view()
        return [] if view is None else [(1.0, [float(tick.t) for tick in view.dates])]

    def tickStrings(self, *_ticks: object) -> list[str]:
        """Return what stands under them."""
        view = self._view()
        return [] if view is None else [tick.text for tick in view.dates]

    def paint(self, painter: QPainter, *_rest: object) -> None:
        """Paint ticks and texts; a text that would touch the one before it is left out."""
        view = self._view()
        if view is None:
            return
        plot, scale, edge = view.frame.plot, fonts.scale(), 0.0
        cy = plot.bottom() + 15 * scale
        for tick in view.dates:
            x = view.frame.x(tick.t)
            ink.hairline(painter, x, plot.bottom(), 4, "n5", vertical=True)
            wide = ink.width(tick.text, "axis")
            left = x - wide / 2
            if left >= edge:
                ink.text(painter, left, cy, tick.text, "axis", "n7")
                edge = left + wide + 10 * scale
