"""What every command needs: its answer out, failures as sentences, the workspace that is named."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import _
from cockpit.settings import machine

if TYPE_CHECKING:
    from cockpit.storage.workspace import SqlWorkspace


def say(document: object, text: Callable[[], str] | None = None) -> None:
    """Print one document: as JSON, or as `text` (else its fields) for a person at a terminal.

    --json and --plain say which. Without them a terminal gets text and everything else, a script or
    a pipe, the JSON document it can rely on.
    """
    if _wants_text():
        from cockpit.cli.plain import plain

        click.echo(text() if text is not None else plain(document))
        return
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))


def _wants_text() -> bool:
    chosen = click.get_current_context().find_root().params
    if chosen.get("as_json"):
        return False
    return bool(chosen.get("as_plain")) or _at_terminal()


def _at_terminal() -> bool:
    return sys.stdout.isatty()


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def guarded(command: Callable[..., int | None]) -> Callable[..., None]:
    """Turn failures a person can mend into one sentence on standard error and status 2."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            status = command(*args, **options)
        except (UserError, EnvironmentProblem) as problem:
            click.echo(str(problem), err=True)
            sys.exit(2)
        sys.exit(status or 0)

    return run


def opened(context: click.Context) -> SqlWorkspace:
    """Open the workspace that the command line or the environment names."""
    from cockpit.storage.workspace import SqlWorkspace

    return SqlWorkspace(named(context))


def named(context: click.Context) -> Path:
    """Return the workspace that is named, else the last one that had a window."""
    name = context.obj or machine.load().last_workspace
    if not name:
        raise UserError(_("Name a workspace with -w FILE or COCKPIT_WORKSPACE."))
    return Path(name)
