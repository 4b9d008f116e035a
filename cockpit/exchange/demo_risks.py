"""Builds the demo's risks with what was thought of them over eight weeks, from resources/demo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from cockpit.domain.risk import AssessmentTier, ResponseStrategy, RiskStatus
from cockpit.exchange.demo_days import local_instant
from cockpit.exchange.demo_records import CommentData, Record, Text
from cockpit.resources import resource

CURRENCY: Final = "CNY"
_ZONE: Final = ZoneInfo("Asia/Shanghai")
_FEN: Final = 100
# The incident was judged the same evening, and after it people worked at weekends too.
_INCIDENT_DAY: Final = -10
_SATURDAY: Final = 5

_CATEGORIES: Final[dict[str, Text]] = {
    "channel": ("支付通道", "Channels"),
    "technology": ("技术", "Technology"),
    "legal": ("合规", "Legal"),
    "operations": ("运营", "Operations"),
    "support": ("客服", "Support"),
    "marketing": ("推广", "Marketing"),
    "partners": ("合作方", "Partners"),
}


class JudgedData(Record, frozen=True, array_like=True):
    """A judgement on a day counted from today, and perhaps what had changed."""

    day: int
    likelihood: int
    impact: int
    note: Text = ("", "")


class RiskData(Record, frozen=True):
    """A risk; days count from today, money is whole yuan, tasks are numbers of its launch's board.

    It was logged on `day`, and then judged as inherent, residual and target.
    """

    key: str
    title: Text
    cause: Text
    effect: Text
    response: Text
    category: str
    owner: str
    strategy: ResponseStrategy
    status: RiskStatus
    day: int
    inherent: tuple[int, int]
    residual: tuple[int, int]
    target: tuple[int, int]
    current: tuple[JudgedData, ...]
    review: int | None = None
    closed: int | None = None
    launch: str = "one-tap-pay"
    probability: tuple[float, float] | None = None
    cost: tuple[int, int] | None = None
    days: tuple[float, float] | None = None
    tasks: tuple[int, ...] = ()
    kpis: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    feedback: str = ""
    comments: tuple[CommentData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAssessment:
    """One judgement; a cost is in fen of CNY."""

    tier: AssessmentTier
    likelihood: int
    impact: int
    at: datetime
    note: str = ""
    probability: tuple[float, float] | None = None
    cost: tuple[int, int] | None = None
    days: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoComment:
    """Words by a person, named by their key."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRisk:
    """A risk with its history; `tasks` are keys of imported tasks, `theme` one of the feedback."""

    key: str
    launch: str
    title: str
    cause: str
    effect: str
    response: str
    category: str
    owner: str
    strategy: ResponseStrategy
    status: RiskStatus
    created_at: datetime
    closed_at: datetime | None
    review_on: date | None
    assessments: tuple[DemoAssessment, ...]
    comments: tuple[DemoComment, ...]
    tasks: tuple[str, ...]
    kpis: tuple[str, ...]
    marks: tuple[str, ...]
    theme: str


def demo_risks(today: date, side: Literal[0, 1]) -> tuple[DemoRisk, ...]:
    """Return the risks around a day, in Chinese (0) or English (1)."""
    content = (resource("demo") / "risks.json").read_bytes()
    risks = msgspec.json.decode(content, type=tuple[RiskData, ...])
    return tuple(_risk(today, side, number, risk) for number, risk in enumerate(risks, 1))


def _risk(today: date, side: Literal[0, 1], number: int, risk: RiskData) -> DemoRisk:
    return DemoRisk(
        key=risk.key,
        launch=risk.launch,
        title=risk.title[side],
        cause=risk.cause[side],
        effect=risk.effect[side],
        response=risk.response[side],
        category=_CATEGORIES[risk.category][side],
        owner=risk.owner,
        strategy=risk.strategy,
        status=risk.status,
        created_at=_instant(today, risk.day, number, 0),
        closed_at=None if risk.closed is None else _instant(today, risk.closed, number, 8),
        review_on=None if risk.review is None else today + timedelta(days=risk.review),
        assessments=tuple(_assessments(today, side, number, risk)),
        comments=tuple(
            DemoComment(
                author=comment.by,
                at=_instant(today, comment.day, number, 9 + at),
                text=comment.text[side],
            )
            for at, comment in enumerate(risk.comments)
        ),
        tasks=tuple(f"{risk.launch}-{task}" for task in risk.tasks),
        kpis=risk.kpis,
        marks=risk.marks,
        theme=risk.feedback,
    )


def _assessments(
    today: date, side: Literal[0, 1], number: int, risk: RiskData
) -> Iterator[DemoAssessment]:
    """Yield the judgements; what it may cost belongs to how it stands with today's controls."""
    for step, (tier, (likelihood, impact)) in enumerate(
        (
            (AssessmentTier.INHERENT, risk.inherent),
            (AssessmentTier.RESIDUAL, risk.residual),
            (AssessmentTier.TARGET, risk.target),
        ),
        1,
    ):
        at = _instant(today, risk.day, number, step)
        yield DemoAssessment(tier=tier, likelihood=likelihood, impact=impact, at=at)
    for step, judged in enumerate(risk.current, 4):
        yield DemoAssessment(
            tier=AssessmentTier.CURRENT,
            likelihood=judged.likelihood,
            impact=judged.impact,
            at=_instant(today, judged.day, number, step),
            note=judged.note[side],
            probability=risk.probability,
            cost=risk.cost and (risk.cost[0] * _FEN, risk.cost[1] * _FEN),
            days=risk.days,
        )


def _instant(today: date, day: int, number: int, step: int) -> datetime:
    """Return a time of that day: in office hours, later steps later, the incident's at night.

    A weekend before the incident counts as the Friday before it.
    """
    when = today + timedelta(days=day)
    if day < _INCIDENT_DAY:
        when -= timedelta(days=max(0, when.weekday() - _SATURDAY + 1))
    minute = (21 if day == _INCIDENT_DAY else 10) * 60 + (number * 13) % 60 + step * 6
    return local_instant(when, f"{minute // 60:02}:{minute % 60:02}", _ZONE)
