"""The serial lane that writes: jobs run one after another off the GUI thread and answer on it."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal

Done = Callable[[object], object]
Failed = Callable[[Exception], object]


@dataclass(frozen=True, slots=True)
class Job:
    """What to run in the lane, and what to call on the GUI thread with its result or failure."""

    work: Callable[[], object]
    done: Done
    failed: Failed


class _Worker(QThread):
    """Runs jobs until it is handed None."""

    answered = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()

    def run(self) -> None:
        """Take jobs in order; a failure is an answer like another."""
        while (job := self.jobs.get()) is not None:
            try:
                result = job.work()
            except Exception as error:
                self.answered.emit(job, None, error)
            else:
                self.answered.emit(job, result, None)


class WriterLane(QObject):
    """One thread for everything that writes the workspace."""

    busy_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = _Worker(self)
        self._worker.answered.connect(self._on_answered)
        self._waiting = 0
        self._worker.start()

    def submit(self, work: Callable[[], object], done: Done, failed: Failed) -> None:
        """Run work in the lane; exactly one of the two callbacks is called on the GUI thread."""
        self._waiting += 1
        self.busy_changed.emit(self._waiting)
        self._worker.jobs.put(Job(work, done, failed))

    @property
    def waiting(self) -> int:
        """How many jobs have not answered yet."""
        return self._waiting

    def close(self) -> None:
        """Let the jobs that were accepted finish, then end the thread."""
        self._worker.jobs.put(None)
        self._worker.wait()

    def _on_answered(self, job: Job, result: object, error: Exception | None) -> None:
        self._waiting -= 1
        self.busy_changed.emit(self._waiting)
        if error is None:
            job.done(result)
        else:
            job.failed(error)
