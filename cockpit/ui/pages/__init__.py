"""The pages, from top to bottom of the rail; each is loaded when it is first visited."""

from __future__ import annotations

from typing import Final

from cockpit.i18n import N_
from cockpit.ui.page import PageInfo, PageParts


def _board() -> PageParts:
    from cockpit.ui.pages.board.entry import PARTS

    return PARTS


def _overview() -> PageParts:
    from cockpit.ui.pages.overview.entry import PARTS

    return PARTS


def _risks() -> PageParts:
    from cockpit.ui.pages.risks.entry import PARTS

    return PARTS


def _feedback() -> PageParts:
    from cockpit.ui.pages.feedback.entry import PARTS

    return PARTS


def _kpis() -> PageParts:
    from cockpit.ui.pages.kpis.entry import PARTS

    return PARTS


def _sources() -> PageParts:
    from cockpit.ui.pages.sources.entry import PARTS

    return PARTS


PAGES: Final = (
    PageInfo("overview", N_("Overview"), "squares-four", "Ctrl+1", (), _overview),
    PageInfo("board", N_("Board"), "columns", "Ctrl+2", ("task",), _board, ("trello",), True),
    PageInfo("risks", N_("Risks"), "shield-warning", "Ctrl+3", ("risk",), _risks, ("risks",)),
    PageInfo(
        "feedback",
        N_("Feedback"),
        "chat-circle-text",
        "Ctrl+4",
        ("feedback",),
        _feedback,
        ("feedback", "qimai", "wjx"),
    ),
    PageInfo("kpis", N_("KPIs"), "chart-line", "Ctrl+5", ("kpi",), _kpis, ("series",)),
    PageInfo(
        "sources", N_("Sources"), "database", "Ctrl+6", ("source",), _sources, gap_before=True
    ),
)
# The page that a window opens with.
FIRST: Final = "board"
