"""What can be done with sources by key, palette and menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cockpit.i18n import N_
from cockpit.ui.kit.actions import Action
from cockpit.ui.pages.sources.page import SourcesPage

SOURCES: Final = N_("Sources")

ThePage = Callable[[], SourcesPage | None]
Do = Callable[[SourcesPage], object]

ON_PAGE: Final[tuple[tuple[str, str, str, Do], ...]] = (
    ("new-source", N_("Add source"), "N", lambda page: page.add_source()),
    ("pull-all", N_("Pull all sources now"), "Shift+R", SourcesPage.pull_all),
)
ON_SELECTED: Final[tuple[tuple[str, str, str, Do], ...]] = (
    ("pull-source", N_("Pull selected source now, or stop"), "R", SourcesPage.pull_selected),
    ("edit-source", N_("Edit source"), "E", SourcesPage.edit_selected),
    ("pause-source", N_("Pause source, or go on"), "P", SourcesPage.pause_selected),
    ("remove-source", N_("Remove source"), "Del", SourcesPage.remove_selected),
)


def source_actions(page: ThePage) -> list[Action]:
    """Return the actions of the page; each does nothing while it is not open."""
    return [_action(page, *one) for one in (*ON_PAGE, *ON_SELECTED)]


def whole_actions(page: ThePage) -> list[Action]:
    """Return what can be done with the selected source."""
    return [_action(page, *one) for one in ON_SELECTED]


def _action(page: ThePage, key: str, title: str, shortcut: str, do: Do) -> Action:
    def run() -> None:
        shown = page()
        if shown is not None:
            do(shown)

    return Action(key, title, shortcut, SOURCES, run)
