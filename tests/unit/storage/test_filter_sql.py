"""Filters as SQL find exactly what the same filters find in plain Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cockpit.domain.filters import Filter, parse_filter
from cockpit.storage.board_reader import SqlBoardReader
from cockpit.storage.filter_sql import MOST_CONDITIONS
from tests.unit.storage.filter_world import LABELS, Facts, build, passes, reader_of

FIXED = {
    "status": ("open", "done", "archived", "blocked", "all"),
    "label": (*LABELS, "urgent FIX", "nothing"),
    "assignee": ("me", "none", "李雷", "LEILEI", "li lei", "韩梅梅", "zoe", "nobody"),
    "column": ("Backlog", "active", "old list", "nowhere"),
    "stage": ("backlog", "committed", "active", "waiting", "done"),
    "is": ("blocked",),
    "has": ("checklist", "comment", "attachment", "due", "assignee"),
}
DAYS = ("today", "tomorrow", "yesterday", "week", "month", "none", "overdue", "3d", "1w")
DATES = ("2026-11-20", "2026-12-01", "9999-12-31", "0001-01-01")
WORDS = ("支付", "付", "退款", "ref", "crash", "T-7", "t-250", "T-9999", "rollback", "shirt")


def _negatable(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(("", "-")), texts).map("".join)


def _fixed(field: str) -> st.SearchStrategy[str]:
    return st.sampled_from(FIXED[field]).map(lambda value: f'{field}:"{value}"')


def _compared(fields: tuple[str, ...], values: tuple[str, ...]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(("", "<", "<=", ">", ">="))
    return st.tuples(st.sampled_from(fields), st.just(":"), signs, st.sampled_from(values)).map(
        "".join
    )


TERMS = st.one_of(
    *(_fixed(field) for field in FIXED),
    _compared(("due", "created", "updated"), DAYS + DATES),
    _compared(("priority",), ("low", "normal", "high", "urgent")),
)
LINES = st.lists(_negatable(TERMS) | st.sampled_from(WORDS), max_size=4).map(" ".join)


class World(NamedTuple):
    """A reader of the generated tasks and the same tasks in plain Python."""

    reader: SqlBoardReader
    facts: list[Facts]

    def __repr__(self) -> str:
        return "World(…)"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    workspace, facts = build(tmp_path_factory.mktemp("filter") / "w.cockpit")
    yield World(reader_of(workspace), facts)
    workspace.close()


def agree(world: World, line: str) -> int:
    """Compare both readings of a line and return how many tasks pass."""
    reader, facts = world
    wanted = parse_filter(line)
    expected = [found.task.number for found in facts if passes(found, wanted)]
    assert [task.number for task in reader.find_tasks(wanted)] == expected
    return len(expected)


@given(line=LINES)
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_sql_and_python_agree(world: World, line: str) -> None:
    agree(world, line)


@pytest.mark.parametrize(
    "term", [f'{field}:"{value}"' for field, values in FIXED.items() for value in values]
)
def test_every_word_finds_some_and_its_opposite_the_rest(world: World, term: str) -> None:
    found, rest = agree(world, f"{term} status:all"), agree(world, f"-{term} status:all")
    assert found + rest == agree(world, "status:all")
    everything = "all" in term
    nothing = any(name in term for name in ("nothing", "nobody", "nowhere"))
    assert (found == 0) is nothing
    assert (rest == 0) is everything


@pytest.mark.parametrize("field", ["due", "created", "updated"])
@pytest.mark.parametrize("value", [*DAYS, "<3d", ">=week", "<=2026-11-20", ">2026-11-20"])
def test_days_are_days_of_the_workspace(world: World, field: str, value: str) -> None:
    found = agree(world, f"{field}:{value}")
    assert found + agree(world, f"-{field}:{value}") == agree(world, "")


def test_archived_tasks_and_columns_are_hidden_until_asked_for(
    world: World,
) -> None:
    counts = [agree(world, line) for line in ("", "status:archived", "status:all")]
    assert counts[0] + counts[1] == counts[2]
    assert 0 < counts[1] < counts[2]
    assert agree(world, "-status:archived") == counts[0]
    assert agree(world, '-status:all column:"old list"') == 0


def test_every_word_must_be_held_though_by_different_texts(
    world: World,
) -> None:
    reader, facts = world
    split = [
        found.task.number
        for found in facts
        if passes(found, parse_filter("支付 闪退 status:all"))
        and not any("支付" in words and "闪退" in words for words in found.texts)
    ]
    assert split, "no task holds the two words in two texts"
    found = {task.number for task in reader.find_tasks(parse_filter("支付 闪退 status:all"))}
    assert set(split) <= found


def test_me_is_nobody_until_chosen(world: World) -> None:
    reader = SqlBoardReader(world[0]._engine)
    assert reader.find_tasks(parse_filter("assignee:me")) == []
    assert len(reader.find_tasks(parse_filter("-assignee:me"))) == reader.count(None)


def test_hostile_lines_find_nothing_and_raise_nothing(
    world: World,
) -> None:
    reader, _facts = world
    long_word = "支" * 20_000
    for line in ("label:%", "assignee:_", 'T-999999999999999999999 "', "\udcff label:\udcff"):
        assert reader.count(None, parse_filter(line)) == 0
    assert reader.count(None, Filter(words=(long_word,))) == 0
    assert reader.count(None, Filter(words=("支付",) * 190)) > 0
    assert reader.count(None, Filter(words=("支付",) * (MOST_CONDITIONS + 1))) == 0
    assert reader.count(None, parse_filter("，。")) == reader.count(None)


def test_tasks_of_the_module_exist(world: World) -> None:
    assert agree(world, "status:all") > 200
