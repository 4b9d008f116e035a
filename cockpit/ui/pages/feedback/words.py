"""What statuses, types and channels are called and drawn as, and how times and ratings read."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtGui import QPainter

from cockpit.domain.feedback import FeedbackStatus, FeedbackType
from cockpit.domain.filters import Filter, FilterTerm
from cockpit.i18n import N_
from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import FILL, draw_icon

STATUS_TITLES: Final = {
    FeedbackStatus.NEW: N_("Unread"),
    FeedbackStatus.OPEN: N_("In progress"),
    FeedbackStatus.WAITING: N_("Waiting"),
    FeedbackStatus.DONE: N_("Done"),
    FeedbackStatus.SPAM: N_("Spam"),
}
STATUS_ICONS: Final = {
    FeedbackStatus.NEW: "circle",
    FeedbackStatus.OPEN: "circle-half",
    FeedbackStatus.WAITING: "hourglass",
    FeedbackStatus.DONE: "check-circle",
    FeedbackStatus.SPAM: "prohibit",
}
TYPE_TITLES: Final = {
    FeedbackType.NONE: N_("No type"),
    FeedbackType.BUG: N_("Bug"),
    FeedbackType.WISH: N_("Wish"),
    FeedbackType.QUESTION: N_("Question"),
    FeedbackType.COMPLAINT: N_("Complaint"),
    FeedbackType.PRAISE: N_("Praise"),
    FeedbackType.OTHER: N_("Other"),
}
TYPE_ICONS: Final = {
    FeedbackType.NONE: "circle-dashed",
    FeedbackType.BUG: "bug",
    FeedbackType.WISH: "lightbulb",
    FeedbackType.QUESTION: "question",
    FeedbackType.COMPLAINT: "warning-circle",
    FeedbackType.PRAISE: "heart",
    FeedbackType.OTHER: "dots-three-circle",
}
# Parts of a channel's name, folded, and the icon it gets; the first that is in the name counts.
_CHANNELS: Final = (
    ("app store", "apple-logo"), ("appstore", "apple-logo"), ("ios", "apple-logo"),
    ("google", "google-play-logo"), ("play", "google-play-logo"), ("android", "android-logo"),
    ("安卓", "android-logo"), ("mail", "envelope"), ("邮", "envelope"),
    ("微信", "chat-dots"), ("wechat", "chat-dots"), ("phone", "phone"), ("电话", "phone"),
    ("热线", "phone"), ("survey", "clipboard-text"), ("问卷", "clipboard-text"),
    ("forum", "users-three"), ("社区", "users-three"), ("论坛", "users-three"),
    ("github", "github-logo"), ("微博", "at"), ("weibo", "at"), ("客服", "headset"),
    ("support", "headset"), ("工单", "headset"), ("chat", "chat-dots"),
)  # fmt: skip
STARS: Final = 5


def channel_icon(channel: str) -> str:
    """The icon of a channel, by what its name says."""
    folded = channel.casefold()
    return next((icon for part, icon in _CHANNELS if part in folded), "chat-circle-text")


def paint_rating(
    painter: QPainter, x: float, cy: float, rating: int, highest: int, size: int = 12
) -> float:
    """Draw stars, in ink, since amber is a warning; other scales as figures. Return the x after."""
    if highest != STARS:
        return ink.text(painter, x, cy, f"{rating}/{highest}", "caption", "n7")
    for star in range(STARS):
        tint = "n8" if star < rating else "n5"
        draw_icon(painter, f"star{FILL}" if star < rating else "star", x, cy, size,
                  ink.colour(tint))  # fmt: skip
        x += size + 2
    return x


def rating_width(highest: int, size: int = 12) -> float:
    """How wide a rating is."""
    return ink.width(f"10/{highest}", "caption") if highest != STARS else STARS * (size + 2.0)


def narrowed(filter: Filter, status: str) -> Filter:
    """The filter with a status, unless it says one itself."""
    if any(term.field == "status" for term in filter.terms):
        return filter
    term = FilterTerm("status", "=", status, False, 0, 0)
    return Filter((*filter.terms, term), filter.words, filter.problems)


def leaves(filter: Filter, status: FeedbackStatus | None, now: datetime | None) -> bool:
    """Whether items drop out of a list when they get a status, or are snoozed (with an instant).

    Only a guess for the eye: what is true is read again when the step is done.
    """
    wanted = {term.value for term in filter.terms if term.field == "status" and not term.negated}
    if not wanted:
        return False
    if now is not None:
        return wanted == {"inbox"}
    inbox = status in (FeedbackStatus.NEW, FeedbackStatus.OPEN)
    return not (wanted & {"all", str(status)} or (inbox and "inbox" in wanted))
