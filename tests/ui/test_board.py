"""The board worked by real key and mouse events over a real workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import import_changes, new_workspace
from cockpit.domain.changes import Changes
from cockpit.i18n import language, set_language
from cockpit.storage.workspace import SqlWorkspace
from cockpit.ui import commands
from cockpit.ui.application import make_application
from cockpit.ui.import_job import GoOn
from cockpit.ui.pages.board.page import BoardPage
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow
from cockpit.ui.workbench import Workbench

TODAY = date(2026, 11, 24)
TRELLO = next((Path(__file__).parents[1] / "data" / "trello").glob("*.json"))
KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Driver:
    """Types and waits; asks the workspace file, not the widgets, what happened."""

    def __init__(self, bench: Workbench, qtbot: QtBot, path: Path) -> None:
        self.bench, self.qtbot, self.path = bench, qtbot, path

    @property
    def board(self) -> BoardPage:
        assert isinstance(self.bench.page, BoardPage)
        return self.bench.page

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.focus(), key, modifier or Qt.KeyboardModifier.NoModifier)
        self.settle()

    def type(self, text: str) -> None:
        for letter in text:
            if ord(letter) < 128:
                QTest.keyClicks(self.focus(), letter)
            else:
                self.focus().setProperty("text", self.focus().property("text") + letter)
        self.settle()

    def settle(self) -> None:
        session = self.bench.session
        self.qtbot.waitUntil(lambda: session.lane.waiting == session.imports.waiting == 0)
        QApplication.processEvents()

    def titles(self, column: int) -> list[str]:
        window = self.board.view.columns[column]
        found = self.bench.session.reader.cards(window.id, self.board.filter, 0, 1000)
        return [card.title for card in found]

    def add(self, *lines: str) -> None:
        self.key(KEY.Key_N)
        for line in lines:
            self.type(line)
            self.key(KEY.Key_Return)
        self.key(KEY.Key_Escape)


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    set_language("en")
    make_application("light")
    path = tmp_path / "w.cockpit"
    new_workspace(path, "en", "Asia/Shanghai", None).close()
    workspace = SqlWorkspace(path)
    window = CockpitWindow()
    qtbot.addWidget(window)
    bench = Workbench(
        window,
        Session(workspace),
        lambda: TODAY,
        lambda file, go_on: _imported(workspace, file, go_on),
    )
    window.resize(1280, 720)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    yield Driver(bench, qtbot, path)
    window.close()
    set_language("en")


def _imported(workspace: SqlWorkspace, file: Path, go_on: GoOn) -> tuple[Changes, str]:
    changes, report = import_changes(workspace, file, go_on)
    return changes, f"{report.created}"


def test_the_whole_job_by_keys_alone(driver: Driver) -> None:
    driver.bench.import_path(TRELLO)
    driver.settle()
    assert len(driver.bench.session.reader.launches()) == 2
    driver.add("Pay regression !high tomorrow 3pm", "Second")
    assert driver.board.view.selection.ids
    driver.type("/")
    driver.type("regression")
    shown = [c for c in driver.board.view.columns if c.count]
    assert len(shown) == 1
    card = shown[0].card(0)
    assert card is not None
    assert (card.title, card.priority, card.due_on) == (
        "Pay regression",
        "high",
        date(2026, 11, 25),
    )
    driver.board.clear_filter()
    driver.board.view.setFocus()
    driver.key(KEY.Key_Z, CTRL)
    driver.key(KEY.Key_Z, CTRL)
    assert driver.bench.session.reader.search("regression") == []
    driver.key(KEY.Key_L, CTRL | SHIFT)
    assert language() == "zh"
    assert driver.board.summary().endswith("项任务")


def test_arrows_walk_and_ctrl_arrows_move(driver: Driver) -> None:
    driver.add("one", "two", "three")
    driver.key(KEY.Key_Escape)
    driver.board.view.setFocus()
    driver.key(KEY.Key_Down)
    driver.key(KEY.Key_Up)
    driver.key(KEY.Key_Up)
    driver.key(KEY.Key_Up)
    driver.key(KEY.Key_Down, CTRL)
    assert driver.titles(0) == ["two", "one", "three"]
    driver.key(KEY.Key_Right, CTRL)
    assert driver.titles(0) == ["two", "three"]
    assert driver.titles(1) == ["one"]
    driver.key(KEY.Key_Right, CTRL)
    assert driver.titles(2) == ["one"]
    driver.key(KEY.Key_Z, CTRL)
    driver.key(KEY.Key_Z, CTRL)
    assert driver.titles(0) == ["two", "one", "three"]
    driver.key(KEY.Key_Z, CTRL | SHIFT)
    assert driver.titles(1) == ["one"]


def test_single_keys_sleep_while_text_is_typed(driver: Driver) -> None:
    driver.add("Vim on Nov 4 never 1 2 3")
    assert driver.titles(0) == ["Vim never 1 2 3"]
    driver.type("/")
    driver.type("nv1")
    assert driver.board.filter_field.text() == "nv1"
    assert driver.bench.session.reader.search("never")


def test_shift_selects_a_range_and_one_key_changes_all(driver: Driver) -> None:
    driver.add("one", "two", "three")
    view = driver.board.view
    view.setFocus()
    view.selection.take(view.columns, 0, 0, add=False)
    driver.key(KEY.Key_Down, SHIFT)
    driver.key(KEY.Key_Down, SHIFT)
    assert len(view.selection.ids) == 3
    driver.key(KEY.Key_4)
    cards = driver.bench.session.reader.cards(view.columns[0].id, driver.board.filter, 0, 9)
    assert {card.priority for card in cards} == {"urgent"}
    driver.key(KEY.Key_V)
    assert driver.titles(0) == []
    driver.key(KEY.Key_Z, CTRL)
    assert driver.titles(0) == ["one", "two", "three"]


def test_a_card_is_dragged_to_another_column(driver: Driver) -> None:
    driver.add("stay", "go")
    view = driver.board.view
    start = view.card_rects(0)[1][2].center()
    target = QPointF(view.column_rect(2).center().x(), 120)
    drag(view, start, target)
    driver.settle()
    assert driver.titles(0) == ["stay"]
    assert driver.titles(2) == ["go"]


def drag(view: QWidget, start: QPointF, end: QPointF) -> None:
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(view, button, none, start.toPoint())
    for step in range(1, 6):
        at = start + (end - start) * step / 5
        _move(view, at.toPoint())
    QTest.mouseRelease(view, button, none, end.toPoint())


def _move(view: QWidget, at: QPoint) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    where = QPointF(view.mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), where, left, left, none)
    QApplication.sendEvent(view, event)


def test_another_program_s_edit_is_shown(driver: Driver) -> None:
    driver.add("mine")
    other = SqlWorkspace(driver.path)
    other.undo()
    other.close()
    wait: Callable[[], bool] = lambda: driver.board.view.columns[0].count == 0  # noqa: E731
    driver.qtbot.waitUntil(wait, timeout=5000)


def test_a_full_blocking_column_says_so_and_nothing_moves(driver: Driver) -> None:
    from dataclasses import replace

    from cockpit.domain.task import WipMode

    driver.add("one")
    column = replace(driver.board.view.columns[1].shown.column, wip_limit=0, wip_mode=WipMode.BLOCK)
    driver.bench.session.write(lambda uow: uow.save(column))
    driver.settle()
    said: list[str] = []
    driver.bench.session.reported.connect(said.append)
    driver.key(KEY.Key_Right, CTRL)
    assert said
    assert said[0].startswith("Committed takes at most 0")
    assert driver.titles(0) == ["one"]


def test_the_palette_finds_a_task_and_an_action(driver: Driver) -> None:
    driver.add("Rollback drill")
    driver.key(KEY.Key_K, CTRL)
    driver.type("rollb")
    entries = commands.entries(driver.bench, "rollb")
    assert [entry.title for entry in entries] == ["Rollback drill"]
    driver.key(KEY.Key_Return)
    assert driver.board.view.selection.ids
    assert [e.title for e in commands.entries(driver.bench, "undo")] == ["Undo"]


def test_an_import_is_cancelled_from_the_window_and_leaves_nothing(driver: Driver) -> None:
    before = [launch.id for launch in driver.bench.session.reader.launches()]
    said: list[str] = []
    driver.bench.window.toaster.show_message = (  # type: ignore[method-assign]
        lambda sentence, undo=None: said.append(sentence)
    )
    driver.bench.import_path(TRELLO)
    progress = driver.bench.window.progress
    assert progress is not None
    progress.cancelled.emit()
    driver.settle()
    assert driver.bench.window.progress is None
    assert [launch.id for launch in driver.bench.session.reader.launches()] == before
    assert said == [f"The import was cancelled; nothing of {TRELLO.name} was kept."]
