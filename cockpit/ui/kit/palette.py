"""The command palette: one field that finds commands and things, one list, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.popover import Popover
from cockpit.ui.kit.tips import as_tip

WIDE: Final = 600
ROW: Final = 34
_ROWS_SHOWN: Final = 10
_AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One line of the palette; its texts are already in the language that is set."""

    title: str
    hint: str
    icon: str
    shortcut: str
    run: Callable[[], object]


Provider = Callable[[str], Sequence[PaletteEntry]]


class EntryModel(QAbstractListModel):
    """The entries that answer the query."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[PaletteEntry] = []

    def replace(self, entries: Sequence[PaletteEntry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title, for screen readers too; with the hint for whoever rests the mouse on it."""
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return entry.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(" · ".join(part for part in (entry.title, entry.hint) if part))
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry: icon, title, hint, shortcut."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        """The row height token."""
        return QSize(100, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Fill, icon, title, hint, key cap."""
        model = index.model()
        if not isinstance(model, EntryModel):
            return
        entry = model.entries[index.row()]
        painter.save()
        box = QRectF(option.rect)
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        if on or option.state & QStyle.StateFlag.State_MouseOver:
            ink.rounded(painter, box, 6, "accent_tint" if on else "n2")
        cy, right = box.center().y(), box.right() - 10
        if entry.icon:
            draw_icon(painter, entry.icon, box.left() + 10, cy, 16, ink.colour("n8"))
        if entry.shortcut:
            right = ink.keycap(painter, right, cy, entry.shortcut) - 10
        hint = min(ink.width(entry.hint, "caption"), box.width() * 0.4) if entry.hint else 0
        left = box.left() + 36
        ink.text(painter, left, cy, entry.title, "body", "n9", right - left - hint - 12)
        if entry.hint:
            ink.text(painter, right - hint, cy, entry.hint, "caption", "n7", hint + 1)
        painter.restore()


class CommandPalette(Popover):
    """Type, move with the arrow keys, run with Enter, leave with Escape."""

    def __init__(self, parent: QWidget, provider: Provider) -> None:
        super().__init__(parent)
        self.provider = provider
        self.field = QLineEdit(self)
        self.field.setProperty("bare", True)
        self.field.setFont(font("body"))
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._refresh)
        self.model = EntryModel(self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(EntryDelegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.viewport().setAutoFillBackground(False)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.clicked.connect(lambda _index: self.run_selected())
        self.retranslate()

    def retranslate(self) -> None:
        """Read the placeholder again."""
        self.field.setPlaceholderText(_("Search anything, or type a command"))
        self.field.setAccessibleName(_("Search anything, or type a command"))
        super().retranslate()

    def box(self) -> QRect:
        """Under the top bar, as tall as its entries."""
        rows = max(1, min(_ROWS_SHOWN, self.model.rowCount()))
        wide = min(WIDE, self.width() - 40)
        return QRect((self.width() - wide) // 2, 56, wide, 48 + 8 + rows * ROW + 8)

    def place(self) -> None:
        """Lay out the field over the list."""
        box = self.box()
        self.field.setGeometry(box.left() + 42, box.top() + 8, box.width() - 60, 32)
        self.view.setGeometry(box.adjusted(8, 56, -8, -8))
        self.view.setVisible(self.model.rowCount() > 0)
        self.update()

    def open(self) -> None:
        """Open with an empty field and what the provider offers for that."""
        self.field.clear()
        self._refresh("")
        super().open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _refresh(self, query: str) -> None:
        self.model.replace(self.provider(query.strip()))
        if self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))
        self.place()

    def run_selected(self) -> None:
        """Close, then run: what runs may open something of its own."""
        row = self.view.currentIndex().row()
        if 0 <= row < len(self.model.entries):
            entry = self.model.entries[row]
            self.close_popover()
            entry.run()

    def _move(self, step: int) -> None:
        count = self.model.rowCount()
        if count:
            row = (self.view.currentIndex().row() + step) % count
            self.view.setCurrentIndex(self.model.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrow keys and Enter from the field."""
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
                     Qt.Key.Key_PageDown: 9, Qt.Key.Key_PageUp: -9}  # fmt: skip
            key = Qt.Key(event.key())
            if key in steps:
                self._move(steps[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run_selected()
                return True
            if key == Qt.Key.Key_Escape:
                self.close_popover()
                return True
        return super().eventFilter(watched, event)

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the glass, the line under the field and what to do when nothing is found."""
        cy = box.top() + 24
        draw_icon(painter, "magnifying-glass", box.left() + 16, cy, 16, ink.colour("n8"))
        ink.hairline(painter, box.left() + 1, box.top() + 48, box.width() - 2)
        if not self.model.rowCount():
            words = _("Nothing found. Try fewer words.")
            ink.text(painter, box.left() + 44, box.top() + 73, words, "body", "n7")
