"""The verbs over feedback: each does what it says to all items and is undone as one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.feedback import Feedback, FeedbackStatus, FeedbackTag, FeedbackType, Tag
from cockpit.domain.item import Link, LinkRole
from cockpit.domain.organisation import Customer
from cockpit.domain.task import Task
from cockpit.services import feedback as verbs
from cockpit.services.ports import UnitOfWork
from cockpit.storage.readers import SqlReaders
from cockpit.storage.workspace import SqlWorkspace

STATUS, TYPE = FeedbackStatus, FeedbackType


class Desk(NamedTuple):
    """A workspace with five items of feedback."""

    workspace: SqlWorkspace
    reader: SqlReaders
    product: str
    launch: str
    ids: list[str]

    def items(self) -> list[Feedback]:
        return self.reader.all(Feedback, "number")

    def do(self, action: Callable[[UnitOfWork], object]) -> str:
        return self.workspace.write(action).label


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    launch = workspace.reader().launches()[0]
    texts = ("Paid twice", "One-tap is fast", "退款没到账\n第二行", "x" * 300, "last")
    ids = [
        workspace.write(
            lambda uow, t=text: verbs.create_feedback(uow, launch.product_id, t)  # type: ignore[misc]
        ).created[0]
        for text in texts
    ]
    yield Desk(workspace, workspace.reader(), launch.product_id, launch.id, ids)
    workspace.close()


def test_new_feedback_gets_the_next_number_and_needs_words(desk: Desk) -> None:
    assert [item.number for item in desk.items()] == [1, 2, 3, 4, 5]
    assert {item.status for item in desk.items()} == {STATUS.NEW}
    with pytest.raises(UserError, match="what was said"):
        desk.do(lambda uow: verbs.create_feedback(uow, desk.product, "  \n"))


VERBS: list[Callable[[UnitOfWork, Desk], object]] = [
    lambda uow, desk: verbs.set_status(uow, desk.ids, STATUS.DONE),
    lambda uow, desk: verbs.set_status(uow, desk.ids[:1], STATUS.WAITING),
    lambda uow, desk: verbs.set_type(uow, desk.ids, TYPE.BUG),
    lambda uow, desk: verbs.snooze(uow, desk.ids[:2], utc_now() + timedelta(1)),
    lambda uow, desk: verbs.edit_feedback(uow, desk.ids, rating=3, subject="s"),
    lambda uow, desk: verbs.set_customer(uow, desk.ids, "王阿姨"),
    lambda uow, desk: verbs.toggle_tag(uow, desk.ids[1:], "Speed"),
    lambda uow, desk: verbs.create_linked_task(uow, desk.ids, desk.launch),
    lambda uow, desk: verbs.mark_duplicates(uow, desk.ids, desk.ids[0]),
    lambda uow, desk: verbs.delete_feedback(uow, desk.ids[2:]),
]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_one_step_that_undo_takes_back_whole(
    desk: Desk, verb: Callable[[UnitOfWork, Desk], object]
) -> None:
    def everything() -> tuple[object, ...]:
        kinds: tuple[Any, ...] = (Feedback, FeedbackTag, Link, Task)
        return tuple(desk.reader.all(kind) for kind in kinds)

    before = everything()
    changes = desk.workspace.write(lambda uow: verb(uow, desk))
    assert changes.label
    assert "{" not in changes.label
    assert changes.step is not None
    assert everything() != before
    desk.workspace.undo()
    assert everything() == before


def test_closing_and_answering_are_dated_once(desk: Desk) -> None:
    one = desk.ids[:1]
    desk.do(lambda uow: verbs.set_status(uow, one, STATUS.WAITING))
    answered = desk.items()[0].answered_at
    assert answered is not None
    assert desk.items()[0].done_at is None
    desk.do(lambda uow: verbs.set_status(uow, one, STATUS.DONE))
    done = desk.items()[0].done_at
    assert done is not None
    desk.do(lambda uow: verbs.set_status(uow, one, STATUS.SPAM))
    assert desk.items()[0].done_at == done
    desk.do(lambda uow: verbs.set_status(uow, one, STATUS.OPEN))
    desk.do(lambda uow: verbs.set_status(uow, one, STATUS.WAITING))
    assert desk.items()[0].answered_at == answered
    assert desk.items()[0].done_at is None


def test_a_verdict_ends_a_snooze(desk: Desk) -> None:
    desk.do(lambda uow: verbs.snooze(uow, desk.ids[:1], utc_now() + timedelta(3)))
    assert desk.reader.feedback_counts(desk.product).snoozed == 1
    desk.do(lambda uow: verbs.set_status(uow, desk.ids[:1], STATUS.OPEN))
    assert desk.items()[0].snoozed_until is None
    label = desk.do(lambda uow: verbs.snooze(uow, desk.ids[1:3], utc_now() + timedelta(3)))
    assert label == "Snoozed 2 items"
    assert desk.do(lambda uow: verbs.snooze(uow, desk.ids[1:3], None)) == "Brought 2 items back"


def test_a_tag_is_put_on_all_then_taken_off_all_and_exists_once(desk: Desk) -> None:
    desk.do(lambda uow: verbs.toggle_tag(uow, desk.ids[:2], " Speed "))
    assert desk.do(lambda uow: verbs.toggle_tag(uow, desk.ids, "SPEED")) == "Tagged 5 items “Speed”"
    assert [tag.name for tag in desk.reader.all(Tag)] == ["Speed"]
    assert len(desk.reader.all(FeedbackTag)) == 5
    label = desk.do(lambda uow: verbs.toggle_tag(uow, desk.ids, "speed"))
    assert label == "Took “Speed” off 5 items"
    assert desk.reader.all(FeedbackTag) == []
    with pytest.raises(UserError, match="needs a name"):
        desk.do(lambda uow: verbs.toggle_tag(uow, desk.ids, " "))


def test_a_task_answers_the_items_it_was_made_of(desk: Desk) -> None:
    label = desk.do(lambda uow: verbs.create_linked_task(uow, desk.ids[2:4], desk.launch))
    task = desk.reader.all(Task)[0]
    assert (label, task.title) == (f"Made T-{task.number} of 2 items", "退款没到账 第二行")
    links = desk.reader.all(Link)
    assert {(link.a_id, link.b_id, link.role) for link in links} == {
        (task.id, item_id, LinkRole.ANSWERS) for item_id in desk.ids[2:4]
    }
    assert [item.status for item in desk.items()[2:4]] == [STATUS.OPEN] * 2
    desk.do(lambda uow: verbs.link_to_task(uow, desk.ids[3:], task.id))
    assert len(desk.reader.all(Link)) == 3


def test_duplicates_are_done_and_say_of_what(desk: Desk) -> None:
    desk.do(lambda uow: verbs.mark_duplicates(uow, desk.ids[:3], desk.ids[0]))
    desk.do(lambda uow: verbs.mark_duplicates(uow, desk.ids[:3], desk.ids[0]))
    links = desk.reader.all(Link)
    assert {(link.a_id, link.b_id) for link in links} == {(i, desk.ids[0]) for i in desk.ids[1:3]}
    assert len(links) == 2
    assert [item.status for item in desk.items()[:3]] == [STATUS.NEW, STATUS.DONE, STATUS.DONE]
    with pytest.raises(UserError, match="duplicate of itself"):
        desk.do(lambda uow: verbs.mark_duplicates(uow, desk.ids[:1], desk.ids[0]))


def test_a_customer_exists_once_and_can_be_taken_away(desk: Desk) -> None:
    desk.do(lambda uow: verbs.set_customer(uow, desk.ids[:2], "Ann"))
    desk.do(lambda uow: verbs.set_customer(uow, desk.ids[2:3], "ANN "))
    assert [customer.name for customer in desk.reader.all(Customer)] == ["Ann"]
    assert [item.customer_id is None for item in desk.items()] == [False] * 3 + [True] * 2
    desk.do(lambda uow: verbs.set_customer(uow, desk.ids, ""))
    assert {item.customer_id for item in desk.items()} == {None}


def test_what_cannot_be_is_refused_and_nothing_changes(desk: Desk) -> None:
    before = desk.items()
    with pytest.raises(UserError, match="from 0 to 5"):
        desk.do(lambda uow: verbs.edit_feedback(uow, desk.ids, rating=6))
    with pytest.raises(UserError, match="no longer exists"):
        desk.do(lambda uow: verbs.set_type(uow, [*desk.ids, "gone"], TYPE.BUG))
    with pytest.raises(ValueError, match="status"):
        desk.do(lambda uow: verbs.edit_feedback(uow, desk.ids, status="done"))
    assert desk.items() == before


def test_thousands_are_one_step(desk: Desk) -> None:
    first = desk.items()[0]
    more = [replace(first, id=f"{n:032x}", number=n) for n in range(10, 5010)]
    desk.workspace.write(lambda uow: uow.add(*more))
    ids = [item.id for item in desk.items()]
    label = desk.do(lambda uow: verbs.set_status(uow, ids, STATUS.DONE))
    assert label == "Done with 5005 items"
    assert desk.reader.feedback_counts(desk.product).inbox == 0
    desk.workspace.undo()
    assert desk.reader.feedback_counts(desk.product).inbox == 5005
