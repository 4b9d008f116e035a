"""Imports of tables from the command line: by a MAP.json, by what is remembered, or by asking."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping as ReadOnly
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cockpit.domain.periods import zone_named
from cockpit.i18n import _

if TYPE_CHECKING:
    from cockpit.domain.imported import ImportReport
    from cockpit.domain.mapping import Mapping, Question
    from cockpit.services.table_imports import TableImport
    from cockpit.storage.workspace import SqlWorkspace

# More answers than these are not listed.
MOST_SHOWN: Final = 20


def import_table(
    workspace: SqlWorkspace,
    kind: str,
    path: Path,
    *,
    map_file: Path | None,
    into: str | None,
    dry_run: bool,
    zone: str | None = None,
) -> ImportReport:
    """Import a table of a kind by a MAP.json, else by what is remembered or guessed.

    `zone` is that of times which name none. At a terminal what is open is asked; else cells that
    nobody answered for are refused, and a warning says what a MAP.json should answer. Raises
    UserError.
    """
    from cockpit.exchange.table_imports import WorkspaceTableImports
    from cockpit.exchange.tables import read_mapping

    table = WorkspaceTableImports(workspace).open(kind, path, into)
    mapping = table.mapping
    if map_file is not None:
        mapping = completed(read_mapping(map_file), table)
    if zone is not None:
        mapping = mapping.with_option("zone", zone_named(zone).key)
    open_ones = table.questions(mapping)
    if open_ones and map_file is None and sys.stdin.isatty():
        for question in open_ones:
            mapping = _asked(mapping, question)
        open_ones = table.questions(mapping)
    if dry_run:
        report = table.rehearse(mapping, lambda _done, _total: True)
    else:
        report = table.run(mapping, lambda _done, _total: True)[1]
    report.warnings += [_open_question(question) for question in open_ones]
    return report


def mapping_template(table: TableImport) -> dict[str, object]:
    """Return what a MAP.json of a file would hold, and beside it the questions still open."""
    return {
        "mapping": table.mapping.to_json(),
        "fields": [field.key for field in table.fields],
        "open": [
            {
                "question": question.sentence,
                "field": question.field.key,
                "column": question.column,
                "about": question.about,
                "raw": question.raw,
                "answers": [value for value, _title in question.options],
            }
            for question in table.questions(table.mapping)
        ],
    }


def completed(given: Mapping, table: TableImport) -> Mapping:
    """Return a mapping with what was guessed, where it does not speak of columns or options."""
    columns = {name: given.columns.get(name, "") for name in table.columns}
    unnamed = {} if given.columns else dict(table.mapping.columns)
    named = {name: key for name, key in given.columns.items() if name not in columns}
    options: ReadOnly[str, str] = {**table.mapping.options, **given.options}
    return dataclasses.replace(given, columns={**columns, **unnamed, **named}, options=options)


def _asked(mapping: Mapping, question: Question) -> Mapping:
    """Ask one question; an empty answer leaves it open."""
    from cockpit.domain.mapping import answered

    allowed = dict(question.options)
    click.echo(question.sentence, err=True)
    if len(allowed) <= MOST_SHOWN:
        for key, title in allowed.items():
            click.echo(f"  {key}: {title}", err=True)
    while True:
        value: Any = click.prompt(
            _("Answer"), default=question.suggestion, show_default=True, err=True
        )
        if not value:
            return mapping
        if value in allowed or not allowed:
            return answered(mapping, question, str(value))


def _open_question(question: Question) -> str:
    if question.suggestion:
        return _("Open: {question} A mapping could say “{value}”.").format(
            question=question.sentence, value=question.suggestion
        )
    return _("Open: {question}").format(question=question.sentence)
