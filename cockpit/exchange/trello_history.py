"""What a Trello board's activity tells about its cards: moves, comments, birth and completion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from cockpit.domain.errors import Cancelled
from cockpit.domain.imported import ImportedComment, ImportedMove
from cockpit.exchange.trello_json import (
    BadRow,
    Refusals,
    Row,
    instant_of,
    key_of,
    line_of,
    list_of,
    need_row,
    row_of,
    text_of,
)
from cockpit.i18n import _

# Trello puts only this many, the newest, into an export.
ACTION_LIMIT = 1000
_CREATORS = {"createCard", "copyCard", "convertToCardFromCheckItem", "emailCard"}
_CANCEL_EVERY = 256


@dataclass(slots=True)
class CardHistory:
    """The activity of one card, oldest first."""

    created_key: str = ""
    created_at: datetime | None = None
    created_in: str = ""
    completed_at: datetime | None = None
    moves: list[ImportedMove] = field(default_factory=list)
    comments: list[ImportedComment] = field(default_factory=list)


@dataclass(slots=True)
class History:
    """The activity of a board; names are those of lists and people that the activity mentions."""

    cards: dict[str, CardHistory] = field(default_factory=dict)
    list_names: dict[str, str] = field(default_factory=dict)
    people_names: dict[str, tuple[str, str]] = field(default_factory=dict)
    action_count: int = 0
    repeated: int = 0

    def of(self, card_key: str) -> CardHistory:
        """A card's history; an empty one when the file tells nothing."""
        return self.cards.get(card_key) or CardHistory()


def read_history(board: Row, refusals: Refusals, cancelled: Callable[[], bool]) -> History:
    """Reads the actions of a board; a bad one is refused, the others are kept."""
    history = History()
    seen: set[str] = set()
    raw_actions = list_of(board, "actions")
    history.action_count = len(raw_actions)
    dated: list[tuple[datetime, str, Row]] = []
    for index, raw in enumerate(raw_actions):
        if index % _CANCEL_EVERY == 0 and cancelled():
            raise Cancelled
        try:
            action = need_row(raw)
            at = instant_of(action.get("date"))
            if at is None:
                raise BadRow(_("Its date cannot be read."))
        except BadRow as error:
            refusals.add(f"actions[{index}]", str(error), raw)
            continue
        key = key_of(action["id"])
        if key in seen:
            history.repeated += 1
            continue
        seen.add(key)
        dated.append((at, key, action))
    # The file is newest first; ids grow with time, so they settle equal instants.
    for at, key, action in sorted(dated, key=lambda each: each[:2]):
        _take(history, at, key, action)
    return history


def _take(history: History, at: datetime, key: str, action: Row) -> None:
    data = row_of(action.get("data"))
    _note_names(history, action, data)
    card_row = row_of(data.get("card"))
    card_key = key_of(card_row.get("id"))
    if not card_key:
        return
    kind = action.get("type")
    card = history.cards.setdefault(card_key, CardHistory())
    if kind == "updateCard":
        _take_update(card, at, key, data)
    elif kind == "commentCard" and text_of(data, "text"):
        author = key_of(action.get("idMemberCreator")) or None
        card.comments.append(
            ImportedComment(key=key, text=text_of(data, "text"), at=at, author_key=author)
        )
    elif kind in _CREATORS and card.created_at is None:
        card.created_key, card.created_at = key, at
        card.created_in = key_of(row_of(data.get("list")).get("id"))


def _take_update(card: CardHistory, at: datetime, key: str, data: Row) -> None:
    after = key_of(row_of(data.get("listAfter")).get("id"))
    before = key_of(row_of(data.get("listBefore")).get("id"))
    if after and before and after != before:
        card.moves.append(ImportedMove(key=key, from_column_key=before, to_column_key=after, at=at))
    if "dueComplete" in row_of(data.get("old")):
        done = row_of(data.get("card")).get("dueComplete") is True
        card.completed_at = at if done else None


def _note_names(history: History, action: Row, data: Row) -> None:
    for name in ("list", "listBefore", "listAfter"):
        row = row_of(data.get(name))
        key = key_of(row.get("id"))
        if key and line_of(row, "name"):
            # Oldest first, so the newest name wins.
            history.list_names[key] = line_of(row, "name")
    for row in (row_of(action.get("memberCreator")), row_of(action.get("member"))):
        key = key_of(row.get("id"))
        name = line_of(row, "fullName") or line_of(row, "username")
        if key and name:
            history.people_names[key] = (name, line_of(row, "username"))


def transitions(
    history: CardHistory, card_key: str, column_key: str, created_at: datetime
) -> tuple[ImportedMove, ...]:
    """The card's intervals: where it began, then its moves; its beginning never comes later."""
    moves = history.moves
    origin = moves[0].from_column_key if moves else column_key
    start = min([created_at, *(move.at for move in moves[:1])])
    first = ImportedMove(
        key=history.created_key or f"{card_key}:start",
        from_column_key=None,
        to_column_key=history.created_in or origin or column_key,
        at=start,
    )
    return (first, *moves)
