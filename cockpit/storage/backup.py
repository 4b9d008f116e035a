"""Backups: a consistent copy in one file, opened and checked before it counts.

A workspace without a folder beside it becomes a plain workspace file. One with a folder becomes
a zip file: the copy, the folder, and a manifest with the sha256 of each.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Engine

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import N_, _
from cockpit.storage.durable import (
    beside,
    copy_bytes,
    disk_sentence,
    force,
    force_folder,
    sha256_of,
)
from cockpit.storage.engine import code_of, make_engine, sentence_for
from cockpit.storage.keys import data_folder

FORM = "ops-cockpit backup"
WORKSPACE_NAME = "workspace.cockpit"
MANIFEST_NAME = "manifest.json"
MANIFEST_LIMIT = 64 << 20

NOT_SOUND = N_("The backup {path} is not sound: {what}. Use another one.")


def write_backup(engine: Engine, path: Path, target: Path, *, key: bytes | None) -> None:
    """Write a verified backup of the workspace at `path` to `target`, which must be free."""
    if target.exists():
        raise UserError(_("{path} exists already. Choose another name.").format(path=target))
    if not target.parent.is_dir():
        raise UserError(_("There is no folder {path}. Make it first.").format(path=target.parent))
    copy = beside(target, ".part")
    try:
        with disk_sentence(target):
            copy.unlink(missing_ok=True)
            _vacuum_into(engine, copy)
            verify(copy, key)
            force(copy)
            if data_folder(path).is_dir():
                _pack(copy, data_folder(path), beside(target, ".zip.part")).replace(target)
            else:
                copy.replace(target)
            force_folder(target.parent)
    finally:
        for left in (copy, beside(copy, "-wal"), beside(copy, "-shm"), beside(target, ".zip.part")):
            left.unlink(missing_ok=True)


def _vacuum_into(engine: Engine, copy: Path) -> None:
    with engine.connect() as connection:
        connection.rollback()
        driver = connection.connection.driver_connection
        assert driver is not None
        try:
            driver.execute("VACUUM INTO ?", (str(copy),))
        except Exception as error:
            problem = sentence_for(error, copy)
            if problem is None:
                raise
            raise problem from error


def verify(copy: Path, key: bytes | None) -> None:
    """Open a copy and check all of it. Raises UserError, with what is wrong first."""
    engine = make_engine(copy, key=key)
    try:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            try:
                # The mode stands in the file: so that it is one like any other when it is opened.
                driver.execute("PRAGMA journal_mode = WAL")
                found = [str(row[0]) for row in driver.execute("PRAGMA integrity_check(1)")]
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except Exception as error:
                if not code_of(error):
                    raise
                found = [str(error)]
    finally:
        engine.dispose()
    if found != ["ok"]:
        raise UserError(_(NOT_SOUND).format(path=copy, what=found[0]))


def _pack(copy: Path, folder: Path, target: Path) -> Path:
    """Write the zip file and read every member of it again."""
    members = {WORKSPACE_NAME: copy}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink() and file.suffix != ".part":
            members[f"data/{file.relative_to(folder).as_posix()}"] = file
    manifest = {
        name: {"sha256": sha256_of(file), "size": file.stat().st_size}
        for name, file in members.items()
    }
    target.unlink(missing_ok=True)
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        for name, file in members.items():
            archive.write(file, name)
        content = {"form": FORM, "version": 1, "files": manifest}
        archive.writestr(MANIFEST_NAME, json.dumps(content, indent=2))
    force(target)
    with zipfile.ZipFile(target) as archive:
        bad = archive.testzip()
    if bad is not None:
        raise EnvironmentProblem(_(NOT_SOUND).format(path=target, what=bad))
    return target


def unpack(backup: Path, staging: Path) -> None:
    """Bring a backup's files to `staging` and the folder beside it, hashes proven.

    Raises UserError when it is no backup or not sound.
    """
    if not zipfile.is_zipfile(backup):
        _copy_beside(backup, staging)
        return
    try:
        with zipfile.ZipFile(backup) as archive:
            for name, wanted in _manifest(archive, backup):
                target = _target(staging, name)
                if target is None:
                    raise UserError(_(NOT_SOUND).format(path=backup, what=name))
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as member:
                    digest = copy_bytes(member, target, wanted["size"] + 1)
                if digest != wanted["sha256"]:
                    raise UserError(_(NOT_SOUND).format(path=backup, what=name))
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError) as error:
        raise UserError(_(NOT_SOUND).format(path=backup, what=type(error).__name__)) from error


def _copy_beside(backup: Path, staging: Path) -> None:
    """Copy a plain file with what belongs to it: its log, when it was not folded in, its folder."""
    for ending in ("", "-wal", "-journal"):
        source = beside(backup, ending)
        if source.is_file():
            with source.open("rb") as stream:
                copy_bytes(stream, beside(staging, ending))
    folder = data_folder(backup)
    if not folder.is_dir():
        return
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            target = data_folder(staging) / file.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            with file.open("rb") as stream:
                copy_bytes(stream, target)


def _manifest(archive: zipfile.ZipFile, backup: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with archive.open(MANIFEST_NAME) as member:
        content = json.loads(member.read(MANIFEST_LIMIT))
    if content["form"] != FORM or WORKSPACE_NAME not in content["files"]:
        raise UserError(_("{path} is not a backup of a workspace.").format(path=backup))
    yield from content["files"].items()


def _target(staging: Path, name: str) -> Path | None:
    """Return where a member goes, None for a name that would leave the folder."""
    if name == WORKSPACE_NAME:
        return staging
    parts = PurePosixPath(name).parts
    odd = any(part in ("..", ".") or ":" in part or "\\" in part for part in parts)
    if len(parts) < 2 or parts[0] != "data" or odd:
        return None
    return data_folder(staging).joinpath(*parts[1:])
