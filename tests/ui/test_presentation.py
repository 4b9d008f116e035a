"""F5: the page alone on the screen and larger, arrows to the next, names hidden, Esc back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cockpit.bootstrap import make_demo
from cockpit.i18n import set_language
from cockpit.ui.application import make_application
from cockpit.ui.kit import ink, redaction
from cockpit.ui.presenter import enlargement
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow
from cockpit.ui.workbench import Workbench

TODAY = date(2026, 11, 24)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    set_language("en")
    make_application("light")
    window = CockpitWindow()
    session = Session(make_demo(tmp_path / "demo.cockpit", TODAY))
    made = Workbench(window, session, lambda: TODAY)
    window.resize(1440, 900)
    window.show()
    QApplication.processEvents()
    yield made
    redaction.hide_names(None)
    window.close()
    window.deleteLater()
    QApplication.processEvents()


def press(bench: Workbench, key: Qt.Key) -> None:
    QTest.keyClick(bench.boxes.presentation.presenter.stage, key)
    QApplication.processEvents()


def test_the_page_is_alone_and_larger_and_comes_back(bench: Workbench) -> None:
    page, window = bench.page, bench.window
    assert page is not None
    before = page.size()
    QTest.keyClick(window, Qt.Key.Key_F5)
    QApplication.processEvents()
    stage = bench.boxes.presentation.presenter.stage
    assert window.isFullScreen()
    assert not window.rail.isVisible()
    assert not window.topbar.isVisible()
    factor = enlargement(stage.width())
    assert page.width() == pytest.approx(stage.width() / factor, abs=1)
    press(bench, Qt.Key.Key_Escape)
    window.resize(1440, 900)
    QApplication.processEvents()
    assert not window.isFullScreen()
    assert window.rail.isVisible()
    assert (bench.page, page.isVisible(), page.size()) == (page, True, before)


def test_arrows_go_to_the_next_page_and_stop_at_the_ends(bench: Workbench) -> None:
    from cockpit.ui.pages import PAGES

    bench.boxes.presentation.begin()
    keys = [info.key for info in PAGES]
    seen = [bench.key]
    for _step in range(len(keys) + 1):
        press(bench, Qt.Key.Key_Right)
        seen.append(bench.key)
    assert list(dict.fromkeys(seen)) == keys[keys.index(seen[0]) :]
    for _step in range(len(keys) + 1):
        press(bench, Qt.Key.Key_Left)
    assert bench.key == keys[0]
    press(bench, Qt.Key.Key_Escape)
    assert bench.page is not None
    assert bench.window.stack.currentWidget() is bench.page


def test_a_page_with_a_cursor_of_its_own_comes_back(bench: Workbench) -> None:
    # Qt ended the program here while its view had not seen the mouse yet.
    bench.open_page("overview")
    assert bench.page is not None
    bench.page.setCursor(Qt.CursorShape.PointingHandCursor)
    bench.boxes.presentation.begin()
    press(bench, Qt.Key.Key_Escape)
    assert bench.window.stack.currentWidget() is bench.page


def painted(text: str, room: float | None) -> QImage:
    picture = QImage(200, 40, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    painter = QPainter(picture)
    ink.text(painter, 4, 20, text, "body", "n9", room)
    painter.end()
    return picture


@pytest.mark.parametrize("room", [None, 150.0])
def test_what_is_painted_is_what_may_be_shown(bench: Workbench, room: float | None) -> None:
    name = bench.session.reader.people()[0].name
    plain = painted(name, room)
    bench.boxes.presentation.begin()
    press(bench, Qt.Key.Key_H)
    hidden = redaction.redacted(name)
    assert hidden != name
    shown = painted(name, room)
    assert shown != plain
    press(bench, Qt.Key.Key_H)
    assert shown == painted(hidden, room)
    assert painted(name, room) == plain


def test_addresses_and_numbers_are_hidden_too() -> None:
    redaction.hide_names(["李雷", "Ann"])
    try:
        text = redaction.redacted("李雷 (lilei@example.com, 138 0013 8000) told Ann about Annex 12")
        assert text == "Person A (•••, •••) told Person B about Annex 12" or (
            text == "Person B (•••, •••) told Person A about Annex 12"
        )
        assert ink.width("Ann") == ink.width(redaction.redacted("Ann"))
        assert redaction.redacted("T-142 · 1,240 / 3,000 · 2026-11-24") == (
            "T-142 · 1,240 / 3,000 · 2026-11-24"
        )
    finally:
        redaction.hide_names(None)
    assert redaction.redacted("李雷") == "李雷"


@pytest.mark.parametrize(("width", "factor"), [(1280, 1.5), (1920, 1.85), (800, 1.25), (9000, 2.4)])
def test_the_enlargement_follows_the_screen(width: float, factor: float) -> None:
    assert enlargement(width) == pytest.approx(factor, abs=0.02)
