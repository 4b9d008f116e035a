"""Imports a Trello board, or backs a workspace up, and says how far it is.

As `stalled` it waits in the middle of its import to be killed. As `piecemeal` it imports without a
batch, as `hasty` it writes half a backup under its name, and both wait then: what looks for such
mistakes is seen to find them.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from cockpit.bootstrap import import_board
from cockpit.domain.quick_add import parse_quick_add
from cockpit.services.tasks import create_task
from cockpit.storage import batch_work
from cockpit.storage.workspace import SqlWorkspace
from tests.integration.states import TRELLO


def say(word: str) -> None:
    """Say a word, at once and in one piece."""
    print(f"{word}\n", end="", flush=True)


def main(key: str, mode: str, path: str, target: str) -> None:
    """Do one of the five."""

    def wrote(done: int, total: int) -> bool:
        say(f"wrote {done}")
        if mode == "stalled" and done > total / 2:
            say("stalled")
            sys.stdin.read()
        return True

    workspace = SqlWorkspace(Path(path), key=bytes.fromhex(key) or None)
    batch_work.SLICE_ROWS = 60  # many slices, so that many kills fall between two
    say("ready")
    if mode in ("import", "stalled"):
        import_board(workspace, "trello", TRELLO, into=None, dry_run=False, progress=wrote)
    elif mode == "piecemeal":
        launch = workspace.reader().launches()[0]
        column = workspace.reader().columns(launch.id)[0]
        quick = parse_quick_add("first card of many", date(2026, 1, 1))
        workspace.write(lambda uow: create_task(uow, launch.id, column.id, quick))
        say("wrote 1")
        sys.stdin.read()
    elif mode == "backup":
        workspace.backup(Path(target))
    else:
        Path(target).write_bytes(Path(path).read_bytes()[: Path(path).stat().st_size // 2])
        say("wrote half")
        sys.stdin.read()
    say("done")


if __name__ == "__main__":
    main(*sys.argv[1:])
