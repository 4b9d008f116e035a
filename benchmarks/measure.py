"""What the benchmarks share: timing, and lines that say what, how long, and the limit."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long a call takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def median(work: Callable[[], object], runs: int) -> float:
    """Return the median time of some calls."""
    return statistics.median(milliseconds(work) for _run in range(runs))


def percentile(times: list[float], share: float) -> float:
    """Return the time that this share of the calls does not exceed."""
    ordered = sorted(times)
    return ordered[max(0, round(len(ordered) * share) - 1)]


def ratio_row(what: str, value: float, base: float, limit: float) -> bool:
    """Print a figure beside its floor, and tell whether the ratio keeps its limit."""
    ratio = value / base
    figures = f"{value:10.2f} ms{base:10.2f} ms{ratio:7.2f} ×  ≤ {limit} ×"
    return _say(f"{what:<46}{figures}", ratio <= limit)


def limit_row(what: str, value: float, limit: float, base: float | None = None) -> bool:
    """Print a figure that has a limit of its own, a floor beside it for comparison."""
    floor = f"{base:10.2f} ms{value / base:7.2f} ×" if base else " " * 22
    return _say(f"{what:<46}{value:10.2f} ms{floor}  ≤ {limit:g} ms", value <= limit)


def say_row(what: str, value: float, limit: float, unit: str) -> bool:
    """Print a figure in a unit of its own beside its limit."""
    return _say(f"{what:<46}{value:10.1f} {unit}  ≤ {limit:g} {unit}", value <= limit)


def _say(line: str, kept: bool) -> bool:
    print(f"{line}  {'ok' if kept else 'MISSED'}", flush=True)
    return kept
