"""Which items have a text that holds a word, as a query that other queries are built from."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CTE, CompoundSelect, Select, column, literal, select, table, union_all

from cockpit.domain.entity import Entity
from cockpit.domain.search_text import match_query
from cockpit.storage.search_rows import CODES, KIND_BITS, OWNERS
from cockpit.storage.tables import SEARCHABLE, TABLES

_search: Final = table("search", column("rowid"), column("search"))


def items_holding(word: str) -> CompoundSelect[tuple[str]] | None:
    """Return the ids of the items with a text that holds a word, None when it asks for nothing."""
    match = match_query([word.encode("utf-8", "replace").decode()])
    if not match:
        return None
    hits = (
        select(_search.c.rowid.label("hit"))
        .where(_search.c.search.op("MATCH")(literal(match)))
        .cte(nesting=True)
    )
    return union_all(*(_owners(cls, hits) for cls in SEARCHABLE))


def _owners(cls: type[Entity], hits: CTE) -> Select[tuple[str]]:
    """Return the ids of the items that the search rows of one kind name."""
    part, code = TABLES[cls].c, CODES[cls.KIND]
    mask = (1 << KIND_BITS) - 1
    numbers = select(hits.c.hit.op(">>")(KIND_BITS)).where(hits.c.hit.op("&")(mask) == code)
    return select(part[OWNERS[cls.KIND][1]]).where(part.seq.in_(numbers))
