"""Cards as pictures: each is painted once, and a frame that scrolls or drags only copies them."""

from __future__ import annotations

from datetime import date
from math import ceil, floor
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from cockpit.domain.board import Card
from cockpit.i18n import language
from cockpit.ui.kit import fonts, ink, redaction
from cockpit.ui.kit.theme import current_theme
from cockpit.ui.pages.board.card import paint_card

KEPT_BYTES: Final = 48 << 20
# What a lifted card's shadow needs around it: left, top, right, bottom.
SHADOW: Final = (14.0, 14.0, 14.0, 24.0)


class _Kept(NamedTuple):
    """A picture, and the card and the fractions of a pixel that it was painted for."""

    card: Card
    aged: bool
    x: float
    y: float
    picture: QPixmap


class CardPictures:
    """Pictures of the cards in one view, forgotten when anything they all depend on changes."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}  # by the card's id
        self._bytes = 0
        self._look: tuple[object, ...] = ()
        self._lifted: tuple[Card, QPixmap] | None = None
        self._today = date.min
        self._ratio = 1.0

    def kept_bytes(self) -> int:
        """How much room the pictures of cards take."""
        return self._bytes

    def begin(self, ratio: float, width: float, today: date) -> None:
        """Say what the cards of the coming frame are painted for."""
        hidden = redaction.version()
        look = (current_theme(), language(), fonts.scale(), hidden, ratio, width, today)
        if look != self._look:
            self._look, self._today, self._ratio = look, today, ratio
            self._kept.clear()
            self._bytes = 0
            self._lifted = None

    def draw(self, painter: QPainter, rect: QRectF, card: Card, *, aged: bool) -> None:
        """Copy a card to its place; its corners are filled with the ground of the board."""
        ratio = self._ratio
        left, top = floor(rect.x() * ratio), floor(rect.y() * ratio)
        x, y = rect.x() * ratio - left, rect.y() * ratio - top
        kept = self._kept.get(card.id)
        if kept is None or kept.x != x or kept.y != y or not _same(kept, card, aged):
            kept = self._keep(card, rect, x, y, aged)
        painter.drawPixmap(QPointF(left / ratio, top / ratio), kept.picture)

    def draw_lifted(self, painter: QPainter, rect: QRectF, card: Card, *, aged: bool) -> None:
        """Copy a card in the air with its shadow; only whole pixels count while it moves."""
        left, top, right, bottom = SHADOW
        if self._lifted is None or self._lifted[0] != card:
            picture = self._blank(rect.width() + left + right, rect.height() + top + bottom)
            picture.fill(Qt.GlobalColor.transparent)
            inside = QPainter(picture)
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(left, top, rect.width(), rect.height())
            ink.shadow(inside, box, 8)
            paint_card(inside, box, card, self._today, aged=aged)
            ink.rounded(inside, box, 8, None, "n5")
            inside.end()
            self._lifted = (card, picture)
        painter.drawPixmap(QPointF(round(rect.x() - left), round(rect.y() - top)), self._lifted[1])

    def _keep(self, card: Card, rect: QRectF, x: float, y: float, aged: bool) -> _Kept:
        ratio = self._ratio
        picture = self._blank(rect.width() + x / ratio, rect.height() + y / ratio)
        picture.fill(ink.colour(current_theme().board))
        inside = QPainter(picture)
        inside.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(x / ratio, y / ratio, rect.width(), rect.height())
        paint_card(inside, box, card, self._today, aged=aged)
        inside.end()
        old = self._kept.pop(card.id, None)
        self._bytes += _size(picture) - (_size(old.picture) if old else 0)
        self._kept[card.id] = kept = _Kept(card, aged, x, y, picture)
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            self._bytes -= _size(self._kept.pop(next(iter(self._kept))).picture)
        return kept

    def _blank(self, width: float, height: float) -> QPixmap:
        picture = QPixmap(ceil(width * self._ratio), ceil(height * self._ratio))
        picture.setDevicePixelRatio(self._ratio)
        return picture


def _same(kept: _Kept, card: Card, aged: bool) -> bool:
    """Whether the picture still shows the card; comparing all its words is seldom needed."""
    return (kept.card is card or kept.card == card) and kept.aged == aged


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
