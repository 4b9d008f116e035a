"""The parts of a risk that are lists: what is done about it, how it was judged, what it touches."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent

from cockpit.domain.entity import utc_now
from cockpit.domain.item import ItemParts, LinkRole
from cockpit.domain.quick_add import PersonName, parse_quick_add
from cockpit.domain.risk import RiskAssessment
from cockpit.domain.risk_matrix import RiskMatrix
from cockpit.domain.risk_register import RiskAction
from cockpit.domain.risk_words import TIER_TITLES, level_letter
from cockpit.domain.short_number import short_of
from cockpit.domain.task import Task
from cockpit.i18n import N_, _, ngettext
from cockpit.services import parts, risks
from cockpit.ui.items.context import ItemContext, short_day
from cockpit.ui.items.links import LinksSection
from cockpit.ui.items.rows import AddLine, Row, RowList
from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.inspector_parts import BLEED, Section
from cockpit.ui.kit.tips import set_tip

PITCH = 27


class ActionsSection(Section):
    """Tasks on the board that mitigate the risk; a line adds one in quick-add words."""

    item_requested = Signal(str, str)

    def __init__(self, context: ItemContext, launch_id: str) -> None:
        super().__init__(N_("Treatment"))
        self.context, self.launch_id = context, launch_id
        self.list = RowList()
        self.add_line = AddLine(N_("Add an action: drill the rollback @Li tomorrow"))
        self.add_line.added.connect(self._on_added)
        self.add(self.list, bleed=True)
        self.add(self.add_line, bleed=True)

    def show_actions(self, actions: Sequence[RiskAction], shown: ItemParts | None) -> None:
        """Show the actions; what is done comes last."""
        count = len(actions)
        note = ngettext("{count} task", "{count} tasks", count).format(count=count)
        self.set_note(note if count else "")
        links = {link.id: link.link.id for link in shown.links} if shown is not None else {}
        self.list.keep([action.id for action in actions])
        for index, action in enumerate(actions):
            self.list.put(index, action.id, self._row(action, links.get(action.id)))

    def _row(self, action: RiskAction, link_id: str | None) -> Row:
        row = self.list.rows.get(action.id)
        if not isinstance(row, Row):
            row = Row()
            row.clicked.connect(lambda: self.item_requested.emit(Task.KIND, action.id))
            row.remove_requested.connect(lambda: self._on_removed(action.id))
        row.setProperty("link", link_id)
        icon, note, tint = self._state(action)
        row.set_row(action.title, icon, note, tint="n7" if action.done else "n9")
        row.note_tint = tint
        row.setToolTip(short_of(Task.KIND, action.number))
        return row

    def _state(self, action: RiskAction) -> tuple[str, str, str]:
        """The icon, the words at the right and their colour."""
        today = self.context.today()
        if action.done:
            return "check-circle", _("done"), "n7"
        if action.blocked_at is not None:
            days = max(0, (utc_now() - action.blocked_at).days)
            said = _("Blocked {days} d").format(days=days) if days else _("Blocked")
            return "prohibit", said, "bad"
        if action.due_on is not None:
            late = (today - action.due_on).days
            if late > 0:
                return "circle", _("{days} d late").format(days=late), "bad"
            return "circle", short_day(action.due_on), "n7"
        return "circle", action.column, "n7"

    def _on_removed(self, task_id: str) -> None:
        """The task stays on the board; it only no longer counts as an action."""
        row = self.list.rows.get(task_id)
        link_id = row.property("link") if row is not None else None
        if link_id:
            self.context.write(lambda uow: parts.unlink(uow, link_id))

    def _on_added(self, text: str) -> None:
        people = [
            PersonName(p.id, p.name, tuple(p.aliases.split("\n")))
            for p in self.context.session.reader.people()
        ]
        quick = parse_quick_add(text, self.context.today(), people)
        risk_id, launch_id = self.context.item_id, self.launch_id
        self.context.write(lambda uow: risks.add_action(uow, risk_id, quick, launch_id))


class RiskLinksSection(LinksSection):
    """What the risk touches, without the tasks that are its actions."""

    def show_parts(self, shown: ItemParts, own: Sequence[tuple[str, Row]] = ()) -> None:
        """Show the links that are no actions."""
        rest = tuple(
            link
            for link in shown.links
            if not (link.kind == Task.KIND and link.role is LinkRole.MITIGATES)
        )
        super().show_parts(ItemParts(links=rest), own)


class AssessmentRow(Row):
    """One judgement of the past: tier, level, rating, day."""

    def __init__(self, one: RiskAssessment) -> None:
        self.one = one
        super().__init__()
        self.matrix: RiskMatrix | None = None
        self.day = ""

    def set_assessment(self, one: RiskAssessment, matrix: RiskMatrix, day: str) -> None:
        """Show a judgement."""
        self.one, self.matrix, self.day = one, matrix, day
        said = _("not rated") if one.rating is None else f"{one.rating[0]} × {one.rating[1]}"
        self.set_row(f"{_(TIER_TITLES[one.tier])} {said}")
        self._fit()
        self.update()

    def _fit(self) -> None:
        """The note is what may be cut."""
        super()._fit()
        set_tip(self, self.one.note)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint level and rating, the tier, the note and the day."""
        painter = QPainter(self)
        cy = PITCH / 2
        if self._ring:
            ink.rounded(painter, QRectF(self.rect()), 6, None, "accent", 2)
        elif self.hovered:
            ink.rounded(painter, QRectF(self.rect()), 6, "n2")
        x = float(BLEED)
        if self.one.rating is not None and self.matrix is not None:
            level = self.matrix.level(*self.one.rating)
            ink.level(painter, x, cy, level.rank, level_letter(level))
            rating = f"{self.one.rating[0]} × {self.one.rating[1]}"
            ink.text(painter, x + 28, cy, rating, "num")
        else:
            ink.text(painter, x + 28, cy, "—", "num", "n6")
        right = float(self.width() - BLEED)
        if self._shows_cross():
            draw_icon(painter, "x", self.width() - 20, cy, 12, ink.colour("n7"))
            right = self.width() - 26
        right = ink.text_right(painter, right, cy, self.day, "caption", "n7") - 10
        x = ink.text(painter, x + 70, cy, _(TIER_TITLES[self.one.tier]), "body", "n8")
        if self.one.note and right - x > 40:
            ink.text(painter, x + 10, cy, self.one.note, "caption", "n7", right - x - 10)


class HistorySection(Section):
    """Every judgement of the risk, the newest first; a cross takes one out."""

    def __init__(self, context: ItemContext) -> None:
        super().__init__(N_("Assessments"))
        self.context = context
        self.list = RowList()
        self.add(self.list, bleed=True)

    def show_history(self, assessments: Sequence[RiskAssessment], matrix: RiskMatrix) -> None:
        """Show the judgements; nothing at all when there is none."""
        self.setVisible(bool(assessments))
        self.set_note(str(len(assessments)) if assessments else "")
        self.list.keep([one.id for one in assessments])
        for index, one in enumerate(assessments):
            row = self.list.rows.get(one.id)
            if not isinstance(row, AssessmentRow):
                row = AssessmentRow(one)
                row.remove_requested.connect(lambda one=one: self._on_removed(one.id))
            row.set_assessment(one, matrix, self.context.when(one.at))
            self.list.put(index, one.id, row)

    def _on_removed(self, assessment_id: str) -> None:
        self.context.write(lambda uow: risks.delete_assessment(uow, assessment_id))
