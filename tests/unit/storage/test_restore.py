"""A restore puts back exactly the backup, keeps what was there, and can be cut off anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.domain.quick_add import parse_quick_add
from cockpit.services import tasks
from cockpit.storage.durable import sha256_of
from cockpit.storage.keys import data_folder
from cockpit.storage.restore import restore
from cockpit.storage.swap import in_use
from cockpit.storage.workspace import SqlWorkspace

ROOT = Path(__file__).parents[3]
HOLD_OPEN = (
    "import sys; from pathlib import Path; from cockpit.storage.workspace import SqlWorkspace; "
    "w = SqlWorkspace(Path(sys.argv[1])); print(len(w.reader().launches()), flush=True); "
    "sys.stdin.read()"
)


def add(workspace: SqlWorkspace, title: str) -> None:
    launch = workspace.reader().launches()[0]
    column = workspace.reader().columns(launch.id)[0]
    parsed = parse_quick_add(title, date(2026, 11, 24))
    workspace.write(lambda uow: tasks.create_task(uow, launch.id, column.id, parsed))


def titles(path: Path) -> list[str]:
    """Open a workspace, check it and return its tasks."""
    workspace = SqlWorkspace(path)
    assert workspace.check() == []
    found = [task.title for task in workspace.reader().tasks()]
    workspace.close()
    return found


def make(path: Path, *names: str) -> Path:
    workspace = new_workspace(path, "en", "UTC", None)
    for name in names:
        add(workspace, name)
    workspace.close()
    return path


def back_up(path: Path, target: Path) -> Path:
    workspace = SqlWorkspace(path)
    workspace.backup(target)
    workspace.close()
    return target


def names_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture
def saved(home: Path, tmp_path: Path) -> Path:
    """A backup of a workspace that went on afterwards."""
    path = make(home / "w.cockpit", "kept")
    target = back_up(path, tmp_path / "saved.cockpit")
    workspace = SqlWorkspace(path)
    add(workspace, "later")
    workspace.close()
    return target


def test_a_restore_puts_the_backup_back_and_keeps_the_old_file(home: Path, saved: Path) -> None:
    done = restore(saved, home / "w.cockpit")
    assert done.sha256 == sha256_of(saved) == sha256_of(home / "w.cockpit")
    assert titles(home / "w.cockpit") == ["kept"]
    assert done.kept is not None
    assert done.kept.name.startswith("w.before-restore-")
    assert titles(done.kept) == ["kept", "later"]
    assert names_in(home) == {"w.cockpit", done.kept.name}


def test_a_restore_makes_a_workspace_where_there_is_none(home: Path, saved: Path) -> None:
    assert restore(saved, home / "new.cockpit").kept is None
    assert titles(home / "new.cockpit") == ["kept"]


@pytest.mark.parametrize("damage", [b"", b"scrambled" * 1000, None], ids=["empty", "text", "cut"])
def test_a_damaged_file_is_kept_as_it_is(home: Path, saved: Path, damage: bytes | None) -> None:
    path = home / "w.cockpit"
    path.write_bytes(path.read_bytes()[:9000] if damage is None else damage)
    before = path.read_bytes()
    done = restore(saved, path)
    assert done.kept is not None
    assert done.kept.read_bytes() == before
    assert titles(path) == ["kept"]


def leave_a_log(path: Path) -> None:
    """Leave a workspace as a killed program does: with changes in its log only."""
    workspace = SqlWorkspace(path)
    for number in range(30):
        add(workspace, f"in the log {number}")
    copies = {name: path.with_name(path.name + name).read_bytes() for name in ("", "-wal")}
    workspace.close()
    for name, content in copies.items():
        path.with_name(path.name + name).write_bytes(content)


def test_a_log_left_behind_goes_with_the_old_file(home: Path, saved: Path) -> None:
    path = home / "w.cockpit"
    leave_a_log(path)
    log = path.with_name("w.cockpit-wal").read_bytes()
    done = restore(saved, path)
    assert titles(path) == ["kept"]
    assert done.kept is not None
    assert len(titles(done.kept)) == 32
    # The control: with that log beside it the restored file is no longer the backup.
    path.with_name("w.cockpit-wal").write_bytes(log)
    with pytest.raises((UserError, AssertionError)):
        assert titles(path) == ["kept"]


def test_a_kept_file_with_its_log_can_be_restored_itself(home: Path, saved: Path) -> None:
    leave_a_log(home / "w.cockpit")
    done = restore(saved, home / "w.cockpit")
    assert done.kept is not None
    restore(done.kept, home / "w.cockpit")
    assert len(titles(home / "w.cockpit")) == 32


def spoil(saved: Path, how: str) -> None:
    content = bytearray(saved.read_bytes())
    if how == "cut":
        del content[-5000:]
    elif how == "page":
        content[4096 * 5 : 4096 * 5 + 16] = b"\xff" * 16
    elif how == "text":
        content[:] = b"no backup at all"
    elif how == "empty":
        content.clear()
    saved.write_bytes(content)
    if how == "other":
        saved.unlink()
        import sqlcipher3.dbapi2

        connection = sqlcipher3.dbapi2.connect(str(saved))
        connection.execute("CREATE TABLE a(b)")
        connection.close()


@pytest.mark.parametrize("how", ["cut", "page", "text", "empty", "other"])
def test_an_unsound_backup_changes_nothing(home: Path, saved: Path, how: str) -> None:
    spoil(saved, how)
    before = (home / "w.cockpit").read_bytes()
    with pytest.raises(UserError, match=r"saved\.cockpit") as caught:
        restore(saved, home / "w.cockpit")
    assert "restoring" not in str(caught.value)
    assert names_in(home) == {"w.cockpit"}
    assert (home / "w.cockpit").read_bytes() == before


@pytest.fixture
def packed(home: Path, saved: Path, tmp_path: Path) -> Path:
    """A backup of a workspace that has a folder beside it."""
    folder = data_folder(home / "w.cockpit")
    (folder / "parts").mkdir(parents=True)
    (folder / "parts" / "a.bin").write_bytes(b"attachment" * 5000)
    target = back_up(home / "w.cockpit", tmp_path / "packed.zip")
    (folder / "parts" / "a.bin").write_bytes(b"changed since")
    return target


def test_a_backup_brings_the_folder_back_and_keeps_the_old_one(home: Path, packed: Path) -> None:
    path = home / "w.cockpit"
    with zipfile.ZipFile(packed) as archive:
        files = json.loads(archive.read("manifest.json"))["files"]
        assert set(files) == {"workspace.cockpit", "data/parts/a.bin"}
    done = restore(packed, path)
    assert titles(path) == ["kept", "later"]
    assert (data_folder(path) / "parts" / "a.bin").read_bytes() == b"attachment" * 5000
    assert done.kept is not None
    assert (data_folder(done.kept) / "parts" / "a.bin").read_bytes() == b"changed since"
    with pytest.raises(UserError, match=r"is a backup.*restore"):
        SqlWorkspace(packed)


@pytest.mark.parametrize("how", ["hash", "outside", "manifest", "missing"])
def test_a_zip_that_does_not_match_its_manifest_is_refused(
    home: Path, packed: Path, tmp_path: Path, how: str
) -> None:
    with zipfile.ZipFile(packed) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    if how == "hash":
        members["data/parts/a.bin"] += b"x"
    elif how == "outside":
        members["data/../../escaped"] = members["data/parts/a.bin"]
        manifest["files"]["data/../../escaped"] = manifest["files"]["data/parts/a.bin"]
    elif how == "missing":
        del members["data/parts/a.bin"]
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        if how != "manifest":
            archive.writestr("manifest.json", json.dumps(manifest))
    before = names_in(home)
    with pytest.raises(UserError, match="is not sound"):
        restore(packed, home / "w.cockpit")
    assert names_in(home) == before
    assert "escaped" not in names_in(tmp_path)


@contextmanager
def held_open(path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_OPEN, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n"
        yield process
        assert process.stdin is not None
        process.stdin.close()


def test_a_file_open_in_another_program_is_not_replaced(home: Path, saved: Path) -> None:
    path = home / "w.cockpit"
    with held_open(path):
        assert in_use(path)
        with pytest.raises(EnvironmentProblem, match="open in another program"):
            restore(saved, path)
    assert not in_use(path)
    assert names_in(home) == {"w.cockpit"}
    assert titles(path) == ["kept", "later"]


def test_this_process_lets_go_of_the_file_and_finds_the_new_one(home: Path, saved: Path) -> None:
    workspace = SqlWorkspace(home / "w.cockpit")
    assert len(workspace.reader().tasks()) == 2
    restore(saved, home / "w.cockpit")
    assert len(workspace.reader().tasks()) == 1
    workspace.committed_elsewhere()
    with pytest.raises(EnvironmentProblem, match="Another program"):
        restore(saved, home / "w.cockpit")
    workspace.close()
    assert titles(home / "w.cockpit") == ["kept"]


@pytest.mark.parametrize("kind", ["saved", "packed"])
def test_a_restore_cut_off_at_any_step_ends_as_the_old_or_the_new(
    home: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    backup = request.getfixturevalue(kind)
    leave_a_log(home / "w.cockpit")
    script = Path(__file__).with_name("cut_off_restore.py")
    command = [sys.executable, str(script), str(home / "w.cockpit"), str(backup)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    new = 1 if kind == "saved" else 2
    assert len(results) > 15
    for step, result in enumerate(results):
        # The old file is whole in its place, or the new one is there and the old one kept whole.
        assert result in ([32, None], [new, 32]), (step, result)
    assert [32, None] in results
    assert results.count([new, 32]) > 5
