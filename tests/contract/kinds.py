"""For each connector: settings that work, and what a server of its kind answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cockpit.connectors import connectors
from cockpit.connectors.connector import Connector
from tests.contract.loopback import Reply, Request

UNTIL = datetime(2026, 4, 3, 12, 0, tzinfo=UTC)
KEY = "canary-7f3a9c1e5b"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One connector under test; `wanted` is (figure, line, milliseconds, value) of a good pull."""

    key: str
    path: str
    options: Mapping[str, str]
    good: Callable[[Request], Reply]
    empty: Callable[[Request], Reply]
    fieldless: Callable[[Request], Reply]
    paged: Callable[[Request], Reply]
    paged_path: str
    wanted: list[tuple[str, str, int, float]]
    paged_count: int
    paged_requests: int
    since: datetime
    paged_since: datetime
    paged_options: Mapping[str, str] = field(default_factory=dict)

    @property
    def connector(self) -> Connector:
        return next(each for each in connectors() if each.info.key == self.key)


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def matrix(request: Request, value: str = "7.5") -> Reply:
    """Answer as Prometheus does: the value at every step."""
    start, end, step = (float(request.query[name]) for name in ("start", "end", "step"))
    times = [start + step * index for index in range(round((end - start) / step) + 1)]
    values = [[at, value] for at in times]
    result = [{"metric": {"__name__": "up", "job": "pay"}, "values": values}]
    return document({"status": "success", "data": {"resultType": "matrix", "result": result}})


def document(content: object, **headers: str) -> Reply:
    headers.setdefault("Content-Type", "application/json")
    return Reply(json.dumps(content).encode(), headers=headers)


def rows(*pairs: tuple[str, object]) -> Reply:
    return document({"data": [{"date": day, "value": value} for day, value in pairs]})


def paged_rows(request: Request) -> Reply:
    """Three pages of two days."""
    first = 2 * int(request.query["page"]) - 1
    days = range(first, min(first + 2, 7))
    return rows(*((f"2026-03-{day:02}", day) for day in days))


NO_SERIES = {"status": "success", "data": {"resultType": "matrix", "result": []}}

KINDS = (
    Kind(
        key="prometheus",
        path="",
        options={"queries": "Up = up", "step": "1h"},
        good=matrix,
        empty=lambda request: document(NO_SERIES),
        fieldless=lambda request: document({"status": "success"}),
        paged=matrix,
        paged_path="",
        since=UNTIL - timedelta(hours=2),
        wanted=[
            ("Up", "job=pay", ms("2026-04-03T10:00Z"), 7.5),
            ("Up", "job=pay", ms("2026-04-03T11:00Z"), 7.5),
        ],
        # Prometheus takes 11,000 points a query: a stretch of 20,160 quarter minutes is three.
        paged_options={"queries": "Up = up", "step": "15s"},
        paged_since=UNTIL - timedelta(seconds=15 * 20_160),
        paged_count=20_160,
        paged_requests=3,
    ),
    Kind(
        key="rest",
        path="/orders?from={from_date}",
        options={"figure": "Orders", "auth": "bearer"},
        good=lambda request: rows(("2026-04-01", 3), ("2026-04-02", "1,204.5")),
        empty=lambda request: rows(),
        fieldless=lambda request: document({"data": [{"date": "2026-04-01", "amount": 1}]}),
        paged=paged_rows,
        paged_path="/orders?page={page}",
        since=UNTIL - timedelta(days=3),
        wanted=[
            ("Orders", "", ms("2026-04-01T00:00+08:00"), 3.0),
            ("Orders", "", ms("2026-04-02T00:00+08:00"), 1204.5),
        ],
        paged_options={"figure": "Orders", "auth": "bearer", "paging": "page"},
        paged_since=datetime(2026, 3, 1, tzinfo=UTC) - timedelta(days=1),
        paged_count=6,
        paged_requests=4,
    ),
)
