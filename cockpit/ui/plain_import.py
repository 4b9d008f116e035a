"""Loads Qt and puts Python's own import back, which PySide6 replaces as it is loaded."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  it has to be loaded first


def import_plainly() -> None:
    """Make `import` Python's own again, for all that is imported after Qt.

    PySide6's reads the source of every module to see whether it uses `__feature__`. Nothing here
    does, and reading 200 files takes as long as a third of loading SQLAlchemy.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
