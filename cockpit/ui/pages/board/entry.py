"""The board as the workbench knows it."""

from __future__ import annotations

from cockpit.ui.kit.actions import Action
from cockpit.ui.page import PageContext, PageParts, ThePage
from cockpit.ui.pages.board.actions import board_actions
from cockpit.ui.pages.board.page import BoardPage


def _make(context: PageContext) -> BoardPage:
    return BoardPage(context)


def _actions(page: ThePage) -> list[Action]:
    def board() -> BoardPage | None:
        found = page()
        return found if isinstance(found, BoardPage) else None

    return board_actions(board)


PARTS = PageParts(make=_make, actions=_actions)
