"""Imports from the window: ask for a file, map its columns where it is a table, run, say so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from cockpit.domain.changes import Changes
from cockpit.i18n import _, ngettext
from cockpit.ui.import_job import GoOn, ImportJob, main_kind

if TYPE_CHECKING:
    from cockpit.domain.imported import ImportReport
    from cockpit.domain.mapping import Mapping
    from cockpit.services.table_imports import ImportKind, TableImport, TableImports
    from cockpit.ui.import_sheet import ImportSheet
    from cockpit.ui.workbench import Workbench

BOARD_KIND = "trello"


class Importing(QObject):
    """One import after another; a table's mapping lies over the page until it is settled."""

    def __init__(
        self,
        bench: Workbench,
        board: Callable[[Path, GoOn], tuple[Changes, str]] | None,
        tables: TableImports | None,
    ) -> None:
        super().__init__(bench)
        self.bench, self._board, self._tables = bench, board, tables
        self.sheet: ImportSheet | None = None

    def kinds(self) -> list[ImportKind]:
        """The kinds of tables that can be imported."""
        return list(self._tables.kinds()) if self._tables is not None else []

    def ask(self, kind: str) -> None:
        """Ask for a file of a kind and import it."""
        known = {found.key: found for found in self.kinds()}
        if kind in known:
            title = _("Import: {kind}").format(kind=_(known[kind].title))
            patterns = " ".join(f"*.{ending}" for ending in known[kind].extensions)
            kinds = f"{_(known[kind].title)} ({patterns})"
        else:
            title, kinds = _("Import a Trello board"), _("Trello board (JSON)") + " (*.json)"
        name, _chosen = QFileDialog.getOpenFileName(self.bench.window, title, "", kinds)
        if name:
            self.open(kind, Path(name))

    def open(self, kind: str, path: Path) -> None:
        """Import a board at once; open a table and show where its columns go."""
        if self._tables is None or kind not in {found.key for found in self.kinds()}:
            self.run_board(path)
            return
        tables = self._tables
        session = self.bench.session
        session.imports.submit(lambda: tables.open(kind, path), self._on_opened, session.report)

    def run_board(self, path: Path) -> None:
        """Import a board file; the window stays usable and says when it is done."""
        if self._board is None:
            return
        job = ImportJob(self.bench.window, self.bench.session, self._board, path)
        before = {launch.id for launch in self.bench.session.reader.launches()}
        job.finished.connect(lambda changes, sentence: self._on_board(changes, sentence, before))
        job.start()

    def _on_board(self, changes: Changes, sentence: str, before: set[str]) -> None:
        """Show the launch that came with the board, if it brought one."""
        self.bench.session.changed.emit(changes)
        new = [found for found in self.bench.session.reader.launches() if found.id not in before]
        if new:
            self.bench.open_launch(new[-1])
        self._say(changes, sentence)

    def _on_opened(self, opened: object) -> None:
        from cockpit.ui.import_sheet import ImportSheet

        table: TableImport = opened  # type: ignore[assignment]
        if not table.kind.asks:
            self._run(table, table.mapping)
            return
        self.leave()
        self.bench.close_inspector()
        sheet = ImportSheet(self.bench.session, table)
        sheet.left.connect(self.leave)
        sheet.accepted.connect(lambda mapping: self._accepted(table, mapping))
        self.sheet = sheet
        self.bench.window.set_page(sheet)
        sheet.setFocus()

    def _accepted(self, table: TableImport, mapping: Mapping) -> None:
        self.leave()
        self._run(table, mapping)

    def leave(self) -> None:
        """Take the mapping away and show the page again."""
        if self.sheet is not None:
            self.bench.window.stack.removeWidget(self.sheet)
            self.sheet.deleteLater()
            self.sheet = None
            self.bench.open_page(self.bench.key)

    def _run(self, table: TableImport, mapping: Mapping) -> None:
        def work(_path: Path, go_on: GoOn) -> tuple[Changes, str]:
            changes, report = table.run(mapping, go_on)
            return changes, said(report)

        job = ImportJob(self.bench.window, self.bench.session, work, table.path)
        job.finished.connect(self._on_table)
        job.start()

    def _on_table(self, changes: Changes, sentence: str) -> None:
        self.bench.session.changed.emit(changes)
        self._say(changes, sentence)

    def _say(self, changes: Changes, sentence: str) -> None:
        undo = self.bench.session.undo if changes.step is not None else None
        self.bench.window.toast(sentence, undo)


def said(report: ImportReport) -> str:
    """Return what an import did as one sentence, counted in what the file is about."""
    kind = main_kind(report)
    made, changed = report.created.get(kind, 0), report.updated.get(kind, 0)
    parts = [counted(kind, made)]
    if changed:
        parts.append(_("{count} changed").format(count=f"{changed:,}"))
    if report.refused:
        parts.append(_("{count} refused").format(count=f"{len(report.refused):,}"))
    return " · ".join(parts)


def counted(kind: str, count: int) -> str:
    """Return how many of a kind were imported."""
    number = f"{count:,}"
    match kind:
        case "risk":
            found = ngettext("{count} risk imported", "{count} risks imported", count)
        case "feedback":
            found = ngettext(
                "{count} piece of feedback imported", "{count} pieces of feedback imported", count
            )
        case "point":
            found = ngettext("{count} point imported", "{count} points imported", count)
        case _:
            found = ngettext("{count} imported", "{count} imported", count)
    return found.format(count=number)
