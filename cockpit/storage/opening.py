"""Opens a workspace file: finds out by itself whether it is encrypted, and asks the keyring."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import _
from cockpit.storage import damage, keys
from cockpit.storage.durable import beside
from cockpit.storage.engine import NOT_A_DATABASE, Unreadable, make_engine, require_file, salt_of
from cockpit.storage.migrate import bring_up_to_date
from cockpit.storage.swap import finish_restore


class Opened(NamedTuple):
    """A readable file: its engine, and its key when it is encrypted."""

    engine: Engine
    key: bytes | None


def open_workspace(path: Path, *, key: bytes | None = None) -> Opened:
    """Open a workspace and bring it up to date.

    Raises UserError when it is missing, damaged, newer or no workspace, EnvironmentProblem when
    the machine is in the way.
    """
    finish_restore(path)
    require_file(path)
    opened = open_readable(path, key=key)
    if finish_restore(path):
        # A restore began in between; now that it is done, the file is another one.
        opened.engine.dispose()
        opened = open_readable(path, key=key)
    try:
        bring_up_to_date(opened.engine, path, key=opened.key)
        _write_ahead(opened.engine)
    except BaseException:
        opened.engine.dispose()
        raise
    return opened


def open_readable(path: Path, *, key: bytes | None = None) -> Opened:
    """Open any file that the library can read, whatever its schema. Raises UserError."""
    if key is None:
        engine = make_engine(path)
        problem = _refusal(engine)
        if problem is None:
            return Opened(_whole(engine, path), None)
        if problem.code != NOT_A_DATABASE:
            raise damage.explain(path, None) from problem
        key = find_key(path)
    engine = make_engine(path, key=key)
    problem = _refusal(engine)
    if problem is None:
        return Opened(_whole(engine, path), key)
    raise damage.explain(path, key) from problem


def find_key(path: Path) -> bytes:
    """Return the key of a file that is no plain database. Raises UserError when there is none."""
    wrapped = keys.read_wrapped(path)
    ids = [salt_of(path).hex(), *([wrapped.workspace] if wrapped else [])]
    try:
        for workspace in dict.fromkeys(ids):
            key = keys.in_keyring(workspace)
            if key is not None:
                return key
    except EnvironmentProblem as problem:
        # A damaged file needs no keyring to be told as one.
        if wrapped is None and damage.unlike_any_workspace(path):
            raise damage.explain(path, None) from problem
        raise
    raise damage.explain(path, None)


def _refusal(engine: Engine) -> Unreadable | None:
    """Read the first page; on failure close the engine and return what the library said."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
    except Unreadable as problem:
        engine.dispose()
        return problem
    except BaseException:
        engine.dispose()
        raise
    return None


def _whole(engine: Engine, path: Path) -> Engine:
    """Refuse a file whose last page is not all there, which the library would read as zeros.

    While there is a log, the library itself may be at work on the end of the file.
    """
    log = beside(path, "-wal")
    if log.exists() and log.stat().st_size:
        return engine
    with engine.connect() as connection:
        page = int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    size = path.stat().st_size
    # The library takes a smaller file for an empty one; that it is no workspace is seen next.
    if size >= page and size % page:
        engine.dispose()
        raise UserError(_(damage.CUT_SHORT).format(path=path))
    return engine


def _write_ahead(engine: Engine) -> None:
    """Put a file that came as a plain copy into the mode that lets readers and a writer be."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        if driver.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            driver.execute("PRAGMA journal_mode = WAL")
