"""The window over a workspace, and the same drawn into a picture."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cockpit.domain.organisation import Launch
from cockpit.i18n import N_, _
from cockpit.services.ports import BoardReader
from cockpit.ui.kit.rail import RailItem
from cockpit.ui.kit.shell import Shell
from cockpit.ui.kit.style import install_style
from cockpit.ui.kit.theme import ThemeName, apply_palette, current_theme, theme_bus
from cockpit.ui.pages.board.page import BoardPage

PAGES = (RailItem("board", N_("Board"), "columns", "Ctrl+1"),)


def make_application(theme: ThemeName | None) -> QApplication:
    """Return the one application, styled; None follows the system's light or dark."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    install_style(app)
    theme_bus().force(theme)
    apply_palette(app, current_theme())
    return app


def make_window(reader: BoardReader, today: date) -> Shell:
    """Return a window showing the board of the launch that goes live last."""
    shell = Shell(PAGES)
    shell.setWindowTitle(_("Ops Cockpit"))
    launches = reader.launches()
    if launches:
        launch = max(launches, key=lambda found: (found.go_live_on or date.min, found.id))
        shell.topbar.set_launch(launch.name, countdown(launch, today), launch.phase)
        page = BoardPage(reader, launch.id, lambda: today)
        shell.set_page(page, "board", current_theme().board)
    return shell


def countdown(launch: Launch, today: date) -> str:
    """Return the days to (T−11) or since (T+9) the go-live, empty when it is not set."""
    if launch.go_live_on is None:
        return ""
    days = (today - launch.go_live_on).days
    return f"T+{days}" if days >= 0 else f"T−{-days}"


def draw(
    reader: BoardReader, today: date, theme: ThemeName, size: tuple[int, int], target: Path
) -> bool:
    """Draw the window into a PNG file; False when the file cannot be written."""
    app = make_application(theme)
    shell = make_window(reader, today)
    shell.resize(*size)
    shell.show()
    app.processEvents()
    picture = shell.grab()
    shell.close()
    shell.deleteLater()
    app.processEvents()
    return picture.save(str(target), "PNG")
