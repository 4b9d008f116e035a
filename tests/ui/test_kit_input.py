"""Keys and text: shortcuts sleep while somebody types, the palette and dialogs by keyboard."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.actions import (
    Action,
    install_actions,
    is_plain,
    is_typing,
    key_cap,
    menu,
    shortcut_groups,
)
from cockpit.ui.kit.confirm import confirm
from cockpit.ui.kit.controls import FilterField, PrimaryButton, ViewTabs
from cockpit.ui.kit.empty_state import EmptyAction, EmptyState
from cockpit.ui.kit.inspector import Inspector
from cockpit.ui.kit.palette import CommandPalette, PaletteEntry
from cockpit.ui.kit.shortcuts_sheet import ShortcutsSheet

KEY = Qt.Key


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    inside = QWidget()
    inside.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    QVBoxLayout(inside)
    made.setCentralWidget(inside)
    made.resize(1100, 640)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    inside.setFocus()
    return made


def add(window: QMainWindow, widget: QWidget) -> None:
    inside = window.centralWidget()
    assert inside is not None
    layout = inside.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()


def test_plain_keys_sleep_in_a_text_field(window: QMainWindow, qtbot: QtBot) -> None:
    ran: list[str] = []
    install_actions(
        window,
        [
            Action("new", "New task", "N", "Board", lambda: ran.append("new")),
            Action("find", "Search", "Ctrl+K", "Everywhere", lambda: ran.append("find")),
        ],
    )
    field = QLineEdit()
    add(window, field)
    inside = window.centralWidget()
    assert inside is not None
    QTest.keyClick(inside, KEY.Key_N)
    assert ran == ["new"]
    field.setFocus()
    QTest.keyClicks(field, "n")
    assert field.text() == "n"
    assert ran == ["new"]
    QTest.keyClick(field, KEY.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["new", "find"]


def test_which_widgets_type(qtbot: QtBot) -> None:
    box, field = QComboBox(), QLineEdit()
    qtbot.addWidget(box)
    qtbot.addWidget(field)
    assert not is_typing(box)
    box.setEditable(True)
    assert is_typing(box)
    field.setReadOnly(True)
    assert not is_typing(field)
    assert not is_typing(None)


def test_shortcuts_as_shown_and_grouped() -> None:
    assert key_cap("Ctrl+K") == "Ctrl K"
    assert key_cap("G, B") == "G B"
    assert key_cap("?") == "?"
    assert is_plain("N")
    assert is_plain("G, B")
    assert not is_plain("Ctrl+K")
    actions = [Action("a", "One", "N", "Board"), Action("b", lambda: "Two", "", "Board")]
    assert shortcut_groups(actions) == [("Board", [("One", "N")])]


def test_a_menu_runs_its_action(window: QMainWindow) -> None:
    ran: list[int] = []
    actions = [
        Action("a", "One", "N", "x", lambda: ran.append(1)),
        Action("b", "Two", "", "y", lambda: ran.append(2)),
    ]
    entries = menu(actions, window).actions()
    assert [entry.isSeparator() for entry in entries] == [False, True, False]
    entries[2].trigger()
    assert ran == [2]


def test_the_palette_by_keyboard(window: QMainWindow, qtbot: QtBot) -> None:
    ran: list[str] = []

    def provide(query: str) -> list[PaletteEntry]:
        names = [name for name in ("alpha", "beta", "gamma") if query in name]
        return [PaletteEntry(n, "", "plus", "", partial(ran.append, n)) for n in names]

    palette = CommandPalette(window, provide)
    palette.open()
    assert QApplication.focusWidget() is palette.field
    QTest.keyClick(palette.field, KEY.Key_Down)
    QTest.keyClick(palette.field, KEY.Key_Return)
    assert ran == ["beta"]
    assert palette.isHidden()
    palette.open()
    QTest.keyClicks(palette.field, "gam")
    assert palette.model.rowCount() == 1
    QTest.keyClick(palette.field, KEY.Key_Escape)
    assert palette.isHidden()
    assert ran == ["beta"]


def test_a_dialog_starts_on_cancel(window: QMainWindow, qtbot: QtBot) -> None:
    ran: list[bool] = []
    question = confirm(
        window, "Delete 3?", "This cannot be undone.", "Delete", lambda: ran.append(True)
    )
    assert QApplication.focusWidget() is question.cancel
    QTest.keyClick(question.cancel, KEY.Key_Return)
    assert question.isHidden()
    assert ran == []
    question = confirm(
        window, "Delete 3?", "This cannot be undone.", "Delete", lambda: ran.append(True)
    )
    question.focusNextPrevChild(True)
    assert QApplication.focusWidget() is question.verb
    QTest.keyClick(question.verb, KEY.Key_Space)
    assert ran == [True]


def test_the_sheet_of_keys_keeps_every_group(window: QMainWindow, qtbot: QtBot) -> None:
    groups = [(f"g{i}", [("label", "N")] * (i + 1)) for i in range(5)]
    sheet = ShortcutsSheet(window, lambda: groups)
    sheet.open()
    assert [group for column in sheet.columns() for group in column] == groups
    assert window.rect().contains(sheet.box())
    QTest.keyClick(sheet, KEY.Key_Escape)
    assert sheet.isHidden()


def test_composed_text_arrives_in_the_filter(window: QMainWindow, qtbot: QtBot) -> None:
    field = FilterField()
    add(window, field)
    field.setFocus()
    composing = QInputMethodEvent("zhifu", [])
    QApplication.sendEvent(field, composing)
    assert field.text() == ""
    commit = QInputMethodEvent()
    commit.setCommitString("支付")
    QApplication.sendEvent(field, commit)
    assert field.text() == "支付"


def test_backspace_takes_the_last_chip(window: QMainWindow, qtbot: QtBot) -> None:
    field = FilterField()
    add(window, field)
    field.set_terms(["owner:me", "-label:later"])
    with qtbot.waitSignal(field.terms_changed) as changed:
        QTest.keyClick(field, KEY.Key_Backspace)
    assert changed.args == [["owner:me"]]


def test_buttons_and_tabs_by_keyboard(window: QMainWindow, qtbot: QtBot) -> None:
    button = PrimaryButton("New task", "plus", "N")
    tabs = ViewTabs([("a", "Board", "columns"), ("b", "List", "list-bullets")])
    add(window, button)
    add(window, tabs)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, KEY.Key_Space)
    with qtbot.waitSignal(tabs.changed) as changed:
        QTest.keyClick(tabs, KEY.Key_Right)
    assert changed.args == ["b"]
    assert button.accessibleName() == "New task"


def test_a_title_commits_once_and_never_empty(window: QMainWindow, qtbot: QtBot) -> None:
    inspector = Inspector("Task T-1", "Old")
    add(window, inspector)
    told: list[str] = []
    inspector.title_committed.connect(told.append)
    inspector.title.setFocus()
    inspector.title.setPlainText("New\nname")
    QTest.keyClick(inspector.title, KEY.Key_Return)
    assert told == ["New name"]
    inspector.title.setFocus()
    inspector.title.setPlainText("  ")
    QTest.keyClick(inspector.title, KEY.Key_Return)
    assert told == ["New name"]
    assert inspector.title.toPlainText() == "New name"
    inspector.title.setFocus()
    inspector.title.setPlainText("other")
    QTest.keyClick(inspector.title, KEY.Key_Escape)
    assert told == ["New name"]


def test_an_empty_page_offers_its_actions(window: QMainWindow, qtbot: QtBot) -> None:
    ran: list[bool] = []
    empty = EmptyState(
        "shield-warning",
        "No risks",
        ["Why."],
        [EmptyAction("plus", "Add", "", "N", lambda: ran.append(True), True)],
    )
    add(window, empty)
    QTest.mouseClick(empty.rows[0], Qt.MouseButton.LeftButton)
    assert ran == [True]
