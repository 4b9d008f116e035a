"""Accounting: whatever an import does, its rows and cells add up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.cells import BadCell
from cockpit.domain.imported import ImportReport
from cockpit.domain.table import Cell, ErrorCell, Row
from cockpit.domain.table_report import MOST_LISTED, Accounting

COLUMNS = ("A", "B", "C")


def book(*rows: tuple[Row, Callable[[Accounting], None]]) -> ImportReport:
    accounting, report = Accounting(COLUMNS, ("A", "B")), ImportReport()
    for row, work in rows:
        accounting.row(row)
        work(accounting)
    accounting.finish(report)
    assert sum(report.cells.values()) == accounting.filled
    return report


def test_each_cell_has_its_fate() -> None:
    def work(accounting: Accounting) -> None:
        accounting.used("A")
        accounting.refuse_cell("B", BadCell("It is no number."))

    report = book((Row(2, 2, ("x", "y" * 200, "z")), work))
    assert report.rows == {"read": 1, "taken": 1, "refused": 0}
    assert report.cells == {"used": 1, "mapped": 0, "left": 1, "refused": 1}
    (refusal,) = report.refused
    assert (refusal.where, refusal.reason) == ("row 2, column B", "It is no number.")
    assert len(refusal.raw) == 80


def test_a_refused_row_takes_back_what_was_used() -> None:
    def work(accounting: Accounting) -> None:
        accounting.used("A")
        accounting.mapped("B")
        accounting.refuse_row("It has no title.", "B")
        accounting.used("A")
        assert accounting.is_refused

    report = book((Row(2, 5, ("x", ErrorCell("#N/A"), "z")), work))
    assert report.rows == {"read": 1, "taken": 0, "refused": 1}
    assert report.cells == {"used": 0, "mapped": 0, "left": 1, "refused": 2}
    assert report.refused[0].where == "row 2 (line 5), column B"
    assert report.refused[0].raw == "#N/A"


def test_a_row_too_wide_is_refused_whole() -> None:
    report = book((Row(2, 2, ("x", "y", "z"), ("w", " ", None)), lambda each: each.used("A")))
    assert report.rows["refused"] == 1
    assert report.cells == {"used": 0, "mapped": 0, "left": 0, "refused": 4}


def test_cells_that_name_their_column_are_refused_alone() -> None:
    row = Row(2, 2, ("x", None, None), ("note",), 0, True)
    report = book((row, lambda each: each.used("A")))
    assert report.rows == {"read": 1, "taken": 1, "refused": 0}
    assert report.cells == {"used": 1, "mapped": 0, "left": 0, "refused": 1}
    assert report.refused[0].raw == "note"
    lonely = Row(3, 3, (None, None, None), ("note",), 0, True)
    assert book((lonely, lambda each: None)).rows["refused"] == 1


def test_rows_too_narrow_are_taken_and_told() -> None:
    narrow = Row(7, 7, ("x", None, None), (), 2)
    report = book(*[(narrow, lambda each: each.used("A", "B", "C"))] * 7)
    assert report.rows["taken"] == 7
    assert report.warnings == [
        "7 rows end before the last column (row 7, row 7, row 7, row 7, row 7); "
        "what is missing is empty."
    ]


def test_a_wanted_cell_that_nobody_mentions_is_left() -> None:
    report = book((Row(2, 2, ("x", "y", None)), lambda each: None))
    assert report.cells == {"used": 0, "mapped": 0, "left": 2, "refused": 0}


def test_refusals_beyond_the_limit_are_counted() -> None:
    def work(accounting: Accounting) -> None:
        accounting.refuse_row("No.")

    rows = [(Row(n, n, ("x", None, None)), work) for n in range(MOST_LISTED + 3)]
    report = book(*rows)
    assert len(report.refused) == MOST_LISTED
    assert report.rows["refused"] == MOST_LISTED + 3
    assert report.warnings == ["3 more refusals are counted but not listed."]


def test_cells_are_settled_only_within_a_row() -> None:
    accounting = Accounting(COLUMNS, COLUMNS)
    with pytest.raises(RuntimeError):
        accounting.refuse_row("No.")


cells: st.SearchStrategy[Cell] = st.sampled_from(["x", "", " ", None, 0, False])
steps = st.lists(
    st.tuples(st.sampled_from(["used", "mapped", "cell", "row"]), st.sampled_from(COLUMNS)),
    max_size=6,
)
any_row = st.builds(
    Row,
    number=st.integers(2, 9),
    line=st.integers(2, 9),
    cells=st.tuples(cells, cells, cells),
    extra=st.lists(cells, max_size=2).map(tuple),
    missing=st.integers(0, 1),
    placed=st.booleans(),
)


@given(st.lists(st.tuples(any_row, steps), max_size=8))
def test_whatever_is_done_the_totals_add_up(work: list[tuple[Row, list[tuple[str, str]]]]) -> None:
    accounting, report = Accounting(COLUMNS, ("A", "B")), ImportReport()
    filled = 0
    for row, done in work:
        accounting.row(row)
        filled += sum(str(each).strip() not in ("", "None") for each in (*row.cells, *row.extra))
        for what, column in done:
            if what == "used":
                accounting.used(column)
            elif what == "mapped":
                accounting.mapped(column)
            elif what == "cell":
                accounting.refuse_cell(column, "No.")
            else:
                accounting.refuse_row("No.", column)
    accounting.finish(report)
    assert sum(report.cells.values()) == filled
    assert report.rows["read"] == len(work) == report.rows["taken"] + report.rows["refused"]
    assert (report.rows["refused"] > 0) <= bool(report.refused)
