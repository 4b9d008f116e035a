"""The commands over risks, as scripts use them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cockpit.bootstrap import new_workspace
from cockpit.cli import main
from cockpit.cli.tables import import_table
from cockpit.domain.errors import UserError
from cockpit.domain.imported import ImportReport
from cockpit.domain.quick_add import QuickAdd
from cockpit.domain.risk_matrix import DEFAULT_TEXT
from cockpit.services import risks
from cockpit.storage.workspace import SqlWorkspace

REGISTER = "ID,Title,Likelihood,Impact,Cost,Extra\n1,Leak,High,5,300 CHF,x\n2,Fire,1,1,,\n"


class Desk:
    """A workspace file, a register to import, and the commands run over them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "w.cockpit"
        self.workspace: SqlWorkspace = new_workspace(self.path, "en", "UTC", None)
        self.register = folder / "r.csv"
        self.register.write_text(REGISTER)
        self.folder = folder

    def run(self, *words: str, status: int = 0) -> Any:
        """Run a command and return its document, or its sentence when it did nothing."""
        done = CliRunner().invoke(main, ["-w", str(self.path), *words])
        assert done.exit_code == status, done.output
        return json.loads(done.stdout) if status < 2 else done.stderr.strip()

    def take(self, map_file: Path | None = None, *, dry_run: bool = False) -> ImportReport:
        """Import the register."""
        return import_table(
            self.workspace, "risks", self.register, map_file=map_file, into=None, dry_run=dry_run
        )

    def mapped(self, document: object) -> Path:
        """Write a MAP.json."""
        path = self.folder / "map.json"
        path.write_text(json.dumps(document))
        return path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.workspace.close()


def test_without_answers_the_cells_are_refused_and_the_answers_named(desk: Desk) -> None:
    report = desk.take()
    assert [one.raw for one in report.refused] == ["High"]
    assert report.warnings == [
        "Open: What does “High” in Likelihood stand for? A mapping could say “4”."
    ]
    assert report.created["risk"] == 2


def test_a_mapping_answers_and_need_not_speak_of_columns(desk: Desk) -> None:
    given = {"kind": "risks", "values": {"current_likelihood": {"High": "5"}}}
    report = desk.take(desk.mapped(given))
    assert (report.refused, report.warnings) == ([], [])
    [first, second] = desk.run("risk", "score")
    assert (first["short"], first["score"], first["level"]) == ("R-1", 25, "critical")
    assert second["tiers"]["current"]["beyond_appetite"] is False


def test_columns_that_a_mapping_does_not_name_are_left(desk: Desk) -> None:
    given = {"kind": "risks", "columns": {"ID": "id", "Title": "title", "Impact": "current_impact"}}
    report = desk.take(desk.mapped(given))
    assert report.cells == {"used": 6, "mapped": 0, "left": 4, "refused": 0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "not valid JSON"),
        ('{"kind": "risks", "columns": {"Nowhere": "title"}}', "does not have"),
        ('{"kind": "risks", "columns": {"ID": "colour", "Title": "title"}}', "not a field"),
        ('{"kind": "risks", "values": {"status": {"x": "wild"}}}', "can be"),
        ("[]", "not an object"),
    ],
)
def test_a_mapping_that_is_none_changes_nothing(desk: Desk, text: str, said: str) -> None:
    path = desk.folder / "map.json"
    path.write_text(text)
    with pytest.raises(UserError, match=said):
        desk.take(path)
    assert desk.run("risk", "score") == []


def test_a_rehearsal_changes_nothing(desk: Desk) -> None:
    report = desk.take(dry_run=True)
    assert report.dry_run
    assert report.created["risk"] == 2
    assert desk.run("risk", "score") == []


def test_the_register_comes_in_and_goes_out_by_commands(desk: Desk) -> None:
    words = ("import", "risks", str(desk.register))
    report = desk.run(*words, status=1)
    assert report["rows"] == {"read": 2, "taken": 2, "refused": 0}
    assert [one["raw"] for one in report["refused"]] == ["High"]
    map_file = desk.mapped({"kind": "risks", "values": {"current_likelihood": {"High": "4"}}})
    assert desk.run(*words, "--map", str(map_file))["created"] == {"risk_assessment": 1}
    assert desk.run(*words)["unchanged"] == {"risk": 2, "risk_assessment": 2}
    out = desk.folder / "out.xlsx"
    assert desk.run("export", "risks", str(out))["rows"] == {"risks": 2}
    assert desk.run("import", "risks", str(out))["unchanged"] == {"risk": 2, "risk_assessment": 2}


def test_scores_and_exposure_by_filter(desk: Desk) -> None:
    desk.take()
    assert [one["title"] for one in desk.run("risk", "score", "--filter", "score:1")] == ["Fire"]
    found = desk.run("risk", "exposure")
    assert found["costs"] == [{"currency": "CHF", "low": 300.0, "high": 300.0}]
    assert (found["open"], found["unjudged"], found["days"]) == (2, 1, None)
    assert "no field" in desk.run("risk", "score", "--filter", "colour:red", status=2)


def test_the_matrix_is_shown_and_set(desk: Desk) -> None:
    desk.take()
    assert desk.run("risk", "matrix") == json.loads(DEFAULT_TEXT)
    other = json.loads(DEFAULT_TEXT)
    other["levels"] = ["HHHHH", "HHHHH", "HHHHH", "HHHHH", "HHHHH"]
    path = desk.folder / "matrix.json"
    path.write_text(json.dumps(other))
    assert desk.run("risk", "matrix", "--set", str(path))["levels"][0] == "HHHHH"
    assert desk.run("risk", "score")[1]["level"] == "high"
    path.write_text("[]")
    assert "cannot be used" in desk.run("risk", "matrix", "--set", str(path), status=2)
    assert "cannot be read" in desk.run("risk", "matrix", "--set", str(path) + "x", status=2)
    assert desk.run("risk", "matrix")["levels"][0] == "HHHHH"


def test_a_list_has_the_fields_of_the_record_and_show_all_its_parts(desk: Desk) -> None:
    desk.take()
    [first] = desk.run("list", "risks", "--filter", "level:low", "--limit", "5")
    assert (first["title"], first["score"], first["status"]) == ("Fire", 1, "open")
    assert first["source_id"]
    leak = desk.run("list", "risks", "--filter", "is:unjudged")[0]["id"]
    task: list[str] = []
    desk.workspace.write(
        lambda uow: task.append(risks.add_action(uow, leak, QuickAdd(title="Drill")).id)
    )
    found = desk.run("show", "R-1")
    assert (found["id"], found["title"]) == (leak, "Leak")
    assert [action["id"] for action in found["actions"]] == task
    assert found["fields"] == [{"name": "Extra", "value": "x"}]
    [judged] = found["assessments"]
    assert (judged["impact"], judged["cost_low"]) == (5, 30_000)
