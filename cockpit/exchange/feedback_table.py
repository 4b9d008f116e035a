"""Files of feedback: what kinds there are, and one opened file on its way into a workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from cockpit.domain.changes import Changes
from cockpit.domain.errors import Cancelled, UserError
from cockpit.domain.imported import ImportReport
from cockpit.domain.imported_feedback import ImportedFeedback
from cockpit.domain.mapping import (
    Field,
    Mapping,
    Question,
    check_mapping,
    guess,
    header_signature,
    questions,
)
from cockpit.domain.table import Row, Table
from cockpit.exchange.feedback_fields import FIELDS
from cockpit.exchange.feedback_rows import FeedbackRows, Refine
from cockpit.exchange.qimai import guess_qimai, open_qimai, refine_qimai
from cockpit.exchange.wjx import guess_wjx, open_wjx, refine_wjx
from cockpit.i18n import N_, _
from cockpit.services.feedback_import import FeedbackMerge, ImportingWorkspace, product_for
from cockpit.services.mappings import recall, remember
from cockpit.services.ports import UnitOfWork
from cockpit.services.table_imports import ImportKind, Progress

SAMPLE: Final = 200
LONGEST_NAME: Final = 40


def _open(path: Path) -> Table:
    from cockpit.exchange.tables import open_table

    return open_table(path)


def guess_feedback(columns: Sequence[str], sample: Sequence[Row]) -> Mapping:
    """Return the likeliest mapping; ratings above 5 are points from 0 to 10."""
    mapping = guess("feedback", columns, sample, FIELDS)
    for column, key in mapping.columns.items():
        if len(column) > LONGEST_NAME and key not in ("text", "rating"):
            # A question of a survey, which only happens to hold the word.
            mapping = mapping.with_column(column, "")
    rated = mapping.column_of("rating")
    if rated is not None:
        index = list(columns).index(rated)
        if any(_above_five(row.cells[index]) for row in sample):
            mapping = mapping.with_option(f"scale:{rated}", "10")
    return mapping


def _above_five(cell: object) -> bool:
    text = str(cell).strip() if cell is not None else ""
    return text.isdecimal() and 5 < int(text) <= 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackKind:
    """A kind of file: how it is opened, what its columns are, what is peculiar to its texts."""

    kind: ImportKind
    open: Callable[[Path], Table] = _open
    guess: Callable[[Sequence[str], Sequence[Row]], Mapping] = guess_feedback
    refine: Refine | None = None


KINDS: Final = (
    FeedbackKind(
        kind=ImportKind(
            key="feedback",
            title=N_("Feedback from a table"),
            extensions=("csv", "tsv", "txt", "xlsx", "xlsm", "json", "jsonl", "ndjson"),
        )
    ),
    FeedbackKind(
        kind=ImportKind(
            key="qimai",
            title=N_("App Store reviews from 七麦"),
            extensions=("xlsx", "csv"),
            asks=False,
        ),
        open=open_qimai,
        guess=guess_qimai,
        refine=refine_qimai,
    ),
    FeedbackKind(
        kind=ImportKind(
            key="wjx",
            title=N_("Survey answers from 问卷星"),
            extensions=("csv", "xlsx"),
            asks=False,
        ),
        open=open_wjx,
        guess=guess_wjx,
        refine=refine_wjx,
    ),
)
BY_KEY: Final = {kind.kind.key: kind for kind in KINDS}


class FeedbackImport:
    """A file opened for an import into a workspace, see `services.table_imports.TableImport`.

    `product` names the product it goes to, None the first. Raises UserError for an unknown kind
    and for a file that cannot be read as one.
    """

    def __init__(
        self, workspace: ImportingWorkspace, key: str, path: Path, product: str | None = None
    ) -> None:
        self._workspace = workspace
        self._kind = BY_KEY[key]
        self._product = product
        self._table = self._kind.open(path)
        self.kind = self._kind.kind
        self.path = path
        self.columns: tuple[str, ...] = self._table.columns
        self.fields: tuple[Field, ...] = FIELDS
        self.sample: tuple[Row, ...] = self._table.sample(SAMPLE)
        known = recall(workspace, key, self.columns)
        self.mapping: Mapping = known or self._kind.guess(self.columns, self.sample)

    def questions(self, mapping: Mapping) -> list[Question]:
        """Return what only a person can say; reads the whole file.

        Times without a zone are those of the workspace unless the mapping says otherwise.
        """
        return questions(self._zoned(mapping), self._table, self.fields)

    def rehearse(self, mapping: Mapping, progress: Progress) -> ImportReport:
        """Return what an import would do, and change nothing."""
        reports: list[ImportReport] = []
        self._workspace.rehearse(partial(self._merge, self._checked(mapping), reports, progress))
        reports[0].dry_run = True
        return reports[0]

    def run(self, mapping: Mapping, progress: Progress) -> tuple[Changes, ImportReport]:
        """Import as one step and remember the mapping."""
        checked = self._checked(mapping)
        reports: list[ImportReport] = []
        changes = self._workspace.import_batch(
            self.kind.key, self.path.name, partial(self._merge, checked, reports, progress)
        )
        remember(self._workspace, mapping, self.columns)
        return changes, reports[0]

    def _merge(
        self,
        mapping: Mapping,
        reports: list[ImportReport],
        progress: Progress,
        uow: UnitOfWork,
        batch: str,
    ) -> None:
        report = ImportReport()
        reports.append(report)
        product = product_for(uow, self._product)
        scope = self._scope(mapping)
        rows = FeedbackRows(self._table, mapping, self.fields, self._kind.refine, scope)
        merge = FeedbackMerge(uow, product.id, batch, self.kind.key, report)
        merge.run(_watched(rows, progress), self.path.name)
        rows.accounting.finish(report)
        report.warnings += [*self._table.warnings, *_said(rows, mapping)]

    def _checked(self, mapping: Mapping) -> Mapping:
        check_mapping(mapping, self.columns, self.fields)
        said = ("text", "subject", "rating", "key")
        if not any(mapping.columns_of(key) for key in said):
            raise UserError(
                _("No column holds what was said. Say which one it is. The columns are: {columns}.")
                .format(columns=", ".join(self.columns[:30]))
            )  # fmt: skip
        return self._zoned(mapping)

    def _zoned(self, mapping: Mapping) -> Mapping:
        if mapping.option("zone"):
            return mapping
        return mapping.with_option("zone", self._workspace.setting("zone", "UTC"))

    def _scope(self, mapping: Mapping) -> str:
        """Return what tells equal numbers of two systems apart.

        That is the shape of the header; surveys are all of one shape and count each from one.
        """
        shape = self.path.stem if self.kind.key == "wjx" else header_signature(self.columns)[:8]
        return mapping.option("system") or shape


def _watched(rows: FeedbackRows, progress: Progress) -> Iterator[ImportedFeedback]:
    """Yield the items, telling how many; raise Cancelled when it is enough."""
    for count, item in enumerate(rows.items(), 1):
        if count % 200 == 0 and not progress(count, 0):
            raise Cancelled
        channel = rows.channel
        if channel and "channel" not in item.fields:
            item = replace(item, fields={**item.fields, "channel": channel})
        yield item


def _said(rows: FeedbackRows, mapping: Mapping) -> list[str]:
    """Return what a person should know about how times were read."""
    if rows.undated:
        return [_("No column says when it was said; new items get the time of this import.")]
    return [
        _("Times without a zone were read as those of {zone}.").format(zone=mapping.option("zone"))
    ]
