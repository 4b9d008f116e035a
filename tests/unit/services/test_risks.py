"""What a person can do with risks, and that one undo takes each of it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import UserError
from cockpit.domain.feedback import Feedback
from cockpit.domain.item import Link, LinkRole
from cockpit.domain.kpi import Kpi
from cockpit.domain.organisation import Product
from cockpit.domain.quick_add import QuickAdd
from cockpit.domain.risk import (
    AssessmentTier,
    ResponseStrategy,
    Risk,
    RiskAssessment,
    RiskStatus,
)
from cockpit.domain.risk_matrix import read_matrix
from cockpit.domain.task import Task
from cockpit.services import risks
from cockpit.services.ports import UnitOfWork

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
CURRENT = AssessmentTier.CURRENT


class Desk:
    """A workspace and what a person does in it."""

    def __init__(self, path: Path) -> None:
        self.workspace = new_workspace(path, "en", "UTC", None)
        self.reader = self.workspace.reader()
        self.launch = self.reader.launches()[0]
        self.product = self.launch.product_id

    def write(self, action: Callable[[UnitOfWork], Any]) -> Any:
        """Do one step and return what the action made."""
        made: list[Any] = []
        self.workspace.write(lambda uow: made.append(action(uow)))
        return made[0]

    def log(self, line: str = "Leak", **fields: Any) -> str:
        """Log a risk and return its id."""
        risk: Risk = self.write(lambda uow: risks.create_risk(uow, self.product, line, **fields))
        return risk.id

    def risk(self, risk_id: str) -> Risk:
        """Return a risk as it is stored."""
        [found] = self.reader.all(Risk, id=risk_id)
        return found

    def past(self, risk_id: str) -> list[RiskAssessment]:
        """Return the judgements of a risk, oldest first."""
        return self.reader.all(RiskAssessment, "at", risk_id=risk_id)

    def assess(self, risk_id: str, minutes: int, **judged: Any) -> None:
        """Judge a risk so many minutes after the beginning."""
        at = AT + timedelta(minutes=minutes)
        self.write(lambda uow: risks.assess(uow, [risk_id], CURRENT, at=at, **judged))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "w.cockpit")
    yield desk
    desk.workspace.close()


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Leak", ("", "Leak", "")),
        ("Leak → we pay a fine", ("", "Leak", "we pay a fine")),
        ("no MFA -> Leak => we pay", ("no MFA", "Leak", "we pay")),
        ("a→b→c→d", ("a", "b", "c, d")),
        (" → ", ("", "", "")),
    ],
)
def test_one_line_says_cause_event_and_effect(line: str, parts: tuple[str, str, str]) -> None:
    assert risks.split_sentence(line) == parts


def test_risks_are_numbered_within_their_product(desk: Desk) -> None:
    other = Product(name="other")
    desk.write(lambda uow: uow.add(other))
    ids = [desk.log("a"), desk.log("b")]
    third = desk.write(lambda uow: risks.create_risk(uow, other.id, ""))
    assert [desk.risk(risk_id).number for risk_id in ids] == [1, 2]
    assert (third.number, third.title) == (1, "Untitled risk")
    assert desk.workspace.undo().label == "Logged risk “Untitled risk”"
    assert desk.reader.count_risks(None) == 2


def test_editing_several_is_one_step(desk: Desk) -> None:
    ids = [desk.log("a"), desk.log("b")]
    desk.write(lambda uow: risks.edit_risks(uow, ids, strategy=ResponseStrategy.AVOID))
    desk.write(lambda uow: risks.own_risks(uow, ids, "Zhou Lan"))
    assert {desk.risk(item).strategy for item in ids} == {ResponseStrategy.AVOID}
    assert {row.owner_name for row in desk.reader.risk_list(None)} == {"Zhou Lan"}
    assert desk.workspace.undo().label == "Edited 2 risks"
    assert {desk.risk(item).owner_id for item in ids} == {None}
    desk.write(lambda uow: risks.own_risks(uow, ids, " "))
    with pytest.raises(UserError, match="needs a title"):
        desk.write(lambda uow: risks.edit_risks(uow, ids, title="  "))


def test_closing_remembers_when_and_reopening_forgets(desk: Desk) -> None:
    item = desk.log()
    desk.write(lambda uow: risks.set_status(uow, [item], RiskStatus.OCCURRED))
    first = desk.risk(item).closed_at
    assert first is not None
    desk.write(lambda uow: risks.set_status(uow, [item], RiskStatus.CLOSED))
    assert desk.risk(item).closed_at == first
    desk.write(lambda uow: risks.set_status(uow, [item], RiskStatus.WATCHED))
    assert desk.risk(item).closed_at is None
    desk.workspace.undo()
    assert desk.risk(item).status is RiskStatus.CLOSED


def test_a_judgement_follows_the_one_before_or_corrects_it(desk: Desk) -> None:
    item = desk.log()
    desk.assess(item, 0, likelihood=3, impact=4, days_low=2.0, days_high=5.0)
    desk.assess(item, 5, likelihood=4, note="worse")
    [one] = desk.past(item)
    assert (one.likelihood, one.impact, one.note, one.days_high) == (4, 4, "worse", 5.0)
    desk.assess(item, 11, impact=2)
    first, second = desk.past(item)
    assert (first.rating, second.rating, second.note) == ((4, 4), (4, 2), "")
    assert second.days_low == 2.0
    desk.assess(item, 90, impact=2)
    assert len(desk.past(item)) == 2
    desk.write(lambda uow: risks.delete_assessment(uow, second.id))
    assert [row.rating for row in desk.reader.risk_list(None)] == [(4, 4)]
    desk.workspace.undo()
    assert [row.rating for row in desk.reader.risk_list(None)] == [(4, 2)]


def test_an_older_judgement_never_takes_a_newer_one_s_place(desk: Desk) -> None:
    item = desk.log()
    desk.assess(item, 60, likelihood=1, impact=1)
    desk.assess(item, 0, likelihood=5, impact=5)
    assert [one.rating for one in desk.past(item)] == [(5, 5), (1, 1)]
    assert [row.rating for row in desk.reader.risk_list(None)] == [(1, 1)]


def test_a_judgement_that_makes_no_sense_changes_nothing(desk: Desk) -> None:
    ids = [desk.log("a"), desk.log("b")]
    with pytest.raises(UserError, match="1 to 5"):
        desk.write(lambda uow: risks.assess(uow, ids, CURRENT, likelihood=9))
    desk.assess(ids[0], 0, likelihood=2)
    with pytest.raises(UserError, match="1 to 5"):
        desk.assess(ids[0], 1, impact=0)
    assert [one.impact for one in desk.past(ids[0])] == [None]


def test_a_review_sets_the_next_by_the_level(desk: Desk) -> None:
    worst, mild, unknown = desk.log("a"), desk.log("b"), desk.log("c")
    desk.assess(worst, 0, likelihood=5, impact=5)
    desk.assess(mild, 0, likelihood=1, impact=1)
    ids, matrix = [worst, mild, unknown], read_matrix("")
    desk.write(lambda uow: risks.review(uow, ids, matrix, TODAY))
    due = [(desk.risk(item).review_on or TODAY) - TODAY for item in ids]
    assert [days.days for days in due] == [7, 90, 7]


def test_deleting_and_undoing_keeps_the_judgements(desk: Desk) -> None:
    item = desk.log()
    desk.assess(item, 0, likelihood=5, impact=5)
    desk.write(lambda uow: risks.delete_risks(uow, [item]))
    assert desk.reader.risk(item) is None
    desk.workspace.undo()
    detail = desk.reader.risk(item)
    assert detail is not None
    assert detail.row.rating == (5, 5)


def test_an_action_is_a_task_that_mitigates(desk: Desk) -> None:
    item = desk.log()
    task = desk.write(lambda uow: risks.add_action(uow, item, QuickAdd(title="Drill")))
    [link] = desk.reader.all(Link)
    assert (link.a_kind, link.a_id, link.b_id) == ("task", task.id, item)
    assert link.role is LinkRole.MITIGATES
    assert desk.reader.count_risks(None, risks_filter("is:mitigated")) == 1
    assert desk.workspace.undo().label == "Added action “Drill” against Leak"
    assert not desk.reader.all(Task)
    assert not desk.reader.all(Link)


def test_an_action_needs_a_board(desk: Desk) -> None:
    other = Product(name="no launch")
    desk.write(lambda uow: uow.add(other))
    risk = desk.write(lambda uow: risks.create_risk(uow, other.id, "x"))
    with pytest.raises(UserError, match="no launch yet"):
        desk.write(lambda uow: risks.add_action(uow, risk.id, QuickAdd(title="Drill")))


def test_a_risk_raised_from_a_kpi_or_from_feedback_is_linked_to_it(desk: Desk) -> None:
    kpi = Kpi(product_id=desk.product, name="Payment success")
    said = Feedback(product_id=desk.product, number=31, text="charged\ntwice", received_at=AT)
    desk.write(lambda uow: uow.add(kpi, said))
    first = desk.write(lambda uow: risks.raise_from_kpi(uow, kpi.id))
    assert desk.workspace.undo().label.endswith("from Payment success")
    desk.workspace.redo()
    second = desk.write(lambda uow: risks.raise_from_feedback(uow, said.id))
    assert (first.title, second.title) == ("Payment success misses its target", "charged twice")
    ends = {(link.a_id, link.b_id): link.role for link in desk.reader.all(Link)}
    assert ends == {
        (kpi.id, first.id): LinkRole.MEASURES,
        (said.id, second.id): LinkRole.RELATES,
    }


def risks_filter(line: str) -> Any:
    from cockpit.domain.risk_filter import parse_risk_filter

    return parse_risk_filter(line)
