"""How one card is measured and painted."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cockpit.domain.board import Card
from cockpit.i18n import language
from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.theme import current_theme

PADDING = 12.0
TITLE_LINE = 19.0
META_LINE = 24.0
SOON = timedelta(days=5)


def day_text(day: date) -> str:
    """Return a date as a card shows it: 11月20日, Nov 20."""
    if language() == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day:%b} {day.day}"


def card_height(card: Card, width: float) -> float:
    """Return the height a card takes at a width, both in logical pixels."""
    lines = len(ink.wrap(card.title, "body", width - 2 * PADDING))
    blocked = META_LINE if card.blocked_reason else 0.0
    return 2 * PADDING + lines * TITLE_LINE + blocked + META_LINE


def paint_card(painter: QPainter, rect: QRectF, card: Card, today: date) -> None:
    """Paint a card: title, why it is blocked, then due, checklist, label and owner."""
    theme = current_theme()
    ink.rounded(painter, rect, 8, theme.field, "n4")
    x, y = rect.x() + PADDING, rect.y() + PADDING
    for line in ink.wrap(card.title, "body", rect.width() - 2 * PADDING):
        ink.text(painter, x, y + TITLE_LINE / 2, line, "body", "n9")
        y += TITLE_LINE
    if card.blocked_reason:
        cy = y + META_LINE / 2
        draw_icon(painter, "prohibit", x, cy, 13, ink.colour("bad"))
        room = rect.width() - 2 * PADDING - 18
        ink.text(painter, x + 18, cy, card.blocked_reason, "caption", "bad", room)
        y += META_LINE
    _paint_meta(painter, QRectF(x, y, rect.width() - 2 * PADDING, META_LINE + 4), card, today)


def _paint_meta(painter: QPainter, row: QRectF, card: Card, today: date) -> None:
    x, cy, end = row.x(), row.center().y(), row.right()
    if card.assignee_name:
        ink.avatar(painter, end - 20, cy, card.assignee_name)
        end -= 28
    if card.due_on is not None:
        icon, colour = _due_look(card, today)
        draw_icon(painter, icon, x, cy, 13, ink.colour(colour))
        x = ink.text(painter, x + 18, cy, day_text(card.due_on), "caption", colour) + 12
    if card.checklist_total:
        draw_icon(painter, "check-square", x, cy, 13, ink.colour("n7"))
        progress = f"{card.checklist_done}/{card.checklist_total}"
        x = ink.text(painter, x + 18, cy, progress, "caption", "n7") + 12
    for label in card.labels[:1]:
        if x + 14 + ink.width(label.name, "caption") < end:
            ink.label_dot(painter, x, cy, label.name, label.colour)


def _due_look(card: Card, today: date) -> tuple[str, str]:
    assert card.due_on is not None
    if card.finished_at is not None or card.due_on > today + SOON:
        return "calendar-blank", "n7"
    return ("warning-circle", "bad") if card.due_on < today else ("clock", "warn")
