"""Every hostile file ends in ten seconds and 512 MB, with a sentence or the table that is there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.exchange.tables import limited
from tests.unit.exchange.tables.hostile_json import JSONS
from tests.unit.exchange.tables.hostile_text import TEXTS, Variant
from tests.unit.exchange.tables.hostile_workbooks import WORKBOOKS

VARIANTS = (*TEXTS, *JSONS, *WORKBOOKS)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux counts it")


def test_there_are_enough_variants() -> None:
    names = [f"{each.name}{each.suffix}" for each in VARIANTS]
    assert len(set(names)) == len(names) >= 60


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda each: f"{each.name}{each.suffix}")
def test_hostile(variant: Variant, tmp_path: Path) -> None:
    path = tmp_path / f"{variant.name}{variant.suffix}"
    path.write_bytes(variant.content())
    done = subprocess.run(
        [sys.executable, "-m", limited.__name__, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=Path(__file__).parents[4],
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    path.unlink()
    if variant.refused:
        assert variant.refused in found.get("refused", found), found
        assert variant.name in found["refused"]
        assert found["refused"].endswith(".")
    else:
        assert "refused" not in found, found
        assert {key: found[key] for key in variant.result} == variant.result
