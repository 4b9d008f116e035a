"""Points on their way in from a file, before they are anybody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cockpit.domain.points import Times, Values


class SeriesName(NamedTuple):
    """What a file calls a line: its figure, and the series of it, "" when there is one."""

    kpi: str
    series: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeriesPart:
    """Some values of one line in the order of the file; `row` is where each stood."""

    name: SeriesName
    column: str
    t: Times
    value: Values
    row: npt.NDArray[np.int32]
