"""Which rows are selected: one, a range, or several picked one by one; kept by item, not place."""

from __future__ import annotations

from typing import Final

from cockpit.ui.pages.feedback.rows import InboxRows

# More than this is not selected at once: every one of them is written, and undone, one by one.
MOST: Final = 5_000


class Picking:
    """`index` is where the keys are; what is selected is known by seq."""

    def __init__(self, rows: InboxRows) -> None:
        self._rows = rows
        self.index = 0
        self._anchor = 0
        self._seqs: dict[int, None] = {}

    def __len__(self) -> int:
        """How many are selected."""
        return len(self._seqs)

    @property
    def seqs(self) -> list[int]:
        """What is selected, in the order it was."""
        return list(self._seqs)

    def has(self, index: int) -> bool:
        """Whether a row is selected."""
        return self._rows.seqs[index] in self._seqs

    def take(self, index: int, *, extend: bool = False, add: bool = False) -> None:
        """Go to a row: select it alone, all from the anchor to it, or it as well (or no longer)."""
        self.index = index
        seq = self._rows.seqs[index]
        if extend:
            low, high = sorted((self._anchor, index))
            if index >= self._anchor:
                high = min(high, low + MOST - 1)
            else:
                low = max(low, high - MOST + 1)
            self._seqs = dict.fromkeys(self._rows.seqs[low : high + 1])
            return
        self._anchor = index
        if add and seq in self._seqs and len(self._seqs) > 1:
            del self._seqs[seq]
        elif add:
            self._seqs[seq] = None
        else:
            self._seqs = {seq: None}

    def all(self) -> None:
        """Select everything, as far as it is not too much."""
        self._anchor = 0
        self._seqs = dict.fromkeys(self._rows.seqs[:MOST])

    def clear(self) -> None:
        """Select nothing."""
        self._seqs = {}

    def settle(self) -> None:
        """Hold on to what still is there: the same item, else the one that took its place."""
        kept = {seq for seq in self._seqs if self._rows.index_of(seq, self.index) is not None}
        if not self._rows.count:
            self.index, self._seqs = 0, {}
        elif kept and len(kept) == len(self._seqs):
            current = self._current(kept)
            self.index = current if current is not None else self.index
        else:
            # Of a range that is gone the first place is the one where the next item stands.
            first = min(self.index, self._anchor) if len(self._seqs) > 1 else self.index
            self.take(max(0, min(first, self._rows.count - 1)))
        self._anchor = min(self._anchor, max(0, self._rows.count - 1))

    def _current(self, kept: set[int]) -> int | None:
        """Where the current item is now, when it is among what is selected."""
        if self.index < self._rows.count and self._rows.seqs[self.index] in kept:
            return self.index
        last = next(seq for seq in reversed(self._seqs) if seq in kept)
        return self._rows.index_of(last, self.index)
