"""Pages in one window: visited lazily, each with its own keys, failing alone, launch by launch."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cockpit.bootstrap import make_demo
from cockpit.domain.errors import UserError
from cockpit.i18n import set_language
from cockpit.ui.application import make_application
from cockpit.ui.failed_page import FailedPage
from cockpit.ui.launch_popup import LaunchPopup
from cockpit.ui.pages import PAGES
from cockpit.ui.pages.board.page import BoardPage
from cockpit.ui.pages.overview.page import OverviewPage
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow
from cockpit.ui.workbench import Workbench

TODAY = date(2026, 11, 24)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    set_language("en")
    make_application("light")
    window = CockpitWindow()
    made = Workbench(window, Session(make_demo(tmp_path / "demo.cockpit", TODAY)), lambda: TODAY)
    window.resize(1440, 900)
    window.show()
    QApplication.processEvents()
    yield made
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def test_every_page_opens_by_its_key_and_is_marked_in_the_rail(bench: Workbench) -> None:
    for number, info in enumerate(PAGES, 1):
        assert info.shortcut == f"Ctrl+{number}"
        key = Qt.Key(Qt.Key.Key_0.value + number)
        QTest.keyClick(bench.window, key, Qt.KeyboardModifier.ControlModifier)
        assert (bench.key, bench.window.rail.current) == (info.key, info.key)
        assert bench.page is bench.window.stack.currentWidget()


def test_single_keys_are_those_of_the_page_that_is_shown(bench: Workbench) -> None:
    board = bench.page
    assert isinstance(board, BoardPage)
    bench.open_page("overview")
    QTest.keyClick(bench.window, Qt.Key.Key_N)
    assert board._quick is None
    assert "new" not in [action.key for action in bench.actions_shown]
    bench.open_page("board")
    QTest.keyClick(bench.window, Qt.Key.Key_N)
    assert board._quick is not None
    assert board._quick.isVisible()


def test_a_page_that_fails_says_so_and_can_be_tried_again(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        def fail(_page: OverviewPage) -> None:
            raise UserError("The disk is not there.")

        patch.setattr(OverviewPage, "refresh", fail)
        bench.open_page("overview")
        failed = bench.window.stack.currentWidget()
        assert isinstance(failed, FailedPage)
        assert bench.page is None
    bench.open_page("board")
    assert isinstance(bench.page, BoardPage)
    bench.open_page("overview")
    assert isinstance(bench.page, OverviewPage)


def test_a_bug_in_a_page_goes_to_the_log(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(OverviewPage, "refresh", lambda _page: 1 / 0)
    with caplog.at_level(logging.ERROR):
        bench.open_page("overview")
    assert "ZeroDivisionError" in caplog.text
    assert isinstance(bench.window.stack.currentWidget(), FailedPage)
    caplog.clear()


def test_the_list_of_launches_opens_under_the_name_and_switches(bench: Workbench) -> None:
    assert bench.launch is not None
    before = bench.launch.id
    bench.window.topbar.launch_requested.emit()
    (popup,) = bench.window.findChildren(LaunchPopup)
    others = [choice for choice in popup.choices if choice.key != before]
    QTest.keyClicks(popup.field, others[0].text[:6])
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert bench.launch.id == others[0].key
    assert isinstance(bench.page, BoardPage)
    assert bench.page.launch_id == others[0].key


def test_the_overview_is_walked_and_opened_by_keys(bench: Workbench) -> None:
    bench.open_page("overview")
    page = bench.page
    assert isinstance(page, OverviewPage)
    assert page.digest is not None
    QTest.keyClick(page, Qt.Key.Key_Down)
    QTest.keyClick(page, Qt.Key.Key_Down)
    wanted = page.digest.needs[1]
    QTest.keyClick(page, Qt.Key.Key_Return)
    board = bench.page
    assert isinstance(board, BoardPage)
    assert board.selected_ids() == [wanted.item_id]
