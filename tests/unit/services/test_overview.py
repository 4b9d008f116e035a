"""What needs somebody today, over all pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.organisation import Launch, Release
from cockpit.domain.overview import Digest, NeedKind
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.task import Task
from cockpit.services import overview, tasks
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace

TODAY = datetime.now(UTC).date()
NOW = datetime.now(UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    made = new_workspace(tmp_path / "w.cockpit", "en", "UTC", TODAY + timedelta(days=11))
    yield made
    made.close()


def add(workspace: SqlWorkspace, line: str, column: int = 0, **fields: object) -> None:
    launch = workspace.reader().launches()[0]
    columns = workspace.reader().columns(launch.id)

    def work(uow: UnitOfWork) -> None:
        quick = parse_quick_add(line, TODAY)
        task = tasks.create_task(uow, launch.id, columns[column].id, quick)
        uow.save(replace(uow.get(Task, task.id), **fields))  # type: ignore[arg-type]

    workspace.write(work)


def found(workspace: SqlWorkspace) -> Digest:
    launch = workspace.reader().launches()[0]
    return overview.digest(workspace.reader(), launch, TODAY, NOW)


def test_an_empty_launch_needs_nothing(workspace: SqlWorkspace) -> None:
    digest = found(workspace)
    assert (digest.needs, digest.needs_total, digest.done, digest.total) == ((), 0, 0, 0)
    assert [on for on, _cards, _count in digest.week] == [
        TODAY + timedelta(days=n) for n in range(7)
    ]


def test_what_presses_most_comes_first(workspace: SqlWorkspace) -> None:
    add(workspace, "soon", due_on=TODAY + timedelta(days=1))
    add(workspace, "late", due_on=TODAY - timedelta(days=2))
    add(workspace, "stuck", blocked_reason="waits for the bank", blocked_at=NOW)
    add(workspace, "far", due_on=TODAY + timedelta(days=9))
    digest = found(workspace)
    assert [(need.kind, need.title) for need in digest.needs] == [
        (NeedKind.BLOCKED, "stuck"),
        (NeedKind.OVERDUE, "late"),
        (NeedKind.DUE, "soon"),
    ]
    assert digest.needs_total == 3
    assert digest.needs[0].fact == "waits for the bank"
    assert digest.needs[1].fact == "2 days late"
    assert (digest.done, digest.total) == (0, 4)
    assert digest.happenings[0].label == "Created “far”"
    due_tomorrow = digest.week[1]
    assert ([card.title for card in due_tomorrow[1]], due_tomorrow[2]) == (["soon"], 1)


def test_done_tasks_do_not_need_anybody(workspace: SqlWorkspace) -> None:
    add(workspace, "late but done", 4, due_on=TODAY - timedelta(days=2))
    digest = found(workspace)
    assert (digest.needs, digest.done) == ((), 1)


def test_a_step_taken_back_is_no_news(workspace: SqlWorkspace) -> None:
    add(workspace, "a mistake")
    assert "Created “a mistake”" in [h.label for h in found(workspace).happenings]
    workspace.undo()
    assert "Created “a mistake”" not in [h.label for h in found(workspace).happenings]


LAUNCH = Launch(product_id="p", name="Pay", go_live_on=date(2026, 12, 5))


def release(on: date, share: float | None, launch_id: str | None = None) -> Release:
    return Release(
        product_id="p",
        launch_id=launch_id,
        version=f"2.{share:.0f}",
        released_on=on,
        roll_out=share,
    )


def test_the_way_to_everybody_goes_from_release_to_release() -> None:
    today = date(2026, 11, 24)
    way = overview.segments(
        LAUNCH,
        [
            release(date(2026, 11, 20), 5.0),
            release(date(2026, 11, 28), 20.0),
            release(date(2026, 11, 22), 50.0, "another launch"),
            release(date(2026, 12, 7), 100.0),
        ],
        today,
    )
    assert [(s.starts_on.day, s.ends_on.day, s.roll_out) for s in way] == [
        (14, 20, None),
        (20, 28, 5.0),
        (28, 5, 20.0),
        (5, 19, 100.0),
    ]


def test_without_a_day_there_is_no_way() -> None:
    assert overview.segments(replace(LAUNCH, go_live_on=None), [], date(2026, 11, 24)) == []


def test_facts_say_how_far_a_day_is() -> None:
    today = date(2026, 11, 24)
    days = (-1, 0, 1, 5)
    assert [overview.due_fact(today + timedelta(days=n), today) for n in days] == [
        "1 day late",
        "today",
        "in 1 day",
        "in 5 days",
    ]
