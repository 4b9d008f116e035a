"""A lock beside a workspace that one import holds, and that the system frees when it dies."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path


class ImportLock:
    """The file `<workspace>-import`, locked while an import runs; the lock ends with its process.

    Nothing is read from the file: only its lock counts.
    """

    def __init__(self, workspace: Path) -> None:
        self._path = workspace.with_name(workspace.name + "-import")
        self._handle: int | None = None

    def take(self) -> bool:
        """Take the lock and return True, or return False at once when another import has it."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if _lock(handle) and self._is_there(handle):
            self._handle = handle
            return True
        os.close(handle)
        return False

    def free(self) -> None:
        """Let go of the lock and remove its file."""
        if self._handle is None:
            return
        if sys.platform == "win32":
            # An open file cannot be removed there; one that another import has just opened stays.
            os.close(self._handle)
            with contextlib.suppress(PermissionError):
                self._path.unlink(missing_ok=True)
        else:
            self._path.unlink(missing_ok=True)
            os.close(self._handle)
        self._handle = None

    def _is_there(self, handle: int) -> bool:
        """Tell whether the locked file still has its name: its last owner may have removed it."""
        if sys.platform == "win32":
            return True
        try:
            return os.path.samestat(os.fstat(handle), self._path.stat())
        except FileNotFoundError:
            return False


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
