"""An open workspace: steps that write, undo and redo, and the checks of its health."""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from cockpit.domain.changes import Changes
from cockpit.domain.entity import new_id, utc_now
from cockpit.domain.errors import UserError
from cockpit.i18n import _
from cockpit.storage import journal as journals
from cockpit.storage import tables
from cockpit.storage.board_reader import SqlBoardReader
from cockpit.storage.engine import make_engine, require_file
from cockpit.storage.migrate import create_schema, require_present
from cockpit.storage.unit_of_work import SqlUnitOfWork


class SqlWorkspace:
    """One workspace file; safe to use from one thread, other processes may have it open too."""

    def __init__(self, path: Path, *, key: bytes | None = None, person: str = "me") -> None:
        """Open a file. Raises UserError when it is missing, damaged, newer or no workspace."""
        require_file(path)
        self.path = path
        self._person = person
        self._device = platform.node() or "device"
        self._engine = make_engine(path, key=key)
        try:
            require_present(self._engine, path)
        except DatabaseError as error:
            self._engine.dispose()
            raise UserError(
                _(
                    "{path} cannot be read: it is damaged, encrypted, or no workspace. "
                    "Nothing was changed; restore a backup of it."
                ).format(path=path)
            ) from error
        except UserError:
            self._engine.dispose()
            raise

    @classmethod
    def create(cls, path: Path, *, key: bytes | None = None) -> SqlWorkspace:
        """Make a new workspace file. Raises UserError when the path is taken or has no folder."""
        if path.exists():
            raise UserError(_("{path} exists already. Choose another name.").format(path=path))
        if not path.parent.is_dir():
            raise UserError(_("There is no folder {path}. Make it first.").format(path=path.parent))
        engine = make_engine(path, key=key)
        create_schema(engine)
        engine.dispose()
        return cls(path, key=key)

    def reader(self) -> SqlBoardReader:
        """Return a reader; each of its answers is one consistent read."""
        return SqlBoardReader(self._engine)

    def write(self, action: Callable[[SqlUnitOfWork], object]) -> Changes:
        """Run one step: it commits whole or leaves the file as it was."""
        journal = journals.StepJournal(self._device, self._person)
        with self._engine.begin() as connection:
            uow = SqlUnitOfWork(connection, journal)
            action(uow)
            number = journal.write(connection)
            return _changes(connection, journal, number, uow)

    def import_batch(
        self, format_key: str, file: str, action: Callable[[SqlUnitOfWork, str], object]
    ) -> Changes:
        """Run an import as one batch that undo takes back whole."""
        journal = journals.StepJournal(self._device, self._person)
        batch_id = new_id()
        with self._engine.begin() as connection:
            uow = SqlUnitOfWork(connection, journal)
            values = {"id": batch_id, "at": utc_now(), "format": format_key, "file": file}
            connection.execute(insert(tables.batch), {**values, "state": "done"})
            action(uow, batch_id)
            if not journal.ids:
                connection.execute(update(tables.batch).values(state="empty"))
            else:
                journal.batch_id = batch_id
            number = journal.write(connection)
            return _changes(connection, journal, number, uow)

    def undo(self) -> Changes:
        """Take back the newest step; raises UserError when there is none."""
        return self._again(backwards=True)

    def redo(self) -> Changes:
        """Do the step undone last again; raises UserError when there is none."""
        return self._again(backwards=False)

    def _again(self, *, backwards: bool) -> Changes:
        journal = journals.StepJournal(self._device, self._person)
        with self._engine.begin() as connection:
            of = journals.newest(connection, undone=not backwards, person=self._person)
            journals.apply(connection, of, journal, backwards=backwards)
            journal.describe(of.msgid, of.label_values)
            number = journal.write(connection, "undo" if backwards else "redo", of.id)
            journals.mark_undone(connection, of.id, number if backwards else None)
            return _changes(connection, journal, number, None)

    def setting(self, key: str, default: str = "") -> str:
        """Return a workspace setting."""
        query = select(tables.setting.c.value).where(tables.setting.c.key == key)
        with self._engine.connect() as connection:
            value = connection.execute(query).scalar()
            return default if value is None else str(value)

    def set_setting(self, key: str, value: str) -> None:
        """Store a workspace setting."""
        with self._engine.begin() as connection:
            connection.execute(
                text("INSERT OR REPLACE INTO setting(key, value) VALUES (:key, :value)"),
                {"key": key, "value": value},
            )

    def backup(self, target: Path) -> None:
        """Write a consistent copy and check it by opening it. Raises UserError when it exists."""
        if target.exists():
            raise UserError(_("{path} exists already. Choose another name.").format(path=target))
        with self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            connection.rollback()
            raw.execute("VACUUM INTO ?", (str(target),))
        copy = SqlWorkspace(target)
        problems = copy.check()
        copy.close()
        if problems:
            raise UserError(_("The backup {path} is not sound.").format(path=target))

    def check(self) -> list[dict[str, str]]:
        """Return what is wrong with the file: damage, broken references, missing search rows."""
        problems = []
        with self._engine.connect() as connection:
            for row in connection.execute(text("PRAGMA integrity_check")):
                if row[0] != "ok":
                    problems.append(_problem(row[0], "file", _("Restore a backup.")))
            for row in connection.execute(text("PRAGMA foreign_key_check")):
                problems.append(
                    _problem(_("broken reference"), str(row[0]), _("Restore a backup."))
                )
            missing = connection.execute(
                text(
                    "SELECT count(*) FROM task WHERE deleted_at IS NULL "
                    "AND id NOT IN (SELECT part_id FROM search_doc)"
                )
            ).scalar_one()
            if missing:
                what = _("{count} tasks cannot be found by search").format(count=missing)
                problems.append(_problem(what, "search_doc", _("Restore a backup.")))
        return problems

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()


def _problem(what: str, where: str, repair: str) -> dict[str, str]:
    return {"what": what, "where": where, "repair": repair}


def _changes(
    connection: Connection,
    journal: journals.StepJournal,
    number: int | None,
    uow: SqlUnitOfWork | None,
) -> Changes:
    """Describe a step that is about to commit."""
    label = ""
    if number is not None:
        row = connection.execute(select(tables.step).where(tables.step.c.id == number)).one()
        label = journals.label_of(row)
    return Changes(
        label=label,
        step=number,
        kinds=frozenset(journal.kinds),
        ids=frozenset(journal.ids),
        created=tuple(uow.created) if uow else (),
        warning=uow.warning if uow else "",
    )
