"""Custom fields are set, changed and cleared where they stand, each by its type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.domain.errors import UserError
from cockpit.domain.item import CustomField, FieldType, FieldValue
from cockpit.domain.task import Task
from cockpit.i18n import set_language
from cockpit.services.fields import set_field
from cockpit.ui.application import make_application
from cockpit.ui.items.values import number_text, read_number
from cockpit.ui.kit.choice_field import ChoiceField
from cockpit.ui.kit.inspector_parts import PropertyRow
from cockpit.ui.kit.value_fields import ValueLine
from tests.ui.panel_world import KEY, World

FIELDS = {
    "Channel": (FieldType.CHOICE, "WeChat\nAlipay"),
    "Cost": (FieldType.NUMBER, ""),
    "Cut-over": (FieldType.DATE, ""),
    "Note": (FieldType.TEXT, ""),
    "Signed off": (FieldType.CHECKBOX, ""),
}


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    set_language("en")
    make_application("light")
    made = World(qtbot, tmp_path)
    made.do(
        lambda uow: uow.add(
            *(
                CustomField(item_kind=Task.KIND, name=name, type=kind, options=options)
                for name, (kind, options) in FIELDS.items()
            )
        )
    )
    yield made
    made.close()


def want(world: World, name: str) -> ValueLine | ChoiceField:
    """Ask for a field that is not shown yet, by keys, and return its editor."""
    world.panel.more.ask_field()
    world.type(name)
    world.key(KEY.Key_Return)
    return editor(world, name)


def editor(world: World, name: str) -> ValueLine | ChoiceField:
    for row in world.panel.more.list.rows.values():
        if isinstance(row, PropertyRow) and row.editor.accessibleName() == name:
            assert isinstance(row.editor, ValueLine | ChoiceField)
            return row.editor
    raise AssertionError(name)


def values(world: World) -> dict[str, object]:
    """The stored values by name."""
    return {
        field.name: next(
            each
            for each in (value.text_value, value.number_value, value.date_value, "")
            if each is not None
        )
        for field, value in world.detail().fields
    }


def test_each_type_is_set_and_cleared(world: World) -> None:
    assert world.panel.more.list.rows == {}
    for name, typed, value, shown in (
        ("Cost", "1,200.5", 1200.5, "1,200.5"),
        ("Cut-over", "2026-12-01", date(2026, 12, 1), "Tue, Dec 1, 2026"),
        ("Note", "ask  the bank", "ask the bank", "ask the bank"),
    ):
        line = want(world, name)
        assert QApplication.focusWidget() is line
        assert isinstance(line, ValueLine)
        world.edit(line, typed)
        assert values(world)[name] == value
        assert line.text() == shown
    for name, typed, value in (("Channel", "Ali", "Alipay"), ("Signed off", "yes", 1.0)):
        field = want(world, name)
        world.choose(field, typed)
        assert values(world)[name] == value
    assert set(values(world)) == set(FIELDS)
    assert world.panel.more.action is not None
    assert world.panel.more.action.isHidden()
    world.edit(editor(world, "Cost"), "")
    world.choose(editor(world, "Channel"), "nothing")
    assert set(values(world)) == {"Cut-over", "Note", "Signed off"}
    world.session.undo()
    world.settle()
    assert values(world)["Channel"] == "Alipay"


@pytest.mark.parametrize(("name", "typed"), [("Cost", "1,5"), ("Cut-over", "soonish")])
def test_what_cannot_be_read_stays_and_says_why(world: World, name: str, typed: str) -> None:
    line = want(world, name)
    assert isinstance(line, ValueLine)
    world.edit(line, typed)
    assert line.problem.startswith("Not a ")
    assert line.text() == typed
    assert values(world) == {}


def test_a_field_that_was_only_asked_for_is_gone_with_its_item(world: World) -> None:
    want(world, "Cost")
    world.refresh()
    assert len(world.panel.more.list.rows) == 1
    world.show(world.ids[1])
    assert world.panel.more.list.rows == {}


def test_an_option_that_is_no_longer_offered_is_still_shown(world: World) -> None:
    field = next(each for each in world.session.reader.fields_of("task") if each.name == "Channel")
    value = FieldValue(field_id=field.id, item_id=world.ids[0], text_value="UnionPay")
    world.do(lambda uow: uow.add(value))
    channel = editor(world, "Channel")
    assert isinstance(channel, ChoiceField)
    assert channel.shown_texts() == ["UnionPay"]
    channel.setFocus(Qt.FocusReason.TabFocusReason)
    world.choose(channel, "WeChat")
    assert values(world) == {"Channel": "WeChat"}


def test_a_value_of_another_type_is_refused(world: World) -> None:
    fields = {field.name: field for field in world.session.reader.fields_of("task")}
    for name, value in (("Cost", "many"), ("Cut-over", 1.0), ("Note", date(2026, 12, 1))):
        with pytest.raises(UserError, match=name):
            world.workspace.write(
                lambda uow, n=name, v=value: set_field(uow, world.ids[0], fields[n].id, v)  # type: ignore[misc]
            )
    assert values(world) == {}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("−1,200.5", -1200.5), (" 3 ", 3.0), (".5", 0.5), ("1，200", 1200.0)),
        *(("1,5", None), ("", None), ("-", None), ("1e400", None), ("nan", None)),
        ("12,34,567", None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_they_are_shown(text: str, number: float | None) -> None:
    assert read_number(text) == number
    if number is not None:
        assert read_number(number_text(number)) == number
