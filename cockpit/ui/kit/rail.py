"""The rail at the left: the pages, what waits in each, settings and shortcuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter

from cockpit.i18n import N_, _
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import BY_KEY, Label, Painted, shown
from cockpit.ui.kit.icons import FILL, draw_icon

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

WIDE: Final = 176
NARROW: Final = 56
_PITCH: Final = 34


@dataclass(frozen=True, slots=True)
class RailItem:
    """One page in the rail; `count` is only what waits for the person."""

    key: str
    title: Label
    icon: str
    shortcut: str = ""
    count: int = 0
    gap_before: bool = False


FOOT: Final = (
    RailItem("settings", N_("Settings"), "gear-six", "Ctrl+,"),
    RailItem("shortcuts", N_("Shortcuts"), "question", "?"),
)


class Rail(Painted):
    """The list of pages, 176 px wide or 56 with icons only."""

    page_requested = Signal(str)

    def __init__(self, pages: Sequence[RailItem]) -> None:
        super().__init__()
        self.items = [*pages, *FOOT]
        self.current = pages[0].key if pages else ""
        self.narrow = False
        self._hover = ""
        self._focus = self.current
        self._ring = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedWidth(WIDE)
        self.setAccessibleName(_("Pages"))

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons and words."""
        self.narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        self.update()

    def set_current(self, key: str) -> None:
        """Mark the page that is shown."""
        self.current = self._focus = key
        self.update()

    def set_count(self, key: str, count: int) -> None:
        """Show how many things wait on a page; 0 shows nothing."""
        self.items = [
            RailItem(i.key, i.title, i.icon, i.shortcut, count, i.gap_before) if i.key == key else i
            for i in self.items
        ]
        self.update()

    def rects(self) -> list[tuple[RailItem, QRectF]]:
        """Where each item lies: the pages from the top, the rest at the bottom."""
        result, y = [], 60.0
        foot = len(FOOT)
        for item in self.items[:-foot]:
            y += 10 if item.gap_before else 0
            result.append((item, QRectF(8, y, self.width() - 16, 32)))
            y += _PITCH
        y = max(y, self.height() - 10 - _PITCH * foot)
        for item in self.items[-foot:]:
            result.append((item, QRectF(8, y, self.width() - 16, 32)))
            y += _PITCH
        return result

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark, the name and the items."""
        painter = QPainter(self)
        ink.fill(painter, self.rect(), "n1")
        left = 18 if self.narrow else 16
        ink.rounded(painter, QRectF(left, 14, 20, 20), 5, "accent")
        draw_icon(painter, "gauge-fill", left + 3, 24, 14, ink.colour("on_accent"))
        if not self.narrow:
            ink.text(painter, 44, 24, _("Ops Cockpit"), "strong", "n9", WIDE - 52)
        for item, rect in self.rects():
            self._paint_item(painter, item, rect)

    def _paint_item(self, painter: QPainter, item: RailItem, rect: QRectF) -> None:
        on = item.key == self.current
        cy = rect.center().y()
        if on or item.key == self._hover:
            ink.rounded(painter, rect, 6, "n3" if on else "n2")
        if self._ring and item.key == self._focus:
            ink.rounded(painter, rect, 6, None, "accent", 2)
        name = item.icon + FILL if on else item.icon
        centre = rect.center().x() if self.narrow else 25
        draw_icon(painter, name, centre - 9, cy, 18, ink.colour("accent" if on else "n8"))
        count = f"{item.count:,}" if item.count else ""
        if self.narrow:
            if count:
                few = "99+" if item.count > 99 else count
                ink.text_right(painter, rect.right() - 3, rect.top() + 7, few, "axis", "n7")
            return
        ink.text(painter, 44, cy, shown(item.title), "strong" if on else "body",
                 "n9" if on else "n8", rect.right() - 44 - ink.width(count) - 20)  # fmt: skip
        if count:
            ink.text_right(painter, self.width() - 20, cy, count, "caption", "n7")
        elif item.key == "shortcuts":
            ink.keycap(painter, self.width() - 18, cy, item.shortcut)

    def _at(self, y: float) -> RailItem | None:
        hits = (item for item, rect in self.rects() if rect.top() <= y <= rect.bottom())
        return next(hits, None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse with the hover fill."""
        item = self._at(event.position().y())
        key = item.key if item else ""
        if key == self._hover:
            return
        self._hover = key
        # Name and shortcut, for the words that the narrow rail does not show.
        parts = [shown(item.title), item.shortcut] if item else []
        self.setToolTip("  ".join(part for part in parts if part))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring only when the keyboard brought the focus."""
        self._ring = event.reason() in BY_KEY
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._ring = False
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the hover."""
        self._hover = ""
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the page under the mouse."""
        item = self._at(event.position().y())
        if item and event.button() == Qt.MouseButton.LeftButton:
            self.page_requested.emit(item.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrow keys, go with Enter or Space."""
        keys = [item.key for item in self.items]
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step:
            at = keys.index(self._focus) if self._focus in keys else 0
            self._focus = keys[(at + step) % len(keys)]
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.page_requested.emit(self._focus)
        else:
            super().keyPressEvent(event)
