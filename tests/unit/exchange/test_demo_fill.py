"""The demo as it stands in a workspace: complete, linked, clean, and gone with one undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cockpit.bootstrap import make_demo
from cockpit.domain.feedback import INBOX, Feedback
from cockpit.domain.item import Link
from cockpit.domain.kpi import Annotation, Kpi, Series
from cockpit.domain.organisation import Product
from cockpit.domain.risk import Risk
from cockpit.domain.task import Task
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace

TODAY = date(2026, 11, 20)
KINDS = (Task, Risk, Feedback, Kpi, Annotation)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlWorkspace]:
    workspace = make_demo(tmp_path_factory.mktemp("demo") / "demo.cockpit", TODAY)
    yield workspace
    workspace.close()


def seen(workspace: SqlWorkspace) -> dict[str, int]:
    """Count what is visible, by kind."""
    counts: dict[str, int] = {}

    def look(uow: UnitOfWork) -> None:
        for cls in (*KINDS, Series, Link, Product):
            counts[cls.KIND] = len(uow.find(cls))

    workspace.write(look)
    return counts


def test_everything_is_there(demo: SqlWorkspace) -> None:
    counts = seen(demo)
    assert counts["task"] == 150
    assert counts["risk"] == 26
    assert counts["feedback"] == 604
    assert counts["kpi"] == 10
    product = demo.reader().launches()[0].product_id
    feedback = demo.reader().feedback_counts(product)
    assert feedback.total == 604
    # Those put off until after that day are back today, whatever today is.
    assert sum(feedback.by_status[status] for status in INBOX) == 37 + 4


def test_every_link_resolves_and_all_kinds_are_linked(demo: SqlWorkspace) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    broken: list[Link] = []

    def look(uow: UnitOfWork) -> None:
        known = {(cls.KIND, item.id) for cls in KINDS for item in uow.find(cls)}
        links = uow.find(Link)
        ends = [((link.a_kind, link.a_id), (link.b_kind, link.b_id)) for link in links]
        broken.extend(
            link for link, pair in zip(links, ends, strict=True) if not known.issuperset(pair)
        )
        assert len(set(ends)) == len(ends)
        pairs.update((a[0], b[0]) for a, b in ends)

    demo.write(look)
    assert broken == []
    assert {
        ("task", "risk"),
        ("task", "feedback"),
        ("kpi", "risk"),
        ("task", "kpi"),
        ("annotation", "risk"),
    } <= pairs.keys()
    assert {frozenset(pair) for pair in pairs} >= {
        frozenset(("feedback", "risk")),
        frozenset(("feedback", "kpi")),
        frozenset(("feedback", "annotation")),
    }


def test_tiles_show_yesterday_and_today_so_far(demo: SqlWorkspace) -> None:
    reader = demo.reader()
    now = datetime(2026, 11, 20, 1, 20, tzinfo=UTC)
    rows = reader.kpis(reader.launches()[0].product_id, now)
    assert rows[0].latest is not None
    assert 98.2 < rows[0].latest < 99.0
    assert rows[0].target == 99.0
    assert all(row.latest is not None and row.previous is not None for row in rows)
    assert all(row.running is not None for row in rows)
    assert all(row.owner_name for row in rows)
    assert min(rows[0].sparkline) < 97.4


def test_the_file_is_clean_and_undo_takes_all_of_it(tmp_path: Path) -> None:
    workspace = make_demo(tmp_path / "demo.cockpit", TODAY)
    assert workspace.check() == []
    before = seen(workspace)
    workspace.undo()
    assert set(seen(workspace).values()) == {0}
    assert workspace.check() == []
    workspace.redo()
    assert seen(workspace) == before
    workspace.close()
