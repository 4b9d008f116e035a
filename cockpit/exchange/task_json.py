"""Tasks as JSON with all that hangs on them, each record with its id and source id.

What `write_json` writes, `read_json` reads back as the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from cockpit.domain.board import TaskDetail
from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.domain.item import CustomField
from cockpit.domain.organisation import Launch
from cockpit.exchange.atomic_file import atomic_file
from cockpit.i18n import _

FORMAT: Final = "cockpit-tasks"
VERSION: Final = 2


class TaskFile(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file: the launches and custom fields that the tasks name, then the tasks."""

    format: Literal["cockpit-tasks"]
    version: Literal[2]
    launches: tuple[Launch, ...]
    fields: tuple[CustomField, ...]
    tasks: tuple[TaskDetail, ...]


def write_json(
    path: Path,
    tasks: Iterable[TaskDetail],
    launches: Mapping[str, Launch],
    fields: Sequence[CustomField],
) -> int:
    """Write tasks and return how many. Raises EnvironmentProblem when that is not possible."""
    encoder = msgspec.json.Encoder()
    head = {
        "format": FORMAT,
        "version": VERSION,
        "launches": list(launches.values()),
        "fields": list(fields),
    }
    count = 0
    with atomic_file(path) as file:
        # Task by task, so that a large board is never in memory as a whole.
        file.write(encoder.encode(head)[:-1] + b',"tasks":[')
        for detail in tasks:
            file.write((b",\n" if count else b"\n") + encoder.encode(detail))
            count += 1
        file.write(b"\n]}\n")
    return count


def read_json(path: Path) -> TaskFile:
    """Read a file back. Raises UserError, saying where, when it is none of ours."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=TaskFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserError(
            _("{path} is no export of tasks: {reason}").format(path=path.name, reason=error)
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise EnvironmentProblem(
            _("{path} cannot be read: {reason}.").format(path=path.name, reason=reason)
        ) from error
