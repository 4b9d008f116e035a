"""The lists that open on a key: tags, snooze, the task that answers, the type, the status."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cockpit.domain.board import Found
from cockpit.domain.due_text import read_due
from cockpit.domain.feedback import FeedbackStatus, FeedbackType, Tag
from cockpit.domain.plain_text import shown_line
from cockpit.i18n import N_, _
from cockpit.ui.items.context import short_day
from cockpit.ui.kit.choice_popup import NEW, Choice, ChoicePopup
from cockpit.ui.pages.feedback.words import STATUS_ICONS, STATUS_TITLES, TYPE_ICONS, TYPE_TITLES

MORNING = time(9)
EVENING = time(18)
MOST_TASKS = 8


def tag_popup(anchor: QWidget, tags: Sequence[Tag], on: Collection[str]) -> ChoicePopup:
    """Open the tags, ticked where all of the selected items have them; it stays open."""
    return ChoicePopup(anchor, tag_choices(tags, on), new=N_("New tag “{name}”"))


def tag_choices(tags: Sequence[Tag], on: Collection[str]) -> list[Choice]:
    """The tags as they are listed."""
    return [
        Choice(tag.id, shown_line(tag.name), dot=tag.colour, checked=tag.id in on) for tag in tags
    ]


def type_popup(anchor: QWidget, current: FeedbackType) -> ChoicePopup:
    """Open the types."""
    return ChoicePopup(anchor, type_choices(), f"={current}")


def type_choices() -> list[Choice]:
    """The types as they are listed; their keys begin with a mark, since one of them is empty."""
    return [Choice(f"={t}", _(title), TYPE_ICONS[t]) for t, title in TYPE_TITLES.items()]


def status_popup(anchor: QWidget, current: FeedbackStatus) -> ChoicePopup:
    """Open the statuses."""
    return ChoicePopup(anchor, status_choices(), str(current))


def status_choices() -> list[Choice]:
    """The statuses as they are listed."""
    return [Choice(str(s), _(title), STATUS_ICONS[s]) for s, title in STATUS_TITLES.items()]


def snooze_times(now: datetime) -> list[tuple[str, datetime]]:
    """When items can come back, as (msgid, instant) on the clock of `now`."""
    today, zone = now.date(), now.tzinfo
    later = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=4)
    monday = today + timedelta(7 - today.weekday())
    times = [
        (N_("Later today"), later),
        (N_("Tomorrow"), _at(today + timedelta(1), MORNING, zone)),
        (N_("Next Monday"), _at(monday, MORNING, zone)),
        (N_("In two weeks"), _at(today + timedelta(14), MORNING, zone)),
    ]
    return [(title, at) for title, at in times if at.date() == today or title != times[0][0]]


def _at(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, clock, zone)


class SnoozePopup(ChoicePopup):
    """Some times to choose from; any day can be typed. `until` carries an aware instant or None."""

    until = Signal(object)

    def __init__(self, anchor: QWidget, now: datetime, *, snoozed: bool) -> None:
        self._now = now
        self._times = dict(snooze_times(now))
        choices = [
            Choice(title, f"{_(title)}  {_short(at, now)}", "clock")
            for title, at in self._times.items()
        ]
        if snoozed:
            choices.insert(0, Choice("back", _("Bring it back now"), "arrow-counter-clockwise"))
        super().__init__(anchor, choices, new=N_("Until {name}"))
        self.field.setPlaceholderText(_("Or type a day, such as 12-01 14:00"))
        self.chosen.connect(self._on_chosen)
        self.invented.connect(self._on_typed)

    def _on_chosen(self, key: str) -> None:
        self.until.emit(self._times.get(key))

    def _on_typed(self, text: str) -> None:
        at = typed_instant(text, self._now)
        if at is not None:
            self.until.emit(at)

    def _narrow(self, typed: str) -> None:
        super()._narrow(typed)
        at = typed_instant(typed, self._now) if typed.strip() else None
        self.rows = [row for row in self.rows if row.key != NEW]
        if at is not None:
            words = _("Until {name}").format(name=_short(at, self._now))
            self.rows.append(Choice(NEW, words, "clock"))
        self.place()


def typed_instant(text: str, now: datetime) -> datetime | None:
    """The instant that a day or a time in words means, None when it is none or has passed."""
    due = read_due(text, now.date())
    if due is None or due[0] is None:
        return None
    at = datetime.combine(due[0], due[1] or MORNING, now.tzinfo)
    return at if at > now else None


def _short(at: datetime, now: datetime) -> str:
    clock = f"{at:%H:%M}"
    return clock if at.date() == now.date() else f"{short_day(at.date())} {clock}"


class TaskPopup(ChoicePopup):
    """Makes a task of the items, or links one that is found by number or words.

    `linked` carries a task's id; `made` the title of a new one.
    """

    linked = Signal(str)
    made = Signal(str)

    def __init__(
        self, anchor: QWidget, find: Callable[[str, int], list[Found]], title: str
    ) -> None:
        self._find, self._title = find, title
        super().__init__(anchor, [self._fresh("")])
        self.field.setPlaceholderText(_("Title of a new task, or T-118 or words to find one"))
        self.chosen.connect(self._on_chosen)

    def _fresh(self, typed: str) -> Choice:
        title = typed.strip() or self._title
        return Choice(NEW + "task", _("New task “{title}”").format(title=title), "plus")

    def _narrow(self, typed: str) -> None:
        found = self._find(typed, MOST_TASKS * 3) if typed.strip() else []
        tasks = [item for item in found if item.kind == "task"][:MOST_TASKS]
        rows = [
            Choice(item.id, f"{item.short} {item.title}".strip(), "check-square") for item in tasks
        ]
        numbered = bool(tasks) and tasks[0].short.casefold() == typed.strip().casefold()
        self.rows = [*rows, self._fresh(typed)] if numbered else [self._fresh(typed), *rows]
        self.choices = self.rows
        self.row = 0
        self._reveal()
        self.place()

    def _on_chosen(self, key: str) -> None:
        if key == NEW + "task":
            self.made.emit(self.field.text().strip() or self._title)
        else:
            self.linked.emit(key)
