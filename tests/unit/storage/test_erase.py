"""Erase leaves a text nowhere in the files of a workspace, where Delete leaves it everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from cockpit.bootstrap import new_workspace
from cockpit.cli import main
from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.domain.organisation import Customer, Person
from cockpit.domain.quick_add import parse_quick_add
from cockpit.domain.task import Task
from cockpit.services import parts, tasks
from cockpit.services.ports import UnitOfWork
from cockpit.storage.engine import make_engine
from cockpit.storage.import_lock import ImportLock
from cockpit.storage.workspace import SqlWorkspace

PHONE = "13812345678"


class Seeded:
    """A workspace with a phone number in every kind of place that can hold one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.workspace = new_workspace(path, "en", "UTC", None)
        launch = self.workspace.reader().launches()[0]
        column = self.workspace.reader().columns(launch.id)[0]
        made: list[Task] = []

        def fill(uow: UnitOfWork) -> None:
            quick = parse_quick_add(f"回拨 {PHONE} about the refund", date(2026, 11, 24))
            made.append(tasks.create_task(uow, launch.id, column.id, quick))

        self.workspace.write(fill)
        self.task_id = made[0].id
        self.write(lambda uow: tasks.edit_tasks(uow, [self.task_id], description=f"tel {PHONE}"))
        self.write(lambda uow: tasks.edit_tasks(uow, [self.task_id], description="gone"))
        self.write(lambda uow: parts.add_comment(uow, "task", self.task_id, f"she is at {PHONE}"))
        self.write(lambda uow: parts.add_checklist_item(uow, self.task_id, f"ring {PHONE}"))
        self.write(lambda uow: parts.attach_content(uow, "task", self.task_id, "a.txt", CONTENT))
        self.write(lambda uow: tasks.block_tasks(uow, [self.task_id], f"waits for {PHONE}"))

    def write(self, action: object) -> None:
        self.workspace.write(action)  # type: ignore[arg-type]

    def holding(self, text: str = PHONE) -> list[str]:
        """Return the files of the workspace whose bytes hold the text."""
        needles = (text.encode(), text.encode("utf-16-le"))
        files = self.path.parent.glob(f"{self.path.name}*")
        return sorted(
            file.name for file in files if any(each in file.read_bytes() for each in needles)
        )


CONTENT = f"name,phone\n李雷,{PHONE}\n".encode("utf-16-le")


@pytest.fixture
def seeded(tmp_path: Path) -> Iterator[Seeded]:
    found = Seeded(tmp_path / "w.cockpit")
    yield found
    found.workspace.close()


def test_an_erased_number_is_nowhere_in_the_files(seeded: Seeded) -> None:
    assert seeded.holding() != []
    found = seeded.workspace.erase(text=PHONE)
    assert (found.records, found.attachments) == (3, 1)
    assert found.entries == 3
    assert found.steps >= 3
    assert seeded.holding() == []
    assert seeded.workspace.check() == []
    seeded.workspace.close()
    assert seeded.holding() == []


def test_deleting_leaves_the_number_in_the_files(seeded: Seeded) -> None:
    seeded.write(lambda uow: tasks.delete_tasks(uow, [seeded.task_id]))
    seeded.workspace.close()
    assert seeded.holding() == ["w.cockpit"]


def test_undo_brings_back_the_rest_but_not_the_number(seeded: Seeded) -> None:
    seeded.write(lambda uow: tasks.delete_tasks(uow, [seeded.task_id]))
    seeded.workspace.erase(text=PHONE)
    seeded.workspace.undo()
    (task,) = seeded.workspace.reader().all(Task)
    assert task.title == "回拨 ███ about the refund"
    for _step in range(6):
        seeded.workspace.undo()
    assert seeded.holding() == []
    assert [each.title for each in seeded.workspace.reader().tasks(("refund",))] == [task.title]
    assert seeded.workspace.reader().tasks((PHONE,)) == []


def test_a_rehearsal_counts_and_changes_nothing(seeded: Seeded) -> None:
    rehearsed = seeded.workspace.erase(text=PHONE, dry_run=True)
    assert seeded.workspace.reader().all(Task)[0].title == f"回拨 {PHONE} about the refund"
    assert seeded.workspace.erase(text=PHONE) == rehearsed


def test_text_is_erased_in_any_case_and_words_of_the_program_are_kept(seeded: Seeded) -> None:
    seeded.write(lambda uow: tasks.edit_tasks(uow, [seeded.task_id], title="NORMAL Bill Änd bill"))
    assert seeded.workspace.erase(text="äND BILL").left == ()
    assert seeded.workspace.erase(text="normal").left == (str(seeded.path),)
    (task,) = seeded.workspace.reader().all(Task)
    assert task.title == "███ Bill ███"
    assert task.priority == "normal"
    assert seeded.workspace.check() == []


def test_a_person_is_erased_with_every_mention_but_not_out_of_longer_words(
    seeded: Seeded,
) -> None:
    def fill(uow: UnitOfWork) -> None:
        uow.add(Person(name="Ann", aliases="安妮\nann.l"))
        tasks.edit_tasks(uow, [seeded.task_id], title="Ann asked 李安妮 about the annual plan")

    seeded.write(fill)
    seeded.workspace.erase(person="ANN")
    (task,) = seeded.workspace.reader().all(Task)
    assert task.title == "███ asked 李███ about the annual plan"
    (person,) = seeded.workspace.reader().all(Person)
    assert (person.name, person.aliases) == ("███", "███\n███")
    assert seeded.holding("安妮") == []


def test_a_customer_is_erased_with_the_contact(seeded: Seeded) -> None:
    product = seeded.workspace.reader().products()[0]
    seeded.write(lambda uow: uow.add(Customer(product_id=product.id, name="韩梅", contact=PHONE)))
    seeded.workspace.erase(person="韩梅")
    assert seeded.holding() == seeded.holding("韩梅") == []
    with pytest.raises(UserError, match="nobody called"):
        seeded.workspace.erase(person="韩梅")


def test_backups_that_hold_it_are_named_and_others_are_not(seeded: Seeded, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    seeded.workspace.backup(away / "b.cockpit")
    (tmp_path / "copy.cockpit").write_bytes((away / "b.cockpit").read_bytes())
    new_workspace(tmp_path / "other.cockpit", "en", "UTC", None).close()
    found = seeded.workspace.erase(text=PHONE)
    assert [(Path(copy.file).name, copy.certain) for copy in found.copies] == [
        ("b.cockpit", True),
        ("copy.cockpit", True),
    ]
    (away / "b.cockpit").unlink()
    assert len(seeded.workspace.erase(text=PHONE).copies) == 1


def test_compressed_attachments_are_named_as_not_looked_into(seeded: Seeded) -> None:
    seeded.write(
        lambda uow: parts.attach_content(uow, "task", seeded.task_id, "b.xlsx", b"PK\x03\x04zip")
    )
    assert seeded.workspace.erase(text=PHONE).unsearched == ("b.xlsx",)


def test_an_open_reader_elsewhere_is_said_to_keep_the_log(seeded: Seeded) -> None:
    engine = make_engine(seeded.path, read_only=True)
    with engine.connect() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM task").all()
        driver = reading.connection.driver_connection
        assert driver is not None
        with pytest.raises(EnvironmentProblem, match="another program uses") as problem:
            seeded.workspace.erase(text=PHONE)
        assert problem.value.retryable
    engine.dispose()
    assert seeded.workspace.erase(text=PHONE).records == 0
    assert seeded.holding() == []


def test_erasing_waits_for_an_import(seeded: Seeded) -> None:
    lock = ImportLock(seeded.path)
    assert lock.take()
    with pytest.raises(EnvironmentProblem, match="import is running"):
        seeded.workspace.erase(text=PHONE)
    lock.free()


def test_a_text_too_short_is_refused(seeded: Seeded) -> None:
    with pytest.raises(UserError, match="at least 2"):
        seeded.workspace.erase(text=" 付 ")


def test_an_encrypted_file_is_erased_and_its_backup_may_hold_it(tmp_path: Path) -> None:
    key = bytes(range(32))
    workspace = SqlWorkspace.create(tmp_path / "w.cockpit", key=key)
    workspace.write(lambda uow: uow.add(Person(name=PHONE)))
    workspace.backup(tmp_path / "b.cockpit")
    found = workspace.erase(text=PHONE)
    assert found.records == 1
    assert [copy.certain for copy in found.copies] == [False]
    assert workspace.reader().all(Person)[0].name == "███"
    workspace.close()


def test_the_command_asks_first(seeded: Seeded) -> None:
    arguments = ["-w", str(seeded.path), "erase", "--text", PHONE]
    refused = CliRunner().invoke(main, arguments, input="n\n")
    assert refused.exit_code == 1
    assert seeded.holding() != []
    done = CliRunner().invoke(main, [*arguments, "--yes"])
    assert done.exit_code == 0, done.output
    assert '"records": 3' in done.output
    assert CliRunner().invoke(main, ["-w", str(seeded.path), "erase"]).exit_code == 2
