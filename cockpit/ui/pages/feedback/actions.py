"""What can be done in the inbox by key, palette and menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cockpit.domain.feedback import FeedbackStatus, FeedbackType
from cockpit.i18n import N_
from cockpit.ui.kit.actions import Action
from cockpit.ui.pages.feedback import operations
from cockpit.ui.pages.feedback.page import FeedbackPage

INBOX: Final = N_("Feedback")
ThePage = Callable[[], FeedbackPage | None]
Do = Callable[[FeedbackPage], object]


def _status(status: FeedbackStatus) -> Do:
    return lambda page: page.verdicts.set_status(status)


def _type(type_: FeedbackType) -> Do:
    return lambda page: page.verdicts.set_type(type_)


def _risk(page: FeedbackPage) -> None:
    """Log a risk from the current item and show it."""
    for item_id in page.selected_ids()[-1:]:
        operations.raise_risk(
            page.session,
            item_id,
            page.context.launch.id,
            lambda risk_id: page.item_requested.emit("risk", risk_id),
        )


ROWS: Final[tuple[tuple[str, str, str, Do], ...]] = (
    ("feedback-next", N_("Next item"), "J", lambda page: page.view.walk(1)),
    ("feedback-back", N_("Previous item"), "K", lambda page: page.view.walk(-1)),
    ("feedback-next-too", N_("Select the next item too"), "Shift+J",
     lambda page: page.view.walk(1, extend=True)),
    ("feedback-back-too", N_("Select the previous item too"), "Shift+K",
     lambda page: page.view.walk(-1, extend=True)),
    ("feedback-pick", N_("Add this item to the selection"), "X", lambda page: page.listing.pick()),
    ("feedback-done", N_("Done with it"), "E", _status(FeedbackStatus.DONE)),
    ("feedback-wait", N_("Answered, wait for the customer"), "W", _status(FeedbackStatus.WAITING)),
    ("feedback-open", N_("Take it up"), "O", _status(FeedbackStatus.OPEN)),
    ("feedback-new", N_("Mark as unread"), "U", _status(FeedbackStatus.NEW)),
    ("feedback-spam", N_("Spam"), "B", _status(FeedbackStatus.SPAM)),
    ("feedback-tag", N_("Tags…"), "T", lambda page: page.verdicts.ask_tags()),
    ("feedback-task", N_("Make or link a task…"), "L", lambda page: page.verdicts.ask_task()),
    ("feedback-snooze", N_("Snooze…"), "S", lambda page: page.verdicts.ask_snooze()),
    ("feedback-same", N_("Mark as duplicates of this item"), "M",
     lambda page: page.verdicts.mark_duplicates()),
    ("feedback-risk", N_("Log a risk from this feedback"), "Shift+R", lambda page: _risk(page)),
    ("type-bug", N_("Type: bug"), "1", _type(FeedbackType.BUG)),
    ("type-wish", N_("Type: wish"), "2", _type(FeedbackType.WISH)),
    ("type-question", N_("Type: question"), "3", _type(FeedbackType.QUESTION)),
    ("type-complaint", N_("Type: complaint"), "4", _type(FeedbackType.COMPLAINT)),
    ("type-praise", N_("Type: praise"), "5", _type(FeedbackType.PRAISE)),
    ("type-other", N_("Type: other"), "6", _type(FeedbackType.OTHER)),
    ("type-none", N_("Type: none"), "0", _type(FeedbackType.NONE)),
    ("feedback-write", N_("Write down feedback"), "N", lambda page: page.write_down()),
    ("feedback-filter", N_("Filter feedback"), "/", lambda page: page.focus_filter()),
    ("feedback-unfilter", N_("Clear filter"), "", lambda page: page.listing.clear_filter()),
    ("feedback-order", N_("Newest or oldest first"), "R", lambda page: page.listing.turn_order()),
    ("feedback-import", N_("Import feedback…"), "",
     lambda page: page.import_requested.emit("feedback")),
    ("feedback-delete", N_("Delete selected feedback"), "Del",
     lambda page: page.verdicts.delete()),
)  # fmt: skip


def feedback_actions(page: ThePage) -> list[Action]:
    """Return the inbox's actions; each does nothing while no inbox is open."""
    return [Action(key, title, keys, INBOX, _on(page, do)) for key, title, keys, do in ROWS]


def _on(page: ThePage, do: Do) -> Callable[[], None]:
    def run() -> None:
        inbox = page()
        if inbox is not None:
            do(inbox)

    return run
