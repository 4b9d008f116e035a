"""Brings a workspace file to the present schema, and refuses a newer one untouched.

The present schema is the newest file in the migrations folder; Alembic is imported only to
change a file, never to find one in order.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import N_, _
from cockpit.resources import migrations_dir
from cockpit.storage.backup import write_backup
from cockpit.storage.durable import unused
from cockpit.storage.keys import data_folder

KEPT_BACKUPS = 3  # of those that migrations made beside a file
NOT_OURS = N_("{path} is not an Ops Cockpit workspace.")
FAILED = N_(
    "{path} could not be brought to the form of this version, so nothing was changed. "
    "Go on with the version before it, and report this: {reason}"
)


def revisions(folder: Path) -> list[str]:
    """Return a folder's revisions, oldest first: the digits its files begin with."""
    names = (file.name.partition("_")[0] for file in (folder / "versions").glob("*.py"))
    return sorted(name for name in names if name.isdecimal())


HEAD = revisions(migrations_dir())[-1]


def revision(engine: Engine) -> str | None:
    """Return the schema revision of a file, None when it has none."""
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
        ).scalar()
        if not found:
            return None
        value = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if value is None else str(value)


def require_known(engine: Engine, path: Path, folder: Path | None = None) -> str:
    """Return the file's revision. Raises UserError for a newer one and for none of ours."""
    known = revisions(folder or migrations_dir())
    found = revision(engine)
    if found in known:
        return found
    if found is not None and found.isdecimal() and found > known[-1]:
        raise UserError(
            _("{path} was written by a newer Ops Cockpit. Update the program to open it.").format(
                path=path
            )
        )
    raise UserError(_(NOT_OURS).format(path=path))


def bring_up_to_date(
    engine: Engine, path: Path, *, key: bytes | None = None, folder: Path | None = None
) -> Path | None:
    """Migrate an older file after a verified backup beside it; return the backup, if one was made.

    Raises UserError when a migration fails, with the file as it was.
    """
    folder = folder or migrations_dir()
    head = revisions(folder)[-1]
    if require_known(engine, path, folder) == head:
        return None
    stamp = datetime.now().strftime("%Y%m%dT%H%M%S")
    ending = ".zip" if data_folder(path).is_dir() else path.suffix
    kept = unused(path.with_name(f"{path.stem}.before-{head}-{stamp}{ending}"))
    write_backup(engine, path, kept, key=key)
    try:
        _upgrade(engine, folder)
    except EnvironmentProblem:
        kept.unlink(missing_ok=True)
        raise
    except Exception as error:
        # Whatever a migration stumbles over, the transaction was rolled back whole.
        kept.unlink(missing_ok=True)
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UserError(_(FAILED).format(path=path, reason=reason)) from error
    _thin(path)
    return kept


def _thin(path: Path) -> None:
    """Keep the newest backups that migrations made beside a file, and remove the older ones.

    Only files with the very name that such a backup gets are counted: copies that a person made
    stay. One that cannot be removed is no reason to fail, since the file itself is in order.
    """
    name = re.compile(re.escape(path.stem) + r"\.before-\d{4}-(\d{8}T\d{6})(?:-\d+)?\.\w+")
    made = {
        file: found[1] for file in path.parent.iterdir() if (found := name.fullmatch(file.name))
    }
    for old in sorted(made, key=lambda file: made[file])[:-KEPT_BACKUPS]:
        with suppress(OSError):
            old.unlink()


def create_schema(engine: Engine, folder: Path | None = None) -> None:
    """Run every migration on a new file, in one transaction with foreign keys off."""
    _upgrade(engine, folder or migrations_dir())


def _upgrade(engine: Engine, folder: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    with engine.connect() as connection:
        # The driver's own connection: these pragmas do nothing inside a transaction.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA journal_mode = WAL")
        driver.execute("PRAGMA foreign_keys = OFF")
        config.attributes["connection"] = connection
        try:
            with connection.begin():
                before = _broken(connection)
                command.upgrade(config, "head")
                if _broken(connection) > before:
                    raise UserError(_("a reference between records would break"))
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _broken(connection: Connection) -> int:
    return len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
