"""The painters: icons, fonts, wrapping, initials and places on the pixel grid."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from cockpit.ui.kit import fonts, icons, ink


def drawn_box(image: QImage) -> tuple[int, int, int, int]:
    """The smallest box around what is not white: left, top, right, bottom."""
    points = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 200
    ]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def blank() -> QImage:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    return image


def test_an_icon_is_centred_and_its_package_not_imported(qapp: QApplication) -> None:
    image = blank()
    painter = QPainter(image)
    assert icons.draw_icon(painter, "squares-four", 10, 20, 18, "#000000") == 28
    painter.end()
    left, top, right, bottom = drawn_box(image)
    assert (left + right) / 2 == pytest.approx(18.5, abs=1)
    assert (top + bottom) / 2 == pytest.approx(19.5, abs=1)
    assert "qtawesome" not in sys.modules


def test_an_unknown_icon_is_an_error(qapp: QApplication) -> None:
    assert icons.glyph("plus") != icons.glyph("plus-fill")
    with pytest.raises(KeyError):
        icons.glyph("no-such-icon")


def test_capitals_are_centred_whatever_the_ascent(qapp: QApplication) -> None:
    image = blank()
    painter = QPainter(image)
    ink.text(painter, 5, 20, "H", "page", "#000000")
    painter.end()
    _left, top, _right, bottom = drawn_box(image)
    assert (top + bottom + 1) / 2 == pytest.approx(20, abs=1)


def test_text_is_elided_to_its_room(qapp: QApplication) -> None:
    long = "A very long title that does not fit"
    assert ink.width(ink.elided(long, "body", 80), "body") < 81
    assert ink.elided("Short", "body", 200) == "Short"


def test_lines_never_start_with_closing_punctuation(qapp: QApplication) -> None:
    string = "先写下会让上线推迟的三件事，每件不到三十秒。"
    for room in range(40, 300, 7):
        lines = ink.wrap(string, "body", room, 20)
        assert "".join(lines) == string
        assert all(line[0] not in "，。" for line in lines)
    assert ink.wrap("one two three", "body", ink.width("one two"), 3) == ["one two", "three"]


def test_curly_quotes_are_wide_in_chinese_only(qapp: QApplication) -> None:
    english, chinese = fonts.font("body", "en"), fonts.font("body", "zh")
    if english.families()[0] != "Noto Sans CJK SC":
        pytest.skip("another family comes first here")
    assert QFontMetricsF(english).horizontalAdvance("“") < 9
    assert QFontMetricsF(chinese).horizontalAdvance("“") == 13
    # Qt merges the features of an earlier application font; the later language has to win.
    merged = chinese.resolve(english)
    assert QFontMetricsF(QFont(merged)).horizontalAdvance("“") == 13


def test_figures_are_tabular(qapp: QApplication) -> None:
    assert ink.width("1111", "num") == ink.width("8888", "num")


def test_initials_and_slots() -> None:
    assert ink.initials("周岚") == "周"
    assert ink.initials("Zhou Lan") == "ZL"
    assert ink.initials("Zhou") == "Z"
    assert ink.initials("") == "?"
    assert ink.stable_slot("zhou", 5) == 3


def test_hairlines_are_one_device_pixel(qapp: QApplication) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1.5)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    ink.hairline(painter, 0, 13.4, 40, "#000000")
    painter.end()
    column = [image.pixelColor(10, y).lightness() for y in range(40)]
    assert [y for y, value in enumerate(column) if value < 255] == [20]
