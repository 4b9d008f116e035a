"""The table model fetches by window, sorts in the query and keeps Qt's rules."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.table_model import PAGE, Column, TableModel


def model_over(rows: list[int], asked: list[int]) -> TableModel[int]:
    def fetch(_sort: str, descending: bool, offset: int, limit: int) -> list[int]:
        asked.append(offset)
        return sorted(rows, reverse=descending)[offset : offset + limit]

    column: Column[int] = Column("n", "Number", str, 80, sort="n", right=True)
    model = TableModel([column])
    model.show_rows(len(rows), fetch)
    return model


def test_it_keeps_qt_s_rules(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    check: Callable[[TableModel[int]], None] = qtmodeltester.check
    model = model_over(list(range(250)), [])
    check(model)
    model.show_rows(3, lambda *_window: [1, 2, 3])
    check(model)


def test_only_the_window_is_fetched(qtbot: QtBot) -> None:
    asked: list[int] = []
    model = model_over(list(range(100_000)), asked)
    assert model.record(50_000) == 50_000
    assert asked == [50_000 // PAGE * PAGE]


def test_sorting_asks_the_query_again(qtbot: QtBot) -> None:
    model = model_over([3, 1, 2], [])
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert [model.index(row, 0).data() for row in range(3)] == ["3", "2", "1"]
