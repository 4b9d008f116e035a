"""What an item is linked to: seen and opened at both ends, added by number or by words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QContextMenuEvent

from cockpit.domain.item import End, ItemLink, ItemParts, LinkRole
from cockpit.domain.short_number import read_short
from cockpit.i18n import N_
from cockpit.services import parts
from cockpit.ui.items.context import ItemContext
from cockpit.ui.items.kinds import KIND_ICONS, ROLE_WORDS, role_word
from cockpit.ui.items.link_popup import LinkPopup
from cockpit.ui.items.rows import AddLine, Row, RowList
from cockpit.ui.kit.actions import Action, menu
from cockpit.ui.kit.inspector_parts import Section


class LinkRow(Row):
    """Another item and how this one stands to it; its menu says it otherwise."""

    role_chosen = Signal(object, bool)

    def __init__(self, link: ItemLink) -> None:
        super().__init__()
        self.link = link

    def set_link(self, link: ItemLink) -> None:
        """Show a link."""
        self.link = link
        name = f"{link.short} {link.title}".strip()
        word = role_word(link.role, outgoing=link.outgoing)
        self.set_row(name, KIND_ICONS.get(link.kind, "link"), word)
        self.setAccessibleName(f"{word} {self.text}")

    def actions_here(self) -> list[Action]:
        """The other ways in which the link can be meant, then taking it away."""
        found = []
        for role, words in ROLE_WORDS.items():
            for outgoing in (True, False):
                same = role is self.link.role
                there = same and (role is LinkRole.RELATES or outgoing is self.link.outgoing)
                twice = role is LinkRole.RELATES and not outgoing
                if not there and not twice:
                    found.append(self._choice(role, words[not outgoing], outgoing))
        return [*found, Action("unlink", N_("Remove link"), "", "x", self.remove_requested.emit)]

    def _choice(self, role: LinkRole, word: str, outgoing: bool) -> Action:
        def run() -> None:
            self.role_chosen.emit(role, outgoing)

        return Action(f"{role}:{outgoing}", word, "", "role", run)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the roles, by the right button and by the menu key."""
        made = menu(self.actions_here(), self)
        made.aboutToHide.connect(made.deleteLater)
        made.popup(event.globalPos())


class LinksSection(Section):
    """Rows of linked items and a line that adds one; subclasses put rows of their own before."""

    item_requested = Signal(str, str)

    def __init__(self, context: ItemContext) -> None:
        super().__init__(N_("Links"))
        self.context = context
        self.list = RowList()
        self.link_line = AddLine(N_("Link to T-118, R-7, F-12 or words"), "link")
        self.link_line.added.connect(self._on_added)
        self.popup: LinkPopup | None = None
        self._linked: set[End] = set()
        self.add(self.list, bleed=True)
        self.add(self.link_line, bleed=True)

    def show_parts(self, shown: ItemParts, own: Sequence[tuple[str, Row]] = ()) -> None:
        """Show the links of an item, after rows of its kind's own given as (key, row)."""
        self._linked = {(link.kind, link.id) for link in shown.links}
        links = [link for link in shown.links if not self.leaves_out(link)]
        count = len(own) + len(links)
        self.set_note(str(count) if count else "")
        self.list.keep([*(key for key, _row in own), *(link.link.id for link in links)])
        for index, (key, row) in enumerate(own):
            self.list.put(index, key, row)
        for index, link in enumerate(links, len(own)):
            self.list.put(index, link.link.id, self._row(link))

    def leaves_out(self, _link: ItemLink) -> bool:
        """Whether a link is shown by a section of the kind's own instead."""
        return False

    def _row(self, link: ItemLink) -> LinkRow:
        row = self.list.rows.get(link.link.id)
        if not isinstance(row, LinkRow):
            row = LinkRow(link)
            link_id = link.link.id
            row.clicked.connect(lambda: self.item_requested.emit(link.kind, link.id))
            row.remove_requested.connect(lambda: self._on_unlink(link_id))
            row.role_chosen.connect(lambda role, out: self._on_role(link_id, role, out))
        row.set_link(link)
        return row

    def _on_added(self, text: str) -> None:
        """Link to what a number names; words are looked for in a list that opens."""
        item = self.context.item
        if text.isdecimal() or read_short(text) is not None:
            self.context.write(lambda uow: parts.link_by_number(uow, *item, text))
            return
        self.popup = LinkPopup(
            self.link_line,
            self.context.session.reader.find_items,
            text,
            without={item, *self._linked},
        )
        self.popup.picked.connect(lambda kind, other_id: self._on_picked(item, (kind, other_id)))
        self.popup.closed.connect(self.popup.deleteLater)
        self.popup.open()

    def _on_picked(self, item: End, other: End) -> None:
        self.context.write(lambda uow: parts.link_usually(uow, item, other))

    def _on_role(self, link_id: str, role: LinkRole, outgoing: bool) -> None:
        item_id = self.context.item_id
        self.context.write(
            lambda uow: parts.set_link_role(uow, link_id, item_id, role, outgoing=outgoing)
        )

    def _on_unlink(self, link_id: str) -> None:
        self.context.write(lambda uow: parts.unlink(uow, link_id))
