"""Tables on the command line: a zone named, a mapping shown, edited and used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cockpit.bootstrap import new_workspace
from cockpit.cli import main

POINTS = "time,orders\n2026-04-01 00:00,10\n2026-04-02 00:00,12\n"
REGISTER = "ID,Risk,Probability,Impact\nA-1,Single acquiring bank,High,4\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "w.cockpit"
    new_workspace(found, "en", "UTC", None).close()
    return found


def run(path: Path, *words: object, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["-w", str(path), "--json", *map(str, words)])
    assert result.exit_code == status, result.output
    return result


def test_times_without_a_zone_need_one_and_tz_names_it(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(POINTS, encoding="utf-8")
    refused = run(path, "import", "series", file, status=2)
    assert "time zone" in refused.stderr
    assert json.loads(run(path, "info").stdout)["counts"]["points"] == 0
    run(path, "import", "series", file, "--tz", "Nowhere/City", status=2)
    report = json.loads(run(path, "import", "series", file, "--tz", "Asia/Shanghai").stdout)
    assert report["created"]["point"] == 2
    assert json.loads(run(path, "info").stdout)["counts"]["points"] == 2


def test_a_mapping_is_shown_edited_and_used(path: Path, tmp_path: Path) -> None:
    file, told = tmp_path / "register.csv", tmp_path / "map.json"
    file.write_text(REGISTER, encoding="utf-8")
    shown = json.loads(run(path, "import", "risks", file, "--show-map").stdout)
    assert [(q["raw"], q["column"]) for q in shown["open"]] == [("High", "Probability")]
    field = shown["open"][0]["field"]
    shown["mapping"]["values"] = {field: {"High": "5"}}
    told.write_text(json.dumps(shown), encoding="utf-8")
    dry = json.loads(run(path, "import", "risks", file, "--map", told, "--dry-run").stdout)
    assert (dry["dry_run"], dry["created"]["risk"], dry["warnings"]) == (True, 1, [])
    assert json.loads(run(path, "list", "risks").stdout) == []
    run(path, "import", "risks", file, "--map", told)
    (risk,) = json.loads(run(path, "list", "risks").stdout)
    assert (risk["likelihood"], risk["impact"], risk["score"]) == (5, 4, 20)


def test_without_answers_the_cell_is_refused_and_the_rest_is_kept(
    path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "register.csv"
    file.write_text(REGISTER, encoding="utf-8")
    report = json.loads(run(path, "import", "risks", file, status=1).stdout)
    assert report["created"]["risk"] == 1
    assert [(r["where"], r["raw"]) for r in report["refused"]] == [
        ("row 2, column Probability", "High")
    ]
    assert "“4”" in report["warnings"][0]
