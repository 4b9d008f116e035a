"""The command `cockpit`: everything that needs no eyes, for people, scripts and schedulers."""

from __future__ import annotations

import os
from pathlib import Path

import click

from cockpit.cli import exchange, files, steps
from cockpit.i18n import set_language


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-w", "--workspace", type=click.Path(path_type=Path), help="The workspace file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only (it is the only form yet).")
@click.pass_context
def main(context: click.Context, workspace: Path | None, as_json: bool) -> None:
    """Ops Cockpit: one local file for everything a go-live needs.

    Example: cockpit -w pay.cockpit list tasks --filter 退款
    """
    set_language("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
    context.obj = workspace or os.environ.get("COCKPIT_WORKSPACE")


for _module in (files, steps, exchange):
    for _command in vars(_module).values():
        if isinstance(_command, click.Command):
            main.add_command(_command)
