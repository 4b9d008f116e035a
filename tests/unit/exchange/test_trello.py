"""The Trello reader on a real board: every count was computed from the file independently."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cockpit.domain.imported import ImportedBoard
from cockpit.domain.task import Stage
from cockpit.exchange.formats import FORMATS
from cockpit.exchange.trello import guess_stage, read_board

SAMPLE = Path(__file__).parents[2] / "data/trello/trello_testdrive_122cards_1000actions.anon.json"


@pytest.fixture(scope="module")
def board() -> ImportedBoard:
    return read_board(SAMPLE)


def test_counts_of_the_sample(board: ImportedBoard) -> None:
    tasks = board.tasks
    assert (len(tasks), sum(t.archived for t in tasks)) == (122, 78)
    assert (len(board.columns), sum(c.archived for c in board.columns)) == (18, 12)
    checklists = [c for t in tasks for c in t.checklists]
    assert (len(checklists), sum(len(c.items) for c in checklists)) == (14, 62)
    assert sum(m.from_column_key is not None for t in tasks for m in t.moves) == 177
    assert sum(len(t.comments) for t in tasks) == 93
    assert sum(t.due_on is not None for t in tasks) == 25
    assert sum(t.done_at is not None for t in tasks) == 15
    assert sum(not t.moves[0].key.endswith(":start") for t in tasks) == 73
    assert board.refusals == ()


def test_backward_moves_by_list_position(board: ImportedBoard) -> None:
    place = {c.key: c.position for c in board.columns}
    moves = [m for t in board.tasks for m in t.moves if m.from_column_key]
    assert sum(place[m.to_column_key] < place[m.from_column_key or ""] for m in moves) == 53


def test_moves_are_a_chain_that_ends_in_the_current_list(board: ImportedBoard) -> None:
    for task in board.tasks:
        assert task.moves[0].from_column_key is None
        assert task.moves[-1].to_column_key == task.column_key
        times = [m.at for m in task.moves]
        assert times == sorted(times)
    assert sum(len(t.moves) > 2 for t in board.tasks) == 49
    assert max(len(t.moves) for t in board.tasks) == 11


def test_warnings_tell_the_counts(board: ImportedBoard) -> None:
    joined = "\n".join(board.warnings)
    assert "93 of 133" in joined
    assert "1000" in joined
    assert "49 cards" in joined
    assert "59 attachments" in joined


def test_due_instant_becomes_a_day_of_the_zone(board: ImportedBoard) -> None:
    eastern = read_board(SAMPLE, zone=ZoneInfo("Pacific/Kiritimati"))
    there = {t.key: t for t in eastern.tasks}
    for task in board.tasks:
        if task.due_on and task.due_at_time:
            utc = datetime.combine(task.due_on, task.due_at_time, UTC)
            local = utc.astimezone(ZoneInfo("Pacific/Kiritimati"))
            assert there[task.key].due_on == local.date()
            assert there[task.key].due_at_time == local.time()
    assert any(there[t.key].due_on != t.due_on for t in board.tasks)


@pytest.mark.parametrize(
    ("name", "index", "stage"),
    [
        ("Backlog/Future Work/Ideas", 0, Stage.BACKLOG),
        ("To Do", 0, Stage.BACKLOG),
        ("To-do", 1, Stage.COMMITTED),
        ("todo", 1, Stage.COMMITTED),
        ("待办", 1, Stage.COMMITTED),
        ("需求池", 1, Stage.BACKLOG),
        ("Doing", 1, Stage.ACTIVE),
        ("进行中", 1, Stage.ACTIVE),
        ("Code review", 2, Stage.WAITING),
        ("Ready for QA", 2, Stage.WAITING),
        ("等待", 1, Stage.WAITING),
        ("待发布", 1, Stage.WAITING),
        ("Done 🎉", 1, Stage.DONE),
        ("已完成", 1, Stage.DONE),
        ("未完成", 1, Stage.COMMITTED),
        ("Undone things", 1, Stage.ACTIVE),
        ("Anything", 0, Stage.BACKLOG),
        ("Anything", 3, Stage.DONE),
    ],
)
def test_stage_guess(name: str, index: int, stage: Stage) -> None:
    assert guess_stage(name, index, 4) is stage


def test_the_format_is_listed() -> None:
    trello = next(each for each in FORMATS if each.key == "trello")
    assert trello.extensions == ("json",)
    assert trello.read(SAMPLE).system == "trello"
