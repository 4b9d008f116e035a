"""The reading pane: subject, who and where from, the text as plain text, tags, the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cockpit.domain.feedback import FeedbackDetail, FeedbackType
from cockpit.domain.plain_text import shown, shown_line
from cockpit.i18n import N_, _, language, ngettext
from cockpit.ui.kit import ink, redaction
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.theme import current_theme
from cockpit.ui.kit.tips import set_tip
from cockpit.ui.pages.feedback.plain_view import PlainText
from cockpit.ui.pages.feedback.words import (
    STATUS_ICONS,
    STATUS_TITLES,
    TYPE_ICONS,
    TYPE_TITLES,
    channel_icon,
    paint_rating,
    rating_width,
)

PADDING: Final = 28
FOOT: Final = 52
# A longer text is cut here: laying it out would take seconds, and nobody reads it on a screen.
LONGEST: Final = 20_000
# LOOK: at most 42 Han characters or 76 Latin ones in a line of reading text.
WIDEST: Final = {"zh": 42 * 14, "en": 560}
LINE_HEIGHT: Final = {"zh": 26, "en": 22}
HINTS: Final = (
    ("J", N_("next")),
    ("E", N_("finish")),
    ("T", N_("tag")),
    ("L", N_("task")),
    ("S", N_("snooze")),
    ("1–6", N_("type")),
    ("Ctrl Z", N_("undo")),
)
CHIP_GAP: Final = 6.0
NARROW_SPOT: Final = 240


class ReadingPane(Painted):
    """Shows one item, or how many are selected; a click on a chip asks to change it."""

    type_requested = Signal()
    tag_requested = Signal()
    status_requested = Signal()

    def __init__(self, when: Callable[[datetime], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._when = when
        self.detail: FeedbackDetail | None = None
        self.count = 0
        self.text = PlainText(self)
        self.reply = PlainText(self)
        self._hidden = redaction.version()
        self._subject: list[str] = []
        self._chips: list[tuple[QRectF, Callable[[], None]]] = []
        # Where lists open that belong to what is read.
        self.spot = QWidget(self)
        self.spot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMouseTracking(True)

    def show_detail(self, detail: FeedbackDetail | None, count: int) -> None:
        """Show an item, or how many there are when it is not one."""
        same = detail is not None and self.detail is not None and (
            detail.feedback.id == self.detail.feedback.id
        )  # fmt: skip
        self.detail, self.count = detail, count
        self._fill(keep_place=same)

    def _fill(self, *, keep_place: bool = False) -> None:
        item = self.detail.feedback if self.detail is not None else None
        place = self.text.verticalScrollBar().value() if keep_place else 0
        line = LINE_HEIGHT[language()]
        facts = (
            (item.channel, item.author, item.version, item.platform, item.country) if item else ()
        )
        set_tip(self, " · ".join(shown_line(fact) for fact in facts if fact.strip()))
        for editor, words in ((self.text, item.text if item else ""),
                              (self.reply, item.reply if item else "")):  # fmt: skip
            editor.show_text(redaction.redacted(_cut(shown(words))), font("reading"), line)
            editor.setVisible(bool(words))
        self._place()
        self.text.verticalScrollBar().setValue(place)
        self.update()

    def retranslate(self) -> None:
        """Read every text again."""
        self._fill(keep_place=True)
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out at the new width."""
        super().resizeEvent(event)
        self._place()

    def anchor(self, wide: int = NARROW_SPOT) -> QWidget:
        """Where a list opens, and how wide."""
        self.spot.resize(min(wide, self.width() - 2 * PADDING), self.spot.height())
        return self.spot

    # Layout: subject, meta line, text, chips, answer; keys at the foot.

    def _wide(self) -> int:
        return min(WIDEST[language()], self.width() - 2 * PADDING)

    def _place(self) -> None:
        wide = max(80, self.width() - 2 * PADDING)
        subject = shown_line(self.detail.feedback.subject) if self.detail is not None else ""
        self._subject = ink.wrap(subject, "inspector", wide, 3) if subject else []
        top = self._text_top()
        reply = self.reply.tall(self._wide() - 36) if self.reply.isVisibleTo(self) else 0
        rest = 40 + (reply + 74 if reply else 0)
        room = max(60, self.height() - FOOT - 16 - top - rest)
        tall = min(self.text.tall(self._wide()), room)
        self.text.setGeometry(PADDING, top, self._wide() + 12, tall)
        policy = Qt.ScrollBarPolicy
        fits = self.text.tall(self._wide()) <= room
        self.text.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        )
        self.reply.setGeometry(PADDING + 36, self._chips_at() + 62, self._wide() - 24, reply)
        self.spot.setGeometry(PADDING, round(self._chips_at()) - 14, NARROW_SPOT, 24)

    def _text_top(self) -> int:
        return 20 + 26 * len(self._subject) + (6 if self._subject else 0) + 38

    def _chips_at(self) -> int:
        """The centre of the line of chips."""
        bottom = self.text.geometry().bottom() if self.text.isVisibleTo(self) else (
            self._text_top() - 12
        )  # fmt: skip
        return bottom + 28

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all but the texts."""
        if self._hidden != redaction.version():
            self._hidden = redaction.version()
            self._fill(keep_place=True)
        painter = QPainter(self)
        ink.hairline(painter, 0, 0, self.height(), vertical=True)
        self._chips = []
        if self.detail is not None:
            self._paint_head(painter, self.detail)
            self._paint_chips(painter, self.detail)
            self._paint_reply(painter, self.detail)
        elif self.count > 1:
            self._paint_count(painter)
        if self.count:
            self._paint_hints(painter)

    def _paint_head(self, painter: QPainter, detail: FeedbackDetail) -> None:
        item, y = detail.feedback, 33.0
        for line in self._subject:
            ink.text(painter, PADDING, y, line, "inspector")
            y += 26
        y += 8 if self._subject else 4
        edge = self.width() - PADDING
        right = ink.text_right(painter, edge, y, self._when(item.received_at), "caption", "n7")
        x = draw_icon(painter, channel_icon(item.channel), PADDING, y, 15, ink.colour("n7")) + 9
        stars = rating_width(item.rating_max) + 14 if item.rating is not None else 0.0
        facts = (item.channel, item.author, item.version, item.platform, item.country)
        shown_facts = [shown_line(fact) for fact in facts if fact.strip()]
        for index, fact in enumerate(shown_facts):
            room = right - 16 - stars - x - (ink.SEPARATOR_WIDTH if index else 0)
            if room < 24:
                break
            if index:
                x = ink.separator(painter, x, y)
            x = ink.text(painter, x, y, fact, "caption", "n7", room)
        if item.rating is not None:
            paint_rating(painter, x + 12, y, item.rating, item.rating_max)

    def _paint_chips(self, painter: QPainter, detail: FeedbackDetail) -> None:
        item, y = detail.feedback, float(self._chips_at())
        x = float(PADDING)
        status = _(STATUS_TITLES[item.status])
        x = self._chip(painter, x, y, status, STATUS_ICONS[item.status], self.status_requested.emit)
        title = _(TYPE_TITLES[item.type])
        tint = "n7" if item.type is FeedbackType.NONE else "n9"
        icon = TYPE_ICONS[item.type]
        x = self._chip(painter, x, y, title, icon, self.type_requested.emit, tint)
        edge = self.width() - PADDING - 30
        for at, tag in enumerate(detail.tags):
            name = shown_line(tag.name)
            if x + ink.width(name, "caption") + 26 > edge:
                x = self._chip(painter, x, y, f"+{len(detail.tags) - at}", "",
                               self.tag_requested.emit)  # fmt: skip
                break
            x = self._tag(painter, x, y, name, tag.colour)
        if item.withdrawn:
            x = ink.chip(painter, x, y, _("Taken back by its author"), "warn", "warn_tint",
                         "trash") + CHIP_GAP  # fmt: skip
        draw_icon(painter, "plus", x + 3, y, 14, ink.colour("n7"))
        self._chips.append((QRectF(x - 2, y - 11, 24, 22), self.tag_requested.emit))

    def _chip(
        self,
        painter: QPainter,
        x: float,
        y: float,
        words: str,
        icon: str,
        do: Callable[[], None],
        tint: str = "n9",
    ) -> float:
        end = ink.chip(painter, x, y, words, tint, "n3", icon or None)
        self._chips.append((QRectF(x, y - 11, end - x, 22), do))
        return end + CHIP_GAP

    def _tag(self, painter: QPainter, x: float, y: float, name: str, colour: int) -> float:
        wide = ink.width(name, "caption") + 26
        ink.rounded(painter, QRectF(x, y - 10, wide, 20), 4, "n3")
        shades = current_theme().categorical
        ink.dot(painter, x + 10, y, 7, shades[colour % len(shades)])
        ink.text(painter, x + 18, y, name, "caption")
        self._chips.append((QRectF(x, y - 11, wide, 22), self.tag_requested.emit))
        return x + wide + CHIP_GAP

    def _paint_reply(self, painter: QPainter, detail: FeedbackDetail) -> None:
        if not detail.feedback.reply:
            return
        y = self._chips_at() + 28
        ink.hairline(painter, PADDING, y, self.width() - 2 * PADDING)
        draw_icon(painter, "arrow-bend-up-left", PADDING + 4, y + 22, 16, ink.colour("n7"))
        x = ink.text(painter, PADDING + 36, y + 22, _("Our public answer"), "caption", "n7")
        answered = detail.feedback.answered_at
        if answered is not None:
            x = ink.separator(painter, x, y + 22)
            ink.text(painter, x, y + 22, self._when(answered), "caption", "n7")

    def _paint_count(self, painter: QPainter) -> None:
        line = ngettext("{count} item selected", "{count} items selected", self.count)
        ink.text(painter, PADDING, 33, line.format(count=self.count), "inspector")
        note = _("Every key works on all of them, as one step that can be undone.")
        for index, part in enumerate(ink.wrap(note, "body", self._wide(), 3)):
            ink.text(painter, PADDING, 66 + 20 * index, part, "body", "n7")

    def _paint_hints(self, painter: QPainter) -> None:
        top = self.height() - FOOT
        ink.hairline(painter, 0, top, self.width())
        x, cy = float(PADDING), top + FOOT / 2
        for keys, word in HINTS:
            wide = ink.keycap_width(keys)
            end = x + wide + 8 + ink.width(_(word), "caption")
            if end > self.width() - 12:
                break
            ink.keycap(painter, x + wide, cy, keys)
            x = ink.text(painter, x + wide + 8, cy, _(word), "caption", "n7") + 18

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Change what the chip under the mouse says."""
        for rect, do in self._chips:
            if rect.contains(event.position()):
                do()
                return

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over a chip."""
        over = any(rect.contains(event.position()) for rect, _do in self._chips)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    note = _("Only the first {shown} of {count} characters are shown here. Export has all of it.")
    whole = note.format(shown=f"{LONGEST:,}", count=f"{len(text):,}")
    return f"{text[:LONGEST]}…\n\n[{whole}]"
