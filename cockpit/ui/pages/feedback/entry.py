"""The inbox as the workbench knows it."""

from __future__ import annotations

from cockpit.ui.kit.actions import Action
from cockpit.ui.page import PageContext, PageParts, ThePage
from cockpit.ui.pages.feedback.actions import feedback_actions
from cockpit.ui.pages.feedback.page import FeedbackPage


def _make(context: PageContext) -> FeedbackPage:
    return FeedbackPage(context)


def _actions(page: ThePage) -> list[Action]:
    def inbox() -> FeedbackPage | None:
        found = page()
        return found if isinstance(found, FeedbackPage) else None

    return feedback_actions(inbox)


PARTS = PageParts(make=_make, actions=_actions)
