"""What the board says about a card or a column when the mouse rests on it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF

from cockpit.domain.board import BoardColumn, Card
from cockpit.ui.kit import ink
from cockpit.ui.pages.board.card import PADDING, ROW, blocked_room, shown_labels
from cockpit.ui.pages.board.paint import header_room


def card_tip(card: Card, rect: QRectF, at: QPointF, today: date) -> str:
    """Return in full what the card cuts short, and the owner's name over the initials."""
    room = rect.width() - 2 * PADDING
    parts = []
    if _squeezed("".join(ink.wrap(card.title, "body", room))) != _squeezed(card.title):
        parts.append(card.title)
    if ink.width(card.blocked_reason, "caption") > blocked_room(card, room, today):
        parts.append(card.blocked_reason)
    names = [label.name for label in card.labels]
    if names and (
        shown_labels(card, room) < len(names) or 12 + ink.width(names[0], "caption") > room
    ):
        parts.append(" · ".join(names))
    over_initials = QRectF(rect.right() - PADDING - 20, rect.bottom() - PADDING - ROW, 20, ROW)
    if card.assignee_name and over_initials.contains(at):
        parts.append(card.assignee_name)
    return "\n".join(parts)


def column_tip(shown: BoardColumn, width: float) -> str:
    """Return the name of a column whose header cuts it short."""
    name = shown.column.name
    return name if ink.width(name, "section") > header_room(width) else ""


def _squeezed(text: str) -> str:
    """Text without the spaces that breaking it into lines drops."""
    return "".join(text.split())
