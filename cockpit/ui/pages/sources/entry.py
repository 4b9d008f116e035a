"""The sources as the workbench knows them."""

from __future__ import annotations

from cockpit.ui.kit.actions import Action
from cockpit.ui.page import PageContext, PageParts, ThePage
from cockpit.ui.pages.sources.actions import source_actions
from cockpit.ui.pages.sources.page import SourcesPage


def _make(context: PageContext) -> SourcesPage:
    return SourcesPage(context)


def _actions(page: ThePage) -> list[Action]:
    def sources() -> SourcesPage | None:
        found = page()
        return found if isinstance(found, SourcesPage) else None

    return source_actions(sources)


PARTS = PageParts(make=_make, actions=_actions)
