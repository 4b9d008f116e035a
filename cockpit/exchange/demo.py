"""Builds the demo, dated around a given day, from resources/demo: boards here, the rest beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from cockpit.domain.imported import (
    ImportedBoard,
    ImportedChecklist,
    ImportedChecklistItem,
    ImportedColumn,
    ImportedComment,
    ImportedLabel,
    ImportedMove,
    ImportedPerson,
    ImportedTask,
)
from cockpit.domain.task import Stage
from cockpit.exchange.demo_feedback import demo_feedback
from cockpit.exchange.demo_feedback_records import DemoFeedback
from cockpit.exchange.demo_kpis import DemoKpi, DemoMark, demo_kpis
from cockpit.exchange.demo_records import (
    ChecklistData,
    ColumnData,
    LabelData,
    LaunchData,
    PersonData,
    ProductData,
    TaskData,
    Text,
)
from cockpit.exchange.demo_risks import DemoRisk, demo_risks
from cockpit.resources import resource

SYSTEM = "demo"

_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRelease:
    """A version on a platform, and the share of users who get it, in percent."""

    version: str
    platform: str
    released_on: date
    roll_out: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLaunch:
    """One go-live with its releases and its board."""

    name: str
    phase: str
    go_live_on: date
    releases: tuple[DemoRelease, ...]
    board: ImportedBoard


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoContent:
    """All that the demo shows of one product, in one language."""

    product_name: str
    launches: tuple[DemoLaunch, ...]
    kpis: tuple[DemoKpi, ...]
    marks: tuple[DemoMark, ...]
    risks: tuple[DemoRisk, ...]
    feedback: tuple[DemoFeedback, ...]


def demo_content(today: date, language: str) -> DemoContent:
    """Return the demo in `language` ("zh" or any zh_*, else English), dated around `today`."""
    folder = resource("demo")
    product = msgspec.json.decode((folder / "product.json").read_bytes(), type=ProductData)
    side: Literal[0, 1] = 0 if language.lower().startswith("zh") else 1
    build = _Build(folder, today, side)
    figures = demo_kpis(today, side)
    risks = demo_risks(today, side)
    return DemoContent(
        product_name=build.pick(product.name),
        launches=tuple(build.launch(launch) for launch in product.launches),
        kpis=figures.kpis,
        marks=figures.marks,
        risks=risks,
        feedback=demo_feedback(today, side, risks),
    )


class _Build:
    """Turns the records of the data files into dated records in one language."""

    def __init__(self, folder: Path, today: date, side: Literal[0, 1]) -> None:
        self._folder = folder
        self._today = today
        self._side = side

    def pick(self, text: Text) -> str:
        """Return the text in the demo's language."""
        return text[self._side]

    def launch(self, launch: LaunchData) -> DemoLaunch:
        """Return one launch with everything in it."""
        return DemoLaunch(
            name=self.pick(launch.name),
            phase=self.pick(launch.phase),
            go_live_on=self._day(launch.go_live),
            releases=tuple(
                DemoRelease(
                    version=release.version,
                    platform=release.platform,
                    released_on=self._day(release.day),
                    roll_out=release.roll_out,
                )
                for release in launch.releases
            ),
            board=self._board(launch),
        )

    def _day(self, offset: int) -> date:
        return self._today + timedelta(days=offset)

    def _instant(self, offset: int, number: int, step: int) -> datetime:
        """Return an instant in office hours (09–18 in Beijing) of that day.

        A weekend counts as the Friday before it. The minute follows from the card's number, and a
        later step of the card is later in the day, so that order survives two steps in one day.
        """
        day = self._day(offset)
        day -= timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
        minute = 60 + (number * 37) % 240 + min(step, 9) * 29
        return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=UTC)

    def _board(self, launch: LaunchData) -> ImportedBoard:
        columns = msgspec.json.decode(
            (self._folder / "columns.json").read_bytes(), type=tuple[ColumnData, ...]
        )
        people = msgspec.json.decode(
            (self._folder / "people.json").read_bytes(), type=tuple[PersonData, ...]
        )
        labels = msgspec.json.decode(
            (self._folder / "labels.json").read_bytes(), type=tuple[LabelData, ...]
        )
        tasks = [
            task
            for name in launch.task_files
            for task in msgspec.json.decode(
                (self._folder / name).read_bytes(), type=tuple[TaskData, ...]
            )
        ]
        return ImportedBoard(
            system=SYSTEM,
            key=launch.key,
            name=self.pick(launch.name),
            columns=tuple(self._column(at, column) for at, column in enumerate(columns, 1)),
            people=tuple(self._person(person) for person in people),
            labels=tuple(
                ImportedLabel(key=label.key, name=self.pick(label.name), colour=label.colour)
                for label in labels
            ),
            tasks=tuple(self._task(launch.key, at, task) for at, task in enumerate(tasks, 1)),
        )

    def _column(self, position: int, column: ColumnData) -> ImportedColumn:
        return ImportedColumn(
            key=column.key,
            name=self.pick(column.name),
            position=float(position),
            stage=column.stage,
            wip_limit=column.wip_limit,
        )

    def _person(self, person: PersonData) -> ImportedPerson:
        other = person.name[1 - self._side]
        name = self.pick(person.name)
        aliases = person.aliases if other == name else (other, *person.aliases)
        return ImportedPerson(key=person.key, name=name, aliases=aliases)

    def _task(self, board: str, position: int, task: TaskData) -> ImportedTask:
        key = f"{board}-{task.number}"
        moves, started = self._moves(key, task)
        last = moves[-1]
        return ImportedTask(
            key=key,
            column_key=last.to_column_key,
            title=self.pick(task.title),
            created_at=moves[0].at,
            position=float(position),
            number=task.number,
            description=self.pick(task.text),
            assignee_key=task.owner,
            other_assignee_keys=task.others,
            priority=task.priority,
            start_on=started,
            due_on=None if task.due is None else self._day(task.due),
            done_at=last.at if last.to_column_key == Stage.DONE else None,
            archived=task.archived,
            blocked_reason=self.pick(task.blocked.reason) if task.blocked else "",
            blocked_at=self._instant(task.blocked.day, task.number, 9) if task.blocked else None,
            label_keys=task.labels,
            checklists=self._checklists(key, task.checklist),
            comments=tuple(
                ImportedComment(
                    key=f"{key}-comment-{at}",
                    text=self.pick(comment.text),
                    at=self._instant(comment.day, task.number, at),
                    author_key=comment.by,
                )
                for at, comment in enumerate(task.comments, 1)
            ),
            moves=moves,
            blocked_by_keys=tuple(f"{board}-{number}" for number in task.after),
        )

    def _moves(self, key: str, task: TaskData) -> tuple[tuple[ImportedMove, ...], date | None]:
        """Return the card's moves and the day it was first active."""
        moves: list[ImportedMove] = []
        started: date | None = None
        came_from: str | None = None
        for at, leg in enumerate(task.path.split(", ")):
            column, offset = leg.split(" ")
            instant = self._instant(int(offset), task.number, at)
            moves.append(
                ImportedMove(
                    key=f"{key}-move-{at}",
                    from_column_key=came_from,
                    to_column_key=column,
                    at=instant,
                )
            )
            if column == Stage.ACTIVE and started is None:
                started = instant.date()
            came_from = column
        return tuple(moves), started

    def _checklists(
        self, key: str, checklist: ChecklistData | None
    ) -> tuple[ImportedChecklist, ...]:
        if checklist is None:
            return ()
        items = tuple(
            ImportedChecklistItem(
                key=f"{key}-step-{at}",
                text=(chinese, english)[self._side],
                done=bool(done),
                position=float(at),
            )
            for at, (chinese, english, done) in enumerate(checklist.steps, 1)
        )
        return (
            ImportedChecklist(
                key=f"{key}-checklist", name=self.pick(checklist.name), position=1.0, items=items
            ),
        )
