"""`make pictures`: a sheet holds every state, and says on each picture what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from cockpit.i18n import set_language
from cockpit.ui.kit.theme import theme_bus
from tools import pictures


@pytest.fixture(autouse=True)
def plain_again() -> Iterator[None]:
    yield
    theme_bus().force(None)
    set_language("en")


def test_every_state_in_every_look_is_taken_once_and_none_is_blank(
    qapp: QApplication, tmp_path: Path
) -> None:
    taken = list(pictures.shots("board", tmp_path, qapp))
    captions = [shot.caption() for shot in taken]
    looks = len(pictures.LANGUAGES) * len(pictures.THEMES) * len(pictures.SIZES)
    assert len(captions) == len(set(captions)) == len(pictures.STATES) * looks
    assert captions[0] == "full · en · light · 1280×720"
    for shot in taken:
        small = shot.picture.scaled(64, 36)
        shades = {small.pixel(x, y) for x in range(64) for y in range(36)}
        assert len(shades) > 8, shot.caption()
    assert len({shot.picture.cacheKey() for shot in taken}) == len(taken)


def test_thumbnails_stand_in_rows_with_room_between(qapp: QApplication) -> None:
    picture = QImage(1280, 720, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    taken = [pictures.Shot("full", "en", "light", picture)] * 5
    made = pictures.sheet(taken)
    step = pictures.THUMB + pictures.GAP
    tall = 450 + pictures.CAPTION + pictures.GAP
    assert (made.width(), made.height()) == (pictures.GAP + 4 * step, pictures.GAP + 2 * tall)
    red = QImage(1, 1, QImage.Format.Format_RGB32)
    red.fill(0xFF0000)
    for index in range(5):
        x = pictures.GAP + index % 4 * step + 5
        y = pictures.GAP + index // 4 * tall + pictures.CAPTION + 5
        assert made.pixel(x, y) == red.pixel(0, 0)
    assert made.pixel(pictures.GAP + step + 5, made.height() - 40) != red.pixel(0, 0)


def test_an_unknown_page_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pictures.main(tmp_path, ("attic",)) == 2
    assert "attic" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
