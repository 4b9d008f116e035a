"""What can be done on the board by key, palette and menu."""

from __future__ import annotations

from collections.abc import Callable

from cockpit.domain.task import Priority
from cockpit.i18n import N_
from cockpit.ui.kit.actions import Action
from cockpit.ui.pages.board import operations
from cockpit.ui.pages.board.page import BoardPage

BOARD = N_("Board")
PRIORITIES = (
    (Priority.LOW, N_("Priority: low"), "1"),
    (Priority.NORMAL, N_("Priority: normal"), "2"),
    (Priority.HIGH, N_("Priority: high"), "3"),
    (Priority.URGENT, N_("Priority: urgent"), "4"),
)

ThePage = Callable[[], BoardPage | None]
OnPage = Callable[[BoardPage], object]
OnSelected = Callable[[BoardPage, list[str]], object]


def board_actions(page: ThePage) -> list[Action]:
    """Return the board's actions; each does nothing while no board is open."""
    return [*_page_actions(page), *_selection_actions(page)]


def _page_actions(page: ThePage) -> list[Action]:
    rows: tuple[tuple[str, str, str, OnPage], ...] = (
        ("new", N_("New task"), "N", BoardPage.add_task),
        ("filter", N_("Filter tasks"), "/", BoardPage.focus_filter),
        ("unfilter", N_("Clear filter"), "", BoardPage.clear_filter),
        ("view-board", N_("Show as board"), "B", _shows("board")),
        ("view-list", N_("Show as list"), "L", _shows("list")),
        ("column", N_("Edit the column"), "E", BoardPage.open_column_menu),
    )
    return [Action(key, title, keys, BOARD, _on_page(page, do)) for key, title, keys, do in rows]


def _selection_actions(page: ThePage) -> list[Action]:
    rows: tuple[tuple[str, str, str, OnSelected], ...] = (
        ("archive", N_("Archive selected tasks"), "V", _archive),
        ("delete", N_("Delete selected tasks"), "Del", _delete),
        *(
            (f"priority-{priority}", title, keys, _prioritises(priority))
            for priority, title, keys in PRIORITIES
        ),
    )
    return [
        Action(key, title, keys, BOARD, _on_selected(page, do)) for key, title, keys, do in rows
    ]


def _on_page(page: ThePage, do: OnPage) -> Callable[[], None]:
    def run() -> None:
        board = page()
        if board is not None:
            do(board)

    return run


def _on_selected(page: ThePage, do: OnSelected) -> Callable[[], None]:
    def run() -> None:
        board = page()
        ids = board.selected_ids() if board is not None else []
        if board is not None and ids:
            do(board, ids)

    return run


def _shows(view: str) -> OnPage:
    return lambda board: board.show_view(view)


def _archive(board: BoardPage, ids: list[str]) -> None:
    operations.archive(board.session, ids)


def _delete(board: BoardPage, ids: list[str]) -> None:
    operations.delete(board.session, ids)


def _prioritises(priority: Priority) -> OnSelected:
    return lambda board, ids: operations.prioritise(board.session, ids, priority)
