"""What the register asks the services to do, each as one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from cockpit.domain.quick_add import QuickAdd
from cockpit.domain.risk import AssessmentTier, Risk, RiskStatus
from cockpit.domain.risk_matrix import RiskMatrix
from cockpit.services import risks
from cockpit.services.people import person_for
from cockpit.services.ports import UnitOfWork
from cockpit.ui.session import Session


def log(
    session: Session, place: tuple[str, str], quick: QuickAdd, then: Callable[[str], object]
) -> None:
    """Log a risk in a (product, launch) from a line, then hand its id on."""
    made: list[str] = []

    def action(uow: UnitOfWork) -> Risk:
        owner_id = quick.assignee_id
        if owner_id is None and quick.assignee_text:
            owner_id = person_for(uow, quick.assignee_text).id
        risk = risks.create_risk(
            uow,
            place[0],
            quick.title,
            launch_id=place[1],
            owner_id=owner_id,
            category=quick.labels[0] if quick.labels else "",
            review_on=quick.due,
        )
        made.append(risk.id)
        return risk

    session.write(action, lambda _changes: then(made[0]))


def assess(
    session: Session, ids: Sequence[str], tier: AssessmentTier, likelihood: int, impact: int
) -> None:
    """Judge risks in a tier."""
    session.write(lambda uow: risks.assess(uow, ids, tier, likelihood=likelihood, impact=impact))


def review(session: Session, ids: Sequence[str], matrix: RiskMatrix, today: date) -> None:
    """Say that risks were looked at."""
    session.write(lambda uow: risks.review(uow, ids, matrix, today))


def set_status(session: Session, ids: Sequence[str], status: RiskStatus) -> None:
    """Open, watch or close risks, or say that they occurred."""
    session.write(lambda uow: risks.set_status(uow, ids, status))


def delete(session: Session, ids: Sequence[str]) -> None:
    """Delete risks."""
    session.write(lambda uow: risks.delete_risks(uow, ids))
