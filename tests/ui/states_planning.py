"""The states of overview and risks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cockpit.ui.pages.overview.page import OverviewPage
from cockpit.ui.pages.risks.log_box import LogBox
from cockpit.ui.pages.risks.page import RisksPage
from tests.ui.page_matrix import AllPages


def walk_down(pages: AllPages) -> None:
    """Mark the third row of the overview."""
    page = pages.page(OverviewPage)
    for _step in range(3):
        QTest.keyClick(page, Qt.Key.Key_Down)


def log_risk(pages: AllPages) -> None:
    """Type a risk in one line."""
    pages.page(RisksPage).log_risk()
    line = {
        "en": "Only one acquirer → UnionPay goes down → payments fail @Li Lei #Channels !high",
        "zh": "只有一家收单行 → 银联故障 → 支付失败 @李雷 #通道与清算合规 !高 明天",
    }[pages.language]
    pages.popover(LogBox).field.setText(line)


def several(pages: AllPages) -> None:
    """Select three risks."""
    table = pages.page(RisksPage).table
    table.setCurrentIndex(table.rows.index(0, 0))
    for _step in range(2):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def choose_cell(pages: AllPages) -> None:
    """Show the risks of one cell of the matrix."""
    pages.page(RisksPage)._on_cell((5, 5))


def no_matrix(pages: AllPages) -> None:
    """Show only the register."""
    pages.page(RisksPage).toggle_matrix()


OVERVIEW = {
    "full": lambda p: None,
    "marked": walk_down,
}
RISKS = {
    "full": lambda p: None,
    "inspector": lambda p: p.inspect(p.long.risk),
    "filtered to nothing": lambda p: p.page(RisksPage).filter_field.setText("zzzz"),
    "filter not understood": lambda p: p.page(RisksPage).filter_field.setText("level:>=x"),
    "one cell": choose_cell,
    "several selected": several,
    "log risk": log_risk,
    "log risk, empty": lambda p: p.page(RisksPage).log_risk(),
    "register only": no_matrix,
}
