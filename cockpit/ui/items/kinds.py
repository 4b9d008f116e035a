"""What the kinds of items are called and drawn as, and the words for how two of them stand."""

from __future__ import annotations

from typing import Final

from cockpit.domain.item import LinkRole
from cockpit.domain.short_number import short_of
from cockpit.i18n import N_, _

KIND_ICONS: Final = {
    "task": "check-square", "risk": "shield-warning", "feedback": "chat-circle",
    "kpi": "chart-line-up", "annotation": "flag", "campaign": "megaphone",
}  # fmt: skip

KIND_NAMES: Final = {
    "task": N_("Task {number}"), "risk": N_("Risk {number}"), "feedback": N_("Feedback {number}"),
}  # fmt: skip

# What the first end is to the second, and the second to the first.
ROLE_WORDS: Final = {
    LinkRole.RELATES: (N_("related"), N_("related")),
    LinkRole.CAUSES: (N_("causes"), N_("caused by")),
    LinkRole.MITIGATES: (N_("mitigates"), N_("mitigated by")),
    LinkRole.MEASURES: (N_("measures"), N_("measured by")),
    LinkRole.ANSWERS: (N_("answers"), N_("answered by")),
    LinkRole.DUPLICATES: (N_("duplicates"), N_("duplicated by")),
}


def item_header(kind: str, number: int) -> str:
    """The line over the title of an item that has a number: Task T-142."""
    return _(KIND_NAMES[kind]).format(number=short_of(kind, number))


def role_word(role: LinkRole, *, outgoing: bool) -> str:
    """How an item stands to the one it is linked to, e.g. mitigates or mitigated by."""
    first, second = ROLE_WORDS[role]
    return _(first if outgoing else second)
