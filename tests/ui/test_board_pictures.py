"""Frames that copy pictures and repaint little show exactly what painting everything would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cockpit.bootstrap import make_demo
from cockpit.ui.application import make_application
from cockpit.ui.kit.theme import theme_bus
from cockpit.ui.pages.board import card_pictures
from cockpit.ui.pages.board.card_pictures import CardPictures
from cockpit.ui.pages.board.page import BoardPage
from cockpit.ui.pages.board.view import BoardView
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow
from cockpit.ui.workbench import Workbench

TODAY = date(2026, 11, 24)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    make_application("light")
    window = CockpitWindow()
    session = Session(make_demo(tmp_path / "demo.cockpit", TODAY))
    made = Workbench(window, session, lambda: TODAY)
    window.resize(1440, 700)
    window.show()
    settle()
    yield made
    window.close()
    window.deleteLater()
    settle()
    theme_bus().force(None)


def settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def view_of(bench: Workbench) -> BoardView:
    assert isinstance(bench.page, BoardPage)
    return bench.page.view


def as_shown(bench: Workbench) -> QImage:
    """What the screen holds after the frames so far, each of which painted only a part."""
    settle()
    picture = QApplication.primaryScreen().grabWindow(bench.window.winId())
    return picture.toImage().convertToFormat(QImage.Format.Format_RGB32)


def as_painted_anew(bench: Workbench) -> QImage:
    """What painting the whole window at once gives."""
    return bench.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def wheel(view: BoardView, x: float, pixels: int) -> None:
    at = QPointF(x, 300)
    event = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, -2 * pixels), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def mouse(view: BoardView, kind: QEvent.Type, x: float, y: float) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    at = QPointF(x, y)
    event = QMouseEvent(
        kind, at, view.mapToGlobal(at), button, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(view, event)


def test_scrolling_leaves_nothing_behind(bench: Workbench) -> None:
    view = view_of(bench)
    first = as_shown(bench)
    assert first == as_painted_anew(bench)
    for x, pixels in ((120, 60), (400, 33), (120, 7), (700, 500), (120, -40), (1000, 90)):
        wheel(view, x, pixels)
        assert as_shown(bench) == as_painted_anew(bench)
    assert as_shown(bench) != first


def test_dragging_leaves_nothing_behind(bench: Workbench) -> None:
    view = view_of(bench)
    mouse(view, QEvent.Type.MouseButtonPress, 140, 120)
    for x, y in ((160, 140), (420, 300), (1230, 20), (3, 560), (700, 333)):
        mouse(view, QEvent.Type.MouseMove, x, y)
        assert view.drag is not None
        assert as_shown(bench) == as_painted_anew(bench)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert as_shown(bench) == as_painted_anew(bench)


def test_pictures_follow_theme_language_and_selection(bench: Workbench) -> None:
    view = view_of(bench)
    seen = [as_shown(bench)]
    changes: list[Callable[[], object]] = [
        lambda: QTest.keyClick(view, Qt.Key.Key_Down),
        lambda: theme_bus().force("dark"),
        bench.switch_language,
    ]
    for change in changes:
        change()
        shown = as_shown(bench)
        assert shown not in seen
        seen.append(shown)
        view.pictures = CardPictures()
        assert as_painted_anew(bench) == shown
    bench.switch_language()


def test_pictures_are_kept_within_their_room(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(bench)
    monkeypatch.setattr(card_pictures, "KEPT_BYTES", 400_000)
    for x in (120, 400, 700):
        wheel(view, x, 400)
        assert as_shown(bench) == as_painted_anew(bench)
    assert view.pictures.kept_bytes() <= 400_000
