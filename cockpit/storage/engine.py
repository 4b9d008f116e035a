"""Connections to a workspace file: one SQLite library, WAL, durable commits, an optional key."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import N_, _

BUSY_MILLISECONDS = 10_000

BUSY, LOCKED, READONLY, IO_ERROR, CORRUPT, FULL, CANT_OPEN, NOT_A_DATABASE = (
    5, 6, 8, 10, 11, 13, 14, 26,
)  # fmt: skip

SENTENCES = {
    BUSY: N_("Another program is using {path}. Try again in a moment."),
    LOCKED: N_("Another program is using {path}. Try again in a moment."),
    READONLY: N_("{path} cannot be written: it, or its folder, is read-only."),
    IO_ERROR: N_("The disk failed while {path} was used. The last change was not kept."),
    FULL: N_("The disk of {path} is full. The last change was not kept; make room, then repeat."),
    CANT_OPEN: N_("{path} cannot be opened. Look at the rights of the file and its folder."),
}
DAMAGED = N_(
    "{path} cannot be read: it is damaged. Nothing was changed; restore a backup with "
    "“cockpit restore”, which keeps the damaged file."
)

# The engines of this process, so that a restore can let go of the file it replaces.
_engines: weakref.WeakKeyDictionary[Engine, Path] = weakref.WeakKeyDictionary()


def make_engine(
    path: Path, *, key: bytes | None = None, salt: bytes = b"", read_only: bool = False
) -> Engine:
    """Return an engine over the file; transactions are begun by the caller with BEGIN IMMEDIATE.

    `key` is 32 raw bytes, or None for a plain file. `salt` is what a new encrypted file shall
    begin with; an existing one is asked for its own.
    """
    engine = create_engine(f"sqlite:///{path}", module=sqlcipher3.dbapi2, hide_parameters=True)
    _engines[engine] = path.resolve()

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: object) -> None:
        connection.isolation_level = None
        if key is not None:
            # Standard error is for one sentence to a person, not for the library's own notes.
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}{salt.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA query_only = " + ("ON" if read_only else "OFF"))

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "handle_error", retval=True)
    def _explain(context: ExceptionContext) -> BaseException | None:
        return sentence_for(context.original_exception, path)

    return engine


def code_of(error: BaseException) -> int:
    """Return the primary SQLite result code of an error of the driver, 0 for any other."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


class Unreadable(UserError):
    """The library cannot read the file: damaged, cut short, or read with a wrong key."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def sentence_for(error: BaseException, path: Path) -> UserError | EnvironmentProblem | None:
    """Return what to tell a person about an error of the driver, None when it is our own bug."""
    code = code_of(error)
    if code in (CORRUPT, NOT_A_DATABASE):
        return Unreadable(_(DAMAGED).format(path=path), code)
    if code in SENTENCES:
        retryable = code in (BUSY, LOCKED, FULL)
        return EnvironmentProblem(_(SENTENCES[code]).format(path=path), retryable=retryable)
    return None


def salt_of(path: Path) -> bytes:
    """Return the first 16 bytes of a file, read by the library itself.

    Opening the file a second time here would drop the library's locks when it is closed.
    """
    connection = sqlcipher3.dbapi2.connect(str(path))
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        # Any key will do: the salt is not secret, and nothing else is read.
        connection.execute(f"PRAGMA key = \"x'{bytes(32).hex()}'\"")
        return bytes.fromhex(connection.execute("PRAGMA cipher_salt").fetchone()[0])
    finally:
        connection.close()


def release(path: Path) -> None:
    """Close this process's idle connections to a file; they are made anew when next used.

    Raises EnvironmentProblem when one of them is at work.
    """
    for engine, used in list(_engines.items()):
        if used != path.resolve():
            continue
        if isinstance(engine.pool, QueuePool) and engine.pool.checkedout():
            raise EnvironmentProblem(_(SENTENCES[BUSY]).format(path=path), retryable=True)
        engine.dispose()


def require_file(path: Path) -> None:
    """Raise UserError, with what to do, unless the path is an existing, non-empty file."""
    if not path.is_file():
        raise UserError(
            _("There is no workspace at {path}. Make one with “cockpit new”.").format(path=path)
        )
    if path.stat().st_size == 0:
        raise UserError(
            _("{path} is empty, so it is not a workspace. Restore a backup of it.").format(
                path=path
            )
        )
