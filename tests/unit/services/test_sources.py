"""Sources that a person adds, edits, pauses and removes; each a step that can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import UserError
from cockpit.domain.source import Source, SourceRow
from cockpit.services import sources
from cockpit.settings.secrets import SourceSecrets
from cockpit.storage.workspace import SqlWorkspace
from cockpit.sync.desk import Catalogue

CATALOGUE = Catalogue()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    workspace = new_workspace(tmp_path / "w.cockpit", "en", "Asia/Shanghai", None)
    yield workspace
    workspace.close()


def add(workspace: SqlWorkspace, **fields: Any) -> SourceRow:
    values: dict[str, Any] = {
        "connector": "prometheus",
        "name": "Metrics",
        "address": "http://127.0.0.1:9090",
        "options": {"queries": "A = a"},
        "zone": "UTC",
    }
    made: list[Source] = []
    product = workspace.reader().products()[0].id
    workspace.write(
        lambda uow: made.append(sources.add_source(uow, CATALOGUE, product, **values | fields))
    )
    return only(workspace, made[0].id)


def only(workspace: SqlWorkspace, source_id: str) -> SourceRow:
    row = workspace.reader().source(source_id)
    assert row is not None
    return row


def test_a_source_is_added_and_undo_takes_it_back(workspace: SqlWorkspace) -> None:
    row = add(workspace, name="  Shop \t figures ")
    assert row.source.name == "Shop figures"
    assert row.source.interval_seconds == 3600
    assert sources.options_of(row.source) == {"queries": "A = a"}
    assert workspace.undo().label == "Added source “Shop figures”"
    assert workspace.reader().sources() == []
    workspace.redo()
    assert [one.source.id for one in workspace.reader().sources()] == [row.source.id]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"connector": "matomo"}, "There is no connector “matomo”"),
        ({"address": "x"}, "no web address"),
        ({"name": " "}, "Give the source a name"),
        ({"name": "n" * 81}, "longer than 80"),
        ({"name": "metrics"}, "There is a source “metrics” already"),
        ({"zone": "Mars"}, "no time zone"),
        ({"interval_seconds": 5}, "every 15 seconds at most"),
    ],
)
def test_what_cannot_work_is_said_and_nothing_is_written(
    workspace: SqlWorkspace, fields: dict[str, Any], said: str
) -> None:
    add(workspace)
    with pytest.raises(UserError, match=said):
        add(workspace, **{"name": "Other"} | fields)
    assert len(workspace.reader().sources()) == 1


def edit(workspace: SqlWorkspace, row: SourceRow, **fields: Any) -> Source:
    workspace.write(lambda uow: sources.edit_source(uow, CATALOGUE, row.source.id, **fields))
    return only(workspace, row.source.id).source


def test_what_is_asked_for_begins_anew_when_it_changes_and_a_name_does_not_count(
    workspace: SqlWorkspace,
) -> None:
    row = add(workspace)
    assert edit(workspace, row, name="New", interval_seconds=60).reset_at is None
    changed = edit(workspace, row, options={"queries": "B = b"})
    assert changed.reset_at is not None
    assert changed.name == "New"
    workspace.undo()
    assert only(workspace, row.source.id).source.reset_at is None


def test_an_edit_that_cannot_work_changes_nothing(workspace: SqlWorkspace) -> None:
    row = add(workspace)
    with pytest.raises(UserError, match="cannot be"):
        edit(workspace, row, options={"queries": "A = a", "step": "9h"})
    assert only(workspace, row.source.id) == row


def test_a_source_is_paused_and_resumed(workspace: SqlWorkspace) -> None:
    row = add(workspace)
    workspace.write(lambda uow: sources.pause_source(uow, row.source.id))
    assert not only(workspace, row.source.id).source.enabled
    workspace.write(lambda uow: sources.pause_source(uow, row.source.id, paused=False))
    assert only(workspace, row.source.id).source.enabled


def test_a_source_that_is_removed_comes_back_with_undo(workspace: SqlWorkspace) -> None:
    row = add(workspace)
    workspace.write(lambda uow: sources.remove_source(uow, row.source.id))
    assert workspace.reader().source(row.source.id) is None
    add(workspace)
    workspace.undo()
    workspace.undo()
    assert workspace.reader().source(row.source.id) is not None


def test_secrets_are_kept_under_workspace_and_source_and_forgotten(
    workspace: SqlWorkspace,
) -> None:
    secrets = SourceSecrets("w1")
    row = add(workspace, secret_keys=("key",))
    kept = sources.keep_secrets(secrets, row.source.id, {"key": "word", "other": ""})
    assert kept == sources.secret_keys_of(row.source) == ("key",)
    assert secrets.read(row.source.id, "key") == "word"
    assert SourceSecrets("w2").read(row.source.id, "key") is None
    sources.forget_secrets(secrets, row.source)
    assert secrets.read(row.source.id, "key") is None


@pytest.mark.parametrize("value", ["", "a\nb", "x" * 1281, "a\0b"])
def test_a_secret_that_no_keyring_takes_is_refused(value: str) -> None:
    with pytest.raises(UserError, match="1 to 1280 characters"):
        SourceSecrets("w").store("s", "key", value)
