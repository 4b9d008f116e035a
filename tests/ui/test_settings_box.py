"""The settings box: made from the records, worked by keys, remembered at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.i18n import language, set_language
from cockpit.services.identity import remembered_me
from cockpit.settings import machine
from cockpit.ui.kit.theme import current_theme, theme_bus
from cockpit.ui.settings_box import APPLIED, SettingsBox, open_settings
from tests.ui.page_states import Pages, settle

KEY = Qt.Key


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    made = Pages(tmp_path / "w.cockpit", "en")
    made.look("light", (1440, 900))
    yield made
    made.close()
    theme_bus().force(None)
    set_language("en")


@pytest.fixture
def box(pages: Pages) -> SettingsBox:
    made = open_settings(pages.window, pages.session)
    settle()
    return made


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
    settle()


def test_there_is_a_control_for_every_declared_setting(box: SettingsBox) -> None:
    assert list(box.choices) == list(machine.settings())
    assert set(APPLIED) == set(machine.settings())
    for key, control in box.choices.items():
        assert [tab[0] for tab in control.tabs] == machine.settings()[key].values()
        assert control.accessibleName() == machine.settings()[key].title
        assert control.accessibleDescription() == machine.settings()[key].explanation


def test_language_and_theme_by_keys_count_at_once_and_are_remembered(
    pages: Pages, box: SettingsBox
) -> None:
    press(KEY.Key_Right)
    press(KEY.Key_Right)
    assert (language(), machine.load().language) == ("zh", "zh")
    assert pages.window.windowTitle() == "运营驾驶舱"
    press(KEY.Key_Tab)
    press(KEY.Key_Left)
    assert (current_theme().dark, machine.load().theme) == (True, "dark")
    press(KEY.Key_Escape)
    assert not box.isVisible()


def test_it_opens_with_what_was_chosen_and_gives_the_focus_back(pages: Pages) -> None:
    machine.choose("theme", "dark")
    before = pages.window.focusWidget()
    box = open_settings(pages.window, pages.session)
    assert box.choices["theme"].current == "dark"
    assert box.choices["language"].current == ""
    press(KEY.Key_Escape)
    assert pages.window.focusWidget() is before


def test_who_i_am_is_remembered_and_a_filter_means_me(
    pages: Pages, box: SettingsBox, qtbot: QtBot
) -> None:
    from cockpit.domain.filters import parse_filter

    reader, workspace = pages.session.reader, pages.session.workspace
    mine = parse_filter("assignee:me")
    assert reader.count(None, mine) == 0
    me = next(person for person in reader.people() if person.name == "Li Lei")
    with qtbot.waitSignal(pages.session.changed_elsewhere):
        box.me.chosen.emit(me.id)
    assert box.me.value().text == "Li Lei"  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: remembered_me(workspace) == me.id)
    assert reader.count(None, mine) == reader.count(None, parse_filter('assignee:"Li Lei"')) > 0
    box.me.chosen.emit("")
    qtbot.waitUntil(lambda: remembered_me(workspace) is None)
    assert reader.me_id is None


def test_a_new_name_is_added_and_is_me(pages: Pages, box: SettingsBox, qtbot: QtBot) -> None:
    box.me.invented.emit("Zhao Min")
    qtbot.waitUntil(lambda: pages.session.reader.me_id is not None)
    assert box.me.value().text == "Zhao Min"  # type: ignore[union-attr]
    workspace = pages.session.workspace
    qtbot.waitUntil(lambda: remembered_me(workspace) == pages.session.reader.me_id)


def test_a_name_that_is_added_after_the_box_was_closed_is_me(
    pages: Pages, box: SettingsBox, qtbot: QtBot
) -> None:
    box.me.invented.emit("Zhao Min")
    box.close_popover()
    QApplication.sendPostedEvents(box, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: pages.session.reader.me_id is not None)


def test_tab_stays_inside(pages: Pages, box: SettingsBox) -> None:
    seen = []
    for _step in range(4):
        seen.append(QApplication.focusWidget())
        press(KEY.Key_Tab)
    assert seen == [*box.choices.values(), box.me, box.choices["language"]]
