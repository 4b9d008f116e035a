"""A process killed at any moment loses nothing that it acknowledged and leaves nothing halfway."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from cockpit.bootstrap import import_board
from cockpit.domain.errors import UserError
from cockpit.domain.task import Task
from cockpit.storage import backup
from cockpit.storage.workspace import SqlWorkspace
from tests.integration.states import TRELLO, Victim, digest, made, state_of

pytestmark = pytest.mark.integration

# With the 2 × 12 of test_migration_kill.py 200 in all, each with and without a key.
EDITS, IMPORTS, BACKUPS, CONTROLS = 40, 30, 18, 3
KEYS = pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])


def misses(path: Path, key: bytes | None, lines: list[str]) -> bool:
    """Whether the file is in another state than what was acknowledged last, or was to come next."""
    said = [line.split(" ") for line in lines]
    allowed = {state for word, state in said[-1:] if word == "will"}
    allowed |= {[state for word, state in said if word == "did"][-1]}
    workspace = SqlWorkspace(path, key=key)
    try:
        assert workspace.check() == []
        return digest(state_of(workspace)) not in allowed
    finally:
        workspace.close()


@KEYS
def test_no_edit_undo_or_redo_that_was_acknowledged_is_lost(
    tmp_path: Path, encrypted: bool
) -> None:
    path = tmp_path / "w.cockpit"
    key = made(path, encrypted=encrypted)
    steps, halfway = 0, 0
    for cycle in range(EDITS):
        victim = Victim("writer", path, cycle, "honest", key=key)
        victim.hear(1 + cycle * 7 % 60)
        time.sleep(0.0005 * (cycle % 4))
        lines = victim.kill()
        assert not misses(path, key, lines), lines[-3:]
        steps += sum(line.startswith("did") for line in lines) - 1
        halfway += lines[-1].startswith("will")
    assert steps > 10 * EDITS
    assert halfway > EDITS // 10


@KEYS
def test_a_writer_that_acknowledges_before_its_commit_is_always_caught(
    tmp_path: Path, encrypted: bool
) -> None:
    path = tmp_path / "w.cockpit"
    key = made(path, encrypted=encrypted)
    for cycle in range(CONTROLS):
        victim = Victim("writer", path, cycle, "liar", key=key)
        victim.hear(2)  # what it found, and its lie
        assert misses(path, key, victim.kill())


def seen(path: Path, key: bytes | None) -> int:
    """How many tasks a window would show that opens the file now."""
    workspace = SqlWorkspace(path, key=key)
    try:
        assert workspace.check() == []
        assert (len(workspace.reader().launches()) == 2) == (len(state_of(workspace)) > 100)
        return len(workspace.reader().tasks())
    finally:
        workspace.close()


def killed_part_way(mode: str, path: Path, target: Path, key: bytes | None, part: float) -> bool:
    """Kill an import or backup after a part of the time it takes; whether it said it was done."""
    victim = Victim("importer", mode, path, target, key=key)
    victim.hear()
    time.sleep(part)
    return victim.kill()[-1] == "done"


def time_of(mode: str, path: Path, target: Path, key: bytes | None) -> float:
    """How long an import or backup takes that nobody disturbs."""
    victim = Victim("importer", mode, path, target, key=key)
    victim.hear()
    began = time.monotonic()
    assert victim.finish()[-1] == "done"
    return time.monotonic() - began


def put_back(path: Path, content: bytes) -> None:
    """Let a workspace be what it was, without the logs of the last cycle."""
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(content)


@KEYS
def test_an_import_that_was_killed_leaves_nothing_visible(tmp_path: Path, encrypted: bool) -> None:
    path = tmp_path / "w.cockpit"
    key = made(path, encrypted=encrypted)
    pristine = path.read_bytes()
    long = time_of("import", path, tmp_path, key)
    outcomes = []
    for cycle in range(IMPORTS):
        put_back(path, pristine)
        done = killed_part_way("import", path, tmp_path, key, long * 1.2 * cycle / IMPORTS)
        found = seen(path, key)
        assert found == 122 if done else found in (0, 122)
        outcomes.append(found)
    assert 0 in outcomes, "no import was killed early enough"
    put_back(path, pristine)
    victim = Victim("importer", "stalled", path, tmp_path, key=key)
    while victim.hear() != "stalled":
        pass
    victim.kill()
    assert seen(path, key) == 0
    workspace = SqlWorkspace(path, key=key)
    report = import_board(workspace, "trello", TRELLO, into=None, dry_run=False)
    workspace.close()
    assert report.created[Task.KIND] == 122


def test_an_import_that_shows_its_rows_one_by_one_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "w.cockpit"
    made(path, encrypted=False)
    victim = Victim("importer", "piecemeal", path, tmp_path, key=None)
    victim.hear(2)
    victim.kill()
    assert seen(path, None) == 1


def sound(target: Path, staging: Path, key: bytes | None) -> bool:
    """Whether a file passes as a verified backup; one that does must hold every task."""
    staging.mkdir()
    copy = staging / "copy.cockpit"
    try:
        backup.unpack(target, copy)
        backup.verify(copy, key)
    except UserError:
        return False
    assert seen(copy, key) == 122
    return True


@KEYS
def test_a_backup_that_was_killed_is_whole_or_not_there(tmp_path: Path, encrypted: bool) -> None:
    path = tmp_path / "w.cockpit"
    key = made(path, encrypted=encrypted)
    workspace = SqlWorkspace(path, key=key)
    import_board(workspace, "trello", TRELLO, into=None, dry_run=False)
    workspace.close()
    long = time_of("backup", path, tmp_path / "first", key)
    whole = []
    for cycle in range(BACKUPS):
        folder = tmp_path / f"cycle{cycle}"
        folder.mkdir()
        target = folder / "backup.cockpit"
        done = killed_part_way("backup", path, target, key, long * 1.2 * cycle / BACKUPS)
        whole.append(target.exists())
        assert target.exists() or not done
        assert not target.exists() or sound(target, folder / "staging", key)
        # What else is left does not look like a workspace or a backup, and is in nobody's way.
        left = {file.name for file in folder.iterdir()} - {target.name, "staging"}
        assert all(name.endswith((".part", ".part-wal", ".part-shm", "-journal")) for name in left)
        assert seen(path, key) == 122
        if not target.exists():
            again = SqlWorkspace(path, key=key)
            again.backup(target)
            again.close()
            assert [file.name for file in folder.iterdir()] == [target.name]
    assert not all(whole), "no backup was killed early enough"


def test_half_a_backup_under_its_name_does_not_pass(tmp_path: Path) -> None:
    path, target = tmp_path / "w.cockpit", tmp_path / "half.cockpit"
    made(path, encrypted=False)
    victim = Victim("importer", "hasty", path, target, key=None)
    victim.hear(2)
    victim.kill()
    assert target.exists()
    assert not sound(target, tmp_path / "staging", None)
