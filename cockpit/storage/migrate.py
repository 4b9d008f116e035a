"""Brings a workspace file to the present schema, and refuses a newer one untouched."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, text

from cockpit.domain.errors import UserError
from cockpit.i18n import _
from cockpit.resources import migrations_dir

HEAD = "0001"


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


def require_present(engine: Engine, path: Path) -> None:
    """Raise UserError unless the file has the schema that this program knows."""
    found = revision(engine)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise UserError(
            _("{path} was written by a newer Ops Cockpit. Update the program to open it.").format(
                path=path
            )
        )
    raise UserError(_("{path} is not an Ops Cockpit workspace.").format(path=path))


def create_schema(engine: Engine) -> None:
    """Run every migration on a new file, in one transaction with foreign keys off."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_dir()))
    with engine.connect() as connection:
        # The driver's own connection: these pragmas do nothing inside a transaction.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA journal_mode = WAL")
        driver.execute("PRAGMA foreign_keys = OFF")
        config.attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, "head")
        driver.execute("PRAGMA foreign_keys = ON")
