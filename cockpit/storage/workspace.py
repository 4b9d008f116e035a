"""An open workspace: steps that write, undo and redo, and the checks of its health."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from cockpit.domain.changes import Changes
from cockpit.domain.errors import UserError
from cockpit.i18n import _
from cockpit.storage import journal as journals
from cockpit.storage import keys, tables, workspace_health
from cockpit.storage.backup import write_backup
from cockpit.storage.batch_work import RehearsalUnitOfWork, Watch, run_batch
from cockpit.storage.batches import hide_batch, recover, show_batch
from cockpit.storage.commit_watch import CommitWatch
from cockpit.storage.content import remove_orphans
from cockpit.storage.copies import note_backup
from cockpit.storage.engine import make_engine, salt_of
from cockpit.storage.erase import Erased, erase_person, erase_text
from cockpit.storage.migrate import create_schema
from cockpit.storage.opening import open_workspace
from cockpit.storage.readers import SqlReaders
from cockpit.storage.turns import writing
from cockpit.storage.unit_of_work import SqlUnitOfWork

if TYPE_CHECKING:
    from cockpit.domain.points import Points


class SqlWorkspace:
    """One workspace file; safe to use from one thread, other processes may have it open too."""

    def __init__(self, path: Path, *, key: bytes | None = None, person: str = "me") -> None:
        """Open a file; the key of an encrypted one is taken from the keyring when not given.

        Raises UserError when it is missing, damaged, newer or no workspace.
        """
        self.path = path
        self._person = person
        self._device = platform.node() or "device"
        self._engine, self._key = open_workspace(path, key=key)
        self._watch: CommitWatch | None = None
        try:
            recover(self._engine, path)
            remove_orphans(self._engine, path)
        except BaseException:
            self._engine.dispose()
            raise

    @classmethod
    def create(cls, path: Path, *, key: bytes | None = None) -> SqlWorkspace:
        """Make a new workspace file, encrypted when `keys.prepare` made a key for it before.

        Raises UserError when the path is taken or has no folder.
        """
        if path.exists():
            raise UserError(_("{path} exists already. Choose another name.").format(path=path))
        if not path.parent.is_dir():
            raise UserError(_("There is no folder {path}. Make it first.").format(path=path.parent))
        key, salt = (key, b"") if key else keys.prepared(path) or (None, b"")
        engine = make_engine(path, key=key, salt=salt)
        try:
            create_schema(engine)
        except BaseException:
            engine.dispose()
            path.unlink(missing_ok=True)
            raise
        engine.dispose()
        return cls(path, key=key)

    def reader(self) -> SqlReaders:
        """Return a reader; each of its answers is one consistent read."""
        return SqlReaders(self._engine)

    def write(self, action: Callable[[SqlUnitOfWork], object]) -> Changes:
        """Run one step: it commits whole or leaves the file as it was."""
        journal = journals.StepJournal(self._device, self._person)
        with writing(self._engine) as connection:
            uow = SqlUnitOfWork(connection, journal)
            action(uow)
            number = journal.write(connection)
            return _changes(journal, number, uow)

    def import_batch(
        self,
        format_key: str,
        file: str,
        action: Callable[[SqlUnitOfWork, str], object],
        watch: Watch = lambda rows: True,
    ) -> Changes:
        """Run an import as one batch, visible when it is done, that undo takes back whole.

        Edits commit between its slices. `watch` is told how many rows are written and returns
        whether to go on; raises Cancelled, leaving nothing, when it is False.
        """
        journal = journals.StepJournal(self._device, self._person)
        number = run_batch(self._engine, self.path, journal, (format_key, file), action, watch)
        return _changes(journal, number, None)

    def append_live(self, points: Mapping[int, Points]) -> Changes:
        """Write points by the keys of their series, outside of any step: no undo is about them."""
        from cockpit.storage.point_work import put_live, touch_series

        journal = journals.StepJournal(self._device, self._person)
        with writing(self._engine) as connection:
            for series_key, new in points.items():
                if put_live(connection, series_key, new).wrote:
                    touch_series(connection, journal, series_key)
        return _changes(journal, None, None)

    def rehearse(self, action: Callable[[SqlUnitOfWork, str], object]) -> None:
        """Run an import that finds what is there and writes nothing."""
        journal = journals.StepJournal(self._device, self._person)
        with self._engine.connect() as connection:
            action(RehearsalUnitOfWork(connection, journal), "")

    def undo(self) -> Changes:
        """Take back the newest step; raises UserError when there is none."""
        return self._again(backwards=True)

    def redo(self) -> Changes:
        """Do the step undone last again; raises UserError when there is none."""
        return self._again(backwards=False)

    def _again(self, *, backwards: bool) -> Changes:
        journal = journals.StepJournal(self._device, self._person)
        with writing(self._engine) as connection:
            of = journals.newest(connection, undone=not backwards, person=self._person)
            journals.apply(connection, of, journal, backwards=backwards)
            if of.batch_id is not None:
                turn = hide_batch if backwards else show_batch
                journal.kinds |= turn(connection, of.batch_id)
            journal.describe(of.msgid, of.label_values)
            number = journal.write(connection, "undo" if backwards else "redo", of.id)
            journals.mark_undone(connection, of.id, number if backwards else None)
            return _changes(journal, number, None)

    def erase(
        self, *, text: str | None = None, person: str | None = None, dry_run: bool = False
    ) -> Erased:
        """Erase a text, or a person or customer by name or id, for good."""
        if person is not None:
            return erase_person(self._engine, self.path, person, key=self._key, dry_run=dry_run)
        return erase_text(self._engine, self.path, text or "", key=self._key, dry_run=dry_run)

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

    @property
    def encrypted(self) -> bool:
        """Whether the file can be read with a key only."""
        return self._key is not None

    def backup(self, target: Path) -> None:
        """Write a consistent copy and check it by opening it. Raises UserError when it exists."""
        write_backup(self._engine, self.path, target, key=self._key)
        note_backup(self._engine, target)

    def check(self) -> list[dict[str, str]]:
        """Return what is wrong with the file: damage, references, search rows, steps."""
        return workspace_health.check(self.path, key=self._key)

    def reindex(self) -> int:
        """Make every search row anew; return how many there are."""
        return workspace_health.reindex(self._engine, self.path)

    def new_recovery_code(self) -> str:
        """Wrap the key under a new recovery code and return it. Raises UserError without a key."""
        if self._key is None:
            raise UserError(_("{path} is not encrypted.").format(path=self.path))
        return keys.write_wrapped(self.path, salt_of(self.path).hex(), self._key)

    def committed_elsewhere(self) -> bool:
        """Return whether the file was committed to since the last call; for one thread only."""
        if self._watch is None:
            self._watch = CommitWatch(self._engine)
            return False
        return self._watch.changed()

    def close(self) -> None:
        """Release the file."""
        if self._watch is not None:
            self._watch.close()
        self._engine.dispose()


def _changes(
    journal: journals.StepJournal,
    number: int | None,
    uow: SqlUnitOfWork | None,
) -> Changes:
    """Describe a step that is about to commit."""
    return Changes(
        label="" if number is None else journal.label(),
        step=number,
        kinds=frozenset(journal.kinds),
        ids=frozenset(journal.ids),
        created=tuple(uow.created) if uow else (),
        warning=uow.warning if uow else "",
    )
