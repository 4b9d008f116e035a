"""The first look answers as the real reader does, and leaves every file out of order alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.filters import parse_filter
from cockpit.domain.task import Task
from cockpit.storage import keys, migrate, swap
from cockpit.storage.early_workspace import EarlyWorkspace
from cockpit.storage.engine import make_engine
from cockpit.storage.first_look import first_look
from cockpit.storage.workspace import SqlWorkspace
from tests.unit.storage.filter_world import build


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlWorkspace]:
    workspace, _facts = build(tmp_path_factory.mktemp("look") / "w.cockpit")
    yield workspace
    workspace.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "w.cockpit"
    new_workspace(path, "en", "UTC", None).close()
    return path


def test_it_answers_as_the_real_reader_does(world: SqlWorkspace) -> None:
    look, reader = first_look(world.path), world.reader()
    assert look is not None
    assert look.launches() == reader.launches()
    launch = look.launches()[0].id
    columns = look.board_columns(launch)
    assert columns == reader.board_columns(launch)
    assert len(columns) == 5
    # Archived columns too: there are five live ones and one that is hidden.
    every = reader.columns(launch)
    assert len(every) == 6
    for column in every:
        for offset, limit in ((0, 1_000), (0, 7), (7, 20), (500, 10)):
            shown = reader.cards(column.id, offset=offset, limit=limit)
            assert look.cards(column.id, offset, limit) == shown
    cards = [card for column in every for card in look.cards(column.id, 0, 1_000)]
    for part in ("labels", "checklist_total", "comments", "attachments", "assignee_name"):
        assert any(getattr(card, part) for card in cards)
    look.close()


def test_it_looks_only_at_a_file_in_order(path: Path, tmp_path: Path) -> None:
    look = first_look(path)
    assert look is not None
    look.close()
    assert first_look(tmp_path / "none.cockpit") is None
    swap.marker_of(path.resolve()).write_text("{}")
    assert first_look(path) is None
    (tmp_path / "text.cockpit").write_text("no database")
    assert first_look(tmp_path / "text.cockpit") is None
    cut = tmp_path / "cut.cockpit"
    cut.write_bytes(path.read_bytes()[:100])
    assert first_look(cut) is None


def test_it_leaves_other_schemas_and_encrypted_files_to_the_opening(
    path: Path, tmp_path: Path
) -> None:
    engine = make_engine(path)
    for revision in ("0000", str(int(migrate.HEAD) + 1).zfill(4)):
        with engine.begin() as connection:
            connection.execute(
                text("UPDATE alembic_version SET version_num = :is"), {"is": revision}
            )
        assert first_look(path) is None
    engine.dispose()
    with pytest.raises(UserError):
        EarlyWorkspace(path)
    encrypted = tmp_path / "encrypted.cockpit"
    keys.prepare(encrypted)
    new_workspace(encrypted, "en", "UTC", None).close()
    assert first_look(encrypted) is None
    workspace = EarlyWorkspace(encrypted)
    assert len(workspace.reader().launches()) == 1
    workspace.close()


def test_the_early_workspace_opens_itself_when_asked_for_more(path: Path) -> None:
    workspace = EarlyWorkspace(path)
    reader = workspace.reader()
    launch = reader.launches()[0]
    column = reader.board_columns(launch.id)[0].column
    assert reader.cards(column.id) == []
    assert workspace.look() is not None
    assert not workspace.committed_elsewhere()
    now = utc_now()
    task = Task(launch_id=launch.id, column_id=column.id, number=1, title="支付", entered_at=now)
    workspace.write(lambda uow: uow.add(task))
    assert workspace.look() is None
    assert [card.title for card in reader.cards(column.id)] == ["支付"]
    assert reader.count(launch.id) == 1
    workspace.close()


def test_a_filter_is_never_left_out(path: Path) -> None:
    workspace = EarlyWorkspace(path)
    reader = workspace.reader()
    column = reader.board_columns(reader.launches()[0].id)[0].column
    assert reader.cards(column.id, parse_filter("支付")) == []
    assert workspace.look() is None
    workspace.close()


def test_a_commit_between_the_look_and_the_opening_is_told(path: Path) -> None:
    workspace = EarlyWorkspace(path)
    workspace.reader().launches()
    other = SqlWorkspace(path)
    other.set_setting("zone", "Asia/Shanghai")
    other.close()
    assert workspace.setting("zone") == "Asia/Shanghai"
    assert workspace.committed_elsewhere()
    assert not workspace.committed_elsewhere()
    workspace.close()
