"""The feedback page: the list at the left, what is read beside it, the inspector of one item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent

from cockpit.domain.changes import Changes
from cockpit.domain.feedback import FeedbackCounts
from cockpit.i18n import N_, _
from cockpit.ui.items.context import ItemContext
from cockpit.ui.kit import ink
from cockpit.ui.kit.controls import PrimaryButton
from cockpit.ui.kit.view_tabs import ViewTabs
from cockpit.ui.page import Page, PageContext
from cockpit.ui.pages.feedback import figures, operations
from cockpit.ui.pages.feedback.empty import empty_inbox
from cockpit.ui.pages.feedback.listing import Listing
from cockpit.ui.pages.feedback.reading import ReadingPane
from cockpit.ui.pages.feedback.verdicts import Verdicts
from cockpit.ui.pages.feedback.write_box import WriteBox

if TYPE_CHECKING:
    from cockpit.ui.kit.inspector import Inspector
    from cockpit.ui.pages.feedback.inbox import InboxView
    from cockpit.ui.pages.feedback.panel import FeedbackPanel
    from cockpit.ui.pages.feedback.rows import InboxRows

MARGIN: Final = 28
HEAD: Final = 64
LIST: Final = 404
NARROW_LIST: Final = 320
LEAST_READING: Final = 380
WIDE_ENOUGH: Final = LIST + 360 + 460
VIEWS: Final = (
    ("inbox", N_("Inbox"), "tray"),
    ("waiting", N_("Waiting"), "hourglass"),
    ("snoozed", N_("Snoozed"), "clock"),
    ("done", N_("Done"), "check-circle"),
    ("all", N_("All"), "stack"),
)


class FeedbackPage(Page):
    """What users of one product say, judged key by key."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        times = ItemContext(context.session, context.today)
        self.zone = times.zone
        self.counts = FeedbackCounts(by_status={}, snoozed=0)
        self._changes: Changes | None = None
        self._writing: WriteBox | None = None
        self._offered = False
        self._told: list[str] = []
        self.verdicts = Verdicts(self)
        self.listing = Listing(context, times, self)
        self.listing.changed.connect(self._on_listed)
        self.listing.selection_changed.connect(self._on_selected)
        self.view.opened.connect(self.opened)
        self.reading = ReadingPane(times.when, self)
        self.reading.type_requested.connect(self.verdicts.ask_type)
        self.reading.tag_requested.connect(self.verdicts.ask_tags)
        self.reading.status_requested.connect(self.verdicts.ask_status)
        self.tabs = ViewTabs(VIEWS, self)
        self.tabs.changed.connect(self._on_tab)
        self.listing.all_requested.connect(lambda: self.tabs.select("all"))
        self.write_button = PrimaryButton(N_("Write down"), "pencil-simple", "N")
        self.write_button.setParent(self)
        self.write_button.clicked.connect(self.write_down)
        self.empty = empty_inbox(self.import_requested.emit, self.write_down, self)
        # A step that failed changed nothing, though its items were taken out of sight already.
        context.session.reported.connect(self._on_reported)
        self.listing.refill()

    @property
    def view(self) -> InboxView:
        """The list that is painted."""
        return self.listing.view

    @property
    def rows(self) -> InboxRows:
        """What is in the list."""
        return self.listing.rows

    # Reading

    def _on_changed(self, changes: object = None) -> None:
        self._changes = changes if isinstance(changes, Changes) else None
        super()._on_changed(changes)
        self._changes = None

    def refresh(self) -> None:
        """Follow what changed."""
        self.listing.follow(self._changes)

    def _on_listed(self) -> None:
        """Read the counts, and show the parts there is something for."""
        self.counts = self.session.reader.feedback_counts(self.context.product_id)
        some = self.counts.total > 0 or self.listing.filtering
        if not some and self.listing.isAncestorOf(self.focusWidget() or self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        for part in (self.listing, self.reading, self.tabs, self.write_button):
            part.setVisible(some)
        self.empty.setVisible(not some)
        if some and self.hasFocus():
            self.focus_content()
        self.update()

    def _on_selected(self) -> None:
        picked = self.view.picked
        row = self.view.current_row() if len(picked) == 1 else None
        detail = self.session.reader.feedback(row.id) if row is not None else None
        self.reading.show_detail(detail, len(picked))
        ids = self.selected_ids()
        if ids != self._told:
            # What changed in the same items the inspector is told by the session.
            self._told = ids
            self.selection_changed.emit(ids)

    def _on_tab(self, key: str) -> None:
        self.listing.status = key
        self.listing.refill()

    def _on_reported(self, _sentence: str) -> None:
        if self.isVisible():
            self.listing.refill(keep=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Offer the inspector once, where there is room for it beside the text."""
        super().showEvent(event)
        if not self._offered and self.width() >= WIDE_ENOUGH and self.rows.count:
            self._offered = True
            QTimer.singleShot(0, self, self.opened.emit)

    # What the workbench asks

    def focus_content(self) -> None:
        """Give the keys to the list."""
        if self.listing.isVisibleTo(self):
            self.listing.focus_content()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def selected_ids(self) -> list[str]:
        """The ids of what is selected."""
        return self.listing.selected_ids()

    def show_item(self, item_id: str) -> None:
        """Select an item and scroll to it; filter and tab that hide it are left."""
        if not self.listing.select(item_id):
            self.listing.field.clear()
            self.tabs.select("all")
            self.listing.select(item_id)
        self.focus_content()

    def make_panel(self) -> FeedbackPanel:
        """Make the inspector of feedback."""
        from cockpit.ui.pages.feedback.panel import FeedbackPanel

        return FeedbackPanel(self.session, self.today)

    def fill_panel(self, panel: Inspector) -> bool:
        """Show the item that is read."""
        from cockpit.ui.pages.feedback.panel import FeedbackPanel

        assert isinstance(panel, FeedbackPanel)
        tags = self.session.reader.feedback_tags(self.context.product_id)
        shown = self.reading.detail
        if shown is not None:
            # Read again: the inspector may be told of a change before the page is.
            panel.show_feedback(self.session.reader.feedback(shown.feedback.id) or shown, tags)
        elif self.reading.count > 1:
            panel.show_many(self.selected_ids(), tags)
        else:
            return False
        return True

    # What a person does

    def write_down(self) -> None:
        """Ask for what somebody said."""
        if self._writing is None:
            self._writing = WriteBox(self)
            self._writing.entered.connect(self._on_written)
        self._writing.open()

    def _on_written(self, text: str) -> None:
        operations.write_down(self.session, self.context.product_id, text, self.show_item)

    def focus_filter(self) -> None:
        """Go to the filter field."""
        self.listing.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title, the figures and the line below."""
        painter = QPainter(self)
        ink.text(painter, MARGIN, 36, _("Feedback"), "page", "n9")
        if self.tabs.isVisibleTo(self):
            ink.hairline(painter, 0, HEAD, self.width())
            self._paint_summary(painter)

    def _paint_summary(self, painter: QPainter) -> None:
        """Paint the figures before the button; the last ones give way where there is no room."""
        words = figures.summary(self.counts)
        right = self.write_button.geometry().left() - 14.0
        room = right - self.tabs.geometry().right() - 20
        wide = [ink.width(word, "caption") for word in words]
        while words and sum(wide[: len(words)]) + ink.SEPARATOR_WIDTH * (len(words) - 1) > room:
            words.pop()
        x = right - sum(wide[: len(words)]) - ink.SEPARATOR_WIDTH * (len(words) - 1)
        for index, word in enumerate(words):
            if index:
                x = ink.separator(painter, x, 36)
            x = ink.text(painter, x, 36, word, "caption", "n7")

    def list_width(self) -> int:
        """How wide the list is: less where the text would have no room."""
        return LIST if self.width() - LIST >= LEAST_READING else NARROW_LIST

    def retranslate(self) -> None:
        """Read every text again."""
        for part in (self.tabs, self.write_button, self.empty, self.listing, self.reading):
            part.retranslate()
        self._place()
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts by the page's own grid."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        left = round(MARGIN + ink.width(_("Feedback"), "page") + 20)
        tabs, button = self.tabs.sizeHint(), self.write_button.sizeHint()
        self.tabs.setGeometry(left, 36 - tabs.height() // 2, tabs.width(), tabs.height())
        right = self.width() - MARGIN - button.width() + 4
        self.write_button.setGeometry(right, 17, button.width(), button.height())
        wide, below = self.list_width(), HEAD + 1
        self.listing.setGeometry(0, below, wide, self.height() - below)
        self.empty.setGeometry(0, HEAD, self.width(), self.height() - HEAD)
        self.reading.setGeometry(wide, below, self.width() - wide, self.height() - below)
