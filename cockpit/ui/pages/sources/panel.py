"""The inspector of a source: how it is set up, how its pulls went, what was refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from cockpit.domain.source import ConnectorInfo, RunStatus, SourceRow
from cockpit.i18n import N_, _
from cockpit.services.sources import options_of
from cockpit.ui.items.context import ItemContext
from cockpit.ui.items.rows import Row, RowList
from cockpit.ui.kit.actions import Action, menu
from cockpit.ui.kit.controls import IconButton
from cockpit.ui.kit.inspector import Inspector
from cockpit.ui.pages.sources import operations
from cockpit.ui.pages.sources.facts import Fact
from cockpit.ui.pages.sources.words import LOOKS, ago, interval_text, next_text, run_text

if TYPE_CHECKING:
    from cockpit.ui.session import Session

RUNS_SHOWN: Final = 8
REFUSED_SHOWN: Final = 20


class SourcePanel(Inspector):
    """Shows one source. The requests are the page's to do."""

    pull_requested = Signal()
    edit_requested = Signal()

    def __init__(
        self,
        session: Session,
        now: Callable[[], datetime],
        actions: Callable[[], list[Action]],
    ) -> None:
        super().__init__()
        self.session, self._now, self._actions = session, now, actions
        self.context = ItemContext(session, None, "source")
        self.row: SourceRow | None = None
        self.pull_button = IconButton("arrows-clockwise", N_("Pull now"), "R")
        self.pull_button.clicked.connect(self.pull_requested)
        self.edit_button = IconButton("pencil-simple", N_("Edit source"), "E")
        self.edit_button.clicked.connect(self.edit_requested)
        self.menu_button = IconButton("dots-three", N_("More"))
        self.menu_button.clicked.connect(self._open_menu)
        for button in (self.pull_button, self.edit_button, self.menu_button):
            self.add_button(button)
        self.title_committed.connect(self._rename)
        self.state, self.due, self.address = Fact(), Fact(), Fact()
        self.figures, self.key, self.zone = Fact(), Fact(), Fact()
        self.add_property(N_("Data as of"), self.state)
        self.add_property(N_("Next pull"), self.due)
        self.add_property(N_("Address"), self.address)
        self.add_property(N_("Brings"), self.figures)
        self.add_property(N_("Key"), self.key)
        self.add_property(N_("Time zone"), self.zone)
        self.refused = self.add_section(N_("Refused rows"), action=N_("Dismiss all"))
        self.refused.action_requested.connect(self._dismiss_all)
        self.refused_rows = RowList()
        self.refused.add(self.refused_rows, bleed=True)
        self.runs = self.add_section(N_("Pulls"))
        self.run_rows = RowList()
        self.runs.add(self.run_rows, bleed=True)

    def show_source(self, row: SourceRow, info: ConnectorInfo | None, *, running: bool) -> None:
        """Show a source as it stands now."""
        self.row = row
        source, last, now = row.source, row.last, self._now()
        self.set_header(_(info.title) if info else source.connector, source.name)
        self._show_banner(row, running=running)
        self.pull_button.label = N_("Stop the pull") if running else N_("Pull now")
        self.pull_button.icon = "stop-circle" if running else "arrows-clockwise"
        self.pull_button.retranslate()
        good = row.last_ok
        self.state.set_value(ago(good.started_at, now) if good else _("never pulled"))
        due = _("paused") if not source.enabled else next_text(row, now)
        self.due.set_value(_("{due} · {interval}").format(
            due=due, interval=interval_text(source.interval_seconds)))  # fmt: skip
        self.address.set_value(source.address)
        self.figures.set_value(self._figures())
        self.key.set_value(_("in this computer's keyring") if source.secret_keys else _("none"))
        self.zone.set_value(source.zone)
        self._show_refused(row)
        self._show_runs(row)
        self.runs.setVisible(last is not None)
        self.order_tabs()

    def _show_banner(self, row: SourceRow, *, running: bool) -> None:
        last = row.last
        if last is None or running or not last.error:
            self.banner.set_banner("")
        elif last.status is RunStatus.OFFLINE:
            self.banner.set_banner(last.error, "info", "cloud-slash")
        else:
            self.banner.set_banner(last.error, "bad", "warning-circle")

    def _figures(self) -> str:
        """The expressions, or the paths, that make its figures."""
        assert self.row is not None
        options = options_of(self.row.source)
        return options.get("queries") or options.get("figure", "")

    def _show_refused(self, row: SourceRow) -> None:
        found = self.session.reader.quarantine(row.source.id, 0, REFUSED_SHOWN)
        self.refused.setVisible(bool(found))
        more = row.quarantined - len(found)
        note = f"{row.quarantined:,}"
        if more > 0:
            note = _("{count}, the newest {shown} here").format(count=note, shown=len(found))
        self.refused.set_note(note)
        self.refused_rows.keep([one.id for one in found])
        for index, one in enumerate(found):
            made = self.refused_rows.rows.get(one.id)
            if not isinstance(made, Row):
                made = Row()
                made.remove_requested.connect(
                    lambda row_id=one.id: operations.dismiss(self.session, [row_id])
                )
            self.refused_rows.put(index, one.id, made)
            made.set_row(f"{one.reason} {one.raw}", "prohibit", tint="n8")

    def _show_runs(self, row: SourceRow) -> None:
        found = self.session.reader.sync_runs(row.source.id, 0, RUNS_SHOWN)
        self.run_rows.keep([run.id for run in found])
        for index, run in enumerate(found):
            made = self.run_rows.rows.get(run.id)
            if not isinstance(made, Row):
                made = Row(removable=False)
            self.run_rows.put(index, run.id, made)
            running = run.status is RunStatus.RUNNING
            look = LOOKS[run.status]
            text = _("Pulling…") if running and index == 0 else run_text(run)
            tint = look.tint if run.status is RunStatus.FAILED else "n9"
            icon = "arrows-clockwise" if running and index == 0 else look.icon
            made.set_row(text, icon, self.context.when(run.started_at), tint=tint)

    def _rename(self, name: str) -> None:
        desk = self.session.desk
        if self.row is not None and desk is not None and name != self.row.source.name:
            operations.edit(self.session, desk, self.row.source.id, {"name": name})

    def _dismiss_all(self) -> None:
        if self.row is not None:
            source_id = self.row.source.id
            ids = [one.id for one in self.session.reader.quarantine(source_id, 0, 1_000)]
            operations.dismiss(self.session, ids)

    def _open_menu(self) -> None:
        made = menu(self._actions(), self)
        made.aboutToHide.connect(made.deleteLater)
        made.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))
