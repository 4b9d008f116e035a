"""Draws every page in every state, language, theme and size onto one contact sheet per page.

    python -m tools.pictures [FOLDER] [PAGE ...]

A page is drawn over the demo workspace by what every page has in common, so a new page needs no
line here. The sheet `window` holds what lies over all pages: palette, shortcuts, settings, toast.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from cockpit.ui.workbench import Workbench

FOLDER: Final = Path("build/pictures")
TODAY: Final = date(2026, 11, 24)
LANGUAGES: Final[tuple[Literal["en", "zh"], ...]] = ("en", "zh")
THEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
SIZES: Final = ((1280, 720), (1920, 1080))
THUMB, GAP, CAPTION = 800, 16, 22
WINDOW: Final = "window"

Act = Callable[["Workbench"], object]


@dataclass(frozen=True)
class Shot:
    """One picture and what it shows."""

    state: str
    language: str
    theme: str
    picture: QImage

    def caption(self) -> str:
        """What stands over the thumbnail."""
        size = self.picture.size()
        return f"{self.state} · {self.language} · {self.theme} · {size.width()}×{size.height()}"


def nothing(_bench: Workbench) -> None:
    """Leave the page as it opens."""


def inspect(bench: Workbench) -> None:
    """Go to the first item by key and open the inspector."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    if bench.page is None:
        return
    bench.page.focus_content()
    target = bench.window.focusWidget() or bench.page
    QTest.keyClick(target, Qt.Key.Key_Down)
    QApplication.processEvents()
    bench.open_inspector()


def fail(bench: Workbench) -> None:
    """Show what stands there when the page could not be read."""
    from cockpit.ui.failed_page import FailedPage

    bench.window.set_page(FailedPage(lambda: None), bench.key)


def search(bench: Workbench) -> None:
    """Open the palette and look for a word that the demo has in both languages."""
    bench.boxes.open_palette()
    bench.boxes.palette.field.setText("iOS")


def settings(bench: Workbench) -> None:
    """Open the settings."""
    from cockpit.ui.settings_box import open_settings

    open_settings(bench.window, bench.session)


def toast(bench: Workbench) -> None:
    """Say what was done."""
    from cockpit.i18n import _

    sentence = _("Moved “{title}” to {column}").format(title="iOS", column=_("Done"))
    bench.window.toast(sentence, lambda: None)


# State, whether it is drawn over an empty workspace, and how to come into it.
STATES: Final[tuple[tuple[str, bool, Act], ...]] = (
    ("full", False, nothing),
    ("inspector", False, inspect),
    ("empty", True, nothing),
    ("error", False, fail),
)
OVER: Final[tuple[tuple[str, bool, Act], ...]] = (
    ("palette", False, search),
    ("shortcuts", False, lambda bench: bench.boxes.open_sheet()),
    ("settings", False, settings),
    ("toast", False, toast),
)


def shots(page: str, folder: Path, app: QApplication) -> Iterator[Shot]:
    """Draw a page in all its states; `folder` is for the workspaces."""
    for state, empty, act in OVER if page == WINDOW else STATES:
        for language in LANGUAGES:
            yield from _state(app, page, state, act, _workspace(folder, language, empty))


def _workspace(folder: Path, language: Literal["en", "zh"], empty: bool) -> Path:
    """Return a workspace in a language, made when it is first asked for."""
    from cockpit.bootstrap import make_demo, new_workspace
    from cockpit.i18n import set_language

    set_language(language)
    path = folder / f"{language}-{'empty' if empty else 'full'}.cockpit"
    if not path.exists():
        if empty:
            new_workspace(path, language, "Asia/Shanghai", date(2026, 12, 5)).close()
        else:
            make_demo(path, TODAY).close()
    return path


def _state(app: QApplication, page: str, state: str, act: Act, path: Path) -> Iterator[Shot]:
    from cockpit.i18n import language
    from cockpit.storage.workspace import SqlWorkspace
    from cockpit.ui.kit.theme import theme_bus
    from cockpit.ui.session import Session
    from cockpit.ui.window import CockpitWindow
    from cockpit.ui.workbench import Workbench

    window = CockpitWindow()
    bench = Workbench(window, Session(SqlWorkspace(path)), lambda: TODAY)
    window.resize(*SIZES[0])
    window.show()
    if page != WINDOW:
        bench.open_page(page)
    app.processEvents()
    act(bench)
    for theme in THEMES:
        for size in SIZES:
            theme_bus().force(theme)
            window.resize(*size)
            for _round in range(3):
                app.processEvents()
            yield Shot(state, language(), theme, window.grab().toImage())
    window.close()
    window.deleteLater()
    app.processEvents()


def sheet(taken: list[Shot]) -> QImage:
    """Lay thumbnails out: a row for each state and language, a column for each theme and size."""
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    from cockpit.ui.kit.fonts import font

    across = len(THEMES) * len(SIZES)
    tall = round(THUMB * 9 / 16) + CAPTION + GAP
    rows = -(-len(taken) // across)
    made = QImage(GAP + across * (THUMB + GAP), GAP + rows * tall, QImage.Format.Format_RGB32)
    made.fill(QColor("#8A8A88"))
    painter = QPainter(made)
    painter.setFont(font("body", "zh"))
    painter.setPen(QColor("#FFFFFF"))
    for index, shot in enumerate(taken):
        row, column = divmod(index, across)
        at = QPoint(GAP + column * (THUMB + GAP), GAP + row * tall)
        painter.drawText(at + QPoint(0, CAPTION - 6), shot.caption())
        small = shot.picture.scaledToWidth(THUMB, Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(at + QPoint(0, CAPTION), small)
    painter.end()
    return made


def main(folder: Path = FOLDER, wanted: tuple[str, ...] = ()) -> int:
    """Draw the sheets; returns the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cockpit.ui.application import make_application
    from cockpit.ui.pages import PAGES

    app = make_application("light")
    folder.mkdir(parents=True, exist_ok=True)
    known = [*(info.key for info in PAGES), WINDOW]
    unknown = set(wanted) - set(known)
    if unknown:
        print(f"There is no page {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 2
    with TemporaryDirectory() as workspaces:
        for page in wanted or known:
            target = folder / f"{page}.png"
            sheet(list(shots(page, Path(workspaces), app))).save(str(target))
            print(target)
    return 0


if __name__ == "__main__":
    words = sys.argv[1:]
    sys.exit(main(Path(words[0]) if words else FOLDER, tuple(words[1:])))
