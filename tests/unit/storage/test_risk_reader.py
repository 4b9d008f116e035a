"""The register as SQL reads it is the register as plain Python has it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.filters import Filter
from cockpit.domain.organisation import Launch, Person, Product
from cockpit.domain.quick_add import QuickAdd
from cockpit.domain.risk import (
    AssessmentTier,
    ResponseStrategy,
    Risk,
    RiskAssessment,
    RiskStatus,
    rating_of,
    standing,
)
from cockpit.domain.risk_filter import parse_risk_filter
from cockpit.domain.risk_matrix import RiskLevel, read_matrix
from cockpit.domain.risk_register import Trend
from cockpit.services import risks
from cockpit.services.ports import UnitOfWork
from cockpit.services.risk_ports import RiskSort
from cockpit.storage.readers import SqlReaders
from cockpit.storage.workspace import SqlWorkspace

TODAY = date(2026, 11, 24)
MATRIX = read_matrix("")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Fact(NamedTuple):
    """A risk with its owner's name and what stands in each tier."""

    risk: Risk
    owner: str
    now: dict[AssessmentTier, RiskAssessment]

    @property
    def rating(self) -> tuple[int, int] | None:
        return rating_of(self.now)

    @property
    def score(self) -> int | None:
        return MATRIX.score(*self.rating) if self.rating else None

    def figure(self, name: str) -> Any:
        """The figure of the current judgement, else of the inherent one."""
        for tier in (AssessmentTier.CURRENT, AssessmentTier.INHERENT):
            if tier in self.now and getattr(self.now[tier], name) is not None:
                return getattr(self.now[tier], name)
        return None


class World(NamedTuple):
    workspace: SqlWorkspace
    reader: SqlReaders
    launch: str
    facts: list[Fact]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    workspace = new_workspace(tmp_path_factory.mktemp("risks") / "w.cockpit", "en", "UTC", None)
    launch = workspace.reader().launches()[0]
    facts: list[Fact] = []
    workspace.write(lambda uow: fill(uow, launch, facts))
    reader = SqlReaders(workspace._engine, lambda: TODAY)
    yield World(workspace, reader, launch.id, facts)
    workspace.close()


def fill(uow: UnitOfWork, launch: Launch, facts: list[Fact]) -> None:
    """Make 120 risks of every shape, judged up to three times a tier, and some elsewhere."""
    rng = random.Random(7)
    people = [Person(name="Zhou Lan", aliases="周岚"), Person(name="He")]
    elsewhere = Product(name="elsewhere")
    uow.add(elsewhere, *people)
    second = Launch(product_id=launch.product_id, name="second")
    uow.add(second)
    uow.add(Risk(product_id=elsewhere.id, number=1, title="not here"))
    uow.add(Risk(product_id=launch.product_id, launch_id=second.id, number=900, title="nor this"))
    for number in range(1, 121):
        owner = rng.choice([*people, None])
        status = rng.choice([*RiskStatus, RiskStatus.OPEN, RiskStatus.OPEN])
        risk = Risk(
            product_id=launch.product_id,
            launch_id=rng.choice([launch.id, None]),
            number=number,
            title=rng.choice(["银联断线", "Rollback never drilled", "Data leak"]) + f" {number}",
            cause=rng.choice(["", "the bank is slow"]),
            category=rng.choice(["", "Legal", "支付"]),
            owner_id=owner.id if owner else None,
            status=status,
            strategy=rng.choice([*ResponseStrategy, None]),
            review_on=rng.choice([None, TODAY + timedelta(days=rng.randint(-9, 9))]),
            created_at=NOW - timedelta(days=number),
            deleted_at=NOW if number % 40 == 0 else None,
        )
        past = list(judgements(rng, risk))
        uow.add(risk, *past)
        if risk.deleted_at is None:
            live = [one for one in past if one.deleted_at is None]
            facts.append(Fact(risk, owner.name if owner else "", standing(live)))


def judgements(rng: random.Random, risk: Risk) -> Iterator[RiskAssessment]:
    for tier in AssessmentTier:
        for _again in range(rng.choice([0, 1, 1, 3])):
            cost = rng.choice([None, rng.randint(0, 10**8)])
            days = rng.choice([None, float(rng.randint(0, 60))])
            yield RiskAssessment(
                risk_id=risk.id,
                tier=tier,
                likelihood=rng.choice([None, *range(1, 6), *range(1, 6)]),
                impact=rng.randint(1, 5),
                at=NOW - timedelta(hours=rng.randint(0, 999)),
                cost_low=cost,
                cost_high=cost and cost * 2,
                currency=rng.choice(["USD", "CNY"]) if cost is not None else "",
                days_low=days,
                days_high=days,
                deleted_at=rng.choice([None, None, None, NOW]),
            )


PASSING: dict[str, Callable[[Fact], bool]] = {
    "": lambda fact: True,
    "status:open": lambda fact: fact.risk.is_open,
    "状态:已关闭": lambda fact: fact.risk.status is RiskStatus.CLOSED,
    "status:all -status:open": lambda fact: not fact.risk.is_open,
    "level:>=high": lambda fact: (
        (fact.score or 0) > 0 and MATRIX.level(*(fact.rating or (1, 1))).rank >= RiskLevel.HIGH.rank
    ),
    "-level:low": lambda fact: (
        fact.rating is None or MATRIX.level(*fact.rating) is not RiskLevel.LOW
    ),
    "level:none": lambda fact: fact.rating is None,
    "likelihood:4 impact:4": lambda fact: fact.rating == (4, 4),
    "score:>12": lambda fact: (fact.score or 0) > 12,
    "owner:周岚": lambda fact: fact.owner == "Zhou Lan",
    "owner:none": lambda fact: not fact.owner,
    "owner:me": lambda fact: False,
    "category:legal": lambda fact: fact.risk.category == "Legal",
    "response:none": lambda fact: fact.risk.strategy is None,
    "应对:规避": lambda fact: fact.risk.strategy is ResponseStrategy.AVOID,
    "review:<7d": lambda fact: (
        fact.risk.review_on is not None and fact.risk.review_on < TODAY + timedelta(days=7)
    ),
    "review:overdue": lambda fact: (
        fact.risk.is_open and fact.risk.review_on is not None and fact.risk.review_on < TODAY
    ),
    "is:due": lambda fact: (
        fact.risk.is_open and fact.risk.review_on is not None and fact.risk.review_on <= TODAY
    ),
    "is:beyond": lambda fact: (
        fact.risk.is_open and fact.rating is not None and MATRIX.beyond(*fact.rating)
    ),
    "is:unjudged": lambda fact: fact.rating is None,
    "created:<30d": lambda fact: fact.risk.created_at.date() > TODAY - timedelta(days=30),
    "断线": lambda fact: "断线" in fact.risk.title,
    "bank slow": lambda fact: bool(fact.risk.cause),
    "R-7": lambda fact: fact.risk.number == 7,
    "status:open drilled -owner:He": lambda fact: (
        fact.risk.is_open and "drilled" in fact.risk.title and fact.owner != "He"
    ),
}


def line(text: str) -> Filter:
    found = parse_risk_filter(text)
    assert not found.problems
    return found


@pytest.mark.parametrize("text", PASSING)
def test_a_filter_passes_what_it_says(world: World, text: str) -> None:
    expected = {fact.risk.id for fact in world.facts if PASSING[text](fact)}
    rows = world.reader.risk_list(world.launch, line(text), limit=1000)
    assert {row.id for row in rows} == expected
    assert len(rows) == len(expected) == world.reader.count_risks(world.launch, line(text))
    assert text in ("owner:me",) or expected


def test_a_register_has_its_launch_s_and_its_product_s_risks_or_all(world: World) -> None:
    assert world.reader.count_risks(world.launch) == len(world.facts)
    assert world.reader.count_risks(None) == len(world.facts) + 2


KEYS: dict[RiskSort, Callable[[Fact], Any]] = {
    "score": lambda fact: fact.score,
    "number": lambda fact: fact.risk.number,
    "title": lambda fact: fact.risk.title.lower(),
    "category": lambda fact: fact.risk.category.lower() or None,
    "owner": lambda fact: fact.owner or None,
    "inherent": lambda fact: inherent_score(fact),
    "status": lambda fact: list(RiskStatus).index(fact.risk.status),
    "review": lambda fact: fact.risk.review_on,
    "created": lambda fact: fact.risk.created_at,
}


def inherent_score(fact: Fact) -> int | None:
    judged = fact.now.get(AssessmentTier.INHERENT)
    return MATRIX.score(*judged.rating) if judged and judged.rating else None


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", KEYS)
def test_windows_are_in_order_and_places_agree(
    world: World, sort: RiskSort, descending: bool
) -> None:
    key = KEYS[sort]
    by_id = {fact.risk.id: fact for fact in world.facts}
    windows = [
        world.reader.risk_list(world.launch, line(""), sort, descending, at, 17)
        for at in range(0, 136, 17)
    ]
    ids = [row.id for window in windows for row in window]
    assert sorted(ids) == sorted(by_id)
    found = [key(by_id[item_id]) for item_id in ids]
    some = [value for value in found if value is not None]
    assert some == sorted(some, reverse=descending)
    assert found[: len(some)] == some
    places = [
        world.reader.risk_place(item_id, world.launch, line(""), sort, descending)
        for item_id in ids[::9]
    ]
    assert places == list(range(0, len(ids), 9))
    assert world.reader.risk_place("no such risk", world.launch) is None


def test_a_row_carries_all_that_is_drawn(world: World) -> None:
    rows = {row.id: row for row in world.reader.risk_list(world.launch, limit=1000)}
    for fact in world.facts:
        row = rows[fact.risk.id]
        assert (row.title, row.owner_name) == (fact.risk.title, fact.owner)
        assert row.rating == fact.rating
        assert row.ratings == {t: one.rating for t, one in fact.now.items() if one.rating}
        assert row.score == fact.score
        assert row.level == (MATRIX.level(*fact.rating) if fact.rating else None)
    assert {row.trend for row in rows.values()} == {*Trend, None}


def test_cells_count_what_the_list_shows(world: World) -> None:
    rows = world.reader.risk_list(world.launch, line("status:open"), limit=1000)
    for tier in (None, *AssessmentTier):
        shown = [row.rating if tier is None else row.ratings.get(tier) for row in rows]
        counted = Counter(cell for cell in shown if cell is not None)
        assert world.reader.risk_cells(world.launch, line("status:open"), tier) == counted


def test_figures_are_sums_over_open_risks_and_never_across_currencies(world: World) -> None:
    figures = world.reader.register_figures(world.launch)
    open_ones = [fact for fact in world.facts if fact.risk.is_open]
    assert figures.open == len(open_ones)
    assert figures.closed == sum(f.risk.status is RiskStatus.CLOSED for f in world.facts)
    assert figures.occurred == sum(f.risk.status is RiskStatus.OCCURRED for f in world.facts)
    assert figures.beyond == sum(PASSING["is:beyond"](fact) for fact in world.facts)
    assert figures.due == sum(PASSING["is:due"](fact) for fact in world.facts)
    assert figures.unjudged == sum(fact.rating is None for fact in open_ones)
    costs: Counter[str] = Counter()
    for fact in open_ones:
        if fact.figure("cost_low") is not None:
            tier = AssessmentTier.CURRENT
            one = fact.now.get(tier)
            if one is None or one.cost_low is None:
                one = fact.now[AssessmentTier.INHERENT]
            costs[one.currency] += one.cost_low or 0
    assert {cost.currency: cost.low for cost in figures.costs} == costs
    assert {cost.currency: cost.high for cost in figures.costs} == {
        k: 2 * v for k, v in costs.items()
    }
    days = [fact.figure("days_low") for fact in open_ones]
    total = sum(value for value in days if value is not None)
    assert figures.days == (total, total)


def test_an_empty_register_has_no_exposure(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    launch = workspace.reader().launches()[0].id
    figures = workspace.reader().register_figures(launch)
    assert (figures.open, figures.costs, figures.days) == (0, (), None)
    assert workspace.reader().risk_list(launch) == []
    assert workspace.reader().risk("no such risk") is None
    workspace.close()


def judge(risk_id: str, at: datetime, likelihood: int, uow: UnitOfWork) -> None:
    risks.assess(uow, [risk_id], AssessmentTier.CURRENT, at=at, likelihood=likelihood, impact=4)


def test_a_risk_comes_with_its_history_and_its_actions(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    reader = workspace.reader()
    launch = reader.launches()[0]
    made: list[Risk] = []
    workspace.write(lambda uow: made.append(risks.create_risk(uow, launch.product_id, "Leak")))
    risk_id = made[0].id
    for day, likelihood in ((1, 5), (2, 3)):
        at = datetime(2026, 11, day, tzinfo=UTC)
        workspace.write(partial(judge, risk_id, at, likelihood))
    workspace.write(lambda uow: risks.add_action(uow, risk_id, QuickAdd(title="Drill it")))
    detail = reader.risk(risk_id)
    assert detail is not None
    assert [one.likelihood for one in detail.assessments] == [3, 5]
    assert (detail.row.rating, detail.row.trend) == ((3, 4), Trend.FALLING)
    [action] = detail.actions
    assert (action.title, action.column, action.done) == ("Drill it", "Committed", False)
    assert reader.risk_categories(launch.id) == []
    workspace.close()
