"""The columns of the list of sources and how its cells are painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from cockpit.domain.source import SourceRow
from cockpit.i18n import N_, _
from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.table_model import AnyIndex, Column, Role, TableModel
from cockpit.ui.kit.table_view import INSET, CellDelegate
from cockpit.ui.pages.sources.words import Look, ago, look_of, next_text

# From left to right; which columns give way first is another order, that of `source_columns`.
SEEN: Final = ("name", "kind", "state", "as_of", "due", "refused")
ICONS: Final = {"prometheus": "chart-line", "rest": "brackets-curly"}


@dataclass(frozen=True, slots=True)
class Line:
    """A source as the list shows it now."""

    row: SourceRow
    look: Look
    kind: str
    as_of: str
    due: str

    @property
    def id(self) -> str:
        """The id of the source."""
        return self.row.source.id


def line_of(row: SourceRow, kind: str, now: datetime, *, running: bool) -> Line:
    """Return a source as it stands at an instant; `kind` is its connector's title."""
    good = row.last_ok
    return Line(
        row=row,
        look=look_of(row, running=running),
        kind=kind,
        as_of=ago(good.started_at if good else None, now) or "—",
        due=next_text(row, now),
    )


def source_columns() -> list[Column[Line]]:
    """Declare the columns; those at the end give way first."""
    return [
        Column("name", N_("Source"), lambda line: line.row.source.name, 0),
        Column("state", N_("State"), lambda line: _(line.look.word), 140),
        Column("as_of", N_("Data as of"), lambda line: line.as_of, 116, right=True),
        Column("due", N_("Next pull"), lambda line: line.due, 116, right=True,
               ink=lambda _line: "n7"),
        Column("refused", N_("Refused"), _refused, 84, right=True, ink=_refused_ink),
        Column("kind", N_("Kind"), lambda line: line.kind, 210, ink=lambda _line: "n7"),
    ]  # fmt: skip


def _refused(line: Line) -> str:
    return f"{line.row.quarantined:,}" if line.row.quarantined else "—"


def _refused_ink(line: Line) -> str:
    return "warn" if line.row.quarantined else "n6"


class SourceDelegate(CellDelegate):
    """Paints the name with its icon and the state with its mark; the rest is plain text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Fill and rule as in every table, then the cell."""
        model: TableModel[Any] = index.model()  # type: ignore[assignment]
        own = _PAINTED.get(model.columns[index.column()].key)
        line = index.data(Role.RECORD)
        if own is None or line is None:
            super().paint(painter, option, index)
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect = option.rect
        if selected or hovered:
            painter.fillRect(rect, ink.colour("accent_tint" if selected else "n2"))
        else:
            ink.hairline(painter, rect.x(), rect.bottom(), rect.width(), "n3")
        own(painter, rect, line)


def _paint_name(painter: QPainter, rect: QRect, line: Line) -> None:
    cy = rect.center().y() + 0.5
    icon = ICONS.get(line.row.source.connector, "database")
    x = draw_icon(painter, icon, rect.x() + INSET, cy, 16, ink.colour("n8")) + 10
    tint = "n9" if line.row.source.enabled else "n7"
    ink.text(painter, x, cy, line.row.source.name, "body", tint, rect.right() - INSET - x)


def _paint_state(painter: QPainter, rect: QRect, line: Line) -> None:
    cy, tint = rect.center().y() + 0.5, line.look.tint
    x = draw_icon(painter, line.look.icon, rect.x() + INSET, cy, 15, ink.colour(tint)) + 7
    ink.text(painter, x, cy, _(line.look.word), "body", tint, rect.right() - x)


_PAINTED: Final[dict[str, Callable[[QPainter, QRect, Line], None]]] = {
    "name": _paint_name,
    "state": _paint_state,
}
