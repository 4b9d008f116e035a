"""A task with parts in a real workspace, shown in the panel as the board shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import new_workspace
from cockpit.domain.board import TaskDetail
from cockpit.domain.changes import Changes
from cockpit.domain.organisation import Launch, Person
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.task import Column, Task
from cockpit.services import parts, tasks
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace
from cockpit.ui.pages.board.task_panel import TaskPanel
from cockpit.ui.session import Session

TODAY = date(2026, 11, 24)
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NO_KEY = Qt.KeyboardModifier.NoModifier


class World:
    """Shows a task again after every step, as the board does, and remembers what was said."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        path = folder / "w.cockpit"
        new_workspace(path, "en", "Asia/Shanghai", None).close()
        self.workspace = SqlWorkspace(path)
        self.ids = self._fill()
        self.session = Session(self.workspace)
        self.steps: list[str] = []
        self.said: list[str] = []
        self.session.changed.connect(self._on_changed)
        self.session.reported.connect(self.said.append)
        self.contents: dict[str, bytes] = {}
        self.panel = TaskPanel(self.session, lambda: TODAY, self.contents.get)
        self.window = QWidget()
        self.elsewhere = QWidget()
        self.elsewhere.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self.window)
        row.addWidget(self.elsewhere, 1)
        row.addWidget(self.panel)
        self.panel.setFixedWidth(360)
        qtbot.addWidget(self.window)
        self.window.resize(900, 860)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.elsewhere.setFocus()
        self.show(self.ids[0])

    def _fill(self) -> list[str]:
        made: list[str] = []

        def fill(uow: UnitOfWork) -> None:
            launch = uow.find(Launch)[0]
            columns = uow.find(Column, "position", launch_id=launch.id)
            uow.add(Person(name="Li Lei", pinyin="li lei"), Person(name="周岚", pinyin="zhou lan"))
            for title in ("Rollback drill", "Test accounts", "Third"):
                quick = parse_quick_add(title, TODAY)
                made.append(tasks.create_task(uow, launch.id, columns[0].id, quick).id)
            tasks.label_for(uow, launch.id, "payments")

        self.workspace.write(fill)
        return made

    def _on_changed(self, changes: Changes) -> None:
        self.steps.append(changes.label)
        self.refresh()

    def refresh(self) -> None:
        shown = self.panel.detail
        if shown is not None and self.session.reader.task(shown.task.id) is not None:
            self.show(shown.task.id)

    def show(self, task_id: str) -> None:
        detail = self.detail(task_id)
        reader = self.session.reader
        self.panel.show_task(detail, reader.people(), reader.labels(detail.task.launch_id))
        QApplication.processEvents()

    def detail(self, task_id: str | None = None) -> TaskDetail:
        found = self.session.reader.task(task_id or self.ids[0])
        assert found is not None
        return found

    @property
    def task(self) -> Task:
        """The first task as the file has it."""
        return self.detail().task

    def do(self, action: Callable[[UnitOfWork], object]) -> None:
        """Change something as another page would."""
        self.session.write(action)
        self.settle()

    def add_steps(self, *texts: str) -> None:
        """Add steps to the first task."""
        for text in texts:
            self.do(lambda uow, text=text: parts.add_checklist_item(uow, self.ids[0], text))  # type: ignore[misc]
        self.steps.clear()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.session.lane.waiting == 0)
        QApplication.processEvents()

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.keyClick(self.focus(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type; what no key stands for comes from an input method."""
        type_into(self.focus(), text)

    def edit(self, field: QWidget, text: str) -> None:
        """Go to a field, replace its text and press Enter."""
        field.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(field, KEY.Key_A, CTRL)
        QTest.keyClick(field, KEY.Key_Delete)
        type_into(field, text)
        self.key(KEY.Key_Return)

    def choose(self, field: QWidget, typed: str) -> None:
        """Open a choice by key, type and press Enter."""
        field.setFocus(Qt.FocusReason.TabFocusReason)
        self.key(KEY.Key_Return)
        self.type(typed)
        self.key(KEY.Key_Return)

    def close(self) -> None:
        self.session.close()
        self.window.close()


def type_into(widget: QWidget, text: str) -> None:
    """Send keys, or a committed composition for text that has none."""
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
