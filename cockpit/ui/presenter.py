"""A page in front of others: the whole screen, larger type, and names hidden on a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsProxyWidget,
    QGraphicsScene,
    QGraphicsView,
    QVBoxLayout,
    QWidget,
)

from cockpit.i18n import _
from cockpit.ui.kit import ink, redaction
from cockpit.ui.kit.base import Painted
from cockpit.ui.kit.icons import draw_icon
from cockpit.ui.kit.theme import theme_bus
from cockpit.ui.kit.tips import set_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

# Times the size on a desk, at these widths of the screen (LOOK.md, density "presentation").
SMALL: Final = (1280, 1.5)
LARGE: Final = (1920, 1.85)
FOOT: Final = 44
NEXT: Final = frozenset({Qt.Key.Key_Right, Qt.Key.Key_PageDown})
BACK: Final = frozenset({Qt.Key.Key_Left, Qt.Key.Key_PageUp})


def enlargement(width: float) -> float:
    """How many times the usual size a screen of so many logical pixels shows things."""
    (low, small), (high, large) = SMALL, LARGE
    share = (width - low) / (high - low)
    return min(2.4, max(1.25, small + share * (large - small)))


class Foot(Painted):
    """Under the page: which launch, when, whether names are hidden, and how far we are."""

    def __init__(self) -> None:
        super().__init__()
        self.launch, self.when, self.at, self.total = "", "", 0, 1
        self.setFixedHeight(FOOT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, the facts and the progress."""
        painter = QPainter(self)
        wide, cy = self.width(), (FOOT - 5) / 2
        ink.fill(painter, self.rect(), "n0")
        ink.hairline(painter, 40, 0, wide - 80)
        x = ink.text(painter, 40, cy, self.launch, "section", "n9", wide * 0.4)
        if self.when:
            x = ink.separator(painter, x + 4, cy)
            x = ink.text(painter, x + 4, cy, self.when, "unit", "n7")
        if redaction.hiding():
            x = ink.separator(painter, x + 4, cy)
            x = draw_icon(painter, "eye-slash", x + 4, cy, 16, ink.colour("n7"))
            x = ink.text(painter, x + 6, cy, _("Names are hidden"), "unit", "n7")
        keys = _("← → pages · H names · Esc back")
        end = ink.text_right(painter, wide - 40, cy, f"{self.at + 1} / {self.total}", "num", "n7")
        room = end - 24 - x
        if ink.width(keys, "caption") < room:
            ink.text_right(painter, end - 24, cy, keys, "caption", "n6")
        done = wide * (self.at + 1) / max(1, self.total)
        painter.fillRect(QRectF(0, FOOT - 5, wide, 5), ink.colour("n3"))
        painter.fillRect(QRectF(0, FOOT - 5, done, 5), ink.colour("accent"))


class Presenter(QWidget):
    """Shows a live page enlarged; it is the same page, so whatever can be done on it still can."""

    turned = Signal(int)
    left = Signal()
    names_toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = _Stage()
        self.stage.turned.connect(self.turned)
        self.stage.left.connect(self.left)
        self.stage.names_toggled.connect(self.names_toggled)
        self.foot = Foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stage, 1)
        column.addWidget(self.foot)

    def show_page(self, page: QWidget, at: int, total: int, launch: str, when: str) -> None:
        """Take a page that has no parent, and show it as page `at` of `total`."""
        self.stage.take(page)
        foot = self.foot
        foot.at, foot.total, foot.launch, foot.when = at, total, launch, when
        set_tip(foot, launch)
        foot.update()

    def give_back(self) -> QWidget | None:
        """Let go of the page."""
        return self.stage.give_back()


class _Stage(QGraphicsView):
    """The enlarged page; arrows turn, and everything else is the page's own."""

    turned = Signal(int)
    left = Signal()
    names_toggled = Signal()

    def __init__(self) -> None:
        self._scene = QGraphicsScene()
        super().__init__(self._scene)
        self._proxy = QGraphicsProxyWidget()
        self._ground = "n0"
        self._scene.addItem(self._proxy)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        theme_bus().theme_changed.connect(self._on_theme)
        self._on_theme()

    def _on_theme(self) -> None:
        self.setBackgroundBrush(QColor(ink.colour(self._ground)))

    def take(self, page: QWidget) -> None:
        """Show a page."""
        if self._proxy.widget() is not page:
            self.give_back()
            self._meet_mouse()
            self._proxy.setWidget(page)
        page.show()
        ground = getattr(page, "ground", None)
        self._ground = ground() if callable(ground) else "n0"
        self._on_theme()
        self._fit()
        self.setFocus()
        self._proxy.setFocus()

    def _meet_mouse(self) -> None:
        """Let the view know of a mouse before a page is taken that has a cursor of its own.

        Qt 6 reads its last mouse event when such a page goes, and ends the program without one.
        """
        at = QPointF(self.viewport().rect().center())
        none = Qt.MouseButton.NoButton
        move = QMouseEvent(
            QEvent.Type.MouseMove, at, self.viewport().mapToGlobal(at), none, none,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        self.mouseMoveEvent(move)

    def give_back(self) -> QWidget | None:
        """Take the page off the stage; it has no parent then."""
        page = self._proxy.widget()
        if page is not None:
            self._proxy.setWidget(None)  # type: ignore[arg-type]
        return page

    def _fit(self) -> None:
        """Give the page the room it has when everything on it is so much larger."""
        factor = enlargement(self.width())
        self.resetTransform()
        self.scale(factor, factor)
        wide, tall = self.width() / factor, self.height() / factor
        self._proxy.setGeometry(QRectF(0, 0, wide, tall))
        self._scene.setSceneRect(0, 0, wide, tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page to the screen."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages, hide names, leave; the rest is for the page."""
        key = Qt.Key(event.key())
        if key in NEXT or key in BACK:
            self.turned.emit(1 if key in NEXT else -1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_H:
            self.names_toggled.emit()
        else:
            super().keyPressEvent(event)
