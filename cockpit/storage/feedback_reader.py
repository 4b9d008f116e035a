"""Bounded questions about the feedback inbox."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select, text

from cockpit.domain.entity import utc_now
from cockpit.domain.feedback import (
    INBOX,
    Feedback,
    FeedbackCounts,
    FeedbackDetail,
    FeedbackRow,
    FeedbackStatus,
    RowTag,
    ScanPlace,
    ScanSlice,
    Tag,
)
from cockpit.domain.filters import Filter
from cockpit.domain.organisation import Customer, Product
from cockpit.storage import tables
from cockpit.storage.feedback_filter_sql import FEEDBACK, Question, question
from cockpit.storage.feedback_parts import live, names_of, parts_of, tags_of
from cockpit.storage.feedback_scan import WALK_ENTRIES, passing, scan
from cockpit.storage.search_reader import SqlSearchReader
from cockpit.storage.tables import TABLES

EXCERPT: Final = 160
SLICE: Final = 500
RECENT: Final = 5_000
_SHOWN: Final = (
    *("seq", "id", "number", "subject", "author", "status", "type", "channel"),
    *("rating", "rating_max", "received_at", "snoozed_until"),
)


class SqlFeedbackReader(SqlSearchReader):
    """Answers the questions of the feedback inbox."""

    def feedback_scan(
        self,
        product_id: str,
        filter: Filter,
        newest_first: bool = True,
        place: ScanPlace | None = None,
        entries: int = WALK_ENTRIES,
    ) -> ScanSlice:
        """Return the next slice of what passes, having looked at so many items at the most."""
        with self._engine.connect() as connection:
            asked = self._question(connection, filter)
            return scan(connection, product_id, asked, newest_first, place, entries)

    def feedback_standing(
        self, product_id: str, filter: Filter, ids: Sequence[str]
    ) -> list[tuple[str, int, bool]]:
        """Return (instant, seq, passes) of the given items, dead ones too."""
        places = select(text("feedback.received_at"), FEEDBACK.seq).where(FEEDBACK.id.in_(ids))
        with self._engine.connect() as connection:
            pass_ = passing(connection, product_id, self._question(connection, filter), ids)
            return [(key, seq, seq in pass_) for key, seq in connection.execute(places)]

    def feedback_keys(self, seqs: Sequence[int]) -> dict[int, str]:
        """Return the instants that items are ordered by, as text that sorts."""
        # As text for the driver: a search for a place asks this twenty times over.
        query = (
            "SELECT seq, received_at FROM feedback WHERE seq IN (SELECT value FROM json_each(?))"
        )
        with self._engine.connect() as connection:
            rows = connection.exec_driver_sql(query, (json.dumps(list(seqs)),))
            return {row[0]: row[1] for row in rows}

    def feedback_ids(self, seqs: Sequence[int]) -> list[str]:
        """Return the ids of items in the given order; those that are gone are left out."""
        one_of = text("feedback.seq IN (SELECT value FROM json_each(:seqs))")
        query = select(FEEDBACK.seq, FEEDBACK.id).where(
            one_of.bindparams(seqs=json.dumps(list(seqs))), FEEDBACK.deleted_at.is_(None)
        )
        with self._engine.connect() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
        return [found[seq] for seq in seqs if seq in found]

    def feedback_rows(self, seqs: Sequence[int]) -> list[FeedbackRow]:
        """Return live items as a list shows them, in the given order; the dead are left out."""
        query = select(
            *(FEEDBACK[name] for name in _SHOWN), func.substr(FEEDBACK.text, 1, EXCERPT)
        ).where(FEEDBACK.seq.in_(seqs), FEEDBACK.deleted_at.is_(None))
        with self._engine.connect() as connection:
            rows = {row[0]: row for row in connection.execute(query)}
            tags = tags_of(connection, [row[1] for row in rows.values()])
        return [_row(rows[seq], tags.get(rows[seq][1], [])) for seq in seqs if seq in rows]

    def feedback_next(
        self, product_id: str, item_id: str, filter: Filter, newest_first: bool = True
    ) -> str | None:
        """Return the id of the first item after one, whether or not that passes itself."""
        here = select(text("feedback.received_at"), FEEDBACK.seq).where(FEEDBACK.id == item_id)
        with self._engine.connect() as connection:
            row = connection.execute(here).one_or_none()
            if row is None:
                return None
            asked = self._question(connection, filter)
            place: ScanPlace | None = ScanPlace(received_at=row[0], seq=row[1])
            found = _next(connection, product_id, asked, newest_first, place)
            query = select(FEEDBACK.id).where(FEEDBACK.seq == found)
            return connection.execute(query).scalar()

    def feedback_counts(self, product_id: str) -> FeedbackCounts:
        """Return how many live items there are of each status."""
        counted = tables.feedback_count.c
        query = select(counted.status, counted.count).where(counted.product_id == product_id)
        snoozed = select(func.count()).where(
            FEEDBACK.snoozed_until > utc_now(),
            # The plus keeps SQLite to the index of what is snoozed, which is short.
            text("+feedback.product_id = :product").bindparams(product=product_id),
            FEEDBACK.deleted_at.is_(None),
            FEEDBACK.status.in_(INBOX),
        )
        with self._engine.connect() as connection:
            by_status = {FeedbackStatus(row[0]): row[1] for row in connection.execute(query)}
            return FeedbackCounts(
                by_status=by_status, snoozed=connection.execute(snoozed).scalar_one()
            )

    def feedback(self, item_id: str) -> FeedbackDetail | None:
        """Return a live item with everything that hangs on it."""
        with self._engine.connect() as connection:
            found = live(connection, Feedback, FEEDBACK.id == item_id)
            if not found:
                return None
            parts = parts_of(connection, found[0])
        return FeedbackDetail(feedback=found[0], links=tuple(self.links(item_id)), **parts)

    def find_feedback(self, filter: Filter, limit: int | None = None) -> Iterator[Feedback]:
        """Yield the items of all products that pass, newest first within a product."""
        left = limit
        for product in self.all(Product):
            for seqs in self._slices(product.id, filter):
                with self._engine.connect() as connection:
                    found = {row.seq: row for row in connection.execute(_whole(seqs))}
                    items = [_record(found[seq]) for seq in seqs if seq in found]
                yield from items[:left]
                left = None if left is None else left - len(items)
                if left is not None and left <= 0:
                    return

    def feedback_tags(self, product_id: str) -> list[Tag]:
        """Return the tags of a product by name."""
        return self.all(Tag, "name", product_id=product_id)

    def tags_of_feedback(self, ids: Sequence[str]) -> dict[str, list[Tag]]:
        """Return the tags of items by name."""
        with self._engine.connect() as connection:
            return tags_of(connection, ids)

    def customer_names(self, ids: Sequence[str | None]) -> dict[str | None, str]:
        """Return what customers are called, by id."""
        with self._engine.connect() as connection:
            return names_of(connection, Customer, ids)

    def feedback_channels(self, product_id: str) -> list[str]:
        """Return the channels that feedback came by, those of the newest 5,000 items."""
        newest = (
            select(FEEDBACK.channel)
            .where(FEEDBACK.product_id == product_id, FEEDBACK.deleted_at.is_(None))
            .order_by(FEEDBACK.received_at.desc())
            .limit(RECENT)
            .subquery()
        )
        query = select(newest.c.channel).distinct().order_by(newest.c.channel)
        with self._engine.connect() as connection:
            return [name for name in connection.execute(query).scalars() if name]

    def _slices(self, product_id: str, filter: Filter) -> Iterator[list[int]]:
        """Yield what passes, newest first; hits of words are put in order before the first."""
        place: ScanPlace | None = None
        keyed: list[tuple[str, int]] = []
        while True:
            found = self.feedback_scan(product_id, filter, True, place)
            if found.keys is None:
                yield from _cut(found.seqs)
            else:
                keyed += zip(found.keys, found.seqs, strict=True)
            place = found.rest
            if place is None:
                break
        keyed = sorted(set(keyed), reverse=True)
        yield from _cut([seq for _key, seq in keyed])

    def _question(self, connection: Connection, filter: Filter) -> Question:
        zone = "UTC"
        if any(term.field == "received" for term in filter.terms):
            query = select(tables.setting.c.value).where(tables.setting.c.key == "zone")
            zone = str(connection.execute(query).scalar() or "UTC")
        now = utc_now()
        if self._today is not None:
            now = datetime.combine(self._today(), now.timetz(), UTC)
        return question(filter, now, ZoneInfo(zone))


def _cut(seqs: list[int]) -> Iterator[list[int]]:
    return (seqs[start : start + SLICE] for start in range(0, len(seqs), SLICE))


def _next(
    connection: Connection,
    product_id: str,
    asked: Question,
    newest_first: bool,
    place: ScanPlace | None,
) -> int | None:
    """Return the first that passes along the walk; words and tags are only conditions there."""
    entries = SLICE
    while place is not None:
        walked = Question(asked.conditions, (), asked.inbox, asked.days)
        found = scan(connection, product_id, walked, newest_first, place, entries)
        if found.seqs:
            return found.seqs[0]
        place, entries = found.rest, WALK_ENTRIES
    return None


def _row(row: Any, tags: list[Tag]) -> FeedbackRow:
    return FeedbackRow(
        **dict(zip(_SHOWN, row, strict=False)),
        excerpt=row[len(_SHOWN)],
        tags=tuple(RowTag(id=tag.id, name=tag.name, colour=tag.colour) for tag in tags),
    )


def _whole(seqs: Sequence[int]) -> Any:
    table = TABLES[Feedback]
    return select(table).where(table.c.seq.in_(seqs), table.c.deleted_at.is_(None))


def _record(row: Any) -> Feedback:
    values = dict(row._mapping)
    values.pop("seq")
    return Feedback(**values)
