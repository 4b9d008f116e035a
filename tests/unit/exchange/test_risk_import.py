"""Registers come in with every cell accounted for, are known again, and go out and in unchanged."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import Cancelled, UserError
from cockpit.domain.imported import ImportReport
from cockpit.domain.item import FieldType
from cockpit.domain.mapping import Mapping, answered
from cockpit.domain.organisation import Launch
from cockpit.domain.risk import AssessmentTier, ResponseStrategy, Risk, RiskAssessment, RiskStatus
from cockpit.exchange.risk_export import export_risks
from cockpit.exchange.risk_import_file import RiskTableImport
from cockpit.services import risks
from cockpit.storage.workspace import SqlWorkspace

CURRENT = AssessmentTier.CURRENT


def go_on(_done: int, _total: int) -> bool:
    return True


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "Asia/Shanghai", None)
    yield workspace
    workspace.close()


def written(tmp_path: Path, text: str, name: str = "r.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def agreed(opened: RiskTableImport) -> Mapping:
    """The mapping with every suggestion taken."""
    mapping = opened.mapping
    for question in opened.questions(mapping):
        assert question.suggestion, question.sentence
        mapping = answered(mapping, question, question.suggestion)
    return mapping


def taken(workspace: SqlWorkspace, path: Path, mapping: Mapping | None = None) -> ImportReport:
    """Import a register, and check that no cell of it vanished."""
    opened = RiskTableImport(workspace, path)
    _changes, report = opened.run(mapping or agreed(opened), go_on)
    assert report.rows["read"] == report.rows["taken"] + report.rows["refused"]
    return report


def by_title(workspace: SqlWorkspace) -> dict[str, Risk]:
    return {risk.title: risk for risk in workspace.reader().all(Risk)}


def now_of(workspace: SqlWorkspace, title: str) -> dict[AssessmentTier, RiskAssessment]:
    [whole] = [one for one in workspace.reader().whole_risks() if one.risk.title == title]
    return dict(whole.now)


def test_the_federal_office_register(workspace: SqlWorkspace, samples: Path) -> None:
    path = samples / "boards_risks" / "risk_register_federal_office_cost_schedule.csv"
    report = taken(workspace, path)
    assert (report.created["risk"], report.refused) == (10, [])
    assert report.cells == {"used": 120, "mapped": 20, "left": 0, "refused": 0}
    figures = workspace.reader().register_figures(None)
    assert (figures.open, figures.closed) == (8, 2)
    [cost] = figures.costs
    assert (cost.currency, cost.low, cost.high) == ("USD", 171_000_000, 171_000_000)
    assert figures.days == (167.0, 167.0)


def test_the_cyber_register_has_its_published_scores_and_levels(
    workspace: SqlWorkspace, samples: Path
) -> None:
    folder = samples / "risk_register_cyber12"
    expected = json.loads((folder / "expected.json").read_text())
    report = taken(workspace, folder / "risk_register.csv")
    assert report.warnings == []
    rows = workspace.reader().risk_list(None)
    assert Counter(row.level.value.title() for row in rows if row.level) == expected["levels"]
    with (folder / "risk_register.csv").open(encoding="utf-8") as file:
        scores = {line["title"]: int(line["score"]) for line in csv.DictReader(file)}
    assert {row.title: row.score for row in rows} == scores
    assert len(scores) == expected["scores_equal_LxI"]


WILD = """Risk ID,Risk,Likelihood,Likelihood (2),Impact,Cost,Probability %,Schedule Impact
1,Supplier fails,3 - Possible / Occasional ,x,High,"300,000 CHF",20%,Yes
2,Data leak,20%,,Very High,100k-300k EUR,,5-10 d
3,Strike,Likely,,4,,0.5,2 weeks
4,Late permit,0.05,,Low,5,,
"""


def test_what_registers_write_is_asked_once_per_distinct_value(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    opened = RiskTableImport(workspace, written(tmp_path, WILD))
    asked = {(q.column, q.about, q.raw): q for q in opened.questions(opened.mapping)}
    assert {key[2]: q.suggestion for key, q in asked.items() if key[1] == "value"} == {
        "3 - Possible / Occasional": "3",
        "20%": "2",
        "Likely": "4",
        "0.05": "1",
        "High": "4",
        "Very High": "5",
        "Low": "2",
    }
    currency = asked["Cost", "currency", ""]
    assert (currency.count, currency.suggestion) == (1, "")
    mapping = opened.mapping
    for question in asked.values():
        mapping = answered(mapping, question, question.suggestion or "CHF")
    _changes, report = opened.run(mapping, go_on)
    assert [(r.where, r.raw) for r in report.refused] == [("row 2, column Schedule Impact", "Yes")]
    leak = now_of(workspace, "Data leak")[CURRENT]
    assert (leak.likelihood, leak.impact) == (2, 5)
    assert (leak.probability_low, leak.probability_high) == (0.2, 0.2)
    assert (leak.cost_low, leak.cost_high, leak.currency) == (10_000_000, 30_000_000, "EUR")
    assert (leak.days_low, leak.days_high) == (5.0, 10.0)
    strike = now_of(workspace, "Strike")[CURRENT]
    assert (strike.days_low, strike.probability_high) == (14.0, 0.5)
    assert now_of(workspace, "Late permit")[CURRENT].currency == "CHF"
    assert now_of(workspace, "Supplier fails")[CURRENT].cost_low == 30_000_000
    again = RiskTableImport(workspace, tmp_path / "r.csv")
    assert again.questions(again.mapping) == []


def test_a_value_nobody_answered_for_is_refused_and_the_rest_of_the_row_taken(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    path = written(tmp_path, "ID,Title,Likelihood,Impact\n1,Leak,High,5\n")
    opened = RiskTableImport(workspace, path)
    _changes, report = opened.run(opened.mapping, go_on)
    [refused] = report.refused
    assert (refused.where, refused.raw) == ("row 2, column Likelihood", "High")
    assert report.cells == {"used": 3, "mapped": 0, "left": 0, "refused": 1}
    assert now_of(workspace, "Leak")[CURRENT].impact == 5


def test_rows_that_cannot_be_risks_are_refused_with_their_place(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    text = "ID,Title,Impact\n1,Leak,5\n2,,4\n1,Other,3\n3,Wide,3,extra\n4,Short\n5,Odd,9\n"
    opened = RiskTableImport(workspace, written(tmp_path, text))
    _changes, report = opened.run(opened.mapping, go_on)
    assert [(one.where, one.reason.split(".")[0][:24]) for one in report.refused] == [
        ("row 3", "This row has no title, s"),
        ("row 4", "“1” is the ID of row 2 a"),
        ("row 5", "This row has 1 more cell"),
        ("row 7, column Impact", "“9” is not a value of Cu"),
    ]
    assert report.rows == {"read": 6, "taken": 3, "refused": 3}
    assert sum(report.cells.values()) == 17
    assert "1 row ends before the last column" in report.warnings[0]


def test_a_second_import_changes_nothing_and_a_changed_file_only_what_changed(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    text = "ID,Title,L,I,Owner,Room\n1,Leak,2,5,Zhou,4a\n2,Fire,1,1,He,\n"
    taken(workspace, written(tmp_path, text))
    first = by_title(workspace)
    report = taken(workspace, written(tmp_path, text))
    assert (report.created, report.updated) == ({}, {})
    assert report.unchanged == {"risk": 2, "risk_assessment": 2}
    report = taken(
        workspace, written(tmp_path, text.replace("2,5,Zhou,4a", "3,5,Li,4b"), "renamed.csv")
    )
    assert report.updated == {"risk": 1}
    assert report.created == {"risk_assessment": 1}
    assert by_title(workspace)["Leak"].id == first["Leak"].id
    assert now_of(workspace, "Leak")[CURRENT].rating == (3, 5)
    [(_field, value)] = workspace.reader().parts("risk", first["Leak"].id).fields
    assert value.text_value == "4b"
    workspace.undo()
    assert now_of(workspace, "Leak")[CURRENT].rating == (2, 5)


def test_another_register_with_the_same_ids_does_not_overwrite(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    taken(workspace, written(tmp_path, "ID,Title,L,I\n1,Leak,2,5\n"))
    taken(workspace, written(tmp_path, "ID,Title,L,I,More\n1,Flood,2,5,x\n"))
    assert set(by_title(workspace)) == {"Leak", "Flood"}
    report = taken(workspace, written(tmp_path, "Ref,Title,L,I\n1,Leak,2,5\n"))
    assert report.unchanged["risk"] == 1


def test_an_import_is_one_step(workspace: SqlWorkspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, "ID,Title,L,I\n1,Leak,2,5\n2,Fire,5,5\n"))
    assert workspace.undo().label == "Imported risks from “r.csv”"
    assert by_title(workspace) == {}
    workspace.redo()
    assert len(by_title(workspace)) == 2


def test_a_rehearsal_says_the_same_and_changes_nothing(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    opened = RiskTableImport(workspace, written(tmp_path, WILD))
    mapping = opened.mapping
    rehearsed = opened.rehearse(mapping, go_on)
    assert rehearsed.dry_run
    assert by_title(workspace) == {}
    _changes, report = opened.run(mapping, go_on)
    assert (report.created, report.cells) == (rehearsed.created, rehearsed.cells)


def test_a_cancelled_import_leaves_nothing(workspace: SqlWorkspace, tmp_path: Path) -> None:
    rows = "".join(f"{i},Risk {i},1,1\n" for i in range(450))
    opened = RiskTableImport(workspace, written(tmp_path, "ID,Title,L,I\n" + rows))
    with pytest.raises(Cancelled):
        opened.run(opened.mapping, lambda done, _total: done < 300)
    assert by_title(workspace) == {}


def test_scores_and_levels_that_say_something_else_are_told(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    text = "ID,Title,L,I,Score,Level\n1,a,2,5,10,High\n2,b,2,5,11,Low\n3,c,1,1,1,green\n"
    report = taken(workspace, written(tmp_path, text))
    assert report.warnings == [
        "1 row has another score than likelihood × impact; ours is shown.",
        "1 row has another level than the workspace's matrix gives; the matrix counts.",
    ]


def test_a_chinese_register(workspace: SqlWorkspace, tmp_path: Path) -> None:
    text = (
        "编号,风险描述,原因,可能性,影响程度,责任人,状态,应对策略,应对措施,下次复核\n"
        "1,银联通道中断,只有一条通道,高,严重,周岚,进行中,减轻,接入第二家收单行,2026年12月1日\n"
    )
    path = tmp_path / "r.csv"
    path.write_bytes(text.encode("gb18030"))
    taken(workspace, path)
    risk = by_title(workspace)["银联通道中断"]
    assert (risk.cause, risk.strategy) == ("只有一条通道", ResponseStrategy.REDUCE)
    assert risk.review_on == date(2026, 12, 1)
    assert now_of(workspace, "银联通道中断")[CURRENT].rating == (4, 5)


def test_closed_on_closes(workspace: SqlWorkspace, tmp_path: Path) -> None:
    text = "ID,Title,Closed on,Raised on\n1,a,2026-03-01,2026-01-01\n2,b,,2026-01-01\n"
    taken(workspace, written(tmp_path, text))
    found = by_title(workspace)
    assert found["a"].status is RiskStatus.CLOSED
    assert found["a"].closed_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert found["b"].is_open
    assert found["b"].created_at.date() == date(2026, 1, 1)


def test_the_matrix_of_another_launch(workspace: SqlWorkspace, tmp_path: Path) -> None:
    launch = workspace.reader().launches()[0]
    workspace.write(lambda uow: uow.add(Launch(product_id=launch.product_id, name="Two")))
    path = written(tmp_path, "ID,Title\n1,a\n")
    opened = RiskTableImport(workspace, path, into=launch.name)
    opened.run(opened.mapping, go_on)
    assert by_title(workspace)["a"].launch_id == launch.id
    with pytest.raises(UserError, match="no launch “Three”"):
        RiskTableImport(workspace, path, into="Three").run(opened.mapping, go_on)


def full(workspace: SqlWorkspace) -> None:
    """Log risks with everything that an export writes, some of it hostile."""
    launch = workspace.reader().launches()[0]

    def fill(uow: Any) -> None:
        first = risks.create_risk(
            uow, launch.product_id, "=cmd|'/c calc'!A1", launch_id=launch.id,
            cause="'quoted", effect="two\nlines", category="-1", strategy=ResponseStrategy.ACCEPT,
            response="@SUM(1)", review_on=date(2026, 12, 24),
        )  # fmt: skip
        risks.own_risks(uow, [first.id], "周岚")
        for tier in AssessmentTier:
            risks.assess(
                uow, [first.id], tier, likelihood=4, impact=2, probability_low=0.2,
                probability_high=0.4, cost_low=100, cost_high=1250, currency="EUR", days_low=5.0,
                days_high=10.5, note="=1+1",
            )  # fmt: skip
        second = risks.create_risk(uow, launch.product_id, "银联")
        risks.assess(uow, [second.id], CURRENT, cost_low=7, cost_high=7, currency="JPY")
        risks.set_status(uow, [second.id], RiskStatus.OCCURRED)
        risks.create_risk(uow, launch.product_id, "银联")

    workspace.write(fill)


def told(workspace: SqlWorkspace) -> list[Any]:
    """Everything an export writes, without our own ids."""
    found = []
    for whole in workspace.reader().whole_risks():
        risk = whole.risk
        judged = {
            tier: [getattr(one, name) for name in ("likelihood", "impact", "probability_low",
                   "probability_high", "cost_low", "cost_high", "currency", "days_low",
                   "days_high", "note")]
            for tier, one in whole.now.items()
        }  # fmt: skip
        found.append([risk.title, risk.cause, risk.effect, risk.category, whole.owner_name,
                      risk.status, risk.strategy, risk.response, risk.review_on,
                      risk.created_at.date(), risk.closed_at and risk.closed_at.date(), judged,
                      sorted(str(v.text_value or v.date_value) for v in whole.values.values()),
                      ])  # fmt: skip
    return found


FILLS: list[Callable[[SqlWorkspace, Path], object]] = [
    lambda workspace, _samples: full(workspace),
    lambda workspace, samples: taken(
        workspace,
        samples / "boards_risks" / "risk_register_federal_office_cost_schedule.csv",
    ),
    lambda workspace, samples: taken(
        workspace, samples / "risk_register_cyber12" / "risk_register.csv"
    ),
]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("fill", FILLS, ids=["hostile", "federal", "cyber"])
def test_out_and_in_is_the_same(
    workspace: SqlWorkspace,
    samples: Path,
    tmp_path: Path,
    fill: Callable[[SqlWorkspace, Path], object],
    extension: str,
) -> None:
    fill(workspace, samples)
    path = tmp_path / f"out.{extension}"
    count = export_risks(workspace.reader(), path)
    assert count == len(told(workspace)) > 2
    before = told(workspace)
    report = taken(workspace, path)
    assert (report.created, report.updated, report.refused) == ({}, {}, [])
    assert told(workspace) == before
    other = new_workspace(tmp_path / "other.cockpit", "zh", "UTC", None)
    report = taken(other, path)
    assert (report.created["risk"], report.refused) == (count, [])
    assert told(other) == before
    report = taken(other, path)
    assert (report.created, report.updated) == ({}, {})
    other.close()


def test_no_cell_of_an_export_is_a_formula(workspace: SqlWorkspace, tmp_path: Path) -> None:
    full(workspace)
    path = tmp_path / "out.csv"
    export_risks(workspace.reader(), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+") or cell == "-1x"]


def test_an_export_needs_a_known_ending(workspace: SqlWorkspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.csv, \.xlsx"):
        export_risks(workspace.reader(), tmp_path / "out.pdf")


def test_a_kept_column_keeps_its_type(workspace: SqlWorkspace, tmp_path: Path) -> None:
    text = "ID,Title,WBS,When,Mixed\n1,a,1.10,2026-01-02,2026-01-02\n2,b,1.1,,soon\n"
    taken(workspace, written(tmp_path, text))
    types = {field.name: field.type for field in workspace.reader().risk_fields()}
    assert types == {"WBS": FieldType.TEXT, "When": FieldType.DATE, "Mixed": FieldType.TEXT}
