"""The left side of the page: filter, how much was found, the order, and the list itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cockpit.domain.changes import Changes
from cockpit.domain.feedback import Feedback
from cockpit.domain.feedback_filter import parse_feedback_filter
from cockpit.i18n import N_, _
from cockpit.ui.items.context import ItemContext
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.controls import FilterField, TextButton
from cockpit.ui.kit.empty_state import NothingFound
from cockpit.ui.page import PageContext
from cockpit.ui.pages.feedback import figures
from cockpit.ui.pages.feedback.inbox import InboxView
from cockpit.ui.pages.feedback.rows import InboxRows
from cockpit.ui.pages.feedback.words import narrowed

BAR: Final = 78
# More items than this are looked for anew rather than one by one.
FEW: Final = 200


class Listing(Painted):
    """Knows what is listed and selected, and keeps both right as items change."""

    # The list is another one, or other items are in it.
    changed = Signal()
    selection_changed = Signal()
    # Nothing is here; somebody wants to see what is elsewhere.
    all_requested = Signal()

    def __init__(self, context: PageContext, times: ItemContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._reader, self._product_id = context.session.reader, context.product_id
        self.status = "inbox"
        self.problem = ""
        self.rows = InboxRows(self._reader, self._product_id)
        self.view = InboxView(self.rows, times.when, context.today, self)
        self.view.setAccessibleName(_("Feedback"))
        self.view.selection_changed.connect(self.selection_changed)
        self.view.found_more.connect(self._on_found)
        self.field = FilterField(N_("type:bug tag:payments rating:<3 received:<7d"), "/")
        self.field.setParent(self)
        self.field.textChanged.connect(lambda _text: self.refill())
        self.field.returnPressed.connect(self.focus_content)
        self.order = TextButton(self._order_words, "n7")
        self.order.setParent(self)
        self.order.clicked.connect(self.turn_order)
        self.nothing = NothingFound(self._nothing_words, self._way_out, self)
        self.nothing.cleared.connect(self._on_way_out)

    @property
    def filtering(self) -> bool:
        """Whether somebody typed a filter."""
        return bool(self.field.text().strip())

    # What is listed

    def refill(self, *, keep: bool = False) -> None:
        """Begin the list anew; `keep` stays with the item that is read."""
        parsed = parse_feedback_filter(self.field.text())
        problems = [problem.message for problem in parsed.problems]
        self.field.setToolTip("\n".join(problems))
        self.problem = problems[0] if problems else ""
        picked = self.view.picked
        row = self.view.current_row() if keep else None
        self.rows.start(narrowed(parsed, self.status), self.rows.newest_first)
        index = self.rows.index_of(row.seq, picked.index) if row is not None else None
        if self.rows.count:
            place = picked.index if keep else 0
            picked.take(min(place if index is None else index, self.rows.count - 1))
        else:
            picked.clear()
        if not keep:
            self.view.top = 0.0
        self.view.reveal()
        self._show()

    def follow(self, changes: Changes | None) -> None:
        """Look again at what changed, or at all of it when that is not known."""
        if changes is None or not changes.ids or len(changes.ids) > FEW or self._by_parts(changes):
            self.refill(keep=True)
            return
        picked = self.view.picked
        if Feedback.KIND in changes.kinds:
            came = self.rows.update(list(changes.ids), picked.index)
            index = self.rows.index_of(came[0], picked.index) if came else None
            if index is not None:
                # What an undo brings back is what somebody wants to see.
                picked.take(index)
                self.view.reveal()
        else:
            self.rows.forget()
        picked.settle()
        self._show()

    def _by_parts(self, changes: Changes) -> bool:
        """Whether what passes the filter may be others now than the items that changed."""
        asked = {term.field for term in self.rows.filter.terms}
        tagged = asked & {"tag", "has"} and changes.kinds & {"feedback_tag", "tag", "link"}
        named = "customer" in asked and "customer" in changes.kinds
        said = self.rows.filter.words and "comment" in changes.kinds
        return bool(tagged or named or said)

    def _show(self) -> None:
        self.view.show_rows()
        self._choose_parts()
        self.changed.emit()
        self.selection_changed.emit()
        self.update()

    def _choose_parts(self) -> None:
        found = self.rows.count > 0 or not self.rows.done
        if not found and self.view.hasFocus():
            # Qt would hand the focus of what is hidden to the next control, with a ring.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.setVisible(found)
        self.nothing.setVisible(not found)
        if not found:
            self.nothing.retranslate()
        if found and self.hasFocus():
            self.focus_content()

    def _on_found(self) -> None:
        """More was found: the figures change, the reading does not."""
        if not self.view.picked.seqs and self.rows.count:
            self.view.picked.take(0)
            self.selection_changed.emit()
        self._choose_parts()
        self.update(0, 0, self.width(), BAR)

    def _nothing_words(self) -> str:
        if self.filtering:
            return _("No feedback passes this filter.")
        return _("Nothing waits here.") if self.status != "all" else ""

    def _way_out(self) -> str:
        return _("Clear filter") if self.filtering else _("Show all feedback")

    def _on_way_out(self) -> None:
        if self.filtering:
            self.clear_filter()
        else:
            self.all_requested.emit()

    # What is selected

    def selected_ids(self) -> list[str]:
        """The ids of what is selected."""
        return self.rows.ids(self.view.picked.seqs)

    def select(self, item_id: str) -> bool:
        """Select an item and scroll to it; False when it is not in the list."""
        standing = self._reader.feedback_standing(self._product_id, self.rows.filter, [item_id])
        if not standing or not standing[0][2]:
            return False
        seq = standing[0][1]
        index = self.rows.index_of(seq)
        while index is None and self.rows.more():
            index = self.rows.index_of(seq, self.rows.count)
        if index is None:
            return False
        self.view.go_to(index)
        return True

    def go_on(self, *, gone: bool) -> None:
        """Go to the item after the selected ones; those that leave the list are seen no more."""
        picked = self.view.picked
        if gone:
            places = [self.rows.index_of(seq, picked.index) for seq in picked.seqs]
            first = min((at for at in places if at is not None), default=picked.index)
            self.rows.take_out(picked.seqs, picked.index)
            if self.rows.count:
                picked.take(min(first, self.rows.count - 1))
            else:
                picked.clear()
            self._choose_parts()
        elif picked.index + 1 < self.rows.count:
            picked.take(picked.index + 1)
        self.view.reveal()
        self.view.tell()

    def pick(self) -> None:
        """Add the current item to the selection, or take it out."""
        if self.rows.count:
            self.view.go_to(self.view.picked.index, add=True)

    # What a person does

    def focus_content(self) -> None:
        """Give the keys to the list."""
        target = self.view if self.view.isVisibleTo(self) else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_filter(self) -> None:
        """Show the whole list again."""
        self.field.clear()
        self.focus_content()

    def turn_order(self) -> None:
        """Begin with the oldest, or with the newest again."""
        self.rows.newest_first = not self.rows.newest_first
        self.order.retranslate()
        self.refill()
        self._place()

    def _order_words(self) -> str:
        return _("Newest first") if self.rows.newest_first else _("Oldest first")

    # Painting

    def retranslate(self) -> None:
        """Read every text again."""
        for part in (self.field, self.order, self.nothing, self.view):
            part.retranslate()
        self.rows.forget()
        self._place()
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide, order = self.width(), self.order.sizeHint()
        self.field.setGeometry(16, 11, wide - 32, 30)
        top = 59 - order.height() // 2
        # The label ends where the rows' figures do; the fill under the mouse goes beyond.
        self.order.setGeometry(wide - order.width() - 4, top, order.width(), order.height())
        for part in (self.view, self.nothing):
            part.setGeometry(0, BAR, wide, max(0, self.height() - BAR))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint how much was found, or what is wrong with the filter."""
        room = self.width() - 40 - self.order.width()
        tint = "bad" if self.problem else "n7"
        words = figures.found(self.rows, self.problem)
        ink.text(QPainter(self), 20, 59, words, "caption", tint, room)
