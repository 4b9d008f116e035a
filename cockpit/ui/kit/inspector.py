"""The scaffold of the inspector: header, title, banner, properties and sections."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cockpit.i18n import N_
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Clickable, Painted
from cockpit.ui.kit.controls import IconButton, Label, shown
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.icons import draw_icon

PADDING: Final = 20
LABEL_COLUMN: Final = 104
PITCH: Final = 29
Tone = Literal["good", "warn", "bad", "info"]


class TitleEdit(QPlainTextEdit):
    """A title edited in place: grows with its text, commits on Enter or when left."""

    committed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(font("inspector"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._fit)

    def set_title(self, title: str) -> None:
        """Show a title as the saved one; what somebody is typing is not overwritten."""
        self._saved = title
        if not self.hasFocus():
            self.setPlainText(title)

    def commit(self) -> None:
        """Tell the new title; an empty one goes back to what was saved."""
        title = " ".join(self.toPlainText().split())
        if not title:
            self.setPlainText(self._saved)
        elif title != self._saved:
            self._saved = title
            self.committed.emit(title)

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the lines at this width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Escape takes the typing back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clearFocus()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.setPlainText(self._saved)
            self.clearFocus()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits, but not for a menu or an input method's window."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()


class Banner(Clickable):
    """One sentence on a semantic tint, with its icon."""

    margin = 0

    def __init__(self) -> None:
        super().__init__()
        self.sentence, self.icon = "", "info"
        self.tone: Tone = "info"
        self.setFixedHeight(34)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_banner(self, sentence: str, tone: Tone = "bad", icon: str = "prohibit") -> None:
        """Show a sentence, or nothing when it is empty."""
        self.sentence, self.tone, self.icon = sentence, tone, icon
        self.setAccessibleName(sentence)
        self.setToolTip(sentence)
        self.setVisible(bool(sentence))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tint, the icon and the sentence."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        ink.rounded(painter, box, 6, f"{self.tone}_tint")
        x = draw_icon(painter, self.icon, 9, 17, 14, ink.colour(f"{self.tone}_graphic")) + 9
        ink.text(painter, x, 17, self.sentence, "caption", self.tone, box.right() - x - 10)
        if self._ring:
            ink.rounded(painter, box, 6, None, "accent", 2)


class PropertyRow(Painted):
    """A label column and an editor that looks like text until the mouse is over it."""

    def __init__(self, label: Label, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.editor = label, editor
        row = QHBoxLayout(self)
        row.setContentsMargins(LABEL_COLUMN, 0, 0, 0)
        row.addWidget(editor, 1)
        self.setMinimumHeight(PITCH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the label again, in the editor too."""
        self.editor.setAccessibleName(shown(self.label))
        again = getattr(self.editor, "retranslate", None)
        if callable(again):
            again()
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the label."""
        painter = QPainter(self)
        cy = min(self.height(), PITCH + 4) / 2 + 0.5
        ink.text(painter, 0, cy, shown(self.label), "body", "n7", LABEL_COLUMN - 8)


class Section(Painted):
    """A hairline, a title with a note, an optional action; the content goes below."""

    action_requested = Signal()

    def __init__(
        self, title: Label, note: str = "", action: Label = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title, self.note, self.action = title, note, action
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 40, 0, 0)
        self.body.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(shown(title))

    def set_note(self, note: str) -> None:
        """Show another note beside the title."""
        self.note = note
        self.update()

    def add(self, widget: QWidget) -> None:
        """Add a widget to the content."""
        self.body.addWidget(widget)

    def minimumSizeHint(self) -> QSize:
        """At least the title."""
        return super().minimumSizeHint().expandedTo(QSize(0, 40))

    def mousePressEvent(self, event: object) -> None:
        """Ask for the action when its word is pressed."""
        position = getattr(event, "position", None)
        if self.action and callable(position):
            point = position()
            left = self.width() - ink.width(shown(self.action))
            if point.y() < 36 and point.x() >= left - 6:
                self.action_requested.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line and the words on one baseline."""
        painter = QPainter(self)
        ink.hairline(painter, 0, 0, self.width())
        x = ink.text(painter, 0, 21, shown(self.title), "section")
        if self.note:
            ink.text(painter, x + 10, 21, self.note, "caption", "n7", self.width() - x - 70)
        if self.action:
            ink.text_right(painter, self.width(), 21, shown(self.action), "body", "accent_text")


class _Header(Painted):
    """Kind and short number, then the buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ""
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)
        self.row.addStretch(1)
        self.setFixedHeight(36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint kind and number."""
        room = self.width() - 36 * (self.row.count() - 1) - 8
        ink.text(QPainter(self), 0, 18, self.kind, "caption", "n7", room)


class Inspector(QWidget):
    """A scrollable column that pages fill with rows and sections."""

    closed = Signal()
    title_committed = Signal(str)

    def __init__(self, kind: str = "", title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header, self.title, self.banner = _Header(), TitleEdit(), Banner()
        self.close_button = IconButton("x", N_("Close"), "Esc")
        self.close_button.clicked.connect(self.closed)
        self.header.row.addWidget(self.close_button)
        self.title.committed.connect(self.title_committed)
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(PADDING, 8, PADDING, PADDING)
        self.column.setSpacing(0)
        for widget in (self.header, self.title, self.banner):
            self.column.addWidget(widget)
        self.column.insertSpacing(2, 10)
        self.column.addSpacing(12)
        self.column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._inside)
        # The paper of the host shows through.
        self.area.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self.set_header(kind, title)

    def set_header(self, kind: str, title: str) -> None:
        """Show kind with short number (`Task T-118`) and the title."""
        self.header.kind = kind
        self.header.update()
        self.title.set_title(title)

    def add_button(self, button: QWidget) -> None:
        """Add a button before Close."""
        self.header.row.insertWidget(self.header.row.count() - 1, button)

    def add(self, widget: QWidget, gap: int = 0) -> None:
        """Add a row or section at the end, after a gap."""
        if gap:
            self.column.insertSpacing(self.column.count() - 1, gap)
        self.column.insertWidget(self.column.count() - 1, widget)

    def add_property(self, label: Label, editor: QWidget) -> PropertyRow:
        """Add a property row."""
        row = PropertyRow(label, editor)
        self.add(row)
        return row

    def add_section(self, title: Label, note: str = "", action: Label = "") -> Section:
        """Add a section 12 px under what is there."""
        section = Section(title, note, action)
        self.add(section, 12)
        return section

    def retranslate(self) -> None:
        """Read every text again."""
        for child in self._inside.findChildren(Painted):
            child.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the title's font again when language or scale changed it."""
        if event.type() == QEvent.Type.LanguageChange:
            self.title.setFont(font("inspector"))
        super().changeEvent(event)
