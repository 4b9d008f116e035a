"""How one card is measured and painted: title, why it is blocked, one or two rows of facts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cockpit.domain.board import Card
from cockpit.domain.task import Priority
from cockpit.i18n import language, ngettext
from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.theme import current_theme

PADDING = 12.0
TITLE_LINE = 19.0
ROW = 22.0
SOON = timedelta(days=5)
AVATAR, DOTS, GAP = 28.0, 36.0, 12.0
# Days in a column from which a card gets its first to fourth dot; from the third it is a warning.
AGE_DAYS = (2, 4, 8, 15)
PRIORITY_ICONS = {
    Priority.LOW: "caret-down",
    Priority.HIGH: "caret-up",
    Priority.URGENT: "caret-double-up",
}


def day_text(day: date) -> str:
    """Return a date as a card shows it: 11月20日, Nov 20."""
    if language() == "zh":
        return f"{day.month}月{day.day}日"
    return f"{day:%b} {day.day}"


def age(card: Card, today: date) -> int:
    """Return how many dots, 0 to 4, its days in a column give; finished ones have none."""
    if card.finished_at is not None:
        return 0
    now = datetime.combine(today, time(12), UTC)
    days = (now - card.entered_at).days
    return sum(days >= limit for limit in AGE_DAYS)


def card_height(card: Card, width: float, *, aged: bool) -> float:
    """Return the height a card takes at a width, both in logical pixels."""
    room = width - 2 * PADDING
    lines = len(ink.wrap(card.title, "body", room)) or 1
    rows = bool(card.blocked_reason) + _has_facts(card) + _label_has_own_row(card, room, aged)
    return 2 * PADDING + lines * TITLE_LINE + rows * ROW + (2 if rows else 0)


def paint_card(painter: QPainter, rect: QRectF, card: Card, today: date, *, aged: bool) -> None:
    """Paint a card within its rectangle; `aged` gives it the dots of its days in the column."""
    ink.rounded(painter, rect, 8, current_theme().field, "n4")
    x, y, room = rect.x() + PADDING, rect.y() + PADDING, rect.width() - 2 * PADDING
    for line in ink.wrap(card.title, "body", room):
        ink.text(painter, x, y + TITLE_LINE / 2, line, "body", "n9")
        y += TITLE_LINE
    y += 2
    if card.blocked_reason:
        _paint_blocked(painter, x, y + ROW / 2, room, card, today)
        y += ROW
    if _label_has_own_row(card, room, aged):
        _paint_labels(painter, x, y + ROW / 2, x + room, card)
        y += ROW
    if _has_facts(card):
        _paint_facts(painter, QRectF(x, y, room, ROW), card, today, aged)


def _has_facts(card: Card) -> bool:
    return bool(
        card.assignee_name
        or card.due_on
        or card.checklist_total
        or card.labels
        or card.priority in PRIORITY_ICONS
    )


def _facts_width(card: Card, aged: bool) -> float:
    """How wide everything before the label is, and the avatar and dots after it."""
    width = AVATAR if card.assignee_name else 0.0
    width += DOTS if aged else 0.0
    width += 13 + 8 if card.priority in PRIORITY_ICONS else 0.0
    if card.due_on is not None:
        width += 18 + ink.width(day_text(card.due_on), "caption") + GAP
    if card.checklist_total:
        width += 18 + ink.width(_progress(card), "caption") + GAP
    return width


def _label_has_own_row(card: Card, room: float, aged: bool) -> bool:
    """A label that does not fit gets its own row; it never becomes a bare dot."""
    if not card.labels:
        return False
    first = 12 + ink.width(card.labels[0].name, "caption")
    return len(card.labels) > 1 or first > room - _facts_width(card, aged)


def _progress(card: Card) -> str:
    return f"{card.checklist_done}/{card.checklist_total}"


def _since(card: Card, today: date) -> str:
    """For how many days a card is blocked, empty on the first."""
    days = 0 if card.blocked_at is None else (today - card.blocked_at.date()).days
    return ngettext("{count} d", "{count} d", days).format(count=days) if days > 0 else ""


def blocked_room(card: Card, room: float, today: date) -> float:
    """Return the room for the reason beside its icon and the days."""
    since = _since(card, today)
    return room - 18 - (ink.width(since, "caption") + 16 if since else 0.0)


def _paint_blocked(
    painter: QPainter, x: float, cy: float, room: float, card: Card, today: date
) -> None:
    draw_icon(painter, "prohibit", x, cy, 13, ink.colour("bad"))
    reason_room = blocked_room(card, room, today)
    end = ink.text(painter, x + 18, cy, card.blocked_reason, "caption", "bad", reason_room)
    since = _since(card, today)
    if since:
        ink.text(painter, ink.separator(painter, end, cy, "bad"), cy, since, "caption", "bad")


def _paint_labels(painter: QPainter, x: float, cy: float, end: float, card: Card) -> None:
    shown = shown_labels(card, end - x)
    rest = len(card.labels) - shown
    last = end - _rest_width(rest)
    for label in card.labels[:shown]:
        x = ink.label_dot(painter, x, cy, label.name, label.colour, last - x) + GAP
    if rest:
        ink.text(painter, x, cy, f"+{rest}", "caption", "n7")


def shown_labels(card: Card, room: float) -> int:
    """Return how many labels a row has room for, the first one cut short if need be."""
    x = 0.0
    for at, label in enumerate(card.labels):
        x += 12 + ink.width(label.name, "caption")
        if at and x + _rest_width(len(card.labels) - at - 1) > room:
            return at
        x += GAP
    return len(card.labels)


def _rest_width(rest: int) -> float:
    """How wide the count of labels that are not shown is, with the gap before it."""
    return GAP + ink.width(f"+{rest}", "caption") if rest else 0.0


def _paint_facts(painter: QPainter, row: QRectF, card: Card, today: date, aged: bool) -> None:
    x, cy, end = row.x(), row.center().y(), row.right()
    if card.assignee_name:
        ink.avatar(painter, end - 20, cy, card.assignee_name)
        end -= AVATAR
    dots = age(card, today) if aged else 0
    if dots:
        ink.age_dots(painter, end - 22, cy, dots)
    if card.priority in PRIORITY_ICONS:
        colour = ink.colour("bad" if card.priority is Priority.URGENT else "n8")
        x = draw_icon(painter, PRIORITY_ICONS[card.priority], x, cy, 13, colour) + 8
    if card.due_on is not None:
        icon, tint = _due_look(card, today)
        draw_icon(painter, icon, x, cy, 13, ink.colour(tint))
        x = ink.text(painter, x + 18, cy, day_text(card.due_on), "caption", tint) + GAP
    if card.checklist_total:
        whole = card.checklist_done == card.checklist_total
        draw_icon(painter, "check-square", x, cy, 13, ink.colour("good" if whole else "n7"))
        x = ink.text(painter, x + 18, cy, _progress(card), "caption", "n7") + GAP
    if card.labels and not _label_has_own_row(card, row.width(), aged):
        ink.label_dot(painter, x, cy, card.labels[0].name, card.labels[0].colour)


def _due_look(card: Card, today: date) -> tuple[str, str]:
    """The icon and ink of a due date: late and soon look different by shape and by colour."""
    assert card.due_on is not None
    if card.finished_at is not None or card.due_on > today + SOON:
        return "calendar-blank", "n7"
    return ("warning-circle-fill", "bad") if card.due_on < today else ("clock", "warn")
