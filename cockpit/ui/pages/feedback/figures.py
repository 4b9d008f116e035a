"""The sentences with figures over the inbox."""

from __future__ import annotations

from cockpit.domain.feedback import FeedbackCounts, FeedbackStatus
from cockpit.i18n import _, ngettext
from cockpit.ui.pages.feedback.rows import InboxRows


def summary(counts: FeedbackCounts) -> list[str]:
    """How many items there are of what waits for somebody."""
    names = (
        (_("{count} unread"), counts.by_status.get(FeedbackStatus.NEW, 0)),
        (_("{count} in progress"), counts.by_status.get(FeedbackStatus.OPEN, 0)),
        (_("{count} waiting"), counts.by_status.get(FeedbackStatus.WAITING, 0)),
        (_("{count} snoozed"), counts.snoozed),
    )
    return [words.format(count=f"{count:,}") for words, count in names if count]


def found(rows: InboxRows, problem: str) -> str:
    """How many items are in the list, as far as it has been looked at, or what is wrong."""
    if problem:
        return problem
    count = rows.count
    if rows.cut:
        return _("The latest {count} of more").format(count=f"{count:,}")
    words = ngettext("{count} item", "{count} items", count).format(count=f"{count:,}")
    return words if rows.done else _("{items} so far…").format(items=words)
