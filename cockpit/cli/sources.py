"""Commands over sources: add, list, test and remove them. A key is never an argument."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cockpit.cli.common import guarded, named, opened, say
from cockpit.domain.errors import UserError
from cockpit.i18n import _

if TYPE_CHECKING:
    from cockpit.domain.pull import Stop
    from cockpit.domain.source import SourceRow
    from cockpit.settings.secrets import SourceSecrets
    from cockpit.storage.workspace import SqlWorkspace

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@click.group()
def source() -> None:
    """Sources that figures are pulled from."""


@source.command("add")
@click.argument("connector")
@click.argument("address")
@click.option("--name", required=True, help="What to call it.")
@click.option("--set", "settings", multiple=True, help="FIELD=VALUE; twice for two lines.")
@click.option("--zone", help="The IANA zone of its days, else that of the workspace.")
@click.option("--every", help="How often, e.g. 30s, 5m, 1h, 1d.")
@click.option("--key", "with_key", is_flag=True, help="Read the key from standard input.")
@click.pass_context
@guarded
def add(
    context: click.Context,
    connector: str,
    address: str,
    name: str,
    settings: tuple[str, ...],
    zone: str | None,
    every: str | None,
    with_key: bool,
) -> None:
    """Add a source. Example: cockpit source add prometheus http://127.0.0.1:9090 --name Prometheus
    --set 'queries=Errors = sum(rate(errors_total[5m]))' --key < key.txt
    """
    from cockpit.domain.entity import new_id
    from cockpit.services.sources import add_source, keep_secrets
    from cockpit.sync.desk import Catalogue

    workspace, catalogue = opened(context), Catalogue()
    zone = workspace.setting("zone", "UTC") if zone is None else zone
    options = _settings(settings)
    catalogue.check(connector, address, options, zone)
    source_id, secrets = new_id(), _secrets(workspace)
    kept = keep_secrets(secrets, source_id, {"key": _read_key()}) if with_key else ()
    try:
        workspace.write(
            lambda uow: add_source(
                uow,
                catalogue,
                _product(workspace),
                connector=connector,
                name=name,
                address=address,
                options=options,
                zone=zone,
                interval_seconds=None if every is None else _seconds(every),
                source_id=source_id,
                secret_keys=kept,
            )
        )
    except UserError:
        for key in kept:
            secrets.forget(source_id, key)
        raise
    row = workspace.reader().source(source_id)
    assert row is not None
    say(_described(row))


@source.command("list")
@click.pass_context
@guarded
def list_(context: click.Context) -> None:
    """List the sources. Example: cockpit -w pay.cockpit source list"""
    say([_described(row) for row in opened(context).reader().sources()])


@source.command("remove")
@click.argument("name")
@click.pass_context
@guarded
def remove(context: click.Context, name: str) -> None:
    """Remove a source and its key; its figures stay. Example: cockpit source remove Prometheus"""
    from cockpit.services.sources import forget_secrets, remove_source

    workspace = opened(context)
    row = source_named(workspace.reader().sources(), name)
    if row.source.secret_keys:
        forget_secrets(_secrets(workspace), row.source)
    workspace.write(lambda uow: remove_source(uow, row.source.id))
    say({"removed": row.source.name})


@source.command("test")
@click.argument("name")
@click.pass_context
@guarded
def test(context: click.Context, name: str) -> int:
    """Ask a source for its last day and write nothing. Example: cockpit source test Prometheus"""
    from cockpit.domain.errors import EnvironmentProblem
    from cockpit.sync.desk import open_runner
    from cockpit.sync.probe import probe

    store, runner = open_runner(named(context))
    row = source_named(store.reader().sources(), name)
    told: dict[str, object] = {"source": row.source.name, "ok": True, "points": 0, "refused": 0}
    with stoppable() as stop:
        try:
            secrets = runner.secrets_of(row.source)
            told["points"], told["refused"] = probe(row.source, secrets, stop)
            told["error"] = None
        except (EnvironmentProblem, UserError) as problem:
            told |= {"ok": False, "error": str(problem)}
    say(told)
    return 0 if told["ok"] else 1


def _described(row: SourceRow) -> dict[str, object]:
    from cockpit.services.sources import options_of, secret_keys_of

    one, last = row.source, row.last
    return {
        "id": one.id,
        "name": one.name,
        "connector": one.connector,
        "address": one.address,
        "options": options_of(one),
        "zone": one.zone,
        "interval_seconds": one.interval_seconds,
        "enabled": one.enabled,
        "has_key": bool(secret_keys_of(one)),
        "status": None if last is None else str(last.status),
        "last_run_at": None if last is None else last.started_at,
        "error": None if last is None else last.error or None,
        "quarantined": row.quarantined,
    }


def source_named(rows: Sequence[SourceRow], name: str) -> SourceRow:
    """Return the source of a name or id. Raises UserError when there is none."""
    for row in rows:
        if name == row.source.id or name.strip().casefold() == row.source.name.casefold():
            return row
    raise UserError(_("There is no source “{name}” in this workspace.").format(name=name))


def _product(workspace: SqlWorkspace) -> str:
    products = workspace.reader().products()
    if not products:
        raise UserError(_("This workspace has no product yet."))
    return products[0].id


def _secrets(workspace: SqlWorkspace) -> SourceSecrets:
    from cockpit.services.identity import workspace_id
    from cockpit.settings.secrets import SourceSecrets

    return SourceSecrets(workspace_id(workspace))


def _settings(pairs: Sequence[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise UserError(_("“{pair}” is no FIELD=VALUE.").format(pair=pair))
        options[key] = f"{options[key]}\n{value}" if key in options else value
    return options


def _read_key() -> str:
    """Return the key: typed unseen at a terminal, else the first line of standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(_("Key"), hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _seconds(text: str) -> int:
    number, unit = text[:-1], text[-1:]
    if unit not in UNITS or not number.isdecimal() or int(number) < 1:
        raise UserError(_("“{text}” is no interval. Write 30s, 5m, 1h or 1d.").format(text=text))
    return int(number) * UNITS[unit]


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Let Ctrl+C end a pull in good order."""
    from cockpit.domain.pull import Stop

    stop = Stop()

    def end(_number: int, _frame: Any) -> None:
        stop.stop()

    before = signal.signal(signal.SIGINT, end)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
