"""The overview as the workbench knows it."""

from __future__ import annotations

from cockpit.i18n import N_
from cockpit.ui.kit.actions import Action
from cockpit.ui.page import Page, PageContext, PageParts, ThePage
from cockpit.ui.pages.overview.page import OverviewPage


def _make(context: PageContext) -> Page:
    return OverviewPage(context)


def _actions(page: ThePage) -> list[Action]:
    def open_current() -> None:
        found = page()
        if isinstance(found, OverviewPage):
            found.open_current()

    group = N_("Overview")
    return [Action("overview-open", N_("Open what is marked"), "O", group, open_current)]


PARTS = PageParts(make=_make, actions=_actions)
