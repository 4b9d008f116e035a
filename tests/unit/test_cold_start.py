"""What is imported when the frame is painted, and when the board answers its first key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace

NEVER_BEFORE_THE_BOARD = {"alembic", "keyring", "pyqtgraph", "duckdb", "httpx", "pandas"}
NEVER_BEFORE_THE_FRAME = NEVER_BEFORE_THE_BOARD | {"sqlalchemy", "sqlcipher3", "click", "numpy"}

# Each ends the program at its moment, with the top-level names of all that is imported by then.
TELL = """
import json, os, sys
def tell():
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), flush=True)
    os._exit(0)
"""
START = """
sys.argv = ["cockpit", "-w", sys.argv[1]]
__main__.main()
"""
FRAME = """
from cockpit import __main__, start
from PySide6.QtWidgets import QApplication
def opened(path):
    window = QApplication.topLevelWidgets()[0]
    assert window.sheet.painted, "the frame is not painted"
    tell()
start._open = opened
"""
KEY = """
from cockpit import __main__, start
opened = start._open
def probe():
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication
    from cockpit.ui.pages.board.view import BoardView
    views = [w for w in QApplication.allWidgets() if isinstance(w, BoardView) and w.columns]
    if not views:
        QTimer.singleShot(0, probe)
        return
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    QApplication.postEvent(views[0], key)
    QApplication.processEvents()
    assert views[0].selection.ids, "the board did not answer"
    tell()
def opened_and_probed(path):
    from PySide6.QtCore import QTimer
    QTimer.singleShot(0, probe)
    return opened(path)
start._open = opened_and_probed
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one card, so that there is something to select."""
    from datetime import date

    from cockpit.domain.quick_add import parse_quick_add
    from cockpit.services.tasks import create_task

    path = tmp_path / "w.cockpit"
    made = new_workspace(path, "zh", "Asia/Shanghai", None)
    launch = made.reader().launches()[0].id
    column = made.reader().board_columns(launch)[0].column.id
    quick = parse_quick_add("支付回归测试", date(2026, 11, 24))
    made.write(lambda uow: create_task(uow, launch, column, quick))
    made.close()
    return path


def imported(moment: str, workspace: Path, early: str = "") -> set[str]:
    """Start the program in a process of its own and return what it had imported at a moment."""
    done = subprocess.run(
        [sys.executable, "-c", TELL + early + moment + START, str(workspace)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def test_the_frame_is_painted_with_qt_and_the_standard_library_alone(workspace: Path) -> None:
    found = imported(FRAME, workspace)
    assert not found & NEVER_BEFORE_THE_FRAME
    # Whatever is not Python's own is ours or Qt's, and what a virtual environment brings along.
    allowed = {"cockpit", "PySide6", "shiboken6", "shibokensupport", "signature_bootstrap"}
    allowed |= {"__main__", "__feature__", "sitecustomize", "usercustomize", "_distutils_hack"}
    foreign = found - allowed - sys.stdlib_module_names
    assert not {name for name in foreign if not name.startswith("_")}


def test_the_board_answers_a_key_before_anything_heavy_is_imported(workspace: Path) -> None:
    found = imported(KEY, workspace)
    assert not found & NEVER_BEFORE_THE_BOARD
    assert "sqlcipher3" in found


@pytest.mark.parametrize("moment", [FRAME, KEY])
def test_an_early_import_would_be_seen(workspace: Path, moment: str) -> None:
    assert "alembic" in imported(moment, workspace, early="import alembic\n")


FAILING = """
import cockpit.storage.workspace
from cockpit import __main__
from cockpit.domain.errors import UserError
def refuse(self, path):
    raise UserError("It cannot be opened wholly.")
cockpit.storage.workspace.SqlWorkspace.__init__ = refuse
"""


def test_a_failure_after_the_first_look_closes_the_window_with_its_sentence(
    workspace: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys\n" + FAILING + START, str(workspace)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 2
    assert "It cannot be opened wholly." in done.stderr
