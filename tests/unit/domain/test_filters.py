"""What the filter line understands, in Chinese and in English."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.filter_dates import Range, resolve_due, resolve_past
from cockpit.domain.filters import Filter, parse_filter

TODAY = date(2026, 11, 24)  # A Tuesday.


def meaning(found: Filter) -> list[tuple[str, str, str, bool]]:
    return [(term.field, term.op, term.value, term.negated) for term in found.terms]


def test_a_whole_line() -> None:
    text = "status:open label:支付 due:<7d -assignee:me 闪退"
    found = parse_filter(text)
    assert meaning(found) == [
        ("status", "=", "open", False),
        ("label", "=", "支付", False),
        ("due", "<", "7d", False),
        ("assignee", "=", "me", True),
    ]
    assert (found.words, found.problems) == (("闪退",), ())
    assert text[found.terms[3].start : found.terms[3].end] == "-assignee:me"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("标签:支付", "label:支付"),
        ("负责人：我", "assignee:me"),
        ("负责人：无", "assignee:none"),
        ("状态:未完成", "status:open"),
        ("状态：受阻", "status:blocked"),
        ("期限:<7d", "due:<7d"),
        ("期限：＜7天", "due:<7d"),
        ("期限:≤2周", "due:<=14d"),
        ("期限:逾期", "due:overdue"),
        ("期限:2026年12月1日", "due:2026-12-01"),
        ("列:进行中", "column:进行中"),
        ("优先级:高", "priority:high"),
        ("阶段:等待", "stage:waiting"),
        ("创建:本周", "created:week"),
        ("更新:今天", "updated:today"),
        ("是:受阻", "is:blocked"),
        ("有:清单", "has:checklist"),
        ("STATUS:Open", "status:open"),
        ("－标签:支付", "-label:支付"),
    ],
)
def test_chinese_and_english_mean_the_same(chinese: str, english: str) -> None:
    assert meaning(parse_filter(chinese)) == meaning(parse_filter(english)) != []


@pytest.mark.parametrize(
    "text",
    [
        "颜色:红",
        "status:nope",
        "label:",
        'label:""',
        "label:<3",
        "due:soon",
        "due:2026-02-30",
        "due:<overdue",
        "has:wings",
        "-闪退",
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str) -> None:
    found = parse_filter(f"闪退 {text} x")
    assert found.words == ("闪退", "x")
    assert found.terms == ()
    (problem,) = found.problems
    assert (problem.start, problem.end) == (3, 3 + len(text))
    assert problem.message


def test_what_is_understood_counts_beside_a_problem() -> None:
    assert meaning(parse_filter("foo:bar label:支付")) == [("label", "=", "支付", False)]


def test_quotes_hold_together() -> None:
    found = parse_filter('label:"two words" 标签：“两 个” "支付 失败" column:"a:b"')
    assert [term.value for term in found.terms] == ["two words", "两 个", "a:b"]
    assert found.words == ("支付 失败",)


def test_addresses_times_and_negative_numbers_are_words() -> None:
    words = ("http://a.b/c", "15:30", "-5", "支付-失败")
    assert parse_filter(" ".join(words)) == Filter(words=words)


@given(st.text(alphabet='status标签:：<≤=7d- "“”闪退.', max_size=25))
def test_no_line_raises_and_places_are_inside_the_line(text: str) -> None:
    found = parse_filter(text)
    places = [(t.start, t.end) for t in found.terms] + [(p.start, p.end) for p in found.problems]
    assert all(0 <= start < end <= len(text) for start, end in places)


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("<", "7d", (None, date(2026, 12, 1))),
        ("<=", "7d", (None, date(2026, 12, 2))),
        (">", "7d", (date(2026, 12, 2), None)),
        (">=", "7d", (date(2026, 12, 1), None)),
        ("=", "7d", (date(2026, 12, 1), date(2026, 12, 2))),
        ("=", "today", (TODAY, date(2026, 11, 25))),
        ("=", "overdue", (None, TODAY)),
        ("=", "none", (None, None)),
        ("=", "week", (date(2026, 11, 23), date(2026, 11, 30))),
        (">", "week", (date(2026, 11, 30), None)),
        ("=", "month", (date(2026, 11, 1), date(2026, 12, 1))),
        ("<=", "2026-12-01", (None, date(2026, 12, 2))),
    ],
)
def test_due_terms_are_half_open_days(op: str, value: str, expected: Range) -> None:
    assert resolve_due(op, value, TODAY) == expected


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("<", "7d", (date(2026, 11, 18), None)),
        ("<=", "7d", (date(2026, 11, 17), None)),
        (">", "7d", (None, date(2026, 11, 17))),
        ("=", "yesterday", (date(2026, 11, 23), TODAY)),
        (">=", "2026-11-01", (date(2026, 11, 1), None)),
    ],
)
def test_terms_about_the_past_count_backwards(op: str, value: str, expected: Range) -> None:
    assert resolve_past(op, value, TODAY) == expected


@pytest.mark.parametrize("today", [date.max, date.min])
@pytest.mark.parametrize("value", ["9999d", "today", "tomorrow", "yesterday", "week", "month"])
@pytest.mark.parametrize("op", ["=", "<", "<=", ">", ">="])
def test_the_calendars_ends_are_the_ends_of_a_range(op: str, value: str, today: date) -> None:
    for resolve in (resolve_due, resolve_past):
        start, end = resolve(op, value, today)
        assert (start or date.min) <= (end or date.max)
        resolve(op, "9999-12-31", today)
