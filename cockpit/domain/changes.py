"""What a step did, told once to everybody who shows it, and what history remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The result of one committed step. `label` is a translated past-tense sentence.

    `step` is the journal number to undo it by, or None when nothing changed. `created` are the
    ids of new items in order. `warning` is a sentence such as a WIP limit that was exceeded.
    """

    label: str
    step: int | None
    kinds: frozenset[str]
    ids: frozenset[str]
    created: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One field of one item that a step changed. Values are as stored, None for absent.

    `field` is "" for creation or removal of the whole item, and all of kind, id and field are for
    an import, which is told as one step.
    """

    step: int
    at: datetime
    label: str
    kind: str
    item_id: str
    field: str
    old: object
    new: object
    person: str
