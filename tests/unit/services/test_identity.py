"""Who sits before a workspace is remembered on the device, whatever the file is called."""

from __future__ import annotations

from pathlib import Path

from cockpit.bootstrap import new_workspace
from cockpit.services.identity import remember_me, remembered_me, workspace_id
from cockpit.storage.workspace import SqlWorkspace


def test_me_follows_the_workspace_and_not_its_name(tmp_path: Path) -> None:
    first = new_workspace(tmp_path / "a.cockpit", "en", "UTC", None)
    second = new_workspace(tmp_path / "b.cockpit", "en", "UTC", None)
    assert remembered_me(first) is None
    remember_me(first, "p1")
    assert (remembered_me(first), remembered_me(second)) == ("p1", None)
    first.close()
    moved = (tmp_path / "a.cockpit").rename(tmp_path / "elsewhere.cockpit")
    again = SqlWorkspace(moved)
    assert remembered_me(again) == "p1"
    remember_me(again, None)
    assert remembered_me(again) is None
    assert workspace_id(again) != workspace_id(second)
    for workspace in (again, second):
        workspace.close()
