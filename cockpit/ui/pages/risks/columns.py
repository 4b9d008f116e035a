"""The columns of the register and how their cells are painted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from cockpit.domain.risk import AssessmentTier, RiskStatus
from cockpit.domain.risk_register import Cell, RiskRow, Trend
from cockpit.domain.risk_words import (
    LEVEL_TITLES,
    STATUS_TITLES,
    TREND_TITLES,
    level_letter,
)
from cockpit.i18n import N_, _
from cockpit.ui.items.context import short_day
from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.table_model import AnyIndex, Column, Role, TableModel
from cockpit.ui.kit.table_view import INSET, CellDelegate

TREND_LOOKS: Final = {
    Trend.RISING: ("arrow-up-right", "bad"),
    Trend.STEADY: ("arrow-right", "n7"),
    Trend.FALLING: ("arrow-down-right", "good"),
}
SOON_DAYS: Final = 2
# From left to right; which columns give way first is another order, that of `risk_columns`.
SEEN: Final = (
    *("level", "number", "title", "category", "trend", "rating", "score", "owner", "review"),
)


def risk_columns(today: Callable[[], date]) -> list[Column[RiskRow]]:
    """Declare the register's columns; those at the end give way first."""
    return [
        Column("level", N_("Lvl"), _level, 44),
        Column("number", N_("No."), lambda r: f"R-{r.number}", 62, "number", ink=lambda _r: "n7"),
        Column("title", N_("Risk"), lambda r: r.title, 0, "title", ink=title_ink),
        Column("score", N_("Score"), _score, 66, "score", right=True),
        Column("rating", N_("L × I"), _rating, 112, right=True),
        Column("review", N_("Next review"), lambda r: review_text(r, today()), 98, "review",
               right=True, ink=lambda r: review_ink(r, today())),
        Column("trend", N_("Trend"), _trend, 90),
        Column("owner", N_("Owner"), lambda r: r.owner_name, 118, "owner"),
        Column("category", N_("Category"), lambda r: r.category, 112, "category",
               ink=lambda _r: "n7"),
    ]  # fmt: skip


def cell_text(cell: Cell | None) -> str:
    """A rating as it is said: 4 × 5."""
    return "—" if cell is None else f"{cell[0]} × {cell[1]}"


def title_ink(row: RiskRow) -> str:
    """What is no longer open steps back."""
    return "n7" if row.status in (RiskStatus.CLOSED, RiskStatus.OCCURRED) else "n9"


def review_text(row: RiskRow, today: date) -> str:
    """When a risk is looked at again, or how it ended."""
    if row.status in (RiskStatus.CLOSED, RiskStatus.OCCURRED):
        return _(STATUS_TITLES[row.status])
    if row.review_on is None:
        return ""
    late = (today - row.review_on).days
    if late == 0:
        return _("Today")
    return _("{days} d late").format(days=late) if late > 0 else short_day(row.review_on)


def review_ink(row: RiskRow, today: date) -> str:
    """Late is bad, today and tomorrow a warning."""
    if row.status is RiskStatus.OCCURRED:
        return "bad"
    if row.status is RiskStatus.CLOSED or row.review_on is None:
        return "n7"
    days = (row.review_on - today).days
    return "bad" if days < 0 else "warn" if days < SOON_DAYS else "n9"


def _level(row: RiskRow) -> str:
    return _(LEVEL_TITLES[row.level]) if row.level else _("Not assessed")


def _score(row: RiskRow) -> str:
    return "—" if row.score is None else str(row.score)


def _rating(row: RiskRow) -> str:
    inherent = row.ratings.get(AssessmentTier.INHERENT)
    if inherent is not None and inherent != row.rating:
        return f"{cell_text(inherent)} → {cell_text(row.rating)}"
    return cell_text(row.rating)


def _trend(row: RiskRow) -> str:
    return _(TREND_TITLES[row.trend]) if row.trend else ""


class RiskDelegate(CellDelegate):
    """Paints level, rating, trend and owner; the other cells are plain text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Fill and rule as in every table, then the cell."""
        model: TableModel[Any] = index.model()  # type: ignore[assignment]
        own = _PAINTED.get(model.columns[index.column()].key)
        record = index.data(Role.RECORD)
        if own is None or record is None:
            super().paint(painter, option, index)
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect = option.rect
        if selected or hovered:
            painter.fillRect(rect, ink.colour("accent_tint" if selected else "n2"))
        else:
            ink.hairline(painter, rect.x(), rect.bottom(), rect.width(), "n3")
        own(painter, rect, record)


def _paint_level(painter: QPainter, rect: QRect, row: RiskRow) -> None:
    x, cy = rect.x() + INSET, rect.center().y() + 0.5
    if row.level is None:
        ink.text(painter, x + 6, cy, "—", "body", "n6")
        return
    painter.save()
    if row.status in (RiskStatus.CLOSED, RiskStatus.OCCURRED):
        painter.setOpacity(0.45)
    ink.level(painter, x, cy, row.level.rank, level_letter(row.level))
    painter.restore()


def _paint_score(painter: QPainter, rect: QRect, row: RiskRow) -> None:
    x, cy = rect.right() - INSET, rect.center().y() + 0.5
    text = _score(row)
    ink.text_right(painter, x, cy, text, "strong", "n9" if row.score else "n6")


def _paint_rating(painter: QPainter, rect: QRect, row: RiskRow) -> None:
    right, cy = float(rect.right() - INSET), rect.center().y() + 0.5
    right = ink.text_right(
        painter, right, cy, cell_text(row.rating), "num", "n9" if row.rating else "n6"
    )
    inherent = row.ratings.get(AssessmentTier.INHERENT)
    if inherent is not None and inherent != row.rating:
        draw_icon(painter, "arrow-right", right - 17, cy, 11, ink.colour("n6"))
        ink.text_right(painter, right - 22, cy, cell_text(inherent), "num", "n7")


def _paint_trend(painter: QPainter, rect: QRect, row: RiskRow) -> None:
    if row.trend is None:
        return
    icon, tint = TREND_LOOKS[row.trend]
    cy = rect.center().y() + 0.5
    x = draw_icon(painter, icon, rect.x() + INSET, cy, 14, ink.colour(tint)) + 6
    ink.text(painter, x, cy, _(TREND_TITLES[row.trend]), "body", tint, rect.right() - x)


def _paint_owner(painter: QPainter, rect: QRect, row: RiskRow) -> None:
    if not row.owner_name:
        return
    cy = rect.center().y() + 0.5
    x = ink.avatar(painter, rect.x() + INSET, cy, row.owner_name) + 7
    ink.text(painter, x, cy, row.owner_name, "body", "n9", rect.right() - 6 - x)


_PAINTED: Final[dict[str, Callable[[QPainter, QRect, RiskRow], None]]] = {
    "level": _paint_level,
    "score": _paint_score,
    "rating": _paint_rating,
    "trend": _paint_trend,
    "owner": _paint_owner,
}
