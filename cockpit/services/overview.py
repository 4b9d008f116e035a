"""What needs somebody today, gathered from all pages by bounded questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from cockpit.domain.board import Card
from cockpit.domain.filters import parse_filter
from cockpit.domain.organisation import Launch, Release
from cockpit.domain.overview import Digest, Need, NeedKind, Segment, StageCount
from cockpit.domain.risk_filter import parse_risk_filter
from cockpit.domain.risk_register import RiskRow
from cockpit.i18n import _, ngettext
from cockpit.services.readers import Reader

MOST: Final = 40  # lines of one kind that are looked at
LINES: Final = 12
A_DAYS_TASKS: Final = 3
WEEK: Final = 7
BEFORE: Final = timedelta(days=21)
AFTER: Final = timedelta(days=14)


def digest(
    reader: Reader, launch: Launch, today: date, now: datetime, since: datetime | None = None
) -> Digest:
    """Gather what the overview shows; `since` is when this person last looked (None: never)."""
    columns = reader.board_columns(launch.id)
    stages: dict[str, int] = {}
    for shown in columns:
        stages[shown.column.stage] = stages.get(shown.column.stage, 0) + shown.total
    needs, total = _needs(reader, launch, today)
    beyond = parse_risk_filter("status:open is:beyond")
    return Digest(
        launch=launch,
        today=today,
        done=stages.get("done", 0),
        total=sum(stages.values()),
        stages=tuple(StageCount(stage=stage, count=count) for stage, count in stages.items()),
        segments=tuple(segments(launch, reader.releases(launch.product_id), today)),
        kpis=tuple(reader.kpis(launch.product_id, now)[:5]),
        needs=tuple(needs[:LINES]),
        needs_total=total,
        risks=tuple(reader.risk_list(launch.id, beyond, limit=5)),
        risks_total=reader.count_risks(launch.id, beyond),
        happenings=tuple(reader.happenings(since, 12)),
        week=tuple(_week(reader, launch, today)),
    )


def _needs(reader: Reader, launch: Launch, today: date) -> tuple[list[Need], int]:
    """Return what waits, what presses most first, and how much there is of it."""
    needs: list[Need] = []
    total = 0
    blocked = parse_filter("status:blocked status:open")
    overdue = parse_filter("due:overdue status:open -status:blocked")
    soon = parse_filter("due:<3d -due:overdue status:open -status:blocked")
    review = parse_risk_filter("status:open is:due")
    for kind, wanted in ((NeedKind.BLOCKED, blocked), (NeedKind.OVERDUE, overdue)):
        cards = reader.task_list(launch.id, wanted, "due", False, 0, MOST)
        needs += [_task_need(kind, card, today) for card in cards]
        total += reader.count(launch.id, wanted)
    risks = reader.risk_list(launch.id, review, "review", False, 0, MOST)
    needs += [_review_need(risk, today) for risk in risks]
    total += reader.count_risks(launch.id, review)
    waiting = reader.feedback_counts(launch.product_id).inbox
    if waiting:
        title = ngettext(
            "{count} piece of feedback waits", "{count} pieces of feedback wait", waiting
        )
        needs.append(
            Need(
                kind=NeedKind.ANSWER,
                title=title.format(count=f"{waiting:,}"),
                fact="",
                item_kind="feedback",
                item_id="",
            )
        )
        total += 1
    cards = reader.task_list(launch.id, soon, "due", False, 0, MOST)
    needs += [_task_need(NeedKind.DUE, card, today) for card in cards]
    return needs, total + reader.count(launch.id, soon)


def _task_need(kind: NeedKind, card: Card, today: date) -> Need:
    facts = [card.assignee_name] if card.assignee_name else []
    if kind is NeedKind.BLOCKED:
        facts = [card.blocked_reason] if card.blocked_reason else facts
    elif card.due_on is not None:
        facts.append(due_fact(card.due_on, today))
    return Need(
        kind=kind, title=card.title, fact=" · ".join(facts), item_kind="task", item_id=card.id
    )


def _review_need(risk: RiskRow, today: date) -> Need:
    facts = [f"R-{risk.number}"]
    if risk.review_on is not None:
        facts.append(due_fact(risk.review_on, today))
    return Need(
        kind=NeedKind.REVIEW,
        title=risk.title,
        fact=" · ".join(facts),
        item_kind="risk",
        item_id=risk.id,
    )


def due_fact(on: date, today: date) -> str:
    """Return how far a day is: 2 days late, today, in 3 days."""
    days = (on - today).days
    if days < 0:
        return ngettext("{days} day late", "{days} days late", -days).format(days=-days)
    if days == 0:
        return _("today")
    return ngettext("in {days} day", "in {days} days", days).format(days=days)


def segments(launch: Launch, releases: Sequence[Release], today: date) -> list[Segment]:
    """Return the way to everybody: from release to release, then go-live and two weeks after it.

    Empty without a go-live. Releases of other launches of the product do not count.
    """
    if launch.go_live_on is None:
        return []
    own = [
        release
        for release in releases
        if release.released_on is not None
        and release.released_on < launch.go_live_on
        and release.launch_id in (None, launch.id)
    ]
    by_day = {release.released_on: release for release in own if release.released_on is not None}
    days = sorted(by_day)
    start = min([*days, today, launch.go_live_on - BEFORE])
    edges = [start, *(day for day in days if day > start), launch.go_live_on]
    found = []
    for at, begins in enumerate(edges[:-1]):
        release = by_day.get(begins)
        found.append(
            Segment(
                starts_on=begins,
                ends_on=edges[at + 1],
                roll_out=release.roll_out if release else None,
                version=release.version if release else "",
            )
        )
    end = launch.go_live_on + AFTER
    return [
        *found,
        Segment(starts_on=launch.go_live_on, ends_on=end, roll_out=100.0, version=""),
    ]


def _week(reader: Reader, launch: Launch, today: date) -> list[tuple[date, tuple[Card, ...], int]]:
    days = []
    for offset in range(WEEK):
        on = today + timedelta(days=offset)
        wanted = parse_filter(f"due:={on.isoformat()} status:open")
        cards = reader.task_list(launch.id, wanted, "priority", True, 0, A_DAYS_TASKS)
        days.append((on, tuple(cards), reader.count(launch.id, wanted)))
    return days
