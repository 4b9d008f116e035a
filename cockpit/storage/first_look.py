"""The first answers about a workspace: what a board shows, asked of the driver alone.

SQLAlchemy takes longer to load than the whole window, so a board in order is shown without it.
Only a plain file of the present schema gets a first look; opening the workspace deals with every
other one, and says what is wrong. Tests hold these answers against those of `SqlBoardReader`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlcipher3.dbapi2 as driver

from cockpit.domain.board import BoardColumn, Card, CardLabel
from cockpit.domain.entity import Entity
from cockpit.domain.organisation import Launch
from cockpit.domain.task import Column, Priority, Stage, WipMode
from cockpit.resources import migrations_dir

E = TypeVar("E", bound=Entity)
PLAIN_HEADER: Final = b"SQLite format 3\x00"
PATIENCE_SECONDS: Final = 1.0

# How a stored value becomes a field's, by the field's hint as it is written.
_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "str": str, "int": int, "float": float, "bool": bool,
    "date": date.fromisoformat, "time": time.fromisoformat, "datetime": datetime.fromisoformat,
    "Stage": Stage, "WipMode": WipMode,
}  # fmt: skip

_LIVE_TASKS: Final = "deleted_at IS NULL AND archived_at IS NULL"

_CARDS: Final = f"""
SELECT t.id, t.number, t.title, t.column_id, t.position, t.priority, t.due_on, t.due_at_time,
    t.assignee_id, t.blocked_reason, t.blocked_at, t.entered_at, t.finished_at, p.name, p.colour,
    (SELECT count(done_at) FROM checklist_item WHERE task_id = t.id AND deleted_at IS NULL),
    (SELECT count(*) FROM checklist_item WHERE task_id = t.id AND deleted_at IS NULL),
    (SELECT count(*) FROM comment WHERE item_id = t.id AND deleted_at IS NULL),
    (SELECT count(*) FROM attachment WHERE item_id = t.id AND deleted_at IS NULL)
FROM (SELECT * FROM task WHERE column_id = ? AND {_LIVE_TASKS}
    AND column_id NOT IN (SELECT id FROM "column" WHERE archived_at IS NOT NULL)
    ORDER BY position, id LIMIT ? OFFSET ?) t
LEFT JOIN person p ON p.id = t.assignee_id ORDER BY t.position, t.id
"""

_LABELS: Final = """
SELECT DISTINCT o.task_id, l.name, l.colour FROM task_label o JOIN label l ON l.id = o.label_id
WHERE o.task_id IN (SELECT value FROM json_each(?))
    AND o.deleted_at IS NULL AND l.deleted_at IS NULL ORDER BY l.name
"""


class FirstLook:
    """A read-only connection for the first questions; for the thread that made it."""

    def __init__(self, path: Path) -> None:
        """Open a file. Raises the driver's own error when it cannot be read."""
        self._connection = driver.connect(str(path), PATIENCE_SECONDS, isolation_level=None)
        self._connection.execute("PRAGMA query_only = ON")
        self._seen = self._version()

    def revision(self) -> str:
        """Return the schema revision of the file."""
        found = self._all("SELECT version_num FROM alembic_version")
        return str(found[0][0]) if found else ""

    def launches(self) -> list[Launch]:
        """Return the live launches, oldest first."""
        return self._records(Launch, "deleted_at IS NULL ORDER BY id")

    def board_columns(self, launch_id: str) -> list[BoardColumn]:
        """Return the columns of a board left to right, with how many cards they show."""
        where = "launch_id = ? AND deleted_at IS NULL AND archived_at IS NULL ORDER BY position, id"
        columns = self._records(Column, where, launch_id)
        counting = f"SELECT count(*) FROM task WHERE column_id = ? AND {_LIVE_TASKS}"
        counts = [self._all(counting, column.id)[0][0] for column in columns]
        return [
            BoardColumn(column=column, shown=count, total=count)
            for column, count in zip(columns, counts, strict=True)
        ]

    def cards(self, column_id: str, offset: int, limit: int) -> list[Card]:
        """Return a window of a column's cards from top to bottom."""
        rows = self._all(_CARDS, column_id, limit, offset)
        labels: dict[str, list[CardLabel]] = {row[0]: [] for row in rows}
        for task_id, name, colour in self._all(_LABELS, json.dumps(list(labels))):
            labels[task_id].append(CardLabel(name=name, colour=colour))
        return [_card(row, tuple(labels[row[0]])) for row in rows]

    def committed_since(self) -> bool:
        """Tell whether anybody committed since this look began."""
        return self._version() != self._seen

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def _version(self) -> int:
        return int(self._all("PRAGMA data_version")[0][0])

    def _all(self, query: str, *values: object) -> list[Sequence[Any]]:
        return list(self._connection.execute(query, values))

    def _records(self, cls: type[E], where: str, *values: object) -> list[E]:
        """Return records; a kind is read by the hints of its own fields."""
        names = [field.name for field in fields(cls)]
        read = [_READ[str(field.type).removesuffix(" | None")] for field in fields(cls)]
        columns = ", ".join(f'"{name}"' for name in names)
        found = []
        for row in self._all(f'SELECT {columns} FROM "{cls.KIND}" WHERE {where}', *values):
            taken: list[Any] = [
                None if value is None else take(value)
                for take, value in zip(read, row, strict=True)
            ]
            found.append(cls(**dict(zip(names, taken, strict=True))))
        return found


def first_look(path: Path) -> FirstLook | None:
    """Return a first look at a file in order, None for one that has to be opened with care."""
    look = None
    try:
        with path.open("rb") as file:
            if file.read(len(PLAIN_HEADER)) != PLAIN_HEADER or _being_restored(path):
                return None
        look = FirstLook(path)
        if look.revision() == _newest_revision():
            return look
    except (OSError, driver.Error):
        pass  # Opening the workspace meets the same, and has the sentence for it.
    if look is not None:
        look.close()
    return None


def _being_restored(path: Path) -> bool:
    from cockpit.storage.swap import decided

    return decided(path.resolve())


def _newest_revision() -> str:
    names = (file.name.partition("_")[0] for file in (migrations_dir() / "versions").iterdir())
    return max(name for name in names if name.isdecimal())


def _card(row: Sequence[Any], labels: tuple[CardLabel, ...]) -> Card:
    def instant(value: str | None) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)

    return Card(
        id=row[0],
        number=row[1],
        title=row[2],
        column_id=row[3],
        position=row[4],
        priority=Priority(row[5]),
        due_on=None if row[6] is None else date.fromisoformat(row[6]),
        due_at_time=None if row[7] is None else time.fromisoformat(row[7]),
        assignee_id=row[8],
        blocked_reason=row[9],
        blocked_at=instant(row[10]),
        entered_at=datetime.fromisoformat(row[11]),
        finished_at=instant(row[12]),
        assignee_name=row[13] or "",
        assignee_colour=row[14] or 0,
        labels=labels,
        checklist_done=row[15],
        checklist_total=row[16],
        comments=row[17],
        attachments=row[18],
        archived=False,
    )
