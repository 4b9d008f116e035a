"""How often a host may be asked: a token bucket each (a burst, then a steady rate)."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass(slots=True)
class RateBudget:
    """Hands out turns; one budget is shared by every pull of the program.

    A bucket holds `burst` turns and gains `per_second`. It may go below zero: who comes then is
    told how long to wait, so that turns are handed out in order.
    """

    per_second: float = 4.0
    burst: float = 8.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait_seconds(self, host: str, now: float) -> float:
        """Take a turn and return how long to wait for it; `now` is monotonic, in seconds."""
        with self._lock:
            turns, then = self._buckets.get(host, (self.burst, now))
            turns = min(self.burst, turns + max(0.0, now - then) * self.per_second) - 1.0
            self._buckets[host] = (turns, max(now, then))
            return 0.0 if turns >= 0 else -turns / self.per_second
