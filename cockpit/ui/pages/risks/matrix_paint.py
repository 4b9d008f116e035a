"""How a risk matrix is painted: where its cells lie, their levels and counts, stair and arrow."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from cockpit.domain.risk_matrix import CELLS, SIZE, RiskMatrix
from cockpit.domain.risk_register import Cell
from cockpit.domain.risk_words import level_letter
from cockpit.ui.kit import ink
from cockpit.ui.kit.theme import current_theme

WIDE: Final = 44
TALL: Final = 34
GAP: Final = 2
INSIDE: Final = 5  # how far an arrow reaches into its cells


class MatrixGrid:
    """Where the cells of a matrix lie; likelihood grows upwards, impact to the right."""

    def __init__(self, left: float, top: float) -> None:
        self.left, self.top = left, top

    @property
    def width(self) -> float:
        """From the first column's left to the last one's right."""
        return SIZE * WIDE + (SIZE - 1) * GAP

    @property
    def height(self) -> float:
        """From the first row's top to the last one's bottom."""
        return SIZE * TALL + (SIZE - 1) * GAP

    def rect(self, cell: Cell) -> QRectF:
        """The place of a (likelihood, impact) cell."""
        row, column = SIZE - cell[0], cell[1] - 1
        return QRectF(self.left + column * (WIDE + GAP), self.top + row * (TALL + GAP), WIDE, TALL)

    def at(self, point: QPointF) -> Cell | None:
        """The cell at a point, the gaps shared between neighbours."""
        column = math.floor((point.x() - self.left + GAP / 2) / (WIDE + GAP))
        row = math.floor((point.y() - self.top + GAP / 2) / (TALL + GAP))
        inside = 0 <= column < SIZE and 0 <= row < SIZE
        return (SIZE - row, column + 1) if inside else None


def paint_cells(
    painter: QPainter, grid: MatrixGrid, matrix: RiskMatrix, counts: Mapping[Cell, int]
) -> None:
    """Paint every cell: its level's colour and letter, and its count where there is one."""
    for cell in CELLS:
        rect, level = grid.rect(cell), matrix.level(*cell)
        fill, pen = current_theme().risk[level.rank]
        ink.rounded(painter, rect, 4, fill)
        cy, count = rect.center().y(), counts.get(cell, 0)
        letter = level_letter(level)
        # Three digits leave less room around letter and count.
        inset, role = (8, "empty") if count < 100 else (5, "strong")
        face = "caption" if ord(letter) > 255 else "axis"
        ink.text(painter, rect.left() + inset, cy, letter, face, pen)
        if count:
            ink.text_right(painter, rect.right() - inset, cy, count_text(count), role, pen)


def count_text(count: int) -> str:
    """A count that fits a cell: 318, 1.2k, 12k."""
    if count < 1000:
        return str(count)
    thousands = count / 1000
    return f"{thousands:.1f}k" if count < 9_950 else f"{thousands:.0f}k"


def stair(grid: MatrixGrid, matrix: RiskMatrix) -> QPolygonF:
    """The edge of appetite in the gaps, from the top to where it leaves at the right or below."""
    line = QPolygonF()
    half = GAP / 2
    for likelihood in range(SIZE, 0, -1):
        top = grid.rect((likelihood, 1)).top() - half
        x = grid.left + matrix.appetite[likelihood - 1] * (WIDE + GAP) - half
        line << QPointF(x, top)
        if matrix.appetite[likelihood - 1] == SIZE:
            break
        line << QPointF(x, top + TALL + GAP)
    return line


def paint_stair(painter: QPainter, grid: MatrixGrid, matrix: RiskMatrix) -> None:
    """Paint the edge of appetite, dashed."""
    line = stair(grid, matrix)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(ink.colour("n9"), 1.6)
    pen.setDashPattern([3, 2])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawPolyline(line)


def way(here: QRectF, there: QRectF) -> tuple[QPointF, QPointF]:
    """Where an arrow between two cells begins and ends so that it leaves their counts readable.

    It goes from just inside the edge of one to just inside that of the other; along a row it runs
    below the counts.
    """
    run = there.center() - here.center()
    reach = [half / abs(part) for half, part in
             ((here.width() / 2, run.x()), (here.height() / 2, run.y())) if part]  # fmt: skip
    cut = run * (min(reach) - INSIDE / math.hypot(run.x(), run.y()))
    low = QPointF(0, 0 if run.y() else TALL / 2 - 6)
    return here.center() + low + cut, there.center() + low - cut


def paint_arrow(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """Paint where a risk should go: a dark line on a light halo, so that it reads on any cell."""
    angle = math.atan2(end.y() - start.y(), end.x() - start.x())
    wings = [
        QPointF(end.x() - 8 * math.cos(angle + turn), end.y() - 8 * math.sin(angle + turn))
        for turn in (0.45, -0.45)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    head = QPolygonF([end, *wings])
    neck = QPointF(end.x() - 6 * math.cos(angle), end.y() - 6 * math.sin(angle))
    halo = QPen(ink.colour("n0"), 5)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(halo)
    painter.setBrush(ink.colour("n0"))
    painter.drawLine(start, neck)
    painter.drawPolygon(head)
    painter.setPen(QPen(ink.colour("n9"), 1.6))
    painter.drawLine(start, neck)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink.colour("n9"))
    painter.drawPolygon(head)
