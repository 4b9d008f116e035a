"""What hangs on an item is read, linked and told the same way for every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.board import Found
from cockpit.domain.entity import Entity
from cockpit.domain.errors import UserError
from cockpit.domain.feedback import Feedback
from cockpit.domain.item import (
    CustomField,
    FieldType,
    FieldValue,
    ItemLink,
    ItemParts,
    LinkRole,
    usual_link,
)
from cockpit.domain.kpi import Kpi
from cockpit.domain.organisation import Launch, Person, Product
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.risk import AssessmentTier, Risk, RiskAssessment
from cockpit.services import parts, tasks
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace

T = TypeVar("T")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
KINDS = ("task", "risk", "feedback", "kpi")


class Desk:
    """One item of every kind in one product, and another product with the same short numbers."""

    def __init__(self, workspace: SqlWorkspace) -> None:
        self.workspace, self.reader = workspace, workspace.reader()
        launch = self.reader.launches()[0]
        column = self.reader.columns(launch.id)[0]
        self.items: dict[str, Entity] = {}
        other = Product(name="Other")
        made: list[Entity] = [
            Risk(product_id=launch.product_id, number=7, title="Never drilled"),
            Feedback(product_id=launch.product_id, number=12, text="Crash", received_at=NOW),
            Kpi(product_id=launch.product_id, name="Payment success"),
        ]
        quick = parse_quick_add("Drill it", date(2026, 11, 24))
        made.append(self.do(lambda uow: tasks.create_task(uow, launch.id, column.id, quick)))
        self.do(lambda uow: uow.add(*made[:3], other))
        self.items = {each.KIND: each for each in made}
        strangers = (
            Risk(product_id=other.id, number=7, title="Not ours"),
            Risk(product_id=other.id, number=8, title="Not ours either"),
            Launch(product_id=other.id, name="Other launch"),
        )
        self.do(lambda uow: uow.add(*strangers))

    def do(self, action: Callable[[UnitOfWork], T]) -> T:
        made: list[T] = []
        self.workspace.write(lambda uow: made.append(action(uow)))
        return made[0]

    def end(self, kind: str) -> tuple[str, str]:
        return kind, self.items[kind].id

    def parts(self, kind: str) -> ItemParts:
        return self.reader.parts(*self.end(kind))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    yield Desk(workspace)
    workspace.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_all_its_parts_and_only_its_own(desk: Desk, kind: str) -> None:
    author = Person(name="周岚")
    field = CustomField(item_kind=kind, name="Cost", type=FieldType.NUMBER)
    value = FieldValue(field_id=field.id, item_id=desk.items[kind].id, number_value=2.5)
    desk.do(lambda uow: uow.add(author, field, value))
    comment = desk.do(lambda uow: parts.add_comment(uow, *desk.end(kind), "look"))
    file = desk.do(lambda uow: parts.attach_content(uow, *desk.end(kind), "a.txt", b"abc"))
    shown = desk.parts(kind)
    assert shown == ItemParts(
        comments=((comment, ""),), attachments=(file,), fields=((field, value),)
    )
    for other in set(KINDS) - {kind}:
        assert desk.parts(other) == ItemParts()
    assert desk.reader.parts(kind, "0" * 32) == ItemParts()


def test_a_task_is_its_own_parts(desk: Desk) -> None:
    desk.do(lambda uow: parts.add_comment(uow, *desk.end("task"), "look"))
    detail = desk.reader.task(desk.items["task"].id)
    assert isinstance(detail, ItemParts)
    assert detail.comments == desk.parts("task").comments != ()


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
def test_a_link_is_seen_from_both_ends(desk: Desk, first: str, second: str) -> None:
    if first == second:
        with pytest.raises(UserError, match="itself"):
            desk.do(lambda uow: parts.link_usually(uow, desk.end(first), desk.end(second)))
        return
    link = desk.do(lambda uow: parts.link_usually(uow, desk.end(first), desk.end(second)))
    (forth,), (back,) = desk.parts(first).links, desk.parts(second).links
    assert (forth.kind, forth.id) == desk.end(second)
    assert (back.kind, back.id) == desk.end(first)
    assert forth.outgoing is not back.outgoing
    assert forth.link == back.link == link
    desk.do(lambda uow: parts.unlink(uow, link.id))
    assert desk.parts(first).links == desk.parts(second).links == ()


def test_a_link_to_what_is_deleted_is_left_out(desk: Desk) -> None:
    desk.do(lambda uow: parts.link_usually(uow, desk.end("kpi"), desk.end("risk")))
    desk.do(lambda uow: uow.remove(desk.items["kpi"]))
    assert desk.parts("risk").links == ()
    desk.workspace.undo()
    assert [link.title for link in desk.parts("risk").links] == ["Payment success"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_means_the_item_of_the_same_product(desk: Desk, kind: str) -> None:
    short, other = ("t-1", "task") if kind == "risk" else ("R-7", "risk")
    desk.do(lambda uow: parts.link_by_number(uow, *desk.end(kind), short))
    assert [(link.kind, link.id) for link in desk.parts(kind).links] == [desk.end(other)]
    with pytest.raises(UserError, match="R-8"):
        desk.do(lambda uow: parts.link_by_number(uow, *desk.end(kind), "R-8"))
    with pytest.raises(UserError, match="linked already"):
        desk.do(lambda uow: parts.link_by_number(uow, *desk.end(kind), short))


def test_the_usual_role_does_not_depend_on_where_the_link_is_made() -> None:
    task, risk = ("task", "1"), ("risk", "2")
    assert usual_link(task, risk) == usual_link(risk, task) == (task, risk, LinkRole.MITIGATES)
    assert usual_link(risk, ("feedback", "3")) == (risk, ("feedback", "3"), LinkRole.RELATES)


@pytest.mark.parametrize("outgoing", [True, False])
def test_a_role_is_changed_as_seen_from_either_end(desk: Desk, outgoing: bool) -> None:
    link = desk.do(lambda uow: parts.link_usually(uow, desk.end("task"), desk.end("risk")))
    risk_id = desk.items["risk"].id
    desk.do(
        lambda uow: parts.set_link_role(uow, link.id, risk_id, LinkRole.CAUSES, outgoing=outgoing)
    )
    (seen,) = desk.parts("risk").links
    assert (seen.role, seen.outgoing, seen.id) == (
        LinkRole.CAUSES,
        outgoing,
        desk.items["task"].id,
    )
    desk.workspace.undo()
    (seen,) = desk.parts("risk").links
    assert (seen.role, seen.outgoing) == (LinkRole.MITIGATES, False)


def test_items_are_called_by_number_and_title_in_the_order_asked(desk: Desk) -> None:
    wanted = [desk.end(kind) for kind in ("kpi", "feedback", "task", "risk")]
    found = desk.reader.short_titles([*wanted, ("risk", "0" * 32), ("nothing", "1")])
    assert list(found) == wanted
    assert [(each.short, each.title) for each in found.values()] == [
        ("", "Payment success"),
        ("F-12", "Crash"),
        ("T-1", "Drill it"),
        ("R-7", "Never drilled"),
    ]


def test_a_title_that_is_cut_says_so(desk: Desk) -> None:
    product = desk.reader.products()[0].id
    long = Risk(product_id=product, number=9, title="word " * 40)
    exact = Risk(product_id=product, number=10, title="x" * 80)
    desk.do(lambda uow: uow.add(long, exact))
    found = desk.reader.short_titles([("risk", long.id), ("risk", exact.id)])
    assert [each.title for each in found.values()] == [("word " * 16)[:79].rstrip() + "…", "x" * 80]


def test_what_can_be_linked_is_found_by_number_by_name_and_by_words(desk: Desk) -> None:
    desk.do(lambda uow: parts.add_comment(uow, *desk.end("task"), "about the payment"))
    kpi = Found(kind="kpi", id=desk.items["kpi"].id, short="", title="Payment success")
    task = Found(kind="task", id=desk.items["task"].id, short="T-1", title="Drill it")
    assert desk.reader.find_items("payment") == [kpi, task]
    assert desk.reader.find_items("payment", limit=1) == [kpi]
    assert desk.reader.find_items("success PAY") == [kpi]
    assert desk.reader.find_items("t-1") == [task]
    assert desk.reader.find_items("%") == desk.reader.find_items(" ") == []


@pytest.mark.parametrize("kind", KINDS)
def test_history_tells_of_every_kind_what_was_done_to_it_and_its_parts(
    desk: Desk, kind: str
) -> None:
    end = desk.end(kind)
    other = desk.end("risk" if kind != "risk" else "kpi")
    file = desk.do(lambda uow: parts.attach_content(uow, *end, "a.txt", b"abc"))
    link = desk.do(lambda uow: parts.link_usually(uow, end, other))
    desk.do(lambda uow: parts.unlink(uow, link.id))
    told = list(dict.fromkeys(line.label for line in desk.reader.history(end[1])))[:3]
    assert told[0].startswith("Removed the link between")
    assert told[1].startswith("Linked ")
    assert told[2] == "Attached “a.txt”"
    there = [line.label for line in desk.reader.history(other[1])]
    assert told[0] in there
    assert told[1] in there
    assert told[2] not in there
    assert desk.reader.content(file.sha256) == b"abc"


def test_history_of_a_risk_tells_how_it_was_judged(desk: Desk) -> None:
    risk_id = desk.items["risk"].id
    judged = RiskAssessment(
        risk_id=risk_id, tier=AssessmentTier.CURRENT, likelihood=4, impact=4, at=NOW
    )

    def judge(uow: UnitOfWork) -> None:
        uow.add(judged)
        uow.describe("Judged")

    desk.do(judge)
    assert desk.reader.history(risk_id)[0].item_id == judged.id


def test_a_link_says_what_it_links(desk: Desk) -> None:
    label = desk.workspace.write(
        lambda uow: parts.link_usually(uow, desk.end("kpi"), desk.end("risk"))
    ).label
    assert label == "Linked “Payment success” and R-7"
    link = desk.parts("kpi").links[0]
    assert link == ItemLink(
        link=link.link,
        kind="risk",
        id=desk.items["risk"].id,
        short="R-7",
        title="Never drilled",
        outgoing=True,
    )
