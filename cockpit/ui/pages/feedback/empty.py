"""What the inbox shows before there is any feedback: what it is for and how to begin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cockpit.i18n import N_
from cockpit.ui.kit.empty_state import EmptyAction, EmptyState


def empty_inbox(
    ask_import: Callable[[str], object], write_down: Callable[[], object], parent: QWidget
) -> EmptyState:
    """Return the empty state, hidden; `ask_import` is called with a kind of import."""
    empty = EmptyState(
        "chat-circle",
        N_("No feedback yet"),
        [
            N_("Reviews, survey answers and support tickets, in one list."),
            N_("Read with J and K; E when done, T to tag, L to make a task of it."),
        ],
        [
            EmptyAction(
                "table", N_("Import a table"), N_("CSV, Excel or JSON, your columns"), "",
                lambda: ask_import("feedback"), True,
            ),
            EmptyAction(
                "apple-logo", N_("Import reviews from 七麦"), N_("the Excel file as is"), "",
                lambda: ask_import("qimai"),
            ),
            EmptyAction(
                "clipboard-text", N_("Import a survey from 问卷星"), N_("as exported"), "",
                lambda: ask_import("wjx"),
            ),
            EmptyAction(
                "pencil-simple", N_("Write down feedback"), N_("what somebody told you"), "N",
                write_down,
            ),
        ],
        parent,
    )  # fmt: skip
    empty.hide()
    return empty
