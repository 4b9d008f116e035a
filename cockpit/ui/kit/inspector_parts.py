"""What an inspector is filled with: banner, property rows and sections."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Clickable, Painted
from cockpit.ui.kit.controls import Label, TextButton, shown
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.value_fields import INSET, set_tip

BLEED: Final = 10  # how far fills of rows and frames of fields reach beyond the text's left edge
LABEL_COLUMN: Final = 104
PITCH: Final = 29
LEAD: Final = 12  # above a section's line
Tone = Literal["good", "warn", "bad", "info"]


class Banner(Clickable):
    """One sentence on a semantic tint, with its icon."""

    margin = 0

    def __init__(self) -> None:
        super().__init__()
        self.sentence, self.icon = "", "info"
        self.tone: Tone = "info"
        self._fit()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_banner(self, sentence: str, tone: Tone = "bad", icon: str = "prohibit") -> None:
        """Show a sentence, or nothing when it is empty."""
        self.sentence, self.tone, self.icon = sentence, tone, icon
        self.setAccessibleName(sentence)
        set_tip(self, sentence)
        self.setVisible(bool(sentence))
        self._fit()
        self.update()

    def lines(self) -> list[str]:
        """The sentence over two lines at most."""
        return ink.wrap(self.sentence, "caption", self.width() - 42, 2) or [""]

    def _fit(self) -> None:
        self.setFixedHeight(16 + 18 * len(self.lines()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the sentence at the new width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint, the icon and the sentence."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        ink.rounded(painter, box, 6, f"{self.tone}_tint")
        x = draw_icon(painter, self.icon, 9, 17, 14, ink.colour(f"{self.tone}_graphic")) + 9
        for row, line in enumerate(self.lines()):
            ink.text(painter, x, 17 + 18 * row, line, "caption", self.tone)
        if self._ring:
            ink.rounded(painter, box, 6, None, "accent", 2)


class PropertyRow(Painted):
    """A label column and an editor that looks like text until the mouse is over it.

    An editor with a `problem` has it said below.
    """

    def __init__(self, label: Label, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.editor = label, editor
        self._row = QHBoxLayout(self)
        self._row.addWidget(editor, 1, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        changed = getattr(editor, "problem_changed", None)
        if changed is not None:
            changed.connect(self._make_room)
        self._make_room()
        self.retranslate()

    def problem(self) -> list[str]:
        """The lines of what is wrong with the value."""
        room = self.width() - 2 * BLEED - LABEL_COLUMN
        return ink.wrap(getattr(self.editor, "problem", ""), "caption", room, 3)

    def _make_room(self) -> None:
        below = 18 * len(self.problem()) + 4 if self.problem() else 0
        self._row.setContentsMargins(BLEED + LABEL_COLUMN - INSET, 0, BLEED - INSET, 1 + below)
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Read the label again, in the editor too."""
        self.editor.setAccessibleName(shown(self.label))
        again = getattr(self.editor, "retranslate", None)
        if callable(again):
            again()
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the label, and the problem below the value."""
        painter = QPainter(self)
        ink.text(painter, BLEED, 14, shown(self.label), "body", "n7", LABEL_COLUMN - 8)
        for row, line in enumerate(self.problem()):
            ink.text(painter, BLEED + LABEL_COLUMN, 39 + 18 * row, line, "caption", "bad")


class Section(Painted):
    """A hairline, a title with a note, an optional action; the content goes below.

    The space above the line is the section's own, so that a hidden one leaves none.
    """

    action_requested = Signal()

    def __init__(
        self, title: Label, note: str = "", action: Label = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title, self.note = title, note
        self.action: TextButton | None = None
        if action:
            self.action = TextButton(action)
            self.action.setParent(self)
            self.action.clicked.connect(self.action_requested)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, LEAD + 36, 0, 0)
        self.body.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(shown(title))

    def set_note(self, note: str) -> None:
        """Show another note beside the title."""
        self.note = note
        self.update()

    def add(self, widget: QWidget, bleed: bool = False) -> None:
        """Add a widget to the content; one that bleeds keeps its own distance from the edges."""
        if bleed:
            self.body.addWidget(widget)
            return
        held = QVBoxLayout()
        held.setContentsMargins(BLEED, 0, BLEED, 0)
        held.addWidget(widget)
        self.body.addLayout(held)

    def retranslate(self) -> None:
        """Read title and action again."""
        self.setAccessibleName(shown(self.title))
        self._place_action()
        super().retranslate()

    def _place_action(self) -> None:
        if self.action is not None:
            size = self.action.sizeHint()
            # The label ends where the text column does, the fill under the mouse beyond it.
            left = self.width() - size.width() + 6
            self.action.setGeometry(left, LEAD + 2, size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the action at the right."""
        super().resizeEvent(event)
        self._place_action()

    def minimumSizeHint(self) -> QSize:
        """At least the title."""
        return super().minimumSizeHint().expandedTo(QSize(0, LEAD + 40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line and the words on one baseline."""
        painter = QPainter(self)
        cy = LEAD + 21
        ink.hairline(painter, BLEED, LEAD, self.width() - 2 * BLEED)
        x = ink.text(painter, BLEED, cy, shown(self.title), "section")
        if self.note:
            ink.text(painter, x + 10, cy, self.note, "caption", "n7", self.width() - x - 90)
