"""Search over a million Chinese and English texts: speed, completeness and size of the index."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.measure import limit_row, median, milliseconds
from cockpit.bootstrap import new_workspace
from cockpit.domain.feedback import Feedback
from cockpit.domain.search_text import match_query
from cockpit.storage.rows import rows_of
from cockpit.storage.search_rows import insert_search, row_number, search_row
from cockpit.storage.workspace import SqlWorkspace

TEXTS = 1_000_000
RUNS = 7
SLICE = 10_000
FIRST_HUNDRED_LIMIT = 5.0
INDEX_LIMIT = 1.2

CHINESE = (
    "支付失败", "退款", "一直转圈", "闪退了", "灰度发布", "登录不上", "验证码收不到", "订单",
    "已经扣款", "客服", "没有人回复", "页面空白", "银行卡", "优惠券", "用不了", "更新以后",
    "回归测试", "的时候", "希望", "尽快修复", "很好用", "速度快", "通知", "推送",
)  # fmt: skip
ENGLISH = (
    "payment", "failed", "refund", "please", "crash", "on launch", "order", "not received",
    "login", "slow", "after the update", "great app", "support", "never answers", "card",
    "coupon", "blank page", "iOS", "Android", "checkout", "timeout", "retry", "push",
)  # fmt: skip
MARKS = ("，", "。", "！", " ", " ", "、", "?", "")
# One and two characters, within words and across them, common and rare.
SHORT = ("退", "的", "付", "退款", "付失", "失败", "了退", "银行", "款灰", "卡卡")
QUERIES = (*SHORT, "支付失败", "payment", "refund", "pay", "退款 payment", "crash 闪退", "zzz")


def texts(count: int) -> Iterator[str]:
    """Yield texts of about 33 characters, the same each time."""
    random = Random(count)
    for _number in range(count):
        words = []
        for _word in range(random.randint(3, 9)):
            words.append(random.choice(CHINESE if random.random() < 0.6 else ENGLISH))
            words.append(random.choice(MARKS))
        yield "".join(words)


def build(path: Path, count: int) -> int:
    """Make a workspace with so many texts; return their size in bytes."""
    workspace = new_workspace(path, "zh", "Asia/Shanghai", None)
    product = workspace.reader().products()[0]
    rows = rows_of(Feedback)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    size = 0
    ready: list[Feedback] = []

    def write() -> None:
        with workspace._engine.begin() as connection:
            connection.exec_driver_sql(rows.insert, [rows.stored(record) for record in ready])
            insert_search(connection, [row for record in ready if (row := search_row(record))])
        ready.clear()

    for number, text in enumerate(texts(count), 1):
        size += len(text.encode())
        ready.append(
            Feedback(product_id=product.id, number=number, text=text, received_at=at, created_at=at)
        )
        if len(ready) == SLICE:
            write()
    workspace.close()
    return size


def driver_of(workspace: SqlWorkspace) -> Any:
    """Return the driver's connection, for questions that no reader asks."""
    return workspace._engine.raw_connection().driver_connection


def index_bytes(path: Path) -> int:
    """Return how much smaller the file is without the search index."""
    workspace = SqlWorkspace(path)
    driver = driver_of(workspace)
    driver.execute("VACUUM")
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.stat().st_size
    driver.execute("DROP TABLE search")
    driver.execute("VACUUM")
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    workspace.close()
    return before - path.stat().st_size


def found_alike(driver: Any, word: str) -> tuple[int, int]:
    """Return how many texts LIKE finds, and how many the index finds too much or too little."""
    query = "SELECT id FROM feedback WHERE text LIKE ?"
    like = {row[0] for row in driver.execute(query, [f"%{word}%"])}
    index = {
        row[0]
        for row in driver.execute(
            f"SELECT id FROM feedback WHERE {row_number('feedback')} IN "
            "(SELECT rowid FROM search WHERE search MATCH ?)",
            [match_query([word])],
        )
    }
    return len(like), len(like ^ index)


def run(count: int = TEXTS) -> bool:
    """Measure and print; tell whether every limit is kept."""
    print(f"search over {count:,} texts, medians of {RUNS}: first 100, LIKE's first 100, ratio")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.cockpit"
        sizes: list[int] = []
        took = milliseconds(lambda: sizes.append(build(path, count)))
        print(f"built in {took / 1000:.0f} s")
        workspace = SqlWorkspace(path)
        driver, reader = driver_of(workspace), workspace.reader()
        kept = True
        for query in QUERIES:
            where = " AND ".join("text LIKE ?" for _word in query.split())
            values = [f"%{word}%" for word in query.split()]
            like = f"SELECT id FROM feedback WHERE {where} ORDER BY rowid DESC LIMIT 100"
            base = median(lambda: driver.execute(like, values).fetchall(), 3)  # noqa: B023
            ours = median(lambda: reader.search(query, 100), RUNS)  # noqa: B023
            kept &= limit_row(f"“{query}”", ours, FIRST_HUNDRED_LIMIT, base)
        for word in SHORT:
            total, wrong = found_alike(driver, word)
            print(f"“{word}”: LIKE finds {total:,}, the index {wrong} more or fewer")
            kept &= wrong == 0
        workspace.close()
        index = index_bytes(path)
        share = index / sizes[0]
        sizes_said = f"texts {sizes[0] / 1e6:.1f} MB, index {index / 1e6:.1f} MB"
        print(f"{sizes_said}: {share:.2f} ×  ≤ {INDEX_LIMIT} ×")
        return kept and share <= INDEX_LIMIT


if __name__ == "__main__":
    raise SystemExit(0 if run() else 1)
