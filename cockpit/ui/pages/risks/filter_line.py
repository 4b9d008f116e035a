"""Terms put into and taken out of a filter line, so that a click and typing say the same."""

from __future__ import annotations

from collections.abc import Collection

from cockpit.domain.filters import Filter


def without(line: str, parsed: Filter, fields: Collection[str]) -> str:
    """The line without its terms of some fields; `parsed` is what the line says."""
    rest = line
    for term in sorted(parsed.terms, key=lambda term: -term.start):
        if term.field in fields:
            rest = rest[: term.start] + rest[term.end :]
    return " ".join(rest.split())


def with_term(line: str, parsed: Filter, fields: Collection[str], term: str) -> str:
    """The line with one term in place of those of some fields."""
    return f"{without(line, parsed, fields)} {term}".strip()
