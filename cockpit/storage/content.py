"""The bytes of attachments by their sha256: small ones in the file, large ones beside it.

Up to LARGEST_INSIDE bytes are a row of `content`. Larger ones are a file in the folder of the
workspace, `<workspace>.data/content/<sha256>`, whole on the disk before the step that names it
commits. Cut off in between, a file is left that nothing names, and the next open removes it.
A workspace with a key keeps all bytes inside: what lies beside it could be read without the key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from cockpit.domain.errors import EnvironmentProblem
from cockpit.storage import tables
from cockpit.storage.durable import disk_sentence, force_folder, sha256_of, write_whole
from cockpit.storage.engine import BUSY_MILLISECONDS
from cockpit.storage.import_lock import ImportLock
from cockpit.storage.keys import data_folder
from cockpit.storage.read_engine import ReadEngine

LARGEST_INSIDE: Final = 256 * 1024
FOLDER: Final = "content"

_NAME: Final = re.compile(r"[0-9a-f]{64}")
_NAMED: Final = "SELECT DISTINCT sha256 FROM attachment WHERE sha256 <> ''"


@dataclass(frozen=True, slots=True)
class Unsound:
    """Content that an attachment names and that is not there, or is not what it was."""

    attachment: str
    sha256: str
    missing: bool


def keep(connection: Connection, content: bytes) -> str:
    """Store bytes once and return their sha256; to be called inside the step that names them."""
    digest = hashlib.sha256(content).hexdigest()
    if len(content) <= LARGEST_INSIDE or _encrypted(connection):
        row = sqlite_insert(tables.content).values(sha256=digest, bytes=content)
        connection.execute(row.on_conflict_do_nothing())
        return digest
    path = workspace_of(connection.engine)
    file = file_of(path, digest)
    with disk_sentence(file):
        if not (file.is_file() and sha256_of(file) == digest):
            _make_folder(path)
            write_whole(file, content)
    return digest


def read(connection: Connection, sha256: str) -> bytes | None:
    """Return stored bytes, None when they are not here or no longer what they were."""
    query = select(tables.content.c.bytes).where(tables.content.c.sha256 == sha256)
    stored: bytes | None = connection.execute(query).scalar()
    if stored is not None or not _NAME.fullmatch(sha256):
        return stored
    try:
        stored = file_of(workspace_of(connection.engine), sha256).read_bytes()
    except OSError:
        return None
    return stored if hashlib.sha256(stored).hexdigest() == sha256 else None


def workspace_of(engine: Engine) -> Path:
    """Return the file that an engine is of."""
    return Path(engine.url.database or "")


def file_of(path: Path, sha256: str) -> Path:
    """Return where large content of the workspace at `path` is kept."""
    return data_folder(path) / FOLDER / sha256


def files_beside(path: Path) -> Iterator[Path]:
    """Yield the files of large content of a workspace, whether something names them or not."""
    folder = data_folder(path) / FOLDER
    if folder.is_dir():
        yield from sorted(file for file in folder.iterdir() if file.is_file())


def remove_orphans(engine: Engine, path: Path) -> int:
    """Remove files that no attachment names, as a step that was cut off leaves; return how many.

    Nothing is done while an import runs, which may name a file in a later slice.
    """
    found = list(files_beside(path))
    if not found:
        return 0
    with ReadEngine(engine).connect() as connection:
        named = set(connection.exec_driver_sql(_NAMED).scalars())
    if all(file.name in named for file in found):
        return 0
    lock = ImportLock(path)
    if not lock.take():
        return 0
    try:
        return _remove_unnamed(engine, path)
    finally:
        lock.free()


def _remove_unnamed(engine: Engine, path: Path) -> int:
    """Look again with the write lock in hand: nobody is between the file and its step now.

    What cannot be removed, or while another program writes, is left for the next open.
    """
    count = 0
    with engine.connect() as connection, suppress(OSError, EnvironmentProblem):
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout = 0")
        try:
            with connection.begin():
                named = set(connection.exec_driver_sql(_NAMED).scalars())
                for file in files_beside(path):
                    if file.name not in named:
                        file.unlink(missing_ok=True)
                        count += 1
        finally:
            driver.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return count


def unsound(connection: Connection, path: Path) -> Iterator[Unsound]:
    """Yield the attachments whose content is missing, unless they are deleted, or is damaged."""
    query = (
        "SELECT a.sha256, min(a.name), min(a.deleted_at IS NOT NULL), c.bytes FROM attachment a "
        "LEFT JOIN content c ON c.sha256 = a.sha256 WHERE a.sha256 <> '' GROUP BY a.sha256"
    )
    for digest, name, deleted, inside in connection.exec_driver_sql(query):
        file = file_of(path, digest)
        if inside is not None:
            if hashlib.sha256(inside).hexdigest() != digest:
                yield Unsound(name, digest, missing=False)
        elif not _NAME.fullmatch(digest) or not file.is_file():
            if not deleted:
                yield Unsound(name, digest, missing=True)
        elif sha256_of(file) != digest:
            yield Unsound(name, digest, missing=False)


def _encrypted(connection: Connection) -> bool:
    """Tell whether the file has a key; only then does the library know a salt."""
    return connection.exec_driver_sql("PRAGMA cipher_salt").returns_rows


def _make_folder(path: Path) -> None:
    folder = data_folder(path)
    for each in (folder, folder / FOLDER):
        if not each.is_dir():
            each.mkdir(mode=0o700)
            force_folder(each.parent)
