"""The kinds of tables that can be imported, and how a file of each is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cockpit.domain.errors import UserError
from cockpit.i18n import _
from cockpit.services.table_imports import ImportKind

if TYPE_CHECKING:
    from cockpit.services.table_imports import TableImport

# (workspace, file, launch or product to import into or None) -> the opened file.
Opener = Callable[[Any, Path, str | None], "TableImport"]


def _risks(workspace: Any, path: Path, into: str | None) -> TableImport:
    from cockpit.exchange.risk_import_file import RiskTableImport

    return RiskTableImport(workspace, path, into)


def _series(workspace: Any, path: Path, into: str | None) -> TableImport:
    from cockpit.exchange.series_import_file import SeriesTableImport

    return SeriesTableImport(workspace, path, into)


def _feedback(kind: str) -> Opener:
    def open_(workspace: Any, path: Path, into: str | None) -> TableImport:
        from cockpit.exchange.feedback_table import FeedbackImport

        return FeedbackImport(workspace, kind, path, into)

    return open_


def _kinds() -> tuple[tuple[ImportKind, Opener], ...]:
    from cockpit.exchange.feedback_table import KINDS
    from cockpit.exchange.risk_import_file import RISKS
    from cockpit.exchange.series_import_file import POINTS

    feedback = ((each.kind, _feedback(each.kind.key)) for each in KINDS)
    return ((RISKS, _risks), *feedback, (POINTS, _series))


def table_kinds() -> tuple[ImportKind, ...]:
    """Return the kinds, in the order they are offered."""
    return tuple(kind for kind, _open in _kinds())


class WorkspaceTableImports:
    """The `TableImports` of one workspace."""

    def __init__(self, workspace: Any) -> None:
        self._workspace = workspace

    def kinds(self) -> tuple[ImportKind, ...]:
        """Return the kinds, in the order they are offered."""
        return table_kinds()

    def open(self, kind: str, path: Path, into: str | None = None) -> TableImport:
        """Open a file. Raises UserError for an unknown kind and for a file that is none of it."""
        for known, open_ in _kinds():
            if known.key == kind:
                return open_(self._workspace, path, into)
        raise UserError(
            _("There is no import kind “{key}”. “cockpit import --list” shows them.").format(
                key=kind
            )
        )
