"""Tiles: what they say, what is painted again, and how they are walked over."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.domain.figures import Change
from cockpit.i18n import set_language
from cockpit.ui.application import make_application
from cockpit.ui.charts.spark import paint_spark
from cockpit.ui.charts.tile import Tile
from cockpit.ui.charts.tile_grid import TileGrid
from cockpit.ui.kit import ink
from tests.ui.text_fit import problems, qt_messages, recorded

KEY = Qt.Key


def tile(key: str = "a", **more: object) -> Tile:
    values: dict[str, object] = {
        "name": "Payment success", "value": "98.62", "unit": "%", "versus": "vs. Wed",
        "change": Change("−0.21 pp", False, "bad"), "spark": np.sin(np.arange(30.0)),
        "running": 0.5, "target": 0.9, "target_text": "Target 99.00%", "as_of": "as of 09:20",
        "state": ("warning", "Below target", "warn"),
    }  # fmt: skip
    return Tile(key=key, **{**values, **more})  # type: ignore[arg-type]


@pytest.fixture
def grid(qtbot: QtBot) -> TileGrid:
    set_language("en")
    make_application("light")
    made = TileGrid()
    qtbot.addWidget(made)
    made.resize(1180, 200)
    made.set_tiles([tile(str(index)) for index in range(8)])
    made.show()
    QApplication.processEvents()
    return made


def test_rows_are_even_and_as_few_as_fit(grid: TileGrid) -> None:
    assert (grid.column_count(), grid.row_count()) == (4, 2)
    grid.set_tiles([tile(str(index)) for index in range(5)])
    assert (grid.column_count(), grid.row_count()) == (3, 2)
    grid.resize(300, 200)
    assert grid.column_count() == 1


def test_keys_walk_and_enter_opens(grid: TileGrid) -> None:
    chosen: list[str] = []
    opened: list[str] = []
    grid.selected.connect(chosen.append)
    grid.activated.connect(opened.append)
    grid.setFocus()
    for key in (KEY.Key_Right, KEY.Key_Down, KEY.Key_Left, KEY.Key_Up, KEY.Key_Up):
        QTest.keyClick(grid, key)
    assert chosen == ["1", "5", "4", "0"]
    QTest.keyClick(grid, KEY.Key_Return)
    assert opened == ["0"]
    at = grid.tile_rect(6).center().toPoint()
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=at)
    assert opened == ["0", "6"]


def test_the_selected_tile_stays_selected_by_its_key(grid: TileGrid) -> None:
    grid.select(3)
    grid.set_tiles([tile("new"), *(tile(str(index)) for index in range(8))])
    assert grid.current_key() == "3"
    grid.set_tiles([tile("other")])
    assert grid.current_key() == "other"
    grid.set_tiles([])
    assert grid.current_key() == ""


def test_only_the_tile_that_changed_is_painted(
    grid: TileGrid, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[QRectF] = []
    real = grid.paintEvent

    def paint(event: QPaintEvent) -> None:
        painted.append(QRectF(event.region().boundingRect()))
        real(event)

    monkeypatch.setattr(grid, "paintEvent", paint)
    grid.update_tile(5, tile("5", value="98.70"))
    QApplication.processEvents()
    assert painted
    assert all(grid.tile_rect(5).adjusted(-3, -3, 3, 3).contains(rect) for rect in painted)


@pytest.mark.parametrize("wide", [220, 300, 440])
@pytest.mark.parametrize("compact", [False, True])
def test_texts_of_a_tile_do_not_touch(grid: TileGrid, wide: int, compact: bool) -> None:
    name = "Share of users who pay with one tap in the first week"
    target = "Target 150,000,000 orders"
    long = tile(
        "l", name=name, value="148,210,000", unit="orders", target_text=target,
        tip=f"{name}\n{target}",
    )  # fmt: skip
    grid.resize(wide + 12, 300)
    grid.set_tiles([tile("a"), long])
    grid.set_form(compact=compact, even=True)
    with recorded() as recorder:
        grid.grab()
    with qt_messages():  # the offscreen platform cannot raise a tooltip
        found = problems(recorder, grid)
    assert not found, "\n".join(found)


def spark(values: list[float], running: float | None = None) -> QImage:
    image = QImage(200, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_spark(painter, QRectF(0, 0, 200, 40), np.array(values, np.float64), running, None)
    painter.end()
    return image


def inked(image: QImage, x: int) -> list[int]:
    return [y for y in range(40) if image.pixelColor(x, y).lightness() < 200]


def test_a_sparkline_has_every_peak_of_ten_thousand_values(grid: TileGrid) -> None:
    values = [0.0] * 10_000
    values[5_000] = 1.0
    image = spark(values)
    tops = [min(inked(image, x), default=99) for x in range(180)]
    assert min(tops) <= 5
    assert sum(top <= 5 for top in tops) <= 3


def test_a_gap_in_a_sparkline_is_left_blank(grid: TileGrid) -> None:
    values = [1.0, 2.0] * 10 + [float("nan")] * 20 + [1.0, 2.0] * 10
    image = spark(values)
    assert inked(image, 40)
    assert not inked(image, 96)


@pytest.mark.parametrize("values", [[], [1.0], [float("nan")] * 5, [3.0] * 10, [1.0, float("nan")]])
def test_odd_sparklines_are_painted(grid: TileGrid, values: list[float]) -> None:
    spark(values, running=2.0)
    spark(values)


def test_a_running_value_is_hollow(grid: TileGrid) -> None:
    with_running = spark([1.0, 2.0, 1.5], running=1.0)
    without = spark([1.0, 2.0, 1.5])
    assert with_running != without
    hollow = QPoint(194, 34)
    assert with_running.pixelColor(hollow).lightness() > 150
    assert ink.colour("n8").lightness() < 120


def test_a_figure_that_does_not_fit_is_said_shorter(grid: TileGrid) -> None:
    grid.resize(232, 200)
    grid.set_tiles([tile("a", value="148,210,000,000.00", short_value="148B")])
    with recorded() as recorder:
        grid.grab()
    assert "148B" in [drawn.shown for drawn in recorder.drawn]
