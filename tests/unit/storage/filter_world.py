"""A few hundred tasks of every sort, and what a filter means said in plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import text

from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import Entity
from cockpit.domain.filter_dates import Range, resolve_due, resolve_past
from cockpit.domain.filters import Filter, FilterTerm
from cockpit.domain.item import Attachment, Comment
from cockpit.domain.organisation import Person
from cockpit.domain.task import (
    Checklist,
    ChecklistItem,
    Column,
    Label,
    Priority,
    Stage,
    Task,
    TaskLabel,
    Transition,
)
from cockpit.storage.board_reader import SqlBoardReader
from cockpit.storage.engine import make_engine
from cockpit.storage.types import instant_text
from cockpit.storage.workspace import SqlWorkspace

TODAY = date(2026, 11, 24)
ZONE = ZoneInfo("Asia/Shanghai")
WORDS = ("支付", "付款", "闪退", "退款失败", "refund", "Crash", "灰度20%", "T-shirt", "rollback")
LABELS = ("支付", "Urgent fix", "iOS", "测试")
PEOPLE = (
    Person(name="李雷", aliases="leilei\nLi Lei"),
    Person(name="Han Meimei", aliases="韩梅梅"),
    Person(name="Zoe", aliases=""),
)
ME = PEOPLE[1]


@dataclass(slots=True)
class Facts:
    """One task as the reference sees it."""

    task: Task
    column: Column
    person: Person | None
    updated: datetime
    labels: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    comments: bool = False
    checklist: bool = False
    attachments: bool = False


def build(path: Path, count: int = 300) -> tuple[SqlWorkspace, list[Facts]]:
    """Make a workspace of generated tasks; one step made them all, in 2020."""
    random = Random(20261124)
    workspace = new_workspace(path, "en", ZONE.key, None)
    launch = workspace.reader().launches()[0]
    columns = workspace.reader().columns(launch.id)
    columns.append(Column(launch_id=launch.id, name="Old List", archived_at=_instant(random)))
    labels = [Label(launch_id=launch.id, name=name) for name in LABELS]
    facts, rows = [], []
    for number in range(1, count + 1):
        found, parts = _one(random, number, columns, labels)
        facts.append(found)
        rows += parts
    tasks = [found.task for found in facts]
    workspace.write(lambda uow: uow.add(columns[-1], *PEOPLE, *labels, *tasks, *rows))
    _date_steps(path, datetime(2020, 1, 1, tzinfo=UTC))
    for found in random.sample(facts, 60):
        found.updated = max(found.updated, edited := _instant(random))
        found.task = replace(found.task, start_on=TODAY)
        workspace.write(lambda uow, task=found.task: uow.save(task))  # type: ignore[misc]
        _date_steps(path, edited, last=True)
    return workspace, facts


def reader_of(workspace: SqlWorkspace) -> SqlBoardReader:
    """Return a reader for whom it is TODAY, owned by ME."""
    reader = workspace.reader()
    fixed = SqlBoardReader(reader._engine, today=lambda: TODAY)
    fixed.me_id = ME.id
    return fixed


def _date_steps(path: Path, at: datetime, *, last: bool = False) -> None:
    engine = make_engine(path)
    where = "WHERE id = (SELECT max(id) FROM step)" if last else ""
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE step SET at = :at {where}"), {"at": instant_text(at)})
    engine.dispose()


def _instant(random: Random) -> datetime:
    """Return an instant of the last 40 days, often beside a local midnight."""
    midnight = datetime(2026, 11, 24, 16, tzinfo=UTC) - timedelta(days=random.randrange(40))
    return midnight + timedelta(seconds=random.choice((-1, 0, 1, random.randrange(86_400))))


def _words(random: Random) -> str:
    return " ".join(random.sample(WORDS, random.randint(1, 3)))


def _one(
    random: Random, number: int, columns: list[Column], labels: list[Label]
) -> tuple[Facts, list[Entity]]:
    column = random.choice(columns)
    person = random.choice((None, *PEOPLE))
    blocked = random.random() < 0.2
    task = Task(
        launch_id=column.launch_id,
        column_id=column.id,
        number=number,
        title=_words(random),
        description=random.choice(("", _words(random))),
        assignee_id=person.id if person else None,
        priority=random.choice(list(Priority)),
        position=float(random.randrange(50)),
        due_on=random.choice((None, TODAY + timedelta(random.randint(-20, 20)))),
        created_at=_instant(random),
        entered_at=_instant(random),
        finished_at=_instant(random) if random.random() < 0.2 else None,
        archived_at=_instant(random) if random.random() < 0.2 else None,
        blocked_reason="bank" if blocked and random.random() < 0.7 else "",
        blocked_at=_instant(random) if blocked else None,
        deleted_at=_instant(random) if random.random() < 0.1 else None,
    )
    facts = Facts(task, column, person, task.created_at)
    facts.texts.append(f"{task.title}\n{task.description}")
    return facts, list(_parts(random, facts, labels))


def _parts(random: Random, facts: Facts, labels: list[Label]) -> list[Entity]:
    task, rows = facts.task, list[Entity]()
    for label in random.sample(labels, random.randrange(3)):
        gone = _instant(random) if random.random() < 0.2 else None
        rows.append(TaskLabel(task_id=task.id, label_id=label.id, deleted_at=gone))
        facts.labels += [] if gone else [label.name]
    for chance in (0.3, 0.1):
        if random.random() < chance:
            gone = _instant(random) if random.random() < 0.3 else None
            words, at = _words(random), _instant(random)
            rows.append(
                Comment(
                    item_kind="task",
                    item_id=task.id,
                    text=words,
                    created_at=at,
                    deleted_at=gone,
                )
            )
            if gone is None:
                facts.comments, facts.updated = True, max(facts.updated, at)
                facts.texts.append(words)
    if random.random() < 0.3:
        checklist = Checklist(task_id=task.id, name="Steps")
        words = _words(random)
        item = ChecklistItem(checklist_id=checklist.id, task_id=task.id, text=words)
        rows += [checklist, item]
        facts.checklist = True
        facts.texts.append(words)
    if random.random() < 0.3:
        rows.append(Attachment(item_kind="task", item_id=task.id, name="a.png"))
        facts.attachments = True
    if random.random() < 0.3:
        at = _instant(random)
        rows.append(Transition(task_id=task.id, to_column_id=task.column_id, at=at))
        facts.updated = max(facts.updated, at)
    return rows


def passes(facts: Facts, filter: Filter) -> bool:
    """Tell whether a task passes, without any SQL."""
    if facts.task.deleted_at is not None:
        return False
    asked = {t.value for t in filter.terms if t.field == "status" and not t.negated}
    if _archived(facts) and not asked & {"archived", "all"}:
        return False
    terms = all(_term(facts, term) is not term.negated for term in filter.terms)
    return terms and all(_word(facts, word) for word in filter.words)


def _archived(facts: Facts) -> bool:
    return facts.task.archived_at is not None or facts.column.archived_at is not None


def _term(facts: Facts, term: FilterTerm) -> bool:
    task, value = facts.task, term.value
    done = task.finished_at is not None or facts.column.stage is Stage.DONE
    blocked = task.blocked_at is not None or task.blocked_reason != ""
    match term.field:
        case "status":
            answers = {"open": not done, "done": done, "blocked": blocked, "all": True}
            return answers.get(value, _archived(facts))
        case "is":
            return blocked
        case "label":
            return value.casefold() in [name.casefold() for name in facts.labels]
        case "assignee":
            return _assignee(facts.person, value)
        case "priority":
            order = ["low", "normal", "high", "urgent"]
            return _compare(order.index(task.priority), term.op, order.index(value))
        case "column":
            return facts.column.name.casefold() == value.casefold()
        case "stage":
            return facts.column.stage == value
        case "has":
            return {
                "checklist": facts.checklist,
                "comment": facts.comments,
                "attachment": facts.attachments,
                "due": task.due_on is not None,
                "assignee": task.assignee_id is not None,
            }[value]
        case "due":
            late = task.due_on is not None and task.due_on < TODAY and not done
            return late if value == "overdue" else _within(task.due_on, term, resolve_due)
    at = task.created_at if term.field == "created" else facts.updated
    return _within(at.astimezone(ZONE).date(), term, resolve_past)


def _assignee(person: Person | None, value: str) -> bool:
    if value in ("me", "none"):
        return person == (ME if value == "me" else None)
    known = [person.name, *person.aliases.split("\n")] if person else []
    return value.casefold() in [name.casefold() for name in known if name]


def _compare(a: int, op: str, b: int) -> bool:
    return {"=": a == b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def _within(day: date | None, term: FilterTerm, resolve: object) -> bool:
    if term.value == "none":
        return day is None
    assert callable(resolve)
    # The very last day has no next one; no task is anywhere near it.
    value = "9998-01-01" if term.value == "9999-12-31" else term.value
    period: Range = resolve(term.op, value, TODAY)
    start, end = period
    return day is not None and (not start or day >= start) and (not end or day < end)


def _word(facts: Facts, word: str) -> bool:
    """Tell whether one text holds the word: Chinese anywhere, Latin at the start of a word."""
    if word.casefold().startswith("t-") and word[2:].isdecimal():
        return facts.task.number == int(word[2:])
    spaced = word.casefold().replace("-", " ")
    latin = spaced.isascii()
    for found in facts.texts:
        folded = " " + " ".join(found.casefold().replace("-", " ").split()) + " "
        if (f" {spaced}" if latin else spaced) in folded:
            return True
    return False
