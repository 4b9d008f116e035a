"""The properties of one risk, each edited where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from cockpit.domain.cells import BadCell
from cockpit.domain.due_text import read_due
from cockpit.domain.exposure_text import (
    cost_text,
    days_text,
    read_cost,
    read_days,
    read_share,
    share_text,
)
from cockpit.domain.organisation import Person
from cockpit.domain.risk import AssessmentTier, ResponseStrategy, RiskAssessment, RiskStatus
from cockpit.domain.risk_register import RiskDetail
from cockpit.domain.risk_words import STATUS_TITLES, STRATEGY_TITLES
from cockpit.i18n import N_, _
from cockpit.services import risks
from cockpit.ui.items.context import ItemContext, full_day
from cockpit.ui.kit.base import Label
from cockpit.ui.kit.choice_field import ChoiceField
from cockpit.ui.kit.choice_popup import Choice
from cockpit.ui.kit.value_fields import ValueLine
from cockpit.ui.pages.risks.columns import review_ink

STATUS_ICONS = {
    RiskStatus.OPEN: "circle", RiskStatus.WATCHED: "eye", RiskStatus.OCCURRED: "lightning",
    RiskStatus.CLOSED: "check-circle",
}  # fmt: skip


class DayField(ValueLine):
    """A day in words or figures; what is no date stays and says so."""

    def __init__(self, placeholder: Label, today: Callable[[], date]) -> None:
        super().__init__(placeholder)
        self.today = today

    def read(self, typed: str) -> str | None:
        """The typed date in the form in which it is shown."""
        if not typed.strip():
            return ""
        due = read_due(typed, self.today())
        if due is None:
            self.set_problem(_("Not a date. Try “tomorrow”, “next wed” or 2026-12-01."))
            return None
        return full_day(due[0])

    def day(self) -> date | None:
        """The day that stands in the field."""
        due = read_due(self.text(), self.today())
        return due[0] if due is not None else None


class RangeField(ValueLine):
    """A value or a range; what cannot be read stays and says why."""

    def __init__(
        self, placeholder: Label, parse: Callable[[str], object], write: Callable[[Any], str]
    ) -> None:
        super().__init__(placeholder)
        self._parse, self._write = parse, write

    def read(self, typed: str) -> str | None:
        """The typed range in the form in which it is shown."""
        if not typed.strip():
            return ""
        try:
            value = self._parse(typed)
        except BadCell as bad:
            self.set_problem(bad.sentence)
            return None
        return self._write(value) if value is not None else ""

    def value(self) -> Any:
        """What stands in the field, None for nothing."""
        return self._parse(self.text()) if self.text().strip() else None


class RiskFields:
    """Makes the property rows, shows values in them and turns edits into steps."""

    def __init__(self, context: ItemContext, add: Callable[[Label, QWidget], QWidget]) -> None:
        self.context = context
        self.status = ChoiceField()
        self.strategy = ChoiceField(N_("None yet"))
        self.owner = ChoiceField(N_("Nobody"), N_("New person “{name}”"))
        self.category = ChoiceField(N_("None"), N_("New category “{name}”"))
        self.review = DayField(N_("No date"), context.today)
        self.probability = RangeField(N_("Unknown"), read_share, lambda ends: share_text(*ends))
        self.cost = RangeField(
            N_("Unknown"), read_cost, lambda cost: cost_text(cost.low, cost.high, cost.currency)
        )
        self.days = RangeField(N_("Unknown"), read_days, lambda ends: days_text(*ends))
        for label, editor in (
            (N_("Status"), self.status), (N_("Response"), self.strategy),
            (N_("Owner"), self.owner), (N_("Category"), self.category),
            (N_("Next review"), self.review), (N_("Probability"), self.probability),
            (N_("Cost"), self.cost), (N_("Delay, days"), self.days),
        ):  # fmt: skip
            add(label, editor)
        self.status.chosen.connect(self._on_status)
        self.strategy.chosen.connect(self._on_strategy)
        self.owner.chosen.connect(lambda key: self._edit(owner_id=key or None))
        self.owner.invented.connect(self._on_new_owner)
        self.category.chosen.connect(lambda key: self._edit(category=key))
        self.category.invented.connect(lambda name: self._edit(category=name))
        self.review.committed.connect(lambda _text: self._edit(review_on=self.review.day()))
        self.probability.committed.connect(self._on_probability)
        self.cost.committed.connect(self._on_cost)
        self.days.committed.connect(self._on_days)

    def show_detail(
        self, detail: RiskDetail, people: Sequence[Person], categories: Sequence[str]
    ) -> None:
        """Show one risk."""
        risk = detail.risk
        self.status.set_choices(
            [Choice(s, _(title), icon=STATUS_ICONS[s]) for s, title in STATUS_TITLES.items()],
            risk.status,
        )
        self.strategy.set_choices(
            [Choice("", _("None yet")), *(Choice(s, _(t)) for s, t in STRATEGY_TITLES.items())],
            risk.strategy or "",
        )
        self.owner.set_choices(
            [
                Choice("", _("Nobody"), icon="user"),
                *(Choice(p.id, p.name, person=True, also=f"{p.aliases}\n{p.pinyin}")
                  for p in people),
            ],
            risk.owner_id or "",
        )  # fmt: skip
        names = dict.fromkeys([*categories, *([risk.category] if risk.category else [])])
        self.category.set_choices(
            [Choice("", _("None")), *(Choice(name, name) for name in names)], risk.category
        )
        review = full_day(risk.review_on) if risk.review_on else ""
        self.review.set_value(review, review_ink(detail.row, self.context.today()))
        self._show_figures(detail.assessments)

    def _show_figures(self, assessments: Sequence[RiskAssessment]) -> None:
        """Show the figures of the current judgement."""
        one = next((a for a in assessments if a.tier is AssessmentTier.CURRENT), None)
        probability = cost = days = ""
        if one is not None:
            if one.probability_low is not None and one.probability_high is not None:
                probability = share_text(one.probability_low, one.probability_high)
            if one.cost_low is not None and one.cost_high is not None:
                cost = cost_text(one.cost_low, one.cost_high, one.currency)
            if one.days_low is not None and one.days_high is not None:
                days = days_text(one.days_low, one.days_high)
        self.probability.set_value(probability)
        self.cost.set_value(cost)
        self.days.set_value(days)

    def _edit(self, **fields: object) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: risks.edit_risks(uow, ids, **fields))

    def _judge(self, **figures: Any) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: risks.assess(uow, ids, AssessmentTier.CURRENT, **figures))

    def _on_status(self, key: str) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: risks.set_status(uow, ids, RiskStatus(key)))

    def _on_strategy(self, key: str) -> None:
        self._edit(strategy=ResponseStrategy(key) if key else None)

    def _on_new_owner(self, name: str) -> None:
        ids = self.context.ids
        self.context.write(lambda uow: risks.own_risks(uow, ids, name))

    def _on_probability(self, _text: str) -> None:
        low, high = self.probability.value() or (None, None)
        self._judge(probability_low=low, probability_high=high)

    def _on_cost(self, _text: str) -> None:
        cost = self.cost.value()
        if cost is None:
            self._judge(cost_low=None, cost_high=None, currency="")
        else:
            self._judge(cost_low=cost.low, cost_high=cost.high, currency=cost.currency)

    def _on_days(self, _text: str) -> None:
        low, high = self.days.value() or (None, None)
        self._judge(days_low=low, days_high=high)
