"""The sheet of all keys, opened with `?`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cockpit.i18n import _
from cockpit.ui.kit import ink
from cockpit.ui.kit.popover import Popover

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]
_ROW: Final = 26
_HEAD: Final = 34
_COLUMN: Final = 280


class ShortcutsSheet(Popover):
    """Groups of label and keys in as many columns as the height asks for."""

    def __init__(self, parent: QWidget, groups: Callable[[], Groups]) -> None:
        super().__init__(parent)
        self._provider = groups
        self.groups: Groups = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open(self) -> None:
        """Ask for the keys anew: they depend on the page and the language."""
        self.groups = self._provider()
        super().open()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def columns(self) -> list[list[tuple[str, Sequence[tuple[str, str]]]]]:
        """The groups in columns; a group is never torn apart."""
        count = max(1, min(3, (self.width() - 120) // (_COLUMN + 40), len(self.groups)))
        tall = sum(_HEAD + _ROW * len(rows) for _title, rows in self.groups) / count
        result: list[list[tuple[str, Sequence[tuple[str, str]]]]] = [[]]
        used = 0.0
        for title, rows in self.groups:
            size = _HEAD + _ROW * len(rows)
            if result[-1] and used + size / 2 > tall and len(result) < count:
                result.append([])
                used = 0
            result[-1].append((title, rows))
            used += size
        return result

    def box(self) -> QRect:
        """In the middle, as large as its columns."""
        columns = self.columns()
        tallest = max(
            (sum(_HEAD + _ROW * len(rows) for _t, rows in column) for column in columns), default=0
        )
        wide = 48 + len(columns) * _COLUMN + (len(columns) - 1) * 40
        tall = min(24 + 36 + tallest + 16, self.height() - 40)
        return QRect((self.width() - wide) // 2, (self.height() - tall) // 2, wide, tall)

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the title and every group."""
        painter.setClipRect(box)
        ink.text(painter, box.left() + 24, box.top() + 34, _("Shortcuts"), "inspector")
        ink.keycap(painter, box.right() - 24, box.top() + 34, "Esc")
        for index, column in enumerate(self.columns()):
            x = box.left() + 24 + index * (_COLUMN + 40)
            y = box.top() + 60
            for title, rows in column:
                ink.text(painter, x, y + 18, title, "section")
                y += _HEAD
                for label, keys in rows:
                    cap = ink.keycap(painter, x + _COLUMN, y + _ROW / 2, keys)
                    ink.text(painter, x, y + _ROW / 2, label, "body", "n8", cap - x - 12)
                    y += _ROW
        painter.setClipping(False)
