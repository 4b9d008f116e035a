"""Secrets on their way to a server: what is sent with a request, and what must never be shown."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, urlsplit

HIDDEN = "•••"
# Shorter secrets would hide half of every text; no system issues one.
SHORTEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """Headers and query parameters that prove who asks, and every form in which they are secret.

    They are sent to the origin (scheme, host and port) of the source and to no other.
    """

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        """Whether there is anything that could leak."""
        return bool(self.headers or self.query)

    def hide(self, text: str) -> str:
        """Return a text with every secret in it covered, however it was encoded."""
        for form in self._forms():
            text = text.replace(form, HIDDEN)
        return text

    def _forms(self) -> list[str]:
        """Return what must not be seen, the longest first."""
        forms: set[str] = set()
        for secret in (*self.secrets, *self.query.values()):
            forms |= {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)}
            forms |= {json.dumps(secret)[1:-1], base64.b64encode(secret.encode()).decode()}
        for value in self.headers.values():
            forms |= {value, value.partition(" ")[2]}
        return sorted((form for form in forms if len(form) >= SHORTEST), key=len, reverse=True)


NOTHING = Credential()


def bearer(token: str) -> Credential:
    """Return a token as an Authorization header (RFC 6750 §2.1)."""
    return Credential(headers={"Authorization": f"Bearer {token}"}, secrets=(token,))


def basic(user: str, password: str) -> Credential:
    """Return a name and password as an Authorization header (RFC 7617)."""
    word = base64.b64encode(f"{user}:{password}".encode()).decode()
    return Credential(headers={"Authorization": f"Basic {word}"}, secrets=(password, word))


def in_header(name: str, value: str) -> Credential:
    """Return a key in a header of its own."""
    return Credential(headers={name: value}, secrets=(value,))


def in_query(name: str, value: str) -> Credential:
    """Return a key as a query parameter."""
    return Credential(query={name: value}, secrets=(value,))


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a web address; raises ValueError when it has none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no web address")
    default = 443 if parts.scheme == "https" else 80
    return parts.scheme, parts.hostname.lower().rstrip("."), parts.port or default


def fits_header(values: Iterable[str]) -> bool:
    """Tell whether texts can stand in a header: printable ASCII, nothing that begins a new line."""
    return all(value.isascii() and value.isprintable() for value in values)
