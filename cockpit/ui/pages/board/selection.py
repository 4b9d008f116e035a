"""Which cards are selected, and how arrow keys walk over columns of cards."""

from __future__ import annotations

from collections.abc import Sequence

from cockpit.ui.pages.board.column_window import ColumnWindow


class Selection:
    """The current place (column and row) and the selected card ids in the order they were taken."""

    def __init__(self) -> None:
        self.column = 0
        self.row = 0
        self.ids: list[str] = []
        self._anchor: tuple[int, int] | None = None

    def clear(self) -> None:
        """Select nothing; the place stays."""
        self.ids = []
        self._anchor = None

    def take(self, columns: Sequence[ColumnWindow], column: int, row: int, *, add: bool) -> None:
        """Go to a card and select it alone, or, to add, as well (or no longer)."""
        if not columns:
            return
        self.column = max(0, min(column, len(columns) - 1))
        window = columns[self.column]
        self.row = max(0, min(row, window.count - 1))
        card = window.card(self.row)
        if card is None:
            self.row = 0
            if not add:
                self.clear()
            return
        if not add:
            self.ids = [card.id]
        elif card.id in self.ids:
            self.ids.remove(card.id)
        else:
            self.ids.append(card.id)
        self._anchor = (self.column, self.row)

    def extend(self, columns: Sequence[ColumnWindow], row: int) -> None:
        """Select from the anchor to a row of the same column."""
        if not columns:
            return
        window = columns[self.column]
        self.row = max(0, min(row, window.count - 1))
        start = self._anchor[1] if self._anchor and self._anchor[0] == self.column else self.row
        rows = range(min(start, self.row), max(start, self.row) + 1)
        cards = [window.card(at) for at in rows]
        self.ids = [card.id for card in cards if card is not None]
        self._anchor = (self.column, start)

    def walk(self, columns: Sequence[ColumnWindow], across: int, down: int) -> None:
        """Move by arrow key; empty columns are passed over."""
        if not self.ids:
            self.take(columns, self.column, self.row, add=False)
            if self.ids:
                return
        column = self.column + across
        while across and 0 <= column < len(columns) and columns[column].count == 0:
            column += across
        if 0 <= column < len(columns):
            self.take(columns, column, self.row + down, add=False)

    def follow(self, columns: Sequence[ColumnWindow], column_id: str, row: int) -> None:
        """Put the current place on a card that has moved."""
        for index, window in enumerate(columns):
            if window.id == column_id:
                self.column, self.row = index, row
                self._anchor = (index, row)
