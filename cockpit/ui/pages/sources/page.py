"""The page of sources: what is pulled from where, how fresh it is, and when it is pulled next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent

from cockpit.domain.entity import utc_now
from cockpit.domain.source import ConnectorInfo, SourceRow
from cockpit.i18n import N_, _
from cockpit.ui.kit import ink
from cockpit.ui.kit.confirm import confirm
from cockpit.ui.kit.controls import PrimaryButton
from cockpit.ui.page import Page, PageContext
from cockpit.ui.pages.sources import operations
from cockpit.ui.pages.sources.columns import line_of
from cockpit.ui.pages.sources.empty import no_sources
from cockpit.ui.pages.sources.listing import SourceTable
from cockpit.ui.pages.sources.words import summary

if TYPE_CHECKING:
    from cockpit.ui.kit.actions import Action
    from cockpit.ui.kit.inspector import Inspector
    from cockpit.ui.pages.sources.panel import SourcePanel

MARGIN: Final = 28
TOP: Final = 72
# Ages and the state of pulls are looked at again while the page is seen.
LOOK_MILLISECONDS: Final = 1_000


class SourcesPage(Page):
    """The sources of the product."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.carrier = operations.Carrier(self)
        self.rows: dict[str, SourceRow] = {}
        self.infos: dict[str, ConnectorInfo] = {}
        self.add_button = PrimaryButton(N_("Add source"), "plus", "N")
        self.add_button.setParent(self)
        self.add_button.clicked.connect(lambda: self.add_source())
        self.table = SourceTable(self)
        self.table.ids_selected.connect(self._on_selected)
        self.table.opened.connect(self.opened)
        self.empty = no_sources(self.add_source, self._ask_import, self)
        self._running: frozenset[str] = frozenset()
        self._panel: SourcePanel | None = None
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MILLISECONDS)
        self._look.timeout.connect(self._look_again)
        self.refresh()

    # Reading.

    def refresh(self) -> None:
        """Read the sources again."""
        desk = self.session.desk
        if desk is not None and not self.infos:
            self.infos = {info.key: info for info in desk.infos()}
        rows = self.session.reader.sources(self.context.product_id)
        self.rows = {row.source.id: row for row in rows}
        self._running = desk.running() if desk is not None else frozenset()
        self._show()

    def _show(self) -> None:
        """Show what was read, as it stands now."""
        now = self.now()
        self.table.show_lines(
            [
                line_of(row, self._kind(row), now, running=row.source.id in self._running)
                for row in self.rows.values()
            ]
        )
        self.table.setVisible(bool(self.rows))
        self.empty.setVisible(not self.rows)
        self.update()

    def _kind(self, row: SourceRow) -> str:
        info = self.infos.get(row.source.connector)
        return _(info.title) if info is not None else row.source.connector

    def now(self) -> datetime:
        """The present instant."""
        return utc_now()

    def _look_again(self) -> None:
        """Notice pulls that began or ended, and let ages grow."""
        desk = self.session.desk
        running = desk.running() if desk is not None else frozenset()
        if running != self._running:
            self.refresh()
            self._fill_own_panel()
        else:
            self._show()

    # What the workbench asks.

    def focus_content(self) -> None:
        """Give the keys to the list."""
        if not self.rows:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.rows.index(0, 0))

    def selected_ids(self) -> list[str]:
        """The ids of the selected sources."""
        return self.table.selected_ids()

    def selected_rows(self) -> list[SourceRow]:
        """The selected sources."""
        return [self.rows[each] for each in self.selected_ids() if each in self.rows]

    def show_item(self, item_id: str) -> None:
        """Select a source and bring it in sight."""
        self.table.select_ids([item_id])

    def make_panel(self) -> SourcePanel:
        """Make the inspector of sources."""
        from cockpit.ui.pages.sources.panel import SourcePanel

        self._panel = SourcePanel(self.session, self.now, self._whole_actions)
        self._panel.pull_requested.connect(self.pull_selected)
        self._panel.edit_requested.connect(self.edit_selected)
        return self._panel

    def fill_panel(self, panel: Inspector) -> bool:
        """Show one source."""
        from cockpit.ui.pages.sources.panel import SourcePanel

        assert isinstance(panel, SourcePanel)
        ids = self.selected_ids()
        row = self.session.reader.source(ids[0]) if len(ids) == 1 else None
        if row is None:
            return False
        info = self.infos.get(row.source.connector)
        panel.show_source(row, info, running=row.source.id in self._running)
        return True

    def _fill_own_panel(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            self.fill_panel(self._panel)

    def _whole_actions(self) -> list[Action]:
        from cockpit.ui.pages.sources.actions import whole_actions

        return whole_actions(lambda: self)

    # What a person does.

    def _ask_import(self) -> None:
        self.import_requested.emit("series")

    def add_source(self, kind: str = "") -> None:
        """Ask for a new source."""
        from cockpit.ui.pages.sources.box import SourceBox

        desk = self.session.desk
        if desk is None:
            return
        product = self.context.product_id
        box = SourceBox(self, self.session, desk, self.carrier, product)
        if kind:
            box.show_kind(kind)
        box.then = self._on_written
        box.open()

    def edit_selected(self) -> None:
        """Ask how the selected source is set up."""
        from cockpit.ui.pages.sources.box import SourceBox

        desk, rows = self.session.desk, self.selected_rows()
        if desk is None or len(rows) != 1 or rows[0].source.connector not in self.infos:
            return
        product, source = self.context.product_id, rows[0].source
        box = SourceBox(self, self.session, desk, self.carrier, product, source)
        box.then = self._on_written
        box.open()

    def _on_written(self, source_id: str) -> None:
        self.refresh()
        self.show_item(source_id)
        self.opened.emit()

    def pull_selected(self) -> None:
        """Pull the selected sources now; those that are being pulled are stopped."""
        desk = self.session.desk
        if desk is None:
            return
        for row in self.selected_rows():
            if row.source.id in desk.running():
                desk.cancel(row.source.id)
            else:
                desk.pull_now(row.source.id)

    def pull_all(self) -> None:
        """Pull every source that is not paused."""
        desk = self.session.desk
        for row in self.rows.values():
            if desk is not None and row.source.enabled:
                desk.pull_now(row.source.id)

    def pause_selected(self) -> None:
        """Pause the selected sources, or go on with them when all are paused."""
        rows = self.selected_rows()
        paused = any(row.source.enabled for row in rows)
        for row in rows:
            operations.pause(self.session, row.source.id, paused=paused)

    def remove_selected(self) -> None:
        """Remove the selected source; a key in the keyring is asked about first."""
        rows = self.selected_rows()
        if len(rows) != 1:
            return
        source = rows[0].source
        if not source.secret_keys:
            operations.remove(self.session, self.carrier, source)
            return
        confirm(
            self,
            _("Remove “{name}”?").format(name=source.name),
            _(
                "The figures it brought stay. Its key leaves this computer's keyring, and undo "
                "cannot bring that back."
            ),
            _("Remove"),
            lambda: operations.remove(self.session, self.carrier, source),
        )

    def _on_selected(self, ids: list[str]) -> None:
        self.selection_changed.emit(ids)

    # Painting.

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the pulls while the page is seen."""
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._look.stop()

    def retranslate(self) -> None:
        """Read every text again."""
        for part in (self.add_button, self.empty):
            part.retranslate()
        self.table.lines = []
        self._show()
        self._place()
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts by the page's own grid."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        button = self.add_button.sizeHint()
        right = self.width() - MARGIN
        self.add_button.setGeometry(right - button.width() + 4, 18, button.width(), button.height())
        inset = MARGIN - 10
        self.table.setGeometry(inset, TOP, self.width() - 2 * inset, max(0, self.height() - TOP))
        self.empty.setGeometry(0, TOP, self.width(), max(0, self.height() - TOP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title and the summary."""
        painter = QPainter(self)
        x = ink.text(painter, MARGIN, 36, _("Sources"), "page", "n9")
        if self.rows:
            room = self.add_button.x() - x - 28
            sentence = ink.elided(summary(list(self.rows.values())), "caption", room)
            ink.text(painter, x + 14, 38, sentence, "caption", "n7")
