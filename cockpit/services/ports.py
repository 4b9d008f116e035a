"""The shapes that services need from the storage below them; `bootstrap` hands in the real ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from cockpit.domain.board import BoardColumn, Card, Found, TaskDetail
from cockpit.domain.changes import Changes, HistoryEntry
from cockpit.domain.entity import Entity
from cockpit.domain.filters import Filter
from cockpit.domain.organisation import Launch, Person, Product
from cockpit.domain.task import Label

E = TypeVar("E", bound=Entity)


class UnitOfWork(Protocol):
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

    def next_number(self, cls: type[Entity], launch_or_product: str) -> int:
        """Return the next short number of a kind within a product (given by it or its launch)."""

    def edge(self, cls: type[Entity], scope: str, scope_id: str, *, last: bool) -> float | None:
        """Return the smallest or largest `position` among live records, None when there are none."""

    def neighbour(self, column_id: str, position: float, *, after: bool) -> float | None:
        """Return the nearest position in a column before or after the given one, None at the end."""

    def count_tasks(self, column_id: str) -> int:
        """Return how many live, unarchived tasks a column holds."""

    def describe(self, msgid: str, **values: object) -> None:
        """Name the step: a msgid marked with N_ and the values of its placeholders."""

    def warn(self, sentence: str) -> None:
        """Attach a sentence to the resulting changes."""

    def keep_content(self, content: bytes) -> str:
        """Store attachment bytes under their sha256 and return it."""


class BoardReader(Protocol):
    """Bounded questions a page asks on its own thread; each answers in a few milliseconds."""

    def products(self) -> list[Product]:
        """Return the live products by name."""

    def launches(self, product_id: str | None = None) -> list[Launch]:
        """Return the live launches, newest go-live first."""

    def people(self) -> list[Person]:
        """Return the live people by name."""

    def labels(self, launch_id: str) -> list[Label]:
        """Return a launch's labels by name."""

    def columns(self, launch_id: str, filter_: Filter) -> list[BoardColumn]:
        """Return the columns left to right with their counts."""

    def cards(self, column_id: str, filter_: Filter, offset: int, limit: int) -> list[Card]:
        """Return a window of a column's cards from top to bottom."""

    def task_list(
        self, launch_id: str, filter_: Filter, sort: str, descending: bool, offset: int, limit: int
    ) -> list[Card]:
        """Return a window of the list view; `sort` is a Card field name."""

    def count(self, launch_id: str, filter_: Filter) -> int:
        """Return how many tasks the list view has."""

    def index_in_column(self, task_id: str, filter_: Filter) -> int | None:
        """Return the row of a card in its column under a filter, None when it is filtered out."""

    def task(self, task_id: str) -> TaskDetail | None:
        """Return a task with its parts, None when it is gone."""

    def history(self, item_id: str, limit: int = 200) -> list[HistoryEntry]:
        """Return what happened to an item and its parts, newest first."""

    def search(self, text: str, limit: int = 20) -> list[Found]:
        """Return items by short number or words, best first."""

    def attachment_content(self, sha256: str) -> bytes | None:
        """Return stored bytes, None when the folder beside the workspace is missing."""

    def data_version(self) -> int:
        """Return a number that changes when another connection has committed."""


class Workspace(Protocol):
    """An open workspace file: one reader for the calling thread and steps that write."""

    @property
    def path(self) -> Path:
        """The workspace file."""

    def reader(self) -> BoardReader:
        """Return the reader bound to the calling thread."""

    def write(self, action: Callable[[UnitOfWork], object]) -> Changes:
        """Run one step in a transaction on the calling thread and return what it changed."""

    def undo(self) -> Changes:
        """Undo the newest step of this person that is not undone; raises UserError when none."""

    def redo(self) -> Changes:
        """Do again the step undone last; raises UserError when none."""

    def setting(self, key: str, default: str = "") -> str:
        """Return a workspace setting."""

    def set_setting(self, key: str, value: str) -> None:
        """Store a workspace setting."""

    def close(self) -> None:
        """Release the file."""
