"""Finds the shipped data files in a checkout, an installed wheel or a frozen bundle."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def resource(relative: str) -> Path:
    """Return the path of a shipped file, given relative to `resources/`."""
    return _root("resources") / relative


def migrations_dir() -> Path:
    """Return the folder of database migrations."""
    return _root("migrations")


def _root(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
