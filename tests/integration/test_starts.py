"""A workspace has one window: whoever starts second leaves, and a killed window is no obstacle."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
PAIRS, AT_ONCE, PATIENCE = 100, 5, 60.0
# The platform without a screen cannot raise a window and says so.
OFFSCREEN = "This plugin does not support"

Start = subprocess.Popen[bytes]


class Pair:
    """Two starts of one workspace at the same moment."""

    def __init__(self, path: Path, command: tuple[str, ...] = ("-m", "cockpit")) -> None:
        self.path, self.command = path, command
        self.starts: list[Start] = []
        self.starts = [self.start(), self.start()]

    def start(self) -> Start:
        """Start the program as a person does."""
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "COCKPIT_CONFIG_DIR": str(self.path.parent / "config"),
            "LANG": "C.UTF-8",
        }
        with self.said().open("a") as said:
            return subprocess.Popen(
                [sys.executable, *self.command, "-w", str(self.path)],
                cwd=ROOT,
                env=environment,
                stderr=said,
            )

    def said(self) -> Path:
        """Where both complain."""
        return self.path.parent / "said"

    def running(self) -> list[Start]:
        """The starts that have not ended."""
        return [start for start in self.starts if start.poll() is None]

    def holder(self) -> int:
        """The process that holds the lock of the window, by what stands in the lock."""
        try:
            return int((self.path.parent / f"{self.path.name}.lock").read_text().split("\n")[0])
        except (OSError, ValueError):
            return 0

    def end(self) -> None:
        """Kill what still runs."""
        for start in self.starts:
            start.kill()
            start.wait()


def wait_for(condition: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Wait until something holds; whether it came to that."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def settled(pair: Pair, patience: float = PATIENCE) -> None:
    """One of the two has left without a complaint, the other has the lock and stays."""
    assert wait_for(lambda: len(pair.running()) < 2, patience), "two windows are open"
    (left,) = [start for start in pair.starts if start.poll() is not None]
    said = [line for line in pair.said().read_text().splitlines() if OFFSCREEN not in line]
    assert (left.returncode, said) == (0, [])
    (open_one,) = pair.running()
    assert pair.holder() == open_one.pid


def test_a_hundred_double_starts_give_one_window_each(tmp_path: Path) -> None:
    base = tmp_path / "base.cockpit"
    new_workspace(base, "en", "UTC", None).close()
    for batch in range(PAIRS // AT_ONCE):
        pairs = []
        for number in range(AT_ONCE):
            folder = tmp_path / f"{batch}-{number}"
            (folder / "config").mkdir(parents=True)
            shutil.copy(base, folder / "w.cockpit")
            pairs.append(Pair(folder / "w.cockpit"))
        try:
            for pair in pairs:
                settled(pair)
            taken_over(pairs[0])
        finally:
            for pair in pairs:
                pair.end()


def taken_over(pair: Pair) -> None:
    """After a kill the next start gets the lock that still lies there."""
    (first,) = pair.running()
    first.kill()
    first.wait()
    assert pair.holder() == first.pid
    pair.starts.append(third := pair.start())
    assert wait_for(lambda: pair.holder() == third.pid), "the lock of a dead window is in the way"
    time.sleep(0.1)
    assert pair.running() == [third]


def test_two_windows_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "w.cockpit"
    new_workspace(path, "en", "UTC", None).close()
    ignoring = (
        "from cockpit.ui.single import SingleWindow; SingleWindow.take = lambda _single: True; "
        "from cockpit.__main__ import main; main()"
    )
    pair = Pair(path, ("-c", ignoring))
    try:
        with pytest.raises(AssertionError, match="two windows are open"):
            settled(pair, patience=4)
    finally:
        pair.end()
