"""Finds text that does not fit: cut off without its whole as a tooltip, outside, or overlapping."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import (
    QEvent,
    QPointF,
    QRectF,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPixmap, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolTip,
    QWidget,
)

from cockpit.domain.board import Card
from cockpit.ui.kit import ink
from cockpit.ui.pages.board import card, card_pictures
from cockpit.ui.pages.board.view import BoardView

SLACK = 1.0  # rounding of widths to whole pixels


@dataclass(frozen=True)
class Drawn:
    """One line of text as it was painted; `card` when it is on the picture of one."""

    device: QWidget | None
    card: Card | None
    string: str
    shown: str
    rect: QRectF
    bounds: QRectF


@dataclass
class Recorder:
    """What was painted since it began, through the one function that paints text."""

    drawn: list[Drawn] = field(default_factory=list)
    card: Card | None = None
    card_box: QRectF = field(default_factory=QRectF)
    whole: dict[str, str] = field(default_factory=dict)

    def note(
        self, painter: QPainter, x: float, cy: float, string: str, shown: str, role: str
    ) -> None:
        """Remember one line."""
        metrics = ink.metrics(role)
        tall = metrics.capHeight()
        rect = QRectF(x, cy - tall / 2, ink.width(shown, role), tall)
        device = painter.device()
        widget = device if isinstance(device, QWidget) else None
        if self.card is not None:
            bounds = self.card_box
        elif widget is not None:
            bounds = bounds_at(widget, rect.center())
        else:
            assert isinstance(device, QPixmap)
            bounds = QRectF(QPointF(), device.deviceIndependentSize())
        string = self.whole.get(string, string)
        self.drawn.append(Drawn(widget, self.card, string, shown, rect, bounds))


@contextmanager
def recorded() -> Iterator[Recorder]:
    """Record every text that is painted meanwhile."""
    recorder = Recorder()
    text, wrap, elided = ink.text, ink.wrap, ink.elided
    paint_card = card.paint_card

    def noting_text(
        painter: QPainter, x: float, cy: float, string: str, role: str = "body",
        colour: Any = "n9", room: float | None = None,
    ) -> float:  # fmt: skip
        shown = string if room is None else elided(string, role, room)
        recorder.note(painter, x, cy, string, shown, role)
        return text(painter, x, cy, string, role, colour, room)

    def noting_wrap(string: str, role: str, room: float, lines: int = 2) -> list[str]:
        found = wrap(string, role, room, lines)
        if found and found[-1].endswith("…"):
            recorder.whole[found[-1]] = " ".join(string.split())
        return found

    def noting_card(painter: QPainter, rect: QRectF, card: Card, *rest: Any, **more: Any) -> None:
        recorder.card, recorder.card_box = card, rect
        paint_card(painter, rect, card, *rest, **more)
        recorder.card = None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ink, "text", noting_text)
        patch.setattr(ink, "wrap", noting_wrap)
        patch.setattr(card_pictures, "paint_card", noting_card)
        yield recorder


@contextmanager
def qt_messages() -> Iterator[list[str]]:
    """Collect what Qt complains about meanwhile."""
    said: list[str] = []

    def take(kind: QtMsgType, _context: object, message: str) -> None:
        # The offscreen platform has no window manager to hand size hints to, or to raise windows.
        if kind != QtMsgType.QtDebugMsg and "plugin does not support" not in message:
            said.append(message)

    before = qInstallMessageHandler(take)
    try:
        yield said
    finally:
        qInstallMessageHandler(before)


def bounds_at(widget: QWidget, at: QPointF) -> QRectF:
    """The room that text at a point has: a board's column, a table's cell, else the widget."""
    whole = QRectF(widget.rect())
    if isinstance(widget, BoardView):
        index = widget.column_at(at.x())
        return whole if index is None else widget.column_rect(index)
    view = widget.parentWidget()
    if isinstance(view, QHeaderView) and widget is view.viewport():
        section = view.logicalIndexAt(at.toPoint())
        left, wide = view.sectionViewportPosition(section), view.sectionSize(section)
        return QRectF(left, 0, wide, view.height())
    if isinstance(view, QAbstractItemView) and widget is view.viewport():
        return QRectF(view.visualRect(view.indexAt(at.toPoint())))
    return whole


def problems(recorder: Recorder, window: QWidget) -> list[str]:
    """Every painted text that does not fit."""
    found: list[str] = []
    for drawn in recorder.drawn:
        room = drawn.bounds.adjusted(-SLACK, 0, SLACK, 0)
        if drawn.shown.strip() and (
            drawn.rect.left() < room.left() or drawn.rect.right() > room.right()
        ):
            found.append(f"outside of {_name(drawn)}: {drawn.shown!r}")
        # Rows of the inbox are kept as pictures; the pane beside them shows their texts whole.
        in_a_row = drawn.device is None and drawn.card is None
        if drawn.shown != drawn.string and not in_a_row:
            tip = tooltip(drawn, window)
            if " ".join(drawn.string.split()) not in " ".join(tip.split()):
                found.append(f"cut without a tooltip in {_name(drawn)}: {drawn.string!r}, {tip!r}")
    return found + overlaps(recorder)


def overlaps(recorder: Recorder) -> list[str]:
    """Texts of one widget that run into each other."""
    found = []
    groups: dict[tuple[int, int], list[Drawn]] = {}
    for drawn in recorder.drawn:
        if drawn.device is None and drawn.card is None:
            continue  # pictures of rows, each with coordinates of its own
        groups.setdefault((id(drawn.device), id(drawn.card)), []).append(drawn)
    for group in groups.values():
        for index, one in enumerate(group):
            for other in group[index + 1 :]:
                if one.rect.adjusted(1, 1, -1, -1).intersects(other.rect.adjusted(1, 1, -1, -1)):
                    found.append(f"{one.shown!r} runs into {other.shown!r} in {_name(one)}")
    return found


def tooltip(drawn: Drawn, window: QWidget) -> str:
    """What a person reads who rests the mouse on the text."""
    if drawn.card is not None:
        view = next(v for v in window.findChildren(BoardView) if v.isVisible())
        places = [view.card_rects(index) for index in range(len(view.columns))]
        rect = next(r for rows in places for _row, c, r in rows if c.id == drawn.card.id)
        widget: QWidget = view
        # A point in the card and in the view, which may show only its upper edge.
        at = (QRectF(view.rect()) & rect).center()
    else:
        assert drawn.device is not None
        widget, at = drawn.device, drawn.rect.center()
    where = at.toPoint()
    where.setX(max(1, min(where.x(), widget.width() - 2)))
    _forget_tooltip()
    place = QPointF(widget.mapToGlobal(where))
    none, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(where), place, none, none, no_key)
    QApplication.sendEvent(widget, move)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, where, place.toPoint()))
    if not QToolTip.isVisible():
        return ""
    text = QToolTip.text()
    rich = text.startswith("<p")
    return QTextDocumentFragment.fromHtml(text).toPlainText() if rich else text


def _forget_tooltip() -> None:
    """Take the last tooltip away at once; Qt itself would take a moment."""
    for widget in QApplication.topLevelWidgets():
        if widget.inherits("QTipLabel"):
            widget.hide()


def native_problems(window: QWidget) -> list[str]:
    """Every text of Qt's own labels, buttons and fields that does not fit."""
    seen = (w for w in window.findChildren(QWidget) if w.isVisible())
    return [problem for widget in seen for problem in _native_problem(widget)]


def _native_problem(widget: QWidget) -> list[str]:
    name, metrics = type(widget).__name__, widget.fontMetrics()
    if isinstance(widget, QLabel) and widget.text():
        hint = widget.heightForWidth(widget.width()) if widget.wordWrap() else 0
        wide = 0 if widget.wordWrap() else widget.sizeHint().width()
        if hint > widget.height() or wide > widget.width():
            return [f"{name} is too small for {widget.text()!r}"]
    elif isinstance(widget, QAbstractButton) and widget.text():
        if metrics.horizontalAdvance(widget.text()) > widget.width():
            return [f"{name} is too narrow for {widget.text()!r}"]
    elif isinstance(widget, QLineEdit):
        margins = widget.textMargins()
        # Qt keeps 2 px beside the text for the cursor.
        room = widget.width() - margins.left() - margins.right() - 4 - _padding(widget)
        placeholder = "" if widget.text() else widget.placeholderText()
        if metrics.horizontalAdvance(placeholder) > room and placeholder not in widget.toolTip():
            return [f"{name} is too narrow for {placeholder!r}"]
    elif isinstance(widget, QPlainTextEdit):
        scrolls = widget.verticalScrollBar().maximum() > 0
        hidden = widget.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if scrolls and hidden and widget.toPlainText():
            return [f"{name} is too low for {widget.toPlainText()[:40]!r}"]
    return []


def _padding(widget: QLineEdit) -> int:
    """What the style sheet's rule takes on both sides."""
    return 0 if widget.property("bare") else 22


def _name(drawn: Drawn) -> str:
    if drawn.card is not None:
        return f"card T-{drawn.card.number}"
    device = drawn.device
    if device is not None and type(device) is QWidget and device.parentWidget() is not None:
        device = device.parentWidget()
    return type(device).__name__
