"""The words of the overview that depend on the language: days, weekdays, kinds of need."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from cockpit.domain.overview import NeedKind, Segment
from cockpit.i18n import N_, _, language

NEEDS: Final = {
    NeedKind.BLOCKED: (N_("Blocked"), "prohibit", "bad"),
    NeedKind.OVERDUE: (N_("Overdue"), "clock", "warn"),
    NeedKind.REVIEW: (N_("Review"), "shield-warning", "warn"),
    NeedKind.ANSWER: (N_("Answer"), "chat-circle", "info"),
    NeedKind.DUE: (N_("Due soon"), "calendar-blank", "n7"),
}
STAGES: Final = {
    "backlog": N_("Backlog"),
    "committed": N_("Committed"),
    "active": N_("Active"),
    "waiting": N_("Waiting"),
    "done": N_("Done"),
}
_ZH: Final = "一二三四五六日"


def long_day(on: date) -> str:
    """2026年11月20日 周五, Fri, Nov 20, 2026."""
    if language() == "zh":
        return f"{on.year}年{on.month}月{on.day}日 周{_ZH[on.weekday()]}"
    return f"{on:%a}, {on:%b} {on.day}, {on.year}"


def short_day(on: date) -> str:
    """11月20日, Nov 20."""
    return f"{on.month}月{on.day}日" if language() == "zh" else f"{on:%b} {on.day}"


def week_day(on: date, today: date) -> str:
    """今天 周五, 23 周一; Today, Fri, 23 Mon."""
    name = f"周{_ZH[on.weekday()]}" if language() == "zh" else f"{on:%a}"
    if on == today:
        return _("Today {weekday}").format(weekday=name)
    return f"{on.day} {name}"


def clock(at: datetime, today: date) -> str:
    """The time today, else the day; `at` is on the clock of the workspace."""
    if at.date() == today:
        return f"{at:%H:%M}"
    if at.date() == today - timedelta(days=1):
        return _("yesterday {time}").format(time=f"{at:%H:%M}")
    return short_day(at.date())


def segment_name(segment: Segment) -> str:
    """What a stretch of the way is called: the share of users, or what comes before and after."""
    if segment.roll_out is None:
        return _("Preparation")
    if segment.roll_out >= 100 and not segment.version:
        return _("Everybody, watched")
    share = f"{segment.roll_out:g}%"
    return _("Roll-out {share}").format(share=share)
