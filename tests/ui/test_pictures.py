"""Every page and state in both themes, languages and sizes: no complaint of Qt, all texts fit."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, qWarning
from PySide6.QtWidgets import QWidget

from cockpit.i18n import Language, set_language
from cockpit.ui.kit.controls import PrimaryButton
from cockpit.ui.kit.theme import ThemeName, theme_bus
from cockpit.ui.pages.board import tips
from tests.ui.page_states import EMPTY_STATES, STATES, Pages
from tests.ui.text_fit import Recorder, native_problems, problems, qt_messages, recorded

SIZES = ((1280, 720), (1920, 1080))
THEMES: tuple[ThemeName, ...] = ("light", "dark")
LANGUAGES: tuple[Language, ...] = ("en", "zh")
LOOKS = list(itertools.product(LANGUAGES, THEMES, SIZES))
# Where to keep the pictures, for looking at them; nowhere by default.
KEPT = os.environ.get("COCKPIT_PICTURES", "")


class Gallery:
    """The windows, each made when it is first asked for and used again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pages: dict[tuple[Language, bool], Pages] = {}

    def pages(self, language: Language, *, empty: bool = False) -> Pages:
        key = (language, empty)
        if key not in self._pages:
            path = self._folder / f"{language}{empty}.cockpit"
            self._pages[key] = Pages(path, language, empty=empty)
        return self._pages[key]

    def close(self) -> None:
        for pages in self._pages.values():
            pages.close()


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    made = Gallery(tmp_path_factory.mktemp("gallery"))
    yield made
    made.close()
    theme_bus().force(None)
    set_language("en")


def examined(pages: Pages, state: str, name: str) -> list[str]:
    """Bring a window into a state, draw it, and return what is wrong with it."""
    with qt_messages() as said:
        pages.show(state)
        drawings = [recorded_grab(pages.window, name)]
        panel = pages.bench.panel
        if panel is not None and panel.isVisible():
            # All of it, however far it would have to be scrolled.
            drawings.append(recorded_grab(panel._inside, f"{name}-panel"))
    with qt_messages():  # the offscreen platform cannot raise a tooltip
        found = [problem for drawn in drawings for problem in problems(drawn, pages.window)]
        found += native_problems(pages.window)
    pages.plain()
    return [*said, *found]


def recorded_grab(widget: QWidget, name: str) -> Recorder:
    """Draw a widget once, and keep the picture when somebody wants to look at it."""
    with recorded() as recorder:
        picture = widget.grab()
    if KEPT:
        picture.save(f"{KEPT}/{name}.png")
    return recorder


@pytest.mark.parametrize(("language", "theme", "size"), LOOKS)
@pytest.mark.parametrize("state", STATES)
def test_a_state_of_the_board(
    gallery: Gallery, state: str, language: Language, theme: ThemeName, size: tuple[int, int]
) -> None:
    pages = gallery.pages(language)
    pages.look(theme, size)
    name = f"{state}-{language}-{theme}-{size[1]}"
    found = examined(pages, state, name)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("language", "theme", "size"), LOOKS)
@pytest.mark.parametrize("state", EMPTY_STATES)
def test_a_state_of_an_empty_workspace(
    gallery: Gallery, state: str, language: Language, theme: ThemeName, size: tuple[int, int]
) -> None:
    pages = gallery.pages(language, empty=True)
    pages.look(theme, size)
    name = f"empty {state}-{language}-{theme}-{size[1]}"
    found = examined(pages, state, name)
    assert not found, "\n".join(found)


def test_a_live_switch_of_language_shows_what_a_fresh_start_shows(
    gallery: Gallery, tmp_path: Path
) -> None:
    switched = Pages(tmp_path / "switched.cockpit", "en", empty=True)
    fresh = Pages(tmp_path / "fresh.cockpit", "zh", empty=True)
    try:
        for pages in (switched, fresh):
            pages.language = "zh"
            pages.window.topbar.set_launch("一键支付 2.0", "T−11", "灰度 20%")
            pages.look("light", (1440, 900))
        assert switched.window.grab().toImage() == fresh.window.grab().toImage()
    finally:
        for pages in (switched, fresh):
            pages.close()


def test_the_guard_sees_what_does_not_fit(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = gallery.pages("en")
    pages.look("light", (1280, 720))
    board = pages.board
    assert examined(pages, "board", "guard") == []

    with monkeypatch.context() as patch:
        # A button that asks for less room than its label takes.
        patch.setattr(PrimaryButton, "sizeHint", lambda _button: QSize(64, 38))
        board._place()
        found = examined(pages, "board", "guard")
    board._place()
    assert "outside of PrimaryButton: 'New task'" in found
    assert "'New task' runs into 'N' in PrimaryButton" in found

    with monkeypatch.context() as patch:
        patch.setattr(tips, "card_tip", lambda *_card: "")
        found = examined(pages, "board", "guard")
    assert any(x.startswith("cut without a tooltip in card T-151: 'Agree") for x in found)

    with qt_messages() as said:
        qWarning("seen")
        qWarning("This plugin does not support propagateSizeHints()")
    assert said == ["seen"]

    board.filter_field.resize(200, 30)
    assert "FilterField is too narrow" in native_problems(pages.window)[0]
    board._place()
