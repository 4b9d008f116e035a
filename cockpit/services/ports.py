"""The shapes that services need from the storage below them; `bootstrap` hands in the real ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from cockpit.domain.board import BoardColumn, Card
from cockpit.domain.entity import Entity
from cockpit.domain.organisation import Launch

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


class BoardReader(Protocol):
    """Bounded questions a page asks on its own thread; each answers in a few milliseconds."""

    def launches(self) -> list[Launch]:
        """Return the live launches, the one a board opens with first."""

    def board_columns(self, launch_id: str) -> list[BoardColumn]:
        """Return the live, unarchived columns left to right with their counts."""

    def cards(self, column_id: str, offset: int, limit: int) -> list[Card]:
        """Return a window of a column's unarchived cards from top to bottom."""
