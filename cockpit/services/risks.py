"""What a person can do with risks: log, edit, assess, review, close, delete, act on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.feedback import Feedback
from cockpit.domain.item import LinkRole
from cockpit.domain.kpi import Kpi
from cockpit.domain.organisation import Launch
from cockpit.domain.quick_add import QuickAdd
from cockpit.domain.risk import (
    JUDGED,
    OPEN_STATUSES,
    AssessmentTier,
    Risk,
    RiskAssessment,
    RiskStatus,
    checked,
    rating_of,
    standing,
)
from cockpit.domain.risk_matrix import RiskMatrix
from cockpit.domain.task import Column, Stage, Task
from cockpit.i18n import N_, _
from cockpit.services.parts import link_items
from cockpit.services.people import person_for
from cockpit.services.ports import UnitOfWork
from cockpit.services.tasks import create_task

# A judgement corrected this soon takes the place of the one before instead of following it.
CORRECTION: Final = timedelta(minutes=5)
ARROWS: Final = ("→", "->", "=>", "⇒")


def split_sentence(line: str) -> tuple[str, str, str]:
    """Return (cause, title, effect) of a line such as “cause → event → effect”.

    With two parts the first is the event and the second its effect; with one it is the event.
    """
    for arrow in ARROWS:
        line = line.replace(arrow, "\n")
    parts = [part.strip() for part in line.split("\n") if part.strip()]
    match parts:
        case []:
            return "", "", ""
        case [title]:
            return "", title, ""
        case [title, effect]:
            return "", title, effect
        case [cause, title, *effects]:
            return cause, title, ", ".join(effects)
    raise AssertionError(parts)


def create_risk(
    uow: UnitOfWork, product_id: str, line: str, *, launch_id: str | None = None, **fields: Any
) -> Risk:
    """Log a risk from one line, “cause → event → effect” or only the event, and return it."""
    cause, title, effect = split_sentence(line)
    values = {"cause": cause, "effect": effect, **fields}
    risk = Risk(
        product_id=product_id,
        launch_id=launch_id,
        number=uow.next_number(Risk, product_id),
        title=title or _("Untitled risk"),
        **values,
    )
    uow.add(risk)
    uow.describe(N_("Logged risk “{title}”"), title=risk.title)
    return risk


def edit_risks(uow: UnitOfWork, risk_ids: Sequence[str], **fields: Any) -> None:
    """Set the same fields on risks: title, cause, effect, category, owner_id, strategy and so on.

    Raises UserError for an empty title.
    """
    if "title" in fields and not str(fields["title"]).strip():
        raise UserError(_("A risk needs a title: what may happen."))
    risks = uow.find_in(Risk, "id", risk_ids)
    uow.save(*(replace(risk, **fields) for risk in risks))
    _describe_many(uow, risks, N_("Edited “{title}”"), N_("Edited {count} risks"))


def own_risks(uow: UnitOfWork, risk_ids: Sequence[str], name: str) -> None:
    """Give risks an owner by name, somebody new if need be; an empty name takes the owner away."""
    owner_id = person_for(uow, name).id if name.strip() else None
    edit_risks(uow, risk_ids, owner_id=owner_id)


def set_status(uow: UnitOfWork, risk_ids: Sequence[str], status: RiskStatus) -> None:
    """Open, watch or close risks, or say that they occurred."""
    risks = uow.find_in(Risk, "id", risk_ids)
    now = utc_now()
    is_open = status in OPEN_STATUSES
    uow.save(
        *(
            replace(risk, status=status, closed_at=None if is_open else risk.closed_at or now)
            for risk in risks
        )
    )
    one, many = _STATUS_STEPS[status]
    _describe_many(uow, risks, one, many)


_STATUS_STEPS: Final = {
    RiskStatus.OPEN: (N_("Reopened “{title}”"), N_("Reopened {count} risks")),
    RiskStatus.WATCHED: (N_("Put “{title}” on watch"), N_("Put {count} risks on watch")),
    RiskStatus.OCCURRED: (N_("Noted that “{title}” occurred"), N_("Noted that {count} occurred")),
    RiskStatus.CLOSED: (N_("Closed “{title}”"), N_("Closed {count} risks")),
}


def assess(
    uow: UnitOfWork,
    risk_ids: Sequence[str],
    tier: AssessmentTier,
    *,
    at: datetime | None = None,
    **judged: Any,
) -> None:
    """Judge risks in a tier: likelihood, impact, ranges and a note, as `RiskAssessment` has them.

    What is not named stays as it was judged before. The judgement before is kept as history,
    unless it was made in the last five minutes: then this one corrects it. Raises UserError for
    a judgement that makes no sense.
    """
    now = at or utc_now()
    risks = uow.find_in(Risk, "id", risk_ids)
    before = _standing(uow, [risk.id for risk in risks], tier)
    for risk in risks:
        old = before.get(risk.id)
        kept = {name: getattr(old, name) for name in JUDGED} if old else {}
        kept["note"] = ""
        new = checked(RiskAssessment(risk_id=risk.id, tier=tier, at=now, **kept | judged))
        if old is None:
            uow.add(new)
        elif any(getattr(old, name) != getattr(new, name) for name in JUDGED if name != "note"):
            if timedelta(0) <= now - old.at <= CORRECTION:
                uow.save(replace(old, **kept | judged))
            else:
                uow.add(new)
    _describe_many(uow, risks, N_("Assessed “{title}”"), N_("Assessed {count} risks"))


def delete_assessment(uow: UnitOfWork, assessment_id: str) -> None:
    """Take one judgement out of a risk's history; the one before it stands again."""
    assessment = uow.get(RiskAssessment, assessment_id)
    uow.remove(assessment)
    title = uow.get(Risk, assessment.risk_id).title
    uow.describe(N_("Removed an assessment of “{title}”"), title=title)


def review(uow: UnitOfWork, risk_ids: Sequence[str], matrix: RiskMatrix, today: date) -> None:
    """Say that risks were looked at: each is due again after the days that its level has.

    What nobody has judged yet is due again as soon as what is critical.
    """
    risks = uow.find_in(Risk, "id", risk_ids)
    judged = uow.find_in(RiskAssessment, "risk_id", [risk.id for risk in risks])
    changed = []
    for risk in risks:
        rating = rating_of(standing(one for one in judged if one.risk_id == risk.id))
        days = (
            min(matrix.review_days.values())
            if rating is None
            else matrix.review_days[matrix.level(*rating)]
        )
        changed.append(replace(risk, review_on=today + timedelta(days=days)))
    uow.save(*changed)
    _describe_many(uow, risks, N_("Reviewed “{title}”"), N_("Reviewed {count} risks"))


def delete_risks(uow: UnitOfWork, risk_ids: Sequence[str]) -> None:
    """Delete risks; undo brings them back with their assessments and links."""
    risks = uow.find_in(Risk, "id", risk_ids)
    uow.remove(*risks)
    _describe_many(uow, risks, N_("Deleted risk “{title}”"), N_("Deleted {count} risks"))


def add_action(uow: UnitOfWork, risk_id: str, quick: QuickAdd, launch_id: str = "") -> Task:
    """Make a board task that mitigates a risk, in the first column that work begins in.

    The task goes to the risk's launch, else to the given one, else to the product's newest. Raises
    UserError when the product has no launch or its board no column.
    """
    risk = uow.get(Risk, risk_id)
    launch = risk.launch_id or launch_id
    if not launch:
        launches = uow.find(Launch, product_id=risk.product_id)
        if not launches:
            raise UserError(_("An action is a task on a board, and there is no launch yet."))
        launch = launches[-1].id
    task = create_task(uow, launch, _first_column(uow, launch).id, quick)
    link_items(uow, (Task.KIND, task.id), (Risk.KIND, risk.id), LinkRole.MITIGATES)
    uow.describe(N_("Added action “{title}” against {risk}"), title=task.title, risk=risk.title)
    return task


def raise_from_kpi(
    uow: UnitOfWork, kpi_id: str, line: str = "", *, launch_id: str | None = None
) -> Risk:
    """Log a risk that a KPI warns of, linked to it."""
    kpi = uow.get(Kpi, kpi_id)
    line = line.strip() or _("{kpi} misses its target").format(kpi=kpi.name)
    risk = create_risk(uow, kpi.product_id, line, launch_id=launch_id, owner_id=kpi.owner_id)
    link_items(uow, (Kpi.KIND, kpi.id), (Risk.KIND, risk.id), LinkRole.MEASURES)
    uow.describe(N_("Logged risk “{title}” from {source}"), title=risk.title, source=kpi.name)
    return risk


def raise_from_feedback(
    uow: UnitOfWork, feedback_id: str, line: str = "", *, launch_id: str | None = None
) -> Risk:
    """Log a risk that feedback points at, linked to it."""
    item = uow.get(Feedback, feedback_id)
    words = " ".join((item.subject or item.text).split())
    risk = create_risk(uow, item.product_id, line.strip() or words[:120], launch_id=launch_id)
    link_items(uow, (Feedback.KIND, item.id), (Risk.KIND, risk.id), LinkRole.RELATES)
    source = f"F-{item.number}"
    uow.describe(N_("Logged risk “{title}” from {source}"), title=risk.title, source=source)
    return risk


def _standing(
    uow: UnitOfWork, risk_ids: Sequence[str], tier: AssessmentTier
) -> dict[str, RiskAssessment]:
    judged = uow.find_in(RiskAssessment, "risk_id", risk_ids)
    ordered = sorted((one for one in judged if one.tier is tier), key=lambda one: (one.at, one.id))
    return {one.risk_id: one for one in ordered}


def _first_column(uow: UnitOfWork, launch_id: str) -> Column:
    columns = uow.find(Column, "position", launch_id=launch_id, archived_at=None)
    for stage in (Stage.COMMITTED, Stage.BACKLOG):
        for column in columns:
            if column.stage is stage:
                return column
    if not columns:
        raise UserError(_("An action is a task on a board, and the board has no column yet."))
    return columns[0]


def _describe_many(uow: UnitOfWork, risks: Sequence[Risk], one: str, many: str) -> None:
    if len(risks) == 1:
        uow.describe(one, title=risks[0].title)
    else:
        uow.describe(many, count=len(risks))
