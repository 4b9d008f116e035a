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

from cockpit.resources import resource
from cockpit.ui.kit import ink
from cockpit.ui.kit.icons import draw_icon
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
            ink.focus_ring(painter, QRectF(option.rect), 6)
            return
        if element == QStyle.PrimitiveElement.PE_IndicatorCheckBox:
            _check_box(painter, QRectF(option.rect), option.state)
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


def _check_box(painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
    """Paint a check box: accent with a tick, or an outline; a bar when it is partly so."""
    box = QRectF(0, 0, 15, 15)
    box.moveCenter(rect.center())
    painter.save()  # Fusion goes on with the same painter for the label
    partly = bool(state & QStyle.StateFlag.State_NoChange)
    if state & QStyle.StateFlag.State_On or partly:
        enabled = state & QStyle.StateFlag.State_Enabled
        ink.rounded(painter, box, 3, "accent" if enabled else "n6")
        name = "minus-bold" if partly else "check-bold"
        draw_icon(painter, name, box.left() + 2, box.center().y(), 11, ink.colour("on_accent"))
    else:
        hover = state & QStyle.StateFlag.State_MouseOver
        ink.rounded(painter, box, 3, None, "n7" if hover else "n6", 1.2)
    painter.restore()


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


def sheet(theme: Theme) -> str:
    """The style sheet: frames of standard inputs, tooltips and menus, and nothing else."""
    caret = resource(f"themes/caret-{theme.name}.svg").as_posix()
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
QComboBox {{ padding-right: 4px; }}
QComboBox:focus {{ padding-right: 3px; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{caret}"); width: 12px; height: 12px; }}
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
