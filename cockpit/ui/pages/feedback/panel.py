"""The inspector of the inbox: one item with what hangs on it, or several to set at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from cockpit.domain.entity import utc_now
from cockpit.domain.feedback import Feedback, FeedbackDetail, FeedbackStatus, FeedbackType, Tag
from cockpit.domain.plain_text import shown_line
from cockpit.i18n import N_, _, ngettext
from cockpit.services import feedback
from cockpit.ui.items.context import full_day
from cockpit.ui.items.kinds import item_header
from cockpit.ui.items.panel import ItemPanel
from cockpit.ui.kit.actions import Action
from cockpit.ui.kit.choice_field import ChoiceField, LabelsField
from cockpit.ui.kit.value_fields import ValueLine
from cockpit.ui.pages.feedback.popups import status_choices, tag_choices, type_choices
from cockpit.ui.session import Session

# The first rows, which can be set for several items at once: status, type, tags, customer.
FOR_MANY: Final = 4


class RatingLine(ValueLine):
    """A number of stars or points within the item's scale."""

    highest = 5

    def read(self, typed: str) -> str | None:
        """The number as it is shown; other words stay and say so."""
        text = typed.strip().removesuffix(f"/{self.highest}").strip()
        if not text:
            return ""
        if text.isascii() and text.isdecimal() and int(text) <= self.highest:
            return f"{int(text)}/{self.highest}"
        sentence = _("A rating is a number from 0 to {highest}.")
        self.set_problem(sentence.format(highest=self.highest))
        return None


class FeedbackPanel(ItemPanel):
    """Status, type, tags, channel, rating and customer edited where they stand."""

    def __init__(self, session: Session, today: Callable[[], date] | None = None) -> None:
        self.detail: FeedbackDetail | None = None
        self._tags: list[Tag] = []
        self._rows: list[QWidget] = []
        super().__init__(session, Feedback.KIND, today)

    def build(self) -> None:
        """Add the properties."""
        self.status = ChoiceField(N_("Set for all"))
        self.type = ChoiceField(N_("Set for all"))
        self.tags = LabelsField(N_("None"), N_("New tag “{name}”"))
        self.customer = ValueLine(N_("Nobody known"))
        self.rating = RatingLine(N_("None"))
        self.channel = ValueLine(N_("None"))
        self.version = ValueLine(N_("None"))
        self.platform = ValueLine(N_("None"))
        self.received = self._fixed()
        self.answered = self._fixed()
        self.earlier = self._fixed()
        for label, editor in (
            (N_("Status"), self.status),
            (N_("Type"), self.type),
            (N_("Tags"), self.tags),
            (N_("Customer"), self.customer),
            (N_("Earlier"), self.earlier),
            (N_("Rating"), self.rating),
            (N_("Channel"), self.channel),
            (N_("Version"), self.version),
            (N_("Platform"), self.platform),
            (N_("Received"), self.received),
            (N_("Answered at"), self.answered),
        ):
            self._rows.append(self.add_property(label, editor))
        self.status.chosen.connect(self._on_status)
        self.type.chosen.connect(self._on_type)
        self.tags.toggled.connect(self._on_tag)
        self.tags.invented.connect(self._on_new_tag)
        self.customer.committed.connect(self._on_customer)
        self.rating.committed.connect(self._on_rating)
        self.channel.committed.connect(lambda text: self._edit(channel=text))
        self.version.committed.connect(lambda text: self._edit(version=text))
        self.platform.committed.connect(lambda text: self._edit(platform=text))

    @staticmethod
    def _fixed() -> ValueLine:
        line = ValueLine()
        line.setReadOnly(True)
        line.setEnabled(False)
        return line

    def show_feedback(self, detail: FeedbackDetail, tags: Sequence[Tag]) -> None:
        """Show an item; the same one again keeps focus, place and half-typed text."""
        self.leave_for((detail.feedback.id,))
        self.detail, self._tags = detail, list(tags)
        self._single(True)
        self.show_item(detail.feedback.id)

    def show_many(self, ids: Sequence[str], tags: Sequence[Tag]) -> None:
        """Offer to set status, type, tags and customer of several items at once."""
        self.leave_for(ids)
        self.detail, self.shown, self._tags = None, None, list(tags)
        self._single(False)
        self.show_again()
        self.order_tabs()

    def _single(self, one: bool) -> None:
        """Show what only a single item has, or hide it."""
        self.title.setReadOnly(not one)
        for widget in (*self._rows[FOR_MANY:], *self.shared):
            widget.setVisible(one)

    def _show_selection(self) -> None:
        ids = self.context.ids
        words = ngettext("{count} item", "{count} items", len(ids)).format(count=f"{len(ids):,}")
        self.set_header(_("Selection"), words)
        self.banner.set_banner("")
        on = self.session.reader.tags_of_feedback(ids)
        each = [{tag.id for tag in on.get(item_id, [])} for item_id in ids]
        self.status.set_choices(status_choices(), "")
        self.type.set_choices(type_choices(), "")
        self.tags.set_choices(tag_choices(self._tags, set.intersection(*each) if each else set()))
        self.customer.set_value("")

    def show_own(self) -> None:
        """Fill the properties."""
        if self.detail is None:
            self._show_selection()
            return
        item = self.detail.feedback
        self.set_header(item_header(item.KIND, item.number), shown_line(feedback.title_of(item)))
        self.banner.set_banner(self._snoozed(item), "info", "clock")
        self.status.set_choices(status_choices(), str(item.status))
        self.type.set_choices(type_choices(), f"={item.type}")
        self.tags.set_choices(tag_choices(self._tags, {tag.id for tag in self.detail.tags}))
        self.customer.set_value(shown_line(self.detail.customer_name))
        self.earlier.set_value(self._earlier(self.detail.earlier))
        self._rows[FOR_MANY].setVisible(bool(self.detail.earlier))
        self.rating.highest = item.rating_max
        self.rating.set_value("" if item.rating is None else f"{item.rating}/{item.rating_max}")
        self.channel.set_value(shown_line(item.channel))
        self.version.set_value(shown_line(item.version))
        self.platform.set_value(shown_line(item.platform))
        at = self.context.local(item.received_at)
        self.received.set_value(f"{full_day(at.date(), weekday=False)} {at:%H:%M}")
        self.answered.set_value(
            self.context.when(item.answered_at) if item.answered_at else _("Not yet")
        )

    def _snoozed(self, item: Feedback) -> str:
        if item.snoozed_until is None or item.snoozed_until <= utc_now():
            return ""
        at = self.context.local(item.snoozed_until)
        when = f"{full_day(at.date(), weekday=False)} {at:%H:%M}"
        return _("Snoozed until {when}").format(when=when)

    def _earlier(self, count: int) -> str:
        if not count:
            return ""
        return ngettext("{count} earlier item", "{count} earlier items", count).format(count=count)

    def save_title(self, title: str) -> None:
        """Give the item another subject."""
        self._edit(subject=title)

    def whole_actions(self) -> list[Action]:
        """What can be done with the whole item."""
        ids, write = self.context.ids, self.context.write

        def delete() -> None:
            write(lambda uow: feedback.delete_feedback(uow, ids))

        return [Action("delete-feedback", N_("Delete this feedback"), "", "", delete)]

    def _edit(self, **fields: object) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: feedback.edit_feedback(uow, ids, **fields))

    def _on_status(self, key: str) -> None:
        ids, status = self.context.ids, FeedbackStatus(key)
        self.context.write(lambda uow: feedback.set_status(uow, ids, status))

    def _on_type(self, key: str) -> None:
        ids, type_ = self.context.ids, FeedbackType(key[1:])
        self.context.write(lambda uow: feedback.set_type(uow, ids, type_))

    def _on_tag(self, tag_id: str) -> None:
        name = next((tag.name for tag in self._tags if tag.id == tag_id), "")
        self._on_new_tag(name)

    def _on_new_tag(self, name: str) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: feedback.toggle_tag(uow, ids, name))

    def _on_customer(self, name: str) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: feedback.set_customer(uow, ids, name))

    def _on_rating(self, text: str) -> None:
        self._edit(rating=int(text.partition("/")[0]) if text else None)
