"""What goes to a server and what comes back, and what either may take."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from cockpit.connectors import http_failures as failures
from cockpit.connectors.secrecy import origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a request may take: seconds, bytes after unpacking, attempts, redirects.

    A server that asks to be left alone longer than `longest_wait` is left to the schedule.
    """

    connect: float = 10.0
    read: float = 30.0
    total: float = 120.0
    bytes: int = 32_000_000
    attempts: int = 4
    redirects: int = 5
    longest_wait: float = 60.0
    first_backoff: float = 1.0


class Clock(Protocol):
    """Where time comes from, so that tests wait for nothing."""

    def monotonic(self) -> float:
        """Return seconds that never go back."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The computer's own clock."""

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said: a status, headers by lower-case name, and the unpacked body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    host: str

    def json(self) -> Any:
        """Return the body as JSON. Raises SourceProblem when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            pass
        raise failures.not_json(self.host)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request; `headers` are the person's own, no secrets. A `form` makes it a POST.

    An answer whose status is in `accept` is returned like a good one.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    accept: tuple[int, ...] = ()


def origin_or_none(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of a web address, None for anything else."""
    try:
        return origin(url)
    except ValueError:
        return None


def with_query(url: str, query: Mapping[str, str]) -> str:
    """Return an address with query parameters added; those of the same names are replaced."""
    if not query:
        return url
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, True) if pair[0] not in query]
    return urlunsplit(parts._replace(query=urlencode([*kept, *query.items()])))
