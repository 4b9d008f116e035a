"""Notices commits that other connections, also of other processes, made to the file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine


class CommitWatch:
    """Holds one connection, since SQLite's data_version only compares within a connection.

    It speaks to the driver itself: a transaction begun by the engine would ask for the write lock.
    """

    def __init__(self, engine: Engine) -> None:
        self._pooled = engine.raw_connection()
        driver: Any = self._pooled.driver_connection
        self._driver = driver
        self._seen = self._version()

    def changed(self) -> bool:
        """Return whether anybody committed since the last call."""
        version = self._version()
        changed = version != self._seen
        self._seen = version
        return changed

    def close(self) -> None:
        """Give the connection back."""
        self._pooled.close()

    def _version(self) -> int:
        return int(self._driver.execute("PRAGMA data_version").fetchone()[0])
