"""Commands over the risk register, and what `import`, `list`, `show` and `export` do for risks."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cockpit.cli.common import guarded, opened, say
from cockpit.domain.errors import UserError
from cockpit.domain.filters import Filter
from cockpit.domain.risk import Risk, RiskAssessment
from cockpit.domain.risk_filter import parse_risk_filter
from cockpit.domain.risk_matrix import SETTING, matrix_text, read_matrix
from cockpit.domain.short_number import short_of
from cockpit.i18n import _

if TYPE_CHECKING:
    from cockpit.storage.readers import SqlReaders


@click.group()
def risk() -> None:
    """Work with the risk register. Example: cockpit -w pay.cockpit risk score"""


@risk.command()
@click.option("--filter", "line", help="As in the window, e.g. 'status:open level:>=high'.")
@click.pass_context
@guarded
def score(context: click.Context, line: str | None) -> None:
    """Say the score and level of every risk in every tier that is judged.

    Example: cockpit -w pay.cockpit risk score --filter 'status:open'
    """
    reader = opened(context).reader()
    matrix = reader.risk_matrix()
    found: list[dict[str, object]] = []
    for whole in reader.whole_risks(read_risk_filter(line)):
        tiers = {
            tier.value: {
                "likelihood": one.likelihood,
                "impact": one.impact,
                "score": matrix.score(*one.rating) if one.rating else None,
                "level": matrix.level(*one.rating).value if one.rating else None,
                "beyond_appetite": matrix.beyond(*one.rating) if one.rating else None,
            }
            for tier, one in whole.now.items()
        }
        found.append(
            {
                "short": short_of(Risk.KIND, whole.risk.number),
                "id": whole.risk.id,
                "source_id": whole.risk.source_id,
                "title": whole.risk.title,
                "status": whole.risk.status.value,
                "score": whole.score,
                "level": whole.level.value if whole.level else None,
                "tiers": tiers,
            }
        )
    say(found, lambda: _scores_text(found))


def _scores_text(found: list[dict[str, object]]) -> str:
    from cockpit.cli.plain import table

    names = ("short", "score", "level", "status", "title")
    return table([{name: row[name] for name in names} for row in found])


@risk.command()
@click.option("--filter", "line", help="As in the window, e.g. 'category:Legal'.")
@click.pass_context
@guarded
def exposure(context: click.Context, line: str | None) -> None:
    """Count the risks and add up what the open ones may cost, per currency.

    Example: cockpit -w pay.cockpit risk exposure
    """
    from cockpit.domain.money import amount_of

    figures = opened(context).reader().register_figures(None, read_risk_filter(line) or Filter())
    costs = [
        {
            "currency": cost.currency,
            "low": float(amount_of(cost.low, cost.currency)),
            "high": float(amount_of(cost.high, cost.currency)),
        }
        for cost in figures.costs
    ]
    days = {"low": figures.days[0], "high": figures.days[1]} if figures.days else None
    counts = ("open", "closed", "occurred", "beyond", "due", "unjudged")
    say({**{name: getattr(figures, name) for name in counts}, "costs": costs, "days": days})


@risk.command()
@click.option(
    "--set", "file", type=click.Path(path_type=Path), help="A JSON file with the new matrix."
)
@click.pass_context
@guarded
def matrix(context: click.Context, file: Path | None) -> None:
    """Show the matrix that risks are judged by, or set another one.

    Example: cockpit -w pay.cockpit risk matrix --set matrix.json
    """
    workspace = opened(context)
    if file is not None:
        workspace.set_setting(SETTING, matrix_text(read_matrix(read_text(file) or "{}")))
    say(json.loads(matrix_text(workspace.reader().risk_matrix())))


def read_text(file: Path) -> str:
    """Return what stands in a text file. Raises UserError when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise UserError(_("{path} cannot be read.").format(path=file)) from problem


def read_risk_filter(line: str | None) -> Filter | None:
    """Return the filter of a line, None without one. Raises UserError at its first problem."""
    if line is None:
        return None
    wanted = parse_risk_filter(line)
    if wanted.problems:
        raise UserError(wanted.problems[0].message)
    return wanted


def list_risks(reader: SqlReaders, line: str | None, limit: int | None) -> list[dict[str, object]]:
    """Return the risks that pass (None: all) with their scores, the highest score first."""
    rows = reader.risk_list(None, read_risk_filter(line) or Filter(), limit=limit)
    fields = {one.id: one for one in reader.all(Risk)}
    names = [field.name for field in dataclasses.fields(Risk)]
    return [
        {
            "short": short_of(Risk.KIND, row.number),
            **{name: getattr(fields[row.id], name) for name in names},
            "owner_name": row.owner_name,
            "likelihood": row.rating[0] if row.rating else None,
            "impact": row.rating[1] if row.rating else None,
            "score": row.score,
            "level": row.level,
            "beyond_appetite": row.beyond,
            "trend": row.trend,
        }
        for row in rows
    ]


def risk_parts(reader: SqlReaders, risk_id: str) -> dict[str, object]:
    """Return what hangs on a risk, for `cockpit show R-7`."""
    detail = reader.risk(risk_id)
    assert detail is not None
    shared = reader.parts(Risk.KIND, risk_id)
    return {
        "owner_name": detail.row.owner_name,
        "score": detail.row.score,
        "level": detail.row.level,
        "assessments": [_assessment(one) for one in detail.assessments],
        "actions": detail.actions,
        "comments": [{"author_name": name, "text": one.text} for one, name in shared.comments],
        "attachments": shared.attachments,
        "fields": [
            {
                "name": field.name,
                "value": value.text_value or value.number_value or value.date_value,
            }
            for field, value in shared.fields
        ],
    }


def _assessment(one: RiskAssessment) -> dict[str, object]:
    hidden = ("deleted_at", "batch_id", "source_id", "risk_id")
    names = [field.name for field in dataclasses.fields(one) if field.name not in hidden]
    return {name: getattr(one, name) for name in names}
