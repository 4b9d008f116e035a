"""Starts the application, runs a window, or draws one into a picture."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QTimer
from PySide6.QtWidgets import QApplication

from cockpit.ui.kit.fonts import font
from cockpit.ui.kit.theme import ThemeName, theme_bus
from cockpit.ui.single import SingleWindow
from cockpit.ui.window import CockpitWindow

PAINT_MILLISECONDS = 1_000
SETTLE_MILLISECONDS = 50

if TYPE_CHECKING:
    from datetime import date

    from cockpit.domain.changes import Changes
    from cockpit.services.ports import Workspace
    from cockpit.services.source_ports import SourceDesk
    from cockpit.services.table_imports import TableImports
    from cockpit.ui.import_job import GoOn
    from cockpit.ui.session import Session


@dataclass(frozen=True, slots=True)
class Outside:
    """What the window is handed from the layers it does not know; each is asked when needed.

    `open` opens a workspace, `import_board` brings a board file in, `tables` are the imports of
    tables into a workspace, `desk` pulls the sources of a workspace file.
    """

    open: Callable[[Path], Workspace]
    import_board: Callable[[Workspace, Path, GoOn], tuple[Changes, str]]
    tables: Callable[[Workspace], TableImports]
    desk: Callable[[Path], SourceDesk]


def make_application(theme: ThemeName | None) -> QApplication:
    """Return the one application, styled; None follows the system's light or dark."""
    app = _plain_application(theme)
    _dress(app)
    return app


def _plain_application(theme: ThemeName | None) -> QApplication:
    """The application with what the frame is painted with: its theme and its font."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme_bus().force(theme)
    app.setFont(font("body"))
    return app


def _dress(app: QApplication) -> None:
    """Add style, palette and style sheet: Qt's own controls need them, the frame does not."""
    from cockpit.ui.kit.style import install_style

    install_style(app)


def run(path: Path, theme: ThemeName | None, outside: Outside) -> int:
    """Paint the frame, then open the workspace into it; return the exit status at the end.

    Raises UserError when the workspace cannot be opened. A workspace that has a window already
    gets that one raised instead.
    """
    app = _plain_application(theme)
    single = SingleWindow(path, app)
    if not single.take():
        return 0
    try:
        window = CockpitWindow()
        window.resize(1440, 900)
        _paint(app, window)
        session = _fill(app, window, path, outside)
        failures: list[Exception] = []

        def failed(error: Exception) -> None:
            failures.append(error)
            window.close()

        QTimer.singleShot(
            SETTLE_MILLISECONDS, window, lambda: _settle(window, single, session, failed)
        )
        status = app.exec()
        if failures:
            raise failures[0]
        return status
    finally:
        single.release()


def _fill(app: QApplication, window: CockpitWindow, path: Path, outside: Outside) -> Session:
    """Open the workspace and show its first page in the frame."""
    workspace = outside.open(path)
    from datetime import date

    from cockpit.ui.session import Session
    from cockpit.ui.workbench import Workbench

    _dress(app)
    session = Session(workspace)
    session.make_desk = lambda: outside.desk(path)
    Workbench(
        window,
        session,
        date.today,
        lambda file, go_on: outside.import_board(workspace, file, go_on),
        outside.tables(workspace),
    )
    return session


def _settle(
    window: CockpitWindow,
    single: SingleWindow,
    session: Session,
    failed: Callable[[Exception], object],
) -> None:
    """Do what can wait until the page is shown and has answered a first key."""
    from cockpit.services.identity import remembered_me

    single.listen(lambda: _raise(window))
    gc.freeze()
    gc.enable()

    def known(person_id: object) -> None:
        session.reader.me_id = None if person_id is None else str(person_id)

    # With this question the workspace does in the lane whatever it put off.
    session.lane.submit(lambda: remembered_me(session.workspace), known, failed)


def _paint(app: QApplication, window: CockpitWindow) -> None:
    """Show the window and return when its frame is painted; some systems take a while to ask."""
    window.show()
    deadline = QDeadlineTimer(PAINT_MILLISECONDS)
    app.processEvents()
    while not window.sheet.painted and not deadline.hasExpired():
        app.processEvents()


def _raise(window: CockpitWindow) -> None:
    from PySide6.QtCore import Qt

    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()


def draw(
    workspace: Workspace,
    today: date,
    theme: ThemeName,
    size: tuple[int, int],
    target: Path,
    select: str = "",
    page: str = "",
    *,
    scale: float = 1.0,
    failing: bool = False,
) -> bool:
    """Draw the window into a PNG file, `scale` device pixels a logical one.

    `failing` draws the page as it is when its data cannot be read. False when the file cannot be
    written.
    """
    from PySide6.QtGui import QImage

    from cockpit.ui.session import Session
    from cockpit.ui.workbench import Workbench

    app = make_application(theme)
    window = CockpitWindow()
    bench = Workbench(window, Session(workspace), lambda: today)
    window.resize(*size)
    window.show()
    app.processEvents()
    if page:
        bench.open_page(page)
    if select and bench.page is not None:
        bench.page.show_item(select)
    if failing:
        from cockpit.ui.failed_page import FailedPage

        window.set_page(FailedPage(lambda: None), page)
    app.processEvents()
    picture = QImage(window.size() * scale, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(scale)
    window.render(picture)
    window.close()
    window.deleteLater()
    app.processEvents()
    return picture.save(str(target), "PNG")  # type: ignore[call-overload, no-any-return]
