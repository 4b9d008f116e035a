"""Exported tasks: harmless in a spreadsheet, whole on disk, and the same records when read back."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.board import TaskDetail
from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.domain.filters import Filter, parse_filter
from cockpit.domain.item import (
    Attachment,
    Comment,
    CustomField,
    FieldType,
    FieldValue,
    ItemLink,
    Link,
)
from cockpit.domain.organisation import Launch
from cockpit.domain.safe_cells import cell, text_of
from cockpit.domain.task import (
    Checklist,
    ChecklistItem,
    Column,
    Label,
    Priority,
    Stage,
    Task,
    Transition,
)
from cockpit.exchange.exports import EXPORTS, export_tasks
from cockpit.exchange.task_csv import COLUMNS
from cockpit.exchange.task_json import read_json

NOW = datetime(2026, 11, 24, 8, 30, 15, 123456, UTC)
LAUNCH = Launch(product_id="p", name="支付上线")
COLUMN = Column(launch_id=LAUNCH.id, name="Doing", stage=Stage.ACTIVE)
COST = CustomField(item_kind="task", name="=Cost", type=FieldType.NUMBER)
READY = CustomField(item_kind="task", name="Ready", type=FieldType.CHECKBOX)
FORMULAS = (
    *("=1+1", "+1+1", "-2+3", "@SUM(A1)", "＝1", "＋1", "－1", "＠1"),
    *("\t=1", "\r=1", "\n=1", " =1", "\ufeff=1", "'=1"),
)


def detail(number: int, title: str, **fields: object) -> TaskDetail:
    """Return a task with one of every part."""
    task = Task(
        launch_id=LAUNCH.id,
        column_id=COLUMN.id,
        number=number,
        title=title,
        entered_at=NOW,
        **fields,  # type: ignore[arg-type]
    )
    here = {"item_kind": "task", "item_id": task.id}
    steps = Checklist(task_id=task.id, name="Steps")
    step = ChecklistItem(checklist_id=steps.id, task_id=task.id, text="one", done_at=NOW)
    link = Link(a_kind="task", a_id=task.id, b_kind="risk", b_id="r")
    return TaskDetail(
        task=task,
        column=COLUMN,
        assignee_name="李雷",
        labels=(Label(launch_id=LAUNCH.id, name="iOS"), Label(launch_id=LAUNCH.id, name="支付")),
        checklists=((steps, (step,)),),
        comments=((Comment(**here, text="x"), "Zoe"),),  # type: ignore[arg-type]
        attachments=(Attachment(**here, name="a.png", size_bytes=3),),  # type: ignore[arg-type]
        links=(
            ItemLink(link=link, kind="risk", id="r", short="R-1", title="Slow bank", outgoing=True),
        ),
        blocked_by=(Task(**_bare(9), title="Before"),),  # type: ignore[arg-type]
        transitions=(Transition(task_id=task.id, to_column_id=COLUMN.id, at=NOW),),
        fields=(
            (COST, FieldValue(field_id=COST.id, item_id=task.id, number_value=-2.5)),
            (READY, FieldValue(field_id=READY.id, item_id=task.id, number_value=1.0)),
        ),
    )


def _bare(number: int) -> dict[str, object]:
    return {
        "launch_id": LAUNCH.id,
        "column_id": COLUMN.id,
        "number": number,
        "entered_at": NOW,
    }


class Source:
    """Hands out given tasks, failing after them if told so."""

    def __init__(self, tasks: list[TaskDetail], failure: Exception | None = None) -> None:
        self._tasks = tasks
        self._failure = failure
        self.filter: Filter | None = None

    def launches(self) -> list[Launch]:
        return [LAUNCH]

    def task_fields(self) -> list[CustomField]:
        return [COST, READY]

    def task_details(self, filter: Filter | None = None) -> Iterator[TaskDetail]:
        self.filter = filter
        yield from self._tasks
        if self._failure is not None:
            raise self._failure


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_csv_line_says_what_the_card_says(tmp_path: Path) -> None:
    made = detail(
        142,
        "支付回归测试",
        priority=Priority.HIGH,
        due_on=date(2026, 12, 1),
        due_at_time=time(15),
        source_id="trello:b:task:1",
    )
    path = tmp_path / "tasks.csv"
    assert export_tasks(Source([made]), path) == 1
    assert path.read_bytes().startswith(b'\xef\xbb\xbf"short"')
    (row,) = rows_of(path)
    wanted = {
        "short": "T-142",
        "number": "142",
        "title": "支付回归测试",
        "column": "Doing",
        "stage": "active",
        "priority": "high",
        "assignee": "李雷",
        "labels": "iOS; 支付",
        "due_on": "2026-12-01",
        "due_at_time": "15:00:00",
        "entered_at": "2026-11-24T08:30:15Z",
        "finished_at": "",
        "blocked_by": "T-9",
        "steps_done": "1",
        "steps": "1",
        "comments": "1",
        "id": made.task.id,
        "source_id": "trello:b:task:1",
        "launch": "支付上线",
        "field:=Cost": "-2.5",
        "field:Ready": "true",
    }
    assert wanted.items() <= row.items()
    assert set(row) == {*COLUMNS, "launch", "field:=Cost", "field:Ready"}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_is_active_whatever_field_it_is_in(tmp_path: Path, text: str) -> None:
    made = detail(1, text, description=text, blocked_reason=text, source_id=text)
    path = tmp_path / "tasks.csv"
    export_tasks(Source([made]), path)
    (row,) = rows_of(path)
    for field in ("title", "description", "blocked_reason", "source_id"):
        assert row[field] == f"'{text}"
        assert text_of(row[field]) == text


def test_numbers_stay_numbers_and_texts_are_quoted(tmp_path: Path) -> None:
    path = tmp_path / "tasks.csv"
    export_tasks(Source([detail(7, "-5"), detail(8, "a;=1,b\n2")]), path)
    first, second = rows_of(path)
    assert (first["title"], second["title"]) == ("-5", "a;=1,b\n2")
    lines = path.read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[1].startswith('"T-7",7,"-5","Doing",')
    assert lines[1].endswith('"支付上线",-2.5,"true"')
    assert '"a;=1,b\n2"' in lines[2]
    assert [cell(value) for value in (-5, -2.5, 3.0, None, False)] == [-5, -2.5, 3, "", "false"]


@given(st.text(st.sampled_from("'=+-@\t\r\n 1.5a＝支\ufeff"), max_size=8))
def test_every_text_comes_back_and_none_is_active(text: str) -> None:
    content = cell(text)
    assert isinstance(content, str)
    assert text_of(content) == text
    bare = content.lstrip(" \ufeff")
    number = bare.removeprefix("-").removeprefix("+").replace(".", "", 1)
    if bare[:1] in ("=", "@", "＝") or content[:1] in ("\t", "\r", "\n"):
        pytest.fail(f"{content!r} is active")
    assert bare[:1] not in ("+", "-") or number.isdecimal()


def test_json_reads_back_as_the_same_records(tmp_path: Path) -> None:
    made = [detail(1, "=1"), detail(2, "退款\u2028\x00", source_id="trello:b:task:2")]
    path = tmp_path / "tasks.JSON"
    assert export_tasks(Source(made), path) == 2
    found = read_json(path)
    assert list(found.tasks) == made
    assert (found.launches, found.fields) == ((LAUNCH,), (COST, READY))
    plain = json.loads(path.read_text(encoding="utf-8"))
    assert [task["task"]["source_id"] for task in plain["tasks"]] == [None, "trello:b:task:2"]
    export_tasks(Source([]), path)
    assert read_json(path).tasks == ()


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\xff\xfe", b'{"format":"cockpit-tasks","version":1}', b"[1]"]
)
def test_a_foreign_json_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tasks.json"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"tasks\.json is no export of tasks"):
        read_json(path)
    with pytest.raises(EnvironmentProblem, match="cannot be read"):
        read_json(tmp_path / "none.json")


def test_the_name_says_the_format_and_the_filter_is_handed_on(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.csv, \.json"):
        export_tasks(Source([]), tmp_path / "tasks.xlsx")
    source, wanted = Source([]), parse_filter("status:open")
    export_tasks(source, tmp_path / "tasks.csv", wanted)
    assert source.filter == wanted
    assert {format_.extension for format_ in EXPORTS} == {"csv", "json"}


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_a_failure_half_way_leaves_the_old_file_alone(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"tasks.{extension}"
    path.write_text("old")
    for failure in (UserError("gone"), OSError(28, "No space left on device")):
        with pytest.raises((UserError, EnvironmentProblem)):
            export_tasks(Source([detail(1, "a")], failure), path)
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("extension", ["csv", "json"])
def test_the_file_is_durable_before_it_takes_its_name(
    tmp_path: Path, extension: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str] = []
    size_at_sync: list[int] = []

    def noted(name: str, original: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: object) -> None:
            events.append(name)
            if name == "fsync":
                assert isinstance(arguments[0], int)
                size_at_sync.append(os.fstat(arguments[0]).st_size)
            original(*arguments)

        return call

    monkeypatch.setattr(os, "fsync", noted("fsync", os.fsync))
    monkeypatch.setattr(os, "replace", noted("replace", os.replace))
    path = tmp_path / f"tasks.{extension}"
    export_tasks(Source([detail(1, "a")]), path)
    assert events[:2] == ["fsync", "replace"]
    assert size_at_sync[0] == path.stat().st_size


def test_a_folder_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        export_tasks(Source([]), tmp_path / "nowhere" / "tasks.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(EnvironmentProblem, match="cannot be written"):
        export_tasks(Source([]), tmp_path / "folder.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a right on Windows")
def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    target, link = tmp_path / "real.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    export_tasks(Source([]), link)
    assert link.is_symlink()
    assert target.stat().st_size
