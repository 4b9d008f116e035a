"""Buttons, view tabs and the filter field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import HEIGHT, Clickable, Label, shown
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.theme import current_theme
from cockpit.ui.kit.view_tabs import ViewTabs

__all__ = [
    "HEIGHT",
    "Button",
    "DangerButton",
    "FilterField",
    "IconButton",
    "Label",
    "PrimaryButton",
    "TextButton",
    "ViewTabs",
    "shown",
]


class Button(Clickable):
    """A bordered button: optional icon, label, optional shortcut."""

    def __init__(
        self,
        label: Label,
        icon: str | None = None,
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.label, self.icon, self.shortcut = label, icon, shortcut
        self.retranslate()

    def set_label(self, label: Label) -> None:
        """Show another label."""
        self.label = label
        self.retranslate()

    def retranslate(self) -> None:
        """Read the label again."""
        self.setAccessibleName(shown(self.label))
        super().retranslate()

    def colours(self) -> tuple[str | None, str | None, str]:
        """Fill, border and ink in the present state."""
        if not self.isEnabled():
            return None, "n4", "n6"
        if self.pressed:
            return "n3", "n5", "n9"
        return "field", "n5" if self.hovered else "n4", "n9"

    def sizeHint(self) -> QSize:
        """The label, the icon, the shortcut and 12 px at each end."""
        wide = 24 + ink.width(shown(self.label), self.role())
        wide += 23 if self.icon else 0
        wide += ink.keycap_width(self.shortcut) + 4 if self.shortcut else 0
        return QSize(round(wide) + 2 * self.margin, HEIGHT + 2 * self.margin)

    def role(self) -> str:
        """The type role of the label."""
        return "body"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, the icon, the label and the shortcut."""
        painter = QPainter(self)
        fill, border, pen = self.colours()
        box = self.box()
        ink.rounded(painter, box, 6, fill, border)
        x, cy = box.left() + 12, box.center().y()
        if self.icon:
            x = draw_icon(painter, self.icon, x - 1, cy, 16, ink.colour(pen)) + 7
        ink.text(painter, x, cy, shown(self.label), self.role(), pen)
        if self.shortcut:
            quiet = pen if pen != "n9" else "n7"
            ink.keycap(painter, box.right() - 6, cy, self.shortcut, quiet, frame=False)
        self.paint_ring(painter)


class PrimaryButton(Button):
    """The one filled button of a page."""

    def role(self) -> str:
        """Bold on the accent."""
        return "strong"

    def colours(self) -> tuple[str | None, str | None, str]:
        """Accent, darker or lighter under the mouse."""
        if not self.isEnabled():
            return None, "n4", "n6"
        return ("accent_hover" if self.hovered or self.pressed else "accent"), None, "on_accent"


class DangerButton(Button):
    """The verb of a dialog that cannot be undone: bad text on the ordinary button."""

    def colours(self) -> tuple[str | None, str | None, str]:
        """The ordinary button in the bad colour."""
        fill, border, pen = super().colours()
        return fill, border, "bad" if self.isEnabled() else pen


class TextButton(Button):
    """A label that acts, without a box."""

    def __init__(self, label: Label, ink_token: str = "accent_text") -> None:
        self._ink = ink_token
        super().__init__(label)

    def colours(self) -> tuple[str | None, str | None, str]:
        """Only ink, and a fill under the mouse."""
        fill = "n3" if self.pressed else "n2" if self.hovered else None
        return fill, None, self._ink if self.isEnabled() else "n6"


class IconButton(Clickable):
    """An icon alone, whose tooltip is its word and shortcut."""

    def __init__(self, icon: str, label: Label, shortcut: str = "", size: int = 16) -> None:
        super().__init__()
        self.icon, self.label, self.shortcut, self.size_px = icon, label, shortcut, size
        self.setFixedSize(28 + 2 * self.margin, 28 + 2 * self.margin)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the tooltip again."""
        word = shown(self.label)
        self.setAccessibleName(word)
        self.setToolTip(f"{word}  {self.shortcut}" if self.shortcut else word)
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon, on a fill under the mouse."""
        painter = QPainter(self)
        box = self.box()
        if self.isEnabled() and (self.hovered or self.pressed):
            ink.rounded(painter, box, 6, "n3" if self.pressed else "n2")
        pen = current_theme().colour("n8" if self.isEnabled() else "n6")
        side = self.size_px
        draw_icon(painter, self.icon, box.center().x() - side / 2, box.center().y(), side, pen)
        self.paint_ring(painter)


class FilterField(QLineEdit):
    """A search field with an icon, a key cap and the parsed terms as chips before the text."""

    terms_changed = Signal(list)

    def __init__(
        self,
        placeholder: Label = "Filter",
        shortcut: str = "/",
        icon: str = "funnel-simple",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.placeholder, self.shortcut, self.icon = placeholder, shortcut, icon
        self.terms: list[str] = []
        self.setFixedHeight(HEIGHT)
        self.retranslate()

    def set_terms(self, terms: Sequence[str]) -> None:
        """Show these terms as chips; Backspace in an empty field takes the last one away."""
        self.terms = list(terms)
        self._make_room()
        self.update()

    def retranslate(self) -> None:
        """Read the placeholder again."""
        self.setFont(font("body"))
        self._make_room()
        self.setAccessibleName(shown(self.placeholder))

    def _make_room(self) -> None:
        chips = sum(ink.chip_width(term) + 4 for term in self.terms)
        right = round(ink.keycap_width(self.shortcut)) if self.shortcut else 0
        # The sheet's own padding of 11 px comes on top.
        self.setPlaceholderText("" if self.terms else shown(self.placeholder))
        self.setTextMargins(20 + round(chips), 0, right, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Backspace remove a chip and Escape give up the focus."""
        if event.key() == Qt.Key.Key_Backspace and self.terms and not self.text():
            self.set_terms(self.terms[:-1])
            self.terms_changed.emit(self.terms)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose all text when a key brought the focus, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ShortcutFocusReason:
            self.selectAll()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, then the icon, the chips and the key cap over it."""
        super().paintEvent(event)
        painter = QPainter(self)
        cy = self.height() / 2
        draw_icon(painter, self.icon, 9, cy, 14, current_theme().colour("n8"))
        x = 31.0
        for term in self.terms:
            x = ink.chip(painter, x, cy, term) + 4
        if self.shortcut:
            ink.keycap(painter, self.width() - 7, cy, self.shortcut)
