"""Blocks give back exactly what was packed, and roll-ups say what is in them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.domain.points import make_points
from cockpit.storage.series_blocks import (
    GONE,
    DamagedBlock,
    Versions,
    decode_columns,
    decode_versions,
    decode_visible,
    encode_columns,
    encode_versions,
    joined,
    versions_of,
)
from cockpit.storage.series_rollups import (
    coarser,
    decode_buckets,
    encode_buckets,
    singles,
    window_of,
)
from cockpit.storage.series_versions import resolved

ints = st.integers(-(2**63), 2**63 - 1)
floats = st.floats(allow_nan=True, allow_infinity=True, width=64)


@given(st.lists(st.tuples(ints, floats, st.integers(0, 255)), max_size=60))
def test_columns_come_back_bit_by_bit(rows: list[tuple[int, float, int]]) -> None:
    columns: list[npt.NDArray[Any]] = [
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.float64),
        np.array([row[2] for row in rows], np.uint8),
    ]
    back = decode_columns(encode_columns(columns))
    assert [each.tobytes() for each in back] == [each.tobytes() for each in columns]
    assert [each.dtype for each in back] == [each.dtype for each in columns]


def test_regular_times_take_next_to_nothing() -> None:
    t = np.arange(8192, dtype=np.int64) * 60_000 + 1_700_000_000_000
    assert len(encode_columns([t])) < 200


def test_visible_and_buried_versions_are_kept_apart() -> None:
    visible = versions_of(make_points([1, 2], [1.0, np.nan]), 4)
    buried = versions_of(make_points([1], [9.0]), 2)
    content = encode_versions(visible, buried)
    assert decode_visible(content).t.tolist() == [1, 2]
    both = decode_versions(content)
    assert [each.number.tolist() for each in both] == [[4, 4], [2]]


@pytest.mark.parametrize("change", ["cut", "flip", "empty"])
def test_a_damaged_block_is_never_read(change: str) -> None:
    content = bytearray(encode_columns([np.arange(500, dtype=np.int64) ** 2]))
    if change == "cut":
        content = content[:-3]
    elif change == "flip":
        content[len(content) // 2] ^= 1
    else:
        content = bytearray()
    with pytest.raises(DamagedBlock):
        decode_columns(bytes(content))


def test_the_newest_batch_counts_and_a_gone_time_has_no_point() -> None:
    versions = joined(
        [
            versions_of(make_points([1, 2, 3], [1, 2, 3]), 2),
            versions_of(make_points([2], [20]), 6),
            Versions(
                t=np.array([3]),
                number=np.array([4]),
                value=np.array([np.nan]),
                flags=np.array([GONE], np.uint8),
            ),
            versions_of(make_points([2], [21]), 6),
        ]
    )
    visible, buried = resolved(versions)
    assert visible.t.tolist() == [1, 2]
    assert visible.value.tolist() == [1.0, 21.0]
    assert sorted(zip(buried.t.tolist(), buried.number.tolist(), strict=True)) == [
        (2, 2),
        (3, 2),
        (3, 4),
    ]


values = st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=1, max_size=200)


@settings(deadline=None)
@given(values, st.integers(1, 9), st.integers(1, 9))
def test_buckets_of_buckets_are_buckets_of_the_points(
    found: list[int | None], first: int, following: int
) -> None:
    data = np.array([np.nan if each is None else float(each) for each in found])
    points = make_points(np.arange(len(data)), data)
    twice = coarser(coarser(singles(points), first), following)
    once = coarser(singles(points), first * following)
    for name in ("t", "end", "lo", "hi", "total", "first", "last", "count", "rows", "flags"):
        left, right = getattr(twice, name), getattr(once, name)
        assert np.array_equal(left, right, equal_nan=left.dtype.kind == "f"), name
    back = decode_buckets(encode_buckets(once))
    assert back.lo.tobytes() == once.lo.tobytes()


@settings(deadline=None)
@given(values, st.integers(1, 40))
def test_a_window_never_loses_an_extreme(found: list[int | None], pixels: int) -> None:
    data = np.array([np.nan if each is None else float(each) for each in found])
    points = make_points(np.arange(len(data)) * 10, data)
    window = window_of(singles(points), 0, len(data) * 10, pixels)
    there = data[~np.isnan(data)]
    assert int(window.count.sum()) == len(there)
    if len(there):
        assert window.lo.min() == there.min()
        assert window.hi.max() == there.max()
        assert np.isclose((window.mean * window.count).sum(), there.sum())
        assert window.first[0] == there[0]
        assert window.last[-1] == there[-1]
    assert len(window) <= 2 * pixels + 3
