"""The box that logs a risk: one line, and below it what was understood of it as chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from cockpit.domain.quick_add import PersonName, QuickAdd, parse_quick_add
from cockpit.i18n import _
from cockpit.services.risks import split_sentence
from cockpit.ui.items.context import short_day
from cockpit.ui.kit import ink
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.popover import Popover

WIDE: Final = 760
TALL: Final = 112
WIDEST: Final = 104  # of a chip, so that six of them fit


class LogBox(Popover):
    """Enter logs and stays open for the next line; Escape closes."""

    entered = Signal(object)

    def __init__(self, parent: QWidget, today: Callable[[], date]) -> None:
        super().__init__(parent)
        self._today = today
        self._people: Sequence[PersonName] = ()
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        self.field.textChanged.connect(lambda _text: self.update())
        self.field.returnPressed.connect(self._on_entered)

    def ask(self, people: Sequence[PersonName]) -> None:
        """Open for a new line."""
        self._people = people
        self.field.clear()
        self.field.setFont(font("reading"))
        self.field.setPlaceholderText(_("Only one acquirer → UnionPay goes down → payments fail"))
        self.field.setAccessibleName(_("Log risk"))
        self.open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def parsed(self) -> QuickAdd:
        """What the line says now; its title is the sentence of the risk."""
        return parse_quick_add(self.field.text(), self._today(), self._people)

    def box(self) -> QRect:
        """In the upper third, centred."""
        wide = min(WIDE, self.width() - 40)
        return QRect((self.width() - wide) // 2, round(self.height() * 0.2), wide, TALL)

    def place(self) -> None:
        """The field fills the upper part of the box."""
        box = self.box()
        self.field.setGeometry(box.x() + 16, box.y() + 12, box.width() - 32, 34)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Enter is the field's."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint what was understood, or what can be written."""
        ink.hairline(painter, box.x() + 1, box.y() + 56, box.width() - 2)
        x, cy = box.x() + 16, box.y() + 84
        right = ink.keycap(painter, box.right() - 16, cy, "Enter") - 10
        if not self.field.text().strip():
            hint = _(
                "cause -> event -> effect, or only the event. @ owner, # category, review date"
            )
            ink.text(painter, x, cy, hint, "caption", "n7", right - x)
            return
        for icon, word in self._chips(self.parsed()):
            word = ink.elided(word, "caption", WIDEST)
            if x + ink.chip_width(word, icon) > right:
                break
            x = ink.chip(painter, x, cy, word, icon=icon) + 6

    def _chips(self, quick: QuickAdd) -> list[tuple[str, str]]:
        cause, title, effect = split_sentence(quick.title)
        known = {person.id: person.name for person in self._people}
        parts = (
            ("tree-structure", cause),
            ("shield-warning", title),
            ("lightning", effect),
            ("user", known.get(quick.assignee_id or "") or quick.assignee_text or ""),
            ("tag", quick.labels[0] if quick.labels else ""),
            ("calendar-blank", short_day(quick.due) if quick.due else ""),
        )
        return [(icon, word) for icon, word in parts if word]

    def _on_entered(self) -> None:
        if self.field.text().strip():
            self.entered.emit(self.parsed())
            self.field.clear()
