"""The event lane under the dates: what happened, at its date; what collides is folded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF

from cockpit.domain.periods import Grain
from cockpit.i18n import _
from cockpit.ui.charts.frame import AXIS, LANE, LEFT, STEPS, Frame, bucket
from cockpit.ui.kit import fonts, ink
from cockpit.ui.kit.icons import draw_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from cockpit.domain.kpi import Mark

ICONS: Final = {
    "release": "flag-fill",
    "launch": "rocket-launch-fill",
    "campaign": "megaphone-fill",
    "incident": "warning-circle-fill",
    "annotation": "push-pin-fill",
}
ICON: Final = 13
NEAREST: Final = 20.0  # marks closer than this are one
LEAST_TEXT: Final = 34.0
LEAST_LEFT: Final = 5.0  # from the plot's left edge, so that the lane's name is not touched
NOTE: Final = 96.0  # room at the right of the plot


@dataclass(frozen=True, slots=True)
class Placed:
    """One or several marks at one place: `text` is what stands there, `left` of it at most `room`.

    `bands` are the stretches of the plot that they touch, whole periods.
    """

    marks: tuple[Mark, ...]
    x: float
    text: str
    room: float
    bands: tuple[tuple[float, float], ...]

    @property
    def bad(self) -> bool:
        """Whether something broke here."""
        return any(str(mark.kind) == "incident" for mark in self.marks)

    @property
    def icon(self) -> str:
        """The icon of the gravest of them."""
        kind = "incident" if self.bad else str(self.marks[0].kind)
        return ICONS.get(kind, "push-pin-fill")

    def tip(self) -> str:
        """All of their words."""
        return "\n".join(mark.text for mark in self.marks)


def place_marks(
    marks: list[Mark], frame: Frame, grain: Grain, zone: ZoneInfo, beside: float
) -> list[Placed]:
    """Place marks on their periods, fold those that would touch, and give each its room.

    `beside` is the room at the right of the plot that the last one may use.
    """
    scale = fonts.scale()
    groups: list[tuple[float, list[Mark]]] = []
    for mark in marks:
        x = frame.x(bucket(mark.t0, grain, zone)[0])
        if not frame.plot.left() - 1 <= x <= frame.plot.right() + 1:
            if mark.t1 is None:
                continue
            x = min(max(x, frame.plot.left()), frame.plot.right())
        x = max(x, frame.plot.left() + LEAST_LEFT * scale)
        if groups and x - groups[-1][0] < NEAREST * scale:
            groups[-1][1].append(mark)
        else:
            groups.append((x, [mark]))
    found = []
    edge = frame.plot.right() + beside
    for index, (x, members) in enumerate(groups):
        following = groups[index + 1][0] - NEAREST * scale if index + 1 < len(groups) else edge
        bands = tuple(_band(mark, frame, grain, zone) for mark in members if mark.t1 is not None)
        room = following - x - ICON * scale
        found.append(Placed(tuple(members), x, _words(members, room), room, bands))
    return found


def _words(members: list[Mark], room: float) -> str:
    """What stands beside the icon: the first text and how many more, or just how many."""
    if len(members) == 1:
        return members[0].text
    text = f"{members[0].text} +{len(members) - 1}"
    return text if ink.width(text, "caption") <= room - 10 else f"+{len(members)}"


def _band(mark: Mark, frame: Frame, grain: Grain, zone: ZoneInfo) -> tuple[float, float]:
    """The stretch of the plot whose points lie in periods that a mark touches."""
    half = STEPS[grain] / 2
    first, _end = bucket(mark.t0, grain, zone)
    last, _end = bucket(max(mark.t0, (mark.t1 or mark.t0) - 1), grain, zone)
    left = max(frame.plot.left(), frame.x(first - half))
    right = min(frame.plot.right(), frame.x(last + half))
    return left, max(left, right)


def lane_y(frame: Frame) -> float:
    """The middle of the lane."""
    return frame.plot.bottom() + (AXIS + LANE / 2 - 2) * fonts.scale()


def paint_lane(painter: QPainter, frame: Frame, marks: list[Placed], note: str) -> None:
    """Paint the lane's name, the marks with their words, and the line that ends it."""
    scale, cy = fonts.scale(), lane_y(frame)
    size = round(ICON * scale)
    ink.text(painter, 0, cy, _("Events"), "caption", "n7", LEFT * scale - 4)
    for placed in marks:
        tint, graphic = ("bad", "bad_graphic") if placed.bad else ("n7", "n7")
        ink.hairline(painter, placed.x, cy - 13 * scale, 5 * scale, "n5", vertical=True)
        draw_icon(painter, placed.icon, placed.x - size / 2, cy, size, ink.colour(graphic))
        x = placed.x + size / 2 + 4
        if shown_text(placed):
            ink.text(painter, x, cy, placed.text, "caption", tint, text_room(placed))
    if note:
        ink.text(painter, frame.plot.right() + 12 * scale, cy, note, "caption", "n7", NOTE * scale)
    end = cy + (LANE / 2 - 2) * scale
    ink.hairline(painter, frame.plot.left(), end, frame.plot.width(), "n4")


def text_room(placed: Placed) -> float:
    """How much room the words of a mark have."""
    return placed.room - 10


def shown_text(placed: Placed) -> bool:
    """Whether the words of a mark stand beside it; else they are in its tooltip."""
    wide = ink.width(placed.text, "caption")
    return text_room(placed) >= min(wide, LEAST_TEXT * fonts.scale())


def mark_at(marks: list[Placed], frame: Frame, x: float, y: float) -> Placed | None:
    """The mark under a point of the lane."""
    scale = fonts.scale()
    if abs(y - lane_y(frame)) > LANE / 2 * scale:
        return None
    for placed in marks:
        right = placed.x + 8 * scale
        if shown_text(placed):
            right += min(ink.width(placed.text, "caption"), text_room(placed)) + 4
        if placed.x - 9 * scale <= x <= right:
            return placed
    return None


def band_rects(frame: Frame, marks: list[Placed]) -> list[tuple[QRectF, bool]]:
    """The bands of all marks over the plot, and whether they stand for something bad."""
    return [
        (QRectF(left, frame.plot.top(), right - left, frame.plot.height()), placed.bad)
        for placed in marks
        for left, right in placed.bands
    ]
