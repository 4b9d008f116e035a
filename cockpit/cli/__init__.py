"""The command `cockpit`: everything that needs no eyes, for people, scripts and schedulers."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cockpit.cli import erase, exchange, files, risk, safety, settings, steps, sync
from cockpit.i18n import set_language
from cockpit.settings import machine


class AnywhereGroup(click.Group):
    """Takes -w FILE, --json and --plain before or after the command, as people write them."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Bring the options of the whole command to the front; words after -- stay as they are."""
        front: list[str] = []
        rest: list[str] = []
        words = iter(args)
        for word in words:
            if word == "--":
                rest += [word, *words]
            elif word in ("-w", "--workspace"):
                front += [word, *([value] if (value := next(words, None)) is not None else [])]
            elif word in ("--json", "--plain") or word.startswith("--workspace="):
                front.append(word)
            else:
                rest.append(word)
        return super().parse_args(context, front + rest)


@click.group(cls=AnywhereGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-w", "--workspace", type=click.Path(path_type=Path), help="The workspace file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@click.option("--plain", "as_plain", is_flag=True, help="Print text for people.")
@click.pass_context
def main(context: click.Context, workspace: Path | None, as_json: bool, as_plain: bool) -> None:
    """Ops Cockpit: one local file for everything a go-live needs.

    At a terminal commands answer in text, into a file or a program in JSON.

    Example: cockpit -w pay.cockpit list tasks --filter 退款
    """
    set_language(machine.spoken(machine.load().language))
    context.obj = workspace or os.environ.get("COCKPIT_WORKSPACE")


for _module in (files, safety, steps, exchange, erase, settings):
    for _command in vars(_module).values():
        if isinstance(_command, click.Command):
            main.add_command(_command)
for _command in (risk.risk, sync.sync, sync.source):
    main.add_command(_command)
