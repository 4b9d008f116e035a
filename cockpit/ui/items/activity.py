"""What was said and done about an item, newest first, and the box for the next comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from cockpit.domain.item import Comment, ItemParts
from cockpit.i18n import N_, _
from cockpit.services import parts
from cockpit.ui.items.context import ItemContext
from cockpit.ui.items.rows import TEXT_X, Row, RowList
from cockpit.ui.kit import ink
from cockpit.ui.kit.controls import IconButton
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.inspector_parts import BLEED, Section
from cockpit.ui.kit.text_area import TextArea
from cockpit.ui.kit.value_fields import ENTER, give_back, pastes_picture

FIRST: Final = 20  # entries shown until more are asked for
MORE: Final = "more"
HISTORY_ROWS: Final = 400


class CommentBox(TextArea):
    """Ctrl+Enter sends; leaving keeps what is half written."""

    sent = Signal(str)

    def __init__(self) -> None:
        super().__init__(N_("Write a comment; Ctrl+Enter sends it"), "always", (10, 6))
        self.most_lines = 12

    def busy(self) -> bool:
        """Whether something is written that was not sent."""
        return self._composing or bool(self.toPlainText())

    def commit(self) -> None:
        """Leaving keeps the text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter sends, Escape leaves with the text kept."""
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            text = self.toPlainText().strip()
            if text:
                self.clear()
                self.sent.emit(text)
        elif event.key() == Qt.Key.Key_Escape:
            give_back(self)
        elif pastes_picture(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


class Cross(IconButton):
    """Deletes a comment; seen only while the mouse is over it or a key brought the focus."""

    def seen(self) -> bool:
        """Whether it is painted."""
        parent = self.parentWidget()
        return self._ring or (parent is not None and parent.underMouse())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The time makes room."""
        super().focusInEvent(event)
        self._tell()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The time comes back."""
        super().focusOutEvent(event)
        self._tell()

    def _tell(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            parent.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it when it is seen."""
        if self.seen():
            super().paintEvent(event)


class CommentView(QWidget):
    """Who wrote, when, and the words as plain text that can be selected."""

    remove_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.author, self.at = "", ""
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setParent(self)
        self.cross = Cross("x", N_("Delete comment"), size=12)
        self.cross.setParent(self)
        self.cross.clicked.connect(self.remove_requested)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_comment(self, comment: Comment, author: str, at: str) -> None:
        """Show a comment."""
        # A comment without an author was written here, or its import did not know by whom.
        self.author = author or (_("Me") if comment.batch_id is None else _("Unknown"))
        self.at = at
        if self.words.text() != comment.text or self.words.font() != font("body"):
            self.words.setFont(font("body"))  # another one when the language changed
            self.words.setText(comment.text)
            self._fit()
        self.update()

    def _fit(self) -> None:
        """Be as tall as the words at this width."""
        wide = max(40, self.width() - TEXT_X - BLEED)
        tall = self.words.heightForWidth(wide)
        self.words.setGeometry(TEXT_X, 26, wide, tall)
        self.cross.move(self.width() - self.cross.width() + 4, -4)
        self.setFixedHeight(26 + tall + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the author's round, the name and the time."""
        painter = QPainter(self)
        right = self.width() - (28 if self.cross.seen() else BLEED)
        left = ink.text_right(painter, right, 14, self.at, "caption", "n7") - 12
        ink.avatar(painter, BLEED, 14, self.author)
        ink.text(painter, TEXT_X, 14, self.author, "caption", "n7", left - TEXT_X)


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment, or a sentence of the history."""

    key: str
    at: datetime
    comment: Comment | None = None
    author: str = ""
    sentence: str = ""


class ActivitySection(Section):
    """The comment box, then comments and history mixed by time."""

    def __init__(self, context: ItemContext) -> None:
        super().__init__(N_("Activity"))
        self.context = context
        self.box = CommentBox()
        self.box.sent.connect(self._on_sent)
        self.list = RowList()
        self.list.column.setContentsMargins(0, 8, 0, 0)
        self.add(self.box)
        self.add(self.list, bleed=True)
        self._whole = False
        self._shown: ItemParts | None = None
        self._own: Sequence[Entry] = ()
        self._item_id = ""
        self._drafts: dict[str, str] = {}

    def leave(self) -> None:
        """Keep a half-written comment for when its item is shown again."""
        if self._item_id and self.box.toPlainText():
            self._drafts[self._item_id] = self.box.toPlainText()
        self.box.clear()
        self._item_id, self._shown, self._whole = "", None, False

    def show_parts(self, shown: ItemParts, own: Sequence[Entry] = ()) -> None:
        """Show what was said and done; `own` is what only this kind of item can tell."""
        if not self._item_id:
            self._item_id = self.context.item_id
            self.box.setPlainText(self._drafts.pop(self._item_id, ""))
        self._shown, self._own = shown, own
        entries = self.entries(shown, own)
        self.set_note(str(len(shown.comments)) if shown.comments else "")
        first = entries if self._whole else entries[:FIRST]
        rest = len(entries) - len(first)
        self.list.keep([entry.key for entry in first] + ([MORE] if rest else []))
        for index, entry in enumerate(first):
            self.list.put(index, entry.key, self._widget(entry))
        if rest:
            more = self.list.rows.get(MORE)
            if not isinstance(more, Row):
                more = Row(removable=False)
                more.clicked.connect(self._on_more)
            more.set_row(_("Show {count} earlier").format(count=rest), "caret-down", tint="n7")
            self.list.put(len(first), MORE, more)

    def entries(self, shown: ItemParts, own: Sequence[Entry] = ()) -> list[Entry]:
        """Comments, what the kind tells itself, and steps made here; newest first."""
        said = [
            Entry(comment.id, comment.created_at, comment, author)
            for comment, author in shown.comments
        ]
        steps = {
            line.step: Entry(f"step:{line.step}", line.at, sentence=line.label)
            for line in self.context.session.reader.history(self._item_id, HISTORY_ROWS)
            if line.kind != Comment.KIND and line.label
        }
        found = [*said, *own, *steps.values()]
        return sorted(found, key=lambda entry: entry.at, reverse=True)

    def _widget(self, entry: Entry) -> QWidget:
        widget = self.list.rows.get(entry.key)
        when = self.context.when(entry.at)
        if entry.comment is None:
            if not isinstance(widget, Sentence):
                widget = Sentence()
            widget.set_row(entry.sentence, "clock-counter-clockwise", when, tint="n7")
            return widget
        if not isinstance(widget, CommentView):
            widget = CommentView()
            comment_id = entry.comment.id
            widget.remove_requested.connect(lambda: self._on_removed(comment_id))
        widget.set_comment(entry.comment, entry.author, when)
        return widget

    def _on_more(self) -> None:
        self._whole = True
        if self._shown is not None:
            self.show_parts(self._shown, self._own)

    def _on_sent(self, text: str) -> None:
        item = self.context.item
        self.context.write(lambda uow: parts.add_comment(uow, *item, text))

    def _on_removed(self, comment_id: str) -> None:
        self.context.write(lambda uow: parts.delete_comment(uow, comment_id))


class Sentence(Row):
    """A line of the history; nothing can be done with it."""

    def __init__(self) -> None:
        super().__init__(removable=False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def enterEvent(self, event: object) -> None:
        """No fill under the mouse."""
