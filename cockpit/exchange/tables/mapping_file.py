"""MAP.json: a mapping as a file, for `cockpit import --map`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from cockpit.domain.errors import UserError
from cockpit.domain.mapping import Mapping
from cockpit.exchange.atomic_file import atomic_file
from cockpit.i18n import _

_LARGEST: Final = 4 << 20


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; raises UserError for one that cannot be opened or is no mapping."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(_("{name} is too large for a mapping.").format(name=path.name))
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise UserError(
            _("{path} cannot be opened: {problem}. Check the name and its permissions.").format(
                path=path, problem=problem.strerror or problem
            )
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise UserError(
            _("{name} is not valid JSON. Correct it and try again.").format(name=path.name)
        ) from problem
    # What --show-map prints has the mapping beside the questions that are open.
    if isinstance(document, dict) and isinstance(document.get("mapping"), dict):
        document = document["mapping"]
    return Mapping.from_json(document)


def write_mapping(path: Path, mapping: Mapping) -> None:
    """Write a mapping for a person to edit."""
    document = json.dumps(mapping.to_json(), ensure_ascii=False, indent=2)
    with atomic_file(path) as file:
        file.write(f"{document}\n".encode())
