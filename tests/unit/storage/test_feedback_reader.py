"""Feedback found by filters: the same as plain Python finds, in order, whatever way is taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

import pytest
from sqlalchemy import event

from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import utc_now
from cockpit.domain.feedback import (
    INBOX,
    Feedback,
    FeedbackStatus,
    FeedbackTag,
    FeedbackType,
    ScanPlace,
    Tag,
)
from cockpit.domain.feedback_filter import parse_feedback_filter
from cockpit.domain.filters import FilterTerm
from cockpit.domain.item import Comment
from cockpit.domain.organisation import Customer
from cockpit.storage import feedback_scan
from cockpit.storage.readers import SqlReaders
from cockpit.storage.tables import feedback_count
from cockpit.storage.workspace import SqlWorkspace

NOW = utc_now()
TEXTS = ("支付失败还扣了钱", "One-tap is fast", "退款 还没到", "闪退 crash on launch", "很好用")
COUNT = 400
LINES = (
    "",
    "status:all",
    "status:new",
    "状态:完成",
    "status:snoozed",
    "-status:done",
    "type:bug",
    "type:none status:all",
    "rating:<3 status:all",
    "rating:none",
    "tag:支付 status:all",
    "-tag:支付",
    "tag:none",
    "channel:email status:all",
    "customer:王阿姨 status:all",
    "customer:ANN status:all",
    "received:<30d status:all",
    "received:>=30d type:praise status:all",
    "退款",
    "支付失败 status:all",
    "crash rating:1 status:all",
    "comment tag:支付 status:all",
    "F-7 status:all",
    "version:2.1 status:all",
    "has:tag has:rating status:all",
)


class World(NamedTuple):
    """A workspace, and the same in plain Python: items, their tags' names and their comments."""

    workspace: SqlWorkspace
    reader: SqlReaders
    product: str
    items: list[Feedback]
    tags: dict[str, set[str]]
    comments: dict[str, str]
    customers: dict[str, str]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    workspace = new_workspace(tmp_path_factory.mktemp("fb") / "w.cockpit", "en", "UTC", None)
    product = workspace.reader().products()[0].id
    random = Random(5)
    named = [Tag(product_id=product, name=name) for name in ("支付", "Speed")]
    who = Customer(product_id=product, name="王阿姨")
    items, tags, comments = [], {}, {}
    for number in range(1, COUNT + 1):
        # Few instants, so that many items share one and the second key decides.
        at = NOW - timedelta(days=random.randint(0, 60))
        item = Feedback(
            product_id=product,
            number=number,
            text=random.choice(TEXTS),
            status=random.choice(list(FeedbackStatus)),
            type=random.choice(list(FeedbackType)),
            channel=random.choice(("", "Email", "App Store")),
            rating=random.choice((None, 1, 2, 3, 4, 5)),
            author=random.choice(("", "ann", "bo")),
            customer_id=random.choice((None, who.id)),
            received_at=at,
            version=random.choice(("", "2.1")),
            snoozed_until=random.choice((None, None, NOW + timedelta(9), NOW - timedelta(9))),
            deleted_at=NOW if number % 20 == 0 else None,
        )
        items.append(item)
        tags[item.id] = {tag.name for tag in named if random.random() < 0.3}
        if number % 9 == 0:
            comments[item.id] = "a comment"
    by_name = {tag.name: tag for tag in named}
    on = [FeedbackTag(feedback_id=i, tag_id=by_name[n].id) for i in tags for n in tags[i]]
    said = [Comment(item_kind="feedback", item_id=i, text=t) for i, t in comments.items()]
    workspace.write(lambda uow: uow.add(*named, who))
    workspace.write(lambda uow: uow.add(*items))
    workspace.write(lambda uow: uow.add(*on, *said))
    yield World(workspace, workspace.reader(), product, items, tags, comments, {who.id: who.name})
    workspace.close()


def passes(world: World, item: Feedback, line: str) -> bool:
    """Tell in plain Python whether an item passes."""
    wanted = parse_feedback_filter(line)
    assert not wanted.problems
    if item.deleted_at is not None:
        return False
    if not any(term.field == "status" for term in wanted.terms) and not _in_inbox(item):
        return False
    texts = [item.text, world.comments.get(item.id, "")]
    for word in wanted.words:
        if word.startswith("F-"):
            if item.number != int(word[2:]):
                return False
        elif not any(word in text for text in texts):
            return False
    return all(_term(world, item, term) is not term.negated for term in wanted.terms)


def _in_inbox(item: Feedback) -> bool:
    return item.status in INBOX and (item.snoozed_until is None or item.snoozed_until <= NOW)


def _term(world: World, item: Feedback, term: FilterTerm) -> bool:
    value = term.value
    match term.field:
        case "status":
            snoozed = item.snoozed_until is not None and item.snoozed_until > NOW
            special = {"all": True, "snoozed": item.status in INBOX and snoozed}
            return special.get(value, item.status == value)
        case "type":
            return item.type == ("" if value == "none" else value)
        case "rating" if value == "none":
            return item.rating is None
        case "rating":
            if item.rating is None:
                return False
            at = int(value)
            return item.rating < at if term.op == "<" else item.rating == at
        case "tag":
            return not world.tags[item.id] if value == "none" else value in world.tags[item.id]
        case "channel":
            return item.channel.lower() == value.lower()
        case "version":
            return item.version == value
        case "customer":
            name = world.customers.get(item.customer_id or "", "")
            return value.lower() in (name.lower(), item.author.lower())
        case "received":
            edge = datetime.combine(NOW.date() - timedelta(30), datetime.min.time(), UTC)
            later = item.received_at >= edge + timedelta(1)
            return later if term.op == "<" else item.received_at < edge + timedelta(1)
        case "has":
            return bool(world.tags[item.id]) if value == "tag" else item.rating is not None
    raise AssertionError(term)


def in_order(world: World, line: str) -> list[str]:
    """Return the ids that a list must show: newest first, of equals the later written first."""
    at = {item.id: index for index, item in enumerate(world.items)}
    found = [item for item in world.items if passes(world, item, line)]
    found.sort(key=lambda item: (item.received_at, at[item.id]), reverse=True)
    return [item.id for item in found]


def scanned(world: World, line: str, newest_first: bool = True, entries: int = 20_000) -> list[str]:
    """Read every slice and return the ids."""
    wanted, place = parse_feedback_filter(line), None
    seqs: list[int] = []
    keyed: list[tuple[str, int]] = []
    while True:
        found = world.reader.feedback_scan(world.product, wanted, newest_first, place, entries)
        if found.keys is None:
            seqs += found.seqs
        else:
            keyed += zip(found.keys, found.seqs, strict=True)
        place = found.rest
        if place is None:
            break
    seqs += [seq for _key, seq in sorted(keyed, reverse=newest_first)]
    return [row.id for row in world.reader.feedback_rows(seqs)]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("few", [feedback_scan.FEW, 3], ids=["named", "walked"])
def test_sql_and_python_agree(
    world: World, line: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback_scan, "FEW", few)
    monkeypatch.setattr(feedback_scan, "HITS", 7)
    expected = in_order(world, line)
    assert scanned(world, line) == expected
    assert scanned(world, line, newest_first=False) == expected[::-1]
    assert scanned(world, line, entries=13) == expected
    assert [item.id for item in world.reader.find_feedback(parse_feedback_filter(line))] == expected
    ids = [item.id for item in world.items]
    wanted = parse_feedback_filter(line)
    if "comment" not in line:
        found = world.reader.feedback_standing(world.product, wanted, ids)
        assert len(found) == COUNT
        passing = [seq for _key, seq, passes in found if passes]
        assert set(world.reader.feedback_ids(passing)) == set(expected)
        assert world.reader.feedback_keys(passing) == {s: k for k, s, passes in found if passes}


def test_most_lines_find_something(world: World) -> None:
    assert all(in_order(world, line) for line in LINES)


@pytest.mark.parametrize("line", ["", "status:all type:bug", "status:done rating:1"])
def test_a_walk_reads_no_texts_and_an_index_only(world: World, line: str) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, values: Any, *_rest: object) -> None:
        if "ORDER BY feedback.received_at" in sql:
            asked.append((sql, values))

    engine = world.reader._engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        place = ScanPlace(received_at="2999-01-01T00:00:00.000000Z", seq=1)
        wanted = parse_feedback_filter(line)
        world.reader.feedback_scan(world.product, wanted, True, place, 50)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        plans = [
            str(row[3])
            for sql, values in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
    index = "ix_feedback_walk" if "status" in line else "ix_feedback_inbox"
    assert len(plans) == 2
    assert all(f"USING COVERING INDEX {index}" in plan for plan in plans), plans


def test_hits_are_cut_when_they_are_too_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback_scan, "HITS", 5)
    monkeypatch.setattr(feedback_scan, "MOST_HITS", 10)
    wanted = parse_feedback_filter("支付失败 status:all")
    first = world.reader.feedback_scan(world.product, wanted)
    second = world.reader.feedback_scan(world.product, wanted, place=first.rest)
    assert (first.cut, second.cut, second.rest) == (False, True, None)


def test_the_next_item_is_the_one_below(world: World) -> None:
    order = in_order(world, "type:bug")
    wanted = parse_feedback_filter("type:bug")
    next_of = world.reader.feedback_next
    followed = [next_of(world.product, item_id, wanted) for item_id in order]
    assert followed == [*order[1:], None]
    assert next_of(world.product, order[1], wanted, newest_first=False) == order[0]
    assert next_of(world.product, "gone", wanted) is None


def test_counts_are_those_of_live_items_and_follow_every_write(world: World) -> None:
    def expected() -> dict[FeedbackStatus, int]:
        live = [item for item in world.reader.all(Feedback) if item.product_id == world.product]
        return {s: n for s in FeedbackStatus if (n := sum(item.status is s for item in live))}

    counts = world.reader.feedback_counts(world.product)
    assert counts.by_status == expected()
    assert counts.inbox == len(in_order(world, ""))
    assert counts.snoozed == len(in_order(world, "status:snoozed"))
    new = world.reader.all(Feedback, status=FeedbackStatus.NEW)[0]
    world.workspace.write(lambda uow: uow.remove(new))
    assert world.reader.feedback_counts(world.product).by_status == expected()
    world.workspace.undo()
    assert world.reader.feedback_counts(world.product).by_status == counts.by_status
    with world.workspace._engine.begin() as connection:
        assert connection.execute(feedback_count.select()).all()


def test_an_item_with_its_parts(world: World) -> None:
    item = next(i for i in world.items if world.comments.get(i.id) and not i.deleted_at)
    detail = world.reader.feedback(item.id)
    assert detail is not None
    assert detail.feedback == item
    assert {tag.name for tag in detail.tags} == world.tags[item.id]
    assert [comment.text for comment, _who in detail.comments] == ["a comment"]
    assert world.reader.feedback("gone") is None
    assert world.reader.feedback(next(i.id for i in world.items if i.deleted_at)) is None
    assert world.reader.feedback_channels(world.product) == ["App Store", "Email"]
    assert [tag.name for tag in world.reader.feedback_tags(world.product)] == ["Speed", "支付"]
