"""The lists in an inspector: a row, the line that adds one, and a list that keeps its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Clickable, Label, Painted, shown
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.inspector_parts import BLEED
from cockpit.ui.kit.value_fields import ENTER, ValueLine, give_back, set_tip

PITCH: Final = 27
LINE: Final = 20
TEXT_X: Final = BLEED + 26


class Row(Clickable):
    """An icon or a check box, text over up to three lines, a note at the right.

    Enter, Space or a click acts; Delete or the cross asks for the row to be removed.
    """

    remove_requested = Signal()
    margin = 0
    own_keys = (
        Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_Up,
        Qt.Key.Key_Down, *ENTER,
    )  # fmt: skip

    def __init__(self, removable: bool = True) -> None:
        super().__init__()
        self.text, self.note, self.icon = "", "", ""
        self.checked: bool | None = None
        self.tint, self.note_tint, self.removable = "n9", "n7", removable
        self._over_cross = False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(PITCH)

    def set_row(
        self,
        text: str,
        icon: str = "",
        note: str = "",
        checked: bool | None = None,
        tint: str = "n9",
    ) -> None:
        """Show other content; a line break in the text counts as a space."""
        self.text, self.icon, self.note = " ".join(text.split()), icon, note
        self.checked, self.tint = checked, tint
        name = self.text
        if checked is not None:
            state = _("done") if checked else _("open")
            name = f"{name} ({state})"
        self.setAccessibleName(name)
        self._fit()
        self.update()

    def lines(self) -> list[str]:
        """The text at this width."""
        right = ink.width(self.note, "caption") + 12 if self.note else 0
        return ink.wrap(self.text, "body", self.width() - TEXT_X - BLEED - right, 3) or [""]

    def _fit(self) -> None:
        lines = self.lines()
        self.setFixedHeight(PITCH + LINE * (len(lines) - 1))
        set_tip(self, self.text if lines[-1].endswith("…") else "")

    def _cross(self) -> QRectF:
        return QRectF(self.width() - 26, 0, 26, PITCH)

    def _shows_cross(self) -> bool:
        return self.removable and (self.hovered or self._ring)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the text anew."""
        super().resizeEvent(event)
        self._fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the cross up."""
        over = self._cross().contains(event.position())
        if over != self._over_cross:
            self._over_cross = over
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The cross removes, the rest acts."""
        if self.pressed and self._shows_cross() and self._cross().contains(event.position()):
            self.pressed = False
            self.remove_requested.emit()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes, the arrows go to the neighbours."""
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.removable:
            self.remove_requested.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the fill, what stands before the text, the text, the note and the cross."""
        painter = QPainter(self)
        box, cy = QRectF(self.rect()), PITCH / 2
        if self._ring:
            ink.rounded(painter, box, 6, None, "accent", 2)
        elif self.hovered:
            ink.rounded(painter, box, 6, "n2")
        if self.checked is not None:
            _paint_check(painter, BLEED, cy, on=self.checked, hover=self.hovered)
        elif self.icon:
            draw_icon(painter, self.icon, BLEED, cy, 16, ink.colour("n8"))
        for index, line in enumerate(self.lines()):
            ink.text(painter, TEXT_X, cy + LINE * index, line, "body", self.tint)
        right = float(self.width() - BLEED)
        if self._shows_cross():
            tint = "n9" if self._over_cross else "n7"
            draw_icon(painter, "x", self.width() - 20, cy, 12, ink.colour(tint))
            right = self.width() - 26
        if self.note:
            ink.text_right(painter, right, cy, self.note, "caption", self.note_tint)


def _paint_check(painter: QPainter, x: float, cy: float, *, on: bool, hover: bool) -> None:
    box = QRectF(x + 0.5, cy - 7.5, 15, 15)
    if on:
        ink.rounded(painter, box, 3, "accent")
        draw_icon(painter, "check-bold", box.left() + 2, cy, 11, ink.colour("on_accent"))
    else:
        ink.rounded(painter, box, 3, None, "n7" if hover else "n6", 1.2)


class Caption(Painted):
    """A name above some rows, with a note."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.note = "", ""
        self.setFixedHeight(PITCH)

    def set_caption(self, text: str, note: str) -> None:
        """Show other words."""
        self.text, self.note = text, note
        set_tip(self, text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words."""
        painter = QPainter(self)
        room = self.width() - 2 * BLEED - ink.width(self.note, "caption") - 12
        x = ink.text(painter, BLEED, PITCH / 2, self.text, "caption", "n7", room)
        ink.text(painter, x + 8, PITCH / 2, self.note, "caption", "n7")


class AddLine(ValueLine):
    """A line at the end of a list: Enter adds what it says and waits for the next."""

    added = Signal(str)

    def __init__(self, placeholder: Label, icon: str = "plus") -> None:
        super().__init__(placeholder)
        self.icon = icon
        self.setTextMargins(TEXT_X - 2, 0, BLEED - 2, 0)

    def retranslate(self) -> None:
        """Say what is added, to screen readers too."""
        super().retranslate()
        self.setAccessibleName(shown(self.placeholder))

    def busy(self) -> bool:
        """Whether something is typed that was not added."""
        return self._composing or bool(self.text())

    def commit(self) -> None:
        """Leaving keeps what is half typed; only Enter adds."""

    def revert(self) -> None:
        """Take the typing back."""
        self.clear()
        self.set_problem("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds and stays; an empty Enter leaves."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
            return
        text = " ".join(self.text().split())
        if not text:
            give_back(self)
            return
        self.clear()
        self.added.emit(text)

    def inset(self) -> int:
        """The text starts where the rows' text does."""
        return TEXT_X

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, then its icon."""
        super().paintEvent(event)
        painter = QPainter(self)
        draw_icon(painter, self.icon, BLEED, self.height() / 2, 16, ink.colour("n7"))


class RowList(QWidget):
    """Rows by key: those that stay are the same widgets, so focus and hover stay too."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, QWidget] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def keep(self, keys: Sequence[str]) -> None:
        """Drop the rows whose keys are gone; a focus among them goes to a neighbour."""
        wanted = set(keys)
        order = list(self.rows)
        for index, key in enumerate(order):
            if key in wanted:
                continue
            row = self.rows.pop(key)
            if row.hasFocus():
                near = [k for k in (*order[index + 1 :], *reversed(order[:index])) if k in wanted]
                near = [k for k in near if isinstance(self.rows[k], Clickable)]
                if near:
                    self.rows[near[0]].setFocus(Qt.FocusReason.TabFocusReason)
                else:
                    give_back(row)
            self.column.removeWidget(row)
            row.hide()
            row.deleteLater()

    def put(self, index: int, key: str, row: QWidget) -> None:
        """Make a row the one at an index."""
        if self.column.indexOf(row) != index:
            self.column.removeWidget(row)
            self.column.insertWidget(index, row)
        # The dictionary is in the order of the list.
        self.rows.pop(key, None)
        self.rows[key] = row
