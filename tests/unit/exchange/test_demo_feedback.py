"""The demo's feedback: 600 texts, no two alike, with a burst when payments failed."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cockpit.domain.feedback import INBOX, FeedbackStatus, FeedbackType
from cockpit.exchange.demo_feedback import contact_of, demo_feedback
from cockpit.exchange.demo_feedback_records import DemoFeedback
from cockpit.exchange.demo_risks import demo_risks

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 20, tzinfo=ZONE)
INCIDENT = TODAY - timedelta(days=10)
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def items() -> tuple[DemoFeedback, ...]:
    return demo_feedback(TODAY, 0, demo_risks(TODAY, 0))


@pytest.mark.parametrize("later", [0, 1, 2, 40, 200])
def test_no_two_texts_are_equal_and_no_slot_is_left(later: int) -> None:
    today = TODAY + timedelta(days=later)
    texts = Counter(item.text for item in demo_feedback(today, 1, demo_risks(today, 1)))
    assert [text for text, count in texts.items() if count > 1] == []
    assert 580 <= len(texts) <= 620
    assert [text for text in texts if re.search(r"[{}|]", text)] == []


def test_users_write_as_they_write_whatever_the_demo_speaks(
    items: tuple[DemoFeedback, ...],
) -> None:
    english = demo_feedback(TODAY, 1, demo_risks(TODAY, 1))
    assert [item.text for item in items] == [item.text for item in english]
    assert {item.channel for item in items}.isdisjoint({"Phone", "In-app"})
    assert {"Phone", "In-app"} <= {item.channel for item in english}
    chinese = sum(bool(HAN.search(item.text)) for item in items)
    assert 0.6 < chinese / len(items) < 0.8


def test_inbox_and_what_is_dealt_with(items: tuple[DemoFeedback, ...]) -> None:
    inbox = [item for item in items if item.status in INBOX and item.snoozed_until is None]
    assert len(inbox) == 37
    assert all(item.received_at > NOW - timedelta(days=8) for item in inbox)
    assert sum(item.snoozed_until is not None for item in items) == 4
    assert sum(item.status is FeedbackStatus.SPAM for item in items) == 8
    assert sum(item.status is FeedbackStatus.WAITING for item in items) >= 8
    assert sum(item.status is FeedbackStatus.DONE for item in items) > 500


def test_times_make_sense(items: tuple[DemoFeedback, ...]) -> None:
    received = [item.received_at for item in items]
    assert received == sorted(received)
    assert received[-1] <= NOW
    assert received[0] > NOW - timedelta(days=61)
    for item in items:
        assert item.answered_at is None or item.received_at <= item.answered_at <= NOW
        closed = item.status in (FeedbackStatus.DONE, FeedbackStatus.SPAM)
        assert (item.done_at is not None) == closed
        assert item.done_at is None or (item.answered_at or item.received_at) <= item.done_at <= NOW
        assert all(item.received_at <= comment.at <= NOW for comment in item.comments)
        assert item.snoozed_until is None or item.snoozed_until > NOW


def test_the_burst_is_on_the_incident_s_evening(items: tuple[DemoFeedback, ...]) -> None:
    days = Counter(item.received_at.astimezone(ZONE).date() for item in items)
    assert days.most_common(1)[0][0] == INCIDENT
    assert days[INCIDENT] > 4 * len(items) / 60
    about = [item for item in items if item.theme == "unionpay"]
    that_day = [item for item in about if item.received_at.astimezone(ZONE).date() == INCIDENT]
    assert len(that_day) > 0.6 * len(about)
    start = datetime(INCIDENT.year, INCIDENT.month, INCIDENT.day, 19, 42, tzinfo=ZONE)
    assert all(item.received_at >= start for item in that_day)
    assert {item.tags for item in that_day} == {("银联支付失败",)}


def test_ratings_versions_and_platforms(items: tuple[DemoFeedback, ...]) -> None:
    stores = {"App Store", "安卓应用市场"}
    for item in items:
        assert (item.rating is not None) == (item.channel in stores)
        assert item.rating is None or 1 <= item.rating <= 5
        if item.channel == "App Store":
            assert item.platform == "iOS"
        if item.version == "7.12.1":
            since = 6 if item.platform == "iOS" else 5
            assert item.received_at.astimezone(ZONE).date() >= TODAY - timedelta(days=since)
        elif item.version == "7.12.0":
            assert item.received_at.astimezone(ZONE).date() >= TODAY - timedelta(days=15)
            assert item.platform == "Android"
    assert {item.type for item in items} == set(FeedbackType) - {FeedbackType.OTHER}


def test_customers_come_back_and_can_be_reached(items: tuple[DemoFeedback, ...]) -> None:
    customers = Counter(item.customer for item in items if item.customer)
    assert max(customers.values()) > 3
    assert contact_of("刘先生") == contact_of("刘先生") != contact_of("王阿姨")
    assert contact_of("Kevin O'Neil") == "kevin.oneil@example.com"
    assert all("***" in contact_of(name) or "@" in contact_of(name) for name in customers)


def test_some_are_linked_to_tasks_risks_and_the_incident(items: tuple[DemoFeedback, ...]) -> None:
    kinds = Counter(link.split(" ")[0] for item in items for link in item.links)
    assert kinds["task"] >= 60
    assert kinds["risk"] >= 25
    assert kinds["kpi"] >= 4
    assert kinds["mark"] == 3
    marked = [item for item in items if "mark incident" in item.links]
    assert all(item.received_at.astimezone(ZONE).date() == INCIDENT for item in marked)
