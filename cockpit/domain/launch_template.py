"""A launch to begin with: columns, phases and tasks whose days count from the go-live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cockpit.domain.task import Priority, Stage

SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColumn:
    """A column of the board."""

    name: str
    stage: Stage
    wip_limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePhase:
    """A stretch of the launch; `until` is its last day, counted from the go-live (T)."""

    until: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateTask:
    """A task; `day` is when it is due, counted from the go-live: −10 is ten days before."""

    day: int
    title: str
    text: str
    label: str
    priority: Priority = Priority.NORMAL
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchTemplate:
    """A whole launch in one language."""

    key: str
    title: str
    explanation: str
    columns: tuple[TemplateColumn, ...]
    phases: tuple[TemplatePhase, ...]
    labels: tuple[str, ...]
    tasks: tuple[TemplateTask, ...]

    def phase_on(self, today: date, go_live_on: date | None) -> str:
        """Return the phase of a day; without a go-live the first, after the last one the last."""
        if go_live_on is None:
            return self.phases[0].name
        day = (today - go_live_on).days
        return next((p.name for p in self.phases if day <= p.until), self.phases[-1].name)


def due_on(day: int, go_live_on: date) -> date:
    """Return the date of a day counted from the go-live.

    What is due before the go-live on a weekend is due on the Friday before; the go-live itself and
    what follows keep their day.
    """
    found = go_live_on + timedelta(days=day)
    if day < 0:
        found -= timedelta(days=max(0, found.weekday() - SATURDAY + 1))
    return found
