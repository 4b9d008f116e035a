"""Adds tasks and says each title after its commit, or, as `liar`, before it; run as a process."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from cockpit.domain.quick_add import parse_quick_add
from cockpit.services.ports import UnitOfWork
from cockpit.services.tasks import create_task
from cockpit.storage.workspace import SqlWorkspace


def main(path: str, run: str, mode: str) -> None:
    workspace = SqlWorkspace(Path(path))
    launch = workspace.reader().launches()[0]
    column = workspace.reader().columns(launch.id)[0]
    for index in range(1_000_000):
        title = f"run{run}no{index}"

        def add(uow: UnitOfWork, title: str = title) -> None:
            create_task(uow, launch.id, column.id, parse_quick_add(title, date(2026, 1, 1)))
            if mode == "liar":
                print(title, flush=True)

        workspace.write(add)
        if mode == "honest":
            print(title, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
