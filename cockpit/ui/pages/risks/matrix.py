"""The matrix: the risks of each cell counted, the edge of appetite, the way of the selected one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cockpit.domain.risk import AssessmentTier
from cockpit.domain.risk_matrix import SIZE, RiskMatrix
from cockpit.domain.risk_register import Cell, RiskRow
from cockpit.domain.risk_words import LEVEL_TITLES, TIER_TITLES
from cockpit.i18n import _, language, ngettext
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import BY_KEY, Painted
from cockpit.ui.kit.value_fields import ENTER
from cockpit.ui.pages.risks.matrix_paint import (
    GAP,
    WIDE,
    MatrixGrid,
    paint_arrow,
    paint_cells,
    paint_stair,
    way,
)

HEAD: Final = 28
FOOT: Final = 22
LEAST_LABELS: Final = 72
ARROWS: Final = {
    Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0),
    Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Left: (0, -1),
}  # fmt: skip


class MatrixView(Painted):
    """Counts by cell; arrows walk, Enter or a click shows the risks of a cell, T another tier."""

    cell_chosen = Signal(object)  # a Cell, None to show all again
    tier_chosen = Signal(object)  # an AssessmentTier
    own_keys = (*ARROWS, *ENTER, Qt.Key.Key_Space, Qt.Key.Key_Escape)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix: RiskMatrix | None = None
        self.counts: Mapping[Cell, int] = {}
        self.tier = AssessmentTier.CURRENT
        self.chosen: Cell | None = None
        self.place: Cell = (3, 3)
        self.selected: RiskRow | None = None
        self._hover: Cell | None = None
        self._hover_tier: AssessmentTier | None = None
        self._ring = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name()

    def show_counts(self, matrix: RiskMatrix, counts: Mapping[Cell, int]) -> None:
        """Show a matrix and how many risks stand in each of its cells."""
        self.matrix, self.counts = matrix, counts
        self._name()
        self.updateGeometry()
        self.update()

    def show_selected(self, row: RiskRow | None) -> None:
        """Show where one risk stands and where it should go."""
        self.selected = row
        self.update()

    def labels(self) -> float:
        """How wide the words for likelihood are, with the gap after them."""
        if self.matrix is None:
            return LEAST_LABELS
        words = [self.matrix.label("likelihood", step, language()) for step in range(1, SIZE + 1)]
        return max(LEAST_LABELS, math.ceil(max(ink.width(w, "caption") for w in words)) + 10)

    def grid(self) -> MatrixGrid:
        """Where the cells lie."""
        return MatrixGrid(self.labels(), HEAD)

    def sizeHint(self) -> QSize:
        """Labels, cells, and the words for impact below."""
        grid = self.grid()
        return QSize(round(grid.left + grid.width) + 4, round(HEAD + grid.height) + FOOT)

    def tier_rects(self) -> list[tuple[AssessmentTier, QRectF]]:
        """Where the words for the tiers stand, right-aligned over the cells."""
        grid = self.grid()
        right = grid.left + grid.width
        found = []
        for tier in reversed(AssessmentTier):
            wide = ink.width(_(TIER_TITLES[tier]), "caption_strong")
            found.append((tier, QRectF(right - wide, 0, wide, 20)))
            right -= wide + 14
        return found[::-1]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint tiers, cells, labels, the stair, what is chosen and the arrow."""
        painter = QPainter(self)
        if self.matrix is None:
            return
        grid = self.grid()
        for tier, rect in self.tier_rects():
            on = tier is self.tier
            pen = "n9" if on or tier is self._hover_tier else "n7"
            role = "caption_strong" if on else "caption"
            ink.text(painter, rect.left(), 10, _(TIER_TITLES[tier]), role, pen)
        paint_cells(painter, grid, self.matrix, self.counts)
        self._paint_labels(painter, grid, self.matrix)
        paint_stair(painter, grid, self.matrix)
        if self.chosen is not None:
            self._outline(painter, grid.rect(self.chosen), "n9")
        if self._ring:
            self._outline(painter, grid.rect(self.place), "accent")
        elif self._hover is not None and self._hover != self.chosen:
            self._outline(painter, grid.rect(self._hover), "n5")
        self._paint_way(painter, grid)

    def _outline(self, painter: QPainter, rect: QRectF, colour: str) -> None:
        ink.rounded(painter, rect.adjusted(-2, -2, 2, 2), 6, None, colour, 2)

    def _paint_labels(self, painter: QPainter, grid: MatrixGrid, matrix: RiskMatrix) -> None:
        for step in range(1, SIZE + 1):
            cy = grid.rect((step, 1)).center().y()
            word = matrix.label("likelihood", step, language())
            ink.text_right(painter, grid.left - 10, cy, word, "caption", "n7")
            centre = grid.rect((1, step)).center().x()
            word = ink.elided(matrix.label("impact", step, language()), "caption", WIDE + GAP + 8)
            x = centre - ink.width(word, "caption") / 2
            ink.text(painter, x, grid.top + grid.height + 13, word, "caption", "n7")

    def _paint_way(self, painter: QPainter, grid: MatrixGrid) -> None:
        """The selected risk's cell, and from the current one an arrow to where it should get."""
        if self.selected is None:
            return
        ratings, current = self.selected.ratings, self.tier is AssessmentTier.CURRENT
        here = self.selected.rating if current else ratings.get(self.tier)
        if here is None:
            return
        self._outline(painter, grid.rect(here), "n9")
        there = ratings.get(AssessmentTier.RESIDUAL) or ratings.get(AssessmentTier.TARGET)
        if not current or there is None or there == here:
            return
        paint_arrow(painter, *way(grid.rect(here), grid.rect(there)))

    def _name(self) -> None:
        """Say to screen readers what the current cell holds."""
        self.setAccessibleName(_("Risk matrix"))
        if self.matrix is not None:
            self.setAccessibleDescription(self.sentence(self.place))

    def sentence(self, cell: Cell) -> str:
        """What a cell says: both words, the level, how many risks."""
        assert self.matrix is not None
        count = self.counts.get(cell, 0)
        level = _(LEVEL_TITLES[self.matrix.level(*cell)])
        risks = ngettext("{count} risk", "{count} risks", count).format(count=count)
        appetite = _("beyond appetite") if self.matrix.beyond(*cell) else _("within appetite")
        return _("{likelihood} × {impact}: {level}, {risks}, {appetite}").format(
            likelihood=self.matrix.label("likelihood", cell[0], language()),
            impact=self.matrix.label("impact", cell[1], language()),
            level=level,
            risks=risks,
            appetite=appetite,
        )

    def choose(self, cell: Cell | None) -> None:
        """Ask for the risks of a cell; the same cell again asks for all."""
        self.chosen = None if cell == self.chosen else cell
        self.cell_chosen.emit(self.chosen)
        self.update()

    def next_tier(self) -> None:
        """Show the tier after this one, the first after the last."""
        tiers = list(AssessmentTier)
        self.set_tier(tiers[(tiers.index(self.tier) + 1) % len(tiers)])

    def set_tier(self, tier: AssessmentTier) -> None:
        """Show another tier."""
        if tier is not self.tier:
            self.tier = tier
            self.tier_chosen.emit(tier)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse with an outline."""
        at = event.position()
        tier = next((t for t, rect in self.tier_rects() if rect.contains(at)), None)
        cell = self.grid().at(at)
        if (cell, tier) != (self._hover, self._hover_tier):
            self._hover, self._hover_tier = cell, tier
            hand = cell is not None or tier is not None
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
            )
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Drop the outline."""
        self._hover = self._hover_tier = None
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell or a tier."""
        tier = next((t for t, rect in self.tier_rects() if rect.contains(event.position())), None)
        cell = self.grid().at(event.position())
        if tier is not None:
            self.set_tier(tier)
        elif cell is not None:
            self.place = cell
            self.choose(cell)

    def event(self, event: QEvent) -> bool:
        """Say a cell in words under the mouse."""
        if isinstance(event, QHelpEvent) and self.matrix is not None and self._hover:
            QToolTip.showText(event.globalPos(), self.sentence(self._hover), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk over the cells, Enter shows a cell's risks, Escape all of them."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            up, right = ARROWS[key]
            row = min(SIZE, max(1, self.place[0] + up))
            column = min(SIZE, max(1, self.place[1] + right))
            self.place = (row, column)
            self._ring = True
            self._name()
            self.update()
        elif key in ENTER or key == Qt.Key.Key_Space:
            self.choose(self.place)
        elif key == Qt.Key.Key_Escape and self.chosen is not None:
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the current cell when the keyboard came here."""
        self._ring = event.reason() in BY_KEY
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the current cell."""
        self._ring = False
        self.update()
        super().focusOutEvent(event)
