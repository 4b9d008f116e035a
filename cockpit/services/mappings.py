"""Mappings that are remembered: a file of the same shape is read as the last one was."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

from cockpit.domain.errors import UserError
from cockpit.domain.mapping import Mapping, header_signature

# A mapping of very many values is not worth a setting of that size.
_LONGEST = 200_000


class Settings(Protocol):
    """What is needed of a workspace here: its own settings."""

    def setting(self, key: str, default: str = "") -> str:
        """Return a workspace setting."""

    def set_setting(self, key: str, value: str) -> None:
        """Store a workspace setting."""


def remember(workspace: Settings, mapping: Mapping, columns: Sequence[str]) -> None:
    """Keep a mapping for tables of this kind with this header, in place of the last one."""
    document = json.dumps(mapping.to_json(), ensure_ascii=False, separators=(",", ":"))
    if len(document) <= _LONGEST:
        workspace.set_setting(_key(mapping.kind, columns), document)


def recall(workspace: Settings, kind: str, columns: Sequence[str]) -> Mapping | None:
    """The mapping kept for this header, or None; a damaged one counts as none."""
    document = workspace.setting(_key(kind, columns))
    if not document:
        return None
    try:
        mapping = Mapping.from_json(json.loads(document))
    except (ValueError, RecursionError, UserError):
        return None
    # The same names in another order are the same shape, but the order is the file's.
    return Mapping(
        kind=kind,
        columns={column: mapping.columns.get(column, "") for column in columns},
        values=mapping.values,
        options=mapping.options,
    )


def _key(kind: str, columns: Sequence[str]) -> str:
    return f"mapping.{kind}.{header_signature(columns)}"
