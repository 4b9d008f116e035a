"""A workspace that answers for a board at once and opens itself when it is asked for more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from cockpit.domain.board import BoardColumn, Card
from cockpit.domain.changes import Changes
from cockpit.domain.filters import Filter
from cockpit.domain.organisation import Launch
from cockpit.services.ports import NO_FILTER, UnitOfWork
from cockpit.storage.first_look import FirstLook, first_look

if TYPE_CHECKING:
    from cockpit.services.readers import Reader
    from cockpit.storage.workspace import SqlWorkspace


class EarlyWorkspace:
    """The window's workspace, as `services.ports` wants it.

    `whole` may be called in any thread; readers and the rest belong to the thread of the window.
    """

    def __init__(self, path: Path) -> None:
        """Look at a file. Raises what SqlWorkspace raises when it cannot be opened."""
        self.path = path
        self._whole: SqlWorkspace | None = None
        self._lock = Lock()
        self._look = first_look(path)
        if self._look is None:
            self.whole()

    def whole(self) -> SqlWorkspace:
        """Return the workspace itself, opened by the first who asks."""
        with self._lock:
            if self._whole is None:
                from cockpit.storage.workspace import SqlWorkspace

                self._whole = SqlWorkspace(self.path)
            return self._whole

    def look(self) -> FirstLook | None:
        """Return the first look while the workspace itself is not open yet."""
        return self._look if self._whole is None else None

    def reader(self) -> Reader:
        """Return a reader; each of its answers is one consistent read."""
        # What it does not answer itself it takes from the real reader, whatever that can do.
        return cast("Reader", _EarlyReader(self))

    def write(self, action: Callable[[UnitOfWork], object]) -> Changes:
        """Run one step: it commits whole or leaves the file as it was."""
        return self.whole().write(action)

    def undo(self) -> Changes:
        """Take back this person's newest step; raises UserError when there is none."""
        return self.whole().undo()

    def redo(self) -> Changes:
        """Do the step undone last again; raises UserError when there is none."""
        return self.whole().redo()

    def setting(self, key: str, default: str = "") -> str:
        """Return a workspace setting."""
        return self.whole().setting(key, default)

    def set_setting(self, key: str, value: str) -> None:
        """Store a workspace setting."""
        self.whole().set_setting(key, value)

    def committed_elsewhere(self) -> bool:
        """Return whether the file was committed to since the last call."""
        if self._whole is None:
            return False
        changed = self._whole.committed_elsewhere()
        if self._look is not None:
            # What was shown so far came from the first look.
            changed = changed or self._look.committed_since()
            self._close_look()
        return changed

    def close(self) -> None:
        """Release the file."""
        if self._look is not None:
            self._close_look()
        if self._whole is not None:
            self._whole.close()

    def _close_look(self) -> None:
        assert self._look is not None
        self._look.close()
        self._look = None


class _EarlyReader:
    """Answers an unfiltered board from the first look as long as there is one."""

    def __init__(self, workspace: EarlyWorkspace) -> None:
        self._workspace = workspace
        self._real: Reader | None = None

    def launches(self) -> list[Launch]:
        look = self._workspace.look()
        return look.launches() if look is not None else self._reader().launches()

    def board_columns(self, launch_id: str, filter: Filter = NO_FILTER) -> list[BoardColumn]:
        look = self._workspace.look()
        if look is not None and filter == NO_FILTER:
            return look.board_columns(launch_id)
        return self._reader().board_columns(launch_id, filter)

    def cards(
        self, column_id: str, filter: Filter = NO_FILTER, offset: int = 0, limit: int = 100
    ) -> list[Card]:
        look = self._workspace.look()
        if look is not None and filter == NO_FILTER:
            return look.cards(column_id, offset, limit)
        return self._reader().cards(column_id, filter, offset, limit)

    @property
    def me_id(self) -> str | None:
        return self._reader().me_id

    @me_id.setter
    def me_id(self, person_id: str | None) -> None:
        self._reader().me_id = person_id

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader(), name)

    def _reader(self) -> Reader:
        if self._real is None:
            self._real = self._workspace.whole().reader()
        return self._real
