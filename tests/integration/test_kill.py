"""A process killed at any moment loses nothing that it acknowledged."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.storage.workspace import SqlWorkspace

CYCLES = 40
WRITER = Path(__file__).with_name("writer.py")

pytestmark = pytest.mark.integration


def lost_after_kills(path: Path, mode: str, cycles: int) -> list[str]:
    """Kill a writer at different moments; return acknowledged titles that are not in the file."""
    new_workspace(path, "en", "UTC", None).close()
    acknowledged: list[str] = []
    for cycle in range(cycles):
        process = subprocess.Popen(
            [sys.executable, str(WRITER), str(path), str(cycle), mode],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(0.0007 * (cycle % 17))
        process.kill()
        rest = process.stdout.read()
        process.stdout.close()
        process.wait()
        acknowledged += (first + rest).splitlines()
    workspace = SqlWorkspace(path)
    assert workspace.check() == []
    kept = {task.title for task in workspace.reader().tasks()}
    workspace.close()
    assert len(acknowledged) > cycles
    return [title for title in acknowledged if title not in kept]


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    assert lost_after_kills(tmp_path / "w.cockpit", "honest", CYCLES) == []


def test_the_detector_sees_a_writer_that_acknowledges_before_its_commit(tmp_path: Path) -> None:
    assert lost_after_kills(tmp_path / "w.cockpit", "liar", CYCLES)
