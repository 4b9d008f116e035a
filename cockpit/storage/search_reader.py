"""Items by what is typed: a short number or words, and what each item is called."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, or_, select, text

from cockpit.domain.board import Found
from cockpit.domain.item import Link
from cockpit.domain.search_text import match_query
from cockpit.domain.short_number import LETTERS, read_short, short_of
from cockpit.storage.reader import SqlReader, records
from cockpit.storage.search_rows import CODES, KIND_BITS, OWNERS, row_number
from cockpit.storage.tables import CLASSES, TABLES

TITLE_LENGTH: Final = 80
KINDS_BY_CODE: Final = {code: kind for kind, code in CODES.items()}

# The field that an item is called by, for the kinds where it is not `name`.
TITLES: Final = {"task": "title", "risk": "title", "feedback": "subject", "annotation": "text"}

_MATCHES: Final = text(
    "SELECT rowid FROM search WHERE search MATCH :match AND rowid < :below "
    "ORDER BY rowid DESC LIMIT :limit"
)


class Name(NamedTuple):
    """What an item is called: its short number, "" without one, and its title."""

    short: str
    title: str


class SqlSearchReader(SqlReader):
    """The reader of what is looked for across all kinds."""

    def numbered(self, text: str) -> list[str]:
        """Return the ids of the live items that a short number (T-142) names, one a product."""
        short = read_short(text)
        if short is None:
            return []
        with self._engine.connect() as connection:
            return _numbered(connection, *short)

    def links(self, item_id: str) -> list[tuple[Link, Found]]:
        """Return the links of an item, each with the live item at its other end."""
        table = TABLES[Link]
        ends = or_(table.c.a_id == item_id, table.c.b_id == item_id)
        query = select(table).where(ends, table.c.deleted_at.is_(None)).order_by(table.c.id)
        with self._engine.connect() as connection:
            links = records(connection, Link, query)
            others = [other_end(link, item_id) for link in links]
            called = names(connection, dict.fromkeys(others))
        return [
            (link, _found(other, called[other]))
            for link, other in zip(links, others, strict=True)
            if other in called
        ]

    def search(self, text: str, limit: int = 100) -> list[Found]:
        """Return what a short number names, then what has a text with all the words.

        Whole words come before beginnings of words, and of one kind newer texts before older.
        """
        with self._engine.connect() as connection:
            found: dict[tuple[str, str], Name] = {}
            short = read_short(text) or (("task", int(text)) if _is_number(text) else None)
            if short is not None:
                ids = _numbered(connection, *short)
                found.update(names(connection, [(short[0], item_id) for item_id in ids]))
            match = match_query(text.encode("utf-8", "replace").decode().split())
            # Whole words first: they are read lazily, while the beginnings of words are gathered
            # from the whole index before the first is given out.
            for query in dict.fromkeys((match.replace('"*', '"'), match)):
                if query and len(found) < limit:
                    _collect(connection, query, limit, found)
        return [_found(key, name) for key, name in list(found.items())[:limit]]


def _found(key: tuple[str, str], name: Name) -> Found:
    return Found(kind=key[0], id=key[1], short=name.short, title=name.title)


def other_end(link: Link, item_id: str) -> tuple[str, str]:
    """Return the kind and id of the end of a link that is not the given item."""
    return (link.b_kind, link.b_id) if link.a_id == item_id else (link.a_kind, link.a_id)


def names(connection: Connection, items: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Name]:
    """Return what live items, given as (kind, id), are called, in the given order."""
    wanted = list(items)
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, item_id in wanted:
        by_kind[kind].append(item_id)
    found: dict[tuple[str, str], Name] = {}
    for kind, ids in by_kind.items():
        table = TABLES[CLASSES[kind]] if kind in CLASSES else None
        title = TITLES.get(kind, "name")
        if table is None or title not in table.c:
            continue
        rows = connection.execute(
            select(table).where(table.c.id.in_(ids), table.c.deleted_at.is_(None))
        )
        for row in rows.mappings():
            words = row[title] or (row["text"] if kind == "feedback" else "")
            short = short_of(kind, row["number"]) if kind in LETTERS else ""
            found[kind, row["id"]] = Name(short, _cut(words))
    return {key: found[key] for key in wanted if key in found}


def _collect(
    connection: Connection, match: str, limit: int, found: dict[tuple[str, str], Name]
) -> None:
    """Add live items that an FTS5 query matches, newest text first, until there are enough."""
    below = 1 << 62
    while len(found) < limit:
        values = {"match": match, "below": below, "limit": limit}
        numbers = connection.execute(_MATCHES, values).scalars().all()
        if not numbers:
            return
        below = numbers[-1]
        keys = dict.fromkeys(_owners(connection, numbers))
        found.update(names(connection, [key for key in keys if key not in found]))


def _owners(connection: Connection, numbers: Sequence[int]) -> list[tuple[str, str]]:
    """Return (kind, id) of the items that search rows name, in the order of the rows."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        by_kind[KINDS_BY_CODE[number & ((1 << KIND_BITS) - 1)]].append(number)
    found: dict[int, tuple[str, str]] = {}
    for kind, rows in by_kind.items():
        owner_kind, owner_id = OWNERS[kind]
        query = (
            f'SELECT {row_number(kind)}, {owner_kind}, {owner_id} FROM "{kind}" '
            f"WHERE seq IN (SELECT value >> {KIND_BITS} FROM json_each(?))"
        )
        for row in connection.exec_driver_sql(query, (json.dumps(rows),)):
            found[row[0]] = (row[1], row[2])
    return [found[number] for number in numbers if number in found]


def _cut(title: str) -> str:
    """A title of at most TITLE_LENGTH characters, with an ellipsis where it was cut."""
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rstrip() + "…"


def _is_number(text: str) -> bool:
    text = text.strip()
    return text.isascii() and text.isdecimal() and len(text) <= 9


def _numbered(connection: Connection, kind: str, number: int) -> list[str]:
    """Return the ids of live items of a kind with a short number."""
    table = TABLES[CLASSES[kind]].c
    query = select(table.id).where(table.number == number, table.deleted_at.is_(None))
    if kind == "task":
        # The index of numbers begins with the launch.
        launches = select(TABLES[CLASSES["launch"]].c.id)
        query = query.where(table.launch_id.in_(launches))
    return list(connection.execute(query.order_by(table.id)).scalars())
