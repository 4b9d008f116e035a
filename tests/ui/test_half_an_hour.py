"""Half an hour by keys: files of every kind, fifty verdicts, a risk, a showing, twenty undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import import_changes, new_workspace
from cockpit.domain.feedback import FeedbackStatus
from cockpit.exchange.table_imports import WorkspaceTableImports
from cockpit.i18n import set_language
from cockpit.storage.workspace import SqlWorkspace
from cockpit.ui.application import make_application
from cockpit.ui.kit import redaction
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow
from cockpit.ui.workbench import Workbench
from tests.integration.states import TRELLO

TODAY = date(2026, 11, 24)
REGISTER = "ID,Risk,Probability,Impact\nA-1,Single acquiring bank,High,4\nA-2,Late policy,Low,2\n"
POINTS = "day,orders\n" + "".join(f"2026-10-{day:02},{40_000 + day}\n" for day in range(1, 31))
REVIEWS = "id,text,rating\n" + "".join(
    f"{n},Payment {n} failed 支付失败,{n % 5 + 1}\n" for n in range(80)
)


class Desk:
    """A window over a workspace of its own, and hands on its keys."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        set_language("en")
        make_application("light")
        self.folder, self.qtbot = folder, qtbot
        workspace = new_workspace(folder / "w.cockpit", "en", "UTC", TODAY)
        self.workspace: SqlWorkspace = workspace
        self.window = CockpitWindow()
        self.bench = Workbench(
            self.window,
            Session(workspace),
            lambda: TODAY,
            lambda path, go_on: (import_changes(workspace, path, go_on)[0], "Imported"),
            WorkspaceTableImports(workspace),
        )
        self.window.resize(1440, 900)
        self.window.show()
        QApplication.processEvents()

    def press(self, keys: str) -> None:
        """Press a key where the focus is, with what is held meanwhile."""
        focus = QApplication.focusWidget() or self.window
        QTest.keySequence(focus, QKeySequence(keys))
        QApplication.processEvents()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(condition, timeout=20_000)

    def bring_in(self, kind: str, name: str, text: str) -> None:
        """Import a table; what is asked is answered as suggested, by Enter."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        self.bench.importing.open(kind, path)
        self.wait(lambda: self.bench.importing.sheet is not None)
        sheet = self.bench.importing.sheet
        assert sheet is not None
        self.wait(lambda: not sheet.busy)
        if not sheet.go.isEnabled():
            sheet.accept_suggestions()
            self.wait(lambda: not sheet.busy)
        sheet.setFocus()
        self.press("Return")
        self.wait(lambda: self.bench.importing.sheet is None and self.window.progress is None)

    def counts(self) -> dict[str, int]:
        """How much there is of each kind."""
        return self.workspace.reader().counts()


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(tmp_path, qtbot)
    yield made
    redaction.hide_names(None)
    made.window.close()
    made.window.deleteLater()
    QApplication.processEvents()


def test_half_an_hour(desk: Desk) -> None:
    bench, reader = desk.bench, desk.bench.session.reader
    bench.import_path(TRELLO)
    desk.wait(lambda: desk.counts()["tasks"] == 122)
    desk.wait(lambda: desk.window.progress is None)
    desk.bring_in("risks", "register.csv", REGISTER)
    desk.bring_in("feedback", "reviews.csv", REVIEWS)
    desk.bring_in("series", "orders.csv", POINTS)
    found = desk.counts()
    assert (found["risks"], found["feedback"], found["points"]) == (2, 80, 30)

    desk.press("Ctrl+4")
    assert bench.page is not None
    bench.page.focus_content()
    product = bench.launch.product_id if bench.launch is not None else ""
    for number in range(1, 51):
        desk.press("E" if number % 2 else "B")
        desk.wait(lambda n=number: reader.feedback_counts(product).inbox == 80 - n)  # type: ignore[misc]
    judged = reader.feedback_counts(product).by_status
    assert (judged[FeedbackStatus.DONE], judged[FeedbackStatus.SPAM]) == (25, 25)

    desk.press("Ctrl+5")
    assert bench.page is not None
    bench.page.focus_content()
    (kpi,) = bench.page.selected_ids()
    desk.press("R")
    desk.wait(lambda: bench.key == "risks" and desk.counts()["risks"] == 3)
    (risk,) = bench.page.selected_ids()
    assert [link.id for link in reader.parts("risk", risk).links] == [kpi]

    desk.press("F5")
    assert desk.window.isFullScreen()
    stage = bench.boxes.presentation.presenter.stage
    QTest.keyClick(stage, Qt.Key.Key_H)
    assert redaction.hiding()
    QTest.keyClick(stage, Qt.Key.Key_Right)
    assert bench.key == "feedback"
    QTest.keyClick(stage, Qt.Key.Key_Escape)
    assert not desk.window.isFullScreen()

    for number in range(20):
        before = len(desk.workspace.reader().history(limit=4_000))
        desk.press("Ctrl+Z")
        desk.wait(lambda n=before: len(desk.workspace.reader().history(limit=4_000)) > n)  # type: ignore[misc]
        assert number or desk.counts()["risks"] == 2
    assert reader.feedback_counts(product).inbox == 80 - 50 + 19
    assert desk.workspace.check() == []
