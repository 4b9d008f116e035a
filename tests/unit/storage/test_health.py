"""`check` finds each kind of fault, names it, and says a repair that works."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit.bootstrap import import_board, new_workspace
from cockpit.domain.errors import EnvironmentProblem
from cockpit.storage.engine import make_engine
from cockpit.storage.import_lock import ImportLock
from cockpit.storage.workspace import SqlWorkspace

TRELLO = next((Path(__file__).parents[2] / "data" / "trello").glob("*.json"))
ONE_TASK = "(SELECT min(id) FROM task)"
ONE_DOC = f"(SELECT seq << 3 FROM task WHERE id = {ONE_TASK})"
REINDEX = "reindex"
NO_UNDO = "do not undo"
RESTORE = "Restore a backup"


@pytest.fixture
def workspace(tmp_path: Path) -> SqlWorkspace:
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    import_board(workspace, "trello", TRELLO, into=None, dry_run=False)
    workspace.undo()
    workspace.redo()
    return workspace


def spoil(workspace: SqlWorkspace, *statements: str) -> None:
    engine = make_engine(workspace.path)
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            for statement in statements:
                connection.execute(text(statement))
    engine.dispose()


FAULTS = {
    "no search row": (
        [f"DELETE FROM search WHERE rowid = {ONE_DOC}"],
        "1 records cannot be found",
        "task",
        REINDEX,
    ),
    "words of nobody": (
        ["INSERT INTO search(rowid, text) VALUES (99999, 'ghost')"],
        "1 search rows lead to no record",
        "search",
        REINDEX,
    ),
    "deleted but found": (
        [f"UPDATE task SET deleted_at = created_at WHERE id = {ONE_TASK}"],
        "1 deleted records are still found",
        "task",
        REINDEX,
    ),
    "broken reference": (
        [f"UPDATE task SET column_id = 'x' WHERE id = {ONE_TASK}"],
        "refers to a column that does not exist",
        "task",
        RESTORE,
    ),
    "undone by nobody": (
        ["UPDATE step SET undone_by = 1 WHERE id = 2"],
        "marked as undone by a step that did not undo it",
        "step 2",
        NO_UNDO,
    ),
    "undone unmarked": (
        ["DELETE FROM step WHERE action = 'redo'"],
        "marked as standing, but it was undone",
        "step 2",
        NO_UNDO,
    ),
    "undo of nobody": (
        ["UPDATE step SET of_step = 77 WHERE action = 'undo'"],
        "a step that does not exist",
        "step 3",
        NO_UNDO,
    ),
    "import of nobody": (
        ["UPDATE step SET batch_id = 'x' WHERE id = 1"],
        "an import that does not exist",
        "step 1",
        NO_UNDO,
    ),
    "entries missing": (
        ["DELETE FROM journal WHERE step_id = 1 AND seq = 1"],
        "entries of this step are missing",
        "step 1",
        NO_UNDO,
    ),
    "entry unreadable": (
        ["UPDATE journal SET new = '{' WHERE step_id = 1 AND seq = 1"],
        "entries that cannot be read",
        "step 1",
        NO_UNDO,
    ),
    "entry of nothing": (
        ["UPDATE journal SET item_id = 'x' WHERE step_id = 1 AND seq = 1"],
        "that does not exist",
        "step 1",
        NO_UNDO,
    ),
    "unknown field": (
        ["UPDATE journal SET field = 'x' WHERE step_id = 1 AND seq = 1"],
        "1 entry is about the unknown field",
        "step 1",
        NO_UNDO,
    ),
    "entries without a step": (
        [
            "INSERT INTO journal SELECT 77, 0, kind, item_id, field, old, new, stamp "
            "FROM journal WHERE step_id = 1 AND seq = 1"
        ],
        "their step is not",
        "step 77",
        NO_UNDO,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_named(workspace: SqlWorkspace, name: str) -> None:
    statements, what, where, repair = FAULTS[name]
    assert workspace.check() == []
    spoil(workspace, *statements)
    problems = workspace.check()
    found = [problem for problem in problems if what in problem["what"]]
    assert len(found) == 1, problems
    assert found[0]["where"].startswith(where)
    assert repair in found[0]["repair"]
    if repair == REINDEX:
        workspace.reindex()
        assert workspace.check() == []
    workspace.close()


def test_reindex_makes_the_same_rows_again(workspace: SqlWorkspace) -> None:
    found = [task.id for task in workspace.reader().tasks(("card",))]
    rows = workspace.reindex()
    assert rows > 122
    assert [task.id for task in workspace.reader().tasks(("card",))] == found
    lock = ImportLock(workspace.path)
    assert lock.take()
    with pytest.raises(EnvironmentProblem, match="import is running"):
        workspace.reindex()
    lock.free()
    workspace.close()


def test_the_rows_of_an_import_that_runs_are_no_fault(workspace: SqlWorkspace) -> None:
    spoil(
        workspace,
        "UPDATE batch SET state = 'showing'",
        "UPDATE task SET deleted_at = (SELECT at FROM batch) WHERE batch_id IS NOT NULL",
    )
    assert workspace.check() == []
    spoil(workspace, "UPDATE batch SET state = 'done'")
    assert len(workspace.check()) == 1
    workspace.close()


def test_damaged_pages_are_findings_and_not_a_crash(workspace: SqlWorkspace) -> None:
    path = workspace.path
    workspace.close()
    engine = make_engine(path)
    with engine.connect() as connection:
        query = text("SELECT rootpage FROM sqlite_master WHERE name IN ('comment', 'search_data')")
        pages = connection.execute(query).scalars().all()
    engine.dispose()
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * 4096 - 4096 : page * 4096 - 4032] = b"\xff" * 64
    path.write_bytes(content)
    again = SqlWorkspace(path)
    problems = again.check()
    again.close()
    assert problems
    assert all(RESTORE in p["repair"] for p in problems if p["where"] == "the file")


def test_writing_goes_on_while_a_check_runs(workspace: SqlWorkspace) -> None:
    engine = make_engine(workspace.path)
    with engine.begin():
        assert workspace.check() == []
    engine.dispose()
    workspace.close()
