"""The rail says how much waits on each page, and keeps saying the truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import new_workspace
from cockpit.domain.quick_add import parse_quick_add
from cockpit.i18n import set_language
from cockpit.services import tasks
from cockpit.services.feedback import create_feedback
from cockpit.ui.application import make_application
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow
from cockpit.ui.workbench import Workbench

TODAY = datetime.now(UTC).date()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    set_language("en")
    make_application("light")
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "UTC", TODAY)
    window = CockpitWindow()
    made = Workbench(window, Session(workspace), lambda: TODAY)
    window.show()
    QApplication.processEvents()
    yield made
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def counts(bench: Workbench) -> dict[str, int]:
    return {item.key: item.count for item in bench.window.rail.items if item.count}


def test_late_tasks_and_unread_feedback_are_counted(bench: Workbench, qtbot: QtBot) -> None:
    bench.waiting.count()
    assert counts(bench) == {}
    launch = bench.launch
    assert launch is not None
    column = bench.session.reader.board_columns(launch.id)[0].column

    def work(uow: object) -> None:
        late = tasks.create_task(uow, launch.id, column.id, parse_quick_add("late", TODAY))  # type: ignore[arg-type]
        tasks.edit_tasks(uow, [late.id], due_on=TODAY - timedelta(days=3))  # type: ignore[arg-type]
        create_feedback(uow, launch.product_id, "It crashes.")  # type: ignore[arg-type]

    bench.session.write(work)
    qtbot.waitUntil(lambda: counts(bench) == {"board": 1, "feedback": 1})
    bench.session.undo()
    qtbot.waitUntil(lambda: counts(bench) == {})
