"""A small matrix to judge a risk in one tier: by a click, the arrow keys and Enter, or digits."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from cockpit.domain.risk_matrix import SIZE, RiskMatrix
from cockpit.domain.risk_register import Cell
from cockpit.domain.risk_words import LEVEL_TITLES
from cockpit.i18n import _, language
from cockpit.ui.kit import ink
from cockpit.ui.kit.popover import Popover
from cockpit.ui.kit.value_fields import ENTER
from cockpit.ui.pages.risks.matrix import ARROWS
from cockpit.ui.pages.risks.matrix_paint import MatrixGrid, paint_cells, paint_stair

PADDING = 16
HEAD = 34
FOOT = 60


class RatingPopup(Popover):
    """Lives from one opening to the next; `chosen` carries a (likelihood, impact) cell."""

    chosen = Signal(object)
    scrim = 0

    def __init__(self, anchor: QWidget, matrix: RiskMatrix, title: str, cell: Cell | None) -> None:
        super().__init__(anchor)
        self.anchor, self.matrix, self.title = anchor, matrix, title
        self.cell: Cell = cell or (3, 3)
        self._digit: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def open(self) -> None:
        """Open under what it is about, ready for keys."""
        super().open()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self._say()

    def _labels(self) -> float:
        words = [self.matrix.label("likelihood", step, language()) for step in range(1, SIZE + 1)]
        return max(ink.width(word, "caption") for word in words) + 10

    def grid(self) -> MatrixGrid:
        """Where the cells lie, in the widget."""
        box = self.box()
        return MatrixGrid(box.left() + PADDING + self._labels(), box.top() + HEAD)

    def box(self) -> QRect:
        """Under its anchor, or above where there is no room below."""
        inside = MatrixGrid(0, 0)
        wide = round(inside.width + self._labels() + 2 * PADDING)
        tall = round(HEAD + inside.height + FOOT)
        corner = self.anchor.mapTo(self.window(), QPoint(0, self.anchor.height() + 4))
        left = max(8, min(corner.x(), self.width() - wide - 8))
        top = corner.y()
        if top + tall > self.height() - 8:
            top = max(8, corner.y() - self.anchor.height() - 8 - tall)
        return QRect(left, top, wide, tall)

    def choose(self, cell: Cell) -> None:
        """Take a cell."""
        self.close_popover()
        self.chosen.emit(cell)

    def _say(self) -> None:
        self.setAccessibleName(self.title)
        self.setAccessibleDescription(self.sentence())
        self.update()

    def sentence(self) -> str:
        """What the current cell means."""
        likelihood, impact = self.cell
        return _("{likelihood} × {impact} = {score}, {level}").format(
            likelihood=likelihood,
            impact=impact,
            score=self.matrix.score(likelihood, impact),
            level=_(LEVEL_TITLES[self.matrix.level(*self.cell)]),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter takes, two digits take likelihood and impact."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            up, right = ARROWS[key]
            self.cell = (
                min(SIZE, max(1, self.cell[0] + up)),
                min(SIZE, max(1, self.cell[1] + right)),
            )
            self._digit = None
            self._say()
        elif key in ENTER or key == Qt.Key.Key_Space:
            self.choose(self.cell)
        elif event.text() in ("1", "2", "3", "4", "5"):
            digit = int(event.text())
            if self._digit is not None:
                self.choose((self._digit, digit))
                return
            self._digit = digit
            self.cell = (digit, self.cell[1])
            self._say()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cell under the mouse is the current one."""
        cell = self.grid().at(event.position())
        if cell is not None and cell != self.cell:
            self.cell = cell
            self._say()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the cell that is pressed; beside the box, close."""
        cell = self.grid().at(event.position())
        if cell is not None:
            self.choose(cell)
            return
        super().mousePressEvent(event)

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the title, the cells, and what the current one means."""
        grid = self.grid()
        ink.text(painter, box.left() + PADDING, box.top() + 18, self.title, "caption", "n7")
        paint_cells(painter, grid, self.matrix, {})
        for step in range(1, SIZE + 1):
            rect = grid.rect((step, 1))
            word = self.matrix.label("likelihood", step, language())
            on = "n9" if step == self.cell[0] else "n7"
            ink.text_right(painter, grid.left - 10, rect.center().y(), word, "caption", on)
            word = ink.elided(self.matrix.label("impact", step, language()), "caption", 54)
            x = grid.rect((1, step)).center().x() - ink.width(word, "caption") / 2
            on = "n9" if step == self.cell[1] else "n7"
            ink.text(painter, x, grid.top + grid.height + 13, word, "caption", on)
        paint_stair(painter, grid, self.matrix)
        rect = grid.rect(self.cell).adjusted(-2, -2, 2, 2)
        ink.rounded(painter, rect, 6, None, "accent", 2)
        foot = box.bottom() - 18
        room = box.width() - 2 * PADDING
        if self._digit is not None:
            said = _("Likelihood {value}, now impact: 1 to 5").format(value=self._digit)
            ink.text(painter, box.left() + PADDING, foot, said, "caption", "accent_text", room)
            return
        ink.text(painter, box.left() + PADDING, foot, self.sentence(), "caption", "n9", room)
