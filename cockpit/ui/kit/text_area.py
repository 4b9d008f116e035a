"""A text area edited in place that grows with what is typed."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Label, shown
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.theme import theme_bus
from cockpit.ui.kit.value_fields import (
    ENTER,
    PASSING,
    Draft,
    give_back,
    paint_frame,
    pastes_picture,
)

Frame = Literal["hover", "always"]


class TextArea(QPlainTextEdit):
    """Text of several lines that grows with what is typed.

    Ctrl+Enter and leaving commit, Escape takes the typing back. `frame` says whether its border
    shows always or only under the mouse and with the focus.
    """

    committed = Signal(str)
    role = "body"
    own_keys = (*ENTER, Qt.Key.Key_Escape)

    def __init__(
        self,
        placeholder: Label = "",
        frame: Frame = "hover",
        inset: tuple[int, int] = (10, 5),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.placeholder, self.frame = placeholder, frame
        self.least_lines, self.most_lines = 1, 24
        self._inset = inset
        self._composing = False
        self.draft = Draft(self.toPlainText, self.setPlainText)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.setViewportMargins(inset[0], inset[1], inset[0], inset[1])
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self.fit)
        theme_bus().theme_changed.connect(self.update)
        self.retranslate()

    def set_value(self, value: str) -> None:
        """Show what is saved, unless somebody is typing."""
        self.draft.offer(value, busy=self._composing)

    def busy(self) -> bool:
        """Whether there is typing that is not committed."""
        return self._composing or self.draft.touched()

    def read(self, typed: str) -> str | None:
        """The value that typing stands for; None means that it goes back to what was saved."""
        return typed.rstrip()

    def commit(self) -> None:
        """Tell the new text when there is one."""
        value = self.read(self.toPlainText())
        if value is None or not self.draft.touched():
            self.draft.revert()
            return
        if value != self.toPlainText():
            self.setPlainText(value)
        taken = self.draft.take()
        if taken is not None:
            self.committed.emit(taken)

    def revert(self) -> None:
        """Take the typing back."""
        self.draft.revert()

    def retranslate(self) -> None:
        """Read the placeholder and the font again."""
        self.setFont(font(self.role))
        self.setPlaceholderText(shown(self.placeholder))
        if self.placeholder:
            self.setAccessibleName(shown(self.placeholder))
        self.fit()

    def fit(self) -> None:
        """Be as tall as the text, within the least and the most lines."""
        layout, block, tall = self.document().documentLayout(), self.document().begin(), 0.0
        line = self.fontMetrics().lineSpacing()
        most = self.most_lines * line
        while block.isValid() and tall <= most:
            tall += layout.blockBoundingRect(block).height()
            block = block.next()
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if tall > most else policy.ScrollBarAlwaysOff
        )
        text = max(self.least_lines * line, min(round(tall), most))
        self.setFixedHeight(text + 2 * self._inset[1] + 2)

    def sizeHint(self) -> QSize:
        """The height that fits; Qt's own would be a page."""
        return QSize(120, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the lines at this width."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter commits, Escape takes the typing back."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in ENTER and control:
            self.commit()
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
        """Show the border of the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits, but not for a menu."""
        super().focusOutEvent(event)
        self._composing = False
        self.update()
        if event.reason() not in PASSING:
            self.commit()

    def event(self, event: QEvent) -> bool:
        """Paint the border, which lies outside of the part that scrolls."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        if event.type() == QEvent.Type.Paint:
            painter = QPainter(self)
            box = QRectF(self.rect())
            if self.hasFocus() or self.frame == "always":
                ink.rounded(painter, box, 6, "field")
            drawn = self.frame == "always" or self.underMouse()
            paint_frame(painter, box, focused=self.hasFocus(), error=False, drawn=drawn)
            return True
        return super().event(event)
