"""The bar on top of every page: launch and phase, search, and the state of synchronisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPen

from cockpit.i18n import N_, _
from cockpit.ui.kit import ink
from cockpit.ui.kit.base import Clickable, Painted
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.tips import set_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

HEIGHT: Final = 48
SyncState = Literal["offline", "synced", "syncing", "failing"]


class LaunchButton(Clickable):
    """The launch's name with a caret, and the T-chip: where we stand and in which phase."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.countdown, self.phase = "", "", ""
        self.setFixedHeight(38)

    def set_launch(self, name: str, countdown: str = "", phase: str = "") -> None:
        """Show a launch, its T and its phase; an empty name shows nothing."""
        self.name, self.countdown, self.phase = name, countdown, phase
        facts = " · ".join(part for part in (name, countdown, phase) if part)
        self.setAccessibleName(facts)
        set_tip(self, facts)
        self.updateGeometry()
        self.adjustSize()
        self.update()

    def _chip_width(self) -> float:
        if not self.countdown:
            return 0
        wide = ink.width(self.countdown, "caption") + 14
        return wide + (ink.SEPARATOR_WIDTH + ink.width(self.phase, "caption") if self.phase else 0)

    def sizeHint(self) -> QSize:
        """The name, the caret and the chip."""
        if not self.name:
            return QSize(0, 38)
        name = min(220.0, ink.width(self.name, "strong"))
        return QSize(round(name + self._chip_width() + 52), 38)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the name, the caret and the chip."""
        if not self.name:
            return
        painter = QPainter(self)
        if self.hovered:
            ink.rounded(painter, self.box(), 6, "n2")
        cy = self.height() / 2
        room = min(220.0, self.width() - self._chip_width() - 48)
        x = ink.text(painter, 8, cy, self.name, "strong", "n9", max(40.0, room))
        x = draw_icon(painter, "caret-down", x + 6, cy, 12, ink.colour("n7")) + 12
        if self.countdown:
            chip = QRectF(x, cy - 10, self._chip_width(), 20)
            ink.rounded(painter, chip, 4, "accent_tint")
            x = ink.text(painter, x + 7, cy, self.countdown, "caption", "accent_text")
            if self.phase:
                x = ink.separator(painter, x, cy, "accent_text")
                ink.text(painter, x, cy, self.phase, "caption", "accent_text")
        self.paint_ring(painter)


class SearchButton(Clickable):
    """What looks like a search field and opens the palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(380 + 8, 30 + 8)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the words again."""
        self.setAccessibleName(_("Search anything, or type a command"))
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a field with a key cap."""
        painter = QPainter(self)
        box = self.box()
        ink.rounded(painter, box, 6, "field", "n5" if self.hovered else "n4")
        cy = box.center().y()
        x = draw_icon(painter, "magnifying-glass", box.left() + 9, cy, 15, ink.colour("n8")) + 8
        words = _("Search anything, or type a command")
        ink.text(painter, x, cy, words, "body", "n7", box.right() - x - 60)
        ink.keycap(painter, box.right() - 6, cy, "Ctrl K")
        self.paint_ring(painter)


class StatusChip(Clickable):
    """The state of synchronisation as a mark and a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.state: SyncState = "offline"
        self.words = ""
        self._angle = 0
        self._timer = QTimer(self)
        self._timer.setInterval(80)
        self._timer.timeout.connect(self._turn)
        self.setFixedHeight(38)
        self.set_status("offline", "")

    def set_status(self, state: SyncState, words: str) -> None:
        """Show a state; without words the plain name of the state is shown."""
        self.state, self.words = state, words
        if state == "syncing":
            self._timer.start()
        else:
            self._timer.stop()
        self.setAccessibleName(self.sentence())
        self.setToolTip(self.sentence())
        self.updateGeometry()
        self.update()

    def sentence(self) -> str:
        """What is shown beside the mark; ` · ` parts facts and is painted as a dot."""
        names = {
            "offline": N_("Offline"),
            "synced": N_("Synced"),
            "syncing": N_("Syncing"),
            "failing": N_("A source is failing"),
        }
        return self.words or _(names[self.state])

    def _turn(self) -> None:
        self._angle = (self._angle - 24) % 360
        self.update()

    def sizeHint(self) -> QSize:
        """The mark and the sentence."""
        facts = self.sentence().split(" · ")
        wide = sum(ink.width(fact, "caption") for fact in facts)
        wide += ink.SEPARATOR_WIDTH * (len(facts) - 1) + 36
        return QSize(round(wide), 38)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark and the facts."""
        painter = QPainter(self)
        if self.hovered:
            ink.rounded(painter, self.box(), 6, "n2")
        cy = self.height() / 2
        self._paint_mark(painter, 15, cy)
        pen = "warn" if self.state == "failing" else "n7"
        x = 26.0
        for index, fact in enumerate(self.sentence().split(" · ")):
            if index:
                x = ink.separator(painter, x, cy, pen)
            x = ink.text(painter, x, cy, fact, "caption", pen, self.width() - x - 4)
        self.paint_ring(painter)

    def _paint_mark(self, painter: QPainter, cx: float, cy: float) -> None:
        if self.state == "failing":
            draw_icon(painter, "warning", cx - 7, cy, 14, ink.colour("warn_graphic"))
        elif self.state == "synced":
            ink.dot(painter, cx, cy, 7, "good_graphic")
        elif self.state == "syncing":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink.colour("n7"), 1.4))
            painter.drawArc(QRectF(cx - 3.5, cy - 3.5, 7, 7), self._angle * 16, 270 * 16)
        else:
            ink.ring(painter, cx, cy, 7, "n7")


class TopBar(Painted):
    """The launch at the left, search in the middle, the status at the right."""

    palette_requested = Signal()
    launch_requested = Signal()
    status_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.launch, self.search, self.status = LaunchButton(), SearchButton(), StatusChip()
        for child in (self.launch, self.search, self.status):
            child.setParent(self)
        self.search.clicked.connect(self.palette_requested)
        self.launch.clicked.connect(self.launch_requested)
        self.status.clicked.connect(self.status_requested)
        self.search.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(HEIGHT)

    def set_launch(self, name: str, countdown: str = "", phase: str = "") -> None:
        """Show a launch, its T and its phase."""
        self.launch.set_launch(name, countdown, phase)
        self._place()

    def set_status(self, state: SyncState, words: str = "") -> None:
        """Show the state of synchronisation."""
        self.status.set_status(state, words)
        self._place()

    def retranslate(self) -> None:
        """Read every text again."""
        for child in (self.launch, self.search, self.status):
            child.retranslate()
        self._place()
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the three parts."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        top = (self.height() - 38) // 2
        status = self.status.sizeHint().width()
        launch = self.launch.sizeHint().width()
        self.status.setGeometry(self.width() - status - 12, top, status, 38)
        # The search is centred, but gives way to a long launch name.
        left = max(8 + launch + 12, (self.width() - 388) // 2)
        room = self.width() - status - 24 - left
        self.search.setFixedWidth(max(120, min(388, room)))
        self.search.move(left, top)
        self.launch.setGeometry(6, top, launch, 38)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the window's ground."""
        ink.fill(QPainter(self), self.rect(), "n1")
