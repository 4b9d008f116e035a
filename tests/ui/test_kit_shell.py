"""The frame: it fits itself to the width, shows pages and the inspector, says and undoes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.inspector import Inspector
from cockpit.ui.kit.rail import NARROW, WIDE, RailItem
from cockpit.ui.kit.shell import Shell
from cockpit.ui.kit.style import install_style
from cockpit.ui.kit.theme import current_theme, theme_bus


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication) -> Iterator[Shell]:
    install_style(qapp)
    theme_bus().force("light")
    made = Shell([RailItem("home", "Home", "house"), RailItem("board", "Board", "columns")])
    qtbot.addWidget(made)
    made.set_page(QWidget(), "home")
    made.resize(1440, 900)
    made.show()
    yield made
    theme_bus().force(None)


@pytest.mark.parametrize(
    ("width", "rail", "inspector"), [(1440, WIDE, 360), (1300, NARROW, 340), (1150, NARROW, 340)]
)
def test_fits_the_width(shell: Shell, width: int, rail: int, inspector: int) -> None:
    shell.show_inspector(Inspector("Task T-1", "A title"))
    shell.resize(width, 720)
    QApplication.processEvents()
    assert shell.rail.width() == rail
    host = shell.inspector_host
    assert host.width() == inspector
    assert host.geometry().right() == shell.sheet.width() - 1
    floats = width < 1280
    assert (shell.stack.geometry().right() > host.x()) is floats


def test_docks_again_after_floating(shell: Shell) -> None:
    shell.show_inspector(Inspector())
    for width in (1150, 1440):
        shell.resize(width, 720)
        QApplication.processEvents()
    assert shell.stack.geometry().right() < shell.inspector_host.x()


def test_the_rail_asks_for_a_page(shell: Shell, qtbot: QtBot) -> None:
    rect = shell.rail.rects()[1][1]
    with qtbot.waitSignal(shell.page_requested) as asked:
        QTest.mouseClick(shell.rail, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert asked.args == ["board"]


def test_a_toast_undoes_once_and_the_newest_replaces(shell: Shell, qtbot: QtBot) -> None:
    done: list[str] = []
    shell.toast("Moved one", lambda: done.append("one"))
    shell.toast("Moved two", lambda: done.append("two"))
    toast = shell.toaster
    assert toast.isVisible()
    assert toast.timer.interval() == 8000
    at = QPoint(toast.width() - 28 - 60, toast.height() // 2)
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, pos=at)
    toast.undo()
    assert done == ["two"]
    assert not toast.isVisible()


def test_hiding_the_inspector_keeps_the_widget(shell: Shell, qtbot: QtBot) -> None:
    inspector = Inspector("Task T-1", "A title")
    shell.show_inspector(inspector)
    with qtbot.waitSignal(shell.inspector_closed):
        shell.hide_inspector()
    assert inspector.title.toPlainText() == "A title"
    shell.show_inspector(inspector)
    assert inspector.isVisible()


def test_progress_is_shown_updated_and_cancelled(shell: Shell) -> None:
    cancelled: list[bool] = []
    first = shell.show_progress("Importing", 10, 40, lambda: cancelled.append(True))
    assert shell.show_progress("Importing", 20, 40) is first
    assert first.figure() == "20 / 40"
    assert first.fraction() == 0.5
    first.cancel.clicked.emit()
    assert cancelled == [True]
    shell.hide_progress()
    assert shell.progress is None


def test_repaints_in_the_other_theme(shell: Shell) -> None:
    corner = QPoint(2, 200)
    for name in ("light", "dark"):
        theme_bus().force(name)
        colour = shell.grab().toImage().pixelColor(corner)
        assert colour.name().upper() == current_theme().n1
    assert current_theme().name == "dark"


def test_the_status_says_its_state(shell: Shell) -> None:
    status = shell.topbar.status
    shell.topbar.set_status("failing")
    assert status.sentence() == "A source is failing"
    shell.topbar.set_status("offline", "Offline · data as of 09:20")
    assert status.accessibleName() == "Offline · data as of 09:20"
