"""The command line over a real workspace and the real Trello sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cockpit.cli import main

TRELLO = next((Path(__file__).parents[1] / "data" / "trello").glob("*.json"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "w.cockpit"
    assert run("new", path)["schema"] == "0005"
    return path


def run(*words: object, status: int = 0) -> Any:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status, (result.output, result.stderr)
    return json.loads(result.stdout) if result.stdout else result.stderr


def test_trello_board_in_again_and_out(path: Path) -> None:
    rehearsal = run("-w", path, "import", "trello", TRELLO, "--dry-run")
    assert rehearsal["dry_run"]
    assert run("-w", path, "info")["counts"]["tasks"] == 0
    first = run("-w", path, "import", "trello", TRELLO)
    assert first["created"] == rehearsal["created"]
    wanted = {"task": 122, "column": 18, "checklist": 14, "checklist_item": 62, "comment": 93}
    assert wanted.items() <= first["created"].items()
    assert "93 of 133 comments are in the file." in first["warnings"]
    again = run("-w", path, "import", "trello", TRELLO)
    assert again["created"] == again["updated"] == {}
    assert again["unchanged"] == first["created"]
    tasks = run("-w", path, "list", "tasks")
    assert sum(task["archived_at"] is not None for task in tasks) == 78
    undone = run("-w", path, "undo")["undone"]
    assert [step["label"] for step in undone] == ["Imported board “Test Drive”"]
    assert run("-w", path, "info")["counts"]["tasks"] == 0
    assert run("-w", path, "check") == {"ok": True, "problems": []}
    run("-w", path, "redo")
    assert run("-w", path, "info")["counts"]["tasks"] == 122


def test_bad_files_and_names_get_a_sentence_and_change_nothing(path: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    before = path.read_bytes()
    assert run("-w", path, "import", "trello", bad, status=2).count("\n") == 1
    run("-w", path, "import", "trello", TRELLO, "--into", "nowhere", status=2)
    assert path.read_bytes() == before
    assert "no workspace" in run("-w", tmp_path / "none", "info", status=2)
    assert "exists already" in run("new", path, status=2)


def test_the_demo_is_sound_and_replaces_only_itself(tmp_path: Path) -> None:
    made = run("demo", "--no-window", "--lang", "zh", tmp_path)
    assert run("-w", made["workspace"], "check")["ok"]
    assert run("-w", made["workspace"], "info")["counts"]["tasks"] == 150
    assert run("-w", made["workspace"], "list", "tasks", "--filter", "退款", "--limit", 1)
    again = run("demo", "--no-window", tmp_path)
    assert Path(again["pictures"][0]).read_bytes().startswith(b"\x89PNG")


def test_the_board_is_drawn_in_both_themes(tmp_path: Path) -> None:
    made = run("demo", "--no-window", "--lang", "zh", tmp_path)
    pictures = []
    for theme in ("light", "dark"):
        target = tmp_path / f"{theme}.png"
        run("-w", made["workspace"], "render", "board", "--out", target, "--theme", theme)
        pictures.append(target.read_bytes())
    assert pictures[0] != pictures[1]
    run("-w", made["workspace"], "render", "board", "--out", target, "--size", "big", status=2)


def test_the_workspace_and_json_may_be_named_after_the_command(path: Path) -> None:
    assert run("info", "-w", path, "--json")["counts"]["tasks"] == 0
    assert run("--json", "info", f"--workspace={path}")["counts"]["tasks"] == 0


def test_without_a_name_the_last_workspace_with_a_window_is_meant(path: Path) -> None:
    from cockpit.settings import machine

    assert "-w FILE" in run("info", status=2)
    machine.save(machine.MachineSettings(last_workspace=str(path)))
    assert run("info")["workspace"] == str(path)
