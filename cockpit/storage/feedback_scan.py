"""Which feedback passes a filter, a slice at a time: each slice is bounded in what it reads.

There are three ways, and the cheapest is taken:

- *walk*: along an index of days that also holds what most filters ask for, 20,000 entries a slice;
- *named*: a filter by a tag that few items have starts from those items and is one slice;
- *hits*: words start from the search table, newest texts first, a quarter as many a slice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    func,
    literal,
    literal_column,
    select,
    text,
    tuple_,
    type_coerce,
)

from cockpit.domain.feedback import Feedback, ScanPlace, ScanSlice
from cockpit.domain.item import Comment
from cockpit.domain.search_text import match_query
from cockpit.storage.feedback_filter_sql import FEEDBACK, Question
from cockpit.storage.search_rows import CODES, KIND_BITS
from cockpit.storage.tables import FEEDBACK_INBOX_SQL, TABLES

WALK_ENTRIES: Final = 20_000
HITS: Final = 3_000
# A tag on more items than this is no shorter way than the walk.
FEW: Final = 5_000
# Words found more often than this are cut: nobody reads so many, and each hit is looked up.
MOST_HITS: Final = 100_000

_TABLE: Final = TABLES[Feedback]
_LIVE: Final = text("feedback.deleted_at IS NULL")
_IN_INBOX: Final = text(
    " AND ".join(f"feedback.{part}" for part in FEEDBACK_INBOX_SQL.split(" AND "))
)
_HITS: Final = text(
    "SELECT rowid FROM search WHERE search MATCH :match AND rowid < :below "
    "ORDER BY rowid DESC LIMIT :limit"
)


def scan(
    connection: Connection,
    product_id: str,
    asked: Question,
    newest_first: bool,
    place: ScanPlace | None,
    entries: int = WALK_ENTRIES,
) -> ScanSlice:
    """Return the next slice of what passes; `place` is the `rest` of the slice before."""
    match = _match(asked.words)
    if match:
        return _hits(connection, product_id, asked, match, place, min(HITS, entries // 4))
    few = _few(connection, asked)
    if few is not None:
        return _ordered(_of(connection, product_id, asked, FEEDBACK.id.in_(few)))
    return _walk(connection, product_id, asked, newest_first, place, entries)


def passing(
    connection: Connection, product_id: str, asked: Question, ids: Sequence[str]
) -> set[int]:
    """Return which of the given items pass, by seq."""
    query = (
        select(FEEDBACK.seq)
        .select_from(_TABLE)
        .where(_LIVE, _of_product(product_id), FEEDBACK.id.in_(ids), *asked.conditions)
    )
    match = _match(asked.words)
    if match:
        number = f"((feedback.seq << {KIND_BITS}) | {CODES[Feedback.KIND]})"
        query = query.where(
            text(
                f"EXISTS (SELECT 1 FROM search WHERE search MATCH :match AND rowid = {number})"
            ).bindparams(match=match)
        )
    return set(connection.execute(query).scalars())


def _of_product(product_id: str) -> ColumnElement[bool]:
    """Compare the product; the plus keeps SQLite from going by it when the items are known."""
    return literal_column("+feedback.product_id", String) == product_id


def _match(words: Sequence[str]) -> str:
    return match_query([word.encode("utf-8", "replace").decode() for word in words])


def _walk(
    connection: Connection,
    product_id: str,
    asked: Question,
    newest_first: bool,
    place: ScanPlace | None,
    entries: int,
) -> ScanSlice:
    sign, order = ("<", "DESC") if newest_first else (">", "ASC")
    ordered = text(f"feedback.received_at {order}, feedback.seq {order}")
    way: Any = (
        select(FEEDBACK.seq)
        .select_from(_TABLE)
        .where(FEEDBACK.product_id == product_id, _IN_INBOX if asked.inbox else _LIVE)
        .where(*asked.days)
        .order_by(ordered)
    )
    if place is not None:
        way = way.where(_beyond(sign, place))
    ends = way.with_only_columns(text("feedback.received_at"), FEEDBACK.seq)
    last = connection.execute(ends.limit(1).offset(entries - 1)).one_or_none()
    rest = None if last is None else ScanPlace(received_at=last[0], seq=last[1])
    wanted = way.where(*asked.conditions)
    if rest is not None:
        wanted = wanted.where(_beyond(">=" if newest_first else "<=", rest))
    seqs = list(connection.execute(wanted).scalars())
    return ScanSlice(seqs=seqs, rest=rest)


def _beyond(sign: str, place: ScanPlace) -> ColumnElement[bool]:
    """Compare with a place of the walk; the instant stays the text that it is in the file."""
    here = tuple_(type_coerce(FEEDBACK.received_at, String), FEEDBACK.seq)
    there = tuple_(literal(place.received_at, String), literal(place.seq))
    return here.op(sign, is_comparison=True)(there)


def _few(connection: Connection, asked: Question) -> Select[tuple[str]] | None:
    """Return the items of a named tag when they are few."""
    for owners in asked.named:
        bounded = owners.limit(FEW + 1).subquery()
        if connection.execute(select(func.count()).select_from(bounded)).scalar_one() <= FEW:
            return owners
    return None


def _of(connection: Connection, product_id: str, asked: Question, which: Any) -> list[Any]:
    query = (
        select(text("feedback.received_at"), FEEDBACK.seq)
        .select_from(_TABLE)
        .where(_LIVE, _of_product(product_id), which, *asked.conditions)
    )
    return list(connection.execute(query))


def _ordered(rows: list[Any], rest: ScanPlace | None = None, *, cut: bool = False) -> ScanSlice:
    rows.sort()
    return ScanSlice(
        seqs=[row[1] for row in rows], keys=[row[0] for row in rows], rest=rest, cut=cut
    )


def _hits(
    connection: Connection,
    product_id: str,
    asked: Question,
    match: str,
    place: ScanPlace | None,
    limit: int,
) -> ScanSlice:
    """Return what some of the search rows name; `received_at` of the place counts the hits."""
    below = 1 << 62 if place is None else place.seq
    before = 0 if place is None else int(place.received_at)
    values = {"match": match, "below": below, "limit": limit}
    numbers = list(connection.execute(_HITS, values).scalars())
    seqs = _seqs(connection, numbers)
    which = text("feedback.seq IN (SELECT value FROM json_each(:seqs))").bindparams(
        seqs=json.dumps(seqs)
    )
    rows = _of(connection, product_id, asked, which)
    done = before + len(numbers)
    if len(numbers) < limit:
        return _ordered(rows)
    if done >= MOST_HITS:
        return _ordered(rows, cut=True)
    return _ordered(rows, ScanPlace(received_at=str(done), seq=numbers[-1]))


def _seqs(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Return the items that search rows stand for: their own text, or a comment on them."""
    mask = (1 << KIND_BITS) - 1
    own = [n >> KIND_BITS for n in numbers if n & mask == CODES[Feedback.KIND]]
    said = [n >> KIND_BITS for n in numbers if n & mask == CODES[Comment.KIND]]
    if said:
        comment = TABLES[Comment].c
        which = text("comment.seq IN (SELECT value FROM json_each(:said))").bindparams(
            said=json.dumps(said)
        )
        owners = select(comment.item_id).where(which, comment.item_kind == Feedback.KIND)
        own += connection.execute(select(FEEDBACK.seq).where(FEEDBACK.id.in_(owners))).scalars()
    return list(dict.fromkeys(own))
