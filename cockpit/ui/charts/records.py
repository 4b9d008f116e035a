"""What a chart is given: how it looks, its lines, and where its arrays come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from cockpit.domain.periods import Grain

if TYPE_CHECKING:
    from cockpit.domain.kpi import Mark
    from cockpit.domain.points import Window

Form = Literal["line", "area", "bar"]
Role = Literal["series", "comparison", "target"]
# From the fifth series lines differ by dash too, since colours alone come too close.
DASHES: tuple[tuple[float, ...], ...] = ((), (), (), (), (6, 3), (2, 2), (8, 3, 2, 3), (4, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series of a chart; `slot` is its place in the categorical palette."""

    key: str
    name: str
    slot: int = 0
    role: Role = "series"

    @property
    def dashes(self) -> tuple[float, ...]:
        """The dash pattern that goes with the slot, empty for a whole line."""
        return DASHES[self.slot % len(DASHES)] if self.role == "series" else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartStyle:
    """How a chart is drawn and what its figures mean.

    `draws_running`: whether the value of a period that is not over may continue the line. A sum
    that is still running may not: it would look like a fall. `running_t` is where that
    period starts, `as_of` the instant up to which it is counted, `nothing` what is said without
    any points, `this_year` the year that dates need not name.
    """

    title: str = ""
    note: str = ""
    unit: str = ""
    decimals: int = 0
    grain: Grain = Grain.DAY
    zone: str = "UTC"
    form: Form = "line"
    draws_running: bool = True
    running_t: int | None = None
    as_of: int | None = None
    this_year: int = 0
    nothing: str = ""
    lines: tuple[Line, ...] = field(default_factory=tuple)


# (t0, t1, pixels) in milliseconds since 1970 -> one window for each line, in order of the lines.
Fetch = Callable[[int, int, int], "list[Window]"]
# (t0, t1) -> the marks that touch the stretch, in order of time.
FetchMarks = Callable[[int, int], "list[Mark]"]
