"""The colours of the interface, light and dark, and the signal that they changed."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from cockpit.resources import resource

ThemeName = Literal["light", "dark"]
Pair = tuple[str, str]


class Theme:
    """Every colour by the name of its use; a pair is a fill and the ink upon it.

    A plain class, since making a data class of so many fields delays the first paint.
    """

    name: ThemeName
    dark: bool
    n0: str
    n1: str
    n2: str
    n3: str
    n4: str
    n5: str
    n6: str
    n7: str
    n8: str
    n9: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_tint: str
    accent_tint2: str
    on_accent: str
    good: str
    good_graphic: str
    good_tint: str
    warn: str
    warn_graphic: str
    warn_tint: str
    bad: str
    bad_graphic: str
    bad_tint: str
    info: str
    info_graphic: str
    info_tint: str
    toast_action: str
    shadow: str
    categorical: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    risk: tuple[Pair, ...]
    avatars: tuple[Pair, ...]

    def __init__(self, values: dict[str, Any]) -> None:
        for name in Theme.__annotations__:
            setattr(self, name, _frozen(values[name]))

    def colour(self, token: str) -> QColor:
        """The colour of a token such as `n7`; anything that starts with # is taken as it is."""
        return QColor(token if token.startswith("#") else getattr(self, token))

    @property
    def field(self) -> str:
        """The fill of inputs, buttons and cards: white paper in light, raised ink in dark."""
        return self.n2 if self.dark else self.n0

    @property
    def board(self) -> str:
        """The ground of the board page, on which cards are the only boxes."""
        return self.n0 if self.dark else self.n1


def _frozen(value: Any) -> Any:
    """A JSON list, and the lists in it, as tuples."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


@cache
def load_theme(name: ThemeName) -> Theme:
    """Read one theme file."""
    raw = json.loads(resource(f"themes/{name}.json").read_text(encoding="utf-8"))
    return Theme(raw)


class ThemeBus(QObject):
    """Holds the current theme and tells when another takes its place."""

    theme_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._forced: ThemeName | None = None
        self._theme = load_theme("light")
        self._following = False

    @property
    def theme(self) -> Theme:
        """The theme that is painted now."""
        return self._theme

    def follow(self) -> None:
        """Take the desktop's colour scheme, now and whenever it changes, unless one is forced."""
        hints = QGuiApplication.styleHints()
        if not self._following:
            hints.colorSchemeChanged.connect(self._refresh)
            self._following = True
        self._refresh()

    def force(self, name: ThemeName | None) -> None:
        """Use this theme whatever the desktop says; None follows the desktop again."""
        self._forced = name
        self._refresh()

    def _refresh(self) -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        system: ThemeName = "dark" if scheme == Qt.ColorScheme.Dark else "light"
        theme = load_theme(self._forced or system)
        if theme is self._theme:
            return
        self._theme = theme
        app = QApplication.instance()
        # Before it follows, the application is not dressed yet and has no use for a palette.
        if self._following and isinstance(app, QApplication):
            apply_palette(app, theme)
        self.theme_changed.emit()


@cache
def theme_bus() -> ThemeBus:
    """The one bus of the program."""
    return ThemeBus()


def current_theme() -> Theme:
    """The theme that is painted now."""
    return theme_bus().theme


_ROLES: Final[dict[str, str]] = {
    "Window": "n1", "WindowText": "n9", "Base": "field", "AlternateBase": "n0", "Text": "n9",
    "Button": "field", "ButtonText": "n9", "BrightText": "n0", "PlaceholderText": "n7",
    "Light": "n0", "Midlight": "n3", "Mid": "n4", "Dark": "n5", "Shadow": "n6",
    "Highlight": "accent_tint2", "HighlightedText": "n9", "Accent": "accent",
    "Link": "accent_text", "LinkVisited": "accent_text", "ToolTipBase": "n9", "ToolTipText": "n0",
}  # fmt: skip
_TEXT_ROLES: Final = ("WindowText", "Text", "ButtonText", "HighlightedText", "PlaceholderText")


def palette_for(theme: Theme) -> QPalette:
    """The whole palette: every role in all three groups."""
    palette = QPalette()
    groups = (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    )
    for group in groups:
        for role, token in _ROLES.items():
            palette.setColor(group, QPalette.ColorRole[role], theme.colour(token))
        # Rows are painted by delegates; what Highlight still colours is text chosen in editors.
        if group == QPalette.ColorGroup.Disabled:
            for role in _TEXT_ROLES:
                palette.setColor(group, QPalette.ColorRole[role], theme.colour("n6"))
    return palette


def apply_palette(app: QApplication, theme: Theme) -> None:
    """Give the application the theme's palette and the few style sheet rules that go with it."""
    from cockpit.ui.kit.style import sheet

    app.setPalette(palette_for(theme))
    app.setStyleSheet(sheet(theme))
