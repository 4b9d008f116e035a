"""What a page is: one subject of the workspace, shown in the sheet, worked by its own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cockpit.ui.kit.base import Painted

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from cockpit.domain.organisation import Launch
    from cockpit.ui.kit.actions import Action
    from cockpit.ui.kit.inspector import Inspector
    from cockpit.ui.session import Session


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page is made with; `today` is asked anew so that midnight is noticed."""

    session: Session
    launch: Launch
    today: Callable[[], date]

    @property
    def product_id(self) -> str:
        """The product whose launch is open."""
        return self.launch.product_id


class Page(Painted):
    """The part that the workbench needs of every page.

    A page reads by window through `session.reader`, writes through `session.write`, and is
    refreshed after every change while it is seen, else when it is seen again.
    """

    # The ids of what is selected, in the order it was selected.
    selection_changed = Signal(list)
    # The inspector of what is selected is asked for.
    opened = Signal()
    # The token of the paper under the page is another now.
    ground_changed = Signal(str)
    # A file is to be imported; the word is a kind of `cockpit import`.
    import_requested = Signal(str)
    # (kind, id): an item is to be shown on the page that holds it; without an id just the page.
    item_requested = Signal(str, str)
    # The page is to be shown to others.
    present_requested = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context, self.session, self.today = context, context.session, context.today
        self._stale = False
        self.session.changed.connect(self._on_changed)
        self.session.changed_elsewhere.connect(self._on_changed)

    def refresh(self) -> None:
        """Read again what is shown."""
        raise NotImplementedError

    def ground(self) -> str:
        """The token of the paper that the page lies on."""
        return "n0"

    def focus_content(self) -> None:
        """Give the keys to the list, board or chart of the page."""
        self.setFocus()

    def selected_ids(self) -> list[str]:
        """The ids of what is selected."""
        return []

    def show_item(self, item_id: str) -> None:
        """Select an item and bring it in sight; does nothing when it is not here."""

    def make_panel(self) -> Inspector | None:
        """Make the inspector of this page's items, None when it has none."""
        return None

    def fill_panel(self, panel: Inspector) -> bool:
        """Show the selection in the inspector; False when there is nothing to show."""
        return False

    def _on_changed(self, _changes: object = None) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()


ThePage = Callable[[], Page | None]


@dataclass(frozen=True, slots=True)
class PageParts:
    """What is loaded when a page is first visited: how it is made, and what can be done on it.

    An action of a page asks for the page when it runs, and does nothing when there is none.
    """

    make: Callable[[PageContext], Page]
    actions: Callable[[ThePage], list[Action]]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page in the rail: `title` is a msgid, `kinds` the kinds of items that are shown on it."""

    key: str
    title: str
    icon: str
    shortcut: str
    kinds: tuple[str, ...]
    load: Callable[[], PageParts]
    # Kinds of `cockpit import` that fill this page, the usual one first.
    imports: tuple[str, ...] = ()
    gap_before: bool = False
