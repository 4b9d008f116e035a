"""A workspace with a million items of feedback, the same each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.searching import texts
from cockpit.bootstrap import new_workspace
from cockpit.domain.entity import Entity, new_id
from cockpit.domain.feedback import Feedback, FeedbackStatus, FeedbackTag, FeedbackType, Tag
from cockpit.storage.rows import rows_of
from cockpit.storage.search_rows import insert_search, search_row

SLICE = 10_000
DAYS = 730
END = datetime(2026, 11, 20, 1, 20, tzinfo=UTC)
STATUSES = list(FeedbackStatus)
SHARES = (4, 6, 3, 85, 2)
TYPES = list(FeedbackType)
CHANNELS = ("App Store", "Google Play", "邮件", "400 热线", "社区", "问卷")
TAGS = ("支付失败", "收据与发票", "速度", "误触扣款", "客服等待", "界面适配", "开通入口", "好评")
# One in three items has a tag; the last tag is on one in two thousand.
TAG_SHARES = (30, 20, 15, 12, 10, 8, 4.85, 0.15)


def build(path: Path, count: int) -> None:
    """Make the workspace."""
    workspace = new_workspace(path, "zh", "Asia/Shanghai", None)
    product = workspace.reader().products()[0].id
    tags = [Tag(product_id=product, name=name, colour=i % 8) for i, name in enumerate(TAGS)]
    workspace.write(lambda uow: uow.add(*tags))
    random = Random(7)
    ready: list[Entity] = []

    def write() -> None:
        with workspace._engine.begin() as connection:
            for cls in (Feedback, FeedbackTag):
                rows = rows_of(cls)
                group = [rows.stored(record) for record in ready if isinstance(record, cls)]
                if group:
                    connection.exec_driver_sql(rows.insert, group)
            insert_search(connection, [row for record in ready if (row := search_row(record))])
        ready.clear()

    for number, text in enumerate(texts(count), 1):
        item = _item(random, product, number, text, count)
        ready.append(item)
        if random.random() < 0.33:
            tag = random.choices(tags, TAG_SHARES)[0]
            ready.append(FeedbackTag(feedback_id=item.id, tag_id=tag.id, created_at=END))
        if len(ready) >= SLICE:
            write()
    write()
    with workspace._engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO counter(kind, product_id, last) VALUES ('feedback', ?, ?)",
            (product, count),
        )
    workspace.close()


def _item(random: Random, product: str, number: int, text: str, count: int) -> Feedback:
    rating = random.choices((None, 1, 2, 3, 4, 5), (30, 25, 8, 7, 10, 20))[0]
    at = END - timedelta(days=DAYS * (count - number) / count, seconds=random.random() * 3600)
    return Feedback(
        id=new_id(),
        product_id=product,
        number=number,
        subject=text[:14] if random.random() < 0.6 else "",
        text=text * random.randint(1, 4),
        status=random.choices(STATUSES, SHARES)[0],
        type=random.choice(TYPES),
        channel=random.choice(CHANNELS),
        rating=rating,
        author=f"用户{number % 9973}",
        received_at=at,
        created_at=at,
        version=f"2.{number % 7}.{number % 3}",
    )
