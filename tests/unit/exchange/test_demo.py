"""The demo's data: complete in both languages, consistent, dated around today, always the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from cockpit.domain.imported import ImportedBoard, ImportedTask
from cockpit.exchange.demo import DemoContent, demo_content

TODAY = date(2026, 11, 20)
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(params=["zh", "en"], scope="module")
def content(request: pytest.FixtureRequest) -> DemoContent:
    return demo_content(TODAY, request.param)


def boards(content: DemoContent) -> tuple[ImportedBoard, ...]:
    return tuple(launch.board for launch in content.launches)


def tasks(content: DemoContent) -> list[ImportedTask]:
    return [task for board in boards(content) for task in board.tasks]


def texts(content: DemoContent) -> Iterator[str]:
    yield content.product_name
    for launch in content.launches:
        yield from (launch.name, launch.phase)
        yield from (column.name for column in launch.board.columns)
        yield from (label.name for label in launch.board.labels)
    for task in tasks(content):
        yield from (task.title, task.description)
        if task.blocked_at:
            yield task.blocked_reason
        yield from (comment.text for comment in task.comments)
        for checklist in task.checklists:
            yield checklist.name
            yield from (item.text for item in checklist.items)
    for kpi in content.kpis:
        yield from (kpi.name, kpi.definition, kpi.origin)
        yield from (line.name for line in kpi.series[1:])
    yield from (mark.text for mark in content.marks)
    for risk in content.risks:
        yield from (risk.title, risk.cause, risk.effect, risk.response, risk.category)
        yield from (comment.text for comment in risk.comments)
        yield from (one.note for one in risk.assessments if one.note)
    for item in content.feedback:
        yield from (tag for tag in item.tags if tag)
        yield from (comment.text for comment in item.comments)


def test_counts(content: DemoContent) -> None:
    pay, ride = boards(content)
    assert (len(pay.tasks), len(ride.tasks)) == (110, 40)
    shown = Counter(task.column_key for task in pay.tasks if not task.archived)
    assert shown == {"backlog": 43, "committed": 6, "active": 5, "waiting": 3, "done": 41}
    limits = {column.key: column.wip_limit for column in pay.columns}
    assert limits == {"backlog": None, "committed": 8, "active": 4, "waiting": 5, "done": None}
    assert 8 <= len(pay.people) <= 10
    assert sum(task.archived for task in tasks(content)) >= 10
    assert sum(bool(task.blocked_reason) for task in tasks(content)) >= 4
    assert sum(bool(task.blocked_by_keys) for task in tasks(content)) >= 15
    assert sum(bool(task.checklists) for task in tasks(content)) == 51
    assert sum(bool(task.comments) for task in tasks(content)) == 54


def test_launches(content: DemoContent) -> None:
    pay, ride = content.launches
    assert pay.go_live_on == TODAY + timedelta(days=11)
    assert ride.go_live_on < TODAY
    for launch in content.launches:
        assert {release.platform for release in launch.releases} == {"iOS", "Android"}
        assert all(release.released_on <= TODAY for release in launch.releases)
        assert all(0 < release.roll_out <= 100 for release in launch.releases)


def test_every_reference_resolves(content: DemoContent) -> None:
    for board in boards(content):
        columns = {column.key for column in board.columns}
        people = {person.key for person in board.people}
        labels = {label.key for label in board.labels}
        keys = {task.key for task in board.tasks}
        assert len(keys) == len(board.tasks)
        for task in board.tasks:
            assert {move.to_column_key for move in task.moves} <= columns
            named = {*task.other_assignee_keys, *(comment.author_key for comment in task.comments)}
            assert named <= people
            assert task.assignee_key is None or task.assignee_key in people
            assert set(task.label_keys) <= labels
            assert set(task.blocked_by_keys) <= keys - {task.key}


@pytest.mark.parametrize("weekday", range(7))
def test_moves_are_a_history_that_ends_where_the_card_is(weekday: int) -> None:
    today = TODAY + timedelta(days=weekday)
    for task in tasks(demo_content(today, "en")):
        assert task.moves[0].from_column_key is None
        assert task.moves[0].at == task.created_at
        assert task.moves[-1].to_column_key == task.column_key
        for before, after in zip(task.moves, task.moves[1:], strict=False):
            assert before.to_column_key == after.from_column_key != after.to_column_key
            assert before.at < after.at, task.key
        assert (task.done_at is not None) == (task.column_key == "done")
        assert task.done_at in (None, task.moves[-1].at)


@pytest.mark.parametrize("weekday", range(7))
def test_nothing_has_happened_after_today_or_before_its_card(weekday: int) -> None:
    today = TODAY + timedelta(days=weekday)
    limit = datetime.combine(today, datetime.min.time(), tzinfo=UTC)
    for task in tasks(demo_content(today, "zh")):
        instants = [move.at for move in task.moves] + [comment.at for comment in task.comments]
        if task.blocked_at:
            instants.append(task.blocked_at)
        assert max(instants) < limit, task.key
        assert min(instants) >= task.created_at, task.key


def test_due_dates_lie_around_today(content: DemoContent) -> None:
    open_due = [
        task.due_on - TODAY
        for task in tasks(content)
        if task.due_on and task.column_key != "done" and not task.archived
    ]
    assert 2 <= sum(left < timedelta(0) for left in open_due) <= 5
    assert sum(timedelta(0) <= left <= timedelta(days=4) for left in open_due) >= 5


def test_some_cards_went_back(content: DemoContent) -> None:
    order = ["backlog", "committed", "active", "waiting", "done"]
    back = [
        move
        for task in tasks(content)
        for move in task.moves
        if move.from_column_key
        and order.index(move.to_column_key) < order.index(move.from_column_key)
    ]
    assert len(back) >= 8


def test_both_languages_are_complete_and_apart() -> None:
    chinese = list(texts(demo_content(TODAY, "zh_CN")))
    english = list(texts(demo_content(TODAY, "en")))
    assert len(chinese) == len(english)
    assert all(text.strip() for text in chinese + english)
    assert [text for text in english if HAN.search(text)] == []
    assert [text for text in chinese if not HAN.search(text)] == []


def test_titles_are_all_different(content: DemoContent) -> None:
    titles = Counter(task.title for task in tasks(content))
    assert [title for title, count in titles.items() if count > 1] == []


def test_the_other_language_is_an_alias() -> None:
    zh, en = (boards(demo_content(TODAY, language))[0].people[0] for language in ("zh", "en"))
    assert (zh.name, en.name) == ("李雷", "Li Lei")
    assert "Li Lei" in zh.aliases
    assert "李雷" in en.aliases


def test_same_every_time_and_moves_with_today() -> None:
    assert demo_content(TODAY, "zh") == demo_content(TODAY, "zh")
    week_later = demo_content(TODAY + timedelta(days=7), "zh")
    for now, then in zip(tasks(demo_content(TODAY, "zh")), tasks(week_later), strict=True):
        assert then.created_at - now.created_at == timedelta(days=7)
