"""Values that are chosen: one of a list, with typing and new names, or several as labels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Clickable, Label, shown
from cockpit.ui.kit.choice_popup import Choice, ChoicePopup, paint_choice
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.value_fields import ENTER, INSET, set_tip

TALL = 28


class ChoiceField(Clickable):
    """Shows one value as text; Enter, a click or typing opens the list of what it can be.

    `new` is the words of the row that adds what was typed ("New person {name}").
    """

    chosen = Signal(str)
    invented = Signal(str)
    margin = 0
    framed = False  # a form shows the frame always, the inspector only under the mouse
    own_keys = (*ENTER, Qt.Key.Key_Space, Qt.Key.Key_Down)

    def __init__(
        self, placeholder: Label = "", new: Label = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.placeholder, self.new = placeholder, new
        self.choices: list[Choice] = []
        self.current = ""
        self.popup: ChoicePopup | None = None
        self.setFixedHeight(TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)

    def set_choices(self, choices: Sequence[Choice], current: str = "") -> None:
        """Show a value, and keep the list it can be chosen from."""
        self.choices, self.current = list(choices), current
        value = self.value()
        self._tip()
        self.setAccessibleDescription(value.text if value else "")
        if self.popup is not None:
            self.popup.set_choices(self.choices)
        self.update()

    def value(self) -> Choice | None:
        """The choice that is shown."""
        return next((c for c in self.choices if c.key == self.current), None)

    def open(self) -> None:
        """Open the list."""
        popup = ChoicePopup(self, self.choices, self.current, self.new)
        popup.chosen.connect(self._on_chosen)
        popup.invented.connect(self.invented)
        popup.closed.connect(self._on_closed)
        self.popup = popup
        popup.open()

    def _on_chosen(self, key: str) -> None:
        if key != self.current:
            self.chosen.emit(key)

    def _on_closed(self) -> None:
        if self.popup is not None:
            self.popup.deleteLater()
            self.popup = None

    def shown_texts(self) -> list[str]:
        """What stands in the field."""
        value = self.value()
        return [] if value is None else [value.text]

    def _tip(self) -> None:
        set_tip(self, "\n".join(text for text in self.shown_texts() if self._overflows(text)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in full what does not fit at this width."""
        super().resizeEvent(event)
        self._tip()

    def _overflows(self, text: str) -> bool:
        return ink.width(text) > self.width() - 2 * INSET - 32

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow down opens, besides Enter and Space."""
        if event.key() == Qt.Key.Key_Down:
            self.open()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(120, TALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the value; a border and a caret under the mouse or with the focus."""
        painter = QPainter(self)
        box, lively = QRectF(self.rect()), self.hovered or self._ring or self.framed
        self.paint_lively(painter, box)
        room = box.width() - 2 * INSET - (18 if lively else 0)
        value = self.value()
        if value is None:
            ink.text(painter, INSET, TALL / 2, shown(self.placeholder), "body", "n7", room)
        else:
            tint = "n9" if value.key else "n7"
            paint_choice(painter, INSET, TALL / 2, value, tint, room)

    def paint_lively(self, painter: QPainter, box: QRectF) -> None:
        """The border and the caret of a field that is pointed at."""
        if self._ring or self.popup is not None:
            ink.rounded(painter, box, 6, None, "accent", 2)
        elif self.hovered or self.framed:
            ink.rounded(painter, box, 6, None, "n5" if self.hovered else "n4")
        if self.hovered or self._ring or self.framed:
            draw_icon(painter, "caret-down", box.right() - 20, TALL / 2, 12, ink.colour("n7"))


class LabelsField(ChoiceField):
    """Several values as dots with words, over as many lines as they need."""

    toggled = Signal(str)

    def __init__(self, placeholder: Label, new: Label) -> None:
        super().__init__(placeholder, new)
        self._lines: list[list[tuple[float, Choice]]] = [[]]

    def set_choices(self, choices: Sequence[Choice], current: str = "") -> None:
        """Show the checked ones."""
        super().set_choices(choices)
        self.setAccessibleDescription(", ".join(self.shown_texts()))
        self._flow()

    def shown_texts(self) -> list[str]:
        """The names of the labels that are on."""
        return [choice.text for choice in self.choices if choice.checked]

    def _on_chosen(self, key: str) -> None:
        self.toggled.emit(key)

    def _flow(self) -> None:
        """Put the labels in lines; one that is wider than a line is cut."""
        self._lines, x = [[]], 0.0
        room = self.width() - 2 * INSET - 18
        for choice in (choice for choice in self.choices if choice.checked):
            wide = 14 + ink.width(choice.text)
            if self._lines[-1] and x + wide > room:
                self._lines.append([])
                x = 0.0
            self._lines[-1].append((x, choice))
            x += wide + 14
        tall = TALL + 22 * (len(self._lines) - 1)
        if tall != self.height():
            self.setFixedHeight(tall)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Flow again at the new width."""
        super().resizeEvent(event)
        self._flow()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the labels that are on."""
        painter = QPainter(self)
        self.paint_lively(painter, QRectF(self.rect()))
        room = self.width() - 2 * INSET - 18
        if not any(self._lines):
            ink.text(painter, INSET, TALL / 2, shown(self.placeholder), "body", "n7", room)
        for row, line in enumerate(self._lines):
            for x, choice in line:
                cy = TALL / 2 + row * 22
                paint_choice(painter, INSET + x, cy, choice, "n9", room - x)
