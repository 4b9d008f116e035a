"""Which workspace this is, whatever its file is called, and who sits before it."""

from __future__ import annotations

from typing import Protocol

from cockpit.domain.entity import new_id
from cockpit.settings import machine

KEY = "id"


class KeepsSettings(Protocol):
    """What is needed of a workspace here: its own settings."""

    def setting(self, key: str, default: str = "") -> str:
        """Return a workspace setting."""

    def set_setting(self, key: str, value: str) -> None:
        """Store a workspace setting."""


def workspace_id(workspace: KeepsSettings) -> str:
    """Return the id that a workspace keeps wherever its file is moved; the first asker gives it."""
    known = workspace.setting(KEY)
    if not known:
        known = new_id()
        workspace.set_setting(KEY, known)
    return known


def remembered_me(workspace: KeepsSettings) -> str | None:
    """Return the id of the person who sits at this machine in this workspace, None if unsaid."""
    return machine.load().me.get(workspace.setting(KEY))


def remember_me(workspace: KeepsSettings, person_id: str | None) -> None:
    """Say who sits at this machine in this workspace, or forget it."""
    machine.choose_me(workspace_id(workspace), person_id)
