"""The quick-add box: one line, and below it what was understood of it as chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from cockpit.domain.quick_add import PersonName, QuickAdd, parse_quick_add
from cockpit.domain.task import Priority
from cockpit.i18n import N_, _
from cockpit.ui.kit import ink
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.popover import Popover
from cockpit.ui.pages.board.card import day_text

PRIORITY_TITLES = {
    Priority.LOW: N_("Low"),
    Priority.NORMAL: N_("Normal"),
    Priority.HIGH: N_("High"),
    Priority.URGENT: N_("Urgent"),
}
WIDE, TALL = 600, 112


class QuickAddBox(Popover):
    """Enter adds and stays open for the next line; Escape closes."""

    entered = Signal(object)

    def __init__(self, parent: QWidget, today: Callable[[], date]) -> None:
        super().__init__(parent)
        self._today = today
        self._people: Sequence[PersonName] = ()
        self.where = ""
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        self.field.textChanged.connect(lambda _text: self.update())
        self.field.returnPressed.connect(self._on_entered)

    def ask(self, where: str, people: Sequence[PersonName]) -> None:
        """Open for a column of that name."""
        self.where, self._people = where, people
        self.field.clear()
        self.field.setFont(font("reading"))
        self.field.setPlaceholderText(_("Pay regression test @Li Lei #testing !high tomorrow 3pm"))
        self.field.setAccessibleName(_("New task"))
        self.open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def parsed(self) -> QuickAdd:
        """What the line says now."""
        return parse_quick_add(self.field.text(), self._today(), self._people)

    def box(self) -> QRect:
        """In the upper third, centred."""
        return QRect((self.width() - WIDE) // 2, round(self.height() * 0.2), WIDE, TALL)

    def place(self) -> None:
        """The field fills the upper part of the box."""
        box = self.box()
        self.field.setGeometry(box.x() + 16, box.y() + 12, WIDE - 32, 34)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Enter is the field's."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the chips and where the task will stand."""
        ink.hairline(painter, box.x() + 1, box.y() + 56, box.width() - 2)
        x, cy = box.x() + 16, box.y() + 84
        right = ink.keycap(painter, box.right() - 16, cy, "Enter") - 10
        if not self.field.text().strip():
            hint = _("To {column}. @ owner, # label, ! priority, and a date.")
            ink.text(painter, x, cy, hint.format(column=self.where), "caption", "n7", right - x)
            return
        for icon, word in self._chips(self.parsed()):
            if x + ink.chip_width(word, icon) > right:
                break
            x = ink.chip(painter, x, cy, word, icon=icon) + 6

    def _chips(self, quick: QuickAdd) -> list[tuple[str, str]]:
        known = {person.id: person.name for person in self._people}
        chips = []
        if quick.assignee_id or quick.assignee_text:
            name = known.get(quick.assignee_id or "") or quick.assignee_text or ""
            chips.append(("user", name))
        chips += [("tag", label) for label in quick.labels]
        if quick.priority is not None:
            chips.append(("caret-double-up", _(PRIORITY_TITLES[quick.priority])))
        if quick.due is not None:
            when = day_text(quick.due)
            if quick.due_time is not None:
                when += f" {quick.due_time:%H:%M}"
            chips.append(("calendar-blank", when))
        chips.append(("columns", self.where))
        return chips

    def _on_entered(self) -> None:
        if self.field.text().strip():
            self.entered.emit(self.parsed())
            self.field.clear()
