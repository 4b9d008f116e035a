"""The scaffold of the inspector: header, title, banner, properties and sections."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cockpit.i18n import N_
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.controls import IconButton, Label
from cockpit.ui.kit.inspector_parts import BLEED, Banner, PropertyRow, Section
from cockpit.ui.kit.text_area import TextArea
from cockpit.ui.kit.value_fields import ENTER, FocusHome, give_back

PADDING: Final = 20


class TitleEdit(TextArea):
    """A title edited in place: grows with its text, commits on Enter or when left."""

    role = "inspector"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inset=(BLEED, 4), parent=parent)

    def set_title(self, title: str) -> None:
        """Show a title as the saved one; what somebody is typing is not overwritten."""
        self.set_value(title)

    def read(self, typed: str) -> str | None:
        """One line; an empty title goes back to what was saved."""
        return " ".join(typed.split()) or None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits."""
        if event.key() in ENTER:
            self.commit()
            give_back(self)
            return
        super().keyPressEvent(event)


class _Header(Painted):
    """Kind and short number, then the buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ""
        self.row = QHBoxLayout(self)
        # The last icon's own square, 4 px narrower than its button, ends where the text does.
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)
        self.row.addStretch(1)
        self.setFixedHeight(36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint kind and number."""
        room = self.width() - 36 * (self.row.count() - 1) - 8
        ink.text(QPainter(self), BLEED, 18, self.kind, "caption", "n7", room)


def _stops(layout: QLayout) -> list[QWidget]:
    """The widgets of a layout that Tab stops at, as they stand."""
    found: list[QWidget] = []
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                found.append(widget)
            if isinstance(widget, Section) and widget.action is not None:
                found.append(widget.action)
            inner = widget.layout()
        if inner is not None:
            found += _stops(inner)
    return found


class Inspector(FocusHome):
    """A scrollable column that pages fill with rows and sections."""

    closed = Signal()
    title_committed = Signal(str)

    def __init__(self, kind: str = "", title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header, self.title, self.banner = _Header(), TitleEdit(), Banner()
        self.close_button = IconButton("x", N_("Close"), "Esc")
        self.close_button.clicked.connect(self.closed)
        self.header.row.addWidget(self.close_button)
        self.title.committed.connect(self.title_committed)
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        edge = PADDING - BLEED
        self.column.setContentsMargins(edge, 8, edge, PADDING)
        self.column.setSpacing(0)
        held = QVBoxLayout()
        held.setContentsMargins(BLEED, 8, BLEED, 0)
        held.addWidget(self.banner)
        self.column.addWidget(self.header)
        self.column.addWidget(self.title)
        self.column.addLayout(held)
        self.column.addSpacing(8)
        self.column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._inside)
        # The paper of the host shows through.
        self.area.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self.set_header(kind, title)

    def set_header(self, kind: str, title: str) -> None:
        """Show kind with short number (`Task T-118`) and the title."""
        self.header.kind = kind
        self.header.update()
        self.title.set_title(title)

    def add_button(self, button: QWidget) -> None:
        """Add a button before Close."""
        self.header.row.insertWidget(self.header.row.count() - 1, button)

    def add(self, widget: QWidget, gap: int = 0) -> None:
        """Add a row or section at the end, after a gap."""
        if gap:
            self.column.insertSpacing(self.column.count() - 1, gap)
        self.column.insertWidget(self.column.count() - 1, widget)

    def add_property(self, label: Label, editor: QWidget) -> PropertyRow:
        """Add a property row."""
        row = PropertyRow(label, editor)
        self.add(row)
        return row

    def add_section(self, title: Label, note: str = "", action: Label = "") -> Section:
        """Add a section."""
        section = Section(title, note, action)
        self.add(section)
        return section

    def retranslate(self) -> None:
        """Read every text again."""
        for child in self._inside.findChildren(QWidget):
            again = getattr(child, "retranslate", None)
            if callable(again):
                again()

    def order_tabs(self) -> None:
        """Let Tab go through the fields as they stand, whatever order they were made in."""
        stops = [stop for stop in _stops(self.column) if stop is not self.close_button]
        for before, after in pairwise([*stops, self.close_button]):
            QWidget.setTabOrder(before, after)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
