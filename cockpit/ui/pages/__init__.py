"""The pages, from top to bottom of the rail; each is loaded when it is first visited."""

from __future__ import annotations

from typing import Final

from cockpit.i18n import N_
from cockpit.ui.page import PageInfo, PageParts


def _board() -> PageParts:
    from cockpit.ui.pages.board.entry import PARTS

    return PARTS


PAGES: Final = (PageInfo("board", N_("Board"), "columns", "Ctrl+2", ("task",), _board),)
# The page that a window opens with.
FIRST: Final = "board"
