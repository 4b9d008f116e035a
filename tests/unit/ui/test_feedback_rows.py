"""The list as numbers: found slice by slice, with items that come, go and come back in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from cockpit.domain.feedback import FeedbackStatus, ScanPlace, ScanSlice
from cockpit.domain.feedback_filter import parse_feedback_filter
from cockpit.domain.filters import Filter
from cockpit.ui.pages.feedback import rows as rows_module
from cockpit.ui.pages.feedback.picking import MOST, Picking
from cockpit.ui.pages.feedback.rows import InboxRows
from cockpit.ui.pages.feedback.words import leaves, narrowed


@dataclass
class Fake:
    """A reader over instants by seq; `passing` are those that pass."""

    keys: dict[int, str]
    passing: set[int]
    keyed: bool = False
    asked: int = 0
    rows: dict[int, Any] = field(default_factory=dict)

    def order(self, newest_first: bool) -> list[int]:
        return sorted(self.keys, key=lambda seq: (self.keys[seq], seq), reverse=newest_first)

    def feedback_scan(
        self, _product: str, _filter: Filter, newest_first: bool, place: ScanPlace | None, n: int
    ) -> ScanSlice:
        order = sorted(self.keys, reverse=True) if self.keyed else self.order(newest_first)
        start = place.seq if place else 0
        found = [seq for seq in order[start : start + n] if seq in self.passing]
        rest = ScanPlace(seq=start + n) if start + n < len(order) else None
        if self.keyed:
            found.sort(key=lambda seq: (self.keys[seq], seq))
            return ScanSlice(seqs=found, keys=[self.keys[s] for s in found], rest=rest)
        return ScanSlice(seqs=found, rest=rest)

    def feedback_keys(self, seqs: Sequence[int]) -> dict[int, str]:
        self.asked += 1
        return {seq: self.keys[seq] for seq in seqs if seq in self.keys}

    def feedback_standing(
        self, _product: str, _filter: Filter, ids: Sequence[str]
    ) -> list[tuple[str, int, bool]]:
        return [(self.keys[int(i)], int(i), int(i) in self.passing) for i in ids]


def world(count: int = 300, keyed: bool = False) -> tuple[Fake, InboxRows]:
    random = Random(3)
    keys = {seq: f"{random.randint(0, count // 3):05}" for seq in range(1, count + 1)}
    fake = Fake(keys, {seq for seq in keys if seq % 3}, keyed)
    return fake, InboxRows(fake, "p")  # type: ignore[arg-type]


def expected(fake: Fake, newest_first: bool = True) -> list[int]:
    return [seq for seq in fake.order(newest_first) if seq in fake.passing]


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("keyed", [True, False])
def test_slices_make_the_whole_list_in_order(newest_first: bool, keyed: bool) -> None:
    fake, rows = world(keyed=keyed)
    rows.start(Filter(), newest_first)
    while rows.more(7):
        assert rows.count < len(fake.passing)
    assert list(rows.seqs) == expected(fake, newest_first)
    assert [rows.index_of(seq) for seq in rows.seqs] == list(range(rows.count))


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("keyed", [True, False])
def test_items_go_and_come_back_where_they_were(
    newest_first: bool, keyed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a list too long to be searched from end to end.
    monkeypatch.setattr(rows_module, "SEARCHED", 0)
    fake, rows = world(keyed=keyed)
    rows.start(Filter(), newest_first)
    whole = list(rows.seqs)
    random = Random(9)
    for _round in range(60):
        chosen = random.sample(sorted(fake.keys), 5)
        for seq in chosen:
            fake.passing ^= {seq}
        came = rows.update([str(seq) for seq in chosen], near=random.randint(0, 200))
        assert set(came) == set(chosen) & fake.passing
        assert list(rows.seqs) == expected(fake, newest_first)
    assert list(rows.seqs) != whole


def test_what_was_taken_out_already_is_not_searched_for() -> None:
    fake, rows = world()
    rows.start(Filter(), True)
    seq = rows.seqs[120]
    rows.take_out([seq], near=0)
    fake.passing.discard(seq)
    fake.asked = 0
    rows.update([str(seq)])
    assert fake.asked == 0
    assert seq not in rows.seqs


def test_one_beyond_what_was_looked_at_waits_for_its_slice() -> None:
    fake, rows = world(9000)
    last = fake.order(True)[-1]
    fake.passing.discard(last)
    rows.start(Filter(), True)
    assert not rows.done
    fake.passing.add(last)
    assert rows.update([str(last)]) == []
    while rows.more():
        pass
    assert list(rows.seqs) == expected(fake)


def test_a_selection_holds_on_to_its_items_and_has_an_end() -> None:
    fake, rows = world(9000)
    rows.start(Filter(), True)
    while rows.more():
        pass
    picked = Picking(rows)
    picked.take(4)
    picked.take(6, extend=True)
    chosen = picked.seqs
    assert chosen == list(rows.seqs[4:7])
    gone = rows.seqs[0]
    fake.passing.discard(gone)
    rows.update([str(gone)])
    picked.settle()
    assert picked.seqs == chosen
    assert rows.seqs[picked.index] in chosen
    picked.take(0)
    picked.take(rows.count - 1, extend=True)
    assert len(picked) == MOST
    picked.all()
    assert len(picked) == MOST


@pytest.mark.parametrize(
    ("line", "status", "gone"),
    [
        ("", FeedbackStatus.DONE, True),
        ("", FeedbackStatus.OPEN, False),
        ("status:all", FeedbackStatus.DONE, False),
        ("status:new", FeedbackStatus.OPEN, True),
        ("status:done", FeedbackStatus.DONE, False),
        ("-status:done", FeedbackStatus.DONE, False),
    ],
)
def test_what_leaves_the_list_is_known_beforehand(
    line: str, status: FeedbackStatus, gone: bool
) -> None:
    wanted = narrowed(parse_feedback_filter(line), "inbox")
    assert leaves(wanted, status, None) is gone
