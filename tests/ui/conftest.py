"""What tests of the interface leave to nobody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    """A QMimeData made in Python and left on the clipboard outlives the interpreter and crashes."""
    yield
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
