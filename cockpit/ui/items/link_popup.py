"""The list that opens under the line for links: items of every kind that hold the words."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cockpit.domain.board import Found
from cockpit.domain.item import End
from cockpit.i18n import N_, _
from cockpit.ui.items.kinds import KIND_ICONS
from cockpit.ui.kit.choice_popup import Choice, ChoicePopup

MOST: Final = 24
UNTITLED: Final = N_("Untitled")


class LinkPopup(ChoicePopup):
    """Looks anew for what is typed; `picked` carries the kind and id of the item that is chosen."""

    picked = Signal(str, str)

    def __init__(
        self,
        anchor: QWidget,
        find: Callable[[str, int], list[Found]],
        typed: str,
        without: Collection[End],
    ) -> None:
        super().__init__(anchor, [])
        self._find, self._without = find, without
        self.field.setText(typed)
        self.chosen.connect(self._on_chosen)

    def _narrow(self, typed: str) -> None:
        found = self._find(typed, MOST + len(self._without)) if typed.strip() else []
        self.choices = [
            Choice(
                f"{item.kind}:{item.id}",
                f"{item.short} {item.title or _(UNTITLED)}".strip(),
                KIND_ICONS.get(item.kind, "link"),
            )
            for item in found
            if (item.kind, item.id) not in self._without and item.kind in KIND_ICONS
        ]
        self.rows = self.choices[:MOST]
        self.row = 0
        self._reveal()
        self.place()

    def _on_chosen(self, key: str) -> None:
        kind, _colon, item_id = key.partition(":")
        self.picked.emit(kind, item_id)
