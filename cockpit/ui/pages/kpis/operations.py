"""What the page of figures asks the services to do, each as one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cockpit.domain.periods import to_instant
from cockpit.services import kpis

if TYPE_CHECKING:
    from cockpit.domain.changes import Changes
    from cockpit.ui.session import Session


def create(
    session: Session, product_id: str, name: str, unit: str, then: Callable[[str], object]
) -> None:
    """Create a figure, then hand its id on."""
    made: list[str] = []

    def done(_changes: Changes) -> None:
        then(made[0])

    session.write(
        lambda uow: made.append(kpis.create_kpi(uow, product_id, name, unit=unit).id), done
    )


def delete(session: Session, kpi_id: str) -> None:
    """Delete a figure; its points stay until they are purged, so that undo brings it back."""
    session.write(lambda uow: kpis.delete_kpi(uow, kpi_id))


def raise_risk(
    session: Session, kpi_id: str, launch_id: str, then: Callable[[str], object]
) -> None:
    """Log a risk that a figure warns of, linked to it, then hand its id on."""
    from cockpit.services.risks import raise_from_kpi

    made: list[str] = []
    session.write(
        lambda uow: made.append(raise_from_kpi(uow, kpi_id, launch_id=launch_id).id),
        lambda _changes: then(made[0]),
    )


def annotate(session: Session, product_id: str, text: str, t: int) -> None:
    """Mark an instant, in ms, on every chart of a product."""
    session.write(lambda uow: kpis.annotate(uow, product_id, text, to_instant(t)))
