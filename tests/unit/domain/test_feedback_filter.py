"""What the filter line of the inbox understands, in Chinese and in English."""

from __future__ import annotations

import pytest

from cockpit.domain.feedback_filter import parse_feedback_filter as parse
from cockpit.domain.filters import Filter, parse_filter


def meaning(found: Filter) -> list[tuple[str, str, str, bool]]:
    return [(term.field, term.op, term.value, term.negated) for term in found.terms]


def test_a_whole_line() -> None:
    found = parse("status:waiting type:bug tag:支付 rating:<3 -channel:邮件 received:<7d 闪退")
    assert meaning(found) == [
        ("status", "=", "waiting", False),
        ("type", "=", "bug", False),
        ("tag", "=", "支付", False),
        ("rating", "<", "3", False),
        ("channel", "=", "邮件", True),
        ("received", "<", "7d", False),
    ]
    assert (found.words, found.problems) == (("闪退",), ())


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("状态:稍后", "status:snoozed"),
        ("状态：垃圾", "status:spam"),
        ("类型:投诉", "type:complaint"),
        ("类型:无", "type:none"),
        ("标签:无", "tag:none"),
        ("评分:≤2星", "rating:<=2"),
        ("客户:王阿姨", "customer:王阿姨"),
        ("收到:＜7天", "received:<7d"),
        ("渠道:微博", "channel:微博"),
        ("有:回复", "has:reply"),
    ],
)
def test_chinese_and_english_mean_the_same(chinese: str, english: str) -> None:
    assert meaning(parse(chinese)) == meaning(parse(english)) != []


@pytest.mark.parametrize(
    "line",
    ["due:<7d", "status:blocked", "rating:eleven", "rating:11", "tag:<3", "type:", "rating:<none"],
)
def test_what_feedback_does_not_know_is_a_problem(line: str) -> None:
    found = parse(line)
    assert (found.terms, found.words) == ((), ())
    assert len(found.problems) == 1


def test_tasks_do_not_know_the_fields_of_feedback() -> None:
    assert parse_filter("rating:3").problems
    assert not parse_filter("due:<7d").problems
