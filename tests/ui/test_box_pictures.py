"""The settings, the menu of a column and a page that failed: no complaint of Qt, all texts fit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.i18n import Language, set_language
from cockpit.ui.failed_page import FailedPage
from cockpit.ui.kit.theme import ThemeName, theme_bus
from cockpit.ui.pages.board.column_menu import open_column_menu
from cockpit.ui.pages.board.page import BoardPage
from cockpit.ui.settings_box import SettingsBox, open_settings
from tests.ui.page_states import LONG, Pages, settle
from tests.ui.text_fit import native_problems, problems, qt_messages, recorded

SIZES = ((1280, 720), (1920, 1080))
LANGUAGES: tuple[Language, ...] = ("en", "zh")
THEMES: tuple[ThemeName, ...] = ("light", "dark")


@pytest.fixture(params=LANGUAGES)
def pages(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pages]:
    made = Pages(tmp_path / "w.cockpit", request.param)
    yield made
    made.close()
    theme_bus().force(None)
    set_language("en")


def found_in(pages: Pages) -> list[str]:
    with qt_messages() as said:
        settle()
        with recorded() as recorder:
            pages.window.grab()
    with qt_messages():
        return [*said, *problems(recorder, pages.window), *native_problems(pages.window)]


def looks() -> Iterator[tuple[ThemeName, tuple[int, int]]]:
    yield from itertools.product(THEMES, SIZES)


def test_the_settings(pages: Pages) -> None:
    for theme, size in looks():
        pages.look(theme, size)
        box = open_settings(pages.window, pages.session)
        assert found_in(pages) == []
        box.close_popover()
        settle()


def test_the_menu_of_every_column(pages: Pages) -> None:
    assert isinstance(pages.bench.page, BoardPage)
    view = pages.bench.page.view
    for theme, size in looks():
        pages.look(theme, size)
        for window in list(view.columns):
            menu = open_column_menu(pages.session, view, window.id)
            assert menu is not None
            menu.limit.setText("many")
            menu.limit.commit()
            assert menu.limit.problem
            assert found_in(pages) == []
            assert menu.rect().contains(menu.box())
            menu.close_popover()
            settle()


def test_a_page_that_failed(pages: Pages) -> None:
    tried: list[str] = []
    page = FailedPage(lambda: tried.append("again"), LONG[pages.language])
    for theme, size in looks():
        pages.look(theme, size)
        pages.window.set_page(page, "board")
        assert found_in(pages) == []
    page.rows[0].clicked.emit()
    assert tried == ["again"]


def test_the_guard_sees_a_box_that_is_too_narrow(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.look("light", (1280, 720))
    monkeypatch.setattr("cockpit.ui.settings_box.WIDE", 150)
    box = open_settings(pages.window, pages.session)
    assert isinstance(box, SettingsBox)
    box.choices["language"].setFixedWidth(60)
    assert found_in(pages) != []
