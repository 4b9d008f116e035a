"""What commands say to a person at a terminal: aligned columns and sentences instead of JSON."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from cockpit.i18n import _

# What a reader of a table has no use for: identities, and where a card lies in its column.
HIDDEN: Final = frozenset(
    {"id", "created_at", "deleted_at", "source_id", "batch_id", "position", "colour", "pinyin"}
)
# Too long for a table, or said by another column.
NOT_IN_TABLES: Final = frozenset({"description", "entered_at", "blocked_at", "aliases"})
NAMING: Final = ("title", "name", "text", "label")  # what a record is called, the first it has
WIDEST: Final = 60
Row = Mapping[str, object]


def plain(document: object) -> str:
    """Return any document as text: a table of records, or a line for each field."""
    if isinstance(document, Sequence) and not isinstance(document, str):
        return table([as_row(item) for item in document])
    if isinstance(document, Mapping) or dataclasses.is_dataclass(document):
        return "\n".join(_lines(as_row(document)))
    return _cell(document)


def as_row(item: object) -> dict[str, object]:
    """Return a record, or anything with fields, as a mapping."""
    if isinstance(item, Mapping):
        return {str(key): value for key, value in item.items()}
    if dataclasses.is_dataclass(item) and not isinstance(item, type):
        return {field.name: getattr(item, field.name) for field in dataclasses.fields(item)}
    return {"": item}


def table(rows: Sequence[Row]) -> str:
    """Return rows in columns; a column that is empty in every row is left out."""
    if not rows:
        return _("Nothing found.")
    names = [
        name
        for name in dict.fromkeys(name for row in rows for name in row)
        if not _hidden(name)
        and name not in NOT_IN_TABLES
        and not all(_empty(row.get(name)) for row in rows)
    ]
    cells = [names, *([_cell(row.get(name)) for name in names] for row in rows)]
    wide = [max(width(line[at]) for line in cells) for at in range(len(names))]
    return "\n".join(
        "  ".join(_padded(cell, room) for cell, room in zip(line, wide, strict=True)).rstrip()
        for line in cells
    )


def width(text: str) -> int:
    """Return how many places a text takes in a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def size_text(count: int) -> str:
    """Return a number of bytes for a person, such as 1.2 MB."""
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def counted(counts: Mapping[str, int]) -> str:
    """Return counts by kind in one line, such as `task 122, column 18`."""
    return ", ".join(f"{kind} {count:,}" for kind, count in counts.items()) or "0"


def fields(pairs: Iterable[tuple[str, str]]) -> str:
    """Return pairs of label and value, one a line, the values below each other."""
    known = list(pairs)
    room = max(width(label) for label, _value in known)
    return "\n".join(f"{_padded(label, room)}  {value}".rstrip() for label, value in known)


def _hidden(name: str) -> bool:
    return name in HIDDEN or name.endswith("_id")


def _empty(value: object) -> bool:
    return value is None or value == "" or value == () or value == []


def _padded(text: str, room: int) -> str:
    return text + " " * (room - width(text))


def _lines(row: Row, indent: str = "") -> Iterable[str]:
    """A line for each field that says something, what it holds below it."""
    for name, value in row.items():
        if _hidden(name) or _empty(value):
            continue
        if isinstance(value, Mapping) or dataclasses.is_dataclass(value):
            inner = as_row(value)
            if all(isinstance(x, int | float | str) for x in inner.values()):
                yield f"{indent}{name}: " + ", ".join(f"{k} {_cell(v)}" for k, v in inner.items())
            else:
                yield f"{indent}{name}:"
                yield from _lines(inner, indent + "  ")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield f"{indent}{name}:"
            for item in value:
                yield f"{indent}  - {_one_line(item)}"
        else:
            yield f"{indent}{name}: {_cell(value)}".rstrip()


def _one_line(item: object) -> str:
    row = as_row(item)
    if list(row) == [""]:
        return _cell(item)
    shown = {k: v for k, v in row.items() if not _hidden(k) and not _empty(v)}
    return ", ".join(f"{name} {_cell(value)}" for name, value in shown.items())


def _cell(value: Any) -> str:
    """Return a value in one short line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_cell(item) for item in value)
    if dataclasses.is_dataclass(value):
        row = as_row(value)
        return next((_cell(row[name]) for name in NAMING if row.get(name)), "")
    text = " ".join(str(value).split())
    if width(text) <= WIDEST:
        return text
    kept, used = "", 1
    for character in text:
        used += width(character)
        if used > WIDEST:
            break
        kept += character
    return kept + "…"
