"""The main window: rail, top bar and one sheet with the pages and the inspector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.rail import Rail, RailItem
from cockpit.ui.kit.topbar import TopBar

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from cockpit.ui.kit.progress import FramedProgress, Progress
    from cockpit.ui.kit.toast import Toast

NARROW_BELOW: Final = 1360
FLOAT_BELOW: Final = 1280
INSPECTOR: Final = 360
INSPECTOR_NARROW: Final = 340


class Sheet(Painted):
    """The paper all pages lie on: hairlines at the top and left, round where they meet."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ground = "n0"
        self.painted = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is another room now."""
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper and its edge."""
        self.painted = True
        painter = QPainter(self)
        ink.fill(painter, self.rect(), "n1")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide, tall = float(self.width()), float(self.height())
        path = QPainterPath()
        path.moveTo(0.5, tall + 4)
        path.lineTo(0.5, 8.5)
        path.arcTo(QRectF(0.5, 0.5, 16, 16), 180, -90)
        path.lineTo(wide + 4, 0.5)
        path.lineTo(wide + 4, tall + 4)
        painter.setBrush(ink.colour(self.ground))
        painter.setPen(QPen(ink.colour("n4"), 1))
        painter.drawPath(path)


class InspectorHost(Painted):
    """The place of the inspector: a hairline at its left, paper behind it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.content: QWidget | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(1, 0, 0, 0)
        self.hide()

    def set_content(self, widget: QWidget | None) -> None:
        """Hold another widget; the last one is let go, not deleted, since a page may keep it."""
        if self.content is not None and self.content is not widget:
            self._box.removeWidget(self.content)
            self.content.hide()
            self.content.setParent(None)
        self.content = widget
        if widget is not None:
            self._box.addWidget(widget)
            widget.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the paper and the hairline."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), ink.colour("n0"))
        ink.hairline(painter, 0, 0, self.height(), vertical=True)


class Shell(QMainWindow):
    """The frame that every page is shown in."""

    page_requested = Signal(str)
    palette_requested = Signal()
    inspector_closed = Signal()

    def __init__(self, items: Sequence[RailItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(1100, 640)
        self.rail, self.topbar, self.sheet = Rail(items), TopBar(), Sheet()
        self.stack = QStackedWidget()
        self.inspector_host = InspectorHost(self.sheet)
        self._docked = True
        self._build()
        self._toaster: Toast | None = None
        self.progress: FramedProgress | None = None
        self.sheet.resized.connect(self._place_floating)
        self.rail.page_requested.connect(self.page_requested)
        self.topbar.palette_requested.connect(self.palette_requested)

    def _build(self) -> None:
        """Put the parts side by side."""
        root = QWidget()
        across = QHBoxLayout(root)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        down = QVBoxLayout()
        down.setSpacing(0)
        down.addWidget(self.topbar)
        down.addWidget(self.sheet, 1)
        across.addLayout(down, 1)
        self._across = QHBoxLayout(self.sheet)
        # One pixel at the left and top for the sheet's own edge.
        self._across.setContentsMargins(1, 1, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(self.stack, 1)
        self._across.addWidget(self.inspector_host)
        self.setCentralWidget(root)

    @property
    def toaster(self) -> Toast:
        """The place of toasts, made when there is first something to say."""
        if self._toaster is None:
            from cockpit.ui.kit.toast import Toast

            self._toaster = Toast(self.stack)
            self._place_toast()
        return self._toaster

    def set_page(self, widget: QWidget, key: str = "", ground: str = "n0") -> None:
        """Show a page; `ground` is the token or #hex of the paper, `board` for the board page."""
        if self.stack.indexOf(widget) < 0:
            self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)
        self.sheet.ground = ground
        self.sheet.update()
        if key:
            self.rail.set_current(key)

    def show_inspector(self, widget: QWidget) -> None:
        """Show a widget in the inspector at the right."""
        self.inspector_host.set_content(widget)
        self.inspector_host.show()
        self._respond()

    def hide_inspector(self) -> None:
        """Close the inspector."""
        if self.inspector_host.isHidden():
            return
        self.inspector_host.set_content(None)
        self.inspector_host.hide()
        self._respond()
        self.inspector_closed.emit()

    def toast(self, text: str, undo_callback: Callable[[], object] | None = None) -> None:
        """Say what happened, with Undo when there is a way back."""
        self.toaster.show_message(text, undo_callback)

    def show_progress(
        self,
        what: str,
        done: int = 0,
        total: int = 0,
        on_cancel: Callable[[], object] | None = None,
    ) -> Progress:
        """Show a job at the bottom right of the page, or bring the shown one up to date."""
        if self.progress is None:
            from cockpit.ui.kit.progress import FramedProgress

            self.progress = FramedProgress(what, self.stack)
            if on_cancel is not None:
                self.progress.cancelled.connect(lambda: on_cancel())
        self.progress.set_progress(done, total, what)
        self._place_progress()
        self.progress.show()
        self.progress.raise_()
        return self.progress

    def hide_progress(self) -> None:
        """Take the job away."""
        if self.progress is not None:
            self.progress.hide()
            self.progress.deleteLater()
            self.progress = None

    def _place_progress(self) -> None:
        if self.progress is not None:
            # An inspector that floats covers part of the page.
            floating = not self._docked and not self.inspector_host.isHidden()
            room = self.stack.width() - (self.inspector_host.width() if floating else 0)
            around, tall = self.progress.room, self.progress.height()
            wide = min(452, room - 56) + 2 * around
            x, y = room - 28 + around - wide, self.stack.height() - 24 + around - tall
            self.progress.setGeometry(x, y, wide, tall)

    def retranslate(self) -> None:
        """Read every text again, in the pages too where they offer it."""
        self.rail.retranslate()
        self.topbar.retranslate()
        widgets = [self.stack.widget(i) for i in range(self.stack.count())]
        for widget in [*widgets, self.inspector_host.content]:
            again = getattr(widget, "retranslate", None)
            if callable(again):
                again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rail and the inspector to the width."""
        super().resizeEvent(event)
        self._respond()

    def _respond(self) -> None:
        """Wide rail or narrow, inspector docked or floating over the page."""
        narrow = self.width() < NARROW_BELOW
        if narrow != self.rail.narrow:
            self.rail.set_narrow(narrow)
        host = self.inspector_host
        docked = self.width() >= FLOAT_BELOW
        host.setFixedWidth(INSPECTOR_NARROW if narrow else INSPECTOR)
        if docked != self._docked:
            self._docked = docked
            if docked:
                self._across.addWidget(host)
            else:
                self._across.removeWidget(host)
        self._place_floating()
        self._place_toast()
        self._place_progress()

    def _place_floating(self) -> None:
        """Lay the inspector over the sheet, which has its new size after the window has."""
        if not self._docked:
            host, tall = self.inspector_host, self.sheet.height() - 1
            host.setGeometry(self.sheet.width() - host.width(), 1, host.width(), tall)
            host.raise_()

    def _place_toast(self) -> None:
        if self._toaster is not None:
            floating = not self._docked and not self.inspector_host.isHidden()
            self._toaster.covered = self.inspector_host.width() if floating else 0
            self._toaster.place()
