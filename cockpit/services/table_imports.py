"""Imports of tables as the window sees them: what kinds there are, and one opened file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cockpit.domain.changes import Changes
from cockpit.domain.imported import ImportReport
from cockpit.domain.mapping import Field, Mapping, Question
from cockpit.domain.table import Row

# Told how far it is of how much; returns whether to go on.
Progress = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKind:
    """A kind of `cockpit import`: `title` is a msgid; `asks` says that it has a mapping step."""

    key: str
    title: str
    extensions: tuple[str, ...]
    asks: bool = True


class TableImport(Protocol):
    """A file that was opened for a kind of import; every method may be called off the GUI thread.

    `mapping` is what was remembered for this shape of header, else what was guessed.
    """

    kind: ImportKind
    path: Path
    columns: tuple[str, ...]
    fields: tuple[Field, ...]
    sample: tuple[Row, ...]
    mapping: Mapping

    def questions(self, mapping: Mapping) -> list[Question]:
        """Return what only a person can say; reads the whole file."""

    def rehearse(self, mapping: Mapping, progress: Progress) -> ImportReport:
        """Return what an import would do, and change nothing. Raises Cancelled."""

    def run(self, mapping: Mapping, progress: Progress) -> tuple[Changes, ImportReport]:
        """Import as one step and remember the mapping. Raises Cancelled, leaving nothing."""


class TableImports(Protocol):
    """What the window is handed to import tables with."""

    def kinds(self) -> tuple[ImportKind, ...]:
        """Return the kinds, in the order they are offered."""

    def open(self, kind: str, path: Path) -> TableImport:
        """Open a file. Raises UserError with a sentence when it is none of that kind."""
