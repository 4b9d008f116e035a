"""Beside the matrix: what open risks may cost together, and the few that may cost most."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cockpit.domain.exposure_text import cost_text, days_text
from cockpit.domain.risk_matrix import RiskLevel
from cockpit.domain.risk_register import ExposedRisk, RegisterFigures
from cockpit.domain.risk_words import LEVEL_TITLES, level_letter
from cockpit.i18n import _, ngettext
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.tips import set_tip

BAR, PITCH = 18, 30
WIDEST = 620  # a longer bar would say no more
MOST_NAME = 0.5  # of the width


class ExposureView(Painted):
    """Figures over bars; without any exposure the bars say how many risks each level has."""

    risk_chosen = Signal(str)
    level_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: RegisterFigures | None = None
        self.selected = ""
        self._hover = -1
        self.setMouseTracking(True)

    def show_figures(self, figures: RegisterFigures, selected: str = "") -> None:
        """Show the figures of a register; the bar of the selected risk stands out."""
        self.figures, self.selected = figures, selected
        self.setAccessibleName(self.sentence())
        self.update()

    def sentence(self) -> str:
        """The figures in words."""
        figures = self.figures
        if figures is None:
            return ""
        parts = [cost_text(cost.low, cost.high, cost.currency) for cost in figures.costs]
        if figures.days is not None:
            parts.append(_("{days} days").format(days=days_text(*figures.days)))
        return _("Open exposure: {figures}").format(figures=", ".join(parts) or "—")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint figures, then bars."""
        painter = QPainter(self)
        figures = self.figures
        if figures is None:
            return
        if figures.costs or figures.days is not None:
            self._paint_exposure(painter, figures)
        else:
            self._paint_levels(painter, figures)

    def _paint_exposure(self, painter: QPainter, figures: RegisterFigures) -> None:
        ink.text(painter, 0, 10, _("Open exposure"), "caption", "n7")
        x = 0.0
        room = float(self.width())
        for figure, unit in _values(figures):
            wide = ink.width(figure, "kpi_small") + 5 + ink.width(unit, "unit")
            if x and x + wide > room:
                break
            x = ink.text(painter, x, 42, figure, "kpi_small") + 5
            x = ink.text(painter, x, 47, unit, "unit", "n7") + 28
        money = bool(figures.costs)
        caption = _("What the largest may cost") if money else _("Days each of the largest adds")
        ink.text(painter, 0, 80, caption, "caption", "n7")
        for index, risk in enumerate(figures.largest):
            self._paint_bar(painter, index, risk.title, _size(risk, money), _said(risk, money))

    def _paint_levels(self, painter: QPainter, figures: RegisterFigures) -> None:
        ink.text(painter, 0, 10, _("Open"), "caption", "n7")
        x = ink.text(painter, 0, 42, f"{figures.open:,}", "kpi_small") + 5
        words = ngettext("open risk", "open risks", figures.open)
        x = ink.text(painter, x, 47, words, "unit", "n7") + 24
        if figures.beyond:
            said = _("{count} beyond appetite").format(count=f"{figures.beyond:,}")
            ink.text(painter, x, 46, said, "body", "bad")
        ink.text(painter, 0, 80, _("By level"), "caption", "n7")
        for index, level in enumerate(reversed(RiskLevel)):
            count = figures.levels.get(level, 0)
            self._paint_bar(painter, index, _(LEVEL_TITLES[level]), count, f"{count:,}", level)

    def bar_rect(self, index: int) -> QRectF:
        """The row of a bar, its name and its figure."""
        return QRectF(0, 94 + index * PITCH, self.width(), PITCH)

    def _paint_bar(
        self,
        painter: QPainter,
        index: int,
        name: str,
        size: float,
        said: str,
        level: RiskLevel | None = None,
    ) -> None:
        row = self.bar_rect(index)
        cy, figures = row.center().y(), self.figures
        assert figures is not None
        x, names = 0.0, self._names()
        if level is not None:
            x = ink.level(painter, 0, cy, level.rank, level_letter(level)) + 8
        tint = "n9" if index != self._hover else "accent_text"
        ink.text(painter, x, cy, name, "body", tint, names - x - 12)
        right = row.right()
        room = right - names - self._said_width() - 12
        most = max((self._sizes()), default=0)
        wide = room * size / most if most else 0
        here = level is None and figures.largest[index].id == self.selected
        if wide >= 1:
            ink.rounded(
                painter, QRectF(names, cy - BAR / 2, wide, BAR), 3, "accent" if here else "n5"
            )
        ink.text_right(painter, right, cy, said, "num")

    def _sizes(self) -> list[float]:
        figures = self.figures
        assert figures is not None
        if figures.costs or figures.days is not None:
            return [_size(risk, bool(figures.costs)) for risk in figures.largest]
        return [float(count) for count in figures.levels.values()]

    def _said_width(self) -> float:
        figures = self.figures
        assert figures is not None
        if figures.costs or figures.days is not None:
            said = [_said(risk, bool(figures.costs)) for risk in figures.largest]
        else:
            said = [f"{count:,}" for count in figures.levels.values()]
        return max((ink.width(text, "num") for text in said), default=0.0)

    def _names(self) -> float:
        figures = self.figures
        assert figures is not None
        if figures.costs or figures.days is not None:
            names = [risk.title for risk in figures.largest]
            wide = max((ink.width(name) for name in names), default=0.0) + 16
            return min(wide, self.width() * MOST_NAME)
        return max(ink.width(_(title)) for title in LEVEL_TITLES.values()) + 48

    def _at(self, event: QMouseEvent) -> int:
        count = len(self._sizes()) if self.figures is not None else 0
        if self.figures is not None and not (self.figures.costs or self.figures.days):
            count = len(RiskLevel)
        hits = (i for i in range(count) if self.bar_rect(i).contains(event.position()))
        return next(hits, -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The name under the mouse can be pressed."""
        self._hover = self._at(event)
        set_tip(self, self._name_of(self._hover))
        hand = Qt.CursorShape.PointingHandCursor
        self.setCursor(hand if self._hover >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def _name_of(self, index: int) -> str:
        """The whole name of a bar's risk; levels have short ones."""
        figures = self.figures
        if figures is None or index < 0 or not (figures.costs or figures.days is not None):
            return ""
        return figures.largest[index].title

    def leaveEvent(self, event: QEvent) -> None:
        """Drop the hover."""
        self._hover = -1
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the risk, or the risks of the level, that is pressed."""
        index, figures = self._at(event), self.figures
        if index < 0 or figures is None:
            return
        if figures.costs or figures.days is not None:
            self.risk_chosen.emit(figures.largest[index].id)
        else:
            self.level_chosen.emit(list(reversed(RiskLevel))[index])


def _values(figures: RegisterFigures) -> list[tuple[str, str]]:
    """The figures that stand large, each with its unit: per currency, then days."""
    found = []
    for cost in figures.costs:
        amount, _space, _unit = cost_text(cost.low, cost.high, cost.currency).rpartition(" ")
        found.append((amount, cost.currency) if cost.currency else (_unit, ""))
    if figures.days is not None:
        unit = _("days") if figures.days[1] != 1 else _("day")
        found.append((days_text(*figures.days), unit))
    return found


def _size(risk: ExposedRisk, money: bool) -> float:
    if money:
        return float(risk.cost.high) if risk.cost else 0.0
    return risk.days[1] if risk.days else 0.0


def _said(risk: ExposedRisk, money: bool) -> str:
    if money:
        if risk.cost is None:
            return ""
        text = cost_text(risk.cost.low, risk.cost.high, risk.cost.currency)
        return text.removesuffix(f" {risk.cost.currency}") if risk.cost.currency else text
    return days_text(*risk.days) if risk.days else ""
