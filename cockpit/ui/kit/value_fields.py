"""Text edited in place: what is typed against what is saved, and a value of one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Label, shown
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.theme import theme_bus
from cockpit.ui.kit.tips import set_tip as set_tip

INSET: Final = 8  # from a value's frame to its text
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# A menu or another window takes the focus for a moment; the typing goes on afterwards.
PASSING: Final = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class Draft:
    """What is typed against what is saved: typing is kept, untouched text follows the record."""

    def __init__(self, read: Callable[[], str], write: Callable[[str], object]) -> None:
        self.saved = self._base = ""
        self._read, self._write = read, write

    def touched(self) -> bool:
        """Whether the text is no longer the one that was shown."""
        return self._read() != self._base

    def offer(self, value: str, *, busy: bool) -> None:
        """Take a newly saved value; it is shown unless somebody is at the text."""
        self.saved = value
        if not busy and not self.touched():
            self.revert()

    def take(self) -> str | None:
        """The typed text, or None when there is nothing new; it counts as saved from now on."""
        typed = self._read()
        if typed == self._base or typed == self.saved:
            self.revert()
            return None
        self.saved = self._base = typed
        return typed

    def revert(self) -> None:
        """Show what is saved."""
        self._base = self.saved
        if self._read() != self.saved:
            self._write(self.saved)


class FocusHome(QWidget):
    """Where an editor's focus goes when it is done, so that single keys and Escape work again.

    The `own_keys` of whoever has the focus inside reach it before a shortcut of the window does:
    Delete on a row is about the row.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resume: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def event(self, event: QEvent) -> bool:
        """Claim the keys of the focus inside."""
        if event.type() == QEvent.Type.ShortcutOverride:
            keys = getattr(QApplication.focusWidget(), "own_keys", ())
            return claims(event, *keys) or super().event(event)
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """From here Tab goes on where an editor gave the focus back."""
        if self.hasFocus() and self.resume is not None and self.resume.isVisible():
            self.resume.setFocus(Qt.FocusReason.OtherFocusReason)
        return super().focusNextPrevChild(forward)


def give_back(editor: QWidget) -> None:
    """Hand an editor's focus to the panel around it, or to nobody."""
    parent = editor.parentWidget()
    while parent is not None and not isinstance(parent, FocusHome):
        parent = parent.parentWidget()
    if parent is None:
        editor.clearFocus()
        return
    parent.setFocus(Qt.FocusReason.OtherFocusReason)
    parent.resume = editor


def claims(event: QEvent, *keys: Qt.Key) -> bool:
    """Whether an event asks if a key is wanted here before a shortcut of the window takes it."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.key() not in keys:
        return False
    event.accept()
    return True


def pastes_picture(event: QKeyEvent) -> bool:
    """Whether a key would paste something that is no text; a text field lets that through."""
    if not event.matches(QKeySequence.StandardKey.Paste):
        return False
    mime = QGuiApplication.clipboard().mimeData()
    return mime.hasImage() and not mime.hasText()


def paint_frame(painter: QPainter, box: QRectF, *, focused: bool, error: bool, drawn: bool) -> None:
    """The border of a text field: accent with the focus, bad with an error, else when drawn."""
    if error:
        ink.rounded(painter, box, 6, None, "bad_graphic", 2 if focused else 1)
    elif focused:
        ink.rounded(painter, box, 6, None, "accent", 2)
    elif drawn:
        ink.rounded(painter, box, 6, None, "n5")


class ValueLine(QLineEdit):
    """A value of one line: bare text, a border under the mouse, an editor with the focus.

    Enter and leaving commit, Escape takes the typing back.
    """

    committed = Signal(str)
    problem_changed = Signal()
    own_keys = (*ENTER, Qt.Key.Key_Escape)

    def __init__(self, placeholder: Label = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.placeholder, self.tint, self.problem = placeholder, "n9", ""
        self.draft = Draft(self.text, self.setText)
        self._composing = False
        self.setProperty("bare", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextMargins(INSET - 2, 0, INSET - 2, 0)
        self.setAcceptDrops(False)  # a dropped file belongs to the panel
        self.textEdited.connect(lambda _text: self.set_problem(""))
        theme_bus().theme_changed.connect(self.update)
        self.retranslate()

    def sizeHint(self) -> QSize:
        """One line; the sheet's rule for bare fields would take a fixed height away."""
        return QSize(80, 28)

    def minimumSizeHint(self) -> QSize:
        """As tall as its hint."""
        return QSize(40, 28)

    def set_value(self, value: str, tint: str = "n9") -> None:
        """Show what is saved, unless somebody is typing."""
        self.tint = tint
        self.draft.offer(value, busy=self._composing)
        self._tip()
        self.update()

    def _tip(self) -> None:
        value = self.draft.saved or shown(self.placeholder)
        cut = ink.width(value) > self.width() - self.inset() - INSET
        set_tip(self, value if cut else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in full what does not fit at this width."""
        super().resizeEvent(event)
        self._tip()

    def inset(self) -> int:
        """From the left edge to the text."""
        return INSET

    def busy(self) -> bool:
        """Whether there is typing that is not committed."""
        return self._composing or self.draft.touched()

    def read(self, typed: str) -> str | None:
        """The value that typing stands for; None keeps the text as it is and has said why."""
        return " ".join(typed.split())

    def commit(self) -> None:
        """Tell the new value when there is one."""
        if not self.draft.touched():
            self.draft.revert()
            return
        value = self.read(self.text())
        if value is None:
            return
        self.set_problem("")
        self.setText(value)
        taken = self.draft.take()
        if taken is not None:
            self.committed.emit(taken)

    def revert(self) -> None:
        """Take the typing back."""
        self.draft.revert()
        self.set_problem("")

    def set_problem(self, sentence: str) -> None:
        """Say under the field why its text cannot be taken, or that it can."""
        if sentence != self.problem:
            self.problem = sentence
            self.setAccessibleDescription(sentence)
            self.problem_changed.emit()
            self.update()

    def retranslate(self) -> None:
        """Read the placeholder and the font again."""
        self.setFont(font("body"))
        self.setPlaceholderText(shown(self.placeholder))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Escape reverts; both give the focus back."""
        if event.key() in ENTER:
            self.commit()
            if not self.problem:
                give_back(self)
        elif event.key() == Qt.Key.Key_Escape:
            self.revert()
            give_back(self)
        elif pastes_picture(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: object) -> None:
        """Remember that an input method is composing, so that a refresh leaves it alone."""
        self._composing = bool(event.preeditString())  # type: ignore[attr-defined]
        super().inputMethodEvent(event)  # type: ignore[arg-type]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose everything when a key came here, as an editor of one value does."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits."""
        super().focusOutEvent(event)
        self._composing = False
        if event.reason() not in PASSING:
            self.deselect()
            self.commit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """At rest paint the value as text, cut with an ellipsis; else let the editor paint."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        focused = self.hasFocus()
        if focused:
            ink.rounded(painter, box, 6, "field")
        paint_frame(
            painter,
            box,
            focused=focused,
            error=bool(self.problem),
            drawn=self.underMouse() and self.isEnabled(),
        )
        if focused:
            painter.end()
            super().paintEvent(event)
            return
        text = self.text()
        tint = ("bad" if self.problem else self.tint) if text else "n7"
        x, cy = self.inset(), box.center().y()
        ink.text(
            painter, x, cy, text or self.placeholderText(), "body", tint, box.width() - x - INSET
        )
