"""One row of the inbox: who, by which channel, how they rate, when; subject; beginning and tag."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cockpit.domain.feedback import FeedbackRow, FeedbackStatus, FeedbackType
from cockpit.domain.plain_text import shown_line
from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.pages.feedback.words import (
    STATUS_ICONS,
    STATUS_TITLES,
    TYPE_ICONS,
    channel_icon,
    paint_rating,
    rating_width,
)

HEIGHT: Final = 88
LEFT: Final = 20.0  # where sender, subject and excerpt begin
RIGHT: Final = 20.0
LINES: Final = (21.0, 43.0, 65.0)

When = Callable[[datetime], str]


def paint_row(
    painter: QPainter, rect: QRectF, row: FeedbackRow, when: When, *, now: datetime
) -> None:
    """Paint what does not depend on selection and focus."""
    first, second, third = (rect.top() + y for y in LINES)
    left, right = rect.left() + LEFT, rect.right() - RIGHT
    fresh = row.status is FeedbackStatus.NEW
    if fresh:
        ink.dot(painter, rect.left() + 11, second, 6, "accent")
    _paint_head(painter, left, right, first, row, when, now)
    lines = _lines(row, "strong" if fresh else "body", right - left - 23)
    _paint_subject(painter, left, right, second, row, lines[0])
    end = _paint_tags(painter, right, third, row, (right - left) * 0.45)
    ink.text(painter, left, third, lines[1], "body", "n7", end - left - 12)


def _lines(row: FeedbackRow, role: str, room: float) -> tuple[str, str]:
    """The second and third line: subject and text, or a text alone that runs over both."""
    text = shown_line(row.excerpt)
    if row.subject:
        return shown_line(row.subject), text
    if not text:
        return _("Rating without words"), ""
    first, *rest = ink.wrap(text, role, room, 2)
    return first, "".join(rest)


def subject_of(row: FeedbackRow) -> str:
    """What a row is called: its subject, or the first words of its text."""
    return shown_line(row.subject) or shown_line(row.excerpt) or _("Rating without words")


def _paint_head(
    painter: QPainter,
    left: float,
    right: float,
    cy: float,
    row: FeedbackRow,
    when: When,
    now: datetime,
) -> None:
    snoozed = row.snoozed_until is not None and row.snoozed_until > now
    moment = row.snoozed_until if snoozed and row.snoozed_until else row.received_at
    edge = ink.text_right(painter, right, cy, when(moment), "caption", "n7")
    if snoozed:
        edge = draw_icon(painter, "clock", edge - 18, cy, 13, ink.colour("n7")) - 13 - 4
    elif row.status not in (FeedbackStatus.NEW, FeedbackStatus.OPEN):
        icon = STATUS_ICONS[row.status]
        edge = draw_icon(painter, icon, edge - 18, cy, 13, ink.colour("n7")) - 13 - 4
    stars = rating_width(row.rating_max) + 10 if row.rating is not None else 0.0
    x = draw_icon(painter, channel_icon(row.channel), left, cy, 14, ink.colour("n7")) + 8
    who = shown_line(row.author) or row.channel or _("Somebody")
    x = ink.text(painter, x, cy, who, "caption", "n8", max(20.0, edge - 12 - stars - x))
    if row.rating is not None:
        paint_rating(painter, x + 10, cy, row.rating, row.rating_max)


def _paint_subject(
    painter: QPainter, left: float, right: float, cy: float, row: FeedbackRow, line: str
) -> None:
    role = "strong" if row.status is FeedbackStatus.NEW else "body"
    room = right - left
    if row.type is not FeedbackType.NONE:
        draw_icon(painter, TYPE_ICONS[row.type], right - 15, cy, 15, ink.colour("n7"))
        room -= 23
    ink.text(painter, left, cy, line, role, "n9", room)


def _paint_tags(painter: QPainter, right: float, cy: float, row: FeedbackRow, room: float) -> float:
    """Paint the first tag and how many more there are; return the x where they begin."""
    if not row.tags:
        return right + 12
    first, more = row.tags[0], len(row.tags) - 1
    if more:
        right = ink.text_right(painter, right, cy, f"+{more}", "caption", "n7") - 6
        room -= 30
    name = shown_line(first.name)
    wide = min(room, 12 + ink.width(name, "caption"))
    ink.label_dot(painter, right - wide, cy, name, first.colour, wide)
    return right - wide


def row_sentence(row: FeedbackRow, when: When) -> str:
    """A row as a screen reader says it."""
    status = _(STATUS_TITLES[row.status])
    return " · ".join((row.author, subject_of(row), status, when(row.received_at)))
