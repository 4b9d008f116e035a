"""A feedback page over a real workspace, worked by real keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import new_workspace
from cockpit.domain.feedback import Feedback, FeedbackStatus
from cockpit.storage.workspace import SqlWorkspace
from cockpit.ui.application import make_application
from cockpit.ui.kit.actions import install_actions
from cockpit.ui.page import PageContext
from cockpit.ui.pages.feedback.entry import PARTS
from cockpit.ui.pages.feedback.page import FeedbackPage
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NONE = Qt.KeyboardModifier.NoModifier


def made(product_id: str, count: int) -> list[Feedback]:
    """Items 1 to `count`, each a minute younger than the one before; the last is the newest."""
    first = Feedback(product_id=product_id, number=1, text="text 1", received_at=NOW)
    return [
        replace(
            first,
            id=f"{number:032x}",
            number=number,
            subject=f"Item {number}",
            text=f"text {number}",
            received_at=NOW - timedelta(minutes=count - number),
        )
        for number in range(1, count + 1)
    ]


class World:
    """One window with the page; asks the workspace, not the widgets, what happened."""

    def __init__(self, qtbot: QtBot, path: Path, items: int) -> None:
        make_application("light")
        self.qtbot = qtbot
        self.workspace: SqlWorkspace = new_workspace(path, "en", "Asia/Shanghai", None)
        self.launch = self.workspace.reader().launches()[0]
        rows = made(self.launch.product_id, items)
        if rows:
            self.workspace.write(lambda uow: uow.add(*rows))
        self.session = Session(self.workspace)
        self.window = CockpitWindow()
        self.window.resize(1440, 900)
        self.page = PARTS.make(PageContext(self.session, self.launch, lambda: TODAY))
        assert isinstance(self.page, FeedbackPage)
        self.inbox: FeedbackPage = self.page
        self.window.set_page(self.page, "board", self.page.ground())
        self.actions = PARTS.actions(lambda: self.page)
        install_actions(self.window, self.actions)
        self.window.show()
        self.window.activateWindow()
        self.inbox.focus_content()
        self.settle()

    def close(self) -> None:
        self.session.close()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.session.lane.waiting == 0 and self.inbox.rows.done)
        QApplication.processEvents()

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _time in range(times):
            QTest.keyClick(self.focus(), key, modifier)
            self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)
        self.settle()

    def numbers(self) -> list[int]:
        """The numbers of the items in the list, from top to bottom."""
        rows = [self.inbox.rows.row(index) for index in range(self.inbox.rows.count)]
        return [row.number for row in rows if row is not None]

    def current(self) -> int:
        """The number of the item that is read."""
        detail = self.inbox.reading.detail
        assert detail is not None
        return detail.feedback.number

    def selected(self) -> list[int]:
        """The numbers of what is selected, ascending."""
        return sorted(int(item_id, 16) for item_id in self.inbox.selected_ids())

    def status(self, *numbers: int) -> list[str]:
        return [str(item.status) for item in self.items(numbers)]

    def items(self, numbers: Sequence[int]) -> list[Feedback]:
        by_number = {item.number: item for item in self.workspace.reader().all(Feedback)}
        return [by_number[number] for number in numbers]

    def count(self, status: FeedbackStatus) -> int:
        counts = self.workspace.reader().feedback_counts(self.launch.product_id)
        return counts.by_status.get(status, 0)
