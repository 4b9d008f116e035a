"""Workbooks as tables: types, calendars, sheets, and what is told about them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from cockpit.domain.errors import Cancelled, UserError
from cockpit.domain.table import Row
from cockpit.exchange.tables import open_table
from cockpit.exchange.tables.xlsx_dates import date_of, style_of_format
from tests.unit.exchange.tables.workbook_maker import HEADER, number, row, sheet, text, workbook

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="21"/></cellXfs>'
)


def write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    return path


def styled(tmp_path: Path, *values: tuple[object, int], since_1904: bool = False) -> list[object]:
    data = "".join(
        row(at, text(f"A{at}", "x"), number(f"B{at}", value, style))
        for at, (value, style) in enumerate(values, 2)
    )
    book = workbook(sheet(HEADER + data), styles=STYLES, since_1904=since_1904)
    return [each.cells[1] for each in open_table(write(tmp_path, book)).rows()]


def test_numbers_dates_and_times(tmp_path: Path) -> None:
    values = [(46113, 0), ("2.5", 0), (46113, 1), (46113.75, 2), (46113, 2), (0.123, 3), (0.75, 4)]
    assert styled(tmp_path, *values) == [
        46113,
        2.5,
        date(2026, 4, 1),
        datetime(2026, 4, 1, 18),
        datetime(2026, 4, 1),
        0.123,
        "18:00:00",
    ]


def test_the_calendar_of_1904(tmp_path: Path) -> None:
    values = [(44651, 1), (44651.5, 2)]
    assert styled(tmp_path, *values, since_1904=True) == [
        date(2026, 4, 1),
        datetime(2026, 4, 1, 12),
    ]


def test_days_that_never_were_stay_numbers(tmp_path: Path) -> None:
    assert styled(tmp_path, (60, 1), (59, 1), (61, 1), (-5, 1), (1e9, 1), (2_958_465, 1)) == [
        60,
        date(1900, 2, 28),
        date(1900, 3, 1),
        -5,
        1_000_000_000,
        date(9999, 12, 31),
    ]


@pytest.mark.parametrize(
    ("code", "style"),
    [
        ("General", "number"), ("0.00", "number"), ("#,##0 [$CHF]", "number"), ("@", "number"),
        ('0.00" USD day"', "number"), ("[Red]-0.0", "number"), ("0.00E+00", "number"),
        ("yyyy-mm-dd", "date"), ('yyyy"年"m"月"d"日"', "date"), ("[$-804]yyyy/m/d;@", "date"),
        ("mmm-yy", "date"), ("d.m.", "date"), ("dd/mm/yyyy hh:mm:ss.000", "datetime"),
        ("h:mm AM/PM", "time"), ("上午/下午h时mm分", "time"), ("mm:ss.0", "time"),
        ("[h]:mm:ss", "number"), ("[mm]:ss", "number"),
    ],
)  # fmt: skip
def test_formats_of_dates_are_known(code: str, style: str) -> None:
    assert style_of_format(code) == style


def test_a_moment_is_read_to_the_millisecond() -> None:
    moment = datetime(2026, 4, 1, 10, 20, 30, 123_000)
    serial = (moment - datetime(1899, 12, 30)).total_seconds() / 86_400
    assert date_of(serial, "datetime", since_1904=False) == moment


def test_shared_strings_and_gaps(tmp_path: Path) -> None:
    data = (
        HEADER + row(5, '<c r="B5" t="s"><v>1</v></c>', number("D5", 7)) + row(9, number("A9", 1))
    )
    book = workbook(sheet(data), strings="<si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si>")
    assert list(open_table(write(tmp_path, book)).rows()) == [
        Row(5, 5, (None, "bc"), (7,), 0, True),
        Row(9, 9, (1, None), (), 0, True),
    ]


def test_a_cell_beside_the_table_puts_no_other_in_doubt(tmp_path: Path) -> None:
    table = open_table(
        write(tmp_path, workbook(sheet(HEADER + row(2, text("A2", "x"), number("D2", 7)))))
    )
    (only,) = table.rows()
    assert only.problem == "This row has 1 more cell than the header."
    assert not only.is_doubtful


def test_columns_without_a_name_count_while_rows_fill_them(tmp_path: Path) -> None:
    data = HEADER + row(2, text("A2", "x"), text("B2", "y"), text("C2", "z"))
    table = open_table(write(tmp_path, workbook(sheet(data))))
    assert table.columns == ("Name", "Value", "#3")


def test_sheets_are_chosen_by_name(tmp_path: Path) -> None:
    other = sheet(row(1, text("A1", "Other"), text("B1", "Two")) + row(2, text("A2", "y")))
    path = write(tmp_path, workbook(sheet(HEADER), other, hidden=(1,)))
    table = open_table(path)
    assert (table.sheet, table.sheets) == ("Sheet2", ("Sheet1", "Sheet2"))
    assert table.columns == ("Other", "Two")
    assert open_table(path, sheet="sheet1 ").columns == ("Name", "Value")
    with pytest.raises(UserError, match=r"no sheet called “X”. Its sheets are: Sheet1, Sheet2"):
        open_table(path, sheet="X")


def test_merged_cells_and_lost_results_are_told(tmp_path: Path) -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    data = HEADER + row(2, text("A2", "x"), '<c r="B2"><f>NOW()</f></c>') + row(3, number("B3", 1))
    table = open_table(write(tmp_path, workbook(sheet(data, after=merged))))
    assert [each.cells for each in table.rows()] == [("x", "=NOW()"), (None, 1)]
    assert len(table.warnings) == 2
    assert table.warnings[0].startswith("1 area of merged cells")
    assert table.warnings[1].startswith("1 cell is a formula without a stored result")


def test_prefixes_of_names_do_not_matter(tmp_path: Path) -> None:
    plain = sheet(HEADER + row(2, text("A2", "x"), number("B2", 1)))
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    book = workbook(prefixed.replace("xmlns=", "xmlns:x="))
    assert [each.cells for each in open_table(write(tmp_path, book)).rows()] == [("x", 1)]


def test_the_watch_can_stop_a_workbook(tmp_path: Path) -> None:
    data = HEADER + "".join(row(n, number(f"A{n}", n)) for n in range(2, 20_000))
    path = write(tmp_path, workbook(sheet(data)))
    seen: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    assert len(list(open_table(path, watch=watch).rows())) == 19_998
    assert seen[-1][0] == seen[-1][1]
    with pytest.raises(Cancelled):
        open_table(path, watch=lambda _done, _total: False)
