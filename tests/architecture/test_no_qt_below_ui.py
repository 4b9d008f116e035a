"""Everything below the ui must be importable where there is no Qt at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cockpit"

BLOCKER = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "pyqtgraph", "qtpy", "qtawesome"):
            raise ImportError(f"{name} is blocked: {sys.argv[1:]}")

sys.meta_path.insert(0, NoQt())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def modules_below_ui() -> list[str]:
    names = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = ("cockpit", *path.relative_to(PACKAGE).with_suffix("").parts)
        # __main__ would start the program, and the ui and bootstrap are where Qt is meant to be.
        if parts[1] not in ("ui", "bootstrap", "__main__", "resources", "migrations"):
            names.append(".".join(part for part in parts if part != "__init__"))
    return names


def import_without_qt(names: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BLOCKER, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_module_below_the_ui_is_found() -> None:
    names = modules_below_ui()
    assert "cockpit.domain" in names
    assert len(names) > 20


def test_every_module_below_the_ui_imports_without_qt() -> None:
    result = import_without_qt(modules_below_ui())
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", ["PySide6.QtCore", "pyqtgraph"])
def test_the_block_really_blocks(name: str) -> None:
    result = import_without_qt([name])
    assert result.returncode != 0
    assert "is blocked" in result.stderr
