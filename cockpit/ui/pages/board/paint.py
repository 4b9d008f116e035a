"""How columns, the dragged card and its target are painted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.theme import current_theme
from cockpit.ui.pages.board.column_window import ColumnWindow

if TYPE_CHECKING:
    from cockpit.domain.board import Card
    from cockpit.ui.pages.board.view import BoardView

    Rows = list[tuple[int, Card, QRectF]]

HEADER = 44.0
BEFORE, BEHIND = 4.0, 10.0  # how far halo and thumb reach out of a column, less than the gap


def paint_board(painter: QPainter, view: BoardView, today: date, dirty: QRectF) -> None:
    """Paint the ground and every column within `dirty`, then what is dragged above them."""
    painter.fillRect(dirty, ink.colour(current_theme().board))
    # Not the device's own ratio alone: before an audience the whole page is enlarged.
    view.pictures.begin(painter.deviceTransform().m11(), view.column_width(), today)
    for index, window in enumerate(view.columns):
        place = view.column_rect(index)
        if place.left() - BEFORE >= dirty.right() or place.right() + BEHIND <= dirty.left():
            continue
        rows = view.card_rects(index)
        if dirty.bottom() > HEADER - 4:
            painter.setClipRect(place.adjusted(-4, HEADER - 4, 4, 0))
            _paint_cards(painter, view, index, rows, dirty)
            painter.setClipping(False)
            _paint_thumb(painter, place, window, len(rows))
        if dirty.top() < HEADER - 4:
            _paint_header(painter, place, window)
    if view.drag is not None:
        _paint_drag(painter, view)


def _paint_cards(painter: QPainter, view: BoardView, index: int, rows: Rows, dirty: QRectF) -> None:
    dragged = view.drag.ids if view.drag is not None else ()
    top, bottom = dirty.top() - 2, dirty.bottom() + 2
    for row, card, rect in rows:
        if rect.bottom() < top or rect.top() > bottom:
            continue
        if card.id in dragged:
            ink.rounded(painter, rect, 8, "n2")
            continue
        view.pictures.draw(painter, rect, card, aged=view.aged(card))
        if card.id in view.selection.ids:
            current = index == view.selection.column and row == view.selection.row
            _paint_selected(painter, rect, current=current and view.hasFocus())


def _paint_selected(painter: QPainter, rect: QRectF, *, current: bool) -> None:
    """The accent border, and a halo outside of it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if current:
        painter.setPen(QPen(ink.colour("accent_tint2"), 2))
        painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 9, 9)
    painter.setPen(QPen(ink.colour("accent"), 1.5))
    painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), 7.5, 7.5)


def header_room(width: float) -> float:
    """Return the room for a column's name, beside its figures and the plus."""
    return width - 84


def _paint_header(painter: QPainter, place: QRectF, window: ColumnWindow) -> None:
    column, total = window.shown.column, window.shown.total
    limit = column.wip_limit
    over = limit is not None and total > limit
    room = header_room(place.width())
    x = ink.text(painter, place.x(), 16, column.name, "section", "n9", room) + 10
    figure = str(window.count) if limit is None else str(total)
    x = ink.text(painter, x, 16, figure, "body", "bad" if over else "n7")
    if limit is not None:
        x = ink.text(painter, x, 16, f" / {limit}", "body", "n7")
    if over:
        draw_icon(painter, "warning", x + 6, 16, 14, ink.colour("bad"))
    draw_icon(painter, "plus", place.right() - 18, 16, 16, ink.colour("n7"))
    rule = QRectF(place.x(), 32, place.width(), 2)
    painter.fillRect(rule, ink.colour("bad_graphic" if over else "n4"))


def _paint_thumb(painter: QPainter, place: QRectF, window: ColumnWindow, seen: int) -> None:
    """A thin thumb right of the column, by rows: heights out of sight are not known."""
    if seen >= window.count or not window.count:
        return
    track = place.height() - HEADER - 8
    size = max(24.0, track * seen / window.count)
    top = HEADER + (track - size) * window.first / max(1, window.count - seen)
    thumb = QRectF(place.right() + 5, min(top, HEADER + track - size), 4, size)
    ink.rounded(painter, thumb, 2, "n5")


def _paint_drag(painter: QPainter, view: BoardView) -> None:
    drag = view.drag
    assert drag is not None
    if drag.line is not None:
        x, y, width = drag.line
        painter.fillRect(QRectF(x + 4, y - 1, width - 4, 2), ink.colour("accent"))
        painter.setPen(QPen(ink.colour("accent"), 2))
        painter.setBrush(ink.colour(current_theme().board))
        painter.drawEllipse(QRectF(x - 3.5, y - 3.5, 7, 7))
    view.pictures.draw_lifted(painter, drag.rect, drag.card, aged=view.aged(drag.card))
    if len(drag.ids) > 1:
        badge = QRectF(drag.rect.right() - 12, drag.rect.top() - 10, 24, 20)
        ink.rounded(painter, badge, 10, "accent")
        count = str(len(drag.ids))
        x = badge.center().x() - ink.width(count, "caption_strong") / 2
        ink.text(painter, x, badge.center().y(), count, "caption_strong", "on_accent")
