"""A chart worked by real events: zoom, pan, hover, keys, labels that do not touch, exports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.domain.kpi import Mark
from cockpit.domain.periods import Grain
from cockpit.domain.points import PointFlag, Window
from cockpit.i18n import Language, set_language
from cockpit.ui.application import make_application
from cockpit.ui.charts import export, labels
from cockpit.ui.charts.records import ChartStyle, Form, Line
from cockpit.ui.charts.time_chart import TimeChart
from cockpit.ui.kit import ink
from cockpit.ui.kit.theme import theme_bus
from tests.ui.test_charts_shapes import exact
from tests.ui.text_fit import problems, qt_messages, recorded

ZONE = ZoneInfo("Asia/Shanghai")
DAY = 86_400_000
DAYS = 60
FIRST = round(datetime(2026, 9, 22, tzinfo=ZONE).timestamp() * 1000)
LAST = FIRST + DAY * (DAYS - 1)  # still running
KEY = Qt.Key
NO_KEY, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
MARKS = [
    Mark(kind="release", id="1", text="2.0.0", t0=FIRST + 10 * DAY),
    Mark(kind="release", id="2", text="2.0.1", t0=FIRST + 10 * DAY + 1000),
    Mark(kind="annotation", id="3", text="UnionPay timed out", t0=FIRST + 40 * DAY,
         t1=FIRST + 41 * DAY),
]  # fmt: skip
NAMES = ("Payment success", "UnionPay", "A channel with a very long name", "Card", "=cmd()")


def series(slot: int, *, gap: bool = False) -> Window:
    values = 98 + slot + np.sin(np.arange(DAYS) / (2 + slot))
    if gap:
        values[20:25] = np.nan
    flags = [0] * (DAYS - 1) + [int(PointFlag.RUNNING)]
    return exact([FIRST + DAY * index for index in range(DAYS)], values.tolist(), flags)


def style(count: int = 1, form: Form = "line", *, target: bool = True) -> ChartStyle:
    lines = [Line(key=str(slot), name=NAMES[slot], slot=slot) for slot in range(count)]
    if target:
        lines.append(Line(key="t", name="Target", role="target"))
    return ChartStyle(
        title="Payment success", note="succeeded / initiated", unit="%", decimals=2,
        zone="Asia/Shanghai", form=form, this_year=2026, as_of=LAST + 33_600_000,
        lines=tuple(lines),
    )  # fmt: skip


def show(chart: TimeChart, made: ChartStyle, *, gap: bool = False) -> None:
    windows = [
        exact([FIRST], [99.0]) if line.role == "target" else series(line.slot, gap=gap)
        for line in made.lines
    ]
    limits = (FIRST - DAY // 2, FIRST + DAYS * DAY)
    chart.show_series(
        made, lambda _t0, _t1, _pixels: windows, (FIRST + 29 * DAY + DAY // 2, limits[1]), limits,
        lambda t0, t1: [mark for mark in MARKS if mark.t0 < t1 and (mark.t1 or mark.t0) >= t0],
    )  # fmt: skip


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[TimeChart]:
    set_language("en")
    make_application("light")
    made = TimeChart()
    qtbot.addWidget(made)
    made.resize(900, 420)
    show(made, style())
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.setFocus()
    QApplication.processEvents()
    yield made
    theme_bus().force(None)
    set_language("en")


def width(chart: TimeChart) -> float:
    t0, t1 = chart.range_shown()
    return t1 - t0


def wheel(chart: TimeChart, x: float, up: int, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    at = QPointF(x, 200)
    event = QWheelEvent(
        at, chart.viewport().mapToGlobal(at), QPoint(), QPoint(0, up), Qt.MouseButton.NoButton,
        modifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart.viewport(), event)


def move(chart: TimeChart, x: float, y: float, *, pressed: bool) -> None:
    at = QPointF(x, y)
    button = LEFT if pressed else Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, QPointF(chart.viewport().mapToGlobal(at)), button, button, NO_KEY
    )
    QApplication.sendEvent(chart.viewport(), event)


def test_the_wheel_zooms_around_the_pointer(chart: TimeChart) -> None:
    assert chart.view is not None
    before, x = width(chart), 300.0
    under = chart.view.frame.instant(x)
    wheel(chart, x, 120)
    assert width(chart) == pytest.approx(before / 1.25)
    assert chart.view.frame.instant(x) == pytest.approx(under, abs=1000)
    wheel(chart, x, -120)
    assert width(chart) == pytest.approx(before)


def test_nothing_goes_beyond_the_limits(chart: TimeChart) -> None:
    for _notch in range(60):
        wheel(chart, 500, -120)
    assert chart.range_shown() == pytest.approx(chart.limits)
    for _notch in range(60):
        wheel(chart, 500, 120)
    assert width(chart) == pytest.approx(4 * DAY)
    for _press in range(200):
        QTest.keyClick(chart, KEY.Key_Left)
    assert chart.range_shown()[0] == pytest.approx(chart.limits[0])


def test_a_drag_moves_the_chart_with_the_pointer(chart: TimeChart) -> None:
    t0, _t1 = chart.range_shown()
    assert chart.view is not None
    under = chart.view.frame.instant(300)
    QTest.mousePress(chart.viewport(), LEFT, NO_KEY, QPoint(300, 200))
    move(chart, 400, 205, pressed=True)
    QTest.mouseRelease(chart.viewport(), LEFT, NO_KEY, QPoint(400, 205))
    assert chart.range_shown()[0] < t0
    assert chart.view.frame.instant(400) == pytest.approx(under, abs=1000)


def test_shift_and_drag_fill_the_chart_with_a_stretch(chart: TimeChart) -> None:
    assert chart.view is not None
    wanted = [chart.view.frame.instant(x) for x in (200, 500)]
    QTest.mousePress(chart.viewport(), LEFT, SHIFT, QPoint(500, 200))
    move(chart, 200, 200, pressed=True)
    QTest.mouseRelease(chart.viewport(), LEFT, SHIFT, QPoint(200, 200))
    assert list(chart.range_shown()) == pytest.approx(wanted, abs=1000)
    QTest.mouseDClick(chart.viewport(), LEFT, NO_KEY, QPoint(300, 200))
    assert chart.range_shown() == pytest.approx(chart.home)


def test_keys_pan_zoom_and_reset(chart: TimeChart) -> None:
    wide = width(chart)
    QTest.keyClick(chart, KEY.Key_Left)
    assert chart.range_shown()[0] == pytest.approx(chart.home[0] - 0.1 * wide)
    QTest.keyClick(chart, KEY.Key_Plus)
    assert width(chart) == pytest.approx(wide / 1.25)
    QTest.keyClick(chart, KEY.Key_Minus)
    QTest.keyClick(chart, KEY.Key_Home)
    assert chart.range_shown() == pytest.approx(chart.home)


def test_the_hairline_shows_every_series_at_the_nearest_point(chart: TimeChart) -> None:
    show(chart, style(3))
    assert chart.view is not None
    told: list[object] = []
    chart.hovered.connect(told.append)
    day = FIRST + 45 * DAY
    move(chart, chart.view.frame.x(day) + 3, 200, pressed=False)
    assert told == [day]
    assert chart.hover is not None
    assert chart.hover.title == "Fri, Nov 6"
    assert [reading.line.name for reading in chart.hover.readings] == [*NAMES[:3], "Target"]
    expected = [f"{98 + slot + np.sin(45 / (2 + slot)):.2f}" for slot in range(3)]
    assert [reading.value for reading in chart.hover.readings] == [*expected, "99.00"]
    QTest.keyClick(chart, KEY.Key_Right, SHIFT)
    assert chart.hover.t == day + DAY
    QTest.keyClick(chart, KEY.Key_Escape)
    assert chart.hover is None
    assert told[-1] is None


def test_a_gap_is_no_value(chart: TimeChart) -> None:
    show(chart, style(2), gap=True)
    chart.set_range(*chart.limits)
    assert chart.view is not None
    assert len(chart.view.shapes[0].lines) == 2
    windows = chart.view.windows
    assert FIRST + 22 * DAY not in windows[0].t.tolist()


def test_a_running_value_is_said_to_run(chart: TimeChart) -> None:
    chart.show_hover(FIRST + (DAYS - 1) * DAY)
    assert chart.hover is not None
    assert chart.hover.readings[0].value.endswith("so far")
    assert chart.view is not None
    rows = [text for label in labels.labels_of(chart.view) for text, _role, _ink in label.rows]
    assert "today, to 09:20" in rows
    show(chart, replace(style(), draws_running=False))
    assert chart.view is not None
    rows = [text for label in labels.labels_of(chart.view) for text, _role, _ink in label.rows]
    assert "Thu, Nov 19" in rows
    assert chart.view.note == "today not drawn"


def test_what_is_folded_is_said_in_the_tooltip(chart: TimeChart) -> None:
    chart.set_range(*chart.limits)
    assert chart.view is not None
    assert [placed.text for placed in chart.view.marks] == ["2.0.0 +1", "UnionPay timed out"]
    assert chart.view.marks[0].tip() == "2.0.0\n2.0.1"
    chart.resize(260, 300)
    assert chart.view.marks[0].text == "+2"


def texts(chart: TimeChart) -> list[str]:
    """Every text that is painted."""
    with recorded() as recorder:
        chart.grab()
    return [drawn.shown for drawn in recorder.drawn]


def misfits(chart: TimeChart) -> list[str]:
    """Every text that does not fit."""
    with recorded() as recorder:
        chart.grab()
    with qt_messages():  # the offscreen platform cannot raise a tooltip
        return problems(recorder, chart)


@pytest.mark.parametrize("form", ["line", "area", "bar"])
@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("wide", [320, 640, 1280])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_texts_do_not_touch_and_stay_inside(
    chart: TimeChart, wide: int, count: int, form: Form, lang: Language
) -> None:
    set_language(lang)
    chart.resize(wide, 360)
    show(chart, style(count, form))
    for span in (chart.home, chart.limits):
        chart.set_range(*span)
        found = misfits(chart)
        assert not found, "\n".join(found)


def test_the_guard_sees_labels_that_touch(
    chart: TimeChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = style(2)
    windows = [exact([FIRST + DAY * 40, LAST], [80.0, 98.01 + 0.01 * slot]) for slot in range(3)]
    chart.show_series(close, lambda *_range: windows, chart.home, chart.limits)
    assert misfits(chart) == []
    monkeypatch.setattr(labels, "spread", lambda *_labels: None)
    chart.recompose()
    assert any("runs into" in line for line in misfits(chart))


def test_bars_too_thin_for_several_series_are_lines(chart: TimeChart) -> None:
    show(chart, style(4, "bar"))
    chart.resize(420, 300)
    chart.set_range(*chart.limits)
    image = chart.grab().toImage()
    shades = {image.pixel(x, y) for x in range(60, 300) for y in range(50, 220)}
    wanted = [ink.colour(shade).rgb() for shade in theme_bus().theme.categorical[:4]]
    assert all(colour in shades for colour in wanted)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_are_seen_in_both_themes(chart: TimeChart, theme: str) -> None:
    theme_bus().force("dark" if theme == "dark" else "light")
    image = chart.grab().toImage()
    accent = ink.colour("accent").rgb()
    assert chart.view is not None
    plot = chart.view.frame.plot.toRect()
    hits = sum(
        image.pixel(x, y) == accent
        for x in range(plot.left(), plot.right(), 2)
        for y in range(plot.top(), plot.bottom())
    )
    assert hits > 40


def test_a_picture_is_twice_as_fine_and_has_no_hairline(chart: TimeChart) -> None:
    plain = export.picture(chart)
    chart.show_hover(FIRST + 45 * DAY)
    with_hover = export.picture(chart)
    assert isinstance(plain, QImage)
    assert plain.size().width() == 2 * (900 + 2 * export.EDGE)
    assert plain == with_hover
    assert chart.hover is not None
    export.copy_picture(chart)
    assert QGuiApplication.clipboard().image().size() == plain.size()


def test_an_svg_has_the_texts(chart: TimeChart) -> None:
    drawing = export.svg(chart).decode("utf-8")
    assert "<title>Payment success</title>" in drawing
    assert "Target 99.00" in drawing
    assert "<polyline" in drawing


def test_a_csv_has_exactly_what_is_shown_and_no_formulas(chart: TimeChart) -> None:
    show(chart, replace(style(5, target=False)))
    assert chart.view is not None
    text = export.csv_text(chart.view)
    assert text.startswith("\ufeff")
    table = list(csv.reader(io.StringIO(text[1:])))
    assert table[0] == ["Time", *(f"{name} (%)" for name in NAMES[:4]), "'=cmd() (%)"]
    assert len(table) == 1 + 30
    assert table[1][0] == "2026-10-22T00:00:00+08:00"
    assert float(table[1][1]) == pytest.approx(98 + np.sin(30 / 2))
    chart.zoom(0.5)
    assert chart.view is not None
    fewer = list(csv.reader(io.StringIO(export.csv_text(chart.view)[1:])))
    assert len(fewer) < len(table)


def test_columns_of_several_points_have_their_extremes_in_the_csv(chart: TimeChart) -> None:
    values = np.array([1.0, 2.0])
    window = Window(
        t=np.array([FIRST, FIRST + DAY]), lo=values - 1, hi=values + 1, mean=values, first=values,
        last=values, count=np.array([10, 20]), flags=np.zeros(2, np.uint8), exact=False,
    )  # fmt: skip
    made = replace(style(target=False), grain=Grain.INSTANT)
    span = (FIRST - DAY, FIRST + 2 * DAY)
    chart.show_series(made, lambda _t0, _t1, _pixels: [window], span, span)
    assert chart.view is not None
    head, first, second = export.rows(chart.view)
    assert head[1:] == [f"Payment success (%), {part}" for part in
                        ("lowest", "highest", "mean", "points")]  # fmt: skip
    assert first[1:] == [0.0, 2.0, 1.0, 10]
    assert second[1:] == [1.0, 3.0, 2.0, 20]


def test_a_stretch_without_points_says_so(chart: TimeChart) -> None:
    empty = exact([], [])
    made = replace(style(target=False), nothing="No points yet.")
    chart.show_series(made, lambda _t0, _t1, _pixels: [empty], (0, DAY), (0, DAY))
    assert chart.view is not None
    assert chart.view.is_empty
    assert "No points yet." in texts(chart)
