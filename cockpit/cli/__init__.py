"""The command `cockpit`: everything that needs no eyes, for people, scripts and schedulers."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cockpit.cli import erase, exchange, files, safety, steps
from cockpit.i18n import set_language


class AnywhereGroup(click.Group):
    """Takes -w FILE and --json before or after the command, as people and scripts write them."""

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
            elif word == "--json" or word.startswith("--workspace="):
                front.append(word)
            else:
                rest.append(word)
        return super().parse_args(context, front + rest)


@click.group(cls=AnywhereGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-w", "--workspace", type=click.Path(path_type=Path), help="The workspace file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only (it is the only form yet).")
@click.pass_context
def main(context: click.Context, workspace: Path | None, as_json: bool) -> None:
    """Ops Cockpit: one local file for everything a go-live needs.

    Example: cockpit -w pay.cockpit list tasks --filter 退款
    """
    set_language("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
    context.obj = workspace or os.environ.get("COCKPIT_WORKSPACE")


for _module in (files, safety, steps, exchange, erase):
    for _command in vars(_module).values():
        if isinstance(_command, click.Command):
            main.add_command(_command)
