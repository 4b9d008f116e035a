"""The list that opens under a field: typing narrows it, keys or the mouse choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Label, shown
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.popover import Popover
from cockpit.ui.kit.theme import current_theme
from cockpit.ui.kit.tips import set_tip
from cockpit.ui.kit.value_fields import claims

ROW: Final = 30
HEAD: Final = 40
MOST_ROWS: Final = 8
OWN_KEYS: Final = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape
)  # fmt: skip
NEW: Final = "\0new"  # the key of the row that offers what was typed


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values: `icon`, `person` and `dot` (a slot of the palette) say what is before it.

    `checked` makes it one of several that can be chosen together; `also` is found by typing too.
    """

    key: str
    text: str
    icon: str = ""
    person: bool = False
    dot: int | None = None
    checked: bool | None = None
    also: str = ""


def paint_choice(
    painter: QPainter, x: float, cy: float, choice: Choice, tint: str, room: float
) -> float:
    """Draw what stands before a choice, and its text; return the x after it."""
    start = x
    if choice.person:
        x = ink.avatar(painter, x, cy, choice.text) + 8
    elif choice.dot is not None:
        shades = current_theme().categorical
        ink.dot(painter, x + 3.5, cy, 7, shades[choice.dot % len(shades)])
        x += 14
    elif choice.icon:
        x = draw_icon(painter, choice.icon, x, cy, 16, ink.colour("n8")) + 8
    return ink.text(painter, x, cy, choice.text, "body", tint, room - (x - start))


class ChoicePopup(Popover):
    """Lives from one opening to the next; `invented` carries a name that is not in the list."""

    chosen = Signal(str)
    invented = Signal(str)
    scrim = 0

    def __init__(
        self, anchor: QWidget, choices: Sequence[Choice], current: str = "", new: Label = ""
    ) -> None:
        super().__init__(anchor)
        self.anchor, self.choices, self.current, self.new = anchor, list(choices), current, new
        self.rows: list[Choice] = list(choices)
        self.row = next((i for i, c in enumerate(choices) if c.key == current), 0)
        self._top = 0
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        self.field.setFont(font("body"))
        self.field.setPlaceholderText(_("Type to find or add") if new else _("Type to find"))
        self.field.setAccessibleName(anchor.accessibleName())
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._narrow)
        self.setMouseTracking(True)

    def open(self) -> None:
        """Open under the field, ready for typing."""
        super().open()
        self._reveal()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def box(self) -> QRect:
        """Under the field it belongs to, or above where there is no room below."""
        tall = HEAD + max(1, min(MOST_ROWS, len(self.rows))) * ROW + 12
        wide = min(max(224, self.anchor.width()), self.width() - 16)
        place = QRect(self.anchor.mapTo(self.window(), QPoint(0, 0)), self.anchor.size())
        left = max(8, min(place.left(), self.width() - wide - 8))
        top = place.bottom() + 4
        if top + tall > self.height() - 8:
            top = max(8, min(place.top() - 4 - tall, self.height() - 8 - tall))
        return QRect(left, top, wide, tall)

    def place(self) -> None:
        """Lay the field over the list."""
        box = self.box()
        self.field.setGeometry(box.left() + 14, box.top() + 6, box.width() - 28, 30)
        self.update()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show other states of the same choices, after one was ticked."""
        self.choices = list(choices)
        self._narrow(self.field.text())

    def _narrow(self, typed: str) -> None:
        wanted = typed.strip().casefold()
        before = self.rows[self.row].key if self.rows else ""
        self.rows = [c for c in self.choices if wanted in f"{c.text}\n{c.also}".casefold()]
        if self.new and wanted and all(c.text.casefold() != wanted for c in self.choices):
            self.rows.append(Choice(NEW, shown(self.new).format(name=typed.strip()), "plus"))
        self.row = 0
        if not wanted:
            self.row = next((i for i, c in enumerate(self.rows) if c.key == before), 0)
        self._reveal()
        self.place()

    def _reveal(self) -> None:
        last = max(0, len(self.rows) - MOST_ROWS)
        self._top = max(min(self._top, self.row, last), self.row - MOST_ROWS + 1)

    def row_rect(self, index: int) -> QRectF:
        """Where a row of the list lies, in the widget."""
        box = QRectF(self.box())
        y = box.top() + HEAD + 6 + (index - self._top) * ROW
        return QRectF(box.left() + 6, y, box.width() - 12, ROW)

    def _row_at(self, point: QPoint) -> int | None:
        seen = range(self._top, min(len(self.rows), self._top + MOST_ROWS))
        return next((i for i in seen if self.row_rect(i).contains(point.toPointF())), None)

    def choose(self) -> None:
        """Take the current row; a list of several stays open for the next."""
        if not self.rows:
            return
        choice = self.rows[self.row]
        typed = self.field.text().strip()
        if choice.checked is None and choice.key != NEW:
            self.close_popover()
            self.chosen.emit(choice.key)
        elif choice.key == NEW:
            self.close_popover()
            self.invented.emit(typed)
        else:
            self.chosen.emit(choice.key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrow keys, Enter and Escape from the field."""
        if watched is self.field and claims(event, *OWN_KEYS):
            return True
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.row = (self.row + step) % max(1, len(self.rows))
                self._reveal()
                self.update()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose()
                return True
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self.close_popover()
                return True
        return super().eventFilter(watched, event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the mouse is the current one."""
        row = self._row_at(event.position().toPoint())
        # Whatever is cut can be read here whole.
        set_tip(self, self.rows[row].text if row is not None else "")
        if row is not None and row != self.row:
            self.row = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row that is pressed; beside the box, close."""
        row = self._row_at(event.position().toPoint())
        if row is None:
            super().mousePressEvent(event)
            return
        self.row = row
        self.choose()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll a long list."""
        last = max(0, len(self.rows) - MOST_ROWS)
        self._top = max(0, min(last, self._top - event.angleDelta().y() // 40))
        self.update()

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the line under the field and the rows."""
        ink.hairline(painter, box.left() + 1, box.top() + HEAD, box.width() - 2)
        if not self.rows:
            ink.text(
                painter, box.left() + 16, box.top() + HEAD + 6 + ROW / 2, _("Nothing found"),
                "body", "n7",
            )  # fmt: skip
        for index in range(self._top, min(len(self.rows), self._top + MOST_ROWS)):
            self._paint_row(painter, self.row_rect(index), self.rows[index], index == self.row)

    def _paint_row(self, painter: QPainter, rect: QRectF, choice: Choice, on: bool) -> None:
        if on:
            ink.rounded(painter, rect, 6, "n2" if not current_theme().dark else "n3")
        x, cy, right = rect.left() + 10, rect.center().y(), rect.right() - 10
        ticked = choice.checked if choice.checked is not None else choice.key == self.current
        if ticked and choice.key != NEW:
            draw_icon(painter, "check", right - 14, cy, 14, ink.colour("n8"))
        paint_choice(painter, x, cy, choice, "n9", right - 22 - x)
