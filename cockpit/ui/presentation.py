"""Going in front of others and back: F5 on any page, arrows to the next, Esc back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cockpit.i18n import _
from cockpit.ui.kit import redaction
from cockpit.ui.kit.theme import theme_bus
from cockpit.ui.pages import PAGES
from cockpit.ui.presenter import Presenter

if TYPE_CHECKING:
    from cockpit.ui.page import Page
    from cockpit.ui.workbench import Workbench


class Presentation(QObject):
    """Lends the pages of a workbench to the presenter, one at a time."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.bench, self.shown = bench, False
        self.presenter = Presenter()
        self.presenter.turned.connect(self.turn)
        self.presenter.left.connect(self.end)
        self.presenter.names_toggled.connect(self.toggle_names)
        self._maximised = False

    def begin(self) -> None:
        """Show the current page on the whole screen."""
        bench, window = self.bench, self.bench.window
        if self.shown or bench.page is None:
            return
        bench.close_inspector()
        self.shown, self._maximised = True, window.isMaximized()
        window.rail.hide()
        window.topbar.hide()
        window.stack.addWidget(self.presenter)
        window.showFullScreen()
        self.show_page(bench.page)

    def show_page(self, page: Page) -> None:
        """Put a page on the stage, in place of the last one."""
        bench = self.bench
        last = self.presenter.stage.give_back()
        if last is not None and last is not page:
            bench.window.stack.addWidget(last)
        bench.window.stack.removeWidget(page)
        page.setParent(None)
        keys = [info.key for info in PAGES]
        launch = bench.launch
        name = launch.name if launch is not None else ""
        at = keys.index(bench.key)
        self.presenter.show_page(page, at, len(keys), name, bench.countdown())
        bench.window.stack.setCurrentWidget(self.presenter)
        page.focus_content()

    def turn(self, by: int) -> None:
        """Go to the next page or the one before; stay at the ends."""
        keys = [info.key for info in PAGES]
        at = keys.index(self.bench.key) + by
        if 0 <= at < len(keys):
            self.bench.open_page(keys[at])

    def toggle_names(self) -> None:
        """Hide people's names from everything that is painted, or show them again."""
        if redaction.hiding():
            redaction.hide_names(None)
            sentence = _("Names are shown again")
        else:
            people = self.bench.session.reader.people()
            names = [person.name for person in people]
            names += [a for person in people for a in person.aliases.split("\n") if a]
            redaction.hide_names(names)
            sentence = _("Names are hidden on the screen")
        # Whatever keeps pictures or widths of texts makes them anew.
        theme_bus().theme_changed.emit()
        self.presenter.foot.update()
        if not self.shown:
            self.bench.window.toast(sentence)

    def end(self) -> None:
        """Go back to the window as it was; names that were hidden stay so until they are asked."""
        if not self.shown:
            return
        bench, window = self.bench, self.bench.window
        self.shown = False
        page = self.presenter.give_back()
        window.stack.removeWidget(self.presenter)
        self.presenter.setParent(None)
        window.rail.show()
        window.topbar.show()
        if self._maximised:
            window.showMaximized()
        else:
            window.showNormal()
        if page is not None:
            window.stack.addWidget(page)
        bench.open_page(bench.key)
