"""The frame of the window: what is painted before anything heavy is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from cockpit.i18n import _
from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.rail import RailItem
from cockpit.ui.kit.shell import Shell
from cockpit.ui.kit.theme import current_theme, theme_bus
from cockpit.ui.pages import FIRST, PAGES

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent


class CockpitWindow(Shell):
    """Rail, top bar and an empty sheet; a workbench fills it once the workspace is open."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__(
            [
                RailItem(page.key, page.title, page.icon, page.shortcut, 0, page.gap_before)
                for page in PAGES
            ]
        )
        self.rail.set_current(FIRST)
        self.sheet.ground = current_theme().board
        theme_bus().theme_changed.connect(self._on_theme)
        self.retranslate()

    def retranslate(self) -> None:
        """Read every text again."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setFont(font("body"))
        self.setWindowTitle(_("Ops Cockpit"))
        super().retranslate()

    def _on_theme(self) -> None:
        shown = self.stack.currentWidget()
        ground = getattr(shown, "ground", None)
        self.sheet.ground = ground() if callable(ground) else current_theme().board
        self.update()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the workspace finish what was accepted."""
        self.closing.emit()
        super().closeEvent(event)
