"""What the page of the risk register asks of the storage."""

from __future__ import annotations

from typing import Literal, Protocol

from cockpit.domain.filters import Filter
from cockpit.domain.risk import AssessmentTier
from cockpit.domain.risk_matrix import RiskMatrix
from cockpit.domain.risk_register import Cell, RegisterFigures, RiskDetail, RiskRow
from cockpit.services.ports import NO_FILTER

RiskSort = Literal[
    "score", "number", "title", "category", "owner", "inherent", "status", "review", "created"
]


class RiskReader(Protocol):
    """Bounded questions about the risk register; each answers in a few milliseconds.

    A launch's register holds its own risks and those of its product that belong to no launch;
    None means the risks of all products. A filter is read by `parse_risk_filter`; without a
    status it passes risks of every status.
    """

    def risk_matrix(self) -> RiskMatrix:
        """Return the workspace's matrix. Raises UserError when the setting is not one."""

    def risk_list(
        self,
        launch_id: str | None,
        filter: Filter = NO_FILTER,
        sort: RiskSort = "score",
        descending: bool = True,
        offset: int = 0,
        limit: int = 100,
    ) -> list[RiskRow]:
        """Return a window of the register; what has no value for the sort comes last."""

    def count_risks(self, launch_id: str | None, filter: Filter = NO_FILTER) -> int:
        """Return how many risks pass."""

    def risk_place(
        self,
        risk_id: str,
        launch_id: str | None,
        filter: Filter = NO_FILTER,
        sort: RiskSort = "score",
        descending: bool = True,
    ) -> int | None:
        """Return a risk's row in the register, None when it does not pass."""

    def risk_cells(
        self,
        launch_id: str | None,
        filter: Filter = NO_FILTER,
        tier: AssessmentTier | None = None,
    ) -> dict[Cell, int]:
        """Return how many risks stand in each (likelihood, impact) cell.

        `tier` None is the rating that counts today: current, and inherent where there is none.
        """

    def register_figures(
        self, launch_id: str | None, filter: Filter = NO_FILTER
    ) -> RegisterFigures:
        """Return how many risks there are and what the open ones may cost."""

    def risk(self, risk_id: str) -> RiskDetail | None:
        """Return a live risk with what only risks have; `parts` has the rest."""

    def risk_categories(self, launch_id: str | None) -> list[str]:
        """Return the categories in use, by name."""
