"""The four judgements of a risk side by side, each set by a click or a key."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from cockpit.domain.risk import AssessmentTier
from cockpit.domain.risk_matrix import RiskMatrix
from cockpit.domain.risk_register import Cell
from cockpit.domain.risk_words import LEVEL_TITLES, TIER_TITLES, level_letter
from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import BY_KEY, Painted
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.inspector_parts import BLEED
from cockpit.ui.kit.value_fields import ENTER
from cockpit.ui.pages.risks.rating_popup import RatingPopup

TALL = 62
TIERS = list(AssessmentTier)


class TierStrip(Painted):
    """Arrows go to a tier, Enter opens its matrix; `rated` carries the tier and the cell."""

    rated = Signal(object, object)
    own_keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, *ENTER)

    def __init__(self) -> None:
        super().__init__()
        self.matrix: RiskMatrix | None = None
        self.ratings: Mapping[AssessmentTier, Cell] = {}
        self.place = 1
        self.popup: RatingPopup | None = None
        self._hover = -1
        self._ring = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(320, TALL)

    def show_ratings(self, matrix: RiskMatrix, ratings: Mapping[AssessmentTier, Cell]) -> None:
        """Show what stands in each tier."""
        self.matrix, self.ratings = matrix, ratings
        self.setAccessibleName(_("Assessments"))
        self.setAccessibleDescription(self.sentence())
        self.update()

    def sentence(self) -> str:
        """All four in words."""
        parts = []
        for tier in TIERS:
            cell = self.ratings.get(tier)
            said = _("not assessed")
            if cell is not None and self.matrix is not None:
                level = _(LEVEL_TITLES[self.matrix.level(*cell)])
                said = f"{cell[0]} × {cell[1]} {level}"
            parts.append(f"{_(TIER_TITLES[tier])}: {said}")
        return ", ".join(parts)

    def rect_of(self, index: int) -> QRectF:
        """The place of a tier; the fill under the mouse reaches beyond its text."""
        wide = (self.width() - 2 * BLEED + 18) / len(TIERS)
        return QRectF(BLEED + index * wide - 6, 4, wide - 8, TALL - 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint each tier: its name, its level and its rating, a chevron to the next."""
        painter = QPainter(self)
        for index, tier in enumerate(TIERS):
            rect = self.rect_of(index)
            if self._ring and index == self.place:
                ink.rounded(painter, rect, 6, None, "accent", 2)
            elif index == self._hover:
                ink.rounded(painter, rect, 6, "n2")
            x, current = rect.left() + 6, tier is AssessmentTier.CURRENT
            role = "caption_strong" if current else "caption"
            room = rect.width() - 8
            ink.text(painter, x, rect.top() + 13, _(TIER_TITLES[tier]), role,
                     "n9" if current else "n7", room)  # fmt: skip
            self._paint_rating(painter, x, rect.top() + 37, tier, current)
            if index + 1 < len(TIERS):
                draw_icon(
                    painter, "caret-right", rect.right() - 1, rect.top() + 37, 11, ink.colour("n6")
                )

    def _paint_rating(
        self, painter: QPainter, x: float, cy: float, tier: AssessmentTier, current: bool
    ) -> None:
        cell = self.ratings.get(tier)
        if cell is None or self.matrix is None:
            ink.rounded(painter, QRectF(x + 0.5, cy - 9.5, 19, 19), 4, None, "n4")
            draw_icon(painter, "plus", x + 4, cy, 12, ink.colour("n7"))
            return
        level = self.matrix.level(*cell)
        x = ink.level(painter, x, cy, level.rank, level_letter(level)) + 6
        ink.text(painter, x, cy, f"{cell[0]} × {cell[1]}", "strong" if current else "num")

    def open(self, index: int) -> None:
        """Open the matrix of a tier."""
        if self.matrix is None:
            return
        self.place = index
        tier = TIERS[index]
        popup = RatingPopup(self, self.matrix, _(TIER_TITLES[tier]), self.ratings.get(tier))
        popup.chosen.connect(lambda cell: self.rated.emit(tier, cell))
        popup.closed.connect(popup.deleteLater)
        self.popup = popup
        popup.open()

    def _at(self, event: QMouseEvent) -> int:
        hits = (i for i in range(len(TIERS)) if self.rect_of(i).contains(event.position()))
        return next(hits, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Fill the tier under the mouse."""
        self._hover = self._at(event)
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if self._hover >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Drop the fill."""
        self._hover = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Judge the tier that is pressed."""
        index = self._at(event)
        if index >= 0:
            self.open(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk, Enter judges."""
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        if step:
            self.place = (self.place + step) % len(TIERS)
            self._ring = True
            self.update()
        elif key in ENTER or key == Qt.Key.Key_Space:
            self.open(self.place)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the current tier when the keyboard came here."""
        self._ring = event.reason() in BY_KEY
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the current tier."""
        self._ring = False
        self.update()
        super().focusOutEvent(event)
