"""What can be done with a board's columns, and that each step can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import UserError
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.task import Column, Stage, Task, WipMode
from cockpit.services import columns
from cockpit.services.tasks import create_task
from cockpit.storage.workspace import SqlWorkspace

NAMES = ["Backlog", "Committed", "Active", "Waiting", "Done"]


class Board:
    """One launch, asked through the reader that the window uses."""

    def __init__(self, workspace: SqlWorkspace) -> None:
        self.workspace, self.reader = workspace, workspace.reader()
        self.launch_id = self.reader.launches()[0].id

    def names(self) -> list[str]:
        return [shown.column.name for shown in self.reader.board_columns(self.launch_id)]

    def column(self, name: str) -> Column:
        return next(c for c in self.reader.columns(self.launch_id) if c.name == name)

    def undo(self) -> None:
        self.workspace.undo()


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    yield Board(workspace)
    workspace.close()


def test_a_column_is_added_beside_another_or_at_the_end(board: Board) -> None:
    active = board.column("Active").id
    done = board.workspace.write(
        lambda uow: columns.add_column(uow, board.launch_id, "  In   review ", Stage.ACTIVE, active)
    )
    assert done.label == "Added column In review"
    assert board.names() == [*NAMES[:3], "In review", *NAMES[3:]]
    board.workspace.write(lambda uow: columns.add_column(uow, board.launch_id, "Last", Stage.DONE))
    assert board.names()[-1] == "Last"
    board.undo()
    board.undo()
    assert board.names() == NAMES


@pytest.mark.parametrize(
    ("name", "step", "expected"),
    [
        ("Active", -1, ["Backlog", "Active", "Committed", "Waiting", "Done"]),
        ("Active", 1, ["Backlog", "Committed", "Waiting", "Active", "Done"]),
        ("Backlog", -1, NAMES),
        ("Done", 9, NAMES),
        ("Done", -9, ["Done", *NAMES[:4]]),
    ],
)
def test_a_column_moves_as_far_as_there_is_room(
    board: Board, name: str, step: int, expected: list[str]
) -> None:
    column_id = board.column(name).id
    changes = board.workspace.write(lambda uow: columns.move_column(uow, column_id, step))
    assert board.names() == expected
    if changes.step is not None:
        board.undo()
    assert board.names() == NAMES


def test_an_archived_column_in_between_is_stepped_over(board: Board) -> None:
    hidden, moved = board.column("Committed").id, board.column("Active").id
    board.workspace.write(lambda uow: columns.archive_column(uow, hidden))
    assert board.names() == ["Backlog", "Active", "Waiting", "Done"]
    board.workspace.write(lambda uow: columns.move_column(uow, moved, -1))
    assert board.names() == ["Active", "Backlog", "Waiting", "Done"]


def test_name_limit_and_mode(board: Board) -> None:
    column_id = board.column("Active").id
    write = board.workspace.write
    write(lambda uow: columns.rename_column(uow, column_id, "Doing"))
    write(lambda uow: columns.set_limit(uow, column_id, 3))
    write(lambda uow: columns.set_limit_mode(uow, column_id, WipMode.BLOCK))
    doing = board.column("Doing")
    assert (doing.wip_limit, doing.wip_mode) == (3, WipMode.BLOCK)
    write(lambda uow: columns.set_limit(uow, column_id, None))
    assert board.column("Doing").wip_limit is None
    for _step in range(4):
        board.undo()
    assert board.column("Active").wip_limit is None


def test_tasks_are_finished_by_the_stage_of_their_column(board: Board) -> None:
    column_id = board.column("Waiting").id
    quick = parse_quick_add("Ship", date(2026, 11, 24))
    board.workspace.write(lambda uow: create_task(uow, board.launch_id, column_id, quick))

    def task() -> Task:
        return board.reader.tasks()[0]

    assert task().finished_at is None
    board.workspace.write(lambda uow: columns.set_stage(uow, column_id, Stage.DONE))
    assert task().finished_at == task().entered_at
    board.workspace.write(lambda uow: columns.set_stage(uow, column_id, Stage.ACTIVE))
    assert task().finished_at is None
    board.undo()
    assert task().finished_at == task().entered_at
    board.undo()
    assert (task().finished_at, board.column("Waiting").stage) == (None, Stage.WAITING)


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (lambda uow, c: columns.rename_column(uow, c, "  "), "needs a name"),
        (lambda uow, c: columns.rename_column(uow, c, "x" * 81), "80 characters"),
        (lambda uow, c: columns.set_limit(uow, c, 0), "from 1 to 999"),
        (lambda uow, c: columns.set_limit(uow, c, 1000), "from 1 to 999"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    board: Board, action: Callable[[object, str], object], said: str
) -> None:
    column_id = board.column("Active").id
    with pytest.raises(UserError, match=said):
        board.workspace.write(lambda uow: action(uow, column_id))
    assert board.names() == NAMES


def test_the_last_column_stays(board: Board) -> None:
    for name in NAMES[:-1]:
        column_id = board.column(name).id
        board.workspace.write(lambda uow, c=column_id: columns.archive_column(uow, c))  # type: ignore[misc]
    last = board.column("Done").id
    with pytest.raises(UserError, match="only column"):
        board.workspace.write(lambda uow: columns.archive_column(uow, last))
    assert board.names() == ["Done"]
