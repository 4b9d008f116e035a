"""An open workspace as the window knows it: reads here, writes in the lane, says what changed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cockpit.domain.changes import Changes
from cockpit.domain.errors import Cancelled, EnvironmentProblem, UserError
from cockpit.i18n import _
from cockpit.services.ports import UnitOfWork, Workspace
from cockpit.services.source_ports import SourceDesk
from cockpit.ui.lanes import WriterLane

if TYPE_CHECKING:
    from cockpit.services.readers import Reader

LOG = logging.getLogger(__name__)
WATCH_MILLISECONDS = 700


class Session(QObject):
    """Every page is given this one object.

    `changed` carries the Changes of an own step, `changed_elsewhere` says that another program
    committed, `reported` carries a sentence for the person.
    """

    changed = Signal(object)
    changed_elsewhere = Signal()
    reported = Signal(str)
    closing = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._closed = False
        self.reader: Reader = workspace.reader()
        self.lane = WriterLane(self)
        # Imports run beside the lane: they write in slices, and edits go between.
        self.imports = WriterLane(self)
        # Makes what pulls sources when it is first needed; None where nothing is pulled.
        self.make_desk: Callable[[], SourceDesk] | None = None
        self._desk: SourceDesk | None = None
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MILLISECONDS)
        self._watch.timeout.connect(self._look_elsewhere)
        self._watch.start()

    @property
    def desk(self) -> SourceDesk | None:
        """What pulls sources beside the window, made at the first question."""
        if self._desk is None and self.make_desk is not None and not self._closed:
            self._desk = self.make_desk()
        return self._desk

    def write(
        self,
        action: Callable[[UnitOfWork], object],
        then: Callable[[Changes], object] | None = None,
    ) -> None:
        """Run a step in the lane, then tell everybody; `then` is called after that."""
        self._submit(lambda: self.workspace.write(action), then)

    def undo(self) -> None:
        """Take back this person's newest step."""
        self._submit(self.workspace.undo, None)

    def redo(self) -> None:
        """Do the step undone last again."""
        self._submit(self.workspace.redo, None)

    def close(self) -> None:
        """Cancel imports, finish the edits that were accepted and release the file."""
        self._closed = True
        self._watch.stop()
        self.closing.emit()
        if self._desk is not None:
            self._desk.close()
        self.imports.close()
        self.lane.close()
        self.workspace.close()

    def _submit(
        self, work: Callable[[], Changes], then: Callable[[Changes], object] | None
    ) -> None:
        def done(result: object) -> None:
            assert isinstance(result, Changes)
            if self._closed:
                return
            self.workspace.committed_elsewhere()
            self.changed.emit(result)
            if then is not None:
                then(result)
            if result.warning:
                self.reported.emit(result.warning)

        self.lane.submit(work, done, self.report)

    def report(self, error: Exception) -> None:
        """Tell the person what went wrong; a failure of our own goes to the log as well."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, UserError | EnvironmentProblem):
            self.reported.emit(str(error))
            return
        LOG.error("a step failed", exc_info=error)
        self.reported.emit(_("That did not work, and nothing was changed. Please try again."))

    def _look_elsewhere(self) -> None:
        if self.lane.waiting == 0 and not self._closed and self.workspace.committed_elsewhere():
            self.changed_elsewhere.emit()
