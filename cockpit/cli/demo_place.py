"""Makes room for a fresh demo: what an earlier one left is removed, and nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from cockpit.domain.errors import UserError
from cockpit.i18n import _

_ATTACHMENT: Final = re.compile("[0-9a-f]{64}")


def clear_demo(path: Path) -> None:
    """Remove the demo workspace at a path, its log and the folder beside it.

    Copies beside it, such as demo.cockpit.bak, stay. Raises UserError, having removed nothing, when
    what is there is no demo: a workspace of somebody's own, a folder, or a folder with other files.
    """
    from cockpit.storage.copies import own_files
    from cockpit.storage.keys import data_folder

    data = data_folder(path)
    if path.exists():
        if not path.is_file() or not _is_demo(path):
            raise UserError(
                _("{path} is no demo workspace, so it is kept. Choose another folder.").format(
                    path=path
                )
            )
    elif data.exists() and not _holds_attachments_only(data):
        raise UserError(
            _("{path} holds files of a workspace that is missing. Choose another folder.").format(
                path=data
            )
        )
    for old in list(own_files(path)):
        old.unlink()
    if data.is_dir():
        shutil.rmtree(data)


def _is_demo(path: Path) -> bool:
    """Tell whether a workspace came from here: its boards have the demo's source ids."""
    from cockpit.exchange.demo import SYSTEM
    from cockpit.storage.workspace import SqlWorkspace

    workspace = SqlWorkspace(path)
    try:
        columns = workspace.reader().columns(None)
        return any((column.source_id or "").startswith(f"{SYSTEM}:") for column in columns)
    finally:
        workspace.close()


def _holds_attachments_only(folder: Path) -> bool:
    """Tell whether a folder can be made again from nothing: no key, only files named by hash."""
    if not folder.is_dir():
        return False
    return all(_ATTACHMENT.fullmatch(f.name) for f in folder.rglob("*") if not f.is_dir())
