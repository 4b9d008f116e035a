"""A workspace as pulls write it: beside the window's own, and not as the person's edits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cockpit.storage.import_lock import ImportLock
from cockpit.storage.journal import StepJournal
from cockpit.storage.point_work import put_live
from cockpit.storage.turns import writing
from cockpit.storage.unit_of_work import SqlUnitOfWork
from cockpit.storage.workspace import SqlWorkspace

if TYPE_CHECKING:
    # numpy comes only with the first points that are pulled.
    from cockpit.domain.points import Points

PERSON = "sync"
RUNS_KEPT = 500


class SyncLock(ImportLock):
    """The file `<workspace>-sync-<source>`, locked while one program pulls that source."""

    def __init__(self, workspace: Path, source_id: str) -> None:
        super().__init__(workspace)
        self._path = workspace.with_name(f"{workspace.name}-sync-{source_id[-12:]}")


class SyncWorkspace(SqlWorkspace):
    """What a pull makes with a history (figures, series) is of nobody, so nobody's undo meets it.

    Its own connections, and a transaction for each part: edits go between.
    """

    def __init__(self, path: Path, *, key: bytes | None = None) -> None:
        super().__init__(path, key=key, person=PERSON)

    def note(self, action: Callable[[SqlUnitOfWork], object]) -> None:
        """Run a step without a history: points, runs and refused rows."""
        journal = StepJournal(self._device, self._person)
        with writing(self._engine) as connection:
            action(SqlUnitOfWork(connection, journal))

    def put_points(self, parts: Sequence[tuple[int, Points]]) -> int:
        """Write points of series, by key, over those of the same times; return how many changed."""
        changed = 0
        with writing(self._engine) as connection:
            for key, points in parts:
                counts = put_live(connection, key, points)
                changed += counts.added + counts.changed
        return changed

    def sync_lock(self, source_id: str) -> SyncLock:
        """Return the lock that lets one program at a time pull a source."""
        return SyncLock(self.path, source_id)

    def forget_old_runs(self, source_id: str) -> None:
        """Keep the newest runs of a source, and those that refused rows point at."""
        with writing(self._engine) as connection:
            connection.exec_driver_sql(
                "DELETE FROM sync_run WHERE run_source_id = ?1 AND id NOT IN (SELECT id FROM "
                "sync_run WHERE run_source_id = ?1 ORDER BY started_at DESC LIMIT ?2) "
                "AND id NOT IN (SELECT run_id FROM quarantine WHERE run_source_id = ?1)",
                (source_id, RUNS_KEPT),
            )
