"""Where things on the overview lie, by the room there is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

MARGIN = 28
GAP = 40
HERO_TOP = 66
HERO = 88
RIBBON = 86
TILES = 196
ROW = 34
WEEK = 112
# A title with its hairline, above the first row of a section.
HEAD = 42


@dataclass(frozen=True, slots=True)
class Places:
    """The rectangles of one layout; a part that has no room is empty."""

    hero: QRectF
    ribbon: QRectF
    tiles: QRectF
    needs: QRectF
    risks: QRectF
    news: QRectF
    week: QRectF

    @property
    def rows(self) -> int:
        """How many rows a list shows."""
        return max(1, int((self.needs.height() - HEAD) // ROW))


def places(width: float, height: float, *, ribbon: bool, tiles: bool) -> Places:
    """Lay the overview out: the lists take what is left, the week strip goes first when it is low.

    At 720 high the hero, the tiles and four rows of each list stay.
    """
    wide = width - 2 * MARGIN
    y = float(HERO_TOP)
    hero = QRectF(MARGIN, y, wide, HERO)
    y += HERO
    band = QRectF(MARGIN, y, wide, RIBBON if ribbon else 0)
    y += band.height()
    row = QRectF(MARGIN, y, wide, TILES if tiles else 0)
    y += row.height()
    week = WEEK if height - y - WEEK >= HEAD + 4 * ROW else 0
    tall = max(HEAD + 2.0 * ROW, height - y - week - 8)
    most = HEAD + 12 * ROW
    tall = min(tall, most)
    first = (wide - 2 * GAP) * 0.52
    second = (wide - 2 * GAP) * 0.24
    needs = QRectF(MARGIN, y, first, tall)
    risks = QRectF(needs.right() + GAP, y, second, tall)
    news = QRectF(risks.right() + GAP, y, wide + MARGIN - risks.right() - GAP, tall)
    strip = QRectF(MARGIN, y + tall, wide, week)
    return Places(hero, band, row, needs, risks, news, strip)
