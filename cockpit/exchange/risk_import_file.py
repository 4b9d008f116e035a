"""One register file on its way in: opened, asked about, rehearsed, imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

from cockpit.domain.changes import Changes
from cockpit.domain.errors import Cancelled
from cockpit.domain.imported import ImportReport
from cockpit.domain.imported_risk import ImportedRisk
from cockpit.domain.mapping import (
    Field,
    Mapping,
    Question,
    check_mapping,
    header_signature,
    questions,
)
from cockpit.domain.table import Row, Table
from cockpit.exchange.risk_fields import FIELDS, KIND
from cockpit.exchange.risk_rows import RiskRows
from cockpit.exchange.risk_table import guess_risks, with_suggestions
from cockpit.exchange.tables import open_table
from cockpit.i18n import N_
from cockpit.services.mappings import recall, remember
from cockpit.services.ports import UnitOfWork, Workspace
from cockpit.services.risk_import import RiskMerge, place_for
from cockpit.services.table_imports import ImportKind, Progress

RISKS: Final = ImportKind(
    key=KIND, title=N_("Risk register"), extensions=("csv", "tsv", "xlsx", "json", "jsonl")
)
# Between two questions whether to go on.
ROWS_PER_LOOK: Final = 100


class ImportingWorkspace(Workspace, Protocol):
    """A workspace that takes imports."""

    def import_batch(
        self,
        format_key: str,
        file: str,
        action: Callable[[UnitOfWork, str], object],
        watch: Callable[[int], bool] = ...,
    ) -> Changes:
        """Run an import as one batch that undo takes back whole. Raises Cancelled."""

    def rehearse(self, action: Callable[[UnitOfWork, str], object]) -> None:
        """Run an import that finds what is there and writes nothing."""


class RiskTableImport:
    """A register that was opened: a `TableImport` of `services.table_imports`.

    `into` names the launch that its risks go to, None for the newest. `mapping` is what was
    remembered for this shape of header, else what was guessed.
    """

    kind: ImportKind = RISKS
    fields: tuple[Field, ...] = FIELDS

    def __init__(self, workspace: ImportingWorkspace, path: Path, into: str | None = None) -> None:
        """Open the file. Raises UserError with a sentence when it is no table."""
        self.path = path
        self._workspace, self._into = workspace, into
        self._table: Table = open_table(path)
        self.columns: tuple[str, ...] = self._table.columns
        self.sample: tuple[Row, ...] = self._table.sample()
        self.mapping: Mapping = recall(workspace, KIND, self.columns) or guess_risks(self._table)

    def questions(self, mapping: Mapping) -> list[Question]:
        """Return what only a person can say, with our suggestions; reads the whole file."""
        return [with_suggestions(each) for each in questions(mapping, self._table, self.fields)]

    def rehearse(self, mapping: Mapping, progress: Progress) -> ImportReport:
        """Return what an import would do, and change nothing. Raises Cancelled."""
        check_mapping(mapping, self.columns, self.fields)
        reports: list[ImportReport] = []
        self._workspace.rehearse(
            lambda uow, batch: reports.append(self._merge(uow, batch, mapping, progress))
        )
        reports[0].dry_run = True
        return reports[0]

    def run(self, mapping: Mapping, progress: Progress) -> tuple[Changes, ImportReport]:
        """Import as one step and remember the mapping. Raises Cancelled, leaving nothing."""
        check_mapping(mapping, self.columns, self.fields)
        reports: list[ImportReport] = []
        changes = self._workspace.import_batch(
            KIND,
            self.path.name,
            lambda uow, batch: reports.append(self._merge(uow, batch, mapping, progress)),
        )
        remember(self._workspace, mapping, self.columns)
        return changes, reports[0]

    def _merge(
        self, uow: UnitOfWork, batch: str, mapping: Mapping, progress: Progress
    ) -> ImportReport:
        rows = RiskRows(self._table, mapping, self._workspace.reader().risk_matrix())
        place = place_for(uow, self._into, self.path.stem, batch)
        merge = RiskMerge(uow, place, header_signature(self.columns), batch)
        total = sum(1 for _row in self._table.rows())
        report = merge.run(_watched(rows.read(), total, progress), self.path.name)
        rows.accounting.finish(report)
        report.warnings += rows.warnings()
        return report


def _watched(
    risks: Iterable[ImportedRisk], total: int, progress: Progress
) -> Iterator[ImportedRisk]:
    """Yield what is read, asking now and then whether to go on; raises Cancelled when not."""
    for count, risk in enumerate(risks):
        if count % ROWS_PER_LOOK == 0 and not progress(count, total):
            raise Cancelled
        yield risk
