"""The inbox over a million items: open, filter, a verdict to the next item shown, frames."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.feedback_world import build
from benchmarks.measure import limit_row, ratio_row
from cockpit.storage.workspace import SqlWorkspace
from cockpit.ui.application import make_application
from cockpit.ui.kit.actions import install_actions
from cockpit.ui.kit.base import Painted
from cockpit.ui.page import PageContext
from cockpit.ui.pages.feedback.entry import PARTS
from cockpit.ui.pages.feedback.inbox import InboxView
from cockpit.ui.pages.feedback.page import FeedbackPage
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow

ITEMS = 1_000_000
SIZE = (1440, 900)
TODAY = date(2026, 11, 20)
LIMIT = 50.0
FRAME_LIMIT = 2.0
OPENINGS, RUNS, FRAMES, VERDICTS = 5, 5, 600, 60
FILTERS = (
    "type:bug", "rating:<3 received:<7d", "tag:支付失败", "tag:好评 status:all", "channel:邮件",
    "支付失败", "退款 status:all", "customer:用户7", "version:2.1.0 status:all", "status:all",
    "status:spam type:praise rating:1", "F-77777 status:all", "zzz",
)  # fmt: skip
PAINTED: list[int] = []


class Empty(Painted):
    """A view that paints nothing, whatever happens to it."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Count."""
        PAINTED.append(1)

    def wheelEvent(self, _event: QWheelEvent) -> None:
        """Ask for a frame."""
        self.update()


class Stage:
    """A window with the inbox of one workspace, worked as the workbench does, inspector and all."""

    def __init__(self, path: Path) -> None:
        self.app = make_application("light")
        self.window = CockpitWindow()
        self.window.resize(*SIZE)
        self.window.show()
        self.session = Session(SqlWorkspace(path))
        self.launch = self.session.reader.launches()[0]
        self.page = self.open()
        install_actions(self.window, PARTS.actions(lambda: self.page))
        self.panel = self.page.make_panel()
        self.app.processEvents()

    def open(self) -> FeedbackPage:
        """Show the inbox anew, to the end of its first paint."""
        page = PARTS.make(PageContext(self.session, self.launch, lambda: TODAY))
        assert isinstance(page, FeedbackPage)
        self.window.set_page(page, "board", page.ground())
        page.focus_content()
        page.repaint()
        return page

    def inspect(self) -> None:
        """Show the inspector, and let it follow the selection."""
        self.page.fill_panel(self.panel)
        self.window.show_inspector(self.panel)
        self.page.selection_changed.connect(lambda _ids: self.page.fill_panel(self.panel))
        self.session.changed.connect(lambda _changes: self.page.fill_panel(self.panel))
        self.settle()

    def settle(self) -> None:
        """Wait until everything is found and written."""
        while not self.page.rows.done or self.session.lane.waiting:
            self.app.processEvents()
        self.app.processEvents()

    def close(self) -> None:
        """Let go of the file."""
        self.session.close()
        self.window.close()
        self.app.processEvents()


def milliseconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def filtered(stage: Stage, line: str) -> tuple[float, float]:
    """How long until the first rows of a filter are painted, and until all is found."""
    page = stage.page
    page.listing.field.clear()
    stage.settle()
    begun = time.perf_counter()
    page.listing.field.setText(line)
    while not page.rows.done and not page.rows.count:
        stage.app.processEvents()
    page.repaint()
    first = (time.perf_counter() - begun) * 1000
    stage.settle()
    return first, (time.perf_counter() - begun) * 1000


def read_now(page: FeedbackPage) -> str:
    """The item that stands in the reading pane."""
    return "" if page.reading.detail is None else page.reading.detail.feedback.id


def verdict(stage: Stage, key: Qt.Key) -> tuple[float, float]:
    """Press a key; how long until the next item is painted, and until the step is committed."""
    page = stage.page
    before = read_now(page)
    done: list[object] = []
    stage.session.changed.connect(done.append)
    begun = time.perf_counter()
    QTest.keyClick(page.view, key)
    page.view.repaint()
    page.reading.repaint()
    shown = (time.perf_counter() - begun) * 1000
    assert read_now(page) != before
    while not done:
        stage.app.processEvents()
    stage.app.processEvents()
    committed = (time.perf_counter() - begun) * 1000
    stage.session.changed.disconnect(done.append)
    return shown, committed


def wheel(widget: QWidget, step: int) -> None:
    """Post one notch of the wheel: 300 down, 300 up."""
    at = QPointF(200.0, 300.0)
    delta = QPoint(0, -120 if step < FRAMES // 2 else 120)
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), delta, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.postEvent(widget, event)


def frames(widget: QWidget) -> list[float]:
    """The time of each of 600 frames, from posting the event to the end of the paint."""
    taken = []
    for step in range(FRAMES):
        PAINTED.clear()
        begun = time.perf_counter()
        wheel(widget, step)
        while not PAINTED:
            QApplication.processEvents()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def count_paints(view: InboxView) -> None:
    """Note each time that the list is painted."""
    real = view.pictures.begin

    def counted(ratio: float, width: float, today: date) -> None:
        PAINTED.append(1)
        real(ratio, width, today)

    view.pictures.begin = counted  # type: ignore[method-assign]


def measure(stage: Stage) -> bool:
    """Print a line for each figure; tell whether every limit is kept."""
    openings = []
    for _run in range(OPENINGS):
        openings.append(milliseconds(lambda: setattr(stage, "page", stage.open())))
        stage.settle()
    kept = limit_row("inbox opens", statistics.median(openings), LIMIT)
    for line in FILTERS:
        runs = [filtered(stage, line) for _run in range(RUNS)]
        found = f"{stage.page.rows.count:,}"
        kept &= limit_row(f"filter “{line}”", statistics.median(r[0] for r in runs), LIMIT)
        print(f"{'':>6}{found} found in {statistics.median(r[1] for r in runs):.0f} ms")
    stage.page.listing.field.clear()
    stage.settle()
    for name, inspect in (("E to the next item", False), ("the same beside the inspector", True)):
        if inspect:
            stage.inspect()
        runs = [verdict(stage, Qt.Key.Key_E) for _run in range(VERDICTS)]
        kept &= limit_row(f"{name}, shown", statistics.median(r[0] for r in runs), LIMIT)
        kept &= limit_row(f"{name}, committed", statistics.median(r[1] for r in runs), LIMIT)
    return scrolling(stage) and kept


def scrolling(stage: Stage) -> bool:
    """Compare frames with an empty view in the list's own place; all items listed."""
    page = stage.page
    page.tabs.select("all")
    stage.settle()
    view = page.view
    empty = Empty(page.listing)
    empty.setGeometry(view.geometry())
    view.hide()
    empty.show()
    stage.app.processEvents()
    base = statistics.median(frames(empty))
    empty.hide()
    view.show()
    count_paints(view)
    view.top = 88.0 * ITEMS / 2
    stage.app.processEvents()
    times = frames(view)
    kept = ratio_row("scroll in the middle of all", statistics.median(times), base, FRAME_LIMIT)
    print(f"{'slowest of a hundred':<46}{statistics.quantiles(times, n=100)[98]:10.2f} ms")
    return kept


def run(path: Path | None = None) -> bool:
    """Build, measure and print; tell whether every limit is kept."""
    with tempfile.TemporaryDirectory() as folder:
        if path is None:
            path = Path(folder) / "million.cockpit"
            took = milliseconds(lambda: build(path, ITEMS)) / 1000
            print(f"built {ITEMS:,} items in {took:.0f} s")
        stage = Stage(path)
        print(f"inbox of {stage.page.counts.total:,} items, medians")
        kept = measure(stage)
        stage.close()
    return kept


if __name__ == "__main__":
    raise SystemExit(0 if run(Path(sys.argv[1]) if len(sys.argv) > 1 else None) else 1)
