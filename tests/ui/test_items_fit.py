"""The parts that all kinds share, filled with texts longer than anybody plans, cut none of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.domain.feedback import Feedback
from cockpit.domain.item import CustomField, FieldType, FieldValue, LinkRole
from cockpit.domain.kpi import Kpi
from cockpit.domain.organisation import Launch
from cockpit.domain.risk import Risk
from cockpit.i18n import Language, set_language
from cockpit.services import parts
from cockpit.services.ports import UnitOfWork
from cockpit.ui.application import make_application
from cockpit.ui.items.kinds import role_word
from cockpit.ui.kit.theme import ThemeName, theme_bus
from tests.ui.page_states import LONG
from tests.ui.panel_world import KEY, World
from tests.ui.text_fit import native_problems, problems, qt_messages, recorded

KEPT = os.environ.get("COCKPIT_PICTURES", "")


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Language:
    set_language(request.param)
    found: Language = request.param
    return found


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path, language: Language) -> Iterator[World]:
    make_application("light")
    made = World(qtbot, tmp_path)
    set_language(language)
    made.do(lambda uow: fill(uow, made.ids[0], LONG[language]))
    yield made
    made.close()
    set_language("en")
    theme_bus().force("light")


def fill(uow: UnitOfWork, task_id: str, long: str) -> None:
    """Give a task every part with a long text, and a link in every role."""
    product, task = uow.find(Launch)[0].product_id, ("task", task_id)
    items = [
        Risk(product_id=product, number=2031, title=long),
        Feedback(product_id=product, number=123_456, text=long, received_at=datetime.now(UTC)),
        Kpi(product_id=product, name=long),
    ]
    uow.add(*items)
    for number, role in enumerate(LinkRole):
        other = items[number % len(items)]
        ends = [task, (other.KIND, other.id)]
        first, second = reversed(ends) if number % 2 else ends
        parts.link_items(uow, first, second, role)
    for name, kind, value in (
        (long, FieldType.TEXT, {"text_value": long}),
        ("Cost", FieldType.NUMBER, {"number_value": -123_456_789_012.5}),
        ("Choice", FieldType.CHOICE, {"text_value": long}),
        ("Ready", FieldType.CHECKBOX, {"number_value": 1.0}),
    ):
        field = CustomField(item_kind="task", name=name, type=kind)
        uow.add(field, FieldValue(field_id=field.id, item_id=task_id, **value))
    parts.attach_content(uow, *task, f"{long}.pdf", b"abc")
    parts.add_comment(uow, *task, long)


def look(world: World, name: str) -> list[str]:
    """Draw the panel whole and the window, and return what does not fit."""
    with qt_messages() as said:
        with recorded() as inside:
            picture = world.panel._inside.grab()
        with recorded() as whole:
            window = world.window.grab()
    if KEPT:
        picture.save(f"{KEPT}/items-{name}.png")
        window.save(f"{KEPT}/items-{name}-window.png")
    with qt_messages():  # the offscreen platform cannot raise a tooltip
        found = [each for drawn in (inside, whole) for each in problems(drawn, world.window)]
        found += native_problems(world.window)
    return [*said, *found]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_without_being_told_in_full(
    world: World, language: Language, theme: ThemeName
) -> None:
    theme_bus().force(theme)
    QApplication.processEvents()
    assert look(world, f"{language}-{theme}") == []


def test_the_list_of_items_to_link_fits(world: World, language: Language) -> None:
    line = world.panel.links.link_line
    world.panel.area.ensureWidgetVisible(line)
    line.setFocus(Qt.FocusReason.TabFocusReason)
    world.type("drill")
    QTest.keyClick(line, KEY.Key_Return)
    popup = world.panel.links.popup
    assert popup is not None
    popup.field.setText("third")
    QApplication.processEvents()
    assert len(popup.rows) == 1
    assert look(world, f"{language}-link") == []
    popup.close_popover()


def test_every_role_has_two_words_or_one_that_says_both(language: Language) -> None:
    words = {role: [role_word(role, outgoing=out) for out in (True, False)] for role in LinkRole}
    assert all(all(pair) for pair in words.values())
    assert [role for role, pair in words.items() if pair[0] == pair[1]] == [LinkRole.RELATES]
