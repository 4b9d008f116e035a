"""What hangs on a task, in the panel: links, attachments, comments and history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6 import __version_info__
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cockpit.domain.item import Attachment, CustomField, FieldType, FieldValue
from cockpit.domain.organisation import Launch
from cockpit.domain.risk import Risk
from cockpit.domain.task import Column, Task, Transition
from cockpit.i18n import set_language
from cockpit.services import parts, tasks
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace
from cockpit.ui.application import make_application
from cockpit.ui.items.activity import CommentView
from cockpit.ui.items.context import size_text
from cockpit.ui.items.files import safe_name
from cockpit.ui.items.rows import Row
from cockpit.ui.kit.choice_field import ChoiceField
from cockpit.ui.kit.inspector_parts import PropertyRow
from cockpit.ui.kit.value_fields import ValueLine
from tests.ui.panel_world import CTRL, KEY, World


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    set_language("en")
    make_application("light")
    made = World(qtbot, tmp_path)
    yield made
    made.close()


def rows(world: World, name: str) -> list[Row]:
    section = getattr(world.panel, name)
    return [row for row in section.list.rows.values() if isinstance(row, Row)]


def entering(at: QPointF, mime: QMimeData) -> QDragEnterEvent:
    """The event of a drag that comes in; Qt 6.12 wants a QPointF, 6.11 knows only a QPoint."""
    make: Any = QDragEnterEvent
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    place = at if __version_info__ >= (6, 12) else at.toPoint()
    event: QDragEnterEvent = make(place, action, mime, button, Qt.KeyboardModifier.NoModifier)
    return event


def drop(world: World, mime: QMimeData) -> bool:
    """Drag over the panel and let go; tells whether it was offered."""
    at, action = QPointF(100, 100), Qt.DropAction.CopyAction
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = entering(at, mime)
    enter.ignore()
    QApplication.sendEvent(world.panel, enter)
    if not enter.isAccepted():
        return False
    assert world.panel.drop_frame.isVisible()
    QApplication.sendEvent(world.panel, QDropEvent(at, action, mime, button, keys))
    assert not world.panel.drop_frame.isVisible()
    world.settle()
    return True


def picture() -> QImage:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    return image


def test_waiting_for_a_task_by_its_number(world: World) -> None:
    world.panel.links.wait_line.setFocus()
    world.type("t-2")
    world.key(KEY.Key_Return)
    assert [task.title for task in world.detail().blocked_by] == ["Test accounts"]
    (row,) = rows(world, "links")
    assert (row.text, row.note) == ("T-2 Test accounts", "waiting")
    world.do(lambda uow: parts.remove_dependency(uow, world.ids[0], world.ids[1]))
    assert rows(world, "links") == []


def test_a_circle_and_an_unknown_number_are_refused_in_words(world: World) -> None:
    world.do(lambda uow: parts.add_dependency(uow, world.ids[1], world.ids[0]))
    world.panel.links.wait_line.setFocus()
    for text in ("2", "T-99", "nonsense"):
        world.type(text)
        world.key(KEY.Key_Return)
    assert "circle" in world.said[0]
    assert "T-99" in world.said[1]
    assert "nonsense" in world.said[2]
    assert world.detail().blocked_by == ()


def test_links_to_a_risk_once_and_removes_it_by_key(world: World) -> None:
    def add(uow: UnitOfWork) -> None:
        product = uow.find(Launch)[0].product_id
        uow.add(Risk(product_id=product, number=7, title="Never drilled"))

    world.do(add)
    world.panel.links.link_line.setFocus()
    for _again in range(2):
        world.type("R-7")
        world.key(KEY.Key_Return)
    (row,) = rows(world, "links")
    assert row.text == "R-7 Never drilled"
    row.setFocus(Qt.FocusReason.TabFocusReason)
    world.key(KEY.Key_Backspace)
    assert world.detail().links == ()


def test_dropped_files_become_one_step(world: World, tmp_path: Path) -> None:
    for name in ("plan.pdf", "说明.txt"):
        (tmp_path / name).write_bytes(b"abc")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("plan.pdf", "说明.txt")])
    assert drop(world, mime)
    assert [file.name for file in world.detail().attachments] == ["plan.pdf", "说明.txt"]
    assert world.detail().attachments[0].media_type == "application/pdf"
    assert world.steps == ["Attached 2 files"]
    assert [row.note for row in rows(world, "files")] == ["3 B", "3 B"]


def test_a_folder_or_a_lost_file_is_refused_whole(world: World, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(b"abc")
    for name in ("", "lost.txt"):
        paths = [tmp_path / "good.txt", tmp_path / name]
        world.panel.files.attach(paths)
        world.settle()
    assert len(world.said) == 2
    assert world.detail().attachments == ()


def test_dropped_text_is_not_taken(world: World) -> None:
    mime = QMimeData()
    mime.setText("only words")
    assert not drop(world, mime)


def test_a_pasted_picture_becomes_a_screenshot(world: World) -> None:
    mime = QMimeData()
    mime.setImageData(picture())
    QApplication.clipboard().setMimeData(mime)
    world.panel.title.setFocus()
    world.key(KEY.Key_V, CTRL)
    (file,) = world.detail().attachments
    assert file.name.startswith("Screenshot 20")
    assert file.name.endswith(".png")
    assert ":" not in file.name
    assert file.media_type == "image/png"
    assert world.panel.title.toPlainText() == "Rollback drill"
    (row,) = rows(world, "files")
    row.setFocus(Qt.FocusReason.TabFocusReason)
    world.key(KEY.Key_V, CTRL)
    assert len(world.detail().attachments) == 2


def test_text_with_a_picture_is_pasted_into_an_editor_as_text(world: World) -> None:
    mime = QMimeData()
    mime.setImageData(picture())
    mime.setText("cells")
    QApplication.clipboard().setMimeData(mime)
    world.panel.description.setFocus()
    world.key(KEY.Key_V, CTRL)
    assert world.panel.description.toPlainText() == "cells"
    assert world.detail().attachments == ()


def test_an_address_is_added_and_others_are_refused(world: World) -> None:
    line = world.panel.files.address_line
    line.setFocus()
    for text in ("javascript:alert(1)", "file:///etc/passwd", "http://[", "words"):
        line.clear()
        world.type(text)
        world.key(KEY.Key_Return)
        assert line.text() == text
        assert line.problem
    line.clear()
    world.type("example.com/runbook")
    world.key(KEY.Key_Return)
    (file,) = world.detail().attachments
    assert file.url == "https://example.com/runbook"


def test_only_web_addresses_are_opened(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    urls = ["https://example.com/a", "file:///etc/passwd", "smb://host/share", "HTTP://a.example"]
    task_id = world.ids[0]
    made = [Attachment(item_kind="task", item_id=task_id, name=url, url=url) for url in urls]
    world.do(lambda uow: uow.add(*made))
    for row in rows(world, "files"):
        row.setFocus(Qt.FocusReason.TabFocusReason)
        world.key(KEY.Key_Return)
    assert sorted(opened) == ["http://a.example", "https://example.com/a"]
    assert len(world.said) == 2


def test_a_file_is_saved_where_somebody_says(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.do(lambda uow: parts.attach_content(uow, "task", world.ids[0], "../a:b.txt", b"abc"))
    (file,) = world.detail().attachments
    world.contents[file.sha256] = b"abc"
    asked: list[str] = []

    def ask(_parent: object, _title: str, start: str) -> tuple[str, str]:
        asked.append(start)
        return str(tmp_path / "copy.txt"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    (row,) = rows(world, "files")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert (tmp_path / "copy.txt").read_bytes() == b"abc"
    assert Path(asked[0]).name == "a_b.txt"
    world.contents.clear()
    (tmp_path / "copy.txt").unlink()
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert not (tmp_path / "copy.txt").exists()
    assert "is not here" in world.said[-1]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b.txt", "b.txt"),
        ("..\\c?.txt", "c_.txt"),
        ("...", "attachment"),
        ("说明.txt", "说明.txt"),
    ],
)
def test_a_name_from_elsewhere_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("size", "text"),
    [(None, ""), (0, "0 B"), (999, "999 B"), (1536, "1.5 KB"), (1023 * 1024, "1.0 MB"),
     (3 * 1024**4, "3072 GB")],
)  # fmt: skip
def test_a_size_in_words(size: int | None, text: str) -> None:
    assert size_text(size) == text


def test_comments_and_history_newest_first(world: World) -> None:
    world.edit(world.panel.title, "Renamed")
    box = world.panel.activity.box
    for text in ("first", "second\nline"):
        box.setFocus()
        for number, line in enumerate(text.split("\n")):
            if number:
                world.key(KEY.Key_Return)
            world.type(line)
        world.key(KEY.Key_Return, CTRL)
    assert [comment.text for comment, _who in world.detail().comments] == ["first", "second\nline"]
    assert box.toPlainText() == ""
    shown = list(world.panel.activity.list.rows.values())
    assert isinstance(shown[0], CommentView)
    assert shown[0].words.text() == "second\nline"
    assert shown[0].author == "Me"
    assert isinstance(shown[1], CommentView)
    assert isinstance(shown[2], Row)
    assert shown[2].text == "Edited “Rollback drill”"
    shown[1].cross.clicked.emit()
    world.settle()
    assert [comment.text for comment, _who in world.detail().comments] == ["second\nline"]


def test_a_half_written_comment_waits_for_its_task(world: World) -> None:
    box = world.panel.activity.box
    box.setFocus()
    world.type("half")
    world.elsewhere.setFocus()
    world.refresh()
    assert box.toPlainText() == "half"
    world.show(world.ids[1])
    assert box.toPlainText() == ""
    world.show(world.ids[0])
    assert box.toPlainText() == "half"
    assert world.detail().comments == ()


def test_an_imported_move_is_told_and_an_own_one_once(world: World) -> None:
    assert isinstance(world.workspace, SqlWorkspace)
    task = world.task

    def imported(uow: UnitOfWork, batch: str) -> None:
        first, second = uow.find(Column, "position", launch_id=task.launch_id)[:2]
        uow.add(
            Transition(
                task_id=task.id,
                from_column_id=first.id,
                to_column_id=second.id,
                at=task.created_at,
                batch_id=batch,
            )
        )

    world.workspace.import_batch("test", "file", imported)
    world.choose(world.panel.fields.column, "active")
    texts = [row.text for row in rows(world, "activity")]
    assert texts.count("Moved to Committed") == 1
    assert sum("Active" in text for text in texts) == 1


def test_a_long_history_is_folded(world: World) -> None:
    for number in range(25):
        world.do(
            lambda uow, n=number: tasks.edit_tasks(uow, world.ids[:1], title=f"Title {n}")  # type: ignore[misc]
        )
    shown = rows(world, "activity")
    assert len(shown) == 21
    shown[-1].clicked.emit()
    assert len(rows(world, "activity")) == 26


def test_custom_fields_are_shown_with_their_type(world: World) -> None:
    assert world.panel.more.isHidden()

    def add(uow: UnitOfWork) -> None:
        for name, kind, value in (
            ("Cost", FieldType.NUMBER, -1200.5),
            ("Ok", FieldType.CHECKBOX, 1),
        ):
            field = CustomField(item_kind=Task.KIND, name=name, type=kind)
            uow.add(field)
            uow.add(FieldValue(field_id=field.id, item_id=world.ids[0], number_value=value))

    world.do(add)
    cost, ready = world.panel.more.list.rows.values()
    assert isinstance(cost, PropertyRow)
    assert isinstance(cost.editor, ValueLine)
    assert cost.editor.text() == "−1,200.5"
    assert isinstance(ready, PropertyRow)
    assert isinstance(ready.editor, ChoiceField)
    assert ready.editor.shown_texts() == ["yes"]


def test_archive_and_delete_from_the_menu(world: World) -> None:
    archive, delete = world.panel.whole_actions()
    archive.run()
    world.settle()
    assert world.task.archived_at is not None
    assert world.panel.header.kind == "Task T-1, archived"
    back = world.panel.whole_actions()[0]
    assert back.title == "Put back"
    back.run()
    world.settle()
    assert world.task.archived_at is None
    delete.run()
    world.qtbot.waitUntil(lambda: world.session.lane.waiting == 0)
    assert world.session.reader.task(world.ids[0]) is None
