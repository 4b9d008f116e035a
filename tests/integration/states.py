"""What a kill test compares: the titles and columns of a workspace as one short word."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

from cockpit.bootstrap import new_workspace
from cockpit.storage import keys
from cockpit.storage.workspace import SqlWorkspace

ROOT = Path(__file__).parents[2]
TRELLO = next((ROOT / "tests" / "data" / "trello").glob("*.json"))

State = dict[str, str]


def state_of(workspace: SqlWorkspace) -> State:
    """Return the column of every live task by its title; titles are told apart by their makers."""
    return {task.title: task.column_id for task in workspace.reader().tasks()}


def digest(state: State) -> str:
    """Return a word that two equal states share."""
    return hashlib.sha256(json.dumps(sorted(state.items())).encode()).hexdigest()[:16]


def made(path: Path, *, encrypted: bool) -> bytes | None:
    """Make a workspace; return its key."""
    if encrypted:
        keys.prepare(path)
    new_workspace(path, "en", "UTC", None).close()
    return keys.in_keyring(path.read_bytes()[:16].hex()) if encrypted else None


class Victim:
    """A process of this folder that says what it does line by line, until it is killed."""

    def __init__(self, module: str, *words: object, key: bytes | None) -> None:
        command = [sys.executable, "-m", f"tests.integration.{module}", (key or b"").hex()]
        self.process = subprocess.Popen(
            [*command, *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.lines: list[str] = []

    def hear(self, count: int = 1) -> str:
        """Wait for so many lines; return the last one."""
        assert self.process.stdout is not None
        for _line in range(count):
            said = self.process.stdout.readline().strip()
            assert said, f"the process ended by itself after {self.lines[-3:]}"
            self.lines.append(said)
        return self.lines[-1]

    def kill(self) -> list[str]:
        """End it as a power cut would; return all that it said."""
        assert self.process.stdout is not None
        assert self.process.stdin is not None
        self.process.kill()
        # A line that the kill cut short was not said.
        said = self.process.stdout.read().splitlines(keepends=True)
        self.lines += [line.rstrip() for line in said if line.endswith("\n")]
        self.process.wait()
        self.process.stdout.close()
        self.process.stdin.close()
        return self.lines

    def finish(self) -> list[str]:
        """Let it come to its end; return all that it said."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.strip())
        assert self.process.wait() == 0
        return self.kill()
