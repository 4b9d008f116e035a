"""What the keys do with the selected items, and the lists that some of them open first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cockpit.domain.entity import utc_now
from cockpit.domain.feedback import FeedbackStatus, FeedbackType
from cockpit.i18n import _
from cockpit.services.feedback import title_of
from cockpit.ui.kit.choice_popup import ChoicePopup
from cockpit.ui.pages.feedback import operations
from cockpit.ui.pages.feedback.popups import (
    SnoozePopup,
    TaskPopup,
    status_popup,
    tag_choices,
    tag_popup,
    type_popup,
)
from cockpit.ui.pages.feedback.words import leaves

if TYPE_CHECKING:
    from cockpit.ui.pages.feedback.page import FeedbackPage

WIDE: Final = 440  # of the list in which a title is typed


class Verdicts:
    """Works for one page; does nothing while nothing is selected."""

    def __init__(self, page: FeedbackPage) -> None:
        self._page = page
        self.popup: ChoicePopup | None = None

    def set_status(self, status: FeedbackStatus) -> None:
        """Judge the selected items and go on to the next."""
        ids = self._page.selected_ids()
        if ids:
            gone = leaves(self._page.rows.filter, status, None)
            self._page.listing.go_on(gone=gone)
            operations.set_status(self._page.session, ids, status)

    def set_type(self, type_: FeedbackType) -> None:
        """Say what kind the selected items are; the place stays."""
        ids = self._page.selected_ids()
        if ids:
            operations.set_type(self._page.session, ids, type_)

    def snooze(self, until: datetime | None) -> None:
        """Put the selected items off and go on to the next."""
        ids = self._page.selected_ids()
        if ids:
            gone = until is not None and leaves(self._page.rows.filter, None, until)
            self._page.listing.go_on(gone=gone)
            operations.snooze(self._page.session, ids, until)

    def mark_duplicates(self) -> None:
        """Say that all selected items repeat the one that the keys are on."""
        page = self._page
        row, ids = page.view.current_row(), page.selected_ids()
        if row is None or len(ids) < 2:
            page.session.reported.emit(
                _("Select the duplicates with Shift+J first; the one you end on is kept.")
            )
            return
        operations.mark_duplicates(page.session, [i for i in ids if i != row.id], row.id)

    def delete(self) -> None:
        """Delete the selected items."""
        ids = self._page.selected_ids()
        if ids:
            self._page.listing.go_on(gone=True)
            operations.delete(self._page.session, ids)

    def ask_type(self) -> None:
        """Open the list of types."""
        row = self._page.view.current_row()
        if row is not None:
            popup = type_popup(self._page.reading.anchor(), row.type)
            popup.chosen.connect(lambda key: self.set_type(FeedbackType(key[1:])))
            self._open(popup)

    def ask_status(self) -> None:
        """Open the list of statuses."""
        row = self._page.view.current_row()
        if row is not None:
            popup = status_popup(self._page.reading.anchor(), row.status)
            popup.chosen.connect(lambda key: self.set_status(FeedbackStatus(key)))
            self._open(popup)

    def ask_snooze(self) -> None:
        """Open the times to put items off until."""
        row = self._page.view.current_row()
        if row is not None:
            now = utc_now().astimezone(self._page.zone)
            snoozed = row.snoozed_until is not None and row.snoozed_until > now
            popup = SnoozePopup(self._page.reading.anchor(), now, snoozed=snoozed)
            popup.until.connect(self.snooze)
            self._open(popup)

    def ask_tags(self) -> None:
        """Open the tags; each that is ticked is one step, and the list stays open."""
        page = self._page
        ids, reader = page.selected_ids(), page.session.reader
        if not ids:
            return
        product = page.context.product_id
        names = {tag.id: tag.name for tag in reader.feedback_tags(product)}

        def ticked() -> list[str]:
            on = reader.tags_of_feedback(ids)
            each = [{tag.id for tag in on.get(item, [])} for item in ids]
            return list(set.intersection(*each)) if each else []

        popup = tag_popup(page.reading.anchor(), reader.feedback_tags(product), ticked())

        def toggle(name: str) -> None:
            operations.toggle_tag(page.session, ids, name, lambda _changes: renew())

        def renew() -> None:
            tags = reader.feedback_tags(product)
            names.update({tag.id: tag.name for tag in tags})
            popup.set_choices(tag_choices(tags, ticked()))

        popup.chosen.connect(lambda tag_id: toggle(names[tag_id]))
        popup.invented.connect(lambda name: operations.toggle_tag(page.session, ids, name))
        self._open(popup)

    def ask_task(self) -> None:
        """Open the line that makes a task of the items or finds the one that answers them."""
        page = self._page
        ids, detail = page.selected_ids(), page.reading.detail
        if not ids:
            return
        title = title_of(detail.feedback) if detail is not None else ""
        if not title:
            row = page.view.current_row()
            title = row.subject or row.excerpt[:80] if row is not None else ""
        popup = TaskPopup(page.reading.anchor(WIDE), page.session.reader.find_items, title)
        launch = page.context.launch.id
        popup.made.connect(lambda words: operations.make_task(page.session, ids, launch, words))
        popup.linked.connect(lambda task: operations.link_task(page.session, ids, task))
        self._open(popup)

    def _open(self, popup: ChoicePopup) -> None:
        self.popup = popup
        popup.closed.connect(self._closer(popup))
        popup.open()

    def _closer(self, popup: ChoicePopup) -> Callable[[], None]:
        def closed() -> None:
            if self.popup is popup:
                self.popup = None
            popup.deleteLater()

        return closed
