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
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import make_demo
from cockpit.domain.errors import UserError
from cockpit.i18n import set_language
from cockpit.ui import commands
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


@pytest.mark.parametrize(
    ("typed", "kind"), [("T-142", "task"), ("R-7", "risk"), ("F-203", "feedback")]
)
def test_the_palette_finds_items_by_number(bench: Workbench, typed: str, kind: str) -> None:
    found = [entry for entry in commands.entries(bench, typed) if entry.hint == typed]
    assert len(found) == 1
    found[0].run()
    info = next(info for info in PAGES if kind in info.kinds)
    assert bench.key == info.key
    assert bench.page is not None
    (selected,) = bench.page.selected_ids()
    record = bench.session.reader.short_titles([(kind, selected)])
    assert record[kind, selected].short == typed


def test_the_palette_finds_a_figure_by_its_name(bench: Workbench) -> None:
    row = bench.session.reader.kpis(bench.launch.product_id)[1]  # type: ignore[union-attr]
    entries = [e for e in commands.entries(bench, row.kpi.name) if e.title == row.kpi.name]
    entries[0].run()
    assert bench.key == "kpis"
    assert bench.page is not None
    assert bench.page.selected_ids() == [row.kpi.id]


@pytest.mark.parametrize(("page", "keys"), [("kpis", "R"), ("feedback", "Shift+R")])
def test_a_risk_is_logged_from_where_it_was_seen(
    bench: Workbench, qtbot: QtBot, page: str, keys: str
) -> None:
    bench.open_page(page)
    assert bench.page is not None
    source = bench.page.selected_ids()[-1]
    kind = {"kpis": "kpi", "feedback": "feedback"}[page]
    reader = bench.session.reader
    before = reader.count_risks(None)
    (action,) = (a for a in bench.actions_shown if a.shortcut == keys and "isk" in a.label())
    action.run()
    qtbot.waitUntil(lambda: bench.key == "risks")
    (risk,) = bench.page.selected_ids() if bench.page is not None else ()
    assert reader.count_risks(None) == before + 1
    assert source in {link.id for link in reader.parts("risk", risk).links}
    bench.session.undo()
    qtbot.waitUntil(lambda: reader.count_risks(None) == before)
    assert risk not in {link.id for link in reader.parts(kind, source).links}
