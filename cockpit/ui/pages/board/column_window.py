"""One column as the view sees it: how far it is scrolled, and only the cards near there."""

from __future__ import annotations

from collections.abc import Callable

from cockpit.domain.board import BoardColumn, Card
from cockpit.domain.task import Stage

PAGE = 40
KEPT_PAGES = 6

FetchCards = Callable[[str, int, int], list[Card]]
HeightOf = Callable[[Card], float]


class ColumnWindow:
    """Rows are fetched in pages of 40 when asked for; at most 6 pages are kept.

    The scroll place is a row and how many pixels of it are scrolled away, so that nothing ever
    needs the heights of rows that are not in sight.
    """

    def __init__(self, shown: BoardColumn, fetch: FetchCards) -> None:
        self.shown = shown
        self.first = 0
        self.offset = 0.0
        self._fetch = fetch
        self._pages: dict[int, list[Card]] = {}

    @property
    def id(self) -> str:
        """The column's id."""
        return self.shown.column.id

    @property
    def aged(self) -> bool:
        """Whether days in this column count: work that is committed, active or waiting."""
        return self.shown.column.stage not in (Stage.BACKLOG, Stage.DONE)

    @property
    def count(self) -> int:
        """How many cards pass the filter."""
        return self.shown.shown

    def card(self, row: int) -> Card | None:
        """Return the card at a row, None beyond the end."""
        if not 0 <= row < self.count:
            return None
        number, at = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(self.id, number * PAGE, PAGE)
            self._pages[number] = page
            while len(self._pages) > KEPT_PAGES:
                self._pages.pop(next(iter(self._pages)))
        return page[at] if at < len(page) else None

    def renew(self, shown: BoardColumn) -> None:
        """Forget the cards and take new counts; the scroll place stays as far as it can."""
        self.shown = shown
        self._pages.clear()
        self.first = max(0, min(self.first, self.count - 1))

    def scroll(self, pixels: float, height_of: HeightOf, gap: float) -> None:
        """Scroll down by pixels (up when negative), row by row."""
        self.offset += pixels
        while self.offset < 0 and self.first > 0:
            self.first -= 1
            card = self.card(self.first)
            self.offset += (height_of(card) if card else 0.0) + gap
        while self.first < self.count - 1:
            card = self.card(self.first)
            step = (height_of(card) if card else 0.0) + gap
            if self.offset < step:
                break
            self.offset -= step
            self.first += 1
        if self.first == 0:
            self.offset = max(0.0, self.offset)
        if self.first >= self.count - 1:
            self.offset = 0.0

    def reveal(self, row: int, room: float, height_of: HeightOf, gap: float) -> None:
        """Scroll the least needed to have a whole row in sight."""
        if row < self.first or (row == self.first and self.offset):
            self.first, self.offset = row, 0.0
            return
        needed, top = 0.0, row
        while top >= self.first:
            card = self.card(top)
            needed += (height_of(card) if card else 0.0) + gap
            if needed > room:
                self.first, self.offset = min(top + 1, row), 0.0
                return
            top -= 1

    def visible(
        self, room: float, height_of: HeightOf, gap: float
    ) -> list[tuple[int, Card, float]]:
        """Return (row, card, y from the column's top) of the cards in sight."""
        result = []
        row, y = self.first, -self.offset
        while y < room:
            card = self.card(row)
            if card is None:
                break
            result.append((row, card, y))
            y += height_of(card) + gap
            row += 1
        return result
