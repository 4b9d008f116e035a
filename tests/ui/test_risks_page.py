"""The register worked by mouse and keys in a real window over a real workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cockpit.bootstrap import new_workspace
from cockpit.domain.item import Link
from cockpit.domain.risk import AssessmentTier, Risk, RiskAssessment, RiskStatus
from cockpit.domain.risk_matrix import SETTING
from cockpit.domain.risk_words import level_letter
from cockpit.i18n import set_language
from cockpit.services import risks
from cockpit.ui.application import make_application
from cockpit.ui.kit.actions import install_actions
from cockpit.ui.page import PageContext
from cockpit.ui.pages.risks.actions import risk_actions
from cockpit.ui.pages.risks.entry import PARTS
from cockpit.ui.pages.risks.matrix_paint import count_text, stair, way
from cockpit.ui.pages.risks.page import RisksPage
from cockpit.ui.pages.risks.panel import RiskPanel
from cockpit.ui.session import Session
from cockpit.ui.window import CockpitWindow

TODAY = date(2026, 11, 24)
AT = datetime(2026, 11, 1, tzinfo=UTC)
CURRENT = AssessmentTier.CURRENT
KEY = Qt.Key
LOGGED = (("Leak", (5, 5)), ("Fire", (4, 4)), ("Strike", (3, 3)), ("Rain", (1, 2)), ("?", None))


class World:
    """A window with the register in it, and its inspector beside."""

    def __init__(self, qtbot: QtBot, path: Path, *, empty: bool = False) -> None:
        self.qtbot = qtbot
        make_application("light")
        self.workspace = new_workspace(path, "en", "Asia/Shanghai", TODAY)
        self.ids: dict[str, str] = {}
        launch = self.workspace.reader().launches()[0]
        if not empty:
            self.workspace.write(lambda uow: self._fill(uow, launch.id, launch.product_id))
        self.session = Session(self.workspace)
        self.steps: list[str] = []
        self.session.changed.connect(lambda changes: self.steps.append(changes.label))
        self.window = CockpitWindow()
        made = PARTS.make(PageContext(self.session, launch, lambda: TODAY))
        assert isinstance(made, RisksPage)
        self.page = made
        self.window.set_page(made, "risks", made.ground())
        install_actions(self.window, risk_actions(lambda: self.page))
        self.window.resize(1440, 900)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.page.focus_content()

    def _fill(self, uow: Any, launch_id: str, product_id: str) -> None:
        for title, cell in LOGGED:
            risk = risks.create_risk(uow, product_id, title, launch_id=launch_id)
            self.ids[title] = risk.id
            if cell is not None:
                risks.assess(uow, [risk.id], CURRENT, at=AT, likelihood=cell[0], impact=cell[1])

    def titles(self) -> list[str]:
        """The titles of the rows as they stand."""
        model = self.page.table.rows
        rows = [model.record(row) for row in range(model.rowCount())]
        return [row.title for row in rows if row is not None]

    def step(self, act: Callable[[], object]) -> str:
        """Do something that writes, wait for it and return how the step is called."""
        before = len(self.steps)
        act()
        self.qtbot.waitUntil(lambda: len(self.steps) > before)
        return self.steps[-1]

    def key(self, key: Qt.Key, *more: Qt.Key) -> None:
        """Press keys where the focus is."""
        for one in (key, *more):
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, one)

    def press_cell(self, cell: tuple[int, int]) -> None:
        """Press a cell of the matrix."""
        centre = self.page.matrix.grid().rect(cell).center().toPoint()
        QTest.mouseClick(self.page.matrix, Qt.MouseButton.LeftButton, pos=centre)

    def past(self, title: str) -> list[RiskAssessment]:
        """The judgements of a risk, oldest first."""
        return self.workspace.reader().all(RiskAssessment, "at", risk_id=self.ids[title])

    def risk(self, title: str) -> Risk:
        """A risk as it is stored."""
        [found] = self.workspace.reader().all(Risk, id=self.ids[title])
        return found

    def panel(self) -> RiskPanel:
        """The inspector, filled with the selection, beside the page."""
        made = self.page.make_panel()
        made.setFixedWidth(380)
        self.qtbot.addWidget(made)
        assert self.page.fill_panel(made)
        made.show()
        self.session.changed.connect(lambda _changes: self.page.fill_panel(made))
        return made

    def close(self) -> None:
        """Close the window and the workspace."""
        self.window.close()
        self.session.close()


@pytest.fixture
def world(qtbot: QtBot, tmp_path: Path) -> Iterator[World]:
    world = World(qtbot, tmp_path / "w.cockpit")
    yield world
    world.close()
    set_language("en")


def test_the_register_is_ordered_by_score_and_sorts_by_any_column(world: World) -> None:
    assert world.titles() == ["Leak", "Fire", "Strike", "Rain", "?"]
    world.page.table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert world.titles() == ["?", "Fire", "Leak", "Rain", "Strike"]
    assert world.page.summary()[0] == "5 open, 1 not assessed, 2 beyond appetite"


def test_reading_again_keeps_selection_and_place_and_tells_only_what_changed(world: World) -> None:
    world.page.show_item(world.ids["Fire"])
    told: list[list[str]] = []
    world.page.selection_changed.connect(told.append)
    world.page.refresh()
    assert (world.page.selected_ids(), told) == ([world.ids["Fire"]], [])
    world.page.filter_field.setText("level:low")
    assert (world.page.selected_ids(), told) == ([], [[]])


def test_a_press_on_a_cell_shows_its_risks_and_again_all(world: World) -> None:
    world.press_cell((4, 4))
    assert world.page.filter_field.text() == "status:open current:4x4"
    assert world.titles() == ["Fire"]
    # What is filtered away is still counted, so that the next cell can be pressed.
    assert world.page.matrix.counts[(5, 5)] == 1
    world.press_cell((5, 5))
    assert world.titles() == ["Leak"]
    world.press_cell((5, 5))
    assert world.page.filter_field.text() == "status:open"
    assert len(world.titles()) == 5


def test_the_matrix_is_worked_by_keys(world: World) -> None:
    world.page.focus_matrix()
    assert world.page.matrix.hasFocus()
    world.key(KEY.Key_Up, KEY.Key_Up, KEY.Key_Up, KEY.Key_Right, KEY.Key_Right, KEY.Key_Right)
    assert world.page.matrix.place == (5, 5)
    assert "Critical, 1 risk, beyond appetite" in world.page.matrix.accessibleDescription()
    world.key(KEY.Key_Return)
    assert world.titles() == ["Leak"]
    world.page.matrix.setFocus()
    world.key(KEY.Key_Escape)
    assert len(world.titles()) == 5


def test_another_tier_counts_what_is_judged_there(world: World) -> None:
    world.step(
        lambda: world.session.write(
            lambda uow: risks.assess(
                uow, [world.ids["Leak"]], AssessmentTier.TARGET, likelihood=1, impact=1
            )
        )
    )
    world.page.matrix.set_tier(AssessmentTier.TARGET)
    assert world.page.matrix.counts == {(1, 1): 1}
    world.press_cell((1, 1))
    assert world.titles() == ["Leak"]


def test_two_digits_judge_what_is_selected(world: World) -> None:
    world.page.show_item(world.ids["Fire"])
    world.page.focus_content()
    world.key(KEY.Key_2)
    assert world.page.summary()[0] == "Likelihood 2, now impact: 1 to 5"
    assert world.step(lambda: world.key(KEY.Key_3)) == "Assessed “Fire”"
    assert [one.rating for one in world.past("Fire")] == [(4, 4), (2, 3)]
    assert world.page.selected_ids() == [world.ids["Fire"]]
    world.key(KEY.Key_2)
    world.page.show_item(world.ids["Leak"])
    assert world.page.pending is None


def test_keys_close_reopen_watch_review_and_delete(world: World) -> None:
    world.page.show_item(world.ids["Leak"])
    world.page.focus_content()
    assert world.step(lambda: world.key(KEY.Key_R)) == "Reviewed “Leak”"
    assert world.risk("Leak").review_on == TODAY + timedelta(days=7)
    world.step(lambda: world.key(KEY.Key_W))
    assert world.risk("Leak").status is RiskStatus.WATCHED
    assert world.step(lambda: world.key(KEY.Key_C)) == "Closed “Leak”"
    assert "Leak" not in world.titles()
    world.page.clear_filter()
    world.page.show_item(world.ids["Leak"])
    assert world.step(lambda: world.key(KEY.Key_C)) == "Reopened “Leak”"
    assert world.step(lambda: world.key(KEY.Key_Delete)) == "Deleted risk “Leak”"
    world.step(world.session.undo)
    assert "Leak" in world.titles()


def test_a_line_logs_a_risk_with_owner_category_and_review(world: World) -> None:
    world.key(KEY.Key_N)
    box = world.page._log
    assert box is not None
    QTest.keyClicks(box.field, "one bank -> it stops -> no payments @Zhou #Legal 2026-12-01")
    assert world.step(lambda: world.key(KEY.Key_Return)) == "Logged risk “it stops”"
    assert box.isVisible()
    world.key(KEY.Key_Escape)
    assert not box.isVisible()
    [risk] = world.workspace.reader().all(Risk, title="it stops")
    assert (risk.cause, risk.effect, risk.category) == ("one bank", "no payments", "Legal")
    assert risk.review_on == date(2026, 12, 1)
    assert world.page.selected_ids() == [risk.id]
    [row] = world.page.table.selected_rows()
    assert row.owner_name == "Zhou"


def test_a_risk_is_found_whatever_the_filter_hides(world: World) -> None:
    world.page.filter_field.setText("level:low")
    assert world.titles() == ["Rain"]
    world.page.show_item(world.ids["Leak"])
    assert world.page.selected_ids() == [world.ids["Leak"]]
    assert world.page.filter_field.text() == ""


def test_a_filter_that_says_nothing_is_told_and_one_that_passes_nothing_has_a_way_out(
    world: World,
) -> None:
    world.page.filter_field.setText("level:wild")
    assert world.page.summary() == ("“wild” does not fit “level”.", "bad")
    world.page.filter_field.setText("zzz")
    assert world.page.nothing.isVisible()
    assert not world.page.table.isVisible()
    QTest.mouseClick(world.page.nothing.button, Qt.MouseButton.LeftButton)
    assert world.page.table.isVisible()


def test_a_matrix_that_is_none_is_told_and_the_page_still_shown(world: World) -> None:
    world.workspace.set_setting(SETTING, "{}")
    world.page.refresh()
    assert "cannot be used" in world.page.summary()[0]
    assert world.titles()[0] == "Leak"


def test_an_empty_register_teaches(qtbot: QtBot, tmp_path: Path) -> None:
    world = World(qtbot, tmp_path / "w.cockpit", empty=True)
    assert world.page.empty.isVisible()
    assert not world.page.matrix.isVisible()
    asked: list[str] = []
    world.page.import_requested.connect(asked.append)
    QTest.mouseClick(world.page.empty.rows[1], Qt.MouseButton.LeftButton)
    assert asked == ["risks"]
    QTest.mouseClick(world.page.empty.rows[0], Qt.MouseButton.LeftButton)
    box = world.page._log
    assert box is not None
    QTest.keyClicks(box.field, "Leak")
    world.step(lambda: world.key(KEY.Key_Return))
    assert not world.page.empty.isVisible()
    assert world.titles() == ["Leak"]
    world.close()


def test_the_inspector_shows_and_edits_a_risk(world: World) -> None:
    world.page.show_item(world.ids["Fire"])
    panel = world.panel()
    assert panel.header.kind == "Risk R-2"
    assert panel.title.toPlainText() == "Fire"
    panel.cause.setPlainText("old wires")
    assert world.step(panel.cause.commit) == "Edited “Fire”"
    assert world.risk("Fire").cause == "old wires"
    panel.fields.cost.setText("10k - 20k CHF")
    world.step(panel.fields.cost.commit)
    assert panel.fields.cost.text() == "10,000–20,000 CHF"
    assert [(one.cost_low, one.rating) for one in world.past("Fire")] == [
        (None, (4, 4)),
        (1_000_000, (4, 4)),
    ]
    assert world.page.figures is not None
    assert [cost.currency for cost in world.page.figures.costs] == ["CHF"]
    panel.fields.days.setText("soon")
    panel.fields.days.commit()
    assert panel.fields.days.problem == "“soon” is not a number."
    panel.fields.review.setText("2026-12-01")
    world.step(panel.fields.review.commit)
    assert world.risk("Fire").review_on == date(2026, 12, 1)


def test_the_inspector_judges_every_tier_on_a_small_matrix(world: World) -> None:
    world.page.show_item(world.ids["Fire"])
    panel = world.panel()
    panel.tiers.open(2)
    popup = panel.tiers.popup
    assert popup is not None
    QTest.keyClick(popup, KEY.Key_Down)
    QTest.keyClick(popup, KEY.Key_Right)
    assert popup.sentence() == "2 × 4 = 8, Medium"
    world.step(lambda: QTest.keyClick(popup, KEY.Key_Return))
    panel.tiers.open(3)
    second = panel.tiers.popup
    assert second is not None
    QTest.keyClick(second, KEY.Key_1)
    world.step(lambda: QTest.keyClick(second, KEY.Key_5))
    tiers = {one.tier: one.rating for one in world.past("Fire")}
    assert tiers == {CURRENT: (4, 4), AssessmentTier.RESIDUAL: (2, 4),
                     AssessmentTier.TARGET: (1, 5)}  # fmt: skip
    assert "Target: 1 × 5 Medium" in panel.tiers.accessibleDescription()
    assert len(panel.past.list.rows) == 3


def test_an_action_is_added_as_a_task_and_leads_to_the_board(world: World) -> None:
    world.page.show_item(world.ids["Fire"])
    panel = world.panel()
    asked: list[tuple[str, str]] = []
    panel.item_requested.connect(lambda kind, item_id: asked.append((kind, item_id)))
    said = world.step(lambda: panel.treatment.add_line.added.emit("Drill it @Li tomorrow"))
    assert said == "Added action “Drill it” against Fire"
    [row] = panel.treatment.list.rows.values()
    row.clicked.emit()  # type: ignore[attr-defined]
    assert asked[0][0] == "task"
    # It stands under Treatment, and not a second time under Links.
    assert panel.links.list.rows == {}
    world.step(lambda: row.remove_requested.emit())  # type: ignore[attr-defined]
    assert not world.workspace.reader().all(Link)


def test_chinese_letters_and_words(world: World) -> None:
    set_language("zh")
    world.window.retranslate()
    world.page.retranslate()
    matrix = world.page.matrix.matrix
    assert matrix is not None
    assert level_letter(matrix.level(5, 5)) == "严"
    assert world.page.matrix.sentence((5, 5)).startswith("几乎必然 × 严重")


def test_the_stair_lies_between_what_is_taken_and_what_is_not(world: World) -> None:
    matrix, grid = world.page.matrix.matrix, world.page.matrix.grid()
    assert matrix is not None
    line = stair(grid, matrix)
    corners = [line.at(index) for index in range(line.size())]
    points = [QPoint(round(p.x()), round(p.y())) for p in corners]
    for likelihood in range(1, 6):
        edge = matrix.appetite[likelihood - 1]
        if edge < 5:
            x = round(grid.rect((likelihood, edge)).right()) + 1
            tops = [p.y() for p in points if p.x() == x]
            assert min(tops) <= grid.rect((likelihood, 1)).top() <= max(tops)


@pytest.mark.parametrize(
    ("count", "said"), [(7, "7"), (318, "318"), (1_240, "1.2k"), (9_960, "10k"), (12_400, "12k")]
)
def test_counts_fit_a_cell(count: int, said: str) -> None:
    assert count_text(count) == said


def test_the_way_to_another_cell_leaves_both_counts_readable(world: World) -> None:
    grid = world.page.matrix.grid()
    for here in ((5, 5), (4, 4), (1, 1)):
        for there in ((5, 1), (4, 3), (2, 3), (1, 5), (5, 5)):
            if here == there:
                continue
            start, end = way(grid.rect(here), grid.rect(there))
            for point, cell in ((start, here), (end, there)):
                rect = grid.rect(cell)
                inside = abs(point.x() - rect.center().x()) < 15
                beside_the_digits = abs(point.y() - rect.center().y()) >= 9
                assert beside_the_digits or not inside
