"""MAP.json: written for a person to edit, read back with care."""

from __future__ import annotations

from pathlib import Path

import pytest

from cockpit.domain.errors import UserError
from cockpit.domain.mapping import Mapping
from cockpit.exchange.tables import read_mapping, write_mapping

MAPPING = Mapping(
    kind="risk",
    columns={"风险": "title", "x": ""},
    values={"likelihood": {"High": "4"}},
    options={"zone": "Asia/Shanghai"},
)


def test_a_mapping_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "MAP.json"
    write_mapping(path, MAPPING)
    assert read_mapping(path) == MAPPING
    assert "风险" in path.read_text(encoding="utf-8")
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_mapping(path) == MAPPING


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not valid JSON"),
        (b"\xff\xfe", "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
        (b"{}", "does not say its"),
        (b" " * 5_000_000, "is too large"),
    ],
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "MAP.json"
    path.write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        read_mapping(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be opened"):
        read_mapping(tmp_path / "MAP.json")
