"""The commands list, show and export over a real workspace."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cockpit.cli import main
from cockpit.exchange.task_json import read_json

TRELLO = next((Path(__file__).parents[1] / "data" / "trello").glob("*.json"))


def run(*words: object, status: int = 0) -> Any:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status, (result.output, result.stderr)
    return json.loads(result.stdout) if result.stdout else result.stderr


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample board of 122 cards, 78 of them archived."""
    path = tmp_path_factory.mktemp("list") / "w.cockpit"
    run("new", path)
    run("-w", path, "import", "trello", TRELLO)
    return path


def tasks(path: Path, line: str, *options: object) -> list[dict[str, Any]]:
    found = run("-w", path, "list", "tasks", "--filter", line, *options)
    assert isinstance(found, list)
    return found


def test_all_tasks_are_listed_and_a_filter_hides_archived_ones(path: Path) -> None:
    everything = run("-w", path, "list", "tasks")
    assert len(everything) == 122
    assert len(run("-w", path, "list", "tasks", "--limit", 5)) == 5
    shown, hidden = tasks(path, ""), tasks(path, "status:archived")
    assert len(shown) + len(hidden) == len(tasks(path, "status:all")) == 122
    assert len(hidden) >= 78
    assert all(task["archived_at"] is None for task in shown)
    assert [task["number"] for task in shown] == sorted(task["number"] for task in shown)


def test_terms_words_numbers_and_limits(path: Path) -> None:
    title = tasks(path, "T-5 status:all")[0]["title"]
    assert [task["number"] for task in tasks(path, "T-5 status:all")] == [5]
    word = title.split()[0]
    assert 5 in [task["number"] for task in tasks(path, f"{word} status:all")]
    label = next(x["name"] for x in run("-w", path, "list", "labels") if x["name"])
    having = tasks(path, f'label:"{label}" status:all')
    rest = tasks(path, f'-label:"{label}" status:all')
    assert having
    assert len(having) + len(rest) == 122
    assert tasks(path, "status:all", "--limit", 3) == tasks(path, "status:all")[:3]
    assert tasks(path, "状态：全部") == tasks(path, "status:all")


@pytest.mark.parametrize("line", ["颜色:红", "status:nope", "due:soon", "label:", "-闪退"])
def test_a_filter_that_cannot_be_read_is_one_sentence(path: Path, line: str) -> None:
    for words in (("list", "tasks"), ("export", "tasks", path.parent / "no.csv")):
        said = run("-w", path, *words, "--filter", f"status:open {line}", status=2)
        assert said.count("\n") == 1
    assert not (path.parent / "no.csv").exists()


def test_other_kinds_are_listed_and_not_filtered(path: Path) -> None:
    people = run("-w", path, "list", "people")
    assert people
    assert [person["name"] for person in people] == sorted(person["name"] for person in people)
    columns = run("-w", path, "list", "columns")
    boards = {launch["id"]: launch["name"] for launch in run("-w", path, "list", "launches")}
    assert len([c for c in columns if boards[c["launch_id"]] == "Test Drive"]) == 18
    assert len(run("-w", path, "list", "columns", "--limit", 2)) == 2
    assert "cannot be filtered" in run("-w", path, "list", "people", "--filter", "x", status=2)


def test_me_is_who_is_named(path: Path) -> None:
    owner = run("-w", path, "list", "people")[0]
    assert "--me" in run("-w", path, "list", "tasks", "--filter", "assignee:me", status=2)
    line = "assignee:me status:all"
    mine = tasks(path, line, "--me", owner["name"])
    assert mine == tasks(path, f'assignee:"{owner["name"]}" status:all')
    assert "nobody" in run("-w", path, "list", "tasks", "--filter", line, "--me", "-", status=2)


def test_show_by_number_and_by_id_with_parts_links_and_history(path: Path) -> None:
    shown = run("-w", path, "show", "t-5")
    assert shown["kind"] == "task"
    assert shown["number"] == 5
    spelled = shown["id"][:8] + "-" + shown["id"][8:]
    assert run("-w", path, "show", spelled.upper()) == shown
    assert {"column", "labels", "checklists", "comments", "transitions"} <= shown.keys()
    assert shown["column"]["id"] == shown["column_id"]
    assert (shown["links"], shown["history"]) == ([], [])
    column = run("-w", path, "show", shown["column_id"])
    assert (column["kind"], column["name"]) == ("column", shown["column"]["name"])
    for nothing in ("T-9999", "R-1", "x", ""):
        assert run("-w", path, "show", nothing, status=2).count("\n") == 1


def test_a_number_in_two_products_asks_for_the_id(tmp_path: Path) -> None:
    from cockpit.domain.entity import utc_now
    from cockpit.domain.organisation import Launch, Product
    from cockpit.domain.task import Column, Task
    from cockpit.storage.workspace import SqlWorkspace

    path = tmp_path / "w.cockpit"
    run("new", path)
    workspace = SqlWorkspace(path)
    made = []
    for name in ("a", "b"):
        product = Product(name=name)
        launch = Launch(product_id=product.id, name=name)
        column = Column(launch_id=launch.id, name=name)
        task = Task(
            launch_id=launch.id, column_id=column.id, number=1, title=name, entered_at=utc_now()
        )
        workspace.write(lambda uow, new=(product, launch, column, task): uow.add(*new))  # type: ignore[misc]
        made.append(task.id)
    workspace.close()
    said = run("-w", path, "show", "T-1", status=2)
    assert all(task_id in said for task_id in made)
    assert run("-w", path, "show", made[1])["title"] == "b"


def test_export_to_csv_and_json(path: Path, tmp_path: Path) -> None:
    sheet, whole = tmp_path / "tasks.csv", tmp_path / "tasks.json"
    said = run("-w", path, "export", "tasks", sheet)
    assert said == {"file": str(sheet), "rows": {"tasks": 122}}
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    listed = {task["id"]: task for task in run("-w", path, "list", "tasks")}
    assert {row["id"]: row["source_id"] for row in rows} == {
        task_id: task["source_id"] for task_id, task in listed.items()
    }
    line = "status:all -status:archived"
    count = len(tasks(path, line))
    said = run("-w", path, "export", "tasks", whole, "--filter", line)
    assert said["rows"] == {"tasks": count}
    found = read_json(whole)
    assert [d.task.id for d in found.tasks] == [task["id"] for task in tasks(path, line)]
    run("-w", path, "export", "tasks", tmp_path / "tasks.xlsx", status=2)
    run("-w", path, "export", "meetings", tmp_path / "meetings.csv", status=2)


def test_the_workspace_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    run("new", path)
    before = path.read_bytes()
    assert "itself" in run("-w", path, "export", "tasks", path, status=2)
    assert path.read_bytes() == before
