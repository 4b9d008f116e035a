"""Judgements that make sense, the one that counts, and the matrix as data."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cockpit.domain.errors import UserError
from cockpit.domain.money import amount_of, money_text
from cockpit.domain.risk import (
    AssessmentTier,
    RiskAssessment,
    RiskStatus,
    checked,
    rating_of,
    standing,
)
from cockpit.domain.risk_filter import parse_risk_filter
from cockpit.domain.risk_matrix import (
    CELLS,
    DEFAULT_TEXT,
    RiskLevel,
    matrix_text,
    read_matrix,
)

AT = datetime(2026, 11, 24, tzinfo=UTC)


def judged(tier: AssessmentTier, day: int = 0, **values: Any) -> RiskAssessment:
    return RiskAssessment(risk_id="r", tier=tier, at=AT + timedelta(days=day), **values)


def test_the_newest_of_a_tier_stands_whatever_the_order_of_reading() -> None:
    old = judged(AssessmentTier.CURRENT, 0, likelihood=5, impact=5)
    new = judged(AssessmentTier.CURRENT, 1, likelihood=1, impact=2)
    other = judged(AssessmentTier.TARGET, 9, likelihood=1, impact=1)
    for order in ([old, new, other], [new, other, old]):
        assert standing(order) == {AssessmentTier.CURRENT: new, AssessmentTier.TARGET: other}


def test_the_current_rating_counts_and_without_one_the_inherent() -> None:
    inherent = judged(AssessmentTier.INHERENT, likelihood=4, impact=5)
    half = judged(AssessmentTier.CURRENT, impact=2, cost_low=1, cost_high=1)
    current = judged(AssessmentTier.CURRENT, likelihood=2, impact=2)
    target = judged(AssessmentTier.TARGET, likelihood=1, impact=1)
    assert rating_of(standing([inherent, current, target])) == (2, 2)
    assert rating_of(standing([inherent, half])) == (4, 5)
    assert rating_of(standing([target])) is None


@pytest.mark.parametrize(
    "values",
    [
        {"likelihood": 0},
        {"impact": 6},
        {"cost_low": 5, "cost_high": 4},
        {"cost_low": 5},
        {"days_low": -1.0, "days_high": 2.0},
        {"days_low": 1.0, "days_high": float("nan")},
        {"days_low": 1.0, "days_high": float("inf")},
        {"probability_low": 0.5, "probability_high": 1.2},
    ],
)
def test_a_judgement_that_makes_no_sense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        checked(judged(AssessmentTier.CURRENT, **values))


def test_a_judgement_with_figures_only_can_be_kept() -> None:
    found = judged(AssessmentTier.CURRENT, probability_low=0.2, probability_high=1.0, cost_low=0,
                   cost_high=0)  # fmt: skip
    assert checked(found) is found


def test_the_built_in_matrix_bands_the_score() -> None:
    matrix = read_matrix("")
    for row, column in CELLS:
        score = matrix.score(row, column)
        level = matrix.level(row, column)
        assert level is (
            RiskLevel.CRITICAL if score >= 15
            else RiskLevel.HIGH if score >= 10
            else RiskLevel.MEDIUM if score >= 5
            else RiskLevel.LOW
        )  # fmt: skip
        assert matrix.beyond(row, column) is (score >= 12)
    assert matrix.label("likelihood", 5, "zh") == "几乎必然"
    assert matrix.label("impact", 5, "de") == "Severe"
    assert sum(len(matrix.cells(level)) for level in RiskLevel) == 25


def test_a_matrix_survives_the_setting() -> None:
    matrix = read_matrix("")
    assert read_matrix(matrix_text(matrix)) == matrix


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("levels", ["LLLLM", "LLMMH", "LMMHC", "LMHCC"]),
        ("levels", ["LLLLM", "LLMMH", "LMMHC", "LMHCC", "MHCC"]),
        ("levels", ["LLLLM", "LLMMH", "LMMHC", "LMHCC", "MHCCX"]),
        ("levels", ["LLLLM", "LLMMH", "LMMHC", "LMHCC", "MHCCL"]),
        ("appetite", [5, 5, 3, 2]),
        ("appetite", [5, 5, 3, 2, 4]),
        ("appetite", [5, 5, 3, 2, "2"]),
        ("appetite", 5),
        ("score", "likelihood+impact"),
        ("review_days", {"low": 1}),
        ("review_days", {"low": 0, "medium": 1, "high": 1, "critical": 1}),
        ("impact", {"zh": ["轻微", "较小", "中等", "重大", "严重"]}),
        ("impact", {"en": ["one"]}),
        ("likelihood", None),
    ],
)
def test_a_matrix_that_is_none_is_refused_with_a_sentence(key: str, value: object) -> None:
    found = json.loads(DEFAULT_TEXT)
    found[key] = value
    with pytest.raises(UserError, match="The risk matrix cannot be used"):
        read_matrix(json.dumps(found))


@pytest.mark.parametrize("text", ["nonsense", "[]", "3", "{}", "[" * 100_000])
def test_what_is_no_matrix_at_all_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="The risk matrix cannot be used"):
        read_matrix(text)


def test_what_is_watched_is_open_and_what_occurred_is_not() -> None:
    from cockpit.domain.risk import OPEN_STATUSES

    assert {RiskStatus.OPEN, RiskStatus.WATCHED} == OPEN_STATUSES


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("level:>=wild", "does not fit"),
        ("category:>a", "cannot be compared"),
        ("score:26", "does not fit"),
        ("impact:٣", "does not fit"),
        ("likelihood:0", "does not fit"),
        ("due:today", "no field"),
        ("owner:", "needs a value"),
    ],
)
def test_a_filter_that_says_nothing_is_told(line: str, said: str) -> None:
    [problem] = parse_risk_filter(line).problems
    assert said in problem.message


def test_a_filter_speaks_chinese() -> None:
    found = parse_risk_filter("级别:>=高 应对:转移 负责人:我 是:超限 银联")
    assert [(t.field, t.op, t.value) for t in found.terms] == [
        ("level", ">=", "high"),
        ("response", "=", "transfer"),
        ("owner", "=", "me"),
        ("is", "=", "beyond"),
    ]
    assert found.words == ("银联",)


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [
        (171_000_000, "USD", "1,710,000 USD"),
        (1250, "EUR", "12.50 EUR"),
        (1250, "JPY", "1,250 JPY"),
        (1_500, "KWD", "1.500 KWD"),
        (-5, "CNY", "−0.05 CNY"),
        (100, "", "1"),
    ],
)
def test_money_is_said_in_its_currency_s_own_unit(minor: int, currency: str, said: str) -> None:
    assert money_text(minor, currency) == said
    assert amount_of(10**17 + 1, "USD") * 100 == 10**17 + 1
