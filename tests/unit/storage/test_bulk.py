"""Many records at once are written, found and taken back as one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import Entity, utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.task import Priority, Task, Transition
from cockpit.services import tasks
from cockpit.storage.reader import records
from cockpit.storage.rows import rows_of
from cockpit.storage.search_rows import insert_search
from cockpit.storage.tables import KINDS, TABLES
from cockpit.storage.workspace import SqlWorkspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    found = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    yield found
    found.close()


def fill(workspace: SqlWorkspace, count: int) -> list[Task]:
    launch = workspace.reader().launches()[0]
    column = workspace.reader().columns(launch.id)[0]
    now = utc_now()
    made = [
        Task(
            launch_id=launch.id,
            column_id=column.id,
            number=number,
            title=f"支付 card {number}",
            position=float(number),
            entered_at=now,
        )
        for number in range(1, count + 1)
    ]
    workspace.write(lambda uow: uow.add(*made))
    return made


def statements(workspace: SqlWorkspace) -> list[str]:
    """Return a list that fills with the statements that the workspace runs from now on."""
    seen: list[str] = []

    @event.listens_for(workspace._engine, "before_cursor_execute")
    def _see(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    return seen


def test_a_bulk_move_and_its_undo_take_as_many_statements_as_a_single_one(
    workspace: SqlWorkspace,
) -> None:
    made = fill(workspace, 600)
    columns = workspace.reader().columns(made[0].launch_id)
    seen = statements(workspace)

    def cost(ids: list[str]) -> tuple[int, int]:
        before = len(seen)
        workspace.write(lambda uow: tasks.move_tasks(uow, ids, columns[1].id))
        moved = len(seen)
        workspace.undo()
        return moved - before, len(seen) - moved

    assert cost([task.id for task in made]) == cost([made[0].id])
    assert sorted(workspace.reader().all(Task), key=lambda t: t.id) == sorted(
        made, key=lambda t: t.id
    )
    assert all(row.from_column_id is None for row in workspace.reader().all(Transition))


def test_a_move_leaves_the_search_rows_alone_and_a_new_title_replaces_one(
    workspace: SqlWorkspace,
) -> None:
    made = fill(workspace, 3)
    seen = statements(workspace)
    workspace.write(lambda uow: uow.save(*(replace(t, position=-t.position) for t in made)))
    assert not [each for each in seen if "search" in each]
    workspace.write(lambda uow: uow.save(replace(made[1], title="退款 path")))
    assert [t.number for t in workspace.reader().tasks(("退款",))] == [2]
    assert [t.number for t in workspace.reader().tasks(("支付",))] == [1, 3]


def test_each_record_keeps_its_own_changes_and_the_last_of_two_counts(
    workspace: SqlWorkspace,
) -> None:
    one, two, three = fill(workspace, 3)
    workspace.write(
        lambda uow: uow.save(
            replace(one, title="a"),
            replace(two, title="b", priority=Priority.HIGH),
            replace(one, title="c"),
            three,
        )
    )
    kept = {task.number: task for task in workspace.reader().all(Task)}
    assert (kept[1].title, kept[2].title, kept[2].priority) == ("c", "b", Priority.HIGH)
    newest = workspace.reader().history(one.id)[0]
    assert (newest.field, newest.old, newest.new) == ("title", '"支付 card 1"', '"c"')
    workspace.undo()
    assert {task.number: task for task in workspace.reader().all(Task)} == {
        1: one,
        2: two,
        3: three,
    }


def test_saving_one_that_is_not_there_changes_nothing(workspace: SqlWorkspace) -> None:
    made = fill(workspace, 2)
    stranger = replace(made[0], id="0" * 32)
    with pytest.raises(UserError, match="no longer exists"):
        workspace.write(lambda uow: uow.save(replace(made[1], title="changed"), stranger))
    assert {task.title for task in workspace.reader().all(Task)} == {t.title for t in made}


def test_numbers_are_taken_in_one_go(workspace: SqlWorkspace) -> None:
    launch = workspace.reader().launches()[0]
    first: list[int] = []
    workspace.write(lambda uow: first.append(uow.next_number(Task, launch.id, 5)))
    workspace.write(lambda uow: first.append(uow.next_number(Task, launch.id)))
    assert first == [1, 6]


VALUES: dict[str, object] = {
    "entered_at": datetime(2026, 2, 3, 4, 5, 6, 7, tzinfo=UTC),
    "due_on": date(2026, 12, 1),
    "due_at_time": time(15, 0),
    "priority": Priority.URGENT,
    "blocked_reason": "银行",
}


def test_rows_are_what_the_expression_language_reads_and_writes(workspace: SqlWorkspace) -> None:
    (task,) = fill(workspace, 1)
    workspace.write(lambda uow: uow.save(replace(task, **VALUES)))  # type: ignore[arg-type]
    with workspace._engine.connect() as connection:
        (read,) = records(connection, Task, TABLES[Task].select())
    assert read == replace(task, **VALUES)  # type: ignore[arg-type]
    rows = rows_of(Task)
    assert rows.record(rows.stored(read)) == read


def test_instants_of_other_zones_are_stored_in_utc(workspace: SqlWorkspace) -> None:
    from zoneinfo import ZoneInfo

    (task,) = fill(workspace, 1)
    at = datetime(2026, 1, 1, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    workspace.write(lambda uow: uow.save(replace(task, entered_at=at)))
    assert rows_of(Task).stored(replace(task, entered_at=at))[rows_of(Task).at["entered_at"]] == (
        "2026-01-01T00:00:00.000000Z"
    )
    assert workspace.reader().all(Task)[0].entered_at == at


@pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.KIND)
def test_every_kind_has_rows_with_every_column(cls: type[Entity]) -> None:
    columns = {column.name for column in TABLES[cls].columns}
    assert set(rows_of(cls).names) == columns - {"seq"}


def test_no_search_rows_are_no_statement(workspace: SqlWorkspace) -> None:
    seen = statements(workspace)
    with workspace._engine.begin() as connection:
        insert_search(connection, [])
    assert [each for each in seen if "search" in each] == []
