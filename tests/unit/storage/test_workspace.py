"""A step is journaled, undone and redone; the file is refused or checked with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import UserError
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.task import Column, Task, Transition, WipMode
from cockpit.services import parts, tasks
from cockpit.storage.engine import make_engine
from cockpit.storage.tables import metadata
from cockpit.storage.workspace import SqlWorkspace


class Board(NamedTuple):
    workspace: SqlWorkspace
    launch_id: str
    columns: list[Column]

    def quick(self, line: str, column: int = 0) -> Task:
        from datetime import date

        parsed = parse_quick_add(line, date(2026, 11, 24))
        made: list[Task] = []
        self.workspace.write(
            lambda uow: made.append(
                tasks.create_task(uow, self.launch_id, self.columns[column].id, parsed)
            )
        )
        return made[0]

    def titles(self, *words: str) -> list[str]:
        return [task.title for task in self.workspace.reader().tasks(words)]

    def order(self, column: int) -> list[str]:
        found = self.workspace.reader().all(Task, "position", column_id=self.columns[column].id)
        return [task.title for task in found]


@pytest.fixture
def board(tmp_path: Path) -> Any:
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "Asia/Shanghai", None)
    launch = workspace.reader().launches()[0]
    yield Board(workspace, launch.id, workspace.reader().columns(launch.id))
    workspace.close()


def test_a_quick_added_task_is_found_in_chinese_and_by_one_character(board: Board) -> None:
    board.quick("支付回归测试 @李雷 #测试 !高 明天下午3点")
    board.quick("Rollback drill")
    assert board.titles("回归") == board.titles("付") == ["支付回归测试"]
    assert board.titles("roll") == ["Rollback drill"]
    assert board.titles("归回") == []


def test_undo_and_redo_of_a_creation_survive_reopening(board: Board) -> None:
    board.quick("支付回归测试")
    again = SqlWorkspace(board.workspace.path)
    assert again.undo().label == "Created “支付回归测试”"
    assert board.titles() == []
    assert board.titles("支付") == []
    again.redo()
    assert board.titles("支付") == ["支付回归测试"]
    again.close()


def test_undo_restores_every_field_of_an_edit(board: Board) -> None:
    task = board.quick("First")
    board.workspace.write(lambda uow: tasks.edit_tasks(uow, [task.id], title="Second"))
    board.workspace.write(lambda uow: tasks.block_tasks(uow, [task.id], "waits for the bank"))
    board.workspace.undo()
    board.workspace.undo()
    assert board.workspace.reader().all(Task) == [task]


def test_a_new_edit_ends_what_can_be_redone(board: Board) -> None:
    board.quick("One")
    board.workspace.undo()
    board.quick("Two")
    with pytest.raises(UserError, match="nothing to redo"):
        board.workspace.redo()


def test_moves_keep_order_and_are_logged_as_transitions(board: Board) -> None:
    one, two, three = (board.quick(title) for title in ("1", "2", "3"))
    board.workspace.write(
        lambda uow: tasks.move_tasks(uow, [three.id], board.columns[0].id, before_id=two.id)
    )
    assert board.order(0) == ["1", "3", "2"]
    board.workspace.write(lambda uow: tasks.move_tasks(uow, [two.id, one.id], board.columns[2].id))
    assert board.order(0) == ["3"]
    assert board.order(2) == ["2", "1"]
    moved = [t for t in board.workspace.reader().all(Transition) if t.from_column_id]
    assert {t.task_id for t in moved} == {one.id, two.id}
    board.workspace.undo()
    assert board.order(0) == ["1", "3", "2"]


def test_a_hundred_insertions_into_one_gap_renumber_the_column(board: Board) -> None:
    board.quick("top")
    bottom = board.quick("bottom")
    for index in range(100):
        task = board.quick(str(index))
        board.workspace.write(
            lambda uow, task=task: tasks.move_tasks(  # type: ignore[misc]
                uow, [task.id], board.columns[0].id, before_id=bottom.id
            )
        )
    assert board.order(0) == ["top", *(str(index) for index in range(100)), "bottom"]


def test_a_blocking_limit_refuses_and_changes_nothing(board: Board) -> None:
    from dataclasses import replace

    column = replace(board.columns[1], wip_limit=1, wip_mode=WipMode.BLOCK)
    board.workspace.write(lambda uow: uow.save(column))
    board.quick("fits", 1)
    other = board.quick("too many", 0)
    with pytest.raises(UserError, match="takes at most 1"):
        board.workspace.write(lambda uow: tasks.move_tasks(uow, [other.id], column.id))
    assert board.order(1) == ["fits"]


def test_a_circle_of_dependencies_is_refused(board: Board) -> None:
    a, b = board.quick("a"), board.quick("b")
    board.workspace.write(lambda uow: parts.add_dependency(uow, a.id, b.id))
    with pytest.raises(UserError, match="circle"):
        board.workspace.write(lambda uow: parts.add_dependency(uow, b.id, a.id))


def test_comments_are_found_and_forgotten_with_undo(board: Board) -> None:
    task = board.quick("Checkout")
    board.workspace.write(lambda uow: parts.add_comment(uow, "task", task.id, "银联超时"))
    assert board.titles("超时") == ["Checkout"]
    board.workspace.undo()
    assert board.titles("超时") == []


def test_a_backup_is_whole_and_a_damaged_file_is_refused_with_a_sentence(
    board: Board, tmp_path: Path
) -> None:
    board.quick("kept")
    board.workspace.backup(tmp_path / "copy.cockpit")
    copy = SqlWorkspace(tmp_path / "copy.cockpit")
    assert [task.title for task in copy.reader().tasks()] == ["kept"]
    copy.close()
    damaged = tmp_path / "damaged.cockpit"
    damaged.write_bytes(b"not a database at all" * 400)
    before = damaged.read_bytes()
    with pytest.raises(UserError, match="cannot be read"):
        SqlWorkspace(damaged)
    assert damaged.read_bytes() == before


def test_a_newer_file_is_refused_untouched(board: Board) -> None:
    path = board.workspace.path
    engine = make_engine(path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(UserError, match="newer Ops Cockpit"):
        SqlWorkspace(path)


def test_check_sees_a_missing_search_row(board: Board) -> None:
    task = board.quick("lost")
    assert board.workspace.check() == []
    engine = make_engine(board.workspace.path)
    with engine.begin() as connection:
        connection.execute(
            text("DELETE FROM search WHERE rowid = (SELECT seq << 3 FROM task WHERE id = :id)"),
            {"id": task.id},
        )
    engine.dispose()
    assert len(board.workspace.check()) == 1


def test_the_models_match_the_migrations(board: Board) -> None:
    engine = make_engine(board.workspace.path)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: not (name or "").startswith("search_"),
                "compare_type": False,
            },
        )
        differences = [
            d
            for d in compare_metadata(context, metadata)
            if not (d[0] == "remove_table" and d[1].name == "search")
        ]
    engine.dispose()
    assert differences == []


def test_a_keyed_file_opens_only_with_its_key(tmp_path: Path) -> None:
    key = bytes(range(32))
    path = tmp_path / "secret.cockpit"
    SqlWorkspace.create(path, key=key).close()
    SqlWorkspace(path, key=key).close()
    assert b"SQLite format" not in path.read_bytes()[:32]
    with pytest.raises(UserError, match="cannot be read"):
        SqlWorkspace(path, key=bytes(32))
