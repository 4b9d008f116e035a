"""The shapes that services need from the storage below them; `bootstrap` hands in the real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeVar

from cockpit.domain.board import BoardColumn, Card, Found, TaskDetail
from cockpit.domain.changes import Changes, HistoryEntry
from cockpit.domain.entity import Entity
from cockpit.domain.filters import Filter
from cockpit.domain.item import CustomField, ItemParts
from cockpit.domain.organisation import Launch, Person
from cockpit.domain.task import Label
from cockpit.services.kpi_ports import PointWork

if TYPE_CHECKING:
    from cockpit.services.readers import Reader

E = TypeVar("E", bound=Entity)


class UnitOfWork(PointWork, Protocol):
    """One step: it commits whole, with its journal and search rows, or rolls back whole.

    Records handed to `save` and `remove` must have been read or added in this unit of work's file.
    """

    def get(self, cls: type[E], item_id: str) -> E:
        """Return the record; raises UserError when it does not exist or was deleted."""

    def find(self, cls: type[E], order_by: str = "id", **equal: object) -> list[E]:
        """Return the live records whose fields equal the given values (None matches absent)."""

    def find_in(self, cls: type[E], field: str, values: Iterable[object]) -> list[E]:
        """Return the live records whose field is one of the values."""

    def add(self, *records: Entity) -> None:
        """Insert records."""

    def save(self, *records: Entity) -> None:
        """Write the fields that differ from what is stored."""

    def remove(self, *records: Entity) -> None:
        """Hide records; undo brings them back."""

    def next_number(self, cls: type[Entity], launch_or_product: str, count: int = 1) -> int:
        """Take `count` short numbers within a product (or its launch) and return the first."""

    def edge(self, cls: type[Entity], scope: str, scope_id: str, *, last: bool) -> float | None:
        """Return the smallest or largest `position` of live records, None without any."""

    def neighbour(self, column_id: str, position: float, *, after: bool) -> float | None:
        """Return the nearest position before or after one in a column, None at the end."""

    def count_tasks(self, column_id: str) -> int:
        """Return how many live, unarchived tasks a column holds."""

    def describe(self, msgid: str, **values: object) -> None:
        """Name the step: a msgid marked with N_ and the values of its placeholders."""

    def warn(self, sentence: str) -> None:
        """Attach a sentence to the resulting changes."""

    def keep_content(self, content: bytes) -> str:
        """Store attachment bytes under their sha256 and return it."""


NO_FILTER: Final = Filter()
TaskSort = Literal["number", "title", "column", "assignee", "priority", "due", "created", "entered"]


class BoardReader(Protocol):
    """Bounded questions a page asks on its own thread; each answers in a few milliseconds.

    A filter hides archived tasks and archived columns unless it says status:archived or status:all.
    `me_id` is the person whom assignee:me means, None until somebody has said who they are.
    """

    me_id: str | None

    def launches(self) -> list[Launch]:
        """Return the live launches, oldest first."""

    def board_columns(self, launch_id: str, filter: Filter = NO_FILTER) -> list[BoardColumn]:
        """Return the columns left to right: how many cards pass, and how many count in all."""

    def cards(
        self, column_id: str, filter: Filter = NO_FILTER, offset: int = 0, limit: int = 100
    ) -> list[Card]:
        """Return a window of a column's cards from top to bottom."""

    def task_list(
        self,
        launch_id: str | None,
        filter: Filter = NO_FILTER,
        sort: TaskSort = "number",
        descending: bool = False,
        offset: int = 0,
        limit: int = 100,
    ) -> list[Card]:
        """Return a window of a launch's tasks (None: of all launches); absent values come last."""

    def count(self, launch_id: str | None, filter: Filter = NO_FILTER) -> int:
        """Return how many tasks of a launch (None: of all launches) pass."""

    def index_in_column(self, task_id: str, filter: Filter = NO_FILTER) -> int | None:
        """Return a card's row among those of its column that pass, None when it does not."""

    def task(self, task_id: str) -> TaskDetail | None:
        """Return a live task with everything that hangs on it."""

    def people(self) -> list[Person]:
        """Return the people by name."""

    def labels(self, launch_id: str | None) -> list[Label]:
        """Return the labels of a launch (None: of all launches) by name."""

    def search(self, text: str, limit: int = 100) -> list[Found]:
        """Return what a short number (T-142) names, then what has a text with all the words."""

    def content(self, sha256: str) -> bytes | None:
        """Return stored attachment bytes, None when they are not here."""

    def history(self, item_id: str | None = None, limit: int = 200) -> list[HistoryEntry]:
        """Return what happened to an item and its parts, or at all, newest first."""


class ItemReader(Protocol):
    """What hangs on an item, asked the same way for every kind (task, risk, feedback, kpi)."""

    def parts(self, kind: str, item_id: str) -> ItemParts:
        """Return what hangs on an item of any kind; nothing when there is no such item."""

    def fields_of(self, kind: str) -> list[CustomField]:
        """Return the custom fields that items of a kind can have, by name."""

    def short_titles(self, items: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Found]:
        """Return what live items, given as (kind, id), are called, in the given order."""

    def find_items(self, text: str, limit: int = 20) -> list[Found]:
        """Return items that can be linked: by short number, KPIs by name, the rest by words."""


class Workspace(Protocol):
    """An open workspace file."""

    def reader(self) -> Reader:
        """Return a reader; each of its answers is one consistent read."""

    def write(self, action: Callable[[UnitOfWork], object]) -> Changes:
        """Run one step: it commits whole or leaves the file as it was."""

    def undo(self) -> Changes:
        """Take back this person's newest step; raises UserError when there is none."""

    def redo(self) -> Changes:
        """Do the step undone last again; raises UserError when there is none."""

    def setting(self, key: str, default: str = "") -> str:
        """Return a workspace setting."""

    def set_setting(self, key: str, value: str) -> None:
        """Store a workspace setting."""

    def committed_elsewhere(self) -> bool:
        """Return whether the file was committed to since the last call; for one thread only."""

    def close(self) -> None:
        """Release the file."""
