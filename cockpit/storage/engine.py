"""Connections to a workspace file: one SQLite library, WAL, durable commits, an optional key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Engine, create_engine, event

from cockpit.domain.errors import UserError
from cockpit.i18n import _

BUSY_MILLISECONDS = 10_000


def make_engine(path: Path, *, key: bytes | None = None, read_only: bool = False) -> Engine:
    """Return an engine over the file; transactions are begun by the caller with BEGIN IMMEDIATE.

    `key` is 32 raw bytes, or None for a plain file.
    """
    engine = create_engine(f"sqlite:///{path}", module=sqlcipher3.dbapi2, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: object) -> None:
        connection.isolation_level = None
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA query_only = " + ("ON" if read_only else "OFF"))

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


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
