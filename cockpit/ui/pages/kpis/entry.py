"""The page of figures as the workbench knows it."""

from __future__ import annotations

from cockpit.ui.kit.actions import Action
from cockpit.ui.page import PageContext, PageParts, ThePage
from cockpit.ui.pages.kpis.actions import kpi_actions
from cockpit.ui.pages.kpis.page import KpisPage


def _make(context: PageContext) -> KpisPage:
    return KpisPage(context)


def _actions(page: ThePage) -> list[Action]:
    def shown() -> KpisPage | None:
        found = page()
        return found if isinstance(found, KpisPage) else None

    return kpi_actions(shown)


PARTS = PageParts(make=_make, actions=_actions)
