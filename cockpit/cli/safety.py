"""Commands that make, keep, bring back and unlock a whole workspace file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from cockpit.cli.common import guarded, opened, say
from cockpit.domain.errors import UserError
from cockpit.i18n import _, set_language


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en")
@click.option("--tz", default="Asia/Shanghai")
@click.option("--go-live", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--template", help="The columns and tasks to begin with.")
@click.option("--encrypted", is_flag=True, help="Keep the key in the keyring; print a code once.")
@guarded
def new(
    file: Path,
    lang: str,
    tz: str,
    go_live: datetime | None,
    template: str | None,
    encrypted: bool,
) -> None:
    """Make a workspace. Example: cockpit new pay.cockpit --lang zh --go-live 2026-12-01

    Templates: app-release, feature-launch, campaign; tasks get due dates from --go-live.
    """
    from cockpit.bootstrap import new_workspace
    from cockpit.exchange.launch_templates import launch_template
    from cockpit.storage import keys
    from cockpit.storage.migrate import HEAD

    set_language("zh" if lang == "zh" else "en")
    begin = launch_template(template, lang) if template is not None else None
    answer: dict[str, object] = {"workspace": str(file), "schema": HEAD}
    code = keys.prepare(file) if encrypted else None
    try:
        new_workspace(file, lang, tz, go_live.date() if go_live else None, begin).close()
    except BaseException:
        if encrypted:
            keys.abandon(file)
        raise
    if code is not None:
        answer |= {"encrypted": True, "recovery_code": code}
        _show_code(code)
    say(answer)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
@guarded
def backup(context: click.Context, file: Path) -> None:
    """Write a verified copy. Example: cockpit -w pay.cockpit backup pay-1124.cockpit"""
    from cockpit.storage.durable import sha256_of

    opened(context).backup(file)
    say({"file": str(file), "sha256": sha256_of(file), "verified": True})


@click.command()
@click.argument("backup", metavar="BACKUP", type=click.Path(path_type=Path))
@click.option("--code", help="The recovery code, when the key is not in this keyring.")
@click.pass_context
@guarded
def restore(context: click.Context, backup: Path, code: str | None) -> None:
    """Bring a backup back and keep the file that was there.

    Example: cockpit -w pay.cockpit restore pay-1124.cockpit
    """
    from cockpit.storage.restore import restore as put_back

    done = put_back(backup, _named(context), code=code)
    say(
        {
            "file": str(_named(context)),
            "sha256": done.sha256,
            "verified": True,
            "kept": None if done.kept is None else str(done.kept),
        }
    )


@click.command()
@click.option("--code", prompt="Recovery code", help="The code that was printed with the key.")
@click.pass_context
@guarded
def unlock(context: click.Context, code: str) -> None:
    """Put the key of an encrypted workspace into this computer's keyring.

    Example: cockpit -w pay.cockpit unlock --code 7M2QK-…
    """
    from cockpit.storage.restore import unlock as put_key

    put_key(_named(context), code)
    say({"workspace": str(_named(context)), "unlocked": True})


@click.command("recovery-code")
@click.pass_context
@guarded
def recovery_code(context: click.Context) -> None:
    """Print a new recovery code and make the old one void.

    Example: cockpit -w pay.cockpit recovery-code
    """
    workspace = opened(context)
    code = workspace.new_recovery_code()
    _show_code(code)
    say({"workspace": str(workspace.path), "recovery_code": code})


@click.command()
@click.pass_context
@guarded
def reindex(context: click.Context) -> None:
    """Make the search rows anew. Example: cockpit -w pay.cockpit reindex"""
    workspace = opened(context)
    say({"workspace": str(workspace.path), "rows": workspace.reindex()})


def _named(context: click.Context) -> Path:
    """Return the workspace that the command line names, which need not be there or be readable."""
    if not context.obj:
        raise UserError(_("Name a workspace with -w FILE or COCKPIT_WORKSPACE."))
    return Path(context.obj)


def _show_code(code: str) -> None:
    sentence = _("Keep the recovery code {code} on paper. It is shown only now.")
    click.echo(sentence.format(code=code), err=True)
