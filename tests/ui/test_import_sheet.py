"""A table imported in the window: columns are mapped, values asked once, all by keys, undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import new_workspace
from cockpit.exchange.table_imports import WorkspaceTableImports
from cockpit.i18n import set_language
from cockpit.ui.application import make_application
from cockpit.ui.import_rows import AskRow
from cockpit.ui.import_sheet import ImportSheet
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow
from cockpit.ui.workbench import Workbench

TODAY = date(2026, 11, 24)
REGISTER = """ID,Risk,Probability,Impact,Status
A-1,银联通道单点依赖,High,3,Open
A-2,Rollback script was never rehearsed,Medium,4,Open
A-3,Privacy policy is late,High,2,Closed
"""


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    set_language("en")
    make_application("light")
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "UTC", TODAY)
    window = CockpitWindow()
    tables = WorkspaceTableImports(workspace)
    made = Workbench(window, Session(workspace), lambda: TODAY, None, tables)
    window.resize(1280, 720)
    window.show()
    made.open_page("risks")
    QApplication.processEvents()
    yield made
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def opened(bench: Workbench, qtbot: QtBot, path: Path) -> ImportSheet:
    bench.importing.open("risks", path)
    qtbot.waitUntil(lambda: bench.importing.sheet is not None)
    sheet = bench.importing.sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: not sheet.busy)
    QApplication.processEvents()
    return sheet


def asked(sheet: ImportSheet) -> list[str]:
    return [row.words for row in sheet.answers.findChildren(AskRow) if row.isVisibleTo(sheet)]


def test_values_are_asked_once_and_all_is_one_step(
    bench: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8")
    sheet = opened(bench, qtbot, path)
    assert bench.window.stack.currentWidget() is sheet
    wanted = [
        "What does “High” in Probability stand for?",
        "What does “Medium” in Probability stand for?",
    ]
    qtbot.waitUntil(lambda: asked(sheet) == wanted)
    assert not sheet.go.isEnabled()
    assert sheet.summary() == "2 questions are left before it can be imported"
    sheet.accept_suggestions()
    qtbot.waitUntil(lambda: not sheet.busy)
    assert sheet.summary() == "3 new · 0 changed · 0 unchanged · 0 refused"
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    reader = bench.session.reader
    qtbot.waitUntil(lambda: reader.count_risks(None) == 3)
    qtbot.waitUntil(lambda: bench.importing.sheet is None)
    assert bench.window.stack.currentWidget() is bench.page
    bench.session.undo()
    qtbot.waitUntil(lambda: reader.count_risks(None) == 0)
    # The next file of this shape is not asked about again.
    again = opened(bench, qtbot, path)
    qtbot.waitUntil(lambda: asked(again) == [] and again.go.isEnabled())


def test_escape_gives_up_and_leaves_nothing(bench: Workbench, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8")
    sheet = opened(bench, qtbot, path)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert bench.importing.sheet is None
    assert bench.session.reader.count_risks(None) == 0
    assert bench.window.stack.currentWidget() is bench.page


def test_a_column_that_is_left_out_is_not_asked_about(
    bench: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, encoding="utf-8")
    sheet = opened(bench, qtbot, path)
    (row,) = (r for r in sheet.columns.findChildren(AskRow) if r.words == "Probability")
    row.chosen.emit("")
    qtbot.waitUntil(lambda: not sheet.busy)
    qtbot.waitUntil(lambda: asked(sheet) == [])
    assert sheet.mapping.columns["Probability"] == ""


def test_what_is_no_table_is_a_sentence_and_no_sheet(
    bench: Workbench, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "page.csv"
    path.write_text("<!DOCTYPE html><html><body>Please sign in</body></html>", encoding="utf-8")
    said: list[str] = []
    bench.session.reported.connect(said.append)
    bench.importing.open("risks", path)
    qtbot.waitUntil(lambda: bool(said))
    assert "page.csv" in said[0]
    assert bench.importing.sheet is None
