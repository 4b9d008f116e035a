"""The commands demo, render and new: what they make, what they replace, what they leave alone."""

from __future__ import annotations

import json
import struct
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cockpit.cli import main
from cockpit.cli.demo_place import clear_demo
from cockpit.domain.errors import UserError


def run(*words: object, status: int = 0) -> Any:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status, (result.output, result.stderr)
    return json.loads(result.stdout) if result.stdout else result.stderr


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(run("demo", "--no-window", tmp_path_factory.mktemp("demo"))["workspace"])


def test_a_demo_is_replaced_with_its_folder_and_copies_beside_it_stay(tmp_path: Path) -> None:
    path = Path(run("demo", "--no-window", tmp_path)["workspace"])
    folder = tmp_path / "demo.cockpit.data" / "attachments"
    folder.mkdir(parents=True)
    (folder / ("a" * 64)).write_bytes(b"x")
    copy, mine = tmp_path / "demo.cockpit.bak", tmp_path / "demo.cockpit.notes"
    copy.write_bytes(path.read_bytes())
    mine.mkdir()
    first = run("-w", path, "list", "launches")
    run("demo", "--no-window", tmp_path)
    assert not folder.exists()
    assert copy.exists()
    assert mine.is_dir()
    assert run("-w", path, "check")["ok"]
    assert [x["id"] for x in run("-w", path, "list", "launches")] != [x["id"] for x in first]


def test_a_folder_that_a_demo_left_behind_is_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "demo.cockpit.data" / "attachments"
    folder.mkdir(parents=True)
    (folder / ("0" * 64)).write_bytes(b"x")
    clear_demo(tmp_path / "demo.cockpit")
    assert not folder.parent.exists()


@pytest.mark.parametrize("name", ["key.json", "holiday.jpg"])
def test_other_files_in_that_folder_are_kept(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "demo.cockpit.data"
    folder.mkdir()
    (folder / name).write_text("dear", encoding="utf-8")
    assert "missing" in run("demo", "--no-window", tmp_path, status=2)
    assert (folder / name).read_text(encoding="utf-8") == "dear"


def test_a_workspace_of_somebodys_own_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "demo.cockpit"
    run("new", path)
    before = path.read_bytes()
    assert "no demo workspace" in run("demo", "--no-window", tmp_path, status=2)
    assert path.read_bytes() == before
    path.unlink()
    path.mkdir()
    with pytest.raises(UserError, match="no demo workspace"):
        clear_demo(path)
    assert path.is_dir()


def pixels(picture: Path) -> tuple[int, int]:
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG")
    wide, tall = struct.unpack(">II", content[16:24])
    return wide, tall


@pytest.mark.parametrize(("scale", "expected"), [("1", (1280, 720)), ("1.5", (1920, 1080))])
def test_a_picture_is_scaled(
    demo: Path, tmp_path: Path, scale: str, expected: tuple[int, int]
) -> None:
    out = tmp_path / "board.png"
    run("-w", demo, "render", "board", "--out", out, "--size", "1280x720", "--scale", scale)
    assert pixels(out) == expected


def test_the_states_of_a_page_and_a_selection_look_different(demo: Path, tmp_path: Path) -> None:
    drawn = set()
    for number, words in enumerate(
        ([], ["--state", "empty"], ["--state", "error"], ["--select", "T-1"])
    ):
        out = tmp_path / f"{number}.png"
        run("-w", demo, "render", "board", "--out", out, *words)
        drawn.add(out.read_bytes())
    assert len(drawn) == 4
    assert run("-w", demo, "info")["counts"]["tasks"] == 150
    assert "board" in run("-w", demo, "render", "attic", "--out", out, status=2)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", ["app-release", "feature-launch", "campaign"])
def test_a_new_workspace_from_a_template(tmp_path: Path, key: str, lang: str) -> None:
    path = tmp_path / "w.cockpit"
    run("new", path, "--lang", lang, "--template", key, "--go-live", "2026-12-01")
    tasks = run("-w", path, "list", "tasks")
    assert len(tasks) >= 15
    days = [date.fromisoformat(task["due_on"]) for task in tasks]
    assert min(days) < date(2026, 11, 20)
    assert date(2026, 12, 1) in days
    assert all(day.weekday() < 5 for day in days if day < date(2026, 12, 1))
    assert [task["number"] for task in tasks] == list(range(1, len(tasks) + 1))
    assert run("-w", path, "list", "launches")[0]["phase"]
    assert run("-w", path, "check")["ok"]
    assert run("-w", path, "undo")["undone"]
    assert run("-w", path, "info")["counts"]["tasks"] == 0


def test_without_a_go_live_nothing_is_due_and_an_unknown_template_makes_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "w.cockpit"
    assert "campaign" in run("new", path, "--template", "nope", status=2)
    assert not path.exists()
    run("new", path, "--template", "campaign")
    assert all(task["due_on"] is None for task in run("-w", path, "list", "tasks"))
