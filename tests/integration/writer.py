"""Edits a workspace by chance, says `will` and the state to come before each commit, `did` after.

As `liar` it says `did` before the commit and waits there, so that it is always caught.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.task import Task
from cockpit.services import tasks
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace
from tests.integration.states import State, digest, state_of


def say(word: str, state: State) -> None:
    """Say a word and a state, at once and in one piece."""
    print(f"{word} {digest(state)}\n", end="", flush=True)


class Writer:
    """Knows what the file must hold after every step."""

    def __init__(self, workspace: SqlWorkspace, run: str, mode: str) -> None:
        self.workspace, self.run, self.lies = workspace, run, mode == "liar"
        self.launch = workspace.reader().launches()[0]
        self.columns = [column.id for column in workspace.reader().columns(self.launch.id)]
        self.state = state_of(workspace)
        self.before: list[State] = []
        self.after: list[State] = []
        self.chance = random.Random(run)
        self.count = 0
        say("did", self.state)

    def step(self) -> None:
        """Do one thing that can be done now."""
        possible: list[Callable[[], None]] = [self.add, self.add]
        if self.state:
            possible += [self.rename, self.move]
        if self.before:
            possible.append(self.undo)
        if self.after:
            possible += [self.redo, self.redo]
        self.chance.choice(possible)()

    def _edit(self, state: State, action: Callable[[UnitOfWork], object]) -> None:
        def work(uow: UnitOfWork) -> None:
            action(uow)
            if self.lies:
                say("did", state)
                sys.stdin.read()
            say("will", state)

        self.workspace.write(work)
        say("did", state)
        self.before.append(self.state)
        self.after.clear()
        self.state = state

    def _fresh(self) -> str:
        self.count += 1
        return f"run{self.run}no{self.count}"

    def _some(self, uow: UnitOfWork, title: str) -> str:
        return uow.find(Task, title=title)[0].id

    def add(self) -> None:
        """Add a task."""
        title, column = self._fresh(), self.chance.choice(self.columns)
        quick = parse_quick_add(title, date(2026, 1, 1))
        self._edit(
            {**self.state, title: column},
            lambda uow: tasks.create_task(uow, self.launch.id, column, quick),
        )

    def rename(self) -> None:
        """Give a task another title."""
        old, new = self.chance.choice(sorted(self.state)), self._fresh()
        state = {new if title == old else title: at for title, at in self.state.items()}
        self._edit(state, lambda uow: tasks.edit_tasks(uow, [self._some(uow, old)], title=new))

    def move(self) -> None:
        """Move a task to the end of another column."""
        title = self.chance.choice(sorted(self.state))
        column = self.chance.choice([c for c in self.columns if c != self.state[title]])
        self._edit(
            {**self.state, title: column},
            lambda uow: tasks.move_tasks(uow, [self._some(uow, title)], column, None),
        )

    def undo(self) -> None:
        """Take the newest step of this run back."""
        self._again(self.before, self.after, self.workspace.undo)

    def redo(self) -> None:
        """Do it again."""
        self._again(self.after, self.before, self.workspace.redo)

    def _again(self, source: list[State], target: list[State], work: Callable[[], object]) -> None:
        state = source.pop()
        say("will", state)
        work()
        say("did", state)
        target.append(self.state)
        self.state = state


def main(key: str, path: str, run: str, mode: str) -> None:
    """Write until killed."""
    workspace = SqlWorkspace(Path(path), key=bytes.fromhex(key) or None)
    writer = Writer(workspace, run, mode)
    while True:
        writer.step()


if __name__ == "__main__":
    main(*sys.argv[1:])
