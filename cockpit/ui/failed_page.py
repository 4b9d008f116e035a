"""What stands in the sheet instead of a page whose data could not be read."""

from __future__ import annotations

from collections.abc import Callable

from cockpit.i18n import N_
from cockpit.ui.kit.empty_state import EmptyAction, EmptyState
from cockpit.ui.kit.tips import set_tip


class FailedPage(EmptyState):
    """Says what happened, what it means for the data, and offers to read once more."""

    def __init__(self, again: Callable[[], object], reason: str = "") -> None:
        super().__init__(
            "warning",
            N_("This page could not be read"),
            [
                N_("Nothing in the workspace was changed. The other pages can still be used."),
                *([lambda: reason] if reason else []),
            ],
            [EmptyAction("arrow-clockwise", N_("Try again"), "", "", again, True)],
        )
        set_tip(self, reason)  # two lines of it are shown
