"""The status chip: how the sources stand, and until when their figures are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from cockpit.domain.entity import utc_now
from cockpit.i18n import _, ngettext

if TYPE_CHECKING:
    from datetime import datetime

    from cockpit.ui.kit.topbar import SyncState
    from cockpit.ui.workbench import Workbench

FIRST_MILLISECONDS: Final = 1_500
LOOK_MILLISECONDS: Final = 2_000


class SourceStatus(QObject):
    """Starts the pulls when there are sources, and says in the top bar how they stand.

    Without a source the chip says that everything here works offline, which is no alarm.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        bench.session.closing.connect(self._timer.stop)
        bench.session.changed.connect(lambda _changes: self._timer.start(0))
        bench.window.topbar.status_requested.connect(lambda: bench.open_page("sources"))
        self._timer.start(FIRST_MILLISECONDS)

    def look(self) -> None:
        """Say how the sources stand now; look again while there are any."""
        session = self._bench.session
        rows = [row for row in session.reader.sources() if row.source.enabled]
        desk = session.desk if rows else None
        state: SyncState = "offline"
        words = ""
        if rows and desk is not None:
            ended = [row.last_ok.ended_at for row in rows if row.last_ok is not None]
            known = max((at for at in ended if at is not None), default=None)
            failing = sum(row.failures > 0 for row in rows)
            if desk.running():
                state, words = "syncing", _("Pulling")
            elif failing:
                state = "failing"
                words = ngettext(
                    "{count} source is failing", "{count} sources are failing", failing
                ).format(count=failing)
            else:
                state, words = "synced", _("Synced")
            if known is not None:
                words += " · " + self._as_of(known)
            self._timer.start(LOOK_MILLISECONDS)
        topbar = self._bench.window.topbar
        if (topbar.status.state, topbar.status.words) != (state, words):
            topbar.set_status(state, words)

    def _as_of(self, known: datetime) -> str:
        local, now = known.astimezone(), utc_now().astimezone()
        when = f"{local:%H:%M}" if local.date() == now.date() else f"{local:%m-%d %H:%M}"
        return _("data as of {time}").format(time=when)
