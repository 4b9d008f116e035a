"""One task with everything that hangs on it, its history, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import utc_now
from cockpit.domain.feedback import Feedback
from cockpit.domain.filters import parse_filter
from cockpit.domain.item import CustomField, FieldType, FieldValue, ItemLink, LinkRole
from cockpit.domain.organisation import Person
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.risk import Risk
from cockpit.domain.task import Label, Task
from cockpit.services import parts, tasks
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace

T = TypeVar("T")


class Desk:
    """A workspace and short ways to fill it."""

    def __init__(self, path: Path) -> None:
        self.workspace = new_workspace(path, "en", "Asia/Shanghai", None)
        self.reader = self.workspace.reader()
        self.launch = self.reader.launches()[0]
        self.column = self.reader.columns(self.launch.id)[0]

    def do(self, action: Callable[[UnitOfWork], T]) -> T:
        made: list[T] = []
        self.workspace.write(lambda uow: made.append(action(uow)))
        return made[0]

    def task(self, line: str) -> Task:
        quick = parse_quick_add(line, date(2026, 11, 24))
        return self.do(lambda uow: tasks.create_task(uow, self.launch.id, self.column.id, quick))

    def found(self, text: str, limit: int = 100) -> list[str]:
        return [item.title for item in self.reader.search(text, limit)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "w.cockpit")
    yield desk
    desk.workspace.close()


def test_a_task_comes_with_all_its_parts(desk: Desk) -> None:
    task, other = desk.task("支付回归测试 @李雷 #测试 #支付"), desk.task("Other")
    author = desk.reader.people()[0]
    first = desk.do(lambda uow: parts.add_checklist_item(uow, task.id, "one"))
    second = desk.do(lambda uow: parts.add_checklist_item(uow, task.id, "two"))
    comment = desk.do(lambda uow: parts.add_comment(uow, "task", task.id, "look"))
    desk.do(lambda uow: uow.save(replace(comment, author_id=author.id)))
    file = desk.do(lambda uow: parts.attach_address(uow, "task", task.id, "https://a.example"))
    desk.do(lambda uow: parts.add_dependency(uow, task.id, other.id))
    link = desk.do(lambda uow: parts.link_items(uow, ("task", other.id), ("task", task.id)))
    kind = CustomField(item_kind="task", name="Cost", type=FieldType.NUMBER)
    value = FieldValue(field_id=kind.id, item_id=task.id, number_value=2.5)
    desk.do(lambda uow: uow.add(kind, value))
    detail = desk.reader.task(task.id)
    assert detail is not None
    assert (detail.task, detail.column, detail.assignee_name) == (task, desk.column, "李雷")
    assert [label.name for label in detail.labels] == sorted(["测试", "支付"])
    assert [steps for _list, steps in detail.checklists] == [(first, second)]
    assert [(c.text, name) for c, name in detail.comments] == [("look", "李雷")]
    assert detail.attachments == (file,)
    assert detail.blocked_by == (other,)
    other_end = ItemLink(
        link=link, kind="task", id=other.id, short="T-2", title="Other", outgoing=False
    )
    assert detail.links == (other_end,)
    assert [move.to_column_id for move in detail.transitions] == [desk.column.id]
    assert detail.fields == ((kind, value),)


def test_what_was_removed_is_gone_from_the_detail(desk: Desk) -> None:
    task, other = desk.task("Kept #a"), desk.task("Removed")
    label = desk.reader.labels(desk.launch.id)[0]
    step = desk.do(lambda uow: parts.add_checklist_item(uow, task.id, "one"))
    comment = desk.do(lambda uow: parts.add_comment(uow, "task", task.id, "x"))
    desk.do(lambda uow: parts.add_dependency(uow, task.id, other.id))
    desk.do(lambda uow: parts.link_items(uow, ("task", task.id), ("task", other.id)))
    desk.do(lambda uow: tasks.toggle_label(uow, [task.id], label.id))
    desk.do(lambda uow: parts.delete_checklist_item(uow, step.id))
    desk.do(lambda uow: parts.delete_comment(uow, comment.id))
    desk.do(lambda uow: tasks.delete_tasks(uow, [other.id]))
    detail = desk.reader.task(task.id)
    assert detail is not None
    assert [steps for _list, steps in detail.checklists] == [()]
    assert (detail.labels, detail.comments, detail.blocked_by, detail.links) == ((), (), (), ())
    assert desk.reader.task(other.id) is None
    assert desk.reader.task("no such task") is None


def test_whole_tasks_come_in_slices_with_their_own_parts(desk: Desk) -> None:
    label = Label(launch_id=desk.launch.id, name="a")
    made = [
        Task(
            launch_id=desk.launch.id,
            column_id=desk.column.id,
            number=number,
            title=str(number),
            entered_at=utc_now(),
            archived_at=utc_now() if number % 3 == 0 else None,
        )
        for number in range(1, 1_102)
    ]
    desk.do(lambda uow: uow.add(label, *made))
    desk.do(lambda uow: tasks.toggle_label(uow, [task.id for task in made[::2]], label.id))
    found = list(desk.reader.task_details())
    assert [detail.task for detail in found] == made
    assert [bool(detail.labels) for detail in found] == [n % 2 == 0 for n in range(1_101)]
    shown = list(desk.reader.task_details(parse_filter("label:a")))
    assert [d.task.number for d in shown] == [n for n in range(1, 1_102, 2) if n % 3]


def test_history_tells_of_the_parts_too_newest_first(desk: Desk) -> None:
    task, other = desk.task("One"), desk.task("Two")
    comment = desk.do(lambda uow: parts.add_comment(uow, "task", task.id, "said"))
    desk.do(lambda uow: parts.delete_comment(uow, comment.id))
    desk.do(lambda uow: tasks.edit_tasks(uow, [task.id], title="Uno"))
    entries = desk.reader.history(task.id)
    labels = list(dict.fromkeys(entry.label for entry in entries))
    assert labels == ["Edited “One”", "Deleted a comment", "Commented “said”", "Created “One”"]
    assert (entries[0].field, entries[0].old, entries[0].new) == ("title", '"One"', '"Uno"')
    assert {entry.item_id for entry in entries} == {task.id, comment.id}
    assert len(desk.reader.history(task.id, limit=2)) == 2
    assert {entry.label for entry in desk.reader.history(other.id)} == {"Created “Two”"}


def test_search_finds_numbers_first_then_words_newest_first(desk: Desk) -> None:
    for title in ("支付闪退", "T-shirt", "Refund of T-1", "支付失败"):
        desk.task(title)
    assert desk.found("T-1") == desk.found(" t-1 ") == ["支付闪退", "Refund of T-1"]
    assert desk.found("2") == ["T-shirt"]
    assert desk.found("支付") == ["支付失败", "支付闪退"]
    assert desk.found("支付", limit=1) == ["支付失败"]
    assert desk.found("闪 支付") == ["支付闪退"]
    assert desk.found("T-99") == desk.found("") == desk.found("，") == desk.found("付支") == []
    assert desk.found("9" * 30) == desk.found("T-" + "9" * 30) == []
    desk.task("Shirts")
    assert desk.found("shirt") == ["T-shirt", "Shirts"]  # The whole word before a beginning.
    found = desk.reader.search("T-2")[0]
    assert (found.kind, found.short) == ("task", "T-2")


def test_search_finds_each_item_once_and_every_kind(desk: Desk) -> None:
    task = desk.task("Checkout")
    for _count in range(5):
        desk.do(lambda uow: parts.add_comment(uow, "task", task.id, "银联超时"))
    product = desk.reader.products()[0].id
    risk = Risk(product_id=product, number=7, title="银联断线")
    said = Feedback(product_id=product, number=3, text="银联付不了", received_at=utc_now())
    desk.do(lambda uow: uow.add(risk, said))
    found = desk.reader.search("银联", limit=3)
    assert {(item.short, item.title) for item in found} == {
        ("F-3", "银联付不了"),
        ("R-7", "银联断线"),
        ("T-1", "Checkout"),
    }
    assert desk.found("R-7") == ["银联断线"]
    desk.do(lambda uow: tasks.delete_tasks(uow, [task.id]))
    assert [item.kind for item in desk.reader.search("银联")] == ["feedback", "risk"]


def test_links_name_the_other_end_of_any_kind(desk: Desk) -> None:
    task = desk.task("Checkout")
    risk = Risk(product_id=desk.reader.products()[0].id, number=7, title="Bank is slow")
    desk.do(lambda uow: uow.add(risk))
    ends = ("task", task.id), ("risk", risk.id)
    link = desk.do(lambda uow: parts.link_items(uow, *ends, LinkRole.MITIGATES))
    (forth,), (back,) = desk.reader.links(task.id), desk.reader.links(risk.id)
    assert forth[0] == back[0] == link
    assert (forth[1].short, back[1].short) == ("R-7", "T-1")
    desk.do(lambda uow: uow.remove(risk))
    assert desk.reader.links(task.id) == []


def test_people_labels_and_records(desk: Desk) -> None:
    task = desk.task("One @Zoe #b #a")
    gone = Person(name="Anna")
    desk.do(lambda uow: uow.add(gone))
    desk.do(lambda uow: uow.remove(gone))
    assert [person.name for person in desk.reader.people()] == ["Zoe"]
    assert [label.name for label in desk.reader.labels(desk.launch.id)] == ["a", "b"]
    assert [label.name for label in desk.reader.labels(None)] == ["a", "b"]
    assert desk.reader.labels("another launch") == []
    assert desk.reader.record(task.id) == task
    assert desk.reader.record(desk.launch.id) == desk.launch
    assert desk.reader.record(gone.id) is None
    assert desk.reader.numbered("T-1") == [task.id]
    assert desk.reader.numbered("nothing") == []


def test_a_reader_follows_the_file_when_its_connections_are_released(desk: Desk) -> None:
    task = desk.task("One")
    desk.workspace.close()
    assert desk.reader.task(task.id) is not None
    again = SqlWorkspace(desk.workspace.path)
    assert again.reader().task(task.id) is not None
    again.close()
