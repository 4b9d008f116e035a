"""Every page but the board in its states: no complaint of Qt, every text fits or is a tooltip."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from cockpit.i18n import Language, set_language
from cockpit.ui.kit.theme import ThemeName, theme_bus
from tests.ui.page_matrix import AllPages
from tests.ui.page_states import settle
from tests.ui.states_listening import FEEDBACK, KPIS, SOURCES
from tests.ui.states_over import OVER, PRESENTED, present
from tests.ui.states_planning import OVERVIEW, RISKS
from tests.ui.text_fit import Recorder, native_problems, problems, qt_messages, recorded

LANGUAGES: tuple[Language, ...] = ("en", "zh")
# The layout is the same in both themes; dark is looked at once.
LOOKS: tuple[tuple[ThemeName, tuple[int, int]], ...] = (
    ("light", (1280, 720)),
    ("light", (1920, 1080)),
    ("dark", (1280, 720)),
)
BY_PAGE = {
    "overview": OVERVIEW,
    "risks": RISKS,
    "feedback": FEEDBACK,
    "kpis": KPIS,
    "sources": SOURCES,
}
STATES: list[tuple[str, str, Callable[[AllPages], object]]] = [
    *((page, state, act) for page, states in BY_PAGE.items() for state, act in states.items()),
    *((page, state, act) for state, (page, act) in OVER.items()),
]
KEPT = os.environ.get("COCKPIT_PICTURES", "")


class Gallery:
    """The windows, one at a time; each is made when it is first asked for and used again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pages: dict[tuple[Language, bool], AllPages] = {}

    def pages(self, language: Language, *, empty: bool = False) -> AllPages:
        key = (language, empty)
        for other, pages in self._pages.items():
            pages.window.setVisible(other == key)
        if key not in self._pages:
            path = self._folder / f"{language}{empty}.cockpit"
            self._pages[key] = AllPages(path, language, empty=empty)
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


def kept(widget: QWidget, name: str) -> Recorder:
    """Draw a widget, and keep the picture when somebody wants to look at it."""
    with recorded() as recorder:
        picture = widget.grab()
    if KEPT:
        picture.save(f"{KEPT}/{name}.png")
    return recorder


def examined(pages: AllPages, name: str) -> list[str]:
    """Draw a window as it stands, and return what is wrong with it."""
    drawings = [kept(pages.window, name)]
    panel = pages.bench.panel
    if panel is not None and panel.isVisible():
        # All of it, however far it would have to be scrolled.
        drawings.append(kept(panel._inside, f"{name}-panel"))
    with qt_messages():  # the offscreen platform cannot raise a tooltip
        found = [problem for drawn in drawings for problem in problems(drawn, pages.window)]
        return found + native_problems(pages.window)


def in_every_look(pages: AllPages, key: str, state: str, act: Callable[[Any], object]) -> str:
    """Bring a window into a state in each look; what is wrong, a line each, "" for nothing."""
    wrong: list[str] = []
    for theme, size in LOOKS:
        pages.look(theme, size)
        name = f"{key}-{state}-{pages.language}-{theme}-{size[1]}"
        with qt_messages() as said:
            pages.go(key, act)
            found = examined(pages, name)
        pages.plain()
        wrong += [f"{name}: {problem}" for problem in (*said, *found)]
    return "\n".join(wrong)


@pytest.mark.parametrize(
    ("key", "state", "act"), STATES, ids=[f"{key}-{state}" for key, state, _act in STATES]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_state(
    gallery: Gallery, language: Language, key: str, state: str, act: Callable[[AllPages], object]
) -> None:
    assert in_every_look(gallery.pages(language), key, state, act) == ""


@pytest.mark.parametrize("key", BY_PAGE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_workspace(gallery: Gallery, language: Language, key: str) -> None:
    pages = gallery.pages(language, empty=True)
    assert in_every_look(pages, key, "empty", lambda _pages: None) == ""


@pytest.mark.parametrize("key", PRESENTED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_before_others(gallery: Gallery, language: Language, key: str) -> None:
    pages = gallery.pages(language)
    with qt_messages() as said:
        pages.look("light", (1280, 720))
        present(pages, key)
        settle()
        presenter = pages.bench.boxes.presentation.presenter
        recorder = kept(pages.window, f"presented-{key}-{language}")
        foot = [d for d in recorder.drawn if d.device is presenter.foot]
        recorder.drawn = foot
    found = problems(recorder, pages.window)
    pages.plain()
    assert foot
    assert [*said, *found] == []
