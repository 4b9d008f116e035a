"""The widget style: Fusion with our focus ring and slim scroll bars, and the few sheet rules."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QWidget,
)

from cockpit.ui.kit import ink
from cockpit.ui.kit.theme import Theme, current_theme

_SLIM = {
    QStyle.PixelMetric.PM_ScrollBarExtent: 8,
    QStyle.PixelMetric.PM_ScrollView_ScrollBarSpacing: 0,
    QStyle.PixelMetric.PM_ScrollView_ScrollBarOverlap: 0,
    QStyle.PixelMetric.PM_DefaultFrameWidth: 0,
    QStyle.PixelMetric.PM_ButtonShiftHorizontal: 0,
    QStyle.PixelMetric.PM_ButtonShiftVertical: 0,
    QStyle.PixelMetric.PM_SmallIconSize: 16,
    QStyle.PixelMetric.PM_IndicatorWidth: 16,
    QStyle.PixelMetric.PM_IndicatorHeight: 16,
}


class CockpitStyle(QProxyStyle):
    """Fusion, with what LOOK asks for painted by us."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Our sizes where we have one."""
        own = _SLIM.get(metric)
        return own if own is not None else super().pixelMetric(metric, option, widget)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the focus ring ourselves; Fusion's is a dotted box."""
        if element == QStyle.PrimitiveElement.PE_FrameFocusRect:
            focus_ring(painter, QRectF(option.rect), 6)
            return
        super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a scroll bar as its thumb alone."""
        slider = QStyle.SubControl.SC_ScrollBarSlider
        if control == QStyle.ComplexControl.CC_ScrollBar:
            if isinstance(option, QStyleOptionSlider) and option.maximum > option.minimum:
                thumb = _scroll_part(option, slider)
                box = QRectF(thumb).adjusted(1, 1, -1, -1)
                ink.rounded(painter, box, 3, current_theme().n5)
            return
        super().drawComplexControl(control, option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        sub: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """A scroll bar without arrows: the groove is the whole bar."""
        if control != QStyle.ComplexControl.CC_ScrollBar or not isinstance(
            option, QStyleOptionSlider
        ):
            # Qt takes no widget here too; only its type information says otherwise.
            return super().subControlRect(control, option, sub, cast(QWidget, widget))
        return _scroll_part(option, sub)


def _scroll_part(option: QStyleOptionSlider, sub: QStyle.SubControl) -> QRect:
    """Where the groove, the thumb and the pages of a scroll bar lie."""
    bar = option.rect
    flat = bar.width() > bar.height()
    length = bar.width() if flat else bar.height()
    span = option.maximum - option.minimum
    size = length if span <= 0 else max(32, length * option.pageStep // (span + option.pageStep))
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - size, option.upsideDown
    )
    parts = {
        QStyle.SubControl.SC_ScrollBarGroove: (0, length),
        QStyle.SubControl.SC_ScrollBarSlider: (start, size),
        QStyle.SubControl.SC_ScrollBarSubPage: (0, start),
        QStyle.SubControl.SC_ScrollBarAddPage: (start + size, length - start - size),
    }
    at, extent = parts.get(sub, (0, 0))
    if flat:
        return QRect(bar.x() + at, bar.y(), extent, bar.height())
    return QRect(bar.x(), bar.y() + at, bar.width(), extent)


def focus_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """Draw the 2 px ring just inside `rect`, which is the control grown by 4 px."""
    ink.rounded(painter, rect, radius + 2, None, "accent", 2)


def sheet(theme: Theme) -> str:
    """The style sheet: frames of standard inputs, tooltips and menus, and nothing else."""
    return f"""
QLineEdit, QComboBox, QDateEdit, QSpinBox, QDoubleSpinBox, QPushButton {{
  background: {theme.field}; color: {theme.n9}; border: 1px solid {theme.n4};
  border-radius: 6px; padding: 0 11px; min-height: 28px;
  selection-background-color: {theme.accent_tint2}; selection-color: {theme.n9}; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QPushButton:focus {{ border: 2px solid {theme.accent}; padding: 0 10px; min-height: 26px; }}
QPushButton:hover, QComboBox:hover {{ border-color: {theme.n5}; }}
QPushButton:pressed {{ background: {theme.n3}; }}
QLineEdit:disabled, QComboBox:disabled, QPushButton:disabled {{ color: {theme.n6}; }}
QLineEdit[bare="true"] {{ background: transparent; border: none; padding: 0; min-height: 0; }}
QToolTip {{ background: {theme.n9}; color: {theme.n0}; border: none; padding: 4px 8px; }}
QMenu {{ background: {theme.field}; color: {theme.n9}; border: 1px solid {theme.n4};
  border-radius: 10px; padding: 6px; }}
QMenu::item {{ min-height: 30px; padding: 0 12px; border-radius: 6px; }}
QMenu::item:selected {{ background: {theme.n2 if not theme.dark else theme.n3}; }}
QMenu::item:disabled {{ color: {theme.n6}; }}
QMenu::separator {{ height: 1px; background: {theme.n4}; margin: 4px 6px; }}
"""


def install_style(app: QApplication) -> None:
    """Give the application our style, palette and fonts, and follow the desktop's scheme."""
    from cockpit.ui.kit.fonts import font
    from cockpit.ui.kit.theme import apply_palette, theme_bus

    app.setStyle(CockpitStyle())
    app.setFont(font("body"))
    theme_bus().follow()
    apply_palette(app, current_theme())
