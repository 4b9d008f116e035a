"""Only connectors/http.py opens connections; the standard library's own clients count too."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "cockpit"
DOOR = ROOT / "connectors" / "http.py"
CLIENTS = frozenset(
    {
        "aiohttp", "ftplib", "http.client", "http.server", "httpx", "requests", "smtplib",
        "socket", "socketserver", "telnetlib", "urllib.request", "urllib3", "xmlrpc",
    }
)  # fmt: skip


def clients(source: str) -> set[str]:
    """The modules a source imports that open connections, wherever the import stands."""
    named: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in named for one in CLIENTS if name == one or name.startswith(f"{one}.")}


@pytest.mark.parametrize(
    "source",
    [
        "import urllib.request",
        "from urllib import request",
        "def f():\n    from http.client import HTTPSConnection",
        "import socket as s",
        "import httpx._client",
    ],
)
def test_the_guard_sees_a_client(source: str) -> None:
    assert clients(source)


def test_parsing_an_address_is_no_connection() -> None:
    assert clients("from urllib.parse import urlsplit\nfrom http import HTTPStatus") == set()


def test_only_one_file_opens_connections() -> None:
    found = {
        str(path.relative_to(ROOT)): clients(path.read_text(encoding="utf-8"))
        for path in ROOT.rglob("*.py")
        if path != DOOR
    }
    assert {name: names for name, names in found.items() if names} == {}
