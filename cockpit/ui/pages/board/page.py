"""The board page: a header and one painted view of columns, read by window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from cockpit.domain.board import BoardColumn, Card
from cockpit.i18n import _, ngettext
from cockpit.services.ports import BoardReader
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.pages.board.card import card_height, paint_card

MARGIN, GAP, CARD_GAP = 28.0, 16.0, 8.0
TOP, HEADER = 80.0, 44.0
NARROWEST = 220.0


class BoardPage(Painted):
    """The cards of one launch; `today` is asked at each paint so that midnight is noticed."""

    def __init__(self, reader: BoardReader, launch_id: str, today: Callable[[], date]) -> None:
        super().__init__()
        self._reader = reader
        self._launch_id = launch_id
        self._today = today
        self._columns: list[BoardColumn] = []
        self._cards: dict[str, list[Card]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read the columns and as many cards as a tall window could show."""
        self._columns = self._reader.board_columns(self._launch_id)
        self._cards = {c.column.id: self._reader.cards(c.column.id, 0, 30) for c in self._columns}
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title and every column that fits."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink.text(painter, MARGIN, 36, _("Board"), "page", "n9")
        count = max(1, len(self._columns))
        room = (self.width() - 2 * MARGIN - GAP * (count - 1)) / count
        width = max(NARROWEST, room)
        x = MARGIN
        for column in self._columns:
            self._paint_column(painter, QRectF(x, TOP, width, self.height() - TOP), column)
            x += width + GAP

    def _paint_column(self, painter: QPainter, place: QRectF, shown: BoardColumn) -> None:
        limit = shown.column.wip_limit
        over = limit is not None and shown.total > limit
        tint = "bad" if over else "n7"
        cy = place.y() + 16
        x = ink.text(painter, place.x(), cy, shown.column.name, "section", "n9")
        figure = f"{shown.total}" if limit is None else f"{shown.total} / {limit}"
        ink.text(painter, x + 10, cy, figure, "body", tint)
        rule = QRectF(place.x(), place.y() + 32, place.width(), 2)
        painter.fillRect(rule, ink.colour("bad_graphic" if over else "n4"))
        y, painted = place.y() + HEADER, 0
        for card in self._cards[shown.column.id]:
            height = card_height(card, place.width())
            if y + height > place.bottom() - 32:
                break
            paint_card(painter, QRectF(place.x(), y, place.width(), height), card, self._today())
            y, painted = y + height + CARD_GAP, painted + 1
        left = shown.shown - painted
        if left:
            more = ngettext("{count} more", "{count} more", left).format(count=left)
            ink.text(painter, place.x() + 2, y + 12, more, "caption", "n7")
