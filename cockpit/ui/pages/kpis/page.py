"""The page of figures: tiles above, below them the chart of the selected one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.figures import instant_text
from cockpit.domain.periods import zone_named
from cockpit.i18n import N_, _
from cockpit.ui.charts.kpi_tiles import tile_of
from cockpit.ui.charts.tile_grid import TileGrid
from cockpit.ui.kit import ink
from cockpit.ui.kit.controls import Button, PrimaryButton
from cockpit.ui.kit.empty_state import EmptyAction, EmptyState
from cockpit.ui.kit.segments import Segments
from cockpit.ui.kit.view_tabs import ViewTabs
from cockpit.ui.page import Page, PageContext
from cockpit.ui.pages.kpis.asking import Asking
from cockpit.ui.pages.kpis.chart_card import ChartCard
from cockpit.ui.pages.kpis.source import RANGES

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from cockpit.domain.kpi import Kpi, KpiRow
    from cockpit.ui.charts.records import Form
    from cockpit.ui.kit.inspector import Inspector

MARGIN = 28
TOP = 108
FORMS = (
    ("line", N_("Line"), "chart-line"),
    ("area", N_("Area"), "chart-line-up"),
    ("bar", N_("Bars"), "chart-bar"),
)
LEAST_CHART = 300  # pixels that the chart keeps, however many tiles there are


class KpisPage(Page):
    """The figures of one product."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.product_id = context.product_id
        self.rows: list[KpiRow] = []
        self.form: Form = "line"
        self.tabs = ViewTabs(FORMS, self)
        self.tabs.changed.connect(self.show_form)
        self.new_button = PrimaryButton(N_("New KPI"), "plus", "N")
        self.import_button = Button(N_("Import"), "upload-simple")
        for button in (self.new_button, self.import_button):
            button.setParent(self)
        self.new_button.clicked.connect(self.add_kpi)
        self.import_button.clicked.connect(self.ask_import)
        self.ranges = Segments([(key, title) for key, title, _days in RANGES], self)
        self.ranges.show_chosen("30")
        self.ranges.changed.connect(self.show_range)
        self.compare_button = Button(N_("Compare"), "check-square")
        self.compare_button.setParent(self)
        self.compare_button.clicked.connect(self.compare)
        self.grid = TileGrid()
        self.grid.selected.connect(self._on_selected)
        self.grid.activated.connect(lambda _key: self.opened.emit())
        self.shelf = QScrollArea(self)
        self.shelf.setFrameShape(QFrame.Shape.NoFrame)
        self.shelf.setWidgetResizable(True)
        self.shelf.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shelf.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.shelf.setWidget(self.grid)
        self.shelf.viewport().setAutoFillBackground(False)
        self.card = ChartCard(context, self)
        self.card.annotate_requested.connect(self.annotate)
        self.empty = self._make_empty()
        self.asking = Asking(self)
        self.refresh()

    def _make_empty(self) -> EmptyState:
        empty = EmptyState(
            "chart-line-up",
            N_("No KPIs yet"),
            [
                N_("Bring the figures that tell how the product is doing: visits, orders, success "
                   "rates. Each gets a tile, and a chart with what happened on it.")
            ],
            [
                EmptyAction("upload-simple", N_("Import a series"), N_("CSV or Excel, by date"),
                            "Ctrl I", self.ask_import, True),
                EmptyAction("plus", N_("New KPI"), N_("a name and a unit"), "N", self.add_kpi),
                EmptyAction("database", N_("Set up a source"), N_("pulled on a schedule"), "",
                            lambda: self.item_requested.emit("source", "")),
            ],
            self,
        )  # fmt: skip
        empty.hide()
        return empty

    def zone_of(self, kpi: Kpi) -> ZoneInfo:
        """The zone in which the periods of a figure begin."""
        name = kpi.zone or self.session.workspace.setting("zone", "UTC")
        try:
            return zone_named(name)
        except UserError:
            return zone_named("UTC")

    def refresh(self) -> None:
        """Read the tiles again, and the chart over the range that it shows."""
        self.rows = self.session.reader.kpis(self.product_id, utc_now())
        today = self.today()
        self.grid.set_tiles([tile_of(row, self.zone_of(row.kpi), today) for row in self.rows])
        some = bool(self.rows)
        self.empty.setVisible(not some)
        for widget in (self.shelf, self.card, self.tabs, self.ranges, self.compare_button,
                       self.import_button, self.new_button):  # fmt: skip
            widget.setVisible(some)
        self._place()
        self._show_chart()
        self.update()

    def current(self) -> KpiRow | None:
        """The selected figure."""
        key = self.grid.current_key()
        return next((row for row in self.rows if row.kpi.id == key), None)

    def _show_chart(self) -> None:
        row = self.current()
        if row is not None:
            days = next(days for key, _t, days in RANGES if key == self.ranges.current)
            self.card.show_kpi(row, self.zone_of(row.kpi), days, self.form)
            self.compare_button.setVisible(self.card.can_compare)
            self.compare_button.icon = "check-square" if self.card.compared else "square"
            self.compare_button.update()

    def show_form(self, key: str) -> None:
        """Draw the chart as line, area or bars."""
        self.form = next(form for form in ("line", "area", "bar") if form == key)
        self.tabs.select(key)
        self._show_chart()

    def show_range(self, key: str) -> None:
        """Show so many days, or all."""
        self.ranges.show_chosen(key)
        self._show_chart()

    def compare(self) -> None:
        """Draw the stretch of time before this one too, or no longer."""
        self.card.compared = not self.card.compared
        self._show_chart()

    def focus_content(self) -> None:
        """Give the keys to the tiles."""
        target = self.grid if self.rows else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def walk(self, step: int) -> None:
        """Select the next figure, or the one before."""
        self.grid.select(self.grid.current + step)

    def selected_ids(self) -> list[str]:
        """The id of the selected figure."""
        row = self.current()
        return [] if row is None else [row.kpi.id]

    def show_item(self, item_id: str) -> None:
        """Select a figure."""
        index = next((i for i, row in enumerate(self.rows) if row.kpi.id == item_id), None)
        if index is not None:
            self.grid.select(index)

    def _on_selected(self, _key: str) -> None:
        rect = self.grid.tile_rect(self.grid.current)
        centre = rect.center().toPoint()
        self.shelf.ensureVisible(centre.x(), centre.y(), 0, round(rect.height() / 2) + 8)
        self._show_chart()
        self.selection_changed.emit(self.selected_ids())

    def make_panel(self) -> Inspector | None:
        """The inspector of figures."""
        from cockpit.ui.pages.kpis.panel import KpiPanel

        return KpiPanel(self.session, self.today, self.session.reader.content)

    def fill_panel(self, panel: Inspector) -> bool:
        """Show the selected figure in it."""
        from cockpit.ui.pages.kpis.panel import KpiPanel

        row = self.current()
        if row is None or not isinstance(panel, KpiPanel):
            return False
        panel.show_kpi(row, self.session.reader.people())
        return True

    def ask_import(self) -> None:
        """Ask for a file with a series."""
        self.import_requested.emit("series")

    def add_kpi(self) -> None:
        """Ask for the name of a figure, and its unit in brackets."""
        self.asking.ask_kpi()

    def annotate(self) -> None:
        """Ask for words about the instant under the hairline, or the newest one."""
        t, row = self.card.instant(), self.current()
        if t is not None and row is not None:
            self.asking.ask_mark(t, row.kpi.grain, self.zone_of(row.kpi))

    def show_created(self, kpi_id: str) -> None:
        """Select a figure that was just created, and open it."""
        self.show_item(kpi_id)
        self.opened.emit()

    def retranslate(self) -> None:
        """Read every text again."""
        for part in (self.tabs, self.ranges, self.compare_button, self.new_button,
                     self.import_button, self.empty, self.grid, self.card):  # fmt: skip
            part.retranslate()
        self.refresh()
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts by the page's own grid."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        left = round(MARGIN + ink.width(_("KPIs"), "page") + 20)
        tabs = self.tabs.sizeHint()
        self.tabs.setGeometry(left, 36 - tabs.height() // 2, tabs.width(), tabs.height())
        right = self.width() - MARGIN + 4
        for button in (self.new_button, self.import_button):
            hint = button.sizeHint()
            right -= hint.width()
            button.setGeometry(right, 18, hint.width(), hint.height())
        ranges = self.ranges.sizeHint()
        self.ranges.setGeometry(MARGIN - 2, 60, ranges.width(), ranges.height())
        hint = self.compare_button.sizeHint()
        self.compare_button.setGeometry(
            self.ranges.geometry().right() + 5, 58, hint.width(), hint.height()
        )
        self.empty.setGeometry(0, TOP, self.width(), self.height() - TOP)
        self._place_tiles()

    def _place_tiles(self) -> None:
        """Give the tiles what they need, smaller when there are many, and the chart the rest."""
        grid, inset = self.grid, MARGIN - 6
        wide = self.width() - 2 * inset
        most = self.height() - TOP - LEAST_CHART - 40
        for compact, even in ((False, True), (True, True), (True, False)):
            grid.set_form(compact=compact, even=even)
            rows = grid.row_count(wide)
            if grid.height_for(rows) <= most:
                break
        while rows > 1 and grid.height_for(rows) > most:
            rows -= 1
        tall = grid.height_for(rows)
        self.shelf.setGeometry(inset, TOP, wide, tall)
        top = TOP + tall + 20
        self.card.setGeometry(MARGIN, top, self.width() - 2 * MARGIN, self.height() - top - 16)

    def summary(self) -> str:
        """How far the figures reach, and the zone of the selected one."""
        row = self.current()
        if row is None or row.as_of is None:
            return ""
        zone = self.zone_of(row.kpi)
        local = row.as_of.astimezone(zone)
        time = instant_text(local.replace(second=0), self.today().year)
        offset = f"{local:%z}"
        hours = f"UTC{offset[0]}{int(offset[1:3])}".replace("-", "−")
        if offset[3:5] != "00":
            hours += f":{offset[3:5]}"
        return _("Data to {time}, {zone}").format(time=time, zone=hours)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title and the summary."""
        painter = QPainter(self)
        ink.text(painter, MARGIN, 36, _("KPIs"), "page", "n9")
        if self.rows:
            ink.text_right(painter, self.width() - MARGIN, 77, self.summary(), "caption", "n7")
