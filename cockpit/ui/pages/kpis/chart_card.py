"""The chart of the selected figure with what can be done with it at the right of its title."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog

from cockpit.i18n import N_, _
from cockpit.ui.kit.actions import Action, menu
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.controls import IconButton

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from cockpit.domain.kpi import KpiRow
    from cockpit.domain.points import Window
    from cockpit.ui.charts.records import Form
    from cockpit.ui.charts.time_chart import TimeChart
    from cockpit.ui.page import PageContext
    from cockpit.ui.pages.kpis.source import ChartSource


class ChartCard(Painted):
    """Makes its chart when the first figure is shown: the library behind it takes a moment."""

    annotate_requested = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.compared = True
        self.chart: TimeChart | None = None
        self.source: ChartSource | None = None
        self._shown: tuple[object, ...] = ()
        self.mark_button = IconButton("push-pin", N_("Annotate this moment"), "A")
        self.copy_button = IconButton("copy", N_("Copy chart as picture"), "Ctrl+Shift+C")
        self.more_button = IconButton("dots-three", N_("More"))
        self.buttons = (self.mark_button, self.copy_button, self.more_button)
        for button in self.buttons:
            button.setParent(self)
        self.mark_button.clicked.connect(self.annotate_requested)
        self.copy_button.clicked.connect(self.copy_picture)
        self.more_button.clicked.connect(self._open_menu)

    def show_kpi(self, row: KpiRow, zone: ZoneInfo, days: int, form: Form) -> None:
        """Show a figure; the same one over the same days keeps the place that was moved to."""
        from cockpit.ui.charts.time_chart import TimeChart
        from cockpit.ui.pages.kpis.source import ChartSource

        reader = self.context.session.reader
        source = ChartSource(reader, row, zone, days, compared=self.compared)
        style = source.style(form, self.context.today().year)
        if self.chart is None:
            self.chart = TimeChart(self)
            self.chart.title_room = 3 * 36
            self.chart.setGeometry(self.rect())
            self.chart.lower()
            self.chart.show()
        shown = (row.kpi.id, days)
        before = self._shown
        moved = shown == before and self.chart.range_shown() != self.chart.home
        kept = self.chart.range_shown()
        self.source, self._shown = source, shown
        pointed = self.chart.hover.t if shown == before and self.chart.hover is not None else None
        self.chart.show_series(style, self._windows, source.home(), source.limits(), source.marks)
        if moved:
            self.chart.set_range(*kept)
        self.chart.show_hover(pointed)

    @property
    def can_compare(self) -> bool:
        """Whether the stretch of time before can be drawn beside this one."""
        return self.source is not None and self.source.can_compare

    def _windows(self, t0: int, t1: int, pixels: int) -> list[Window]:
        """Ask for points; when they cannot be read the chart says so and stays usable."""
        from cockpit.ui.pages.kpis.source import nothing

        assert self.source is not None
        assert self.chart is not None
        try:
            found = self.source.windows(t0, t1, pixels)
        except Exception as problem:  # whatever it is, the one reporter tells it
            self.context.session.report(problem)
            sentence = _("The points could not be read. Nothing was changed; try again.")
            self.chart.style_ = replace(self.chart.style_, nothing=sentence)
            return [nothing() for _line in self.chart.style_.lines]
        return found

    def instant(self) -> int | None:
        """The instant under the hairline, else the newest point in sight, None without any."""
        if self.chart is None or self.chart.view is None:
            return None
        if self.chart.hover is not None:
            return self.chart.hover.t
        ends = [end for shape in self.chart.view.shapes for end in (shape.running, shape.end)]
        times = [end[0] for end in ends if end is not None]
        return max(times, default=None)

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture."""
        if self.chart is None:
            return
        from cockpit.ui.charts.export import copy_picture

        copy_picture(self.chart)
        self.context.session.reported.emit(_("The chart is on the clipboard as a picture."))

    def save_actions(self) -> list[Action]:
        """What can be written to a file."""
        return [
            Action("png", N_("Save as picture (PNG)"), run=lambda: self.save("png")),
            Action("svg", N_("Save as drawing (SVG)"), run=lambda: self.save("svg")),
            Action("csv", N_("Save the figures shown (CSV)"), run=lambda: self.save("csv")),
        ]

    def _open_menu(self) -> None:
        made = menu(self.save_actions(), self)
        made.aboutToHide.connect(made.deleteLater)
        made.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def save(self, kind: str) -> None:
        """Ask for a file and write the chart, or its figures, as they are seen."""
        if self.chart is None or self.source is None:
            return
        name = f"{self.source.row.kpi.name}.{kind}".replace("/", "-")
        path, _kind = QFileDialog.getSaveFileName(self, _("Save chart"), name, f"*.{kind}")
        if path:
            self.write(Path(path), kind)

    def write(self, path: Path, kind: str) -> None:
        """Write the chart to a file; what goes wrong is told."""
        from cockpit.domain.errors import EnvironmentProblem

        try:
            path.write_bytes(self._bytes(kind))
        except OSError as problem:
            sentence = _("“{name}” could not be written: {reason}. Choose another folder.")
            told = sentence.format(name=path.name, reason=problem.strerror or problem)
            self.context.session.report(EnvironmentProblem(told))
            return
        self.context.session.reported.emit(_("Saved as “{name}”.").format(name=path.name))

    def _bytes(self, kind: str) -> bytes:
        from cockpit.ui.charts import export

        assert self.chart is not None
        if kind == "png":
            return export.png(self.chart)
        if kind == "svg":
            return export.svg(self.chart)
        assert self.chart.view is not None
        return export.csv_text(self.chart.view).encode("utf-8")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chart fills the card, the buttons stand over its title."""
        super().resizeEvent(event)
        if self.chart is not None:
            self.chart.setGeometry(self.rect())
        right = self.width() + 4
        for button in reversed(self.buttons):
            right -= button.width()
            button.move(right, 3)

    def retranslate(self) -> None:
        """Read the tooltips again."""
        for button in self.buttons:
            button.retranslate()
        super().retranslate()
