"""The page of risks: header, filter, matrix and exposure, and the register below them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

from cockpit.domain.filters import Filter
from cockpit.domain.quick_add import PersonName, QuickAdd
from cockpit.domain.risk import AssessmentTier
from cockpit.domain.risk_filter import TIER_FIELDS, parse_risk_filter
from cockpit.domain.risk_matrix import RiskLevel
from cockpit.domain.risk_register import Cell, RegisterFigures
from cockpit.i18n import N_, _
from cockpit.ui.kit import ink
from cockpit.ui.kit.controls import FilterField, PrimaryButton
from cockpit.ui.kit.empty_state import NothingFound
from cockpit.ui.page import Page, PageContext
from cockpit.ui.pages.risks import operations
from cockpit.ui.pages.risks.exposure import WIDEST, ExposureView
from cockpit.ui.pages.risks.filter_line import with_term, without
from cockpit.ui.pages.risks.log_box import LogBox
from cockpit.ui.pages.risks.matrix import MatrixView
from cockpit.ui.pages.risks.register import RegisterTable
from cockpit.ui.pages.risks.words import counts_text, make_empty, read_or_built_in

if TYPE_CHECKING:
    from cockpit.ui.kit.inspector import Inspector
    from cockpit.ui.pages.risks.panel import RiskPanel

MARGIN: Final = 28
TOP: Final = 108  # below header and filter
BAND: Final = 248  # the matrix and its distance to the register
# What the page begins with, in words that the filter reads.
BEGIN: Final = N_("status:open")


class RisksPage(Page):
    """The risks of one launch and of its product."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.launch_id = context.launch.id
        self.filter: Filter = parse_risk_filter(_(BEGIN))
        self.figures: RegisterFigures | None = None
        self.matrix_problem = ""
        self.pending: int | None = None
        self.show_matrix = True
        self.log_button = PrimaryButton(N_("Log risk"), "plus", "N")
        self.log_button.setParent(self)
        self.log_button.clicked.connect(self.log_risk)
        self.filter_field = FilterField(N_("Filter: status:open level:>=high owner:me"), "/")
        self.filter_field.setParent(self)
        self.filter_field.setText(_(BEGIN))
        self.filter_field.textChanged.connect(self._on_filter)
        self.matrix = MatrixView(self)
        self.matrix.cell_chosen.connect(self._on_cell)
        self.matrix.tier_chosen.connect(self._on_tier)
        self.exposure = ExposureView(self)
        self.exposure.risk_chosen.connect(self.show_item)
        self.exposure.level_chosen.connect(self._on_level)
        self.table = RegisterTable(self.session.reader, self.launch_id, self.today, self)
        self.table.ids_selected.connect(self._on_selected)
        self.table.opened.connect(self.opened)
        self.empty = make_empty(self, self.log_risk, self._ask_import)
        self.nothing = NothingFound(N_("No risk passes this filter."), N_("Clear filter"), self)
        self.nothing.cleared.connect(self.clear_filter)
        self._log: LogBox | None = None
        self.refresh()

    # Reading.

    def refresh(self) -> None:
        """Read the figures again; rows are read when they come in sight."""
        reader = self.session.reader
        self.pending = None
        figures = reader.register_figures(self.launch_id, self.filter)
        count = figures.total
        some = count > 0 or reader.count_risks(self.launch_id) > 0
        self.figures = figures
        matrix, self.matrix_problem = read_or_built_in(reader)
        self.matrix.show_counts(matrix, self._cells())
        self.matrix.chosen = self._cell_of_filter()
        self.table.show_risks(self.filter, count)
        if not count and (self.table.hasFocus() or self.matrix.hasFocus()):
            # Qt would hand the focus of what is hidden to the next control, with a ring.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.empty.setVisible(not some)
        self.filter_field.setVisible(some)
        self.nothing.setVisible(some and not count)
        self.table.setVisible(count > 0)
        self.matrix.setVisible(some and self.show_matrix)
        self.exposure.setVisible(some and self.show_matrix)
        self._follow_selection()
        self._place()
        self.update()

    def _cells(self) -> Mapping[Cell, int]:
        """The counts of the matrix; what a cell of it filters does not empty the others."""
        tier, figures = self.matrix.tier, self.figures
        line = without(self.filter_field.text(), self.filter, TIER_FIELDS)
        if tier is AssessmentTier.CURRENT:
            if figures is not None and line == " ".join(self.filter_field.text().split()):
                return figures.cells
            return self.session.reader.risk_cells(self.launch_id, parse_risk_filter(line))
        return self.session.reader.risk_cells(self.launch_id, parse_risk_filter(line), tier)

    def _cell_of_filter(self) -> Cell | None:
        for term in self.filter.terms:
            if term.field == self.matrix.tier.value and not term.negated:
                likelihood, impact = term.value.split("x")
                return int(likelihood), int(impact)
        return None

    def _follow_selection(self) -> None:
        rows = self.table.selected_rows()
        self.matrix.show_selected(rows[0] if len(rows) == 1 else None)
        if self.figures is not None:
            self.exposure.show_figures(self.figures, rows[0].id if len(rows) == 1 else "")

    # What the workbench asks.

    def focus_content(self) -> None:
        """Give the keys to the register."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.table.rows.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.rows.index(0, 0))

    def selected_ids(self) -> list[str]:
        """The ids of the selected risks."""
        return self.table.selected_ids()

    def show_item(self, item_id: str) -> None:
        """Select a risk and bring it in sight; a filter that hides it is cleared."""
        sort = self.table.sort_now()
        reader = self.session.reader
        if reader.risk_place(item_id, self.launch_id, self.filter, *sort) is None:
            self.clear_filter()
        self.table.select_ids([item_id], reveal=True)

    def make_panel(self) -> RiskPanel:
        """Make the inspector of risks."""
        from cockpit.ui.pages.risks.panel import RiskPanel

        return RiskPanel(self.session, self.launch_id, self.today, self.session.reader.content)

    def fill_panel(self, panel: Inspector) -> bool:
        """Show one risk."""
        from cockpit.ui.pages.risks.panel import RiskPanel

        assert isinstance(panel, RiskPanel)
        ids = self.selected_ids()
        detail = self.session.reader.risk(ids[0]) if len(ids) == 1 else None
        if detail is None:
            return False
        matrix, _problem = read_or_built_in(self.session.reader)
        panel.show_risk(detail, matrix, self.session.reader.people())
        return True

    # What a person does.

    def _ask_import(self) -> None:
        self.import_requested.emit("risks")

    def log_risk(self) -> None:
        """Ask for a risk in one line."""
        if self._log is None:
            self._log = LogBox(self, self.today)
            self._log.entered.connect(self._on_logged)
            self._log.closed.connect(self.focus_content)
        self._log.ask(
            [
                PersonName(p.id, p.name, tuple(p.aliases.split("\n")))
                for p in self.session.reader.people()
            ]
        )

    def _on_logged(self, quick: QuickAdd) -> None:
        place = (self.context.product_id, self.launch_id)
        operations.log(self.session, place, quick, self.show_item)

    def rate_digit(self, digit: int) -> None:
        """Two digits judge the selected risks: likelihood, then impact."""
        ids = self.selected_ids()
        if not ids:
            return
        if self.pending is None:
            self.pending = digit
            self.update()
            return
        likelihood, self.pending = self.pending, None
        operations.assess(self.session, ids, AssessmentTier.CURRENT, likelihood, digit)

    def toggle_matrix(self) -> None:
        """Hide matrix and exposure, or show them again."""
        self.show_matrix = not self.show_matrix
        self.refresh()
        self.focus_content()

    def focus_matrix(self) -> None:
        """Give the keys to the matrix."""
        if not self.show_matrix:
            self.toggle_matrix()
        self.matrix.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_filter(self) -> None:
        """Go to the filter field."""
        self.filter_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_filter(self) -> None:
        """Show every risk again."""
        self.filter_field.clear()
        self.focus_content()

    def _on_selected(self, ids: list[str]) -> None:
        self.pending = None
        self._follow_selection()
        self.update()
        self.selection_changed.emit(ids)

    def _on_cell(self, cell: Cell | None) -> None:
        line, parsed = self.filter_field.text(), self.filter
        if cell is None:
            self.filter_field.setText(without(line, parsed, TIER_FIELDS))
            return
        term = f"{self.matrix.tier.value}:{cell[0]}x{cell[1]}"
        self.filter_field.setText(with_term(line, parsed, TIER_FIELDS, term))

    def _on_tier(self, _tier: AssessmentTier) -> None:
        self.filter_field.setText(without(self.filter_field.text(), self.filter, TIER_FIELDS))
        self.refresh()

    def _on_level(self, level: RiskLevel) -> None:
        line = with_term(self.filter_field.text(), self.filter, {"level"}, f"level:{level.value}")
        self.filter_field.setText(line)

    def _on_filter(self, text: str) -> None:
        self.filter = parse_risk_filter(text)
        problems = [problem.message for problem in self.filter.problems]
        self.filter_field.setToolTip("\n".join(problems))
        self.refresh()

    # Painting.

    def summary(self) -> tuple[str, str]:
        """The sentence at the right of the filter and its colour token."""
        if self.filter.problems:
            return self.filter.problems[0].message, "bad"
        if self.matrix_problem:
            return self.matrix_problem, "bad"
        if self.pending is not None:
            said = _("Likelihood {value}, now impact: 1 to 5").format(value=self.pending)
            return said, "accent_text"
        if self.figures is None or not self.filter_field.isVisibleTo(self):
            return "", "n7"
        return counts_text(self.figures), "n7"

    def retranslate(self) -> None:
        """Read every text again."""
        for part in (self.log_button, self.filter_field, self.empty, self.nothing, self.matrix,
                     self.exposure):  # fmt: skip
            part.retranslate()
        self._place()
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts by the page's own grid."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        button = self.log_button.sizeHint()
        right = self.width() - MARGIN
        self.log_button.setGeometry(right - button.width() + 4, 18, button.width(), button.height())
        self.filter_field.setGeometry(MARGIN, 62, min(380, self.width() // 2), 30)
        size = self.matrix.sizeHint()
        self.matrix.setGeometry(MARGIN, TOP, size.width(), size.height())
        left = MARGIN + size.width() + 40
        wide = min(WIDEST, max(0, right - left))
        self.exposure.setGeometry(left, TOP, wide, size.height())
        top = TOP + (BAND if self.show_matrix else 0)
        inset = MARGIN - 10
        rest = max(0, self.height() - top)
        self.table.setGeometry(inset, top, self.width() - 2 * inset, rest)
        self.nothing.setGeometry(0, top, self.width(), rest)
        self.empty.setGeometry(0, TOP, self.width(), self.height() - TOP)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the title and the summary."""
        painter = QPainter(self)
        ink.text(painter, MARGIN, 36, _("Risks"), "page", "n9")
        sentence, tint = self.summary()
        room = self.width() - 2 * MARGIN - self.filter_field.width() - 16
        sentence = ink.elided(sentence, "caption", room)
        ink.text_right(painter, self.width() - MARGIN, 77, sentence, "caption", tint)
