"""The list as numbers: what passes the filter by seq, found slice by slice, rows read by window."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

from cockpit.domain.feedback import FeedbackRow, ScanPlace
from cockpit.domain.filters import Filter
from cockpit.services.feedback_ports import FeedbackReader

PAGE: Final = 40
KEPT: Final = 400
# The first look at a list is short, so that it is there at once; then there is more to a slice.
FIRST_ENTRIES: Final = 2_000
ENTRIES: Final = 5_000
# Lists no longer than this are searched from end to end.
SEARCHED: Final = 50_000


class InboxRows:
    """Eight bytes an item: a million of them are held whole, in order, and any row is near.

    What is read of an item to paint it is kept for a few hundred rows only.
    """

    def __init__(self, reader: FeedbackReader, product_id: str) -> None:
        self._reader = reader
        self._product_id = product_id
        self.filter = Filter()
        self.newest_first = True
        self.seqs: array[int] = array("q")
        self.cut = False
        # Hits of words come in any order: those in place, and those not put in order yet.
        self._keyed: list[tuple[str, int]] = []
        self._fresh: list[tuple[str, int]] = []
        self._place: ScanPlace | None = None
        self.done = True
        self._rows: dict[int, FeedbackRow] = {}
        # Taken out already: to look for them once more would cost a search to the end.
        self._gone: set[int] = set()

    @property
    def count(self) -> int:
        """How many are found so far."""
        return len(self.seqs)

    def start(self, filter: Filter, newest_first: bool, enough: int = 30) -> None:
        """Begin a new list, and look at least at its first slice."""
        self.filter, self.newest_first = filter, newest_first
        self.seqs, self._keyed, self._fresh = array("q"), [], []
        self._place, self.done, self.cut = None, False, False
        self._gone.clear()
        self.forget()
        self.more(FIRST_ENTRIES)
        # A second look when little was found: still quick, and often enough for a whole screen.
        if not self.done and self.count < enough:
            self.more()

    def more(self, entries: int = ENTRIES) -> bool:
        """Look at the next slice; tell whether there is another."""
        if self.done:
            return False
        found = self._reader.feedback_scan(
            self._product_id, self.filter, self.newest_first, self._place, entries
        )
        if found.keys is None:
            self.seqs.extend(found.seqs)
        else:
            self._fresh += zip(found.keys, found.seqs, strict=True)
        self._place, self.cut = found.rest, found.cut
        self.done = found.rest is None
        # Put in order seldom when there are many: each time costs as much as all of them.
        if self._fresh and (self.done or 4 * len(self._fresh) > len(self._keyed)):
            both = {*self._keyed, *self._fresh}
            self._keyed, self._fresh = sorted(both, reverse=self.newest_first), []
            self.seqs = array("q", [seq for _key, seq in self._keyed])
        return not self.done

    def row(self, index: int) -> FeedbackRow | None:
        """Return what a row shows, None beyond the end or when it is gone."""
        if not 0 <= index < self.count:
            return None
        seq = self.seqs[index]
        if seq not in self._rows:
            start = index - index % PAGE
            window = self.seqs[start : start + PAGE]
            for row in self._reader.feedback_rows(list(window)):
                self._rows[row.seq] = row
            while len(self._rows) > KEPT:
                self._rows.pop(next(iter(self._rows)))
        return self._rows.get(seq)

    def forget(self) -> None:
        """Read rows anew when they are next asked for."""
        self._rows.clear()

    def ids(self, seqs: Sequence[int]) -> list[str]:
        """Return the ids of items."""
        known = [self._rows.get(seq) for seq in seqs]
        if all(known):
            return [row.id for row in known if row is not None]
        return self._reader.feedback_ids(seqs)

    def index_of(self, seq: int, near: int = 0) -> int | None:
        """Return where an item stands; looked for near a place first."""
        for index in range(max(0, near - 50), min(self.count, near + 50)):
            if self.seqs[index] == seq:
                return index
        key = self._reader.feedback_keys([seq]).get(seq)
        at = self._bisect(key, seq) if key is not None else self.count
        if at < self.count and self.seqs[at] == seq:
            return at
        # An item that was given another instant stands where the old one put it.
        if self.count <= SEARCHED and seq in self.seqs:
            return self.seqs.index(seq)
        return None

    def take_out(self, seqs: Sequence[int], near: int = 0) -> None:
        """Leave items out of the list."""
        gone = set(seqs) - self._gone
        self._gone |= gone
        if len(gone) > KEPT:
            self.seqs = array("q", [seq for seq in self.seqs if seq not in gone])
        else:
            for seq in gone:
                index = self.index_of(seq, near)
                if index is not None:
                    del self.seqs[index]
        if self._keyed and gone:
            self._keyed = [pair for pair in self._keyed if pair[1] not in gone]
        if self._fresh and gone:
            self._fresh = [pair for pair in self._fresh if pair[1] not in gone]

    def update(self, ids: Sequence[str], near: int = 0) -> list[int]:
        """Look again whether some items pass; return those that came in, by seq."""
        self.forget()
        standing = self._reader.feedback_standing(self._product_id, self.filter, ids)
        self.take_out([seq for _key, seq, passes in standing if not passes], near)
        came: list[int] = []
        for key, seq, passes in standing:
            there = seq not in self._gone and self.index_of(seq, near) is not None
            if passes and not there and self._insert(key, seq):
                came.append(seq)
        return came

    def _insert(self, key: str, seq: int) -> bool:
        at = self._bisect(key, seq)
        if at == self.count and not self.done:
            # Beyond what was looked at: the scan will come to it.
            return False
        self.seqs.insert(at, seq)
        self._gone.discard(seq)
        if self._keyed:
            self._keyed.insert(at, (key, seq))
        return True

    def _bisect(self, key: str, seq: int) -> int:
        """Return where an item stands or would stand; a few instants are read for it."""
        low, high = 0, self.count
        wanted = (key, seq)
        while low < high:
            middle = (low + high) // 2
            at = self.seqs[middle]
            here = (self._reader.feedback_keys([at]).get(at, ""), at)
            if (here > wanted) if self.newest_first else (here < wanted):
                low = middle + 1
            else:
                high = middle
        return low
