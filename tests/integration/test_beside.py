"""A real window on a real X server, and commands from a shell beside it on the same file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from cockpit.bootstrap import make_demo
from cockpit.storage.workspace import SqlWorkspace
from tests.integration.states import ROOT, TRELLO

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs an X server"),
]
PATIENCE = 30.0
# The picture of the whole screen, as one number that two equal pictures share.
PICTURE = """
import hashlib, sys
from PySide6.QtGui import QGuiApplication, QImage
app = QGuiApplication([])
picture = app.primaryScreen().grabWindow(0).toImage().convertToFormat(QImage.Format.Format_RGB32)
if len(sys.argv) > 1:
    picture.save(sys.argv[1])
print(hashlib.sha256(picture.constBits()).hexdigest())
"""


class Desk:
    """A screen with a window manager, a window on a demo workspace, and a shell."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "demo.cockpit"
        self.running: list[subprocess.Popen[bytes]] = []
        make_demo(self.path, date.today()).close()
        self.environment = {
            **os.environ,
            "DISPLAY": self._screen(),
            "QT_QPA_PLATFORM": "xcb",
            "COCKPIT_CONFIG_DIR": str(folder / "config"),
            "LANG": "C.UTF-8",
        }
        self.start("openbox")
        self.window = self.open()
        self.see()
        self.shell("xdotool", "search", "--sync", "--name", "Ops Cockpit", "windowactivate")

    def _screen(self) -> str:
        reading, writing = os.pipe()
        screen = ("-screen", "0", "1440x900x24", "-nolisten", "tcp")
        xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), *screen],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        self.running.append(xvfb)
        os.close(writing)
        with os.fdopen(reading) as stream:
            number = stream.readline().strip()
        assert number, "Xvfb did not start"
        return f":{number}"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a program that stays."""
        with (self.folder / f"{len(self.running)}.log").open("wb") as log:
            self.running.append(
                subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=log, stdout=log)
            )
        return self.running[-1]

    def open(self) -> subprocess.Popen[bytes]:
        """Start the program as a person does."""
        return self.start(sys.executable, "-m", "cockpit", "-w", str(self.path))

    def shell(self, *command: str) -> str:
        """Run a program to its end; its output."""
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, (command, done.stderr)
        return done.stdout

    def cockpit(self, *words: str) -> object:
        """Run a command of ours; what it answers."""
        return json.loads(self.shell(sys.executable, "-m", "cockpit", "-w", str(self.path), *words))

    def picture(self) -> str:
        """What is on the screen now."""
        return self.shell(sys.executable, "-c", PICTURE).strip()

    def windows(self) -> list[str]:
        """The windows with our title."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Ops Cockpit"],
            env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return found.stdout.split()

    def see(self) -> str:
        """Wait until there is a window and the screen is still; what is on it."""
        wait_for(lambda: bool(self.windows()))
        seen = [self.picture()]
        while seen[-1] not in seen[:-1][-1:]:
            assert len(seen) < 100
            time.sleep(0.3)
            seen.append(self.picture())
        return seen[-1]

    def close(self) -> None:
        """End everything, the screen last."""
        for process in reversed(self.running):
            process.kill()
            process.wait()


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    for program in ("Xvfb", "openbox", "xdotool"):
        assert shutil.which(program), f"{program} is not installed: run make integration"
    made = Desk(tmp_path)
    yield made
    made.close()


def test_the_window_shows_what_commands_beside_it_do(desk: Desk) -> None:
    before = desk.see()
    launch = shown_launch(desk.path)
    report = desk.cockpit("import", "trello", str(TRELLO), "--into", launch)
    assert isinstance(report, dict)
    assert report["created"]["task"] == 122
    wait_for(lambda: desk.picture() != before)
    imported = desk.see()
    tasks = desk.cockpit("list", "tasks")
    assert isinstance(tasks, list)
    assert len(tasks) > 122
    backup = desk.folder / "copy.cockpit"
    answer = desk.cockpit("backup", str(backup))
    assert isinstance(answer, dict)
    assert answer["verified"] is True
    copy = SqlWorkspace(backup)
    assert len(copy.reader().tasks()) == len(tasks)
    copy.close()
    # Asking and copying change nothing that a person sees.
    assert desk.see() == imported
    desk.cockpit("undo")
    wait_for(lambda: desk.picture() == before)
    assert desk.cockpit("check") == {"ok": True, "problems": []}
    assert desk.window.poll() is None


def shown_launch(path: Path) -> str:
    """The launch that the window opens with: the one that goes live last."""
    workspace = SqlWorkspace(path)
    launches = workspace.reader().launches()
    workspace.close()
    return max(launches, key=lambda launch: launch.go_live_on or date.min).name


def test_what_is_typed_in_the_window_is_seen_by_commands(desk: Desk) -> None:
    before = desk.see()
    desk.shell("xdotool", "key", "n")
    wait_for(lambda: desk.picture() != before)
    desk.shell("xdotool", "type", "--delay", "20", "Typed on a real keyboard")
    desk.shell("xdotool", "key", "Return", "Escape")

    def found() -> bool:
        listed = desk.cockpit("list", "tasks", "--filter", "keyboard")
        assert isinstance(listed, list)
        return [task["title"] for task in listed] == ["Typed on a real keyboard"]

    wait_for(found)
    before = desk.see()
    undone = desk.cockpit("undo")
    assert isinstance(undone, dict)
    assert "Typed on a real keyboard" in undone["undone"][0]["label"]
    wait_for(lambda: desk.picture() != before)
    assert not found()


def test_a_second_start_leaves_and_the_first_window_stays(desk: Desk) -> None:
    assert desk.open().wait(timeout=PATIENCE) == 0
    assert len(desk.windows()) == 1
    assert desk.window.poll() is None
