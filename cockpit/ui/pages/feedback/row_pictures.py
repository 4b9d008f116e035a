"""Rows as pictures: each is painted once, and a frame that scrolls only copies them."""

from __future__ import annotations

from datetime import date, datetime
from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from cockpit.domain.entity import utc_now
from cockpit.domain.feedback import FeedbackRow
from cockpit.i18n import language
from cockpit.ui.kit import fonts, ink, redaction
from cockpit.ui.kit.theme import current_theme
from cockpit.ui.pages.feedback.row_paint import HEIGHT, When, paint_row

# About 32 MB at the usual size.
KEPT: Final = 224


class RowPictures:
    """Pictures of rows in one list, forgotten when anything they all depend on changes."""

    def __init__(self, when: When) -> None:
        self._when = when
        self._kept: dict[tuple[int, str], tuple[FeedbackRow, QPixmap]] = {}
        self._look: tuple[object, ...] = ()
        self._ratio = 1.0
        self._width = 0.0
        self._now: datetime = utc_now()

    def begin(self, ratio: float, width: float, today: date) -> None:
        """Say what the rows of the coming frame are painted for."""
        hidden = redaction.version()
        look = (current_theme(), language(), fonts.scale(), hidden, ratio, width, today)
        if look != self._look:
            self._look, self._ratio, self._width = look, ratio, width
            self._now = utc_now()
            self._kept.clear()

    def draw(self, painter: QPainter, y: float, row: FeedbackRow, fill: str) -> None:
        """Copy a row, on the fill of its state, to its place."""
        key = (row.seq, fill)
        kept = self._kept.get(key)
        if kept is None or (kept[0] is not row and kept[0] != row):
            kept = (row, self._painted(row, fill))
            self._kept.pop(key, None)
            self._kept[key] = kept
            while len(self._kept) > KEPT:
                self._kept.pop(next(iter(self._kept)))
        painter.drawPixmap(QPointF(0, y), kept[1])

    def _painted(self, row: FeedbackRow, fill: str) -> QPixmap:
        picture = QPixmap(ceil(self._width * self._ratio), ceil(HEIGHT * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        picture.fill(ink.colour(fill))
        inside = QPainter(picture)
        inside.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside.setPen(Qt.PenStyle.NoPen)
        box = QRectF(0, 0, self._width, HEIGHT)
        paint_row(inside, box, row, self._when, now=self._now)
        if fill == "n0":
            ink.hairline(inside, 20, HEIGHT - 1, self._width - 40, "n3")
        inside.end()
        return picture
