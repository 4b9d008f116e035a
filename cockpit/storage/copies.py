"""The other files that may hold what a workspace holds: its backups, and copies beside it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine

from cockpit.storage.durable import CHUNK, beside
from cockpit.storage.erase_words import Words
from cockpit.storage.keys import data_folder

SETTING = "backups"
SQLITE_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that holds the words; `certain` is False when it is encrypted, so that it may."""

    file: str
    certain: bool


def note_backup(engine: Engine, target: Path) -> None:
    """Remember where a backup was written."""
    with engine.begin() as connection:
        known = sorted({*_noted(connection), str(target.absolute())})
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO setting(key, value) VALUES (?, ?)",
            (SETTING, json.dumps(known, ensure_ascii=False)),
        )


def copies_holding(path: Path, words: Words, connection: Connection) -> list[Copy]:
    """Return the backups and copies that are there and hold one of the words, or may."""
    own = {file.resolve() for file in own_files(path)}
    beside_it = {file for file in path.resolve().parent.iterdir() if _is_copy(file, path)}
    known = {Path(name) for name in _noted(connection)} | beside_it
    found = []
    for file in sorted(file for file in known if file.is_file() and file.resolve() not in own):
        if _encrypted(file):
            found.append(Copy(str(file), False))
        elif _copy_holds(file, words):
            found.append(Copy(str(file), True))
    return found


def own_files(path: Path) -> Iterator[Path]:
    """Return the files of a workspace: itself, its log, and the folder beside it."""
    for file in (path, beside(path, "-wal"), beside(path, "-shm")):
        if file.is_file():
            yield file
    if data_folder(path).is_dir():
        yield from (file for file in data_folder(path).rglob("*") if file.is_file())


def file_holds(file: Path, words: Words) -> bool:
    """Tell whether the bytes of a file hold one of the words."""
    with file.open("rb") as stream:
        return _stream_holds(stream, words)


def _stream_holds(stream: IO[bytes], words: Words) -> bool:
    # The end of each block is read again with the next: a word may lie across the two.
    tail = b""
    while block := stream.read(CHUNK):
        block = tail + block
        if words.holds_bytes(block):
            return True
        tail = block[-words.longest :]
    return False


def _noted(connection: Connection) -> list[str]:
    query = "SELECT value FROM setting WHERE key = ?"
    value = connection.exec_driver_sql(query, (SETTING,)).scalar()
    return list(json.loads(value)) if value else []


def _is_copy(file: Path, path: Path) -> bool:
    """Tell whether a file beside a workspace is a workspace or a backup, by how it begins."""
    if not file.is_file():
        return False
    return _start(file) in (SQLITE_HEADER, _start(path)) or zipfile.is_zipfile(file)


def _encrypted(file: Path) -> bool:
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(".cockpit"):
                    with archive.open(name) as member:
                        return member.read(16) != SQLITE_HEADER
        return False
    return _start(file) != SQLITE_HEADER


def _copy_holds(file: Path, words: Words) -> bool:
    if not zipfile.is_zipfile(file):
        return any(file_holds(each, words) for each in own_files(file))
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                if _stream_holds(member, words):
                    return True
    return False


def _start(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(len(SQLITE_HEADER))
