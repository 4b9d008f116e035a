"""How long a frame of the board takes with 20,000 tasks, beside an empty view of its size."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import Entity
from cockpit.domain.organisation import Person
from cockpit.domain.task import Checklist, ChecklistItem, Label, Priority, Task, TaskLabel
from cockpit.storage.workspace import SqlWorkspace
from cockpit.ui.application import make_application
from cockpit.ui.kit.base import Painted
from cockpit.ui.page import PageContext
from cockpit.ui.pages.board import paint
from cockpit.ui.pages.board.page import BoardPage
from cockpit.ui.pages.board.view import BoardView
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow

FRAMES = 600
MOVES = 60
OPENINGS = 9
OPEN_LIMIT = 150.0
FRAME_LIMIT = 2.0
MOVE_LIMIT = 1.25
TODAY = date(2026, 11, 24)
SIZE = (1440, 900)
PAINTED: list[int] = []  # one entry for each time the view under test was painted

_WORDS = (
    "支付", "回归测试", "退款", "灰度 20%", "闪退", "埋点", "文案", "应用商店", "客服话术", "压测",
    "payment", "refund", "rollback drill", "crash", "store listing", "release notes", "SDK",
    "checkout", "on call", "dashboard",
)  # fmt: skip


def build(path: Path, count: int) -> None:
    """Make a workspace of so many tasks, spread over five columns, through the unit of work."""
    random = Random(count)
    workspace = new_workspace(path, "zh", "Asia/Shanghai", TODAY)
    launch = workspace.reader().launches()[0]
    columns = [c.column for c in workspace.reader().board_columns(launch.id)]
    people = [Person(name=name) for name in ("李雷", "韩梅梅", "Zoe Chen", "Amir Khan")]
    labels = [Label(launch_id=launch.id, name=n, colour=i) for i, n in enumerate(("支付", "iOS"))]
    now = datetime(2026, 11, 24, 4, tzinfo=UTC)
    rows: list[Entity] = []
    for number in range(1, count + 1):
        task = Task(
            launch_id=launch.id,
            column_id=columns[number % len(columns)].id,
            number=number,
            title=" ".join(random.sample(_WORDS, random.randint(2, 5))),
            assignee_id=random.choice((None, *(person.id for person in people))),
            priority=random.choice(list(Priority)),
            position=float(number),
            due_on=random.choice((None, TODAY + timedelta(random.randint(-20, 20)))),
            entered_at=now - timedelta(days=random.randrange(30)),
            blocked_reason=random.choice(("", "", "", "", "等待银行 waits for the bank")),
        )
        rows.append(task)
        if random.random() < 0.5:
            rows.append(TaskLabel(task_id=task.id, label_id=random.choice(labels).id))
        if random.random() < 0.2:
            steps = Checklist(task_id=task.id, name="Steps")
            rows.append(steps)
            rows.append(ChecklistItem(checklist_id=steps.id, task_id=task.id, text="回滚"))
    order = {Task: 0, Checklist: 1}
    rows.sort(key=lambda row: order.get(type(row), 2))
    workspace.write(lambda uow: uow.add(*people, *labels, *rows))
    workspace.close()


class Empty(Painted):
    """A view that paints nothing, whatever happens to it."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Count."""
        PAINTED.append(1)

    def wheelEvent(self, _event: QWheelEvent) -> None:
        """Ask for a frame."""
        self.update()

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        """Ask for a frame."""
        self.update()


class Stage:
    """A window with the board of one workspace."""

    def __init__(self, path: Path) -> None:
        self.app = make_application("light")
        self.window = CockpitWindow()
        self.window.resize(*SIZE)
        self.window.show()
        self.session = Session(SqlWorkspace(path))
        self.launch = self.session.reader.launches()[0]
        self.page = self.open()
        self.app.processEvents()

    def open(self) -> BoardPage:
        """Show the board anew."""
        page = BoardPage(PageContext(self.session, self.launch, lambda: TODAY))
        self.window.set_page(page, "board", page.ground())
        return page

    def close(self) -> None:
        """Let go of the file."""
        self.session.close()
        self.window.close()
        self.window.deleteLater()
        self.app.processEvents()


def milliseconds(work: Callable[[], object]) -> float:
    """How long something takes, to the end of the last paint it causes."""
    begun = time.perf_counter()
    work()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


def wheel(widget: QWidget, step: int) -> None:
    """Post one notch of the wheel: 300 down, 300 up, over each column in turn."""
    at = QPointF(120.0 + 230.0 * (step % 5), 300.0)
    delta = QPoint(0, -120 if step < FRAMES // 2 else 120)
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), delta, Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.postEvent(widget, event)


def mouse(widget: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    """Post a mouse event of the left button."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    pressed = none if kind == QEvent.Type.MouseButtonRelease else left
    button = none if kind == QEvent.Type.MouseMove else left
    event = QMouseEvent(
        kind, at, widget.mapToGlobal(at), button, pressed, Qt.KeyboardModifier.NoModifier
    )
    QApplication.postEvent(widget, event)


def drag(widget: QWidget, step: int) -> None:
    """Post one move of a drag that sweeps over the whole board."""
    across = 60.0 + (step * 7) % 1100
    mouse(widget, QEvent.Type.MouseMove, QPointF(across, 120.0 + (step * 3) % 500))


def frames(widget: QWidget, post: Callable[[QWidget, int], None]) -> list[float]:
    """The time of each of 600 frames, from posting the event to the end of the paint."""
    taken = []
    for step in range(FRAMES):
        PAINTED.clear()
        begun = time.perf_counter()
        post(widget, step)
        while not PAINTED:
            QApplication.processEvents()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def row(what: str, value: float, base: float, limit: float) -> None:
    """Print one measured line."""
    ratio = value / base
    verdict = "ok" if ratio <= limit else "TOO SLOW"
    print(f"{what:<44}{value:8.2f} ms{base:8.2f} ms{ratio:7.2f} ×  ≤ {limit} ×  {verdict}")


def slowest(what: str, times: list[float]) -> None:
    """Print, for information, the slowest frame of a hundred: one that fetches more cards."""
    print(f"{what + ', slowest of a hundred':<44}{statistics.quantiles(times, n=100)[98]:8.2f} ms")


def moving(path: Path) -> float:
    """The median time of moving a card by key, until the board shows it where it is."""
    stage = Stage(path)
    view = stage.page.view
    view.setFocus()
    done: list[object] = []
    stage.session.changed.connect(done.append)
    view.selection.take(view.columns, 1, 3, add=False)
    taken = []
    for step in range(MOVES):
        key = Qt.Key.Key_Right if step % 2 else Qt.Key.Key_Left
        done.clear()
        begun = time.perf_counter()
        press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.ControlModifier)
        QApplication.postEvent(view, press)
        while not done:
            QApplication.processEvents()
        QApplication.processEvents()
        taken.append((time.perf_counter() - begun) * 1000)
    stage.close()
    return statistics.median(taken)


def count_paints() -> None:
    """Note each time that the board was painted."""
    real = paint.paint_board

    def counted(painter: QPainter, view: BoardView, today: date, dirty: QRectF) -> None:
        real(painter, view, today, dirty)
        PAINTED.append(1)

    paint.paint_board = counted


def run() -> None:
    """Measure the board and print a line for each figure."""
    print(f"frames of a board of 20,000 tasks, medians of {FRAMES}: ours, empty view, ratio")
    with tempfile.TemporaryDirectory() as name:
        large, small = Path(name, "large.cockpit"), Path(name, "small.cockpit")
        build(large, 20_000)
        build(small, 200)
        stage = Stage(large)
        count_paints()
        opening = statistics.median(milliseconds(stage.open) for _ in range(OPENINGS))
        verdict = "ok" if opening <= OPEN_LIMIT else "TOO SLOW"
        print(f"{'board opens':<44}{opening:8.2f} ms{'':>19}  ≤ {OPEN_LIMIT:.0f} ms  {verdict}")
        page = stage.open()
        stage.app.processEvents()
        empty = Empty(page)
        empty.setGeometry(page.view.geometry())
        measure(stage, page, empty)
        stage.close()
        few, many = moving(small), moving(large)
        row("moving a card: 20,000 beside 200 cards", many, few, MOVE_LIMIT)


def measure(stage: Stage, page: BoardPage, empty: Empty) -> None:
    """Compare scrolling and dragging with the empty view in the board's own place."""
    view = page.view
    base = {}
    view.hide()
    empty.show()
    stage.app.processEvents()
    for what, post in (("scroll", wheel), ("drag", drag)):
        base[what] = statistics.median(frames(empty, post))
    empty.hide()
    view.show()
    stage.app.processEvents()
    times = frames(view, wheel)
    row("scroll", statistics.median(times), base["scroll"], FRAME_LIMIT)
    slowest("scroll", times)
    mouse(view, QEvent.Type.MouseButtonPress, QPointF(120.0, 100.0))
    stage.app.processEvents()
    times = frames(view, drag)
    assert view.drag is not None
    row("drag", statistics.median(times), base["drag"], FRAME_LIMIT)
    slowest("drag", times)
    # Let go outside of all columns, so that nothing moves.
    mouse(view, QEvent.Type.MouseMove, QPointF(2.0, 100.0))
    mouse(view, QEvent.Type.MouseButtonRelease, QPointF(2.0, 100.0))
    stage.app.processEvents()


if __name__ == "__main__":
    run()
