"""The menu of a column, worked by keys and mouse over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.domain.task import Column, Stage, WipMode
from cockpit.i18n import set_language
from cockpit.ui.kit.theme import theme_bus
from cockpit.ui.pages.board.column_menu import ColumnMenu, open_column_menu
from cockpit.ui.pages.board.page import BoardPage
from cockpit.ui.pages.board.view import BoardView
from tests.ui.page_states import TODAY, Pages, settle

KEY = Qt.Key


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    made = Pages(tmp_path / "w.cockpit", "en")
    made.look("light", (1440, 900))
    yield made
    made.close()
    theme_bus().force(None)
    set_language("en")


@pytest.fixture
def view(pages: Pages) -> BoardView:
    assert isinstance(pages.bench.page, BoardPage)
    return pages.bench.page.view


@pytest.fixture
def menu(pages: Pages, view: BoardView) -> ColumnMenu:
    made = open_column_menu(pages.session, view, view.columns[1].id)
    assert made is not None
    settle()
    return made


def wait(pages: Pages, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: pages.session.lane.waiting == 0)
    settle()


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
    settle()


def column(pages: Pages, view: BoardView, at: int) -> Column:
    return view.columns[at].shown.column


def test_name_and_limit_by_keys_alone(
    pages: Pages, view: BoardView, menu: ColumnMenu, qtbot: QtBot
) -> None:
    assert QApplication.focusWidget() is menu.name
    QTest.keyClicks(menu.name, "This week")
    press(KEY.Key_Tab)
    press(KEY.Key_Tab)
    assert QApplication.focusWidget() is menu.limit
    QTest.keyClicks(menu.limit, "x")
    press(KEY.Key_Return)
    assert "1 to 999" in menu.limit.problem
    QTest.keyClick(menu.limit, KEY.Key_Backspace)
    QTest.keyClicks(menu.limit, "7")
    press(KEY.Key_Return)
    wait(pages, qtbot)
    changed = column(pages, view, 1)
    assert (changed.name, changed.wip_limit) == ("This week", 7)
    press(KEY.Key_Escape)
    assert not menu.isVisible()


def test_stage_and_mode(pages: Pages, view: BoardView, menu: ColumnMenu, qtbot: QtBot) -> None:
    menu.stage.chosen.emit(Stage.WAITING)
    menu.mode.chosen.emit(WipMode.BLOCK)
    wait(pages, qtbot)
    changed = column(pages, view, 1)
    assert (changed.stage, changed.wip_mode) == (Stage.WAITING, WipMode.BLOCK)
    assert menu.mode.value().text == "Block the move"  # type: ignore[union-attr]


def test_closing_keeps_what_was_typed(
    pages: Pages, view: BoardView, menu: ColumnMenu, qtbot: QtBot
) -> None:
    QTest.keyClicks(menu.name, "Typed")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=QPoint(5, menu.height() - 5))
    wait(pages, qtbot)
    assert column(pages, view, 1).name == "Typed"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (0, ["Committed", "Backlog", "Active"]),
        (1, ["Backlog", "Active", "Committed"]),
        (2, ["Backlog", "Committed", "New column"]),
        (3, ["Backlog", "Active"]),
    ],
)
def test_commands_close_and_can_be_undone(
    pages: Pages,
    view: BoardView,
    menu: ColumnMenu,
    qtbot: QtBot,
    command: int,
    expected: list[str],
) -> None:
    before = [window.shown.column.name for window in view.columns]
    menu.commands[command].setFocus(Qt.FocusReason.TabFocusReason)
    press(KEY.Key_Return)
    wait(pages, qtbot)
    names = [window.shown.column.name for window in view.columns]
    assert names[: len(expected)] == expected
    pages.session.undo()
    wait(pages, qtbot)
    assert [window.shown.column.name for window in view.columns] == before


def test_single_keys_of_the_page_sleep_under_the_menu(pages: Pages, menu: ColumnMenu) -> None:
    menu.mode.setFocus(Qt.FocusReason.TabFocusReason)
    settle()
    press(KEY.Key_N)
    page = pages.bench.page
    assert isinstance(page, BoardPage)
    assert page._quick is None or page._quick.isHidden()
    assert menu.isVisible()


def test_the_view_asks_for_it_on_its_header(pages: Pages, view: BoardView, qtbot: QtBot) -> None:
    alone = BoardView(lambda: TODAY)
    qtbot.addWidget(alone)
    shown = [window.shown for window in view.columns]
    alone.show_columns(shown, lambda _column, _offset, _limit: [])
    alone.resize(1200, 600)
    header = alone.column_rect(2).center().toPoint()
    header.setY(16)
    with qtbot.waitSignal(alone.column_requested) as asked:
        QTest.mouseClick(alone, Qt.MouseButton.LeftButton, pos=header)
    assert asked.args == [alone.columns[2].id]
    for reason, place, expected in (
        (QContextMenuEvent.Reason.Mouse, header, 2),
        (QContextMenuEvent.Reason.Keyboard, QPoint(600, 300), 3),
    ):
        alone.selection.column = 3
        with qtbot.waitSignal(alone.column_requested) as asked:
            QApplication.sendEvent(alone, QContextMenuEvent(reason, place, place))
        assert asked.args == [alone.columns[expected].id]
    plus = QPoint(round(alone.column_rect(2).right()) - 10, 16)
    with qtbot.waitSignal(alone.add_requested):
        QTest.mouseClick(alone, Qt.MouseButton.LeftButton, pos=plus)
    with qtbot.assertNotEmitted(alone.column_requested):
        below = QPoint(header.x(), 200)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, below, below)
        QApplication.sendEvent(alone, event)


def test_a_board_without_columns_has_no_menu(pages: Pages, qtbot: QtBot) -> None:
    empty = BoardView(lambda: TODAY)
    qtbot.addWidget(empty)
    assert open_column_menu(pages.session, empty) is None
