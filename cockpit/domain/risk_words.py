"""What the values of a risk are called; all are messages to translate."""

from __future__ import annotations

from typing import Final

from cockpit.domain.risk import AssessmentTier, ResponseStrategy, RiskStatus
from cockpit.domain.risk_matrix import RiskLevel
from cockpit.domain.risk_register import Trend
from cockpit.i18n import N_, language

TIER_TITLES: Final = {
    AssessmentTier.INHERENT: N_("Inherent"),
    AssessmentTier.CURRENT: N_("Current"),
    AssessmentTier.RESIDUAL: N_("Residual"),
    AssessmentTier.TARGET: N_("Target"),
}
STATUS_TITLES: Final = {
    RiskStatus.OPEN: N_("Open"),
    RiskStatus.WATCHED: N_("Watched"),
    RiskStatus.OCCURRED: N_("Occurred"),
    RiskStatus.CLOSED: N_("Closed"),
}
STRATEGY_TITLES: Final = {
    ResponseStrategy.AVOID: N_("Avoid"),
    ResponseStrategy.REDUCE: N_("Reduce"),
    ResponseStrategy.TRANSFER: N_("Transfer"),
    ResponseStrategy.ACCEPT: N_("Accept"),
}
LEVEL_TITLES: Final = {
    RiskLevel.LOW: N_("Low"),
    RiskLevel.MEDIUM: N_("Medium"),
    RiskLevel.HIGH: N_("High"),
    RiskLevel.CRITICAL: N_("Critical"),
}
TREND_TITLES: Final = {
    Trend.RISING: N_("Rising"),
    Trend.STEADY: N_("Steady"),
    Trend.FALLING: N_("Falling"),
}
_LETTERS: Final = {"en": "LMHC", "zh": "低中高严"}


def level_letter(level: RiskLevel) -> str:
    """The letter that a level always carries beside its colour."""
    return _LETTERS[language()][level.rank]
