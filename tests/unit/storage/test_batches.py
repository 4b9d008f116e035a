"""An import is written in slices, seen when it is done, and leaves nothing when it is not."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import Cancelled, EnvironmentProblem
from cockpit.domain.imported import ImportedBoard, ImportedColumn, ImportedComment, ImportedTask
from cockpit.domain.item import Comment
from cockpit.domain.organisation import Person
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.task import Task
from cockpit.services import tasks
from cockpit.services.board_import import BoardMerge, board_rows
from cockpit.services.ports import UnitOfWork
from cockpit.storage import batches
from cockpit.storage.batch_work import SMALL
from cockpit.storage.import_lock import ImportLock
from cockpit.storage.workspace import SqlWorkspace

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    found = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    yield found
    found.close()


def board(count: int, title: str = "回归") -> ImportedBoard:
    return ImportedBoard(
        system="trello",
        key="b",
        name="Big",
        columns=(ImportedColumn(key="c", name="C", position=0.0),),
        tasks=tuple(
            ImportedTask(
                key=str(number),
                column_key="c",
                title=f"{title} {number}",
                created_at=AT,
                position=float(number),
                comments=(ImportedComment(key=f"x{number}", text=f"银联 {number}", at=AT),),
            )
            for number in range(count)
        ),
    )


def merge(content: ImportedBoard, launch_id: str) -> Any:
    return lambda uow, batch: BoardMerge(uow, content, launch_id, batch).run()


def launch_of(workspace: SqlWorkspace) -> str:
    return workspace.reader().launches()[0].id


def dump(workspace: SqlWorkspace) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, the words of the search index by what they find."""
    with workspace._engine.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%'"
        ).scalars()
        found = {
            name: sorted(map(tuple, connection.exec_driver_sql(f'SELECT * FROM "{name}"')), key=str)
            for name in names
            if name != "search"
        }
        found["search"] = sorted(
            map(
                tuple,
                connection.exec_driver_sql("SELECT rowid FROM search WHERE search MATCH '回'"),
            )
        )
    return found


def test_rows_are_hidden_until_the_end_and_edits_pass_in_between(workspace: SqlWorkspace) -> None:
    launch_id = launch_of(workspace)
    column_id = workspace.reader().columns(launch_id)[0].id
    other = SqlWorkspace(workspace.path)
    seen: list[int] = []

    def watch(rows: int) -> bool:
        quick = parse_quick_add(f"edit at {rows}", date(2026, 1, 1))
        other.write(lambda uow: tasks.create_task(uow, launch_id, column_id, quick))
        seen.append(len(other.reader().tasks(("回归",))) + len(other.reader().all(Comment)))
        return True

    workspace.import_batch("trello", "b.json", merge(board(1000), launch_id), watch)
    assert len(seen) > 3
    assert set(seen) == {0}
    found = workspace.reader().tasks()
    assert len(found) == 1000 + len(seen)
    assert len({task.number for task in found}) == len(found)
    assert len(workspace.reader().tasks(("银联",))) == 1000
    assert workspace.check() == []
    other.close()


@pytest.mark.parametrize("count", [10, SMALL + 10])
def test_undo_hides_all_of_it_and_redo_shows_it(workspace: SqlWorkspace, count: int) -> None:
    content = replace(
        board(count), tasks=tuple(replace(t, comments=()) for t in board(count).tasks)
    )
    workspace.import_batch("trello", "b.json", merge(content, launch_of(workspace)))
    assert len(workspace.reader().tasks(("回归",))) == count
    undone = workspace.undo()
    assert undone.label == "Imported board “Big”"
    assert undone.kinds >= {"task", "column"}
    assert workspace.reader().tasks() == []
    assert workspace.check() == []
    workspace.redo()
    assert len(workspace.reader().tasks(("回归",))) == count
    assert workspace.check() == []


def test_the_history_tells_of_it_as_one_step(workspace: SqlWorkspace) -> None:
    changes = workspace.import_batch("trello", "b.json", merge(board(3), launch_of(workspace)))
    newest = workspace.reader().history(limit=1)[0]
    assert (newest.step, newest.label) == (changes.step, changes.label)
    assert (newest.kind, newest.item_id, newest.field) == ("", "", "")


def test_what_a_person_deleted_stays_deleted_over_undo_and_redo(workspace: SqlWorkspace) -> None:
    workspace.import_batch("trello", "b.json", merge(board(3), launch_of(workspace)))
    someone = SqlWorkspace(workspace.path, person="someone else")
    gone = workspace.reader().tasks()[0]
    someone.write(lambda uow: tasks.delete_tasks(uow, [gone.id]))
    someone.close()
    workspace.undo()
    workspace.redo()
    assert gone.id not in {task.id for task in workspace.reader().tasks()}
    assert len(workspace.reader().tasks()) == 2


@pytest.mark.parametrize("after", [1, 501, 1900])
def test_cancel_leaves_nothing(workspace: SqlWorkspace, after: int) -> None:
    before = dump(workspace)
    action = merge(board(1000), launch_of(workspace))
    with pytest.raises(Cancelled):
        workspace.import_batch("trello", "b.json", action, lambda rows: rows < after)
    assert dump(workspace) == before
    assert not ImportLock(workspace.path)._path.exists()
    workspace.import_batch("trello", "b.json", action)
    assert workspace.reader().tasks()[0].number == 1


def test_cancel_keeps_the_numbers_that_others_took_meanwhile(workspace: SqlWorkspace) -> None:
    launch_id = launch_of(workspace)
    column_id = workspace.reader().columns(launch_id)[0].id
    other = SqlWorkspace(workspace.path)
    made: list[Task] = []

    def watch(rows: int) -> bool:
        quick = parse_quick_add("mine", date(2026, 1, 1))
        other.write(lambda uow: made.append(tasks.create_task(uow, launch_id, column_id, quick)))
        return rows < 1000

    with pytest.raises(Cancelled):
        workspace.import_batch("trello", "b.json", merge(board(1000), launch_id), watch)
    quick = parse_quick_add("next", date(2026, 1, 1))
    other.write(lambda uow: made.append(tasks.create_task(uow, launch_id, column_id, quick)))
    assert len({task.number for task in made}) == len(made)
    other.close()


def test_a_failing_import_leaves_nothing(workspace: SqlWorkspace) -> None:
    before = dump(workspace)

    def fail(uow: UnitOfWork, batch: str) -> None:
        BoardMerge(uow, board(600), launch_of(workspace), batch).run()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        workspace.import_batch("trello", "b.json", fail)
    assert dump(workspace) == before


def test_changes_of_what_was_there_are_seen_at_the_end_and_taken_back(
    workspace: SqlWorkspace,
) -> None:
    launch_id = launch_of(workspace)
    workspace.import_batch("trello", "b.json", merge(board(300), launch_id))
    before = {task.id: task for task in workspace.reader().tasks()}
    other = SqlWorkspace(workspace.path)
    seen: set[int] = set()

    def watch(rows: int) -> bool:
        seen.add(len(other.reader().tasks(("灰度",))))
        return True

    workspace.import_batch("trello", "b.json", merge(board(900, "灰度"), launch_id), watch)
    assert seen == {0}
    assert len(workspace.reader().tasks(("灰度",))) == 900
    workspace.undo()
    assert {task.id: task for task in workspace.reader().tasks()} == before
    assert workspace.check() == []
    other.close()


def test_an_import_that_changes_nothing_is_no_step(workspace: SqlWorkspace) -> None:
    action = merge(board(3), launch_of(workspace))
    workspace.import_batch("trello", "b.json", action)
    again = workspace.import_batch("trello", "b.json", action)
    assert (again.step, again.label) == (None, "")
    assert workspace.undo().label == "Imported board “Big”"


def test_a_rehearsal_reports_and_writes_nothing(workspace: SqlWorkspace) -> None:
    before = dump(workspace)
    reports: list[Any] = []
    launch_id = launch_of(workspace)
    workspace.rehearse(
        lambda uow, batch: reports.append(BoardMerge(uow, board(50), launch_id, batch).run())
    )
    assert reports[0].created["task"] == 50
    assert dump(workspace) == before


def test_an_import_finds_what_it_added_itself(workspace: SqlWorkspace) -> None:
    def twice(uow: UnitOfWork, batch: str) -> None:
        person = Person(name="李雷", source_id="trello:person:1", batch_id=batch)
        uow.add(person)
        assert uow.find(Person, source_id="trello:person:1") == [person]
        uow.save(replace(person, name="韩梅"))
        (found,) = uow.find_in(Person, "source_id", ["trello:person:1"])
        assert (found.name, found.deleted_at) == ("韩梅", None)

    workspace.import_batch("trello", "b.json", twice)
    assert [person.name for person in workspace.reader().all(Person)] == ["韩梅"]


def test_two_imports_do_not_run_at_once(workspace: SqlWorkspace) -> None:
    other = SqlWorkspace(workspace.path)
    refused: list[str] = []

    def nested(uow: UnitOfWork, batch: str) -> None:
        with pytest.raises(EnvironmentProblem, match="Another import") as problem:
            other.import_batch("trello", "b.json", merge(board(1), launch_of(other)))
        refused.append(str(problem.value))

    workspace.import_batch("trello", "b.json", nested)
    assert len(refused) == 1
    other.import_batch("trello", "b.json", merge(board(1), launch_of(other)))
    other.close()


def test_opening_leaves_a_running_import_alone(workspace: SqlWorkspace) -> None:
    def watch(rows: int) -> bool:
        SqlWorkspace(workspace.path).close()
        return True

    workspace.import_batch("trello", "b.json", merge(board(700), launch_of(workspace)), watch)
    assert len(workspace.reader().tasks()) == 700


KILLED = """
    import os, sys
    from pathlib import Path
    from cockpit.storage import batch_work, batches
    from cockpit.storage.workspace import SqlWorkspace
    from tests.unit.storage.test_batches import board, launch_of, merge

    workspace = SqlWorkspace(Path(sys.argv[1]))
    watch = lambda rows: True
    if sys.argv[2] == "open":
        watch = lambda rows: rows < 1000 or os._exit(9)
    else:
        batch_work.SMALL, batches.SLICE = 0, 100
        batches.PAUSE_SECONDS, pauses = 0, []
        batches.time.sleep = lambda seconds: len(pauses) > 5 and os._exit(9) or pauses.append(0)
    workspace.import_batch("trello", "b.json", merge(board(1000), launch_of(workspace)), watch)
"""


@pytest.mark.parametrize(("state", "kept"), [("open", 0), ("showing", 1000)])
def test_a_crash_is_undone_or_finished_at_next_open(
    workspace: SqlWorkspace, state: str, kept: int
) -> None:
    before = dump(workspace)
    workspace.close()
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(workspace.path), state],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": "."},
        check=False,
    )
    assert done.returncode == 9
    left = dump(workspace)
    assert [row[-1] for row in left["batch"]] == [state]
    assert left != before
    again = SqlWorkspace(workspace.path)
    assert len(again.reader().tasks()) == kept
    assert again.check() == []
    assert (dump(again) == before) == (state == "open")
    if kept:
        again.undo()
        assert again.reader().tasks() == []
    again.close()


def test_undo_while_a_large_import_is_being_shown_ends_the_showing(
    workspace: SqlWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cockpit.storage.batch_work.SMALL", 0)
    monkeypatch.setattr(batches, "SLICE", 100)
    other = SqlWorkspace(workspace.path)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 12:
            other.undo()

    monkeypatch.setattr("cockpit.storage.batches.time.sleep", pause)
    workspace.import_batch("trello", "b.json", merge(board(1000), launch_of(workspace)))
    assert workspace.reader().tasks() == []
    assert other.check() == []
    other.redo()
    assert len(workspace.reader().tasks()) == 1000
    other.close()


def test_the_rows_of_a_board_are_counted_before(workspace: SqlWorkspace) -> None:
    seen: list[int] = []
    content = board(700)
    action = merge(content, launch_of(workspace))

    def watch(rows: int) -> bool:
        seen.append(rows)
        return True

    workspace.import_batch("trello", "b.json", action, watch)
    assert board_rows(content) == 1401
    assert 0 < seen[0] < seen[-1] <= 1401
