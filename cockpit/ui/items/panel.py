"""The inspector of any kind of item: its own properties and sections, then what all kinds share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)

from cockpit.domain.item import ItemParts
from cockpit.i18n import N_
from cockpit.ui.items.activity import ActivitySection, CommentBox, Entry
from cockpit.ui.items.context import ItemContext
from cockpit.ui.items.drop_frame import DropFrame
from cockpit.ui.items.fields import FieldsSection
from cockpit.ui.items.files import Content, FilesSection
from cockpit.ui.items.links import LinksSection
from cockpit.ui.items.rows import AddLine
from cockpit.ui.kit.actions import Action, menu
from cockpit.ui.kit.controls import IconButton
from cockpit.ui.kit.inspector import Inspector
from cockpit.ui.kit.text_area import TextArea
from cockpit.ui.kit.value_fields import ValueLine
from cockpit.ui.session import Session


class ItemPanel(Inspector):
    """Shows one item; every edit is one step, and what is half typed survives a refresh.

    A kind of item is a subclass: `build` adds its properties and sections, `show_own` fills them
    from its record, `save_title` and `whole_actions` write. It is shown by `show_item`. Custom
    fields, links, attachments and activity come after its own parts, in this order for every kind.
    """

    item_requested = Signal(str, str)  # kind and id of an item that somebody wants to see

    def __init__(
        self,
        session: Session,
        kind: str,
        today: Callable[[], date] | None = None,
        content: Content | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.context = self.make_context(session, today, kind)
        self.shown: ItemParts | None = None
        self.more = FieldsSection(self.context)
        self.links = self.make_links()
        self.files = FilesSection(self.context, content)
        self.activity = ActivitySection(self.context)
        self.build()
        self.shared = (self.more, self.links, self.files, self.activity)
        for section in self.shared:
            self.add(section)
        self.links.item_requested.connect(self.item_requested)
        self.drop_frame = DropFrame(self)
        self.setAcceptDrops(True)
        self.menu_button = IconButton("dots-three", N_("More"))
        self.menu_button.clicked.connect(self._open_menu)
        self.add_button(self.menu_button)
        self.title_committed.connect(self.save_title)
        session.reported.connect(lambda _sentence: self.show_again())

    # What a kind of item says about itself.

    def make_context(
        self, session: Session, today: Callable[[], date] | None, kind: str
    ) -> ItemContext:
        """Return what the parts share; a kind that needs to know more returns its own."""
        return ItemContext(session, today, kind)

    def make_links(self) -> LinksSection:
        """Return the section of links; a kind with links of its own returns another."""
        return LinksSection(self.context)

    def build(self) -> None:
        """Add the properties and sections of the kind, with `add_property` and `add`."""

    def show_own(self) -> None:
        """Fill header, title, banner, properties and own sections from the kind's record."""

    def own_entries(self) -> Sequence[Entry]:
        """Return what only this kind has to tell in its activity."""
        return ()

    def save_title(self, title: str) -> None:
        """Write a title that was edited; a kind without one makes the title read-only instead."""

    def whole_actions(self) -> list[Action]:
        """Return what can be done with the whole item, for the menu."""
        return []

    # The same for every kind.

    def show_item(self, item_id: str, shown: ItemParts | None = None) -> None:
        """Show an item, its parts as given or as stored; the same one again keeps focus and place.

        The subclass has its record at hand before: `show_own` is called from here.
        """
        self.leave_for((item_id,))
        self.shown = shown or self.session.reader.parts(self.context.kind, item_id)
        self.show_again()
        self.order_tabs()

    def leave_for(self, ids: Sequence[str]) -> None:
        """Commit what is typed to the items it was typed for, before others are shown."""
        if self.context.ids == tuple(ids):
            return
        for editor in self.findChildren(TextArea) + self.findChildren(ValueLine):
            if isinstance(editor, AddLine):
                editor.revert()
            elif not isinstance(editor, CommentBox):
                editor.commit()
                editor.revert()
        self.activity.leave()
        self.more.leave()
        self.context.ids = tuple(ids)
        self.area.verticalScrollBar().setValue(0)

    def show_again(self) -> None:
        """Show what is at hand once more: after a step that failed, or in another language."""
        if not self.context.ids:
            return
        self.show_own()
        self.menu_button.setVisible(bool(self.whole_actions()))
        if self.shown is None:
            return
        self.more.show_parts(self.shown)
        self.links.show_parts(self.shown)
        self.files.show_parts(self.shown)
        self.activity.show_parts(self.shown, self.own_entries())

    def retranslate(self) -> None:
        """Read every text again."""
        super().retranslate()
        self.show_again()

    def _open_menu(self) -> None:
        made = menu(self.whole_actions(), self)
        made.aboutToHide.connect(made.deleteLater)
        made.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def paste(self) -> bool:
        """Attach the picture, files or address on the clipboard; False when there is none."""
        mime = QGuiApplication.clipboard().mimeData()
        return self.shown is not None and self.files.accepts(mime) and self.files.take(mime)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste attaches what is no text."""
        if event.matches(QKeySequence.StandardKey.Paste) and self.paste():
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Offer to take files, pictures and addresses."""
        if self.shown is not None and self.files.accepts(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.drop_frame.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The offer ends."""
        self.drop_frame.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what is dropped."""
        self.drop_frame.hide()
        if self.shown is not None and self.files.take(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
