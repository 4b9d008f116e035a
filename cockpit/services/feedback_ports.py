"""What the page of the feedback inbox asks of the storage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from cockpit.domain.feedback import (
    Feedback,
    FeedbackCounts,
    FeedbackDetail,
    FeedbackRow,
    ScanPlace,
    ScanSlice,
    Tag,
)
from cockpit.domain.filters import Filter


class FeedbackReader(Protocol):
    """Bounded questions about the feedback inbox; each answers in a few milliseconds.

    A filter without a word about the status asks for the inbox: new or open, and not snoozed.
    """

    def feedback_scan(
        self,
        product_id: str,
        filter: Filter,
        newest_first: bool = True,
        place: ScanPlace | None = None,
        entries: int = 20_000,
    ) -> ScanSlice:
        """Return the next slice of what passes, having looked at so many items at the most."""

    def feedback_standing(
        self, product_id: str, filter: Filter, ids: Sequence[str]
    ) -> list[tuple[str, int, bool]]:
        """Return (instant, seq, passes) of the given items, dead ones too."""

    def feedback_keys(self, seqs: Sequence[int]) -> dict[int, str]:
        """Return the instants that items are ordered by, as text that sorts."""

    def feedback_ids(self, seqs: Sequence[int]) -> list[str]:
        """Return the ids of items in the given order; those that are gone are left out."""

    def feedback_rows(self, seqs: Sequence[int]) -> list[FeedbackRow]:
        """Return live items as a list shows them, in the given order; the dead are left out."""

    def feedback_next(
        self, product_id: str, item_id: str, filter: Filter, newest_first: bool = True
    ) -> str | None:
        """Return the id of the first item after one, whether or not that passes itself."""

    def feedback_counts(self, product_id: str) -> FeedbackCounts:
        """Return how many live items there are of each status."""

    def feedback(self, item_id: str) -> FeedbackDetail | None:
        """Return a live item with everything that hangs on it."""

    def find_feedback(self, filter: Filter, limit: int | None = None) -> Iterator[Feedback]:
        """Yield the items of all products that pass, newest first within a product."""

    def feedback_tags(self, product_id: str) -> list[Tag]:
        """Return the tags of a product by name."""

    def tags_of_feedback(self, ids: Sequence[str]) -> dict[str, list[Tag]]:
        """Return the tags of items by name."""

    def customer_names(self, ids: Sequence[str | None]) -> dict[str | None, str]:
        """Return what customers are called, by id."""

    def feedback_channels(self, product_id: str) -> list[str]:
        """Return the channels that feedback came by, those of the newest 5,000 items."""
