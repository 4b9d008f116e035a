"""The demo's risks: judged over eight weeks, some rising, some falling, one that occurred."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cockpit.domain.risk import AssessmentTier, RiskStatus
from cockpit.domain.risk_matrix import read_matrix
from cockpit.exchange.demo_risks import DemoAssessment, DemoRisk, demo_risks

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(params=[0, 1], ids=["zh", "en"], scope="module")
def risks(request: pytest.FixtureRequest) -> tuple[DemoRisk, ...]:
    return demo_risks(TODAY, request.param)


def current(risk: DemoRisk) -> list[DemoAssessment]:
    return [one for one in risk.assessments if one.tier is AssessmentTier.CURRENT]


def test_counts(risks: tuple[DemoRisk, ...]) -> None:
    assert 24 <= len(risks) <= 27
    statuses = Counter(risk.status for risk in risks)
    assert statuses[RiskStatus.OCCURRED] == 1
    assert 2 <= statuses[RiskStatus.CLOSED] <= 4
    assert statuses[RiskStatus.WATCHED] >= 2
    costs = [risk for risk in risks if any(one.cost for one in risk.assessments)]
    assert len(costs) >= 8
    assert len({risk.category for risk in risks}) >= 6
    assert len({risk.owner for risk in risks}) >= 7
    assert len({risk.title for risk in risks}) == len(risks)


def test_trends_rise_and_fall(risks: tuple[DemoRisk, ...]) -> None:
    trends: Counter[int] = Counter()
    for risk in risks:
        scores = [one.likelihood * one.impact for one in current(risk)]
        if risk.closed_at is None and len(scores) > 1:
            trends[(scores[-1] > scores[-2]) - (scores[-1] < scores[-2])] += 1
    assert trends[1] >= 4
    assert trends[-1] >= 8
    assert trends[0] >= 3


def test_reviews_lie_around_today_and_a_few_risks_are_beyond_appetite(
    risks: tuple[DemoRisk, ...],
) -> None:
    open_risks = [risk for risk in risks if risk.closed_at is None]
    due = [risk.review_on for risk in open_risks if risk.review_on]
    assert len(due) == len(open_risks)
    assert 3 <= sum(day <= TODAY for day in due) <= 6
    matrix = read_matrix("")
    now = [current(risk)[-1] for risk in open_risks]
    assert 5 <= sum(matrix.beyond(one.likelihood, one.impact) for one in now) <= 10


@pytest.mark.parametrize("weekday", range(7))
def test_history_is_in_order_and_nothing_comes_after_today(weekday: int) -> None:
    today = TODAY + timedelta(days=weekday)
    for risk in demo_risks(today, 0):
        instants = [one.at for one in risk.assessments]
        assert instants == sorted(set(instants)), risk.key
        assert risk.created_at < instants[0]
        latest = max(*instants, *(comment.at for comment in risk.comments))
        assert latest < NOW + timedelta(days=weekday), risk.key
        assert (risk.closed_at is None) == (risk.status in (RiskStatus.OPEN, RiskStatus.WATCHED)), (
            risk.key
        )
        if risk.closed_at is not None:
            assert risk.closed_at > instants[-1]


def test_treatment_never_makes_a_risk_worse(risks: tuple[DemoRisk, ...]) -> None:
    for risk in risks:
        by_tier = {one.tier: one.likelihood * one.impact for one in risk.assessments}
        inherent, residual = by_tier[AssessmentTier.INHERENT], by_tier[AssessmentTier.RESIDUAL]
        assert inherent >= max(one.likelihood * one.impact for one in current(risk)), risk.key
        assert inherent >= residual >= by_tier[AssessmentTier.TARGET], risk.key
