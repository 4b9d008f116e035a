"""Feedback of an older file keeps its rows, and its counts are right from the first moment."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cockpit.domain.feedback import Feedback, FeedbackStatus, FeedbackType
from cockpit.resources import migrations_dir
from cockpit.storage.engine import make_engine
from cockpit.storage.migrate import create_schema
from cockpit.storage.workspace import SqlWorkspace

INSERT = (
    "INSERT INTO feedback(id, created_at, deleted_at, product_id, number, subject, text, status, "
    "type, channel, rating, received_at) VALUES (?, ?, ?, 'p', ?, 's', 't', ?, '', 'mail', 3, ?)"
)
AT = "2026-01-01T00:00:00.000000Z"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A workspace as version 0002 made it, with four items of feedback, one of them deleted."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (folder / "versions").glob("*.py"):
        if file.name[:4] > "0002":
            file.unlink()
    path = tmp_path / "old.cockpit"
    engine = make_engine(path)
    create_schema(engine, folder)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO product(id, created_at, name) VALUES ('p', ?, 'Pay')", (AT,)
        )
        rows = [("new", None), ("new", None), ("done", None), ("done", AT)]
        for number, (status, deleted) in enumerate(rows, 1):
            connection.exec_driver_sql(INSERT, (f"f{number}", AT, deleted, number, status, AT))
    engine.dispose()
    return path


def test_rows_stay_and_are_counted(older: Path) -> None:
    workspace = SqlWorkspace(older)
    reader = workspace.reader()
    items = reader.all(Feedback, "number")
    assert [(item.number, item.text, item.rating, item.channel) for item in items] == [
        (number, "t", 3, "mail") for number in (1, 2, 3)
    ]
    assert {(item.type, item.author, item.rating_max, item.withdrawn) for item in items} == {
        (FeedbackType.NONE, "", 5, False)
    }
    assert reader.feedback_counts("p").by_status == {
        FeedbackStatus.NEW: 2,
        FeedbackStatus.DONE: 1,
    }
    workspace.write(lambda uow: uow.remove(items[0]))
    assert workspace.reader().feedback_counts("p").by_status[FeedbackStatus.NEW] == 1
    workspace.close()
