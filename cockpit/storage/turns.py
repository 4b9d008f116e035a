"""How a person's edit gets its turn to write while an import, or another program, writes too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import RootTransaction

from cockpit.domain.errors import EnvironmentProblem
from cockpit.storage.engine import BUSY, BUSY_MILLISECONDS, code_of

# SQLite itself looks again after ever longer pauses, up to 100 ms, and so misses the short gaps
# between the slices of an import.
PAUSE_SECONDS = 0.001


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction as soon as the file is free, and commit it at the end.

    Raises EnvironmentProblem when it is not free in time.
    """
    with engine.connect() as connection, _begun(connection):
        yield connection


def _begun(connection: Connection) -> RootTransaction:
    driver: Any = connection.connection.driver_connection
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                return connection.begin()
            except EnvironmentProblem as problem:
                cause = problem.__cause__
                if cause is None or code_of(cause) != BUSY or time.monotonic() > until:
                    raise
            time.sleep(PAUSE_SECONDS)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
