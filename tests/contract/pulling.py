"""A pull against the loopback server, with a clock that nobody waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cockpit.connectors.budget import RateBudget
from cockpit.connectors.http import Http
from cockpit.connectors.http_records import Limits
from cockpit.domain.pull import Pulled, PullRequest, Stop
from tests.contract.kinds import KEY, UNTIL, Kind
from tests.contract.loopback import Loopback

LIMITS = Limits(connect=5, read=5, total=10, bytes=3_000_000)


@dataclass
class StillClock:
    """Time stands; what would have been slept is kept."""

    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def pull(
    kind: Kind,
    server: Loopback,
    *,
    path: str | None = None,
    options: Mapping[str, str] | None = None,
    since: datetime | None = None,
    stop: Stop | None = None,
    clock: StillClock | None = None,
    limits: Limits = LIMITS,
    key: str = KEY,
) -> list[Pulled]:
    """Pull what a server has through a connector, with a key."""
    answers = dict(kind.options if options is None else options)
    address = server.url + (kind.path if path is None else path)
    kind.connector.check(address, answers, "Asia/Shanghai")
    request = PullRequest(
        name="test",
        address=address,
        options=answers,
        zone="Asia/Shanghai",
        since=since or kind.since,
        until=UNTIL,
    )
    credential = kind.connector.credential(answers, {"key": key} if key else {})
    budget = RateBudget(per_second=1e9, burst=1e9)
    http = Http(
        server.url,
        credential,
        stop=stop,
        limits=limits,
        clock=clock or StillClock(),
        budget=budget,
    )
    with http:
        return list(kind.connector.pull(request, http))


def flat(parts: list[Pulled]) -> list[tuple[str, str, int, float]]:
    """Return every point as (figure, line, milliseconds, value)."""
    return [
        (one.kpi, one.series, int(t), float(value))
        for part in parts
        for one in part.series
        for t, value in zip(one.points.t, one.points.value, strict=True)
    ]
