"""A window shows every extreme of its stretch in columns whose number depends on its pixels."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.kpi import Annotation, Kpi, KpiRow, Series
from cockpit.domain.organisation import Launch, Product, Release
from cockpit.domain.periods import Grain, day_start, to_milliseconds, zone_named
from cockpit.domain.points import PointFlag, Window, make_points
from cockpit.services import kpis
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace
from tests.unit.storage.series_world import KEY, World, small_blocks

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
SHANGHAI = zone_named("Asia/Shanghai")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    found = new_workspace(tmp_path / "w.cockpit", "en", "Asia/Shanghai", date(2026, 11, 20))
    yield found
    found.close()


@pytest.mark.parametrize("seed", range(8))
def test_every_window_holds_what_lies_in_it(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with small_blocks():
        world = World.new(tmp_path)
        reader = world.workspace.reader()
        for _step in range(20):
            world.act(chance)
            known = world.expected()
            for _look in range(4):
                t0 = chance.randrange(-20, 600)
                t1 = t0 + chance.randrange(1, 400)
                pixels = chance.choice([1, 3, 10, 100, 1000])
                window = reader.window(KEY, t0, t1, pixels)
                _holds(window, known, t0, t1)
                assert len(window) <= 2 * pixels + 6
        world.workspace.close()


def _holds(window: Window, known: dict[int, float], t0: int, t1: int) -> None:
    t, lo, hi = window.t, window.lo, window.hi
    assert t.tolist() == sorted(t.tolist())
    inside = {at: value for at, value in known.items() if t0 <= at < t1}
    if inside:
        assert lo.min() <= min(inside.values())
        assert hi.max() >= max(inside.values())
    before = max((at for at in known if at < t0), default=None)
    after = min((at for at in known if at >= t1), default=None)
    if window.exact:
        wanted = {*inside, before, after} - {None}
        assert wanted <= set(t.tolist())
        assert all(known[at] == value for at, value in zip(t.tolist(), lo.tolist(), strict=True))
    else:
        assert int(window.count.sum()) >= len(inside)


def test_a_long_even_series_makes_one_column_a_pixel(workspace: SqlWorkspace) -> None:
    value = np.sin(np.arange(300_000) / 5000)
    value[123_456] = 99.0
    points = make_points(np.arange(300_000) * 1000, value)
    workspace.write(lambda uow: uow.put_points(KEY, points))
    reader = workspace.reader()
    window = reader.window(KEY, 0, 300_000_000, 600)
    assert 500 <= len(window) <= 601
    assert window.hi.max() == 99.0
    assert int(window.count.sum()) == 300_000
    assert np.isclose((window.mean * window.count).sum(), value.sum())
    close = reader.window(KEY, 123_400_000, 123_500_000, 600)
    assert close.exact
    assert len(close) == 102


def test_a_sparse_past_is_not_drawn_in_blocks(workspace: SqlWorkspace) -> None:
    day = 86_400_000
    sparse = np.arange(3650, dtype=np.int64) * day
    dense = 3650 * day + np.arange(200_000, dtype=np.int64) * 1000
    points = make_points(np.concatenate((sparse, dense)), np.arange(203_650.0))
    workspace.write(lambda uow: uow.put_points(KEY, points))
    window = workspace.reader().window(KEY, 0, 3653 * day, 1000)
    # A column about every pixel: a bucket of 32 sparse points would span nine of them.
    assert int(np.diff(window.t).max()) < 3 * 3653 * day // 1000
    assert int(window.count.sum()) == 203_650


def test_no_points_make_an_empty_window(workspace: SqlWorkspace) -> None:
    reader = workspace.reader()
    assert len(reader.window(77, 0, 1000, 100)) == 0
    assert len(reader.points(77, 0, 1000)) == 0
    assert (reader.extent(77).t0, reader.extent(77).count) == (0, 0)


def test_points_are_limited_from_the_beginning(workspace: SqlWorkspace) -> None:
    points = make_points(range(20_000), np.arange(20_000.0))
    workspace.write(lambda uow: uow.put_points(KEY, points))
    found = workspace.reader().points(KEY, 9_000, 20_000, 10)
    assert found.t.tolist() == list(range(9_000, 9_010))


def made(workspace: SqlWorkspace, **fields: object) -> tuple[Kpi, Series]:
    product = workspace.reader().products()[0]
    workspace.write(lambda uow: kpis.create_kpi(uow, product.id, "DAU", **fields))
    kpi = workspace.reader().kpis(product.id, NOW)[0].kpi
    return kpi, workspace.reader().series_of(kpi.id)[0]


def tile(workspace: SqlWorkspace) -> KpiRow:
    return workspace.reader().kpis(workspace.reader().products()[0].id, NOW)[0]


def days(*numbers: int) -> list[int]:
    return [day_start(date(2026, 11, number), SHANGHAI) for number in numbers]


def test_a_tile_tells_finished_periods_from_the_running_one(workspace: SqlWorkspace) -> None:
    _kpi, series = made(workspace)
    points = make_points(days(21, 22, 23, 24), [10, 20, 30, 4])
    workspace.write(lambda uow: uow.put_points(series.key, points))
    row = tile(workspace)
    assert (row.latest, row.latest_t) == (30.0, days(23)[0])
    assert (row.previous, row.running) == (20.0, 4.0)
    assert row.as_of == NOW
    assert row.sparkline == (10.0, 20.0, 30.0)


def test_a_tile_compares_with_the_period_right_before_only(workspace: SqlWorkspace) -> None:
    _kpi, series = made(workspace)
    points = make_points(days(20, 23), [10, 30])
    workspace.write(lambda uow: uow.put_points(series.key, points))
    row = tile(workspace)
    assert (row.latest, row.previous, row.running) == (30.0, None, None)
    assert row.as_of is not None
    assert to_milliseconds(row.as_of) == days(24)[0]


def test_a_value_taken_too_early_is_not_finished(workspace: SqlWorkspace) -> None:
    _kpi, series = made(workspace)
    points = make_points(days(22, 23), [20, 5], [0, int(PointFlag.RUNNING)])
    workspace.write(lambda uow: uow.put_points(series.key, points))
    row = tile(workspace)
    assert (row.latest, row.running) == (20.0, 5.0)


def test_a_tile_ignores_the_future_and_knows_its_target(workspace: SqlWorkspace) -> None:
    kpi, series = made(workspace, grain=Grain.DAY)
    workspace.write(lambda uow: kpis.create_series(uow, kpi.id, "goal", is_target=True))
    target = workspace.reader().series_of(kpi.id)[1]
    workspace.write(lambda uow: uow.put_points(series.key, make_points(days(23, 28), [3, 9])))
    workspace.write(lambda uow: uow.put_points(target.key, make_points(days(1, 30), [50, 60])))
    row = tile(workspace)
    assert (row.latest, row.target) == (3.0, 50.0)
    assert row.series_keys == (series.key, target.key)


def test_a_tile_without_points_says_so(workspace: SqlWorkspace) -> None:
    made(workspace)
    row = tile(workspace)
    assert (row.latest, row.as_of, row.sparkline) == (None, None, ())


def test_a_sparkline_has_sixty_values_of_many(workspace: SqlWorkspace) -> None:
    _kpi, series = made(workspace, grain=Grain.INSTANT)
    end = to_milliseconds(NOW)
    points = make_points(end - np.arange(20_000)[::-1] * 1000, np.arange(20_000.0))
    workspace.write(lambda uow: uow.put_points(series.key, points))
    row = tile(workspace)
    assert len(row.sparkline) == 60
    assert row.sparkline[-1] == 19_999.0
    assert row.latest == 19_999.0


def test_marks_are_annotations_releases_and_launches_in_order(workspace: SqlWorkspace) -> None:
    product = workspace.reader().products()[0]
    other = Product(name="other")
    start = datetime(2026, 11, 18, tzinfo=UTC)

    def fill(uow: UnitOfWork) -> None:
        uow.add(other)
        uow.add(Annotation(product_id=other.id, text="elsewhere", starts_at=start))
        uow.add(Release(product_id=product.id, version="2.1", released_on=date(2026, 11, 19)))
        uow.add(Release(product_id=product.id, version="0.1", released_on=date(2025, 1, 1)))
        uow.add(Launch(product_id=product.id, name="later", go_live_on=date(2027, 1, 1)))
        kpis.annotate(uow, product.id, "outage", start, NOW)

    workspace.write(fill)
    t0, t1 = day_start(date(2026, 11, 19), SHANGHAI), to_milliseconds(NOW)
    marks = workspace.reader().annotations(product.id, t0, t1)
    assert [(mark.kind, mark.text) for mark in marks] == [
        ("annotation", "outage"),
        ("release", "2.1"),
        ("launch", "w"),
    ]
