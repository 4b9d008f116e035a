"""The board files that can be imported, for the file dialog and the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from cockpit.domain.imported import ImportedBoard
from cockpit.exchange import trello
from cockpit.i18n import N_


class BoardReader(Protocol):
    """Reads one file; `zone` turns an instant into the day and hour a person sees."""

    def __call__(
        self, path: Path, *, zone: ZoneInfo = ..., cancelled: Callable[[], bool] = ...
    ) -> ImportedBoard: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFormat:
    """A kind of board file; `title` is a message to translate, `extensions` have no dot."""

    key: str
    title: str
    extensions: tuple[str, ...]
    read: BoardReader


FORMATS: tuple[BoardFormat, ...] = (
    BoardFormat(
        key=trello.SYSTEM,
        title=N_("Trello board (JSON)"),
        extensions=("json",),
        read=trello.read_board,
    ),
)
