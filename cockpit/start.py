"""Opens the window: only the standard library and Qt are imported before its frame is painted."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import _, ngettext, set_language
from cockpit.settings import machine

if TYPE_CHECKING:
    from cockpit.domain.changes import Changes
    from cockpit.services.ports import Workspace
    from cockpit.services.source_ports import SourceDesk
    from cockpit.services.table_imports import ImportKind, TableImport, TableImports
    from cockpit.storage.early_workspace import EarlyWorkspace
    from cockpit.ui.import_job import GoOn


def choose_language() -> None:
    """Take the language that was chosen on this machine, else the system's."""
    set_language(machine.spoken(machine.load().language))


def run_window(path: Path | None) -> int:
    """Show the window of a workspace, by default the last one, until it is closed.

    Returns the exit status: 2 with one sentence on standard error when it cannot be opened.
    """
    settings = machine.load()
    if path is None and settings.last_workspace:
        path = Path(settings.last_workspace)
    try:
        if path is None:
            raise UserError(
                _("There is no workspace yet. Make one with “cockpit new” or try “cockpit demo”.")
            )
        remembered = replace(settings, last_workspace=str(path.resolve()))
        if remembered != settings:
            machine.save(remembered)
        from cockpit.ui.plain_import import import_plainly

        import_plainly()
        from cockpit.ui.application import Outside, run

        themes: dict[str, Literal["light", "dark"]] = {"light": "light", "dark": "dark"}
        outside = Outside(_open, _import, _Tables, _desk)
        return run(path, themes.get(settings.theme), outside)
    except (UserError, EnvironmentProblem) as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 2


def _open(path: Path) -> EarlyWorkspace:
    from cockpit.storage.early_workspace import EarlyWorkspace

    return EarlyWorkspace(path)


def _desk(path: Path) -> SourceDesk:
    """Start what pulls the sources of a workspace."""
    from cockpit.sync.desk import make_desk

    desk = make_desk(path)
    desk.start()
    return desk


class _Tables:
    """The imports of tables, loaded when somebody first asks for them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def _real(self) -> TableImports:
        from cockpit.exchange.table_imports import WorkspaceTableImports
        from cockpit.storage.early_workspace import EarlyWorkspace

        assert isinstance(self._workspace, EarlyWorkspace)
        return WorkspaceTableImports(self._workspace.whole())

    def kinds(self) -> tuple[ImportKind, ...]:
        """Return the kinds, in the order they are offered."""
        return self._real().kinds()

    def open(self, kind: str, path: Path) -> TableImport:
        """Open a file. Raises UserError when it is none of that kind."""
        return self._real().open(kind, path)


def _import(workspace: Workspace, path: Path, progress: GoOn) -> tuple[Changes, str]:
    """Import a board for the window; returns what changed and a sentence about it."""
    from cockpit.bootstrap import import_changes
    from cockpit.storage.early_workspace import EarlyWorkspace

    assert isinstance(workspace, EarlyWorkspace)
    changes, report = import_changes(workspace.whole(), path, progress)
    created, updated = report.created.get("task", 0), report.updated.get("task", 0)
    sentence = ngettext("{count} task imported", "{count} tasks imported", created).format(
        count=created
    )
    if not created:
        sentence = _("Nothing new: {count} tasks updated").format(count=updated)
    if report.refused:
        refused = len(report.refused)
        sentence += " · " + ngettext("{count} refused", "{count} refused", refused).format(
            count=refused
        )
    return changes, sentence
