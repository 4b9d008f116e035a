"""The shape of resources/demo/kpis.json: figures, how they run over the days, and marks."""

from __future__ import annotations

import msgspec

from cockpit.domain.kpi import Aggregation, AnnotationKind, Direction
from cockpit.domain.periods import Grain
from cockpit.exchange.demo_records import Record, Text

# Corners of a line over days counted from today; straight between them.
Curve = tuple[tuple[int, float], ...]


class ModelData(Record, frozen=True):
    """How a figure runs over the days.

    `noise` is the standard deviation as a share of the value, `weekly` how much of the pattern of
    weekdays applies, `holiday` a factor on days off, `so_far` the share of today that is known.
    """

    curve: Curve
    noise: float = 0.0
    weekly: float = 0.0
    holiday: float = 1.0
    so_far: float = 1.0
    bumps: Curve = ()


class ChannelData(Record, frozen=True):
    """A way to pay and its share of all payments."""

    name: Text
    share: Curve


class KpiData(Record, frozen=True):
    """A figure; without a model it follows from the orders. `target` holds from its days on.

    `tasks` are numbers of the pay board.
    """

    key: str
    name: Text
    unit: Text
    decimals: int
    direction: Direction
    aggregation: Aggregation
    owner: str
    definition: Text
    origin: Text
    grain: Grain = Grain.DAY
    model: ModelData | None = None
    target: Curve = ()
    missing: tuple[int, ...] = ()
    channels: tuple[ChannelData, ...] = ()
    tasks: tuple[int, ...] = ()


class IncidentData(Record, frozen=True):
    """The bad evening: failures beyond the usual by hour, as shares of the day's orders."""

    day: int
    extra_failures: dict[str, float]


class MarkData(Record, frozen=True, rename={"starts": "from", "ends": "to"}):
    """A mark on the time axis, from and to a local time on a day counted from today."""

    key: str
    text: Text
    starts: tuple[int, str]
    ends: tuple[int, str] | None = None
    tasks: tuple[int, ...] = ()
    kind: AnnotationKind = AnnotationKind.NOTE


class HolidayData(Record, frozen=True):
    """Days off, from a day of every year (MM-DD) or of one year (YYYY-MM-DD)."""

    name: Text
    starts: str
    days: int


class KpisData(Record, frozen=True):
    """The whole of kpis.json; an hour's share of a day's orders is in thousandths."""

    zone: str
    days: int
    hours_of_days: int
    week: tuple[float, ...]
    rush_day: tuple[int, ...]
    free_day: tuple[int, ...]
    orders: ModelData
    success: ModelData
    incident: IncidentData
    basket: ModelData
    kpis: tuple[KpiData, ...]
    marks: tuple[MarkData, ...]
    holidays: tuple[HolidayData, ...]


def read_kpis(content: bytes) -> KpisData:
    """Read kpis.json; raises msgspec.ValidationError for a file of another shape."""
    return msgspec.json.decode(content, type=KpisData)
