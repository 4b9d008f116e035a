"""The windows of a board and of the list: the right rows, in order, and through an index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from time import perf_counter
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event, insert, text

from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import utc_now
from cockpit.domain.filters import parse_filter
from cockpit.domain.task import Task
from cockpit.services.ports import TaskSort
from cockpit.storage.board_reader import SqlBoardReader
from cockpit.storage.engine import make_engine
from cockpit.storage.tables import TABLES
from cockpit.storage.workspace import SqlWorkspace
from tests.unit.storage.filter_world import TODAY, ZONE, Facts, build, passes, reader_of

LINES = ("", "status:open", "支付", "label:iOS -assignee:me", "status:all", "status:archived")


class World(NamedTuple):
    """A workspace of generated tasks, its reader and the same tasks in plain Python."""

    workspace: SqlWorkspace
    reader: SqlBoardReader
    facts: list[Facts]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    workspace, facts = build(tmp_path_factory.mktemp("board") / "w.cockpit")
    yield World(workspace, reader_of(workspace), facts)
    workspace.close()


def in_column(world: World, column_id: str, line: str) -> list[str]:
    """Return the ids that a column must show, from top to bottom."""
    found = [
        facts.task
        for facts in world.facts
        if facts.task.column_id == column_id and passes(facts, parse_filter(line))
    ]
    return [task.id for task in sorted(found, key=lambda task: (task.position, task.id))]


@pytest.mark.parametrize("line", LINES)
def test_counts_windows_and_places_agree(world: World, line: str) -> None:
    reader, wanted = world.reader, parse_filter(line)
    launch = reader.launches()[0].id
    columns = reader.board_columns(launch, wanted)
    assert len(columns) == (6 if line in ("status:all", "status:archived") else 5)
    assert [c.column.position for c in columns] == sorted(c.column.position for c in columns)
    for shown in columns:
        expected = in_column(world, shown.column.id, line)
        assert shown.shown == len(expected)
        windows = [reader.cards(shown.column.id, wanted, at, 7) for at in range(0, 80, 7)]
        assert [card.id for window in windows for card in window] == expected
        places = [reader.index_in_column(task_id, wanted) for task_id in expected[:20]]
        assert places == list(range(len(places)))
    assert reader.count(launch, wanted) == sum(column.shown for column in columns)


def test_the_total_is_what_counts_against_the_limit_whatever_the_filter(world: World) -> None:
    launch = world.reader.launches()[0].id
    for shown in world.reader.board_columns(launch, parse_filter("T-3")):
        standing = [
            facts
            for facts in world.facts
            if facts.column.id == shown.column.id
            and facts.task.archived_at is None
            and facts.task.deleted_at is None
        ]
        assert shown.total == len(standing) > shown.shown


def test_a_card_that_does_not_pass_has_no_place(world: World) -> None:
    wanted = parse_filter("status:open")
    for facts in world.facts:
        if not passes(facts, wanted):
            assert world.reader.index_in_column(facts.task.id, wanted) is None
    assert world.reader.index_in_column("no such task") is None


def test_a_card_carries_all_that_is_drawn(world: World) -> None:
    cards = {
        card.id: card
        for card in world.reader.task_list(None, parse_filter("status:all"), limit=1000)
    }
    assert len(cards) > 200
    for facts in world.facts:
        if facts.task.deleted_at is not None:
            assert facts.task.id not in cards
            continue
        card = cards[facts.task.id]
        assert card.title == facts.task.title
        assert card.assignee_name == (facts.person.name if facts.person else "")
        assert [label.name for label in card.labels] == sorted(facts.labels)
        assert (card.comments > 0, card.attachments > 0) == (facts.comments, facts.attachments)
        assert card.checklist_total == facts.checklist
        archived = facts.task.archived_at is not None or facts.column.archived_at is not None
        assert card.archived is archived


SORTS: dict[TaskSort, Callable[[Facts], Any]] = {
    "number": lambda facts: facts.task.number,
    "title": lambda facts: facts.task.title.lower(),
    "column": lambda facts: facts.column.position,
    "assignee": lambda facts: facts.person.name if facts.person else None,
    "priority": lambda facts: ["low", "normal", "high", "urgent"].index(facts.task.priority),
    "due": lambda facts: facts.task.due_on,
    "created": lambda facts: facts.task.created_at,
    "entered": lambda facts: facts.task.entered_at,
}


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_the_list_is_sorted_with_absent_values_last(
    world: World, sort: TaskSort, descending: bool
) -> None:
    key, nothing = SORTS[sort], parse_filter("")
    found = sorted((f for f in world.facts if passes(f, nothing)), key=lambda f: f.task.number)
    present = [facts for facts in found if key(facts) is not None]
    present.sort(key=key, reverse=descending)
    if descending:  # Equal values still stand by number.
        present = [f for v in dict.fromkeys(map(key, present)) for f in found if key(f) == v]
    expected = present + [facts for facts in found if key(facts) is None]
    launch = world.reader.launches()[0].id
    windows = [
        world.reader.task_list(launch, nothing, sort, descending, at, 50)
        for at in range(0, 300, 50)
    ]
    assert [card.number for cards in windows for card in cards] == [f.task.number for f in expected]


def test_reads_go_on_while_somebody_writes(world: World) -> None:
    engine = make_engine(world.workspace.path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE task SET title = 'held'"))
        begun = perf_counter()
        cards = world.reader.task_list(None, limit=5)
        assert perf_counter() - begun < 2
        assert all(card.title != "held" for card in cards)
        connection.rollback()
    engine.dispose()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlWorkspace]:
    """Twenty thousand tasks, most of them in the first column."""
    path = tmp_path_factory.mktemp("large") / "w.cockpit"
    workspace = new_workspace(path, "en", ZONE.key, None)
    launch = workspace.reader().launches()[0].id
    columns = workspace.reader().columns(launch)
    now, task = utc_now(), TABLES[Task]
    rows = [
        {
            "id": f"{number:032x}",
            "created_at": now,
            "launch_id": launch,
            "column_id": columns[0 if number % 4 else number % 5].id,
            "number": number,
            "title": f"task {number}",
            "description": "",
            "priority": "normal",
            "position": float(number),
            "due_on": TODAY + timedelta(number % 60 - 30),
            "entered_at": now,
            "archived_at": now if number % 7 == 0 else None,
            "blocked_reason": "",
        }
        for number in range(20_000)
    ]
    engine = make_engine(path)
    with engine.begin() as connection:
        connection.execute(insert(task), rows)
    engine.dispose()
    yield workspace
    workspace.close()


def plans(reader: SqlBoardReader, ask: Callable[[], object]) -> list[str]:
    """Return the query plan of every statement that a question runs."""
    statements: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        statements.append((statement, values))

    event.listen(reader._engine, "before_cursor_execute", note)
    ask()
    event.remove(reader._engine, "before_cursor_execute", note)
    with reader._engine.connect() as connection:
        return [
            row[3]
            for statement, values in statements
            if statement.startswith("SELECT")
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]


LARGE = ("task", "task_label", "comment", "attachment", "checklist_item", "transition", "journal")


@pytest.mark.parametrize("line", ["", "status:open due:<7d", "label:iOS", "is:blocked has:comment"])
def test_no_question_of_the_board_reads_a_large_table_whole(large: SqlWorkspace, line: str) -> None:
    reader, wanted = large.reader(), parse_filter(line)
    launch = reader.launches()[0].id
    column = reader.columns(launch)[0].id
    middle = reader.cards(column, offset=5_000, limit=1)[0].id
    asked: list[Callable[[], object]] = [
        lambda: reader.cards(column, wanted, 5_000, 40),
        lambda: reader.board_columns(launch, wanted),
        lambda: reader.index_in_column(middle, wanted),
        lambda: reader.task_list(launch, wanted, offset=5_000, limit=40),
        lambda: reader.task_list(None, parse_filter(f"T-142 {line}")),
        lambda: reader.count(launch, wanted),
        lambda: reader.task(middle),
        lambda: reader.search("T-142"),
        lambda: reader.history(middle),
    ]
    for ask in asked:
        steps = plans(reader, ask)
        assert steps
        scans = [step.split()[1] for step in steps if step.startswith("SCAN ")]
        assert not set(scans) & set(LARGE), steps


def test_the_window_of_cards_walks_the_index_in_order(large: SqlWorkspace) -> None:
    reader = large.reader()
    column = reader.columns(reader.launches()[0].id)[0].id
    steps = plans(reader, lambda: reader.cards(column, offset=9_000, limit=40))
    assert steps[0].startswith("SEARCH task USING")
    assert "(column_id=?" in steps[0]
    # Only cards at one and the same position are sorted by hand, never the column.
    assert "USE TEMP B-TREE FOR ORDER BY" not in steps[: steps.index("CREATE BLOOM FILTER") + 2]


def test_a_plan_that_scans_is_seen(large: SqlWorkspace) -> None:
    reader = large.reader()
    steps = plans(reader, lambda: reader.all(Task, "title", blocked_reason="x"))
    assert "SCAN task" in steps
