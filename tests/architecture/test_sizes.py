"""Files and functions must stay short enough to be read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "cockpit"
LONGEST_FILE = 300
LONGEST_FUNCTION = 60

FILES = sorted(PACKAGE.rglob("*.py"))


def long_functions(source: str) -> list[str]:
    """Name each function that takes more lines than LONGEST_FUNCTION."""
    return [
        f"{node.name}: {length} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) >= LONGEST_FUNCTION
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_short_and_says_what_it_is(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") < LONGEST_FILE
    assert long_functions(source) == []
    assert ast.get_docstring(ast.parse(source)), "the file has no docstring"


def test_a_long_function_is_found() -> None:
    body = "    pass\n" * LONGEST_FUNCTION
    assert long_functions(f"def endless():\n{body}") == ["endless: 61 lines"]
