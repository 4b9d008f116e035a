"""The states of what lies over any page: an import, the settings, the presenter."""

from __future__ import annotations

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication

from cockpit.ui.import_sheet import ImportSheet
from cockpit.ui.settings_box import open_settings
from tests.ui.page_matrix import AllPages
from tests.ui.page_states import LABEL, LONG

COLUMNS = {
    "en": ("ID", "Risk", "Probability", "Impact", "Status"),
    "zh": ("编号", "风险", "可能性", "影响", "状态"),
}


def mapping(pages: AllPages, *, settled: bool) -> None:
    """Open a register whose columns and values are long; its values are asked or plain."""
    lang = pages.language
    name = f"{LABEL[lang]}-{LABEL[lang]}-{settled}.csv"
    path = pages.folder / name
    if not path.exists():
        values = ("5", "3") if settled else ("High", LONG[lang])
        head = ",".join([*COLUMNS[lang], LABEL[lang], LONG[lang].replace(",", " ")])
        text = LONG[lang].replace(",", " ")
        rows = [f"A-{n},{text},{v},3,Open,{text},{text}" for n, v in enumerate(values)]
        rows.append(f"A-9,{text},7,11,Open,{text},{text}" if settled else "A-8,x,Low,2,Open,,")
        path.write_text("\n".join([head, *rows]), encoding="utf-8")
    pages.bench.importing.open("risks", path)
    sheet = _wait_for_sheet(pages)
    assert sheet.table.path == path


def _wait_for_sheet(pages: AllPages) -> ImportSheet:
    limit = QDeadlineTimer(10_000)
    while not limit.hasExpired():
        QApplication.processEvents()
        sheet = pages.bench.importing.sheet
        if sheet is not None and not sheet.busy:
            return sheet
    raise AssertionError("the file was not read")


def present(pages: AllPages, key: str) -> None:
    """Show a page to others, without names."""
    pages.bench.open_page(key)
    pages.bench.boxes.present()
    pages.bench.boxes.toggle_names()


OVER = {
    "import, questions": ("risks", lambda p: mapping(p, settled=False)),
    "import, refusals": ("risks", lambda p: mapping(p, settled=True)),
    "settings": ("overview", lambda p: open_settings(p.window, p.session)),
}
PRESENTED = ("overview", "board", "risks", "feedback", "kpis", "sources")
