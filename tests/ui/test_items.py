"""Every kind of item has the same parts, worked in the same way; links are seen at both ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cockpit.domain.entity import Entity
from cockpit.domain.feedback import Feedback
from cockpit.domain.item import CustomField, FieldType, FieldValue, LinkRole
from cockpit.domain.kpi import Kpi
from cockpit.domain.organisation import Launch
from cockpit.domain.risk import Risk
from cockpit.i18n import N_, set_language
from cockpit.services import parts
from cockpit.services.ports import UnitOfWork
from cockpit.storage.keys import data_folder
from cockpit.ui.application import make_application
from cockpit.ui.items.activity import CommentView
from cockpit.ui.items.links import LinkRow
from cockpit.ui.items.panel import ItemPanel
from cockpit.ui.items.rows import Row
from cockpit.ui.kit.actions import Action
from cockpit.ui.kit.value_fields import ValueLine
from tests.ui.panel_world import CTRL, KEY, TODAY, World

KINDS = ("task", "risk", "feedback", "kpi")
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


class PlainPanel(ItemPanel):
    """The least that a kind of item adds: a property of its own and a title."""

    title_saved = ""

    def build(self) -> None:
        """One property."""
        self.owner = ValueLine(N_("Nobody"))
        self.add_property(N_("Owner"), self.owner)

    def show_own(self) -> None:
        """Say the kind."""
        self.set_header(self.context.kind, "Title")

    def save_title(self, title: str) -> None:
        """Remember it."""
        self.title_saved = title

    def whole_actions(self) -> list[Action]:
        """Nothing that works, but named."""
        return [Action("delete", N_("Delete"))]


class Items:
    """One item of each kind, and the panel of whichever is shown."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.session, self.reader = world.session, world.session.reader
        world.panel.hide()
        self.ids = {"task": world.ids[0]}
        world.do(self._fill)
        self.session.changed.connect(lambda _changes: self.refresh())
        self.requested: list[tuple[str, str]] = []

    def _fill(self, uow: UnitOfWork) -> None:
        product = uow.find(Launch)[0].product_id
        made: list[Entity] = [
            Risk(product_id=product, number=7, title="Never drilled"),
            Feedback(product_id=product, number=12, text="It crashes", received_at=AT),
            Kpi(product_id=product, name="Payment success rate"),
        ]
        uow.add(*made)
        self.ids |= {each.KIND: each.id for each in made}

    def show(self, kind: str) -> ItemPanel:
        """Show the item of a kind in a panel of its own."""
        self.panel = PlainPanel(self.session, kind, lambda: TODAY)
        self.panel.item_requested.connect(lambda *item: self.requested.append(item))
        layout = self.world.window.layout()
        assert layout is not None
        layout.addWidget(self.panel)
        self.panel.setFixedWidth(360)
        self.refresh()
        QApplication.processEvents()
        return self.panel

    def refresh(self) -> None:
        """Show the same item again, as a page does after a step."""
        panel = getattr(self, "panel", None)
        if panel is not None:
            panel.show_item(self.ids[panel.context.kind])

    def end(self, kind: str) -> tuple[str, str]:
        return kind, self.ids[kind]

    def type_in(self, line: ValueLine, text: str) -> None:
        line.setFocus()
        self.world.type(text)
        self.world.key(KEY.Key_Return)

    def links(self) -> list[tuple[str, str]]:
        """The links as they are shown: title and role."""
        rows = self.panel.links.list.rows.values()
        return [(row.text, row.note) for row in rows if isinstance(row, Row)]

    def link_row(self) -> LinkRow:
        (row,) = self.panel.links.list.rows.values()
        assert isinstance(row, LinkRow)
        return row


@pytest.fixture
def items(qtbot: QtBot, tmp_path: Path) -> Iterator[Items]:
    set_language("en")
    make_application("light")
    world = World(qtbot, tmp_path)
    yield Items(world)
    world.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_the_same_sections_in_the_same_order(items: Items, kind: str) -> None:
    def field(uow: UnitOfWork) -> None:
        cost = CustomField(item_kind=kind, name="Cost", type=FieldType.NUMBER)
        uow.add(cost, FieldValue(field_id=cost.id, item_id=items.ids[kind], number_value=2.5))

    items.world.do(field)
    panel = items.show(kind)
    places = [section.y() for section in (panel.more, panel.links, panel.files, panel.activity)]
    assert all(section.isVisible() for section in panel.shared)
    assert panel.owner.parentWidget().y() < places[0]  # type: ignore[attr-defined]
    assert places == sorted(places)
    assert panel.menu_button.isVisible()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_commented_on(items: Items, kind: str) -> None:
    panel = items.show(kind)
    panel.activity.box.setFocus()
    items.world.type("looked at it")
    items.world.key(KEY.Key_Return, CTRL)
    comments = items.reader.parts(*items.end(kind)).comments
    assert [(comment.item_kind, comment.text) for comment, _who in comments] == [
        (kind, "looked at it")
    ]
    (view,) = [row for row in panel.activity.list.rows.values() if isinstance(row, CommentView)]
    assert view.words.text() == "looked at it"
    view.cross.clicked.emit()
    items.world.settle()
    assert items.reader.parts(*items.end(kind)).comments == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_files_pictures_and_addresses(
    items: Items, kind: str, tmp_path: Path
) -> None:
    panel = items.show(kind)
    (tmp_path / "log.txt").write_bytes(b"abc")
    dropped, drawn, copied = QMimeData(), QMimeData(), QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "log.txt"))])
    drawn.setImageData(QImage(8, 6, QImage.Format.Format_RGB32))
    copied.setText("https://example.com/post-mortem")
    for mime in (dropped, drawn, copied):
        QApplication.clipboard().setMimeData(mime)
        assert panel.paste()
        items.world.settle()
    files = items.reader.parts(*items.end(kind)).attachments
    assert [file.item_kind for file in files] == [kind] * 3
    assert [file.name for file in files[::2]] == ["log.txt", "https://example.com/post-mortem"]
    assert files[1].media_type == "image/png"
    words = QMimeData()
    words.setText("only words")
    QApplication.clipboard().setMimeData(words)
    assert not panel.paste()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_tells_its_history(items: Items, kind: str) -> None:
    items.world.do(lambda uow: parts.attach_content(uow, *items.end(kind), "log.txt", b"abc"))
    items.world.do(
        lambda uow: parts.link_usually(uow, items.end(kind), ("task", items.world.ids[1]))
    )
    panel = items.show(kind)
    told = [row.text for row in panel.activity.list.rows.values() if isinstance(row, Row)]
    assert told[0].startswith("Linked ")
    assert "T-2" in told[0]
    assert told[1] == "Attached “log.txt”"


@pytest.mark.parametrize(
    ("kind", "typed", "forth", "back"),
    [
        ("risk", "t-1", ("T-1 Rollback drill", "mitigated by"), ("R-7 Never drilled", "mitigates")),
        ("task", "R-7", ("R-7 Never drilled", "mitigates"), ("T-1 Rollback drill", "mitigated by")),
        ("task", "F-12", ("F-12 It crashes", "answers"), ("T-1 Rollback drill", "answered by")),
        ("kpi", "R-7", ("R-7 Never drilled", "measures"), ("Payment success rate", "measured by")),
        ("feedback", "r-7", ("R-7 Never drilled", "related"), ("F-12 It crashes", "related")),
    ],
)
def test_a_link_by_number_is_seen_and_removed_at_both_ends(
    items: Items, kind: str, typed: str, forth: tuple[str, str], back: tuple[str, str]
) -> None:
    items.type_in(items.show(kind).links.link_line, typed)
    assert items.links() == [forth]
    other = items.link_row().link.kind
    items.show(other)
    assert items.links() == [back]
    items.link_row().setFocus(Qt.FocusReason.TabFocusReason)
    items.world.key(KEY.Key_Delete)
    assert items.links() == []
    for each in (kind, other):
        assert items.reader.parts(*items.end(each)).links == ()
    items.session.undo()
    items.world.settle()
    assert items.links() == [back]


def test_what_has_no_number_is_found_by_words(items: Items) -> None:
    items.type_in(items.show("risk").links.link_line, "success")
    popup = items.panel.links.popup
    assert popup is not None
    assert [choice.text for choice in popup.rows] == ["Payment success rate"]
    items.world.key(KEY.Key_Return)
    assert items.links() == [("Payment success rate", "measured by")]
    items.type_in(items.panel.links.link_line, "success")
    popup = items.panel.links.popup
    assert popup is not None
    assert popup.rows == []
    items.world.type(" rate drill")
    for _letter in "success rate ":
        QTest.keyClick(items.world.focus(), KEY.Key_Home)
        QTest.keyClick(items.world.focus(), KEY.Key_Delete)
    assert [choice.text for choice in popup.rows] == ["T-1 Rollback drill"]
    items.world.key(KEY.Key_Escape)
    assert len(items.links()) == 1


def test_the_item_itself_is_not_offered(items: Items) -> None:
    items.type_in(items.show("kpi").links.link_line, "payment")
    popup = items.panel.links.popup
    assert popup is not None
    assert popup.rows == []


def test_a_second_link_to_the_same_item_is_refused_in_words(items: Items) -> None:
    panel = items.show("task")
    items.type_in(panel.links.link_line, "R-7")
    items.type_in(panel.links.link_line, "R-7")
    assert items.world.said == ["T-1 and R-7 are linked already."]
    items.type_in(items.show("risk").links.link_line, "T-1")
    assert len(items.world.said) == 2
    assert len(items.links()) == 1
    items.type_in(items.panel.links.link_line, "R-99")
    assert "R-99" in items.world.said[-1]


def test_how_a_link_is_meant_is_chosen_from_its_menu(items: Items) -> None:
    items.type_in(items.show("task").links.link_line, "R-7")
    choices = {action.label(): action for action in items.link_row().actions_here()}
    assert "mitigates" not in choices
    assert {"related", "mitigated by", "causes", "caused by", "Remove link"} <= set(choices)
    choices["caused by"].run()
    items.world.settle()
    assert items.links() == [("R-7 Never drilled", "caused by")]
    (link,) = items.reader.parts(*items.end("risk")).links
    assert (link.role, link.outgoing) == (LinkRole.CAUSES, True)
    items.show("risk")
    assert items.links() == [("T-1 Rollback drill", "causes")]
    again = {action.label(): action for action in items.link_row().actions_here()}
    again["Remove link"].run()
    items.world.settle()
    assert items.links() == []


def test_a_click_and_a_key_ask_for_the_other_item(items: Items) -> None:
    items.type_in(items.show("kpi").links.link_line, "R-7")
    QTest.mouseClick(items.link_row(), Qt.MouseButton.LeftButton)
    items.link_row().setFocus(Qt.FocusReason.TabFocusReason)
    items.world.key(KEY.Key_Return)
    assert items.requested == [items.end("risk")] * 2


def test_what_is_half_typed_survives_a_refresh_and_stays_with_its_item(items: Items) -> None:
    panel = items.show("risk")
    panel.activity.box.setFocus()
    items.world.type("half a thought")
    panel.links.link_line.setFocus()
    items.world.type("T-")
    items.world.do(lambda uow: parts.add_comment(uow, *items.end("risk"), "from elsewhere"))
    assert panel.activity.box.toPlainText() == "half a thought"
    assert panel.links.link_line.text() == "T-"
    panel.show_item(items.ids["kpi"])
    assert panel.activity.box.toPlainText() == ""
    assert panel.links.link_line.text() == ""
    panel.show_item(items.ids["risk"])
    assert panel.activity.box.toPlainText() == "half a thought"


def test_a_title_is_committed_to_the_item_it_was_typed_for(items: Items) -> None:
    panel = items.show("risk")
    assert isinstance(panel, PlainPanel)
    panel.title.setFocus()
    items.world.type("New ")
    panel.show_item(items.ids["kpi"])
    assert panel.title_saved == "New Title"


def test_large_content_that_is_not_here_is_said(
    items: Items, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = bytes(300_000)
    items.world.do(lambda uow: parts.attach_content(uow, *items.end("risk"), "dump.bin", content))
    target = tmp_path / "saved.bin"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_ask: (str(target), ""))
    (row,) = items.show("risk").files.list.rows.values()
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert target.read_bytes() == content
    data_folder(tmp_path / "w.cockpit").rename(tmp_path / "away")
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert items.world.said[-1] == "The content of “dump.bin” is not here."
