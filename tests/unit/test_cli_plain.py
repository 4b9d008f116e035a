"""What commands say to people: text at a terminal or with --plain, JSON for everything else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cockpit.cli import common, main, plain
from cockpit.domain.task import Column, Stage, Task
from cockpit.services.identity import remember_me
from cockpit.settings import machine
from cockpit.storage.workspace import SqlWorkspace

TRELLO = next((Path(__file__).parents[1] / "data" / "trello").glob("*.json"))


def run(*words: object, status: int = 0) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status, (result.output, result.stderr)
    return result.stdout or result.stderr


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "w.cockpit"
    run("new", path, "--lang", "en")
    return path


def test_a_script_gets_json_and_a_terminal_text(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(run("-w", path, "check")) == {"ok": True, "problems": []}
    assert run("-w", path, "check", "--plain") == "No problems found.\n"
    monkeypatch.setattr(common, "_at_terminal", lambda: True)
    assert run("-w", path, "check") == "No problems found.\n"
    assert json.loads(run("-w", path, "check", "--json"))["ok"]
    assert json.loads(run("-w", path, "check", "--json", "--plain"))["ok"]


def test_info_import_list_history_and_undo_in_words(path: Path) -> None:
    words = ("-w", path, "--plain")
    assert "New: " in (said := run(*words, "import", "trello", TRELLO))
    assert "task 122" in said
    assert "Warning: 93 of 133 comments are in the file." in said
    again = run(*words, "import", "trello", TRELLO)
    assert again.startswith("Unchanged: ")
    assert "New" not in again
    info = run(*words, "info").splitlines()
    assert info[0].split() == ["Workspace", str(path)]
    assert info[1].split() == ["Contents", "tasks", "122"]
    head, *rows = run(*words, "list", "tasks", "--limit", 3).splitlines()
    assert head.split()[:2] == ["number", "title"]
    assert [row.split()[0] for row in rows] == ["1", "2", "3"]
    assert "id" not in head.split()
    assert run(*words, "undo") == "Undone: Imported board “Test Drive”\n"
    assert "Set up the workspace" in run(*words, "history")


def test_one_item_is_shown_without_what_is_empty(path: Path) -> None:
    run("-w", path, "import", "trello", TRELLO)
    said = run("-w", path, "--plain", "show", "T-5")
    assert "number: 5" in said
    assert "deleted_at" not in said
    assert "source_id" not in said


def test_columns_are_aligned_by_what_they_take_in_a_terminal() -> None:
    rows = [{"name": "支付", "n": 1}, {"name": "iOS", "n": 20}]
    assert plain.table(rows) == "name  n\n支付  1\niOS   20"
    assert plain.table([]) == "Nothing found."
    long = plain.table([{"name": "长" * 80}]).splitlines()[1]
    assert plain.width(long) <= plain.WIDEST
    assert long.endswith("…")


def test_records_and_counts_as_text() -> None:
    column = Column(launch_id="l", name="Doing", stage=Stage.ACTIVE, wip_limit=3)
    assert plain.plain([column]).splitlines()[1].split() == ["Doing", "active", "3", "warn"]
    task = Task(launch_id="l", column_id="c", number=7, title="Ship", entered_at=datetime.now(UTC))
    assert "title: Ship" in plain.plain(task)
    assert plain.plain({"x": [task]}).startswith("x:\n  - number 7, title Ship, priority normal")
    assert plain.size_text(999) == "999 B"
    assert plain.size_text(1_234_567) == "1.2 MB"
    assert plain.counted({}) == "0"


def test_settings_are_shown_and_changed_from_their_records(path: Path) -> None:
    shown = json.loads(run("settings"))
    assert set(shown) == set(machine.settings())
    assert shown["theme"]["values"] == ["system", "light", "dark"]
    assert json.loads(run("settings", "theme", "dark"))["theme"]["value"] == "dark"
    assert machine.load().theme == "dark"
    run("settings", "theme", "system")
    assert machine.load().theme == ""
    assert "light, dark" in run("settings", "theme", "blue", status=2)
    assert "language" in run("settings", "fonts", status=2)
    assert "Theme: " in run("settings", "--plain")
    run("settings", "language", "zh")
    assert "工作区" in run("info", status=2)


def test_me_is_who_was_chosen_in_the_window(path: Path) -> None:
    run("-w", path, "import", "trello", TRELLO)
    workspace = SqlWorkspace(path)
    me = workspace.reader().people()[0]
    remember_me(workspace, me.id)
    workspace.close()
    line = "assignee:me status:all"
    mine = run("-w", path, "list", "tasks", "--filter", line)
    assert mine == run("-w", path, "list", "tasks", "--filter", line, "--me", me.name)
