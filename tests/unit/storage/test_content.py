"""Large attachments lie beside the file, belong to it everywhere, and are never half there."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import EnvironmentProblem
from cockpit.domain.quick_add import parse_quick_add
from cockpit.services import parts, tasks
from cockpit.services.ports import UnitOfWork
from cockpit.storage import content as contents
from cockpit.storage import keys
from cockpit.storage.engine import make_engine
from cockpit.storage.import_lock import ImportLock
from cockpit.storage.keys import data_folder
from cockpit.storage.restore import restore
from cockpit.storage.workspace import SqlWorkspace

PHONE = "13812345678"
SMALL = b"s" * contents.LARGEST_INSIDE
LARGE = b"l" * (contents.LARGEST_INSIDE + 1)
CUT_OFF = """
import os, sys
from pathlib import Path
from cockpit.services import parts
from cockpit.storage.workspace import SqlWorkspace

def attach(uow):
    parts.attach_content(uow, "task", sys.argv[2], "cut.bin", b"c" * 300_000)
    os._exit(9)

SqlWorkspace(Path(sys.argv[1])).write(attach)
"""


class Desk:
    """A workspace with one task to attach files to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.workspace = new_workspace(path, "en", "UTC", None)
        launch = self.workspace.reader().launches()[0]
        column = self.workspace.reader().columns(launch.id)[0]
        quick = parse_quick_add("Release notes", date(2026, 11, 24))
        made: list[str] = []
        self.workspace.write(
            lambda uow: made.append(tasks.create_task(uow, launch.id, column.id, quick).id)
        )
        self.task_id = made[0]

    def attach(self, content: bytes, name: str = "a.bin") -> str:
        """Attach bytes and return their sha256."""
        made: list[str] = []
        self.workspace.write(
            lambda uow: made.append(
                parts.attach_content(uow, "task", self.task_id, name, content).sha256
            )
        )
        return made[0]

    def read(self, sha256: str) -> bytes | None:
        return self.workspace.reader().content(sha256)

    def reopen(self) -> None:
        self.workspace.close()
        self.workspace = SqlWorkspace(self.path)

    def beside(self) -> list[str]:
        return [file.name for file in contents.files_beside(self.path)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    home = tmp_path / "home"
    home.mkdir()
    found = Desk(home / "w.cockpit")
    yield found
    found.workspace.close()


def test_up_to_the_limit_inside_and_larger_beside(desk: Desk) -> None:
    small = desk.attach(SMALL)
    assert not data_folder(desk.path).exists()
    large = desk.attach(LARGE)
    assert desk.beside() == [large]
    assert (desk.read(small), desk.read(large)) == (SMALL, LARGE)
    assert desk.path.stat().st_size < 2 * len(SMALL) + 600_000
    assert desk.attach(LARGE) == large
    assert desk.beside() == [large]
    assert desk.workspace.check() == []


def test_what_is_no_hash_is_read_from_nowhere(desk: Desk) -> None:
    desk.attach(LARGE)
    assert desk.read("../../w.cockpit") is None
    assert desk.read("") is None


def test_without_the_folder_it_opens_and_says_what_is_missing(desk: Desk, tmp_path: Path) -> None:
    large, small = desk.attach(LARGE), desk.attach(SMALL)
    shutil.move(data_folder(desk.path), tmp_path / "away")
    desk.reopen()
    assert (desk.read(large), desk.read(small)) == (None, SMALL)
    (problem,) = desk.workspace.check()
    assert problem["what"].startswith("1 attachment cannot be read: the folder")
    assert problem["where"] == str(data_folder(desk.path))
    shutil.move(tmp_path / "away", data_folder(desk.path))
    assert desk.workspace.check() == []


def test_damaged_content_is_not_handed_out_and_attaching_again_mends_it(desk: Desk) -> None:
    large = desk.attach(LARGE, "notes.pdf")
    file = contents.file_of(desk.path, large)
    file.write_bytes(LARGE[:-1] + b"x")
    assert desk.read(large) is None
    (problem,) = desk.workspace.check()
    assert (problem["what"], problem["where"]) == (
        "its content is damaged",
        "attachment “notes.pdf”",
    )
    desk.attach(LARGE)
    assert desk.read(large) == LARGE
    assert desk.workspace.check() == []


def test_one_lost_file_is_named_unless_its_attachment_is_deleted(desk: Desk) -> None:
    lost, kept = desk.attach(LARGE, "lost.bin"), desk.attach(LARGE + b"2", "kept.bin")
    contents.file_of(desk.path, lost).unlink()
    (problem,) = desk.workspace.check()
    assert (problem["what"], problem["where"]) == (
        "its content is missing",
        "attachment “lost.bin”",
    )
    (detail,) = desk.workspace.reader().task_details()
    desk.workspace.write(lambda uow: parts.delete_attachment(uow, detail.attachments[0].id))
    assert desk.workspace.check() == []
    assert desk.beside() == [kept]


def test_damage_inside_the_file_is_found_too(desk: Desk) -> None:
    desk.attach(SMALL, "inside.bin")
    engine = make_engine(desk.path)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE content SET bytes = CAST('x' AS BLOB)")
    engine.dispose()
    assert [each["where"] for each in desk.workspace.check()] == ["attachment “inside.bin”"]


def test_a_kill_before_the_commit_leaves_an_orphan_that_the_next_open_removes(desk: Desk) -> None:
    kept = desk.attach(LARGE)
    desk.workspace.close()
    command = [sys.executable, "-c", CUT_OFF, str(desk.path), desk.task_id]
    assert subprocess.run(command, check=False, timeout=60).returncode == 9
    assert len(desk.beside()) == 2
    desk.reopen()
    assert desk.beside() == [kept]
    (detail,) = desk.workspace.reader().task_details()
    assert [file.name for file in detail.attachments] == ["a.bin"]
    assert desk.workspace.check() == []


def test_a_half_written_file_is_removed_too(desk: Desk) -> None:
    kept = desk.attach(LARGE)
    (contents.file_of(desk.path, kept).parent / ("0" * 64 + ".part")).write_bytes(b"half")
    desk.reopen()
    assert desk.beside() == [kept]


def test_a_step_that_fails_attaches_nothing(desk: Desk) -> None:
    def attach(uow: UnitOfWork) -> None:
        parts.attach_content(uow, "task", desk.task_id, "a.bin", LARGE)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        desk.workspace.write(attach)
    assert len(desk.beside()) == 1
    desk.reopen()
    assert desk.beside() == []


def held_by_an_import(path: Path) -> Callable[[], object]:
    lock = ImportLock(path)
    assert lock.take()
    return lock.free


def held_by_a_writer(path: Path) -> Callable[[], object]:
    engine = make_engine(path)
    connection = engine.connect()
    connection.begin()
    return connection.close


@pytest.mark.parametrize("hold", [held_by_an_import, held_by_a_writer])
def test_a_file_whose_step_is_under_way_stays(
    desk: Desk, hold: Callable[[Path], Callable[[], object]]
) -> None:
    folder = data_folder(desk.path) / contents.FOLDER
    folder.mkdir(parents=True)
    (folder / ("a" * 64)).write_bytes(LARGE)
    engine = make_engine(desk.path)
    let_go = hold(desk.path)
    assert contents.remove_orphans(engine, desk.path) == 0
    assert desk.beside() == ["a" * 64]
    let_go()
    assert contents.remove_orphans(engine, desk.path) == 1
    assert desk.beside() == []
    engine.dispose()


def test_what_undo_hides_is_there_for_redo(desk: Desk) -> None:
    large = desk.attach(LARGE)
    desk.workspace.undo()
    desk.reopen()
    assert desk.beside() == [large]
    desk.workspace.redo()
    assert desk.read(large) == LARGE


def test_a_full_disk_is_a_sentence_and_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(contents, "write_whole", full)
    with pytest.raises(EnvironmentProblem, match="No space left"):
        desk.attach(LARGE)
    (detail,) = desk.workspace.reader().task_details()
    assert detail.attachments == ()


def test_a_backup_is_one_file_with_the_folder_in_it(desk: Desk, tmp_path: Path) -> None:
    large = desk.attach(LARGE)
    backup = tmp_path / "b.cockpit"
    desk.workspace.backup(backup)
    with zipfile.ZipFile(backup) as archive:
        assert f"data/content/{large}" in archive.namelist()
    other = tmp_path / "other.cockpit"
    restore(backup, other)
    restored = SqlWorkspace(other)
    assert restored.reader().content(large) == LARGE
    assert restored.check() == []
    restored.close()


def test_a_backup_whose_content_was_changed_is_refused(desk: Desk, tmp_path: Path) -> None:
    large = desk.attach(LARGE)
    desk.workspace.backup(tmp_path / "b.cockpit")
    raw = (tmp_path / "b.cockpit").read_bytes()
    assert raw.count(LARGE) == 1
    (tmp_path / "b.cockpit").write_bytes(raw.replace(LARGE, LARGE[:-1] + b"x"))
    with pytest.raises(Exception, match="not sound"):
        restore(tmp_path / "b.cockpit", tmp_path / "other.cockpit")
    assert not (tmp_path / "other.cockpit").exists()
    assert desk.read(large) == LARGE


def test_a_workspace_with_a_key_keeps_everything_inside(tmp_path: Path) -> None:
    keys.prepare(tmp_path / "w.cockpit")
    desk = Desk(tmp_path / "w.cockpit")
    large = desk.attach(LARGE)
    assert desk.beside() == []
    assert desk.read(large) == LARGE
    assert desk.workspace.check() == []
    desk.workspace.close()


def test_erase_takes_the_files_beside_too(desk: Desk, tmp_path: Path) -> None:
    desk.attach(LARGE + f"tel {PHONE}".encode("utf-16-le"), "calls.txt")
    kept = desk.attach(LARGE, "other.txt")
    packed = desk.attach(b"PK\x03\x04" + LARGE, "packed.xlsx")
    desk.workspace.backup(tmp_path / "b.cockpit")
    shutil.copy(desk.path, desk.path.with_name("copy.cockpit"))
    shutil.copytree(data_folder(desk.path), desk.path.with_name("copy.cockpit.data"))
    rehearsed = desk.workspace.erase(text=PHONE, dry_run=True)
    assert len(desk.beside()) == 3
    found = desk.workspace.erase(text=PHONE)
    assert found == rehearsed
    assert (found.attachments, found.unsearched, found.left) == (1, ("packed.xlsx",), ())
    assert [Path(copy.file).name for copy in found.copies] == ["b.cockpit", "copy.cockpit"]
    assert desk.beside() == sorted([kept, packed])
    assert desk.workspace.check() == []
