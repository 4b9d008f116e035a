"""The inbox worked by real key and mouse events over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.domain.entity import utc_now
from cockpit.domain.feedback import FeedbackStatus, FeedbackType
from cockpit.domain.item import Link, LinkRole
from cockpit.domain.task import Task
from cockpit.i18n import set_language
from cockpit.services import feedback as verbs
from cockpit.ui.kit import redaction
from cockpit.ui.pages.feedback import rows as rows_module
from tests.ui.feedback_world import World

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    made = World(qtbot, tmp_path / "w.cockpit", 30)
    yield made
    made.close()


def test_j_and_k_read_on_and_back(world: World) -> None:
    assert (world.numbers(), world.current()) == (list(range(30, 0, -1)), 30)
    world.key(KEY.Key_J, times=3)
    assert world.current() == 27
    world.key(KEY.Key_K)
    assert world.current() == 28
    world.key(KEY.Key_End)
    assert world.current() == 1
    world.key(KEY.Key_J)
    assert world.current() == 1
    assert world.inbox.reading.text.toPlainText() == "text 1"


def test_done_goes_on_to_the_next_and_undo_comes_back(world: World) -> None:
    world.key(KEY.Key_J, times=2)
    world.key(KEY.Key_E)
    assert (world.current(), world.status(28)) == (27, ["done"])
    assert 28 not in world.numbers()
    world.key(KEY.Key_E)
    assert (world.current(), world.status(27)) == (26, ["done"])
    world.session.undo()
    world.settle()
    assert (world.current(), world.status(27, 28)) == (27, ["new", "done"])
    assert world.numbers() == [*range(30, 28, -1), *range(27, 0, -1)]


def test_the_last_item_done_goes_back_and_the_list_can_run_empty(world: World) -> None:
    world.key(KEY.Key_End)
    world.key(KEY.Key_E)
    assert world.current() == 2
    world.key(KEY.Key_Home)
    world.key(KEY.Key_E, times=29)
    assert (world.numbers(), world.count(FeedbackStatus.DONE)) == ([], 30)
    world.inbox.tabs.select("done")
    world.settle()
    assert len(world.numbers()) == 30


@pytest.mark.parametrize(
    ("key", "modifier", "status"),
    [
        (KEY.Key_E, Qt.KeyboardModifier.NoModifier, "done"),
        (KEY.Key_W, Qt.KeyboardModifier.NoModifier, "waiting"),
        (KEY.Key_B, Qt.KeyboardModifier.NoModifier, "spam"),
        (KEY.Key_O, Qt.KeyboardModifier.NoModifier, "open"),
    ],
)
def test_each_verdict_works_on_a_range_as_one_step(
    world: World, key: Qt.Key, modifier: Qt.KeyboardModifier, status: str
) -> None:
    world.key(KEY.Key_J, SHIFT, times=3)
    assert world.selected() == [27, 28, 29, 30]
    assert world.inbox.reading.count == 4
    world.key(key, modifier)
    assert world.status(27, 28, 29, 30) == [status] * 4
    assert world.status(26) == ["new"]
    world.session.undo()
    world.settle()
    assert world.count(FeedbackStatus.NEW) == 30


def test_types_stay_on_the_item(world: World) -> None:
    for key, kind in zip(
        (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4, KEY.Key_5, KEY.Key_6, KEY.Key_0),
        ("bug", "wish", "question", "complaint", "praise", "other", ""),
        strict=True,
    ):
        world.key(key)
        assert (world.current(), str(world.items([30])[0].type)) == (30, kind)


def test_a_type_that_leaves_the_filter_shows_the_next(world: World) -> None:
    world.key(KEY.Key_Slash)
    world.type("type:none")
    world.key(KEY.Key_Return)
    world.key(KEY.Key_1)
    assert (world.current(), len(world.numbers())) == (29, 29)


def test_tags_are_ticked_one_after_the_other(world: World) -> None:
    world.key(KEY.Key_J, SHIFT)
    world.key(KEY.Key_T)
    world.type("slow")
    world.key(KEY.Key_Return)
    on = world.workspace.reader().tags_of_feedback(world.inbox.selected_ids())
    assert [[tag.name for tag in tags] for tags in on.values()] == [["slow"], ["slow"]]
    row = world.inbox.rows.row(0)
    assert row is not None
    assert [tag.name for tag in row.tags] == ["slow"]
    world.key(KEY.Key_T)
    popup = world.inbox.verdicts.popup
    assert popup is not None
    assert [choice.checked for choice in popup.choices] == [True]
    world.key(KEY.Key_Return)
    assert [choice.checked for choice in popup.choices] == [False]
    world.key(KEY.Key_Escape)
    assert world.workspace.reader().tags_of_feedback(world.inbox.selected_ids()) == {}


def test_l_makes_a_task_or_links_one(world: World) -> None:
    world.key(KEY.Key_L)
    world.key(KEY.Key_Return)
    task = world.workspace.reader().all(Task)[0]
    assert (task.title, world.status(30)) == ("Item 30", ["open"])
    world.key(KEY.Key_J)
    world.key(KEY.Key_L)
    world.type("T-1")
    world.key(KEY.Key_Return)
    links = world.workspace.reader().all(Link)
    assert [(link.a_id, int(link.b_id, 16), link.role) for link in links] == [
        (task.id, 30, LinkRole.ANSWERS),
        (task.id, 29, LinkRole.ANSWERS),
    ]
    world.key(KEY.Key_J)
    world.key(KEY.Key_L)
    world.type("Another one")
    world.key(KEY.Key_Return)
    assert [t.title for t in world.workspace.reader().all(Task, "number")] == [
        "Item 30",
        "Another one",
    ]


def test_snoozed_items_leave_and_can_be_brought_back(world: World) -> None:
    world.key(KEY.Key_S)
    world.key(KEY.Key_Down)
    world.key(KEY.Key_Return)
    until = world.items([30])[0].snoozed_until
    assert until is not None
    assert until > utc_now()
    assert (world.current(), 30 in world.numbers()) == (29, False)
    world.inbox.tabs.select("snoozed")
    world.settle()
    assert world.numbers() == [30]
    world.inbox.focus_content()
    world.key(KEY.Key_S)
    world.key(KEY.Key_Return)
    assert world.items([30])[0].snoozed_until is None


def test_a_day_can_be_typed_to_snooze_until(world: World) -> None:
    day = (utc_now() + timedelta(40)).date()
    world.key(KEY.Key_S)
    world.type(day.isoformat())
    world.key(KEY.Key_Return)
    until = world.items([30])[0].snoozed_until
    assert until is not None
    assert until.astimezone(world.inbox.zone).date() == day


def test_duplicates_of_the_item_one_ends_on(world: World) -> None:
    world.key(KEY.Key_M)
    assert world.workspace.reader().all(Link) == []
    world.key(KEY.Key_J, SHIFT, times=2)
    world.key(KEY.Key_M)
    links = world.workspace.reader().all(Link)
    assert {(int(link.a_id, 16), int(link.b_id, 16)) for link in links} == {(30, 28), (29, 28)}
    assert world.status(28, 29, 30) == ["new", "done", "done"]


def test_x_picks_one_by_one_and_escape_lets_go(world: World) -> None:
    world.key(KEY.Key_J, times=2)
    view = world.inbox.view
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, CONTROL, QPoint(100, 88 * 5 + 20))
    world.settle()
    assert world.selected() == [25, 28]
    world.key(KEY.Key_X)
    assert world.selected() == [28]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, SHIFT, QPoint(100, 20))
    world.settle()
    assert world.selected() == list(range(25, 31))
    world.key(KEY.Key_Escape)
    assert world.selected() == [30]


def test_keys_sleep_while_somebody_types_a_filter(world: World) -> None:
    world.key(KEY.Key_Slash)
    world.type("e1j")
    assert world.count(FeedbackStatus.NEW) == 30
    assert world.inbox.listing.field.text() == "e1j"
    assert world.numbers() == []
    assert world.inbox.listing.nothing.isVisible()
    world.inbox.listing.clear_filter()
    assert len(world.numbers()) == 30


def test_a_problem_in_the_filter_is_said(world: World) -> None:
    world.key(KEY.Key_Slash)
    world.type("due:today")
    assert "due" in world.inbox.listing.problem
    assert len(world.numbers()) == 30


def test_the_order_can_be_turned_round(world: World) -> None:
    world.key(KEY.Key_R)
    assert (world.numbers(), world.current()) == (list(range(1, 31)), 1)
    world.key(KEY.Key_E)
    assert world.current() == 2
    world.session.undo()
    world.settle()
    assert (world.numbers(), world.current()) == (list(range(1, 31)), 1)


def test_what_others_do_is_seen_and_the_place_is_kept(world: World) -> None:
    world.key(KEY.Key_J, times=5)
    ids = [item.id for item in world.items([30, 29])]
    world.workspace.write(lambda uow: verbs.set_status(uow, ids, FeedbackStatus.DONE))
    world.session.changed_elsewhere.emit()
    world.settle()
    assert (world.current(), world.numbers()[0]) == (25, 28)


def test_a_step_that_fails_brings_the_item_back(world: World) -> None:
    item = world.items([30])[0]
    world.workspace.write(lambda uow: uow.remove(item))
    world.key(KEY.Key_E)
    assert world.current() == 29
    assert world.count(FeedbackStatus.DONE) == 0


def test_feedback_is_written_down_and_shown(world: World) -> None:
    world.key(KEY.Key_N)
    world.type("She cannot find the receipt")
    world.key(KEY.Key_Return, CONTROL)
    assert world.current() == 1  # The workspace of this test never counted its items.
    assert world.inbox.reading.text.toPlainText() == "She cannot find the receipt"
    assert world.inbox.rows.count == 31


def test_an_item_is_shown_whatever_hides_it(world: World) -> None:
    item = world.items([7])[0]
    world.workspace.write(lambda uow: verbs.set_status(uow, [item.id], FeedbackStatus.SPAM))
    world.inbox.listing.field.setText("rating:5")
    world.settle()
    world.inbox.show_item(item.id)
    world.settle()
    assert (world.current(), world.inbox.tabs.current) == (7, "all")


def test_the_inspector_edits_what_it_shows(world: World) -> None:
    panel = world.inbox.make_panel()
    assert world.inbox.fill_panel(panel)
    panel.type.chosen.emit("=wish")
    world.settle()
    panel.customer.committed.emit("王阿姨")
    world.settle()
    panel.rating.committed.emit("4/5")
    world.settle()
    panel.status.chosen.emit("waiting")
    world.settle()
    item = world.items([30])[0]
    assert (str(item.type), item.rating, str(item.status)) == ("wish", 4, "waiting")
    assert item.customer_id is not None
    assert item.answered_at is not None
    assert panel.rating.read("6") is None
    assert panel.rating.read(" 3 ") == "3/5"
    panel.deleteLater()


def test_the_inspector_shows_what_is_stored_now(world: World) -> None:
    panel = world.inbox.make_panel()
    ids = [world.items([30])[0].id]
    world.workspace.write(lambda uow: verbs.set_type(uow, ids, FeedbackType.PRAISE))
    assert world.inbox.fill_panel(panel)
    assert panel.type.current == "=praise"
    panel.deleteLater()


def test_the_inspector_sets_several_at_once(world: World) -> None:
    world.key(KEY.Key_J, SHIFT, times=3)
    panel = world.inbox.make_panel()
    assert world.inbox.fill_panel(panel)
    assert not panel.rating.isVisibleTo(panel)
    panel.type.chosen.emit("=bug")
    world.settle()
    panel.tags.invented.emit("slow")
    world.settle()
    assert {str(item.type) for item in world.items([27, 28, 29, 30])} == {"bug"}
    assert len(world.workspace.reader().tags_of_feedback(world.inbox.selected_ids())) == 4
    assert world.inbox.fill_panel(panel)
    assert [choice.checked for choice in panel.tags.choices] == [True]
    panel.status.chosen.emit("done")
    world.settle()
    assert (world.count(FeedbackStatus.DONE), world.current()) == (4, 26)
    assert world.inbox.fill_panel(panel)
    assert panel.rating.isVisibleTo(panel)
    panel.deleteLater()


def test_an_empty_tab_offers_the_way_to_all(world: World) -> None:
    world.inbox.tabs.select("waiting")
    world.settle()
    assert world.inbox.listing.nothing.isVisible()
    world.inbox.listing.nothing.cleared.emit()
    world.settle()
    assert (world.inbox.tabs.current, len(world.numbers())) == ("all", 30)


def test_hostile_text_is_plain_and_names_can_be_hidden(world: World) -> None:
    item = world.items([30])[0]
    bad = "<b>bold</b> \u202eevil\x00 call 13800138000 Mallory"
    world.session.write(
        lambda uow: verbs.edit_feedback(uow, [item.id], subject="<i>x</i>\u202e", text=bad)
    )
    world.settle()
    text = world.inbox.reading.text
    assert text.toPlainText() == "<b>bold</b> [RLO]evil[00] call 13800138000 Mallory"
    redaction.hide_names(["Mallory"])
    try:
        world.inbox.reading.repaint()
        QApplication.processEvents()
        assert "Mallory" not in text.toPlainText()
        assert "13800138000" not in text.toPlainText()
    finally:
        redaction.hide_names(None)


def test_a_very_long_text_is_cut_with_a_sentence(world: World) -> None:
    item = world.items([30])[0]
    world.session.write(lambda uow: verbs.edit_feedback(uow, [item.id], text="x" * 500_000))
    world.settle()
    shown = world.inbox.reading.text.toPlainText()
    assert len(shown) < 21_000
    assert "500,000" in shown


def test_an_empty_inbox_teaches_and_asks_for_a_file(qtbot: QtBot, tmp_path: Path) -> None:
    world = World(qtbot, tmp_path / "w.cockpit", 0)
    assert world.inbox.empty.isVisible()
    assert not world.inbox.listing.isVisible()
    asked: list[str] = []
    world.page.import_requested.connect(asked.append)
    for row in world.inbox.empty.rows[:3]:
        row.clicked.emit()
    assert asked == ["feedback", "qimai", "wjx"]
    world.close()


def test_every_text_changes_with_the_language(world: World) -> None:
    set_language("zh")
    try:
        world.inbox.retranslate()
        QApplication.processEvents()
        world.inbox.grab()
    finally:
        set_language("en")
        world.inbox.retranslate()


def test_a_long_list_is_found_in_slices_and_walked_to_its_end(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_module, "FIRST_ENTRIES", 40)
    monkeypatch.setattr(rows_module, "ENTRIES", 50)
    world = World(qtbot, tmp_path / "w.cockpit", 400)
    assert world.inbox.rows.count == 400
    world.key(KEY.Key_End)
    assert world.current() == 1
    world.key(KEY.Key_E)
    assert world.current() == 2
    world.session.undo()
    world.settle()
    assert world.current() == 1
    world.key(KEY.Key_A, CONTROL)
    assert len(world.selected()) == 400
    world.key(KEY.Key_E)
    assert world.count(FeedbackStatus.DONE) == 400
    world.session.undo()
    world.settle()
    assert world.count(FeedbackStatus.NEW) == 400
    world.close()
