"""Tiles in rows, divided by hairlines: one widget that paints again only what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cockpit.ui.charts.tile import COMPACT, TALL, Tile, paint_tile
from cockpit.ui.kit import fonts, ink
from cockpit.ui.kit.base import BY_KEY, Painted
from cockpit.ui.kit.tips import as_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

NARROWEST: Final = 200.0
WIDEST: Final = 440.0
GUTTER: Final = 48.0  # between two tiles, with the hairline in its middle
ROW_GAP: Final = 16.0
RING: Final = 6  # room around the tiles for the focus ring
KEY: Final = Qt.Key


class TileGrid(Painted):
    """Shows tiles, the selected one marked; `activated` is Enter or a double click."""

    selected = Signal(str)
    activated = Signal(str)
    own_keys = (KEY.Key_Return, KEY.Key_Enter)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: list[Tile] = []
        self.current = 0
        self.compact = False
        # Rows of one length look calm; where they have to be scrolled, more in the first is better.
        self.even = True
        self._ring = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_tiles(self, tiles: list[Tile], key: str = "") -> None:
        """Show tiles; the one with the key is selected, by default the one that was."""
        key = key or self.current_key()
        self.tiles = tiles
        self.current = next((i for i, tile in enumerate(tiles) if tile.key == key), 0)
        self._fit()
        self._describe()
        self.update()

    def update_tile(self, index: int, tile: Tile) -> None:
        """Show another state of one tile, and paint only that."""
        self.tiles[index] = tile
        self.update(self.tile_rect(index).adjusted(-2, -2, 2, 2).toAlignedRect())

    def set_form(self, *, compact: bool, even: bool) -> None:
        """Show tiles without their foot, for many of them; in rows as even as can be, or full."""
        if (compact, even) != (self.compact, self.even):
            self.compact, self.even = compact, even
            self.update()
        self._fit()

    def current_key(self) -> str:
        """The key of the selected tile, "" without any."""
        return self.tiles[self.current].key if self.current < len(self.tiles) else ""

    def select(self, index: int) -> None:
        """Select a tile and tell."""
        index = max(0, min(index, len(self.tiles) - 1))
        if index == self.current or not self.tiles:
            return
        for changed in (self.current, index):
            around = self.tile_rect(changed).adjusted(-RING, -RING, RING, RING)
            self.update(around.toAlignedRect())
        self.current = index
        self._describe()
        self.selected.emit(self.current_key())

    def _describe(self) -> None:
        if self.tiles:
            tile = self.tiles[self.current]
            self.setAccessibleName(tile.name)
            self.setAccessibleDescription(f"{tile.value} {tile.unit}".strip())

    def column_count(self, width: int | None = None) -> int:
        """How many tiles stand side by side, at a width or at the present one."""
        count = max(1, len(self.tiles))
        room = (self.width() if width is None else width) - 2 * RING + GUTTER
        most = max(1, int(room / (NARROWEST * fonts.scale() + GUTTER)))
        rows = -(-count // most)
        return -(-count // rows) if self.even else min(most, count)

    def row_count(self, width: int | None = None) -> int:
        """How many rows there are, at a width or at the present one."""
        return -(-len(self.tiles) // self.column_count(width))

    def _tall(self) -> float:
        return (COMPACT if self.compact else TALL) * fonts.scale()

    def height_for(self, rows: int) -> int:
        """How tall so many rows are."""
        return round(rows * self._tall() + max(0, rows - 1) * ROW_GAP) + 2 * RING

    def tile_rect(self, index: int) -> QRectF:
        """Where a tile lies."""
        columns = self.column_count()
        row, column = divmod(index, columns)
        wide = (self.width() - 2 * RING - (columns - 1) * GUTTER) / columns
        wide = min(wide, WIDEST * fonts.scale())
        x = RING + column * (wide + GUTTER)
        return QRectF(x, RING + row * (self._tall() + ROW_GAP), wide, self._tall())

    def tile_at(self, x: float, y: float) -> int | None:
        """The tile under a point, its half of the gutter included."""
        half = GUTTER / 2
        for index in range(len(self.tiles)):
            if self.tile_rect(index).adjusted(-half, -RING, half, RING).contains(x, y):
                return index
        return None

    def _fit(self) -> None:
        tall = self.height_for(self.row_count()) if self.tiles else 0
        if self.minimumHeight() != tall:
            self.setFixedHeight(tall)

    def sizeHint(self) -> QSize:
        """As tall as the rows."""
        return QSize(400, self.height_for(self.row_count()) if self.tiles else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows at the new width."""
        super().resizeEvent(event)
        self._fit()

    def retranslate(self) -> None:
        """Measure again."""
        self._fit()
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles that are out of date, and the lines between them."""
        painter = QPainter(self)
        columns = self.column_count()
        region = event.region()
        painter.setClipRegion(region)
        painter.fillRect(region.boundingRect(), ink.colour("n0"))
        for index, tile in enumerate(self.tiles):
            rect = self.tile_rect(index)
            around = rect.adjusted(-GUTTER, -RING, RING, RING).toAlignedRect()
            if not region.intersects(around):
                continue
            if index % columns:
                ink.hairline(painter, rect.left() - GUTTER / 2, rect.top(), rect.height(),
                             vertical=True)  # fmt: skip
            if not region.intersects(rect.adjusted(-2, -2, 2, 2).toAlignedRect()):
                continue
            chosen = index == self.current and len(self.tiles) > 1
            paint_tile(painter, rect, tile, selected=chosen, compact=self.compact)
        if self._ring and self.tiles:
            ring = self.tile_rect(self.current).adjusted(-RING, -RING + 1, RING, RING - 1)
            ink.rounded(painter, ring, 6, None, "accent", 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the tile under the pointer."""
        index = self.tile_at(event.position().x(), event.position().y())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.select(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the tile under the pointer."""
        if self.tile_at(event.position().x(), event.position().y()) is not None:
            self.activated.emit(self.current_key())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrow keys, open with Enter."""
        columns = self.column_count()
        step = {
            KEY.Key_Left: -1, KEY.Key_Right: 1, KEY.Key_Up: -columns, KEY.Key_Down: columns,
        }.get(KEY(event.key()))  # fmt: skip
        if step is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            wanted = self.current + step
            if 0 <= wanted < len(self.tiles):
                self.select(wanted)
        elif event.key() in self.own_keys and self.tiles:
            self.activated.emit(self.current_key())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say more about the tile under the resting mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.tile_at(event.pos().x(), event.pos().y())
            tip = "" if index is None else self.tiles[index].tip
            QToolTip.showText(event.globalPos(), as_tip(tip), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only when the keyboard brought the focus."""
        self._ring = event.reason() in BY_KEY
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._ring = False
        self.update()
        super().focusOutEvent(event)
