"""Feedback on the command line: lists and files by filter."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.domain.errors import UserError
from cockpit.domain.feedback_filter import parse_feedback_filter

if TYPE_CHECKING:
    from cockpit.domain.filters import Filter
    from cockpit.storage.workspace import SqlWorkspace


def list_feedback(
    workspace: SqlWorkspace, line: str | None, limit: int | None = None
) -> list[object]:
    """Return the feedback that passes, newest first; without a filter all of it."""
    wanted = read_feedback_filter("status:all" if line is None else line)
    return list(islice(workspace.reader().find_feedback(wanted, limit), limit))


def export_feedback(workspace: SqlWorkspace, path: Path, line: str | None) -> int:
    """Write the feedback that passes, all of it without a filter, and return how much."""
    from cockpit.exchange import feedback_export

    wanted = read_feedback_filter("status:all" if line is None else line)
    return feedback_export.export_feedback(workspace.reader(), path, wanted)


def read_feedback_filter(line: str) -> Filter:
    """Return the filter of a line. Raises UserError at its first problem."""
    wanted = parse_feedback_filter(line)
    if wanted.problems:
        raise UserError(wanted.problems[0].message)
    return wanted
