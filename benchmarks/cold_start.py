"""How soon the window is painted, and how soon the board answers a key, beside bare scripts."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

ROUNDS = 15
PAINT_LIMIT = 1.6
KEY_LIMIT = 1.2

# Each script prints the moment it is ready on the system's steady clock, and ends there.
_READY = """
import os, sys, time
def ready():
    print(time.monotonic(), flush=True)
    os._exit(0)
"""

_LABELS = """
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
app = QApplication([])
window = QWidget()
layout = QVBoxLayout(window)
layout.addWidget(QLabel("支付成功率"))
layout.addWidget(QLabel("Payment success"))
window.resize(1440, 900)
"""

BARE_WINDOW = f"""{_READY}{_LABELS}
window.show()
app.processEvents()
ready()
"""

BARE_SELECT = f"""{_READY}
import sqlcipher3.dbapi2
from sqlalchemy import create_engine, text
{_LABELS}
engine = create_engine("sqlite:///" + sys.argv[1], module=sqlcipher3.dbapi2)
with engine.connect() as connection:
    titles = connection.execute(text("SELECT title FROM task LIMIT 100")).scalars().all()
layout.addWidget(QLabel(titles[0]))
window.show()
app.processEvents()
ready()
"""

# The program itself; the moment its frame is painted is when it goes on to open the workspace.
OUR_WINDOW = f"""{_READY}
from cockpit import __main__, start
start._open = lambda path: ready()
sys.argv = ["cockpit", "-w", sys.argv[1]]
__main__.main()
"""

OUR_BOARD = f"""{_READY}
from cockpit import __main__, start
opened = start._open
def probe():
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication
    from cockpit.ui.pages.board.view import BoardView
    found = [w for w in QApplication.allWidgets() if isinstance(w, BoardView) and w.columns]
    if not found:
        QTimer.singleShot(0, probe)
        return
    view = found[0]
    before = list(view.selection.ids)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    QApplication.postEvent(view, key)
    QApplication.processEvents()
    assert view.selection.ids and view.selection.ids != before, "the board did not answer"
    ready()
def then_probe(path):
    from PySide6.QtCore import QTimer
    QTimer.singleShot(0, probe)
    return opened(path)
start._open = then_probe
sys.argv = ["cockpit", "-w", sys.argv[1]]
__main__.main()
"""


def environment(folder: Path) -> dict[str, str]:
    """The environment of a start: no screen, settings of its own, byte code as installed."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    root = Path(__file__).resolve().parent.parent
    return kept | {
        "COCKPIT_CONFIG_DIR": str(folder / "config"),
        # An installed program has its byte code; a checkout may be told to write none.
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "PYTHONPATH": str(root),
        "QT_QPA_PLATFORM": "offscreen",
    }


def milliseconds(script: str, workspace: Path, env: Mapping[str, str]) -> float:
    """How long one start takes, from asking for the process to what the script calls ready."""
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script, str(workspace)], capture_output=True, text=True, env=env
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(done.stderr)
    return (float(done.stdout.split()[-1]) - begun) * 1000


def alternating(scripts: Sequence[str], workspace: Path, env: Mapping[str, str]) -> list[float]:
    """The median of each script, started in turn so that a busy moment meets them all."""
    taken: list[list[float]] = [[] for _ in scripts]
    for round_ in range(-1, ROUNDS):
        for script, times in zip(scripts, taken, strict=True):
            time_ = milliseconds(script, workspace, env)
            if round_ >= 0:  # the first start fills the caches
                times.append(time_)
    return [statistics.median(times) for times in taken]


def demo(folder: Path) -> Path:
    """The demonstration workspace."""
    from cockpit.bootstrap import make_demo

    path = folder / "demo.cockpit"
    make_demo(path, date.today()).close()
    return path


def row(what: str, ours: float, bare: float, limit: float) -> None:
    """Print one measured line."""
    ratio = ours / bare
    verdict = "ok" if ratio <= limit else "TOO SLOW"
    print(f"{what:<44}{ours:8.1f} ms{bare:8.1f} ms{ratio:7.2f} ×  ≤ {limit} ×  {verdict}")


def run() -> None:
    """Measure both starts and print a line for each."""
    print(f"cold start, medians of {ROUNDS} alternating runs: ours, bare script, ratio")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace, env = demo(folder), environment(folder)
        bare, ours = alternating([BARE_WINDOW, OUR_WINDOW], workspace, env)
        row("frame painted, beside a bare window", ours, bare, PAINT_LIMIT)
        bare, ours = alternating([BARE_SELECT, OUR_BOARD], workspace, env)
        row("board answers a key, beside one SELECT", ours, bare, KEY_LIMIT)


if __name__ == "__main__":
    run()
