"""The model of the palette's entries keeps Qt's rules while other entries take their place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from cockpit.ui.kit.palette import EntryModel, PaletteEntry


def entries(*titles: str) -> list[PaletteEntry]:
    return [PaletteEntry(title, "T-1", "columns", "", lambda: None) for title in titles]


def test_it_keeps_qt_s_rules(qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    check: Callable[[EntryModel], None] = qtmodeltester.check
    parent = QObject()
    model = EntryModel(parent)
    check(model)
    model.replace(entries("回归测试", "Undo", "Redo"))
    check(model)
    model.replace(entries("Undo"))
    check(model)
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Undo"
    assert "T-1" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_every_model_is_held_against_qt_s_rules() -> None:
    """One more model needs one more such test, and its name here."""
    sources = (Path(__file__).parents[2] / "cockpit").rglob("*.py")
    pattern = re.compile(r"^class (\w+)\([^)]*QAbstract\w*Model", re.MULTILINE)
    found = [name for path in sources for name in pattern.findall(path.read_text("utf-8"))]
    assert sorted(found) == ["EntryModel", "TableModel"]
