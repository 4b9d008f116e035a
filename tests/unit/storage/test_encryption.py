"""An encrypted workspace opens with the keyring or the code, and says why when it does not."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cockpit.bootstrap import new_workspace
from cockpit.cli import main
from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.settings import secrets
from cockpit.storage import keys
from cockpit.storage.restore import restore, unlock
from cockpit.storage.workspace import SqlWorkspace

MARKER = "Zahlungsfreigabe"
ASK_FOR_THE_LOCK = (
    "import sys; from pathlib import Path; from cockpit.storage.swap import in_use; "
    "print(in_use(Path(sys.argv[1])))"
)


def run(*words: object, status: int = 0) -> Any:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status, (result.output, result.stderr, result.exception)
    return json.loads(result.stdout) if result.stdout else result.stderr


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "w.cockpit"


@pytest.fixture
def code(path: Path) -> str:
    """The recovery code of a new encrypted workspace at `path`."""
    code = keys.prepare(path)
    workspace = new_workspace(path, "en", "UTC", None)
    workspace.set_setting("note", MARKER * 100)
    workspace.close()
    return code


def note(path: Path) -> str:
    workspace = SqlWorkspace(path)
    found = workspace.setting("note")
    assert workspace.check() == []
    workspace.close()
    return found


def lose_the_keyring() -> None:
    from tests.memory_keyring import SECRETS

    SECRETS.clear()


def refusal(path: Path) -> str:
    before = path.read_bytes()
    with pytest.raises(UserError) as caught:
        SqlWorkspace(path)
    assert path.read_bytes() == before
    return str(caught.value)


def test_it_opens_by_itself_and_shows_nothing_in_its_files(path: Path, code: str) -> None:
    assert note(path) == MARKER * 100
    workspace = SqlWorkspace(path)
    assert workspace.encrypted
    workspace.set_setting("note", MARKER * 200)
    shown = b"".join(file.read_bytes() for file in path.parent.glob("w.cockpit*") if file.is_file())
    workspace.close()
    assert MARKER.encode() not in shown
    assert b"CREATE TABLE" not in shown
    wrapped = keys.read_wrapped(path)
    assert wrapped is not None
    assert path.read_bytes()[:16].hex() == wrapped.workspace
    key = secrets.read(f"workspace:{wrapped.workspace}")
    assert key is not None
    assert len(key) == 64
    assert key not in keys.key_file(path).read_text()
    assert code not in keys.key_file(path).read_text()


def test_the_id_alone_finds_the_key_when_the_folder_is_gone(path: Path, code: str) -> None:
    keys.key_file(path).unlink()
    workspace = SqlWorkspace(path)
    [problem] = workspace.check()
    assert "recovery code" in problem["what"]
    assert problem["where"] == str(keys.key_file(path))
    fresh = workspace.new_recovery_code()
    assert workspace.check() == []
    workspace.close()
    lose_the_keyring()
    with pytest.raises(UserError, match="not the recovery code"):
        unlock(path, code)
    unlock(path, fresh)
    assert note(path)


def test_the_code_brings_the_key_back_as_people_write_it(path: Path, code: str) -> None:
    lose_the_keyring()
    assert "not in this computer's keyring" in refusal(path)
    with pytest.raises(UserError, match="not the recovery code"):
        unlock(path, code[:-1] + ("2" if code[-1] == "3" else "3"))
    assert "not in this computer's keyring" in refusal(path)
    unlock(path, code.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
    assert note(path) == MARKER * 100


def test_a_changed_key_file_is_not_believed(path: Path, code: str) -> None:
    content = json.loads(keys.key_file(path).read_text())
    content["wrapped"] = "00" + content["wrapped"][2:]
    keys.key_file(path).write_text(json.dumps(content))
    lose_the_keyring()
    with pytest.raises(UserError, match="not the recovery code"):
        unlock(path, code)
    keys.key_file(path).write_text('{"form": 1, "proof": 7}')
    with pytest.raises(UserError, match="carries no key"):
        unlock(path, code)


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_the_library_writes_no_notes_of_its_own(
    path: Path, code: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path.write_bytes(flipped(path.read_bytes(), 110))
    refusal(path)
    assert capfd.readouterr() == ("", "")


CUT, DAMAGED, KEY = "its end is missing", "it is damaged", "of another workspace"


@pytest.mark.parametrize("encrypted", [True, False], ids=["encrypted", "plain"])
def test_wrong_key_missing_end_and_damage_are_three_sentences(path: Path, encrypted: bool) -> None:
    if encrypted:
        keys.prepare(path)
    new_workspace(path, "en", "UTC", None).close()
    whole = path.read_bytes()
    cases = {
        CUT: [whole[: 4096 * 7], whole[: 4096 * 7 + 100], whole[:-1], whole[: len(whole) - 4096]],
        DAMAGED: [flipped(whole, 110), flipped(whole, 9)],
    }
    if not encrypted:
        # Without a cipher a flipped bit in the schema page may go unseen; the header may not.
        cases[DAMAGED] = [whole[:100] + b"\xff" * 3996 + whole[4096:], flipped(whole, 9)]
    for said, contents in cases.items():
        for content in contents:
            path.write_bytes(content)
            assert said in refusal(path), (said, contents.index(content))
    path.write_bytes(whole)
    if encrypted:
        secrets.store(f"workspace:{whole[:16].hex()}", "11" * 32)
        assert KEY in refusal(path)
    else:
        SqlWorkspace(path).close()


def test_damage_found_later_is_a_sentence_and_a_finding(path: Path, code: str) -> None:
    content = path.read_bytes()
    found = 0
    # Some pages are needed to open the file and say so then; the others are found by the check.
    for page in range(len(content) // 4096 - 12, len(content) // 4096):
        start = 4096 * page
        damaged = bytes(b ^ 1 for b in content[start : start + 4096])
        path.write_bytes(content[:start] + damaged + content[start + 4096 :])
        try:
            workspace = SqlWorkspace(path)
        except UserError:
            continue
        problems = workspace.check()
        workspace.close()
        assert any("HMAC" in problem["what"] for problem in problems)
        assert all(problem["repair"] for problem in problems)
        found += 1
    assert found


@pytest.mark.parametrize("content", [b"a text " * 900, b"x"])
def test_what_is_no_workspace_needs_no_keyring(
    path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise EnvironmentProblem("This computer has no keyring.")

    monkeypatch.setattr(secrets, "read", absent)
    path.write_bytes(content)
    assert "not an Ops Cockpit workspace" in refusal(path)


def test_a_backup_stays_encrypted_and_opens_elsewhere_with_the_code(
    path: Path, code: str, tmp_path: Path
) -> None:
    saved = tmp_path / "saved.zip"
    run("-w", path, "backup", saved)
    assert MARKER.encode() not in saved.read_bytes()
    with zipfile.ZipFile(saved) as archive:
        assert archive.read("data/key.json") == keys.key_file(path).read_bytes()
        assert not archive.read("workspace.cockpit").startswith(b"SQLite")
    lose_the_keyring()
    laptop = tmp_path / "laptop"
    laptop.mkdir()
    said = run("-w", laptop / "n.cockpit", "restore", saved, status=2)
    assert "recovery code" in said
    assert list(laptop.iterdir()) == []
    run("-w", laptop / "n.cockpit", "restore", saved, "--code", "WRONG", status=2)
    assert list(laptop.iterdir()) == []
    run("-w", laptop / "n.cockpit", "restore", saved, "--code", code)
    assert note(laptop / "n.cockpit") == MARKER * 100
    assert note(path) == MARKER * 100


def test_a_plain_backup_over_an_encrypted_workspace_is_plain(
    path: Path, code: str, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.cockpit"
    new_workspace(plain, "en", "UTC", None).close()
    done = restore(plain, path)
    assert done.kept is not None
    assert not keys.data_folder(path).exists()
    assert run("-w", path, "info")["encrypted"] is False
    assert note(done.kept) == MARKER * 100


def test_the_command_makes_tells_and_unlocks(path: Path) -> None:
    made = run("new", path, "--encrypted")
    assert made["encrypted"] is True
    assert run("-w", path, "info")["encrypted"] is True
    assert "exists already" in run("new", path, "--encrypted", status=2)
    lose_the_keyring()
    assert "unlock --code" in run("-w", path, "info", status=2)
    assert run("-w", path, "unlock", "--code", made["recovery_code"])["unlocked"]
    assert run("-w", path, "check") == {"ok": True, "problems": []}
    again = run("-w", path, "recovery-code")["recovery_code"]
    run("-w", path, "unlock", "--code", made["recovery_code"], status=2)
    run("-w", path, "unlock", "--code", again)
    run("new", path.with_name("plain.cockpit"))
    assert "is not encrypted" in run(
        "-w", path.with_name("plain.cockpit"), "recovery-code", status=2
    )


def test_a_keyring_that_refuses_leaves_nothing_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str, value: str) -> None:
        raise EnvironmentProblem("The keyring is locked.")

    monkeypatch.setattr(secrets, "store", refuse)
    assert run("new", path, "--encrypted", status=2).count("\n") == 1
    monkeypatch.undo()
    run("new", path, "--encrypted", "--tz", "Nowhere", status=2)
    assert list(path.parent.iterdir()) == []


def test_a_folder_left_behind_is_never_taken_for_that_of_a_new_workspace(
    path: Path, code: str
) -> None:
    path.unlink()
    assert "left from another workspace" in run("new", path, status=2)
    assert "exists already" in run("new", path, "--encrypted", status=2)
    assert not path.exists()
    assert keys.read_wrapped(path) is not None


def test_opening_it_twice_keeps_the_first_ones_lock(path: Path, code: str) -> None:
    first = SqlWorkspace(path)
    first.setting("note")
    SqlWorkspace(path).close()
    assert locked(path)
    # The control: this is what reading the file beside the library does.
    path.read_bytes()
    assert not locked(path)
    first.close()


def locked(path: Path) -> bool:
    """Ask another process whether somebody holds the library's lock on the file."""
    command = [sys.executable, "-c", ASK_FOR_THE_LOCK, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout == "True\n"
