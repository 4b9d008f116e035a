"""The page of figures over a real workspace, worked by real key and mouse events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import EnvironmentProblem
from cockpit.domain.kpi import Aggregation, Annotation, Direction, Kpi, KpiRow, Series
from cockpit.domain.points import PointFlag, make_points
from cockpit.i18n import set_language
from cockpit.services import kpis
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace
from cockpit.ui.application import make_application
from cockpit.ui.kit.actions import Action, install_actions
from cockpit.ui.page import PageContext
from cockpit.ui.pages.kpis.actions import kpi_actions
from cockpit.ui.pages.kpis.asking import name_and_unit
from cockpit.ui.pages.kpis.page import KpisPage
from cockpit.ui.pages.kpis.panel import KpiPanel
from cockpit.ui.session import Session

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = 120
KEY = Qt.Key
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def day_ms(day: date) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=ZONE).timestamp() * 1000)


class World:
    """A workspace of three figures; the last day of each is still running."""

    def __init__(self, qtbot: QtBot, folder: Path, *, empty: bool = False) -> None:
        self.qtbot = qtbot
        path = folder / "w.cockpit"
        new_workspace(path, "en", "Asia/Shanghai", None).close()
        self.workspace = SqlWorkspace(path)
        self.today = datetime.now(ZONE).date()
        self.launch = self.workspace.reader().launches()[0]
        if not empty:
            self._fill()
        self.session = Session(self.workspace)
        self.said: list[str] = []
        self.session.reported.connect(self.said.append)
        self.context = PageContext(self.session, self.launch, lambda: self.today)
        self.page = KpisPage(self.context)
        self.window = QWidget()
        self.page.setParent(self.window)
        self.window.resize(1224, 672)
        self.page.setGeometry(self.window.rect())
        self.actions: list[Action] = kpi_actions(lambda: self.page)
        install_actions(self.window, self.actions)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.page.focus_content()
        self.settle()

    def _fill(self) -> None:
        first = self.today - timedelta(days=DAYS - 1)
        t = [day_ms(first + timedelta(days=index)) for index in range(DAYS)]
        flags = np.zeros(DAYS, np.uint8)
        flags[-1] = PointFlag.RUNNING
        wave = np.sin(np.arange(DAYS))

        def fill(uow: UnitOfWork) -> None:
            rows = (
                ("Payment success", "%", 2, Direction.UP, Aggregation.MEAN, 98.5 + 0.2 * wave),
                ("Payments", "", 0, Direction.UP, Aggregation.SUM, 40_000 + 100 * wave),
                ("Checkout time", "s", 2, Direction.DOWN, Aggregation.LAST, 1.9 + 0.1 * wave),
            )
            for name, unit, decimals, direction, aggregation, values in rows:
                kpi = kpis.create_kpi(
                    uow, self.launch.product_id, name, unit=unit, decimals=decimals,
                    direction=direction, aggregation=aggregation,
                )  # fmt: skip
                series = uow.find(Series, kpi_id=kpi.id)[0]
                uow.put_points(series.key, make_points(t, values, flags))
            kpi = uow.find(Kpi, name="Payment success")[0]
            target = kpis.create_series(uow, kpi.id, "Goal", is_target=True)
            uow.put_points(target.key, make_points([t[0]], [99.0]))

        self.workspace.write(fill)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.session.lane.waiting == 0)
        QApplication.processEvents()

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.focus(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)

    def current(self) -> KpiRow:
        row = self.page.current()
        assert row is not None
        return row

    def run(self, key: str) -> None:
        next(action for action in self.actions if action.key == key).run()
        self.settle()

    def close(self) -> None:
        self.session.close()
        self.window.close()


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    set_language("en")
    make_application("light")
    made = World(qtbot, tmp_path)
    yield made
    made.close()
    set_language("en")


def test_tiles_are_read_and_the_first_is_charted(world: World) -> None:
    grid = world.page.grid
    assert [tile.name for tile in grid.tiles] == ["Payment success", "Payments", "Checkout time"]
    first = grid.tiles[0]
    assert first.unit == "%"
    assert first.state == ("warning", "Below target", "warn")
    assert first.target_text == "Target 99.00%"
    assert first.running is not None
    # A sum that is not over is no fall, so its tile does not show it.
    assert grid.tiles[1].running is None
    chart = world.page.card.chart
    assert chart is not None
    assert chart.view is not None
    assert [line.role for line in chart.view.style.lines] == ["series", "comparison", "target"]
    assert chart.view.shapes[0].running is not None


def test_thirty_days_are_thirty_points(world: World) -> None:
    chart = world.page.card.chart
    assert chart is not None
    assert chart.view is not None
    window, frame = chart.view.windows[0], chart.view.frame
    inside = (window.t >= frame.t0) & (window.t < frame.t1)
    assert int(inside.sum()) == 30
    world.key(KEY.Key_7)
    window, frame = chart.view.windows[0], chart.view.frame
    assert int(((window.t >= frame.t0) & (window.t < frame.t1)).sum()) == 7
    world.key(KEY.Key_0)
    window, frame = chart.view.windows[0], chart.view.frame
    assert int(((window.t >= frame.t0) & (window.t < frame.t1)).sum()) == DAYS


def test_the_comparison_lies_whole_weeks_back(world: World) -> None:
    chart = world.page.card.chart
    assert chart is not None
    assert chart.view is not None
    now, before = chart.view.windows[:2]
    day = int(now.t[-2])
    at = int(np.searchsorted(before.t, day))
    past = int(np.searchsorted(now.t, day - 28 * 86_400_000))
    assert int(before.t[at]) == day
    reader = world.session.reader
    key = world.current().series[0].key
    back = day - 28 * 86_400_000
    assert float(before.mean[at]) == float(reader.points(key, back, back + 1).value[0])
    assert past >= 0
    world.key(KEY.Key_C)
    assert [line.role for line in chart.view.style.lines] == ["series", "target"]


def test_keys_walk_over_figures_and_forms(world: World) -> None:
    world.key(KEY.Key_J)
    assert world.current().kpi.name == "Payments"
    world.key(KEY.Key_Right)
    assert world.current().kpi.name == "Checkout time"
    world.key(KEY.Key_K)
    world.key(KEY.Key_B)
    chart = world.page.card.chart
    assert chart is not None
    assert chart.view is not None
    assert chart.view.style.form == "bar"
    assert chart.view.frame.low == 0
    world.key(KEY.Key_L)
    assert world.page.tabs.current == "line"


def test_a_place_that_was_moved_to_survives_a_refresh_but_not_another_figure(
    world: World,
) -> None:
    chart = world.page.card.chart
    assert chart is not None
    world.run("zoom-in")
    moved = chart.range_shown()
    assert moved != chart.home
    world.page.refresh()
    assert chart.range_shown() == moved
    world.key(KEY.Key_J)
    assert chart.range_shown() == pytest.approx(chart.home)


def test_a_figure_is_created_by_one_line_and_undone(world: World) -> None:
    asked: list[bool] = []
    world.page.opened.connect(lambda: asked.append(True))
    world.key(KEY.Key_N)
    world.type("Refund rate (%)")
    world.key(KEY.Key_Return)
    assert world.current().kpi.name == "Refund rate"
    assert world.current().kpi.unit == "%"
    assert asked == [True]
    chart = world.page.card.chart
    assert chart is not None
    assert chart.view is not None
    assert chart.view.is_empty
    world.session.undo()
    world.settle()
    assert [row.kpi.name for row in world.page.rows] == [
        "Payment success", "Payments", "Checkout time",
    ]  # fmt: skip


def test_an_annotation_lands_at_the_hairline(world: World) -> None:
    chart = world.page.card.chart
    assert chart is not None
    day = world.today - timedelta(days=10)
    chart.show_hover(day_ms(day) + 3_000_000)
    world.key(KEY.Key_A)
    world.type("Win-back mail")
    world.key(KEY.Key_Return)
    found: list[Annotation] = []
    world.session.write(lambda uow: found.extend(uow.find(Annotation)))
    world.settle()
    assert [(mark.text, round(mark.starts_at.timestamp() * 1000)) for mark in found] == [
        ("Win-back mail", day_ms(day))
    ]
    assert chart.view is not None
    assert [placed.text for placed in chart.view.marks] == ["Win-back mail"]


def test_the_chart_is_copied_by_one_key_at_twice_its_size(world: World) -> None:
    world.key(KEY.Key_C, CTRL_SHIFT)
    chart = world.page.card.chart
    assert chart is not None
    image = QGuiApplication.clipboard().image()
    assert image.width() == 2 * (chart.width() + 32)
    assert world.said == ["The chart is on the clipboard as a picture."]


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_chart_is_saved(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / f"chart.{kind}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    world.page.card.save(kind)
    assert path.read_bytes()[:5] == {"png": b"\x89PNG\r", "svg": b"<?xml"}[kind]
    assert world.said == [f"Saved as “chart.{kind}”."]


def test_a_folder_that_is_not_there_is_told(world: World, tmp_path: Path) -> None:
    world.page.card.write(tmp_path / "nowhere" / "x.png", "png")
    assert world.said[0].startswith("“x.png” could not be written: No such file")


def test_a_deleted_figure_leaves_the_page(world: World) -> None:
    world.key(KEY.Key_Delete)
    assert [row.kpi.name for row in world.page.rows] == ["Payments", "Checkout time"]
    assert world.current().kpi.name == "Payments"


def test_the_inspector_shows_and_edits_a_figure(world: World) -> None:
    panel = world.page.make_panel()
    assert isinstance(panel, KpiPanel)
    world.qtbot.addWidget(panel)
    assert world.page.fill_panel(panel)
    panel.resize(360, 800)
    panel.show()
    assert panel.unit.text() == "%"
    assert not panel.band_rows[0].isVisible()
    panel.unit.setFocus(Qt.FocusReason.TabFocusReason)
    panel.unit.setText("percent")
    QTest.keyClick(panel.unit, KEY.Key_Return)
    world.settle()
    assert world.current().kpi.unit == "percent"
    panel.direction.chosen.emit("band")
    world.settle()
    assert world.current().kpi.direction is Direction.BAND
    world.page.fill_panel(panel)
    assert panel.band_rows[0].isVisible()


def test_what_is_no_number_stays_and_says_so(world: World) -> None:
    panel = world.page.make_panel()
    assert isinstance(panel, KpiPanel)
    world.qtbot.addWidget(panel)
    world.page.fill_panel(panel)
    panel.show()
    panel.decimals.setFocus(Qt.FocusReason.TabFocusReason)
    panel.decimals.setText("two")
    QTest.keyClick(panel.decimals, KEY.Key_Return)
    assert panel.decimals.problem == "Not a number. Try 98.5 or 12000."
    panel.decimals.revert()


def test_an_empty_page_teaches(qtbot: QtBot, tmp_path: Path) -> None:
    set_language("en")
    make_application("light")
    world = World(qtbot, tmp_path, empty=True)
    asked: list[str] = []
    world.page.import_requested.connect(asked.append)
    assert world.page.empty.isVisible()
    assert not world.page.card.isVisible()
    world.page.empty.rows[0].clicked.emit()
    assert asked == ["series"]
    world.key(KEY.Key_A)
    world.key(KEY.Key_J)
    world.key(KEY.Key_N)
    assert isinstance(world.focus(), QLineEdit)
    world.key(KEY.Key_Escape)
    world.close()


def test_a_unit_is_taken_from_brackets() -> None:
    assert name_and_unit("Payment success (%)") == ("Payment success", "%")
    assert name_and_unit("支付成功率（%）") == ("支付成功率", "%")
    assert name_and_unit("Orders") == ("Orders", "")
    assert name_and_unit("(only)") == ("(only)", "")


def test_the_tiles_fit_their_shelf_at_every_size(world: World) -> None:
    page = world.page
    for wide, tall in ((1224, 672), (860, 672), (1744, 1032), (700, 560), (1224, 672)):
        world.window.resize(wide, tall)
        page.setGeometry(world.window.rect())
        QApplication.processEvents()
        grid = page.grid
        assert page.shelf.height() <= grid.height()
        assert page.shelf.height() in [grid.height_for(rows) for rows in (1, 2, 3)]
        chart = page.card.chart
        assert chart is not None
        assert page.card.geometry().bottom() <= tall
        assert chart.height() >= 280


def test_points_that_cannot_be_read_are_told_and_the_page_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_range: object) -> object:
        raise EnvironmentProblem("The disk is gone.")

    chart = world.page.card.chart
    assert chart is not None
    with monkeypatch.context() as patch:
        patch.setattr(world.session.reader, "window", broken)
        world.page.refresh()
        assert world.said == ["The disk is gone."]
        assert chart.view is not None
        assert chart.view.is_empty
        assert chart.view.style.nothing.startswith("The points could not be read.")
    world.page.refresh()
    assert chart.view is not None
    assert not chart.view.is_empty
    assert chart.view.style.nothing == ""
