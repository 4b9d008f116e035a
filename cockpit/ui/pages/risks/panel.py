"""The inspector of a risk: its sentence, judgements and treatment, then what all items have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cockpit.domain.organisation import Person
from cockpit.domain.risk import AssessmentTier, Risk, RiskStatus
from cockpit.domain.risk_matrix import RiskMatrix
from cockpit.domain.risk_register import Cell, RiskDetail
from cockpit.i18n import N_, _
from cockpit.services import risks
from cockpit.ui.items.files import Content
from cockpit.ui.items.kinds import item_header
from cockpit.ui.items.panel import ItemPanel
from cockpit.ui.kit.actions import Action
from cockpit.ui.kit.text_area import TextArea
from cockpit.ui.pages.risks.fields import RiskFields
from cockpit.ui.pages.risks.sections import ActionsSection, HistorySection, RiskLinksSection
from cockpit.ui.pages.risks.tiers import TierStrip
from cockpit.ui.session import Session


class RiskPanel(ItemPanel):
    """Because of a cause, something may happen, so that there is an effect: all of it in place."""

    links: RiskLinksSection

    def __init__(
        self,
        session: Session,
        launch_id: str,
        today: Callable[[], date] | None = None,
        content: Content | None = None,
    ) -> None:
        self.launch_id = launch_id
        self.detail: RiskDetail | None = None
        self.matrix: RiskMatrix | None = None
        self._people: list[Person] = []
        self._categories: list[str] = []
        super().__init__(session, Risk.KIND, today, content)
        self.treatment.item_requested.connect(self.item_requested)

    def make_links(self) -> RiskLinksSection:
        """Links without the tasks that stand under Treatment."""
        return RiskLinksSection(self.context)

    def build(self) -> None:
        """Add the sentence, the judgements, the fields and the treatment."""
        self.cause, self.effect = (
            self._text(N_("What it comes from")),
            self._text(N_("What follows from it")),
        )
        self.add_property(N_("Because"), self.cause)
        self.add_property(N_("so that"), self.effect)
        self.tiers = TierStrip()
        self.tiers.rated.connect(self._on_rated)
        self.add(self.tiers, 6)
        self.fields = RiskFields(self.context, self.add_property)
        self.response = self._text(N_("How that is done"))
        self.add_property(N_("Response plan"), self.response)
        self.cause.committed.connect(lambda text: self._edit(cause=text))
        self.effect.committed.connect(lambda text: self._edit(effect=text))
        self.response.committed.connect(lambda text: self._edit(response=text))
        self.treatment = ActionsSection(self.context, self.launch_id)
        self.add(self.treatment)
        self.past = HistorySection(self.context)
        self.add(self.past)

    def _text(self, placeholder: str) -> TextArea:
        area = TextArea(placeholder, inset=(8, 4))
        area.most_lines = 8
        return area

    def show_risk(self, detail: RiskDetail, matrix: RiskMatrix, people: Sequence[Person]) -> None:
        """Show a risk; the same one again keeps focus, place and half-typed text."""
        self.leave_for((detail.risk.id,))
        self.detail, self.matrix, self._people = detail, matrix, list(people)
        self._categories = self.session.reader.risk_categories(self.launch_id)
        self.show_item(detail.risk.id)

    def show_own(self) -> None:
        """Fill what only risks have."""
        detail, matrix = self.detail, self.matrix
        if detail is None or matrix is None:
            return
        risk = detail.risk
        self.set_header(item_header(Risk.KIND, risk.number), risk.title)
        self._show_banner(detail)
        self.cause.set_value(risk.cause)
        self.effect.set_value(risk.effect)
        self.response.set_value(risk.response)
        self.tiers.show_ratings(matrix, detail.row.ratings)
        self.fields.show_detail(detail, self._people, self._categories)
        self.treatment.show_actions(detail.actions, self.shown)
        self.past.show_history(detail.assessments, matrix)

    def _show_banner(self, detail: RiskDetail) -> None:
        risk, row = detail.risk, detail.row
        if risk.status is RiskStatus.OCCURRED:
            self.banner.set_banner(_("This occurred. Its effects are being dealt with."), "bad",
                                   "lightning")  # fmt: skip
        elif risk.status is RiskStatus.CLOSED:
            self.banner.set_banner(_("Closed"), "good", "check-circle")
        elif row.beyond and not detail.actions and risk.strategy is None:
            self.banner.set_banner(
                _("Beyond appetite, and nothing is decided about it yet."), "warn", "warning"
            )
        else:
            self.banner.set_banner("")

    def save_title(self, title: str) -> None:
        """Rename the risk."""
        self._edit(title=title)

    def _edit(self, **fields: object) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: risks.edit_risks(uow, ids, **fields))

    def _on_rated(self, tier: AssessmentTier, cell: Cell) -> None:
        ids = self.context.ids
        self.context.write(
            lambda uow: risks.assess(uow, ids, tier, likelihood=cell[0], impact=cell[1])
        )

    def whole_actions(self) -> list[Action]:
        """What can be done with the whole risk."""
        detail, matrix = self.detail, self.matrix
        if detail is None or matrix is None:
            return []
        ids, write, today = self.context.ids, self.context.write, self.context.today()

        def review() -> None:
            write(lambda uow: risks.review(uow, ids, matrix, today))

        def turn() -> None:
            status = RiskStatus.CLOSED if detail.risk.is_open else RiskStatus.OPEN
            write(lambda uow: risks.set_status(uow, ids, status))

        def delete() -> None:
            write(lambda uow: risks.delete_risks(uow, ids))

        return [
            Action("review", N_("Mark as reviewed"), "R", run=review),
            Action("close", N_("Close") if detail.risk.is_open else N_("Reopen"), "C", run=turn),
            Action("delete", N_("Delete"), run=delete),
        ]
