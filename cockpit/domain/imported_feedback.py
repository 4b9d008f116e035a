"""Feedback as a file describes it, before it is merged: what every feedback importer produces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFeedback:
    """One item. `key` is its identity, the same whenever the same file is read again.

    `fields` are fields of `Feedback` that the file gives, `received_at` an aware instant in UTC.
    `status`, `type` and `tags` are only for an item that is new here: what people have judged
    since is theirs.
    """

    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    status: str = ""
    type: str = ""
    tags: tuple[str, ...] = ()
    customer: str = ""
