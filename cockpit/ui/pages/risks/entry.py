"""The register as the workbench knows it."""

from __future__ import annotations

from cockpit.ui.kit.actions import Action
from cockpit.ui.page import PageContext, PageParts, ThePage
from cockpit.ui.pages.risks.actions import risk_actions
from cockpit.ui.pages.risks.page import RisksPage


def _make(context: PageContext) -> RisksPage:
    return RisksPage(context)


def _actions(page: ThePage) -> list[Action]:
    def risks() -> RisksPage | None:
        found = page()
        return found if isinstance(found, RisksPage) else None

    return risk_actions(risks)


PARTS = PageParts(make=_make, actions=_actions)
