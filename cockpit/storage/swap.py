"""Puts a restored file in the place of a workspace, in steps that an interruption cannot spoil.

Before anything is touched, a marker is written. From then on the restore is decided: whoever
opens the workspace next first does the steps that are left, each of which may be done twice.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import N_, _
from cockpit.storage.durable import (
    beside,
    disk_sentence,
    force,
    force_folder,
    unused,
    write_whole,
)
from cockpit.storage.keys import data_folder

LOGS = ("-wal", "-journal")
# Where SQLite locks a file: the byte of a pending writer and all that follow for readers.
LOCK_START, LOCK_LENGTH = 0x40000000, 512

IN_USE = N_("{path} is open in another program. Close it there, then restore again.")
BEING_RESTORED = N_("{path} is being restored right now. Try again in a moment.")


@dataclass(frozen=True, slots=True)
class Marker:
    """A restore that is decided: the name the old file gets, and whether a folder comes too."""

    kept: str
    folder: bool


def staging_of(path: Path) -> Path:
    """Return where a restore prepares the new file."""
    return beside(path, ".restoring")


def decided(path: Path) -> bool:
    """Tell whether a restore of the workspace is decided and not yet done."""
    return marker_of(path).exists()


def marker_of(path: Path) -> Path:
    """Return the file whose presence decides a restore."""
    return beside(path, ".restore.json")


def clear_staging(path: Path) -> None:
    """Remove what an undecided restore left."""
    staging = staging_of(path)
    for ending in ("", *LOGS, "-shm"):
        beside(staging, ending).unlink(missing_ok=True)
    shutil.rmtree(data_folder(staging), ignore_errors=True)


def swap(path: Path) -> Path | None:
    """Put the prepared file in place; return where the old one is kept, None if there was none.

    To be called within `only_one`. Raises EnvironmentProblem, with everything as before, while
    another program has the file open.
    """
    stamp = datetime.now().strftime("%Y%m%dT%H%M%S")
    kept = unused(path.with_name(f"{path.stem}.before-restore-{stamp}{path.suffix}"))
    marker = Marker(kept.name, data_folder(staging_of(path)).is_dir())
    write_whole(marker_of(path), json.dumps(asdict(marker)).encode())
    # Looked at after the marker stands: who opens the file later sees the marker.
    if in_use(path):
        marker_of(path).unlink()
        raise EnvironmentProblem(_(IN_USE).format(path=path), retryable=True)
    _steps(path, marker)
    return kept if kept.exists() else None


def finish_restore(path: Path) -> bool:
    """Do the rest of a restore that was interrupted; return whether there was one."""
    path = path.resolve()
    if not decided(path):
        return False
    with disk_sentence(path), only_one(path):
        try:
            marker = Marker(**json.loads(marker_of(path).read_bytes()))
        except FileNotFoundError:
            return True
        if in_use(path):
            raise EnvironmentProblem(_(IN_USE).format(path=path), retryable=True)
        _steps(path, marker)
    return True


def _steps(path: Path, marker: Marker) -> None:
    staging, kept = staging_of(path), path.with_name(marker.kept)
    if staging.exists():
        if path.exists() and not kept.exists():
            _keep(path, kept)
        for ending in LOGS:
            if beside(path, ending).exists():
                beside(path, ending).replace(beside(kept, ending))
        beside(path, "-shm").unlink(missing_ok=True)
        _swap_folder(path, kept, marker)
        force_folder(path.parent)
        staging.replace(path)
        force_folder(path.parent)
    elif not path.exists():
        marker_of(path).unlink()
        raise UserError(
            _(
                "The restore of {path} cannot be finished: its files are gone. Restore again."
            ).format(path=path)
        )
    marker_of(path).unlink()
    force_folder(path.parent)


def _keep(path: Path, kept: Path) -> None:
    """Give the old file a second name, or, where the disk knows no second names, copy it."""
    try:
        os.link(path, kept)
    except OSError:
        part = beside(kept, ".part")
        try:
            shutil.copy2(path, part)
            force(part)
        except OSError:
            # Nothing was changed yet, so the restore can still be called off.
            part.unlink(missing_ok=True)
            marker_of(path).unlink()
            raise
        part.replace(kept)
    force_folder(path.parent)


def _swap_folder(path: Path, kept: Path, marker: Marker) -> None:
    coming, present = data_folder(staging_of(path)), data_folder(path)
    if marker.folder and not coming.exists():
        return
    if present.exists():
        present.replace(data_folder(kept))
    if marker.folder:
        coming.replace(present)


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Let one process at a time do the steps; the system ends the lock with the process."""
    name = beside(path, ".restore.lock")
    with name.open("ab") as lock:
        try:
            _lock(lock.fileno(), 0, 1)
            # The one before may have removed the name while this one waited to open it.
            same = os.path.samestat(os.fstat(lock.fileno()), name.stat())
        except OSError:
            same = False
        if not same:
            raise EnvironmentProblem(_(BEING_RESTORED).format(path=path), retryable=True)
        try:
            yield
        finally:
            if os.name != "nt":
                name.unlink(missing_ok=True)


def in_use(path: Path) -> bool:
    """Tell whether another process has a connection to the file.

    Windows refuses the swap itself while a file is open. This process must have let go of the
    file before: closing the handle used here would drop the locks of its own connections.
    """
    if sys.platform == "win32" or not path.exists():
        return False
    handle = os.open(path, os.O_RDWR)
    try:
        _lock(handle, LOCK_START, LOCK_LENGTH)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _lock(handle: int, start: int, length: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, start, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, length)
    else:
        import fcntl

        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, length, start)
