"""What the line for a new task understands, in Chinese and in English."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.quick_add import PersonName, parse_quick_add
from cockpit.domain.task import Priority

TODAY = date(2026, 11, 24)  # A Tuesday.
PEOPLE = (PersonName("p1", "李雷", ("Li Lei", "ll")), PersonName("p2", "韩梅梅"))


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("前天", date(2026, 11, 22)),
        ("昨天", date(2026, 11, 23)),
        ("今天", date(2026, 11, 24)),
        ("今晚", date(2026, 11, 24)),
        ("明天", date(2026, 11, 25)),
        ("后天", date(2026, 11, 26)),
        ("大后天", date(2026, 11, 27)),
        ("周二", date(2026, 11, 24)),
        ("周三", date(2026, 11, 25)),
        ("星期三", date(2026, 11, 25)),
        ("礼拜三", date(2026, 11, 25)),
        ("周一", date(2026, 11, 30)),
        ("本周一", date(2026, 11, 23)),
        ("本周五", date(2026, 11, 27)),
        ("下周三", date(2026, 12, 2)),
        ("下个星期天", date(2026, 12, 6)),
        ("下下周一", date(2026, 12, 7)),
        ("周末", date(2026, 11, 28)),
        ("下周末", date(2026, 12, 5)),
        ("下周", date(2026, 11, 30)),
        ("月底", date(2026, 11, 30)),
        ("月末", date(2026, 11, 30)),
        ("月底前", date(2026, 11, 30)),
        ("下个月底", date(2026, 12, 31)),
        ("下月初", date(2026, 12, 1)),
        ("下个月5号", date(2026, 12, 5)),
        ("年底", date(2026, 12, 31)),
        ("3天后", date(2026, 11, 27)),
        ("十天后", date(2026, 12, 4)),
        ("两周后", date(2026, 12, 8)),
        ("3个月后", date(2027, 2, 24)),
        ("12月8日", date(2026, 12, 8)),
        ("十二月八号", date(2026, 12, 8)),
        ("11月1日", date(2026, 11, 1)),
        ("10月8号", date(2027, 10, 8)),
        ("8号", date(2026, 12, 8)),
        ("24号", date(2026, 11, 24)),
        ("31号", date(2026, 12, 31)),
        ("2026年12月1日", date(2026, 12, 1)),
        ("国庆", date(2027, 10, 1)),
        ("today", date(2026, 11, 24)),
        ("Tomorrow", date(2026, 11, 25)),
        ("day after tomorrow", date(2026, 11, 26)),
        ("tuesday", date(2026, 11, 24)),
        ("mon", date(2026, 11, 30)),
        ("sun", date(2026, 11, 29)),
        ("by friday", date(2026, 11, 27)),
        ("this friday", date(2026, 11, 27)),
        ("next wed", date(2026, 12, 2)),
        ("in 3 days", date(2026, 11, 27)),
        ("in two weeks", date(2026, 12, 8)),
        ("in a month", date(2026, 12, 24)),
        ("end of month", date(2026, 11, 30)),
        ("EOM", date(2026, 11, 30)),
        ("oct 8", date(2027, 10, 8)),
        ("8 oct", date(2027, 10, 8)),
        ("Dec 1st, 2027", date(2027, 12, 1)),
        ("2026-12-01", date(2026, 12, 1)),
        ("2026.12.1", date(2026, 12, 1)),
        ("12/1", date(2026, 12, 1)),
        ("12/1前", date(2026, 12, 1)),
        ("11-30", date(2026, 11, 30)),
        ("by 11-30", date(2026, 11, 30)),
        ("11-30前", date(2026, 11, 30)),
        ("30.11.", date(2026, 11, 30)),
        ("due 1.12.", date(2026, 12, 1)),
        ("30.11.2027", date(2027, 11, 30)),
        ("元旦前", date(2027, 1, 1)),
        ("五一", date(2027, 5, 1)),
        ("国庆节前", date(2027, 10, 1)),
        ("双十一", date(2026, 11, 11)),
        ("双12前", date(2026, 12, 12)),
        ("圣诞节前", date(2026, 12, 25)),
    ],
)
def test_a_date_phrase_becomes_the_due_date_and_leaves_the_title(phrase: str, due: date) -> None:
    added = parse_quick_add(f"评审 {phrase}", TODAY)
    assert (added.title, added.due, added.due_time) == ("评审", due, None)
    assert [term.text for term in added.terms] == [phrase]


@pytest.mark.parametrize(
    ("phrase", "at"),
    [
        ("上午9点", time(9)),
        ("下午3点", time(15)),
        ("下午三点一刻", time(15, 15)),
        ("晚上8点半", time(20, 30)),
        ("晚上12点", time(23, 59)),
        ("凌晨2点", time(2)),
        ("3点", time(15)),
        ("9点20分", time(9, 20)),
        ("中午", time(12)),
        ("中午1点", time(13)),
        ("下午3:20", time(15, 20)),
        ("15:30", time(15, 30)),
        ("03:30", time(3, 30)),
        ("3pm", time(15)),
        ("12am", time(0)),
        ("3:45 pm", time(15, 45)),
        ("at 15:30", time(15, 30)),
        ("noon", time(12)),
    ],
)
def test_a_time_without_a_date_means_today(phrase: str, at: time) -> None:
    added = parse_quick_add(f"评审 {phrase}", TODAY)
    assert (added.title, added.due, added.due_time) == ("评审", TODAY, at)


@pytest.mark.parametrize(
    "text",
    [
        "今天头条投放",
        "周末活动方案",
        "国庆 活动方案",
        "8号线广告",
        "两天后台维护",
        "周三前端改版",
        "聊聊今天",
        "改进一点",
        "3点建议",
        "Monday.com migration",
        "update today's banner",
        "write to a@today.com",
        "someday",
        "fix sun icon",
        "v15:30.1",
        "ratio 24/7",
        "13/45",
        "排期 30/11",
        "T-11",
        "3-5天完成",
        "11-30 位用户访谈",
        "7.12. 上架",
        "upgrade to v 2.3.",
        "号段 13-45",
        "双十一 会场页面",
        "2月30日",
        "25:00",
        "太好了!高兴",
        "C# a@b.com #12",
        "Wow! great",
    ],
)
def test_what_only_looks_like_a_term_stays_in_the_title(text: str) -> None:
    added = parse_quick_add(text, TODAY, PEOPLE)
    assert (added.title, added.terms, added.due) == (text, (), None)


@pytest.mark.parametrize(
    ("text", "title", "due", "at"),
    [
        ("明天提交审核", "提交审核", date(2026, 11, 25), None),
        ("明天下午3点和法务对齐", "和法务对齐", date(2026, 11, 25), time(15)),
        ("今晚8点 上线", "上线", TODAY, time(20)),
        ("明天 上线 晚上8点", "上线", date(2026, 11, 25), time(20)),
        ("12月9日周三 复盘", "复盘", date(2026, 12, 9), None),
        ("补充 昨天 的数据 明天", "补充 昨天 的数据", date(2026, 11, 25), None),
        ("call Bob next wed at 15:30", "call Bob", date(2026, 12, 2), time(15, 30)),
        ("call Bob tomorrow at 3pm!", "call Bob!", date(2026, 11, 25), time(15)),
        ("eom 3pm report", "report", date(2026, 11, 30), time(15)),
    ],
)
def test_dates_and_times_combine(text: str, title: str, due: date, at: time | None) -> None:
    added = parse_quick_add(text, TODAY)
    assert (added.title, added.due, added.due_time) == (title, due, at)


def test_a_whole_line() -> None:
    text = "提交审核 @李雷 #支付 #上架 !高 明天下午3点"
    added = parse_quick_add(text, TODAY, PEOPLE)
    assert added.title == "提交审核"
    assert (added.assignee_id, added.assignee_text) == ("p1", "")
    assert added.labels == ("支付", "上架")
    assert added.priority is Priority.HIGH
    assert (added.due, added.due_time) == (date(2026, 11, 25), time(15))
    assert [(term.kind, text[term.start : term.end]) for term in added.terms] == [
        ("assignee", "@李雷"),
        ("label", "#支付"),
        ("label", "#上架"),
        ("priority", "!高"),
        ("due", "明天下午3点"),
    ]


def test_full_width_signs_and_no_spaces() -> None:
    added = parse_quick_add("提交审核＠李雷明天 ＃支付 ！急", TODAY, PEOPLE)
    assert (added.title, added.assignee_id, added.labels) == ("提交审核", "p1", ("支付",))
    assert (added.priority, added.due) == (Priority.URGENT, date(2026, 11, 25))


@pytest.mark.parametrize(
    ("name", "person", "unknown"),
    [
        ("@韩梅梅", "p2", ""),
        ("@韩", "p2", ""),
        ("@LL", "p1", ""),
        ('@"li lei"', "p1", ""),
        ("@Li Lei", "p1", ""),
        ("@王五", None, "王五"),
        ("@“Han Meimei”", None, "Han Meimei"),
    ],
)
def test_people_are_found_by_name_alias_and_beginning(
    name: str, person: str | None, unknown: str
) -> None:
    added = parse_quick_add(f"写周报 {name}", TODAY, PEOPLE)
    assert (added.title, added.assignee_id, added.assignee_text) == ("写周报", person, unknown)


def test_a_name_that_two_people_bear_is_left_open() -> None:
    people = (PersonName("a", "Ann"), PersonName("b", "Ann"))
    added = parse_quick_add("x @Ann", TODAY, people)
    assert (added.assignee_id, added.assignee_text) == (None, "Ann")


def test_a_second_person_stays_in_the_title() -> None:
    assert parse_quick_add("对齐 @李雷 @韩梅梅", TODAY, PEOPLE).title == "对齐 @韩梅梅"


@pytest.mark.parametrize(
    ("word", "priority"),
    [
        ("!低", Priority.LOW),
        ("!low", Priority.LOW),
        ("!中", Priority.NORMAL),
        ("!h", Priority.HIGH),
        ("!HIGH", Priority.HIGH),
        ("!紧急", Priority.URGENT),
        ("!urgent", Priority.URGENT),
    ],
)
def test_priorities(word: str, priority: Priority) -> None:
    added = parse_quick_add(f"x {word}", TODAY)
    assert (added.title, added.priority) == ("x", priority)


def test_a_backslash_makes_text_of_a_term() -> None:
    added = parse_quick_add(r"写 \#标题 \明天 C:\new", TODAY)
    assert (added.title, added.terms) == (r"写 #标题 明天 C:\new", ())


def test_quotes_hold_a_label_together() -> None:
    assert parse_quick_add("x #“两 个”", TODAY).labels == ("两 个",)


@pytest.mark.parametrize("text", ["", "   ", "@", "#", "!", "\\", '@"', "999个月后", "12月31号"])
def test_odd_lines_do_no_harm(text: str) -> None:
    parse_quick_add(text, date(9999, 12, 31))


@given(st.text(alphabet='明天下周三午3点号月个@#!＠“”\\" ,.:/-ab今晚末李雷前后8', max_size=30))
def test_terms_are_in_order_apart_and_quote_the_line(text: str) -> None:
    terms = parse_quick_add(text, TODAY, PEOPLE).terms
    assert all(term.text == text[term.start : term.end] for term in terms)
    assert all(a.end <= b.start for a, b in pairwise(terms))
