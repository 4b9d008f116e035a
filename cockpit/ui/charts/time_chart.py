"""A chart of values over time that is as quick with fifty million points as with fifty."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QGraphicsView, QToolTip, QWidget

from cockpit.ui.charts import hover as hovering
from cockpit.ui.charts import labels, paint
from cockpit.ui.charts.axes import TimeAxis, ValueAxis
from cockpit.ui.charts.frame import STEPS, Frame, plot_rect
from cockpit.ui.charts.gestures import Gestures
from cockpit.ui.charts.lane import mark_at, paint_lane
from cockpit.ui.charts.loader import WindowLoader
from cockpit.ui.charts.records import ChartStyle, Fetch, FetchMarks
from cockpit.ui.charts.view import View, compose
from cockpit.ui.kit import ink
from cockpit.ui.kit.theme import theme_bus
from cockpit.ui.kit.tips import as_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from cockpit.domain.kpi import Mark


class _Layer(pg.GraphicsObject):  # type: ignore[misc]
    """One layer of the chart, painted in the chart's own pixels."""

    def __init__(self, painted: Callable[[QPainter], None], z: float) -> None:
        super().__init__()
        self._painted, self._bounds = painted, QRectF()
        self.setZValue(z)

    def cover(self, bounds: QRectF) -> None:
        """Lie over the whole chart."""
        self.prepareGeometryChange()
        self._bounds = bounds

    def boundingRect(self) -> QRectF:
        """All of the chart."""
        return self._bounds

    def paint(self, painter: QPainter, *_rest: object) -> None:
        """Paint the layer."""
        self._painted(painter)


class TimeChart(Gestures):
    """Draws arrays that it asks for by range; `hovered` carries an instant in ms, or None.

    Keys: ← → pan, + − zoom, Home shows the whole range again, Shift+← → walk from point to point,
    Escape takes the hairline away.
    """

    hovered = Signal(object)
    range_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.style_ = ChartStyle()
        self.loader: WindowLoader | None = None
        self._fetch_marks: FetchMarks | None = None
        # All marks within the limits, None until they are asked for.
        self._marks: list[Mark] | None = None
        self._labels: list[labels.Label] = []
        self.view: View | None = None
        self.hover: hovering.Hover | None = None
        self.ratio: float | None = None  # device pixels a pixel; None: as the screen has it
        self.box = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
        self.box.disableAutoRange()
        self.addItem(self.box)
        layers = (self._paint_ground, self._paint_series, self._paint_over)
        self._layers = [_Layer(layer, z) for z, layer in enumerate(layers, start=-1)]
        self._axes = (ValueAxis(lambda: self.view), TimeAxis(lambda: self.view))
        for item in (*self._layers, *self._axes):
            self.addItem(item)
        self.box.sigXRangeChanged.connect(self._on_range)
        theme_bus().theme_changed.connect(self._repaint)

    def show_series(
        self,
        style: ChartStyle,
        fetch: Fetch,
        home: tuple[int, int],
        limits: tuple[int, int],
        fetch_marks: FetchMarks | None = None,
    ) -> None:
        """Show lines over `home`, a range in ms; nobody can go beyond `limits`."""
        self.style_, self._fetch_marks = style, fetch_marks
        self.loader = WindowLoader(fetch, STEPS[style.grain])
        self.home, self.limits = _sane(home), _sane(limits)
        self.hover = self._marks = None
        self.setAccessibleName(style.title)
        self.setAccessibleDescription(style.note)
        self._lay_out()
        self.set_range(*self.home)

    def range_shown(self) -> tuple[float, float]:
        """The range of time in sight, in milliseconds."""
        low, high = self.box.viewRange()[0]
        return float(low), float(high)

    def set_range(self, t0: float, t1: float) -> None:
        """Show a range of time, as far as the limits allow."""
        t0, t1 = self.allowed(t0, t1)
        if (t0, t1) == self.range_shown():
            self.recompose()
            return
        self.box.setXRange(t0, t1, padding=0)

    def _on_range(self, *_rest: object) -> None:
        self.recompose()
        self.range_changed.emit()

    def recompose(self) -> None:
        """Work out what is seen, and paint it."""
        if self.loader is None:
            return
        t0, t1 = self.range_shown()
        ratio = self.ratio or self.devicePixelRatioF()
        frame = Frame(plot=self.plot(), t0=t0, t1=t1, ratio=ratio)
        windows = self.loader.windows(t0, t1, frame.plot.width() * ratio)
        self.view = compose(
            self.style_, frame, windows, self.loader.gaps, self._marks_between(t0, t1)
        )
        self._labels = labels.labels_of(self.view)
        if self.hover is not None:
            self.hover = hovering.at(self.view, self.hover.t)
        self._repaint()

    def _marks_between(self, t0: float, t1: float) -> list[Mark] | None:
        """The marks of a stretch; they are few, so all are asked for once."""
        if self._fetch_marks is None:
            return None
        if self._marks is None:
            self._marks = self._fetch_marks(*self.limits)
        return [mark for mark in self._marks if mark.t0 < t1 and (mark.t1 or mark.t0) >= t0]

    def plot(self) -> QRectF:
        """Where the plot lies."""
        lane = self._fetch_marks is not None
        return plot_rect(self.width(), self.height(), titled=bool(self.style_.title), lane=lane)

    def _repaint(self) -> None:
        self.viewport().update()

    def _lay_out(self) -> None:
        bounds = QRectF(self.rect())
        for layer in self._layers:
            layer.cover(bounds)
        for axis in self._axes:
            axis.cover(bounds)
        self.box.setGeometry(self.plot())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out for the new size."""
        super().resizeEvent(event)
        if hasattr(self, "_axes"):
            self._lay_out()
            self.recompose()

    def retranslate(self) -> None:
        """Write every text again."""
        self._lay_out()
        self.recompose()

    def show_hover(self, t: float | None) -> None:
        """Move the hairline to the point nearest to an instant, or take it away."""
        found = hovering.at(self.view, t) if self.view is not None and t is not None else None
        if found != self.hover:
            self.hover = found
            self.hovered.emit(found.t if found is not None else None)
            self._repaint()

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """Fill the paper."""
        painter.fillRect(rect, ink.colour("n0"))

    def _paint_ground(self, painter: QPainter) -> None:
        if self.style_.title:
            self._paint_title(painter)
        if self.view is not None:
            paint.paint_ground(painter, self.view)

    def _paint_title(self, painter: QPainter) -> None:
        ink.hairline(painter, 0, 0, self.width(), "n4")
        x = ink.text(painter, 0, 21, self.style_.title, "section")
        room = self.width() - x - 10 - self.title_room
        ink.text(painter, x + 10, 21, self.style_.note, "caption", "n7", room)

    def _paint_series(self, painter: QPainter) -> None:
        if self.view is not None:
            paint.paint_series(painter, self.view)

    def _paint_over(self, painter: QPainter) -> None:
        view = self.view
        if view is None:
            return
        paint.paint_ends(painter, view)
        if view.is_empty:
            paint.paint_nothing(painter, view)
        labels.paint_unit(painter, view)
        labels.paint_extreme(painter, view)
        labels.paint_labels(painter, view, self._labels, self.width())
        if self._fetch_marks is not None:
            paint_lane(painter, view.frame, view.marks, view.note)
        self.paint_gesture(painter)
        if self.hover is not None:
            hovering.paint_hover(painter, view, self.hover, QRectF(self.rect()))

    def close(self) -> bool:
        """Close as any widget does; the base would take the viewport away under Qt's feet."""
        return QGraphicsView.close(self)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say in full what is folded or cut in the lane, the title or the labels."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), as_tip(self._tip(event)), self)
            return True
        return bool(super().viewportEvent(event))

    def _tip(self, event: QHelpEvent) -> str:
        at = event.pos()
        if self.style_.title and at.y() < 36:
            return self.style_.note
        if self.view is None:
            return ""
        placed = mark_at(self.view.marks, self.view.frame, at.x(), at.y())
        if placed is not None:
            return placed.tip()
        if at.x() > self.view.frame.plot.right():
            near = (label for label in self._labels if abs(label.y - at.y()) <= label.tall / 2 + 2)
            return "\n".join(text for label in near for text, _role, _ink in label.rows)
        return ""


def _sane(span: tuple[int, int]) -> tuple[int, int]:
    """A range with some length."""
    t0, t1 = span
    return (t0, t1) if t1 > t0 else (t0 - 1000, t0 + 1000)
