"""A card in the air: where it came from, where it hangs, and where it would land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from cockpit.domain.board import Card
from cockpit.ui.pages.board.card_pictures import SHADOW

if TYPE_CHECKING:
    from cockpit.ui.pages.board.view import BoardView


@dataclass(slots=True)
class Drag:
    """The dragged card, the grip within it, and all ids that go with it.

    `line` is the painted target: x, y and width, None while it hangs over no column.
    """

    card: Card
    rect: QRectF
    grip: QPointF
    ids: list[str]
    column_id: str | None = None
    before_id: str | None = None
    line: tuple[float, float, float] | None = None

    def reach(self) -> QRectF:
        """All that is painted for it: the card with its shadow and count, and the target."""
        left, top, right, bottom = SHADOW
        reach = self.rect.adjusted(-left, -top, right, bottom)
        if self.line is not None:
            x, y, width = self.line
            reach |= QRectF(x - 6, y - 6, width + 8, 12)
        return reach

    def move(self, at: QPointF, view: BoardView) -> None:
        """Follow the pointer and find the gap between cards nearest to it."""
        self.rect.moveTopLeft(at - self.grip)
        self.column_id = self.before_id = self.line = None
        index = view.column_at(at.x())
        if index is None:
            return
        window = view.columns[index]
        place = view.column_rect(index)
        self.column_id = window.id
        y = 44.0
        for row, card, rect in view.card_rects(index):
            if at.y() < rect.center().y():
                self.before_id = self._past_own(window.card, row, card)
                self.line = (place.x(), rect.top() - 4, place.width())
                return
            y = rect.bottom() + 8
        self.line = (place.x(), y - 4, place.width())
        beyond = view.card_rects(index)
        if beyond and beyond[-1][0] + 1 < window.count:
            self.before_id = self._past_own(window.card, beyond[-1][0] + 1, None)

    def _past_own(self, card_at: object, row: int, card: Card | None) -> str | None:
        """The first card from a row on that is not itself being dragged."""
        assert callable(card_at)
        found = card if card is not None else card_at(row)
        while found is not None and found.id in self.ids:
            row += 1
            found = card_at(row)
        return None if found is None else str(found.id)
