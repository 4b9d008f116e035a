"""What can be done with a column, under its header: its properties, and what moves it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from cockpit.domain.task import Column, Stage, WipMode
from cockpit.i18n import N_, _
from cockpit.services import columns
from cockpit.services.ports import UnitOfWork
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Clickable, Label, shown
from cockpit.ui.kit.choice_field import ChoiceField
from cockpit.ui.kit.choice_popup import Choice
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.inspector_parts import BLEED, PropertyRow
from cockpit.ui.kit.popover import Popover
from cockpit.ui.kit.value_fields import FocusHome, ValueLine
from cockpit.ui.session import Session

if TYPE_CHECKING:
    from cockpit.ui.pages.board.view import BoardView

WIDE: Final = 320
EDGE: Final = 10
STAGE_TITLES: Final = {
    Stage.BACKLOG: N_("Backlog"),
    Stage.COMMITTED: N_("Committed"),
    Stage.ACTIVE: N_("Active"),
    Stage.WAITING: N_("Waiting"),
    Stage.DONE: N_("Done"),
}
MODE_TITLES: Final = {
    WipMode.WARN: N_("Warn"),
    WipMode.BLOCK: N_("Block the move"),
}
Write = Callable[[UnitOfWork], object]


class LimitField(ValueLine):
    """A whole number, or nothing for no limit."""

    def read(self, typed: str) -> str | None:
        """The number; anything else stays and is told what it should be."""
        typed = typed.strip()
        if not typed:
            return ""
        if typed.isdecimal() and 1 <= int(typed) <= columns.LARGEST_LIMIT:
            return str(int(typed))
        self.set_problem(
            _("A WIP limit is a whole number from 1 to {most}.").format(most=columns.LARGEST_LIMIT)
        )
        return None


class NameField(ValueLine):
    """A name that cannot be empty."""

    def read(self, typed: str) -> str | None:
        """The name in one line; an empty one stays and is told so."""
        name = " ".join(typed.split())
        if not name:
            self.set_problem(_("A column needs a name."))
            return None
        return name[: columns.LONGEST_NAME]


class CommandRow(Clickable):
    """One thing to do, as a row with its icon."""

    margin = 0

    def __init__(self, icon: str, label: Label, run: Callable[[], object]) -> None:
        super().__init__()
        self.icon, self.label = icon, label
        self.setFixedHeight(30)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(shown(label))
        self.clicked.connect(lambda: run())

    def sizeHint(self) -> QSize:
        """The icon and the label."""
        return QSize(round(36 + ink.width(shown(self.label))) + BLEED, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the fill under the mouse, the icon and the label."""
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.isEnabled() and (self.hovered or self.pressed):
            ink.rounded(painter, box, 6, "n3" if self.pressed else "n2")
        pen = "n9" if self.isEnabled() else "n6"
        draw_icon(painter, self.icon, BLEED, 15, 16, ink.colour("n8" if pen == "n9" else "n6"))
        ink.text(painter, BLEED + 26, 15, shown(self.label), "body", pen)
        if self._ring:
            ink.rounded(painter, box, 6, None, "accent", 2)


class ColumnMenu(Popover):
    """Opens under a header; each edit is a step of its own, Escape closes."""

    scrim = 0

    def __init__(self, session: Session, column: Column, place: QRect, board: QWidget) -> None:
        super().__init__(board)
        self.session, self.column = session, column
        self._board, self._place = board, place
        self._gone = False  # a step may end after the menu was closed
        self.form = FocusHome(self)
        self._rows = QVBoxLayout(self.form)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.name = NameField()
        self.stage = ChoiceField()
        self.limit = LimitField(N_("No limit"))
        self.mode = ChoiceField()
        self._build()
        self._fill()
        self.setAccessibleName(column.name)
        self.closed.connect(self.deleteLater)

    def _build(self) -> None:
        column_id = self.column.id
        for label, editor in (
            (N_("Name"), self.name),
            (N_("Stage"), self.stage),
            (N_("WIP limit"), self.limit),
            (N_("At the limit"), self.mode),
        ):
            row = PropertyRow(label, editor)
            self._rows.addWidget(row)
            changed = getattr(editor, "problem_changed", None)
            if changed is not None:
                changed.connect(self.place)
        self._rows.addSpacing(13)  # the line between properties and commands lies in here
        self.commands = [
            CommandRow("arrow-left", N_("Move left"), lambda: self._move(-1)),
            CommandRow("arrow-right", N_("Move right"), lambda: self._move(1)),
            CommandRow("plus", N_("Add a column after this one"), self._add),
            CommandRow("archive", N_("Archive the column and its tasks"), self._archive),
        ]
        for command in self.commands:
            self._rows.addWidget(command)
        self.name.committed.connect(
            lambda name: self._write(lambda uow: columns.rename_column(uow, column_id, name))
        )
        self.stage.chosen.connect(
            lambda key: self._write(lambda uow: columns.set_stage(uow, column_id, Stage(key)))
        )
        self.limit.committed.connect(
            lambda text: self._write(
                lambda uow: columns.set_limit(uow, column_id, int(text) if text else None)
            )
        )
        self.mode.chosen.connect(
            lambda key: self._write(
                lambda uow: columns.set_limit_mode(uow, column_id, WipMode(key))
            )
        )

    def _fill(self) -> None:
        column = self.column
        self.name.set_value(column.name)
        self.stage.set_choices([Choice(s, _(t)) for s, t in STAGE_TITLES.items()], column.stage)
        self.limit.set_value("" if column.wip_limit is None else str(column.wip_limit))
        self.mode.set_choices([Choice(m, _(t)) for m, t in MODE_TITLES.items()], column.wip_mode)

    def _write(self, action: Write) -> None:
        """Do one step and show the column as it is afterwards."""
        self.session.write(action, lambda _changes: self._refresh())

    def _refresh(self) -> None:
        if self._gone:
            return
        found = self.session.reader.board_columns(self.column.launch_id)
        for shown_column in found:
            if shown_column.column.id == self.column.id:
                self.column = shown_column.column
                self._fill()
                self.update()

    def _move(self, step: int) -> None:
        column_id = self.column.id
        self.close_popover()
        self.session.write(lambda uow: columns.move_column(uow, column_id, step))

    def _add(self) -> None:
        column = self.column
        self.close_popover()
        self.session.write(
            lambda uow: columns.add_column(
                uow, column.launch_id, _("New column"), column.stage, column.id
            )
        )

    def _archive(self) -> None:
        column_id = self.column.id
        self.close_popover()
        self.session.write(lambda uow: columns.archive_column(uow, column_id))

    def open(self) -> None:
        """Open with the focus on the name."""
        super().open()
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    def close_popover(self) -> None:
        """Take what is typed, then go away."""
        if not self.isHidden():
            for field in (self.name, self.limit):
                field.commit()
        self._gone = True
        super().close_popover()

    def box(self) -> QRect:
        """Under the header, and inside the window."""
        tall = self.form.sizeHint().height() + 2 * EDGE
        corner = self._board.mapTo(self.window(), self._place.bottomLeft() + QPoint(-EDGE, 6))
        left = max(8, min(corner.x(), self.width() - WIDE - 8))
        top = max(8, min(corner.y(), self.height() - tall - 8))
        return QRect(left, top, WIDE, tall)

    def place(self) -> None:
        """Lay the form into the box."""
        self.form.setGeometry(self.box().adjusted(EDGE, EDGE, -EDGE, -EDGE))
        self.update()

    def paint_box(self, painter: QPainter, box: QRectF) -> None:
        """Paint the line between properties and commands."""
        y = box.top() + EDGE + self.commands[0].y() - 7
        ink.hairline(painter, box.left() + 1, y, box.width() - 2)


def open_column_menu(session: Session, view: BoardView, column_id: str = "") -> ColumnMenu | None:
    """Open the menu of a column under its header, by default of the one with the focus.

    Returns None on a board without columns.
    """
    at = next((i for i, window in enumerate(view.columns) if window.id == column_id), None)
    if at is None:
        at = min(view.selection.column, len(view.columns) - 1)
    if at < 0:
        return None
    place = view.column_rect(at).toRect()
    place.setHeight(32)  # the header's name and figures, down to its rule
    menu = ColumnMenu(session, view.columns[at].shown.column, place, view)
    menu.open()
    return menu
