"""What a person does with figures can be undone, and what makes no sense is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import UserError
from cockpit.domain.kpi import Direction, Kpi
from cockpit.domain.points import make_points
from cockpit.services import kpis
from cockpit.storage.workspace import SqlWorkspace

AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    found = new_workspace(tmp_path / "w.cockpit", "en", "UTC", None)
    yield found
    found.close()


def product_of(workspace: SqlWorkspace) -> str:
    return workspace.reader().products()[0].id


def made(workspace: SqlWorkspace, name: str = "DAU", **fields: object) -> Kpi:
    product = product_of(workspace)
    changes = workspace.write(lambda uow: kpis.create_kpi(uow, product, name, **fields))
    found = workspace.reader().kpi(changes.created[0])
    assert found is not None
    return found.kpi


def test_a_figure_comes_with_a_series_of_its_own(workspace: SqlWorkspace) -> None:
    first, second = made(workspace), made(workspace, "Revenue", unit="CNY", decimals=2)
    keys = [workspace.reader().series_of(kpi.id)[0].key for kpi in (first, second)]
    assert len(set(keys)) == 2
    rows = workspace.reader().kpis(product_of(workspace))
    assert [row.kpi.name for row in rows] == ["DAU", "Revenue"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "  "}, "needs a name"),
        ({"zone": "Mars/Olympus"}, "no time zone"),
        ({"decimals": 12}, "from 0 to 9"),
        ({"direction": Direction.BAND, "band_low": 2.0, "band_high": 1.0}, "Swap"),
    ],
)
def test_what_makes_no_sense_is_refused(
    workspace: SqlWorkspace, fields: dict[str, object], said: str
) -> None:
    kpi = made(workspace)
    with pytest.raises(UserError, match=said):
        workspace.write(lambda uow: kpis.edit_kpi(uow, kpi.id, **fields))
    assert workspace.reader().kpi(kpi.id).kpi == kpi  # type: ignore[union-attr]


def test_a_figure_deleted_and_brought_back_has_its_points(workspace: SqlWorkspace) -> None:
    kpi = made(workspace)
    series = workspace.reader().series_of(kpi.id)[0]
    points = make_points([0, 86_400_000], [1, 2])
    changes = workspace.write(lambda uow: kpis.put_points(uow, series.id, points))
    assert changes.label == "Set 2 values of “DAU”"
    assert series.id in changes.ids
    workspace.write(lambda uow: kpis.delete_kpi(uow, kpi.id))
    assert workspace.reader().kpi(kpi.id) is None
    workspace.undo()
    row = workspace.reader().kpi(kpi.id)
    assert row is not None
    assert (row.latest, row.previous) == (2.0, 1.0)
    workspace.undo()
    assert workspace.reader().kpi(kpi.id).latest is None  # type: ignore[union-attr]


def test_points_removed_come_back(workspace: SqlWorkspace) -> None:
    series = workspace.reader().series_of(made(workspace).id)[0]
    workspace.write(lambda uow: kpis.put_points(uow, series.id, make_points([1, 2, 3], [1, 2, 3])))
    workspace.write(lambda uow: kpis.remove_points(uow, series.id, 2, 3))
    assert workspace.reader().points(series.key, 0, 9).t.tolist() == [1, 3]
    workspace.undo()
    assert workspace.reader().points(series.key, 0, 9).t.tolist() == [1, 2, 3]


def test_figures_are_put_in_order(workspace: SqlWorkspace) -> None:
    one, two, three = (made(workspace, name) for name in ("1", "2", "3"))
    workspace.write(lambda uow: kpis.move_kpi(uow, three.id, one.id))
    workspace.write(lambda uow: kpis.move_kpi(uow, one.id))
    rows = workspace.reader().kpis(product_of(workspace))
    assert [row.kpi.id for row in rows] == [three.id, two.id, one.id]


def test_the_only_series_stays_and_a_second_one_can_go(workspace: SqlWorkspace) -> None:
    kpi = made(workspace)
    first = workspace.reader().series_of(kpi.id)[0]
    with pytest.raises(UserError, match="needs a series"):
        workspace.write(lambda uow: kpis.delete_series(uow, first.id))
    workspace.write(lambda uow: kpis.create_series(uow, kpi.id, "iOS"))
    second = workspace.reader().series_of(kpi.id)[1]
    workspace.write(lambda uow: kpis.edit_series(uow, second.id, name="Android"))
    assert [one.name for one in workspace.reader().series_of(kpi.id)] == ["", "Android"]
    workspace.write(lambda uow: kpis.delete_series(uow, second.id))
    assert workspace.reader().series_of(kpi.id) == [first]


def test_marks_are_made_changed_and_deleted(workspace: SqlWorkspace) -> None:
    product = product_of(workspace)
    workspace.write(lambda uow: kpis.annotate(uow, product, "outage", AT))
    [mark] = workspace.reader().annotations(product, 0, 1 << 45)
    workspace.write(lambda uow: kpis.edit_annotation(uow, mark.id, text="incident"))
    assert workspace.reader().annotations(product, 0, 1 << 45)[0].text == "incident"
    workspace.write(lambda uow: kpis.delete_annotation(uow, mark.id))
    assert workspace.reader().annotations(product, 0, 1 << 45) == []
    with pytest.raises(UserError, match="needs a text"):
        workspace.write(lambda uow: kpis.annotate(uow, product, " ", AT))
    with pytest.raises(UserError, match="before it starts"):
        workspace.write(
            lambda uow: kpis.annotate(uow, product, "x", AT, datetime(2020, 1, 1, tzinfo=UTC))
        )
