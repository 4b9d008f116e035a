"""What a pull asks for and what it brings, the same for every remote system."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cockpit.domain.errors import Cancelled, EnvironmentProblem
from cockpit.domain.periods import Grain
from cockpit.domain.points import Points
from cockpit.domain.source import Trouble


class SourceProblem(EnvironmentProblem):
    """A remote system, or the way to it, is in the way.

    `retryable`: the same request may work later; `retry_seconds` is when the system said it would.
    """

    def __init__(
        self,
        trouble: Trouble,
        sentence: str,
        *,
        retryable: bool = False,
        retry_seconds: float | None = None,
    ) -> None:
        super().__init__(sentence, retryable=retryable)
        self.trouble = trouble
        self.retry_seconds = retry_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """What to pull: instants [since, until) of what `options` name, in the zone of the source."""

    name: str
    address: str
    options: Mapping[str, str]
    zone: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoints:
    """Points of one series of one figure; `series` is "" for a figure with one line."""

    kpi: str
    series: str
    grain: Grain
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that was not taken: where it stood, as it came, and why, in a person's language."""

    place: str
    raw: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """One part of a pull, written whole; a pull cut off keeps the parts before."""

    series: tuple[SeriesPoints, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


@dataclass(slots=True)
class Stop:
    """Lets another thread end a pull within a second."""

    _event: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _calls: list[Callable[[], object]] = field(default_factory=list)

    def stop(self) -> None:
        """Ask for the end, from any thread, as often as you like."""
        with self._lock:
            self._event.set()
            calls, self._calls = self._calls, []
        for call in calls:
            call()

    def register(self, call: Callable[[], object]) -> None:
        """Have a call made when the end is asked for, at once if it already was."""
        with self._lock:
            if not self._event.is_set():
                self._calls.append(call)
                return
        call()

    def forget(self, call: Callable[[], object]) -> None:
        """Take a registered call back."""
        with self._lock:
            self._calls = [other for other in self._calls if other is not call]

    def check(self) -> None:
        """Raise Cancelled when the end was asked for."""
        if self._event.is_set():
            raise Cancelled
