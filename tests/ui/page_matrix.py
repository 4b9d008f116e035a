"""The window over every page: how it is brought into a state, and back to where it began."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from cockpit.domain.pull import Stop
from cockpit.domain.source import Source
from cockpit.i18n import Language, _
from cockpit.services.ports import UnitOfWork
from cockpit.sync.desk import Catalogue
from cockpit.ui.kit import redaction
from cockpit.ui.kit.popover import Popover
from cockpit.ui.page import Page
from cockpit.ui.pages.feedback.page import FeedbackPage
from cockpit.ui.pages.feedback.row_pictures import RowPictures
from cockpit.ui.pages.kpis.page import KpisPage
from cockpit.ui.pages.risks.page import RisksPage
from cockpit.ui.pages.sources.page import SourcesPage
from tests.ui.long_content import NOW, RUNNING, Long
from tests.ui.page_states import Pages, settle

Kind = TypeVar("Kind", bound=QWidget)


class StillDesk(Catalogue):
    """A desk that pulls nothing: one source stands as if it were being pulled."""

    def pull_now(self, source_id: str) -> None: ...

    def cancel(self, source_id: str) -> None: ...

    def running(self) -> frozenset[str]:
        return frozenset({RUNNING})

    def wake(self) -> None: ...

    def keep(
        self, source_id: str, values: Mapping[str, str], told: Callable[..., object]
    ) -> None: ...

    def forget(self, source: Source, told: Callable[..., object]) -> None: ...

    def test(self, source: Source, typed: Mapping[str, str], told: Callable[..., object]) -> Stop:
        return Stop()

    def close(self) -> None: ...


class AllPages(Pages):
    """A window over the demo, with one over-long item of each kind; or over an empty workspace."""

    def __init__(self, path: Path, language: Language, *, empty: bool = False) -> None:
        self.long = Long(language)
        self.folder = path.parent
        super().__init__(path, language, empty=empty)
        desk = StillDesk()
        self.session.make_desk = lambda: desk

    def _make_rich(self, uow: UnitOfWork) -> None:
        super()._make_rich(uow)
        self.long.write(uow)

    def page(self, kind: type[Kind]) -> Kind:
        """The page that is shown, of the kind it is to be."""
        found = self.bench.page
        assert isinstance(found, kind)
        return found

    def popover(self, kind: type[Kind]) -> Kind:
        """The box of a kind that is open."""
        [found] = [box for box in self.window.findChildren(kind) if box.isVisible()]
        return found

    def go(self, key: str, act: Callable[[Any], object]) -> None:
        """Open a page and bring it into a state."""
        self.bench.open_page(key)
        settle()
        page: Page | None = self.bench.page
        if isinstance(page, SourcesPage):
            page.now = lambda: NOW  # type: ignore[method-assign]
            page.refresh()
        act(self)
        settle()
        if isinstance(page, FeedbackPage):
            # Rows are kept as pictures; they are to be painted again.
            page.view.pictures = RowPictures(page.view.pictures._when)
        self.window.repaint()

    def plain(self) -> None:
        """Close whatever is open and show the page as it opens."""
        if self.bench.boxes.presenting():
            self.bench.boxes.presentation.end()
        if redaction.hiding():
            redaction.hide_names(None)
        for box in self.window.findChildren(Popover):
            box.close_popover()
        self.bench.importing.leave()
        self.window.hide_progress()
        self.window.toaster.hide()
        self.bench.close_inspector()
        _reset(self.bench.page)
        settle()

    def inspect(self, item_id: str) -> None:
        """Select an item and open the inspector."""
        page = self.page(Page)
        page.show_item(item_id)
        self.bench.open_inspector()


def _reset(page: Page | None) -> None:
    if isinstance(page, RisksPage):
        page.filter_field.setText(_("status:open"))
        page.table.clearSelection()
        if not page.show_matrix:
            page.toggle_matrix()
    elif isinstance(page, FeedbackPage):
        page.listing.field.clear()
        page.tabs.select("inbox")
        page.view.go_to(0)
    elif isinstance(page, KpisPage):
        page.show_form("line")
        page.show_range("30")
        page.grid.select(0)
    elif isinstance(page, SourcesPage):
        page.table.clearSelection()
