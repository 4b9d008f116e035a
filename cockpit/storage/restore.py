"""Restores a backup in the place of a workspace; what was there is kept under a dated name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import _
from cockpit.storage import keys
from cockpit.storage.backup import unpack, verify
from cockpit.storage.durable import disk_sentence, force, force_folder, sha256_of
from cockpit.storage.engine import release
from cockpit.storage.migrate import require_known
from cockpit.storage.opening import open_readable
from cockpit.storage.swap import (
    IN_USE,
    clear_staging,
    decided,
    finish_restore,
    in_use,
    only_one,
    staging_of,
    swap,
)


@dataclass(frozen=True, slots=True)
class Restored:
    """A workspace that was restored: its file, that file's sha256, and where the old one is."""

    path: Path
    sha256: str
    kept: Path | None


def restore(backup: Path, path: Path, *, code: str | None = None) -> Restored:
    """Put a backup in the place of the workspace at `path`, which need not exist or be readable.

    `code` is the recovery code of an encrypted backup whose key is not in the keyring. Until the
    backup is proven nothing is changed. Raises UserError and EnvironmentProblem.
    """
    path = path.resolve()
    _require_backup(backup, path)
    with disk_sentence(path):
        finish_restore(path)
        with only_one(path):
            release(path)
            if in_use(path):
                raise EnvironmentProblem(_(IN_USE).format(path=path), retryable=True)
            clear_staging(path)
            staging = staging_of(path)
            try:
                unpack(backup, staging)
                _prove(backup, staging, code)
                digest = sha256_of(staging)
                kept = swap(path)
            finally:
                if not decided(path):
                    clear_staging(path)
    return Restored(path, digest, kept)


def unlock(path: Path, code: str) -> None:
    """Put the key of a workspace into this computer's keyring, by its recovery code.

    Raises UserError when the code or the file is another one.
    """
    if not path.is_file():
        raise UserError(_("There is no workspace at {path}.").format(path=path))
    key, workspace = _unwrapped(path, path, code)
    open_readable(path, key=key).engine.dispose()
    keys.remember(workspace, key)


def _require_backup(backup: Path, path: Path) -> None:
    if not backup.is_file():
        raise UserError(_("There is no backup at {path}.").format(path=backup))
    if backup.stat().st_size == 0:
        raise UserError(_("{path} is empty, so it is no backup.").format(path=backup))
    if path.exists() and backup.samefile(path):
        raise UserError(_("{path} is the workspace itself; name a backup.").format(path=backup))
    if not path.parent.is_dir():
        raise UserError(_("There is no folder {path}. Make it first.").format(path=path.parent))


def _prove(backup: Path, staging: Path, code: str | None) -> None:
    """Open what was unpacked and check all of it, then force it to the disk."""
    try:
        key = workspace = None
        if code is not None:
            key, workspace = _unwrapped(staging, backup, code)
        opened = open_readable(staging, key=key)
        try:
            require_known(opened.engine, staging)
        finally:
            opened.engine.dispose()
        verify(staging, opened.key)
    except UserError as problem:
        # The person named the backup and knows nothing of the place it was unpacked to.
        raise UserError(str(problem).replace(str(staging), str(backup))) from problem
    if key is not None and workspace is not None:
        keys.remember(workspace, key)
    force(staging)
    force_folder(staging.parent)


def _unwrapped(path: Path, named: Path, code: str) -> tuple[bytes, str]:
    """Return the key and the id of the workspace whose wrapped key stands beside `path`."""
    wrapped = keys.read_wrapped(path)
    if wrapped is None:
        raise UserError(
            _(
                "{path} carries no key that a recovery code opens: it is not encrypted, "
                "or {key_file} is missing."
            ).format(path=named, key_file=keys.key_file(named).name)
        )
    return keys.unwrap(wrapped, code), wrapped.workspace
