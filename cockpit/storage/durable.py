"""Files that survive a power cut: written whole, forced to the disk, and only then named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cockpit.domain.errors import EnvironmentProblem
from cockpit.i18n import _

CHUNK = 1 << 20


@contextmanager
def disk_sentence(path: Path) -> Iterator[None]:
    """Turn a refusal of the file system into a sentence; the sentence names the file meant."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise EnvironmentProblem(
            _("{path} cannot be written or read: {reason}.").format(path=path, reason=reason),
            retryable=True,
        ) from error


def force(path: Path) -> None:
    """Force a file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def force_folder(folder: Path) -> None:
    """Force the names in a folder to the disk, where the system knows how."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a small file so that it is either as before or whole."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    force_folder(path.parent)


def copy_bytes(source: IO[bytes], target: Path, limit: int | None = None) -> str:
    """Copy a stream into a new file on the disk and return its sha256; `limit` is its size."""
    digest = hashlib.sha256()
    left = limit
    with target.open("xb") as file:
        while block := source.read(CHUNK if left is None else min(CHUNK, left)):
            digest.update(block)
            file.write(block)
            left = None if left is None else left - len(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def beside(path: Path, ending: str) -> Path:
    """Return the file of the same name with something appended, such as -wal."""
    return path.with_name(path.name + ending)


def unused(path: Path) -> Path:
    """Return the path, or one with a number before its ending when that is taken."""
    candidate, number = path, 1
    while candidate.exists() or beside(candidate, ".data").exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate
