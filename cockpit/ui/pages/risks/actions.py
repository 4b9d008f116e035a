"""What can be done with risks by key, palette and menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cockpit.domain.risk import RiskStatus
from cockpit.i18n import N_
from cockpit.ui.kit.actions import Action
from cockpit.ui.pages.risks import operations
from cockpit.ui.pages.risks.page import RisksPage

RISKS: Final = N_("Risks")

ThePage = Callable[[], RisksPage | None]
OnPage = Callable[[RisksPage], object]
OnSelected = Callable[[RisksPage, list[str]], object]


def risk_actions(page: ThePage) -> list[Action]:
    """Return the actions of the register; each does nothing while it is not open."""
    on_page: tuple[tuple[str, str, str, OnPage], ...] = (
        ("new-risk", N_("Log risk"), "N", RisksPage.log_risk),
        ("filter-risks", N_("Filter risks"), "/", RisksPage.focus_filter),
        ("unfilter-risks", N_("Clear filter"), "", RisksPage.clear_filter),
        ("matrix", N_("Go to the matrix"), "M", RisksPage.focus_matrix),
        ("tier", N_("Matrix of the next tier"), "T", lambda page: page.matrix.next_tier()),
        ("hide-matrix", N_("Show or hide the matrix"), "Shift+M", RisksPage.toggle_matrix),
        ("import-risks", N_("Import a risk register"), "",
         lambda page: page.import_requested.emit("risks")),
    )  # fmt: skip
    on_selected: tuple[tuple[str, str, str, OnSelected], ...] = (
        ("review", N_("Mark selected risks as reviewed"), "R", _review),
        ("close-risk", N_("Close selected risks, or reopen them"), "C", _turn),
        ("watch-risk", N_("Put selected risks on watch"), "W", _sets(RiskStatus.WATCHED)),
        ("occurred", N_("Selected risks occurred"), "", _sets(RiskStatus.OCCURRED)),
        ("delete-risk", N_("Delete selected risks"), "Del", _delete),
    )
    return [
        *(Action(key, title, keys, RISKS, _on_page(page, do)) for key, title, keys, do in on_page),
        *(
            Action(f"rate-{digit}", _rate_title(digit), str(digit), RISKS,
                   _on_selected(page, _rates(digit)))
            for digit in range(1, 6)
        ),
        *(
            Action(key, title, keys, RISKS, _on_selected(page, do))
            for key, title, keys, do in on_selected
        ),
    ]  # fmt: skip


RATE_TITLES: Final = (
    N_("Assess: likelihood, then impact, 1"),
    N_("Assess: likelihood, then impact, 2"),
    N_("Assess: likelihood, then impact, 3"),
    N_("Assess: likelihood, then impact, 4"),
    N_("Assess: likelihood, then impact, 5"),
)


def _rate_title(digit: int) -> str:
    return RATE_TITLES[digit - 1]


def _on_page(page: ThePage, do: OnPage) -> Callable[[], None]:
    def run() -> None:
        shown = page()
        if shown is not None:
            do(shown)

    return run


def _on_selected(page: ThePage, do: OnSelected) -> Callable[[], None]:
    def run() -> None:
        shown = page()
        ids = shown.selected_ids() if shown is not None else []
        if shown is not None and ids:
            do(shown, ids)

    return run


def _rates(digit: int) -> OnSelected:
    return lambda page, _ids: page.rate_digit(digit)


def _sets(status: RiskStatus) -> OnSelected:
    return lambda page, ids: operations.set_status(page.session, ids, status)


def _review(page: RisksPage, ids: list[str]) -> None:
    matrix = page.matrix.matrix
    if matrix is not None:
        operations.review(page.session, ids, matrix, page.today())


def _turn(page: RisksPage, ids: list[str]) -> None:
    is_open = any(row.status in (RiskStatus.OPEN, RiskStatus.WATCHED)
                  for row in page.table.selected_rows())  # fmt: skip
    status = RiskStatus.CLOSED if is_open else RiskStatus.OPEN
    operations.set_status(page.session, ids, status)


def _delete(page: RisksPage, ids: list[str]) -> None:
    operations.delete(page.session, ids)
