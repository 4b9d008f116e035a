"""What the parts of an inspector share: which items, where edits go, how instants are said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cockpit.domain.entity import utc_now
from cockpit.domain.item import End
from cockpit.i18n import language
from cockpit.services.ports import UnitOfWork
from cockpit.ui.session import Session

WEEKDAYS = "一二三四五六日"


class ItemContext:
    """The items of one kind that are shown now: one, or several for bulk edits.

    Instants are said on the clock of the workspace, in its own time zone.
    """

    def __init__(
        self, session: Session, today: Callable[[], date] | None = None, kind: str = ""
    ) -> None:
        self.session, self.kind = session, kind
        self.ids: tuple[str, ...] = ()
        try:
            self.zone = ZoneInfo(session.workspace.setting("zone", "UTC"))
        except (ZoneInfoNotFoundError, ValueError):
            self.zone = ZoneInfo("UTC")
        self.today = today or (lambda: self.local(utc_now()).date())

    @property
    def item_id(self) -> str:
        """The item that is shown alone."""
        return self.ids[0]

    @property
    def item(self) -> End:
        """Kind and id of the item that is shown alone."""
        return self.kind, self.ids[0]

    def write(self, action: Callable[[UnitOfWork], object]) -> None:
        """Make one edit."""
        self.session.write(action)

    def local(self, instant: datetime) -> datetime:
        """An instant on the clock of the workspace."""
        return instant.astimezone(self.zone)

    def when(self, instant: datetime) -> str:
        """An instant as a list shows it: the time today, else the day, with the year if another."""
        at, today = self.local(instant), self.today()
        if at.date() == today:
            return f"{at:%H:%M}"
        if at.year == today.year:
            return short_day(at.date())
        return full_day(at.date(), weekday=False)


def short_day(day: date) -> str:
    """11月20日, Nov 20."""
    return f"{day.month}月{day.day}日" if language() == "zh" else f"{day:%b} {day.day}"


def full_day(day: date, *, weekday: bool = True) -> str:
    """2026年11月20日 周五, Fri, Nov 20, 2026."""
    if language() == "zh":
        end = f" 周{WEEKDAYS[day.weekday()]}" if weekday else ""
        return f"{day.year}年{day.month}月{day.day}日{end}"
    return f"{day:%a}, " * weekday + f"{day:%b} {day.day}, {day.year}"


def size_text(size: int | None) -> str:
    """A size as people read it; nothing for something that has none, such as a web address."""
    if size is None:
        return ""
    if size < 1000:
        return f"{size} B"
    figure, units = size / 1024, ["KB", "MB", "GB"]
    while figure >= 999.5 and len(units) > 1:
        figure /= 1024
        del units[0]
    unit = units[0]
    return f"{figure:.1f} {unit}" if figure < 9.95 else f"{figure:.0f} {unit}"
