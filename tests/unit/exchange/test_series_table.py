"""Files of points are imported with every row and cell accounted for, fast path and slow alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import Cancelled, UserError
from cockpit.domain.imported import ImportReport
from cockpit.domain.kpi import Aggregation, Kpi
from cockpit.domain.mapping import Mapping, answered
from cockpit.domain.periods import Grain, day_start, to_milliseconds
from cockpit.exchange import series_fast, series_gather
from cockpit.exchange.series_export import export_points
from cockpit.exchange.series_import_file import SeriesTableImport, import_series
from cockpit.storage.workspace import SqlWorkspace

Change = Callable[[Mapping], Mapping]
ALWAYS = (-(10**15), 10**15)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[SqlWorkspace]:
    found = new_workspace(tmp_path / "w.cockpit", "en", "Asia/Shanghai", None)
    yield found
    found.close()


def write(folder: Path, text: str, name: str = "f.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def bring_in(workspace: SqlWorkspace, path: Path, **options: str) -> ImportReport:
    table = SeriesTableImport(workspace, path)
    mapping = table.mapping
    for name, value in options.items():
        mapping = mapping.with_option(name, value)
    report = table.run(mapping, lambda _done, _total: True)[1]
    _adds_up(report)
    return report


def _adds_up(report: ImportReport) -> None:
    assert report.rows["read"] == report.rows["taken"] + report.rows["refused"]


def figures(workspace: SqlWorkspace) -> dict[str, Kpi]:
    rows = workspace.reader().kpis(workspace.reader().products()[0].id)
    return {row.kpi.name: row.kpi for row in rows}


def points(workspace: SqlWorkspace, figure: str, series: str = "") -> dict[int, float]:
    kpi = figures(workspace)[figure]
    [line] = [one for one in workspace.reader().series_of(kpi.id) if one.name == series]
    found = workspace.reader().points(line.key, *ALWAYS)
    return dict(zip(found.t.tolist(), found.value.tolist(), strict=True))


def utc(text: str) -> int:
    return to_milliseconds(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_a_long_file_names_the_figure_after_itself(workspace: SqlWorkspace, tmp_path: Path) -> None:
    path = write(tmp_path, "timestamp,value\n2026-04-01 00:00:00,1.5\n2026-04-01 00:05:00,2\n")
    report = bring_in(workspace, path, zone="UTC")
    assert report.created == {"kpi": 1, "series": 1, "point": 2}
    assert report.cells == {"used": 4, "mapped": 0, "left": 0, "refused": 0}
    assert points(workspace, "f") == {utc("2026-04-01"): 1.5, utc("2026-04-01T00:05"): 2.0}
    kpi = figures(workspace)["f"]
    assert (kpi.grain, kpi.zone, kpi.aggregation) == (Grain.INSTANT, "UTC", Aggregation.MEAN)


def test_a_wide_file_has_a_figure_a_column(workspace: SqlWorkspace, tmp_path: Path) -> None:
    text = '日期,DAU,付费率,备注\n2026年4月1日,"1,234",12.3%,好\n2026年4月2日,--,13%,\n'
    report = bring_in(workspace, write(tmp_path, text, encoding="gb18030"))
    day = day_start(datetime(2026, 4, 1).date(), ZoneInfo("Asia/Shanghai"))
    assert points(workspace, "DAU") == {day: 1234.0}
    assert points(workspace, "付费率") == {day: 12.3, day + 86_400_000: 13.0}
    assert figures(workspace)["付费率"].unit == "%"
    assert figures(workspace)["DAU"].grain is Grain.DAY
    assert report.cells == {"used": 6, "mapped": 0, "left": 1, "refused": 0}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_encodings_are_told_apart(workspace: SqlWorkspace, tmp_path: Path, encoding: str) -> None:
    text = "日期,下载量\n" + "".join(f"2026/4/{day},{day * 100}\n" for day in range(1, 29))
    bom = "\ufeff" if encoding == "utf-16-le" else ""
    bring_in(workspace, write(tmp_path, bom + text, encoding=encoding))
    assert sum(points(workspace, "下载量").values()) == 100 * sum(range(1, 29))


def test_names_in_columns_make_figures_and_series(workspace: SqlWorkspace, tmp_path: Path) -> None:
    rows = [
        f"2026-04-{day:02},{metric},{platform},{day}"
        for day, metric, platform in product((1, 2), ("DAU", "MAU"), ("iOS", "Android"))
    ]
    text = "\n".join(["date,metric,platform,value", *rows])
    report = bring_in(workspace, write(tmp_path, text))
    assert report.created == {"kpi": 2, "series": 4, "point": 8}
    assert list(points(workspace, "MAU", "Android").values()) == [1.0, 2.0]


def test_times_in_the_header_are_read(workspace: SqlWorkspace, tmp_path: Path) -> None:
    text = "Metric,2026/4/1,2026/4/2,2026/4/3\nDAU,1,2,x\nPay,,5,6\n"
    report = bring_in(workspace, write(tmp_path, text))
    assert list(points(workspace, "DAU").values()) == [1.0, 2.0]
    assert list(points(workspace, "Pay").values()) == [5.0, 6.0]
    assert report.cells == {"used": 6, "mapped": 0, "left": 0, "refused": 1}
    assert report.refused[0].where == "row 2, column 2026/4/3"


def test_naive_times_need_a_named_zone(workspace: SqlWorkspace, tmp_path: Path) -> None:
    path = write(tmp_path, "time,value\n2026-04-01 08:00:00,1\n")
    table = SeriesTableImport(workspace, path)
    [question] = table.questions(table.mapping)
    assert question.about == "zone"
    with pytest.raises(UserError, match="name no time zone"):
        table.run(table.mapping, lambda _done, _total: True)
    mapping = answered(table.mapping, question, "Asia/Shanghai")
    table.run(mapping, lambda _done, _total: True)
    assert list(points(workspace, "f")) == [utc("2026-04-01")]
    assert figures(workspace)["f"].zone == ""
    # The answer is remembered for files of this shape.
    assert SeriesTableImport(workspace, path).questions(mapping) == []
    assert SeriesTableImport(workspace, path).mapping.option("zone", "time") == "Asia/Shanghai"


def test_times_that_clocks_skip_or_repeat_are_refused(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    text = (
        "time,value\n2026-03-29 01:59:00,1\n2026-03-29 02:30:00,2\n2026-03-29 03:00:00,3\n"
        "2026-10-25 02:30:00,4\n2026-10-25 03:00:00,5\n"
    )
    report = bring_in(workspace, write(tmp_path, text), zone="Europe/Berlin")
    assert [each.where for each in report.refused] == [
        "row 3, column time",
        "row 5, column time",
    ]
    assert report.rows == {"read": 5, "taken": 3, "refused": 2}
    assert report.cells == {"used": 6, "mapped": 0, "left": 0, "refused": 4}
    assert list(points(workspace, "f").values()) == [1.0, 3.0, 5.0]


def test_repeated_times_are_asked_about_and_added_up(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    path = write(tmp_path, "date,Sales\n2026-04-01,1\n2026-04-02,5\n2026-04-01,2\n2026-04-02,5\n")
    table = SeriesTableImport(workspace, path)
    [question] = table.questions(table.mapping)
    assert (question.about, question.column, question.count) == ("repeat", "Sales", 2)
    report = bring_in(workspace, path)
    assert list(points(workspace, "Sales").values()) == [5.0]
    assert (report.cells["used"], report.cells["refused"]) == (6, 2)
    mapping = answered(table.mapping, question, "sum")
    table.run(mapping, lambda _done, _total: True)
    assert list(points(workspace, "Sales").values()) == [3.0, 10.0]


@pytest.mark.parametrize(
    ("how", "found"),
    [("sum", [7.0, 5.0]), ("mean", [3.5, 5.0]), ("last", [6.0, 5.0]), ("max", [6.0, 5.0]),
     ("min", [1.0, 5.0])],
)  # fmt: skip
def test_days_become_months(
    workspace: SqlWorkspace, tmp_path: Path, how: str, found: list[float]
) -> None:
    path = write(tmp_path, "date,Sales\n2026-04-01,1\n2026-04-30,6\n2026-05-03,5\n")
    bring_in(workspace, path, repeat=how, grain="month")
    assert list(points(workspace, "Sales").values()) == found
    assert figures(workspace)["Sales"].grain is Grain.MONTH


def test_the_same_file_again_changes_nothing_and_undo_takes_it_back(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    path = write(tmp_path, "date,DAU\n2026-04-01,1\n2026-04-02,2\n")
    bring_in(workspace, path)
    path.write_text("date,DAU\n2026-04-01,1\n2026-04-02,3\n2026-04-03,4\n")
    dry = import_series(workspace, path, None, True)
    assert dry.dry_run
    report = bring_in(workspace, path)
    for each in (dry, report):
        assert (each.created, each.updated, each.unchanged) == (
            {"point": 1},
            {"point": 1},
            {"point": 1},
        )
    again = bring_in(workspace, path)
    assert (again.created, again.updated, again.unchanged) == ({}, {}, {"point": 3})
    assert list(points(workspace, "DAU").values()) == [1.0, 3.0, 4.0]
    workspace.undo()
    assert list(points(workspace, "DAU").values()) == [1.0, 2.0]
    workspace.undo()
    assert figures(workspace) == {}
    workspace.redo()
    assert list(points(workspace, "DAU").values()) == [1.0, 2.0]


def plain_file(folder: Path, count: int, spoiled: dict[int, str]) -> Path:
    """A file of one value a minute; some rows are replaced by what is given."""
    first = np.datetime64("2026-01-01T00:00:00")
    times = (first + np.arange(count) * 60).astype(str).tolist()
    rows = [spoiled.get(i, f"{t},iOS,{i / 4},note") for i, t in enumerate(times)]
    return write(folder, "time,platform,value,remark\n" + "\n".join(rows))


SPOILED = {
    700: "2026-01-01T11:40:00,iOS,--,note",
    701: "2026-01-01T11:41:00,iOS,abc,",
    702: "nonsense,iOS,3,note",
    703: "",
    704: "2026-01-01T11:44:00,iOS,3,note,more",
    705: "2026-01-01T11:45:00,iOS",
    706: "2026-01-01T11:46:00, Android ,1e3, ",
    707: "2026/1/1 11:47,Android,5,note",
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("spoiled", [{}, SPOILED], ids=["plain", "spoiled"])
def test_chunks_and_single_rows_agree_on_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoiled: dict[int, str], ending: str
) -> None:
    path = plain_file(tmp_path, 3000, spoiled)
    path.write_bytes(path.read_bytes().replace(b"\n", ending.encode()))
    found = []
    for fast in (True, False):
        monkeypatch.setattr(series_fast, "_CHUNK", 10_000)
        if not fast:
            monkeypatch.setattr(series_fast, "_ENCODINGS", ())
        workspace = new_workspace(tmp_path / f"{fast}.cockpit", "en", "UTC", None)
        report = bring_in(workspace, path, zone="UTC")
        report.refused.sort(key=lambda each: each.where)
        lines = ["iOS", "Android"] if spoiled else ["iOS"]
        found.append((report, [points(workspace, "f", name) for name in lines]))
        workspace.close()
    assert found[0] == found[1]
    assert found[0][0].rows["read"] == (2999 if spoiled else 3000)
    if not spoiled:
        assert found[0][0].cells["left"] == 3000


def test_a_quotation_mark_far_down_ends_the_fast_way(
    workspace: SqlWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series_fast, "_CHUNK", 10_000)
    path = plain_file(tmp_path, 2000, {1500: '2026-01-02T01:00:00,iOS,"7","two\nlines"'})
    report = bring_in(workspace, path, zone="UTC")
    assert report.rows == {"read": 2000, "taken": 2000, "refused": 0}
    found = points(workspace, "f", "iOS")
    assert len(found) == 2000
    assert found[utc("2026-01-02T01:00")] == 7.0


@pytest.mark.parametrize("count", [1, 2, 7])
def test_long_files_are_handed_over_in_pieces(
    workspace: SqlWorkspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(series_fast, "_CHUNK", 5_000)
    monkeypatch.setattr(series_gather, "_MOST", 150 * count)
    bring_in(workspace, plain_file(tmp_path, 2000, {}), zone="UTC")
    assert list(points(workspace, "f", "iOS").values()) == [i / 4 for i in range(2000)]


def test_a_file_without_times_or_values_says_what_is_missing(
    workspace: SqlWorkspace, tmp_path: Path
) -> None:
    table = SeriesTableImport(workspace, write(tmp_path, "name,owner\na,b\nc,d\n"))
    assert [each.about for each in table.questions(table.mapping)] == ["missing"]
    with pytest.raises(UserError, match="No column holds times"):
        table.run(table.mapping, lambda _done, _total: True)
    wrong = table.mapping.with_column("name", "time").with_option("repeat", "often")
    with pytest.raises(UserError, match="can be: sum"):
        table.run(wrong.with_column("owner", "value"), lambda _done, _total: True)


def test_a_cancelled_import_leaves_nothing(workspace: SqlWorkspace, tmp_path: Path) -> None:
    before = workspace.reader().counts()
    with pytest.raises(Cancelled):
        import_series(workspace, plain_file(tmp_path, 2000, {}),
                      Mapping(kind="series", columns={"time": "time", "value": "value"},
                              options={"zone": "UTC"}),
                      False, lambda done, total: done < total)  # fmt: skip
    assert workspace.reader().counts() == before
    assert workspace.check() == []


def test_percentages_and_plain_numbers_do_not_mix(workspace: SqlWorkspace, tmp_path: Path) -> None:
    path = write(tmp_path, "date,Rate\n2026-04-01,12%\n2026-04-02,0.13\n")
    report = bring_in(workspace, path)
    assert report.refused[0].where == "row 3, column Rate"
    bring_in(workspace, path, unit="%")
    assert list(points(workspace, "Rate").values()) == [12.0, 0.13]


def test_an_xlsx_with_serial_dates_is_read(workspace: SqlWorkspace, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["日期", "新增"], [datetime(2026, 4, 1), 10], [datetime(2026, 4, 2), 12.5]):
        sheet.append(row)
    book.save(tmp_path / "新增.xlsx")
    bring_in(workspace, tmp_path / "新增.xlsx", zone="Asia/Shanghai")
    day = day_start(datetime(2026, 4, 1).date(), ZoneInfo("Asia/Shanghai"))
    assert points(workspace, "新增") == {day: 10.0, day + 86_400_000: 12.5}


def test_what_is_exported_can_be_imported_again(workspace: SqlWorkspace, tmp_path: Path) -> None:
    bring_in(workspace, plain_file(tmp_path, 300, {}), zone="UTC")
    kpi = figures(workspace)["f"]
    [line] = workspace.reader().series_of(kpi.id)
    target = tmp_path / "out.csv"
    zone = ZoneInfo("Asia/Shanghai")
    t0, t1 = utc("2026-01-01T01:00"), utc("2026-01-01T02:00")
    count = export_points(workspace.reader(), target, [("=f", line.name, line.key)], t0, t1, zone)
    assert count == 60
    first = target.read_text(encoding="utf-8-sig").splitlines()[1]
    assert first == "2026-01-01T01:00:00Z,2026-01-01 09:00:00,'=f,iOS,15"
    report = bring_in(workspace, target)
    assert report.created == {"kpi": 1, "series": 1, "point": 60}
    assert points(workspace, "=f", "iOS") == {
        t: value for t, value in points(workspace, "f", "iOS").items() if t0 <= t < t1
    }
