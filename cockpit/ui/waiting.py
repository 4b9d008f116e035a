"""How much waits on each page, for the rail: read when nothing else is going on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from cockpit.domain.filters import parse_filter

if TYPE_CHECKING:
    from cockpit.ui.workbench import Workbench

# After a change others look first; a rail that is a moment late disturbs nobody.
PAUSE_MILLISECONDS: Final = 400


class Waiting(QObject):
    """Keeps the counts of the rail: late and blocked tasks, risks to review, feedback to answer."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self.count)
        for changed in (bench.session.changed, bench.session.changed_elsewhere):
            changed.connect(self.ask)
        bench.session.closing.connect(self._timer.stop)
        self.ask()

    def ask(self, _changes: object = None) -> None:
        """Count soon."""
        self._timer.start()

    def count(self) -> None:
        """Count now and show it."""
        from cockpit.domain.risk_filter import parse_risk_filter

        launch, reader, rail = (
            self._bench.launch,
            self._bench.session.reader,
            self._bench.window.rail,
        )
        if launch is None:
            return
        late = reader.count(launch.id, parse_filter("due:overdue status:open -status:blocked"))
        blocked = reader.count(launch.id, parse_filter("status:blocked status:open"))
        due = reader.count_risks(launch.id, parse_risk_filter("status:open is:due"))
        rail.set_count("board", late + blocked)
        rail.set_count("risks", due)
        rail.set_count("feedback", reader.feedback_counts(launch.product_id).inbox)
