"""The overview page: where the launch stands, what waits, what may happen, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent

from cockpit.domain.kpi import KpiRow
from cockpit.domain.overview import Digest
from cockpit.domain.periods import zone_named
from cockpit.i18n import N_, _
from cockpit.services.overview import digest
from cockpit.ui.kit import ink
from cockpit.ui.kit.controls import Button
from cockpit.ui.kit.tips import set_tip
from cockpit.ui.page import Page, PageContext
from cockpit.ui.pages.overview import paint, words
from cockpit.ui.pages.overview.places import MARGIN, Places, places

if TYPE_CHECKING:
    from cockpit.ui.charts.tile_grid import TileGrid


@dataclass(frozen=True, slots=True)
class Spot:
    """A row that can be opened: where it is, what it says in full, and what it opens."""

    rect: QRectF
    tip: str
    kind: str
    item_id: str


class OverviewPage(Page):
    """Up and down walk over the rows that can be opened, Enter opens."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        try:
            self.zone = ZoneInfo(context.session.workspace.setting("zone", "UTC"))
        except (ZoneInfoNotFoundError, ValueError):
            self.zone = ZoneInfo("UTC")
        self.digest: Digest | None = None
        self.current = -1
        self._hover = -1
        self._hover_tip = ""
        self.present = Button(N_("Present"), "presentation", "F5")
        self.present.setParent(self)
        self.present.clicked.connect(self.present_requested)
        self.tiles: TileGrid | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Overview"))
        self.refresh()

    def refresh(self) -> None:
        """Gather the digest again."""
        now = datetime.now(UTC)
        self.digest = digest(self.session.reader, self.context.launch, self.today(), now)
        self.current = min(self.current, len(self.spots()) - 1)
        self._fill_tiles(self.digest.kpis)
        self.update()

    def _fill_tiles(self, rows: tuple[KpiRow, ...]) -> None:
        """Show the first figures; what draws them is loaded when there are some."""
        if rows:
            from cockpit.ui.charts.kpi_tiles import tile_of
            from cockpit.ui.charts.tile_grid import TileGrid

            if self.tiles is None:
                self.tiles = TileGrid(self)
                self.tiles.activated.connect(lambda key: self.item_requested.emit("kpi", key))
            today = self.today()
            zones = (zone_named(row.kpi.zone) if row.kpi.zone else self.zone for row in rows)
            self.tiles.set_tiles(
                [tile_of(row, zone, today) for row, zone in zip(rows, zones, strict=True)]
            )
        if self.tiles is not None:
            self.tiles.setVisible(bool(rows))
        self._place()

    def places(self) -> Places:
        """Where the parts lie now."""
        found = self.digest
        return places(
            self.width(),
            self.height(),
            ribbon=bool(found and found.segments),
            tiles=bool(found and found.kpis),
        )

    def spots(self) -> list[Spot]:
        """The rows that can be opened, from top to bottom, list by list."""
        found, at = self.digest, self.places()
        if found is None:
            return []
        needs = zip(paint.rows_of(at.needs, len(found.needs)), found.needs, strict=False)
        risks = zip(paint.rows_of(at.risks, len(found.risks)), found.risks, strict=False)
        return [
            *(Spot(rect, f"{n.title}\n{n.fact}".strip(), n.item_kind, n.item_id)
              for rect, n in needs),
            *(Spot(rect, risk.title, "risk", risk.id) for rect, risk in risks),
        ]  # fmt: skip

    def open_current(self) -> None:
        """Show what is marked on its own page."""
        spots = self.spots()
        if 0 <= self.current < len(spots):
            self.item_requested.emit(spots[self.current].kind, spots[self.current].item_id)

    def _at(self, point: QPointF) -> int:
        hits = (i for i, spot in enumerate(self.spots()) if spot.rect.contains(point))
        return next(hits, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse with the hover fill and say in full what is cut."""
        at = self._at(event.position())
        if at != self._hover:
            self._hover = at
            spots = self.spots()
            self._hover_tip = spots[at].tip if at >= 0 else ""
            pointing = Qt.CursorShape.PointingHandCursor
            self.setCursor(pointing if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()
        set_tip(self, self._hover_tip if at >= 0 else self._news_at(event.position()))

    def _news_at(self, point: QPointF) -> str:
        """The whole sentence of the step under a point, or the titles due on the day there."""
        found, at = self.digest, self.places()
        if found is None:
            return ""
        rows = zip(paint.rows_of(at.news, len(found.happenings)), found.happenings, strict=False)
        for row, news in rows:
            if row.contains(point):
                return news.label
        if at.week.contains(point) and found.week:
            day = int((point.x() - at.week.left()) / (at.week.width() / len(found.week)))
            return "\n".join(card.title for card in found.week[min(day, len(found.week) - 1)][1])
        return ""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row that was clicked."""
        at = self._at(event.position())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.current = at
            self.update()
            self.open_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the rows and open one."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        count = len(self.spots())
        if key in steps and count:
            self.current = max(0, min(count - 1, self.current + steps[key]))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Read every text again; the facts are words too."""
        self.present.retranslate()
        self.refresh()
        self._place()
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the button."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        size = self.present.sizeHint()
        self.present.setGeometry(
            self.width() - MARGIN + 4 - size.width(), 18, size.width(), size.height()
        )
        if self.tiles is not None:
            at = self.places().tiles
            self.tiles.setGeometry(
                round(at.left()) - 6, round(at.top()) + 38, round(at.width()) + 12, 140
            )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the parts."""
        painter = QPainter(self)
        found, at = self.digest, self.places()
        x = ink.text(painter, MARGIN, 36, _("Overview"), "page", "n9")
        if found is None:
            return
        ink.text(painter, x + 14, 36, words.long_day(found.today), "body", "n7")
        countdown = found.launch.countdown(found.today)
        paint.hero(painter, at.hero, found, countdown)
        paint.ribbon(painter, at.ribbon, found)
        if found.kpis:
            paint.head(painter, at.tiles, _("Key figures"))
        for index, spot in enumerate(self.spots()):
            if index == self._hover or index == self.current:
                marked = index == self.current
                box = spot.rect.adjusted(-10, 0, 10, 0)
                ink.rounded(painter, box, 6, "accent_tint" if marked else "n2")
        self._paint_lists(painter, found, at)
        paint.week(painter, at.week, found)

    def _paint_lists(self, painter: QPainter, found: Digest, at: Places) -> None:
        paint.head(painter, at.needs, _("Needs you"), str(found.needs_total or ""))
        column = paint.kind_column(found.needs)
        for row, need in zip(paint.rows_of(at.needs, len(found.needs)), found.needs, strict=False):
            paint.need_row(painter, row, need, column)
        if not found.needs:
            paint.nothing(painter, at.needs, _("Nothing is late, blocked or waiting."))
        paint.head(painter, at.risks, _("Beyond appetite"), str(found.risks_total or ""))
        for row, risk in zip(paint.rows_of(at.risks, len(found.risks)), found.risks, strict=False):
            paint.risk_row(painter, row, risk)
        if not found.risks:
            paint.nothing(painter, at.risks, _("No open risk is more than you want to take."))
        paint.head(painter, at.news, _("Lately"), "")
        for row, news in zip(
            paint.rows_of(at.news, len(found.happenings)), found.happenings, strict=False
        ):
            paint.news_row(painter, row, news, self.zone, found.today)
        if not found.happenings:
            paint.nothing(painter, at.news, _("What is done here will stand here."))
