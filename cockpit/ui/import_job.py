"""One import of a file from the window: it shows how far it is and can be cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Signal

from cockpit.domain.changes import Changes
from cockpit.domain.errors import Cancelled
from cockpit.i18n import _
from cockpit.ui.kit.shell import Shell
from cockpit.ui.session import Session

if TYPE_CHECKING:
    from cockpit.domain.imported import ImportReport

GoOn = Callable[[int, int], bool]


# What a file is about, before what hangs on it.
MAIN_KINDS: Final = ("task", "risk", "feedback", "point", "kpi")


def main_kind(report: ImportReport) -> str:
    """Return the kind that an import is told by: a register's risks, not its judgements."""
    seen = {*report.created, *report.updated, *report.unchanged}
    return next((kind for kind in MAIN_KINDS if kind in seen), next(iter(sorted(seen)), ""))


class ImportFile(Protocol):
    """Imports a board file; `progress(done, total)` rows returns whether to go on."""

    def __call__(self, path: Path, progress: GoOn, /) -> tuple[Changes, str]: ...


class ImportJob(QObject):
    """Runs beside the writer lane, so that edits made meanwhile are kept at once."""

    _progressed = Signal(int, int)
    finished = Signal(object, str)

    def __init__(self, shell: Shell, session: Session, importer: ImportFile, path: Path) -> None:
        super().__init__(shell)
        self._shell, self._session, self._importer, self._path = shell, session, importer, path
        self._stop = threading.Event()
        self._progressed.connect(self._on_progressed)
        session.closing.connect(self.cancel)

    def start(self) -> None:
        """Begin; the progress bar stands until the end."""
        self._shell.show_progress(self._what(), 0, 0, self._stop.set)
        self._session.imports.submit(self._work, self._on_done, self._on_failed)

    def cancel(self) -> None:
        """Stop at the next slice; nothing of the file stays."""
        self._stop.set()

    def _what(self) -> str:
        return _("Importing {name}").format(name=self._path.name)

    def _work(self) -> tuple[Changes, str]:
        return self._importer(self._path, self._go_on)

    def _go_on(self, done: int, total: int) -> bool:
        self._progressed.emit(done, total)
        return not self._stop.is_set()

    def _on_progressed(self, done: int, total: int) -> None:
        self._shell.show_progress(self._what(), done, total)

    def _on_done(self, result: object) -> None:
        assert isinstance(result, tuple)
        self._shell.hide_progress()
        self.finished.emit(*result)

    def _on_failed(self, error: Exception) -> None:
        self._shell.hide_progress()
        if isinstance(error, Cancelled):
            sentence = _("The import was cancelled; nothing of {name} was kept.")
            self._shell.toast(sentence.format(name=self._path.name))
        self._session.report(error)
