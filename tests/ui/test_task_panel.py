"""The task panel by real events over a real workspace: each edit is one step in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cockpit.domain.due_text import read_due
from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.task import Column, Priority, WipMode
from cockpit.i18n import set_language
from cockpit.services import tasks
from cockpit.ui.application import make_application
from cockpit.ui.items.rows import Row
from cockpit.ui.kit.actions import is_typing
from tests.ui.panel_world import CTRL, KEY, TODAY, World


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    set_language("en")
    make_application("light")
    made = World(qtbot, tmp_path)
    yield made
    made.close()
    set_language("en")


def test_a_new_title_is_one_step(world: World) -> None:
    world.edit(world.panel.title, "Drill again")
    assert world.task.title == "Drill again"
    assert world.steps == ["Edited “Rollback drill”"]
    assert world.panel.title.toPlainText() == "Drill again"
    world.edit(world.panel.title, "   ")
    assert world.task.title == "Drill again"
    assert world.panel.title.toPlainText() == "Drill again"
    assert len(world.steps) == 1


def test_typing_survives_a_refresh_and_untouched_text_follows(world: World) -> None:
    world.panel.fields.blocked.setFocus()
    world.type("waiting for te")
    world.do(lambda uow: tasks.edit_tasks(uow, world.ids[:1], title="New title", description="d"))
    assert world.focus() is world.panel.fields.blocked
    assert world.panel.fields.blocked.text() == "waiting for te"
    assert world.panel.title.toPlainText() == "New title"
    assert world.panel.description.toPlainText() == "d"
    world.key(KEY.Key_Return)
    assert world.task.blocked_reason == "waiting for te"


def test_leaving_an_untouched_field_does_not_take_back_what_others_wrote(world: World) -> None:
    world.panel.title.setFocus()
    world.do(lambda uow: tasks.edit_tasks(uow, world.ids[:1], title="By another"))
    world.elsewhere.setFocus()
    world.settle()
    assert world.task.title == "By another"


def test_another_task_gets_none_of_the_typing(world: World) -> None:
    world.panel.title.setFocus()
    world.panel.title.selectAll()
    world.type("Half typed")
    world.panel.fields.due.setText("no date at all")
    world.show(world.ids[1])
    world.settle()
    assert world.task.title == "Half typed"
    assert world.detail(world.ids[1]).task.title == "Test accounts"
    assert world.panel.title.toPlainText() == "Test accounts"
    assert (world.panel.fields.due.text(), world.panel.fields.due.problem) == ("", "")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("明天", (date(2026, 11, 25), None)),
        ("next wed", (date(2026, 12, 2), None)),
        ("下周三 15:00", (date(2026, 12, 2), time(15))),
        ("明天下午3点", (date(2026, 11, 25), time(15))),
        ("Wed, Nov 25, 2026", (date(2026, 11, 25), None)),
        ("2026年11月25日 周三", (date(2026, 11, 25), None)),
        ("Thu, Nov 25, 2026", None),
        ("7d", (date(2026, 12, 1), None)),
        ("soon", None),
        ("tomorrow or so", None),
        ("9:00 10:00", None),
    ],
)
def test_reads_a_date(typed: str, expected: tuple[date, time | None] | None) -> None:
    assert read_due(typed, TODAY) == expected


def test_a_date_in_words_and_its_removal(world: World) -> None:
    due = world.panel.fields.due
    world.edit(due, "tomorrow 3pm")
    assert (world.task.due_on, world.task.due_at_time) == (date(2026, 11, 25), time(15))
    assert due.text() == "Wed, Nov 25, 2026 15:00"
    world.edit(due, "")
    assert (world.task.due_on, world.task.due_at_time) == (None, None)
    assert len(world.steps) == 2


def test_a_bad_date_keeps_its_text_and_says_why(world: World) -> None:
    due = world.panel.fields.due
    row = due.parentWidget()
    assert row is not None
    before = row.height()
    world.edit(due, "whenever")
    assert due.text() == "whenever"
    assert "tomorrow" in due.problem
    assert world.focus() is due
    assert row.height() >= before + 18
    world.refresh()
    assert due.text() == "whenever"
    assert world.steps == []
    world.key(KEY.Key_Escape)
    assert (due.text(), due.problem) == ("", "")
    QApplication.processEvents()
    assert row.height() == before


def test_column_by_keys_and_a_blocking_limit(world: World) -> None:
    column = world.panel.fields.column
    world.choose(column, "acti")
    assert world.detail().column.name == "Active"
    value = column.value()
    assert value is not None
    assert value.text == "Active"
    waiting = next(c for c in world.session.reader.board_columns(world.task.launch_id)
                   if c.column.name == "Waiting").column  # fmt: skip
    world.do(lambda uow: uow.save(replace(waiting, wip_limit=0, wip_mode=WipMode.BLOCK)))
    world.choose(column, "waiting")
    assert world.detail().column.name == "Active"
    value = column.value()
    assert value is not None
    assert value.text == "Active"
    assert "Waiting takes at most 0" in world.said[-1]


def test_owner_by_pinyin_new_name_and_nobody(world: World) -> None:
    owner = world.panel.fields.assignee
    world.choose(owner, "zhou")
    assert world.detail().assignee_name == "周岚"
    world.choose(owner, "Han Meimei")
    assert world.detail().assignee_name == "Han Meimei"
    world.choose(owner, "nobody")
    assert world.task.assignee_id is None
    assert len(world.steps) == 3


def test_the_list_by_mouse_and_escape(world: World) -> None:
    priority = world.panel.fields.priority
    QTest.mouseClick(priority, Qt.MouseButton.LeftButton)
    popup = priority.popup
    assert popup is not None
    row = next(i for i, choice in enumerate(popup.rows) if choice.key == Priority.URGENT)
    at = popup.row_rect(row).center().toPoint()
    QTest.mouseClick(popup, Qt.MouseButton.LeftButton, pos=at)
    world.settle()
    assert world.task.priority is Priority.URGENT
    priority.open()
    world.key(KEY.Key_Escape)
    assert priority.popup is None
    assert world.task.priority is Priority.URGENT
    assert len(world.steps) == 1


def test_labels_are_ticked_several_at_a_time_and_made(world: World) -> None:
    labels = world.panel.fields.labels
    world.choose(labels, "paym")
    assert labels.popup is not None, "the list stays for the next label"
    assert [label.name for label in world.detail().labels] == ["payments"]
    world.key(KEY.Key_Return)
    assert world.detail().labels == ()
    world.key(KEY.Key_Escape)
    world.choose(labels, "演练")
    assert [label.name for label in world.detail().labels] == ["演练"]


def test_many_labels_take_more_lines_and_none_is_lost(world: World) -> None:
    before = world.panel.fields.labels.height()
    for name in ("customer care", "compliance review", "campaign", "monitoring"):
        label = lambda uow, name=name: tasks.label_for(uow, world.task.launch_id, name).id  # noqa: E731
        world.do(lambda uow, of=label: tasks.toggle_label(uow, world.ids[:1], of(uow)))  # type: ignore[misc]
    assert world.panel.fields.labels.height() > before


def test_what_blocks_is_a_banner(world: World) -> None:
    world.edit(world.panel.fields.blocked, "test accounts")
    assert world.panel.banner.sentence == "Blocked: test accounts"
    three = utc_now() - timedelta(days=3, hours=1)
    world.do(lambda uow: uow.save(replace(world.task, blocked_at=three)))
    assert world.panel.banner.sentence == "Blocked 3 d: test accounts"
    assert not world.panel.banner.isHidden()
    world.edit(world.panel.fields.blocked, "")
    assert world.panel.banner.isHidden()
    assert world.task.blocked_at is None


def test_the_description_commits_and_reverts(world: World) -> None:
    text = world.panel.description
    text.setFocus()
    world.type("one")
    world.key(KEY.Key_Return)
    world.type("two")
    assert world.task.description == ""
    world.key(KEY.Key_Return, CTRL)
    assert world.task.description == "one\ntwo"
    text.setFocus()
    world.type("x")
    world.key(KEY.Key_Escape)
    assert text.toPlainText() == "one\ntwo"
    text.setFocus()
    text.selectAll()
    world.type("three")
    world.elsewhere.setFocus()
    world.settle()
    assert world.task.description == "three"
    assert len(world.steps) == 2


def test_escape_leaves_the_editor_first_and_then_the_panel(world: World) -> None:
    closed: list[bool] = []
    world.panel.closed.connect(lambda: closed.append(True))
    world.panel.title.setFocus()
    world.type("abc")
    world.key(KEY.Key_Escape)
    assert closed == []
    assert world.panel.title.toPlainText() == "Rollback drill"
    world.key(KEY.Key_Escape)
    assert closed == [True]
    assert world.steps == []


def test_single_keys_sleep_only_in_editors(world: World) -> None:
    world.panel.title.setFocus()
    assert is_typing(QApplication.focusWidget())
    world.key(KEY.Key_Return)
    assert not is_typing(QApplication.focusWidget())


def test_input_methods_compose_through_a_refresh(world: World) -> None:
    for editor, field in (
        (world.panel.title, "title"),
        (world.panel.fields.blocked, "blocked_reason"),
    ):
        editor.setFocus()
        QTest.keyClick(editor, KEY.Key_End)
        before = getattr(world.task, field)
        QApplication.sendEvent(editor, QInputMethodEvent("hui gun", []))
        world.do(lambda uow, f=field: tasks.edit_tasks(uow, world.ids[:1], **{f: "by another"}))  # type: ignore[misc]
        done = QInputMethodEvent("", [])
        done.setCommitString("回滚")
        QApplication.sendEvent(editor, done)
        world.key(KEY.Key_Return)
        assert getattr(world.task, field) == before + "回滚"


def test_a_space_more_is_no_edit(world: World) -> None:
    world.edit(world.panel.title, "Rollback  drill ")
    world.edit(world.panel.fields.blocked, " ")
    assert world.steps == []
    assert world.panel.title.toPlainText() == "Rollback drill"


def test_a_refused_edit_shows_what_is_saved(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_fields: object) -> None:
        raise UserError("Refused.")

    monkeypatch.setattr(tasks, "edit_tasks", refuse)
    world.edit(world.panel.title, "Not allowed")
    assert world.said == ["Refused."]
    assert world.panel.title.toPlainText() == "Rollback drill"


def test_steps_are_added_ticked_and_removed_by_keys(world: World) -> None:
    section = world.panel.checklist
    section.add_line.setFocus()
    for text in ("Review", "Drill", "Sign"):
        world.type(text)
        world.key(KEY.Key_Return)
    assert world.focus() is section.add_line, "Enter waits for the next step"
    assert section.note == "0/3"
    row = next(iter(section.list.rows.values()))
    row.setFocus(Qt.FocusReason.TabFocusReason)
    world.key(KEY.Key_Space)
    assert section.note == "1/3"
    assert world.focus() is row, "ticking keeps the place"
    assert isinstance(row, Row)
    assert row.checked is True
    deleted: list[bool] = []
    shortcut = QShortcut(KEY.Key_Delete, world.window)
    shortcut.activated.connect(lambda: deleted.append(True))
    world.key(KEY.Key_Delete)
    assert deleted == [], "Delete on a step must not reach the board, where it deletes the task"
    (_checklist, items) = world.detail().checklists[0]
    assert [item.text for item in items] == ["Drill", "Sign"]
    assert world.focus() in section.list.rows.values()


def test_a_step_by_mouse(world: World) -> None:
    world.add_steps("One", "Two")
    first, second = world.panel.checklist.list.rows.values()
    QTest.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(18, 12))
    world.settle()
    assert world.detail().checklists[0][1][0].done_at is not None
    QTest.mouseMove(second, QPoint(100, 12))
    assert isinstance(second, Row)
    second.hovered = True
    cross = QPoint(second.width() - 12, 12)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton, pos=cross)
    world.settle()
    assert [item.text for item in world.detail().checklists[0][1]] == ["One"]


def test_several_tasks_are_edited_in_one_step(world: World) -> None:
    reader, launch = world.session.reader, world.task.launch_id
    ids = world.ids
    world.panel.show_many(ids, launch, reader.people(), reader.labels(launch))
    assert world.panel.title.toPlainText() == "3 tasks"
    assert world.panel.checklist.isHidden()
    fields = world.panel.fields
    world.choose(fields.column, "active")
    world.choose(fields.assignee, "li lei")
    world.choose(fields.priority, "high")
    world.edit(fields.due, "2026-12-01")
    world.choose(fields.labels, "paym")
    world.key(KEY.Key_Escape)
    for task_id in ids:
        detail = world.detail(task_id)
        assert detail.column.name == "Active"
        assert detail.assignee_name == "Li Lei"
        assert detail.task.priority is Priority.HIGH
        assert detail.task.due_on == date(2026, 12, 1)
        assert [label.name for label in detail.labels] == ["payments"]
    assert len(world.steps) == 5
    world.show(ids[0])
    assert world.panel.title.toPlainText() == "Rollback drill"
    assert not world.panel.checklist.isHidden()


def test_tab_goes_down_the_panel(world: World) -> None:
    world.add_steps("One")
    world.panel.title.setFocus()
    visited = []
    fields = world.panel.fields
    wanted = [
        fields.column, fields.assignee, fields.due, fields.priority, fields.labels,
        fields.blocked, world.panel.description,
        *world.panel.checklist.list.rows.values(), world.panel.checklist.add_line,
    ]  # fmt: skip
    for _widget in wanted:
        world.key(KEY.Key_Tab)
        visited.append(world.focus())
    assert visited == wanted
    world.edit(fields.due, "tomorrow")
    world.key(KEY.Key_Tab)
    assert world.focus() is fields.priority, "Tab goes on where Enter left"


def test_hostile_words_stay_words(world: World) -> None:
    bad = "<img src='file:///etc/passwd'><b>x</b> &amp;"
    world.do(lambda uow: tasks.edit_tasks(uow, world.ids[:1], title=bad, description=bad))
    world.do(lambda uow: tasks.block_tasks(uow, world.ids[:1], bad * 3))
    world.panel.activity.box.setFocus()
    world.type(bad)
    world.key(KEY.Key_Return, CTRL)
    assert world.panel.title.toPlainText() == bad
    labels = world.panel.findChildren(QLabel)
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert "<b>" not in world.panel.banner.toolTip()
    assert "&lt;b&gt;" in world.panel.banner.toolTip()


def test_an_archived_column_is_still_named(world: World) -> None:
    column = world.detail().column
    world.do(lambda uow: uow.save(replace(uow.get(Column, column.id), archived_at=utc_now())))
    value = world.panel.fields.column.value()
    assert value is not None
    assert value.text == column.name


def test_speaks_the_other_language_at_once(world: World) -> None:
    world.edit(world.panel.fields.due, "2026-11-25")
    world.panel.fields.due.clearFocus()
    lines = (world.panel.checklist.add_line, world.panel.description, world.panel.activity.box)
    for line in lines:
        line.placeholder = "Owner"
    set_language("zh")
    world.panel.retranslate()
    assert [line.placeholderText() for line in lines] == ["负责人"] * 3
    assert world.panel.fields.due.text() == "2026年11月25日 周三"


def test_the_age_counts_days_of_the_workspace(world: World) -> None:
    entered = datetime.fromisoformat("2026-11-17T17:00:00+00:00")  # already the 18th in Shanghai
    world.do(lambda uow: uow.save(replace(world.task, entered_at=entered)))
    assert world.panel.fields.age.text() == "6 days"
