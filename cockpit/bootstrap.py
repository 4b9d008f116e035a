"""The one module that knows every other: it opens workspaces and wires what works on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cockpit.domain.changes import Changes
from cockpit.domain.errors import UserError
from cockpit.domain.imported import ImportedBoard, ImportReport
from cockpit.domain.launch_template import LaunchTemplate
from cockpit.domain.organisation import Launch, Product
from cockpit.domain.task import Column, Stage
from cockpit.exchange.demo import demo_content
from cockpit.exchange.demo_fill import fill_demo
from cockpit.exchange.formats import FORMATS, BoardFormat
from cockpit.i18n import N_, _, language
from cockpit.services.board_import import BoardMerge, board_rows
from cockpit.services.launches import fill_from_template
from cockpit.services.ports import UnitOfWork
from cockpit.storage.workspace import SqlWorkspace

STAGE_NAMES = {
    Stage.BACKLOG: N_("Backlog"),
    Stage.COMMITTED: N_("Committed"),
    Stage.ACTIVE: N_("Active"),
    Stage.WAITING: N_("Waiting"),
    Stage.DONE: N_("Done"),
}


# Told how many rows of how many are written; returns whether to go on.
Progress = Callable[[int, int], bool]


def new_workspace(
    path: Path,
    lang: str,
    zone: str,
    go_live_on: date | None,
    template: LaunchTemplate | None = None,
) -> SqlWorkspace:
    """Make a workspace with one product and one launch.

    Its board has the columns and tasks of the template, else the five stages as columns. Raises
    UserError for an unknown time zone or a path that is taken.
    """
    _zone(zone)
    workspace = SqlWorkspace.create(path)
    workspace.set_setting("language", lang)
    workspace.set_setting("zone", zone)

    def fill(uow: UnitOfWork) -> None:
        product = Product(name=path.stem)
        launch = Launch(product_id=product.id, name=path.stem, go_live_on=go_live_on)
        uow.add(product)
        uow.add(launch)
        if template is not None:
            fill_from_template(uow, launch, template, date.today())
            return
        columns = [
            Column(launch_id=launch.id, name=_(name), stage=stage, position=float(index))
            for index, (stage, name) in enumerate(STAGE_NAMES.items())
        ]
        uow.add(*columns)
        uow.describe(N_("Set up the workspace"))

    workspace.write(fill)
    return workspace


def import_board(
    workspace: SqlWorkspace,
    key: str,
    path: Path,
    *,
    into: str | None,
    dry_run: bool,
    progress: Progress = lambda done, total: True,
) -> ImportReport:
    """Import a board file as one batch, into a launch by name or into one of its own.

    Raises UserError for an unknown kind, an unreadable file or an unknown launch, and Cancelled,
    leaving nothing, when `progress` says to stop.
    """
    return _import(workspace, key, path, into, dry_run, progress)[1]


def import_changes(
    workspace: SqlWorkspace, path: Path, progress: Progress = lambda done, total: True
) -> tuple[Changes, ImportReport]:
    """Import a board file of the first kind that takes its extension."""
    extension = path.suffix.lower().lstrip(".")
    kind = next((f.key for f in FORMATS if extension in f.extensions), FORMATS[0].key)
    changes, report = _import(workspace, kind, path, None, False, progress)
    assert changes is not None
    return changes, report


def _import(
    workspace: SqlWorkspace,
    key: str,
    path: Path,
    into: str | None,
    dry_run: bool,
    progress: Progress,
) -> tuple[Changes | None, ImportReport]:
    """Import a board file; only a rehearsal has no changes. Raises Cancelled by `progress`."""
    board = _format(key).read(path, zone=_zone(workspace.setting("zone", "UTC")))
    total = board_rows(board)
    reports: list[ImportReport] = []

    def merge(uow: UnitOfWork, batch: str) -> None:
        launch_id = _launch_for(uow, board, into, batch)
        reports.append(BoardMerge(uow, board, launch_id, batch).run())

    if dry_run:
        workspace.rehearse(merge)
        reports[0].dry_run = True
        return None, reports[0]
    changes = workspace.import_batch(
        key, path.name, merge, lambda rows: progress(min(rows, total), total)
    )
    return changes, reports[0]


def make_demo(path: Path, today: date) -> SqlWorkspace:
    """Make the demonstration workspace, the same for the same day and language."""
    content = demo_content(today, language())
    workspace = SqlWorkspace.create(path)
    workspace.set_setting("language", language())
    workspace.set_setting("zone", "Asia/Shanghai")
    workspace.import_batch("demo", path.name, lambda uow, batch: fill_demo(uow, content, batch))
    return workspace


def _launch_for(uow: UnitOfWork, board: ImportedBoard, into: str | None, batch: str) -> str:
    """Return the launch a board goes to: the one named, the one it made before, or a new one."""
    if into is not None:
        for launch in uow.find(Launch):
            if into in (launch.name, launch.id):
                return launch.id
        raise UserError(_("There is no launch “{name}” in this workspace.").format(name=into))
    source = f"{board.system}:board:{board.key}"
    known = uow.find(Launch, source_id=source)
    if known:
        return known[0].id
    products = uow.find(Product)
    if not products:
        products = [Product(name=board.name, batch_id=batch)]
        uow.add(*products)
    launch = Launch(product_id=products[0].id, name=board.name, source_id=source, batch_id=batch)
    uow.add(launch)
    return launch.id


def _format(key: str) -> BoardFormat:
    for format_ in FORMATS:
        if format_.key == key:
            return format_
    raise UserError(
        _("There is no import kind “{key}”. “cockpit import --list” shows them.").format(key=key)
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UserError(
            _("“{name}” is no time zone. Use a name such as Asia/Shanghai.").format(name=name)
        ) from error


def draw_page(
    workspace: SqlWorkspace,
    target: Path,
    *,
    dark: bool,
    size: str,
    select: str = "",
    page: str = "board",
    scale: float = 1.0,
    state: str = "",
) -> None:
    """Draw a page into a PNG file; `size` is in logical pixels, the picture `scale` times as large.

    `state` "empty" draws it over a workspace without anything in it, "error" as it is when its
    data cannot be read. Raises UserError for an unknown page, a bad size or an unwritable file.
    """
    import os

    if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cockpit.ui.application import draw

    parts = size.split("x")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        raise UserError(_("A size is WIDTHxHEIGHT, such as 1440x900."))
    theme: Literal["light", "dark"] = "dark" if dark else "light"
    wanted = (int(parts[0]), int(parts[1]))
    known = page_keys()
    if page not in known:
        raise UserError(
            _("There is no page “{page}”. There are: {known}.").format(
                page=page, known=", ".join(known)
            )
        )
    numbered = workspace.reader().numbered(select) if select else []
    with TemporaryDirectory() as folder:
        shown = workspace
        if state == "empty":
            shown = new_workspace(Path(folder, workspace.path.name), language(), "UTC", None)
        drawn = draw(
            shown,
            date.today(),
            theme,
            wanted,
            target,
            (numbered or [select])[0],
            page,
            scale=scale,
            failing=state == "error",
        )
    if not drawn:
        raise UserError(_("{path} cannot be written.").format(path=target))


def page_keys() -> list[str]:
    """Return the pages that can be drawn, as they stand in the rail."""
    from cockpit.ui.pages import PAGES

    return [info.key for info in PAGES]
