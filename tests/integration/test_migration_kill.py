"""A process killed anywhere in a migration leaves the old form whole, or the new one."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cockpit.bootstrap import import_board, new_workspace
from cockpit.resources import migrations_dir
from cockpit.storage import keys, migrate
from cockpit.storage.engine import make_engine
from cockpit.storage.workspace import SqlWorkspace

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
TRELLO = next((ROOT / "tests" / "data" / "trello").glob("*.json"))
CYCLES = 12
NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{migrate.HEAD}"


def upgrade():
    for number in range(40):
        with op.batch_alter_table("task") as batch:
            batch.add_column(sa.Column(f"extra{{number}}", sa.String()))
"""
RUN = """
import sys
from pathlib import Path
from cockpit.storage import migrate
from cockpit.storage.engine import make_engine

path, folder = Path(sys.argv[1]), Path(sys.argv[2])
key = bytes.fromhex(sys.argv[3]) or None
print("ready", flush=True)
migrate.bring_up_to_date(make_engine(path, key=key), path, key=key, folder=folder)
"""


@pytest.mark.parametrize("encrypted", [False, True], ids=["plain", "encrypted"])
def test_a_migration_killed_anywhere_is_all_or_nothing(tmp_path: Path, encrypted: bool) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(migrations_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9001_next.py").write_text(NEXT)
    path = tmp_path / "w.cockpit"
    if encrypted:
        keys.prepare(path)
    workspace = new_workspace(path, "en", "UTC", None)
    import_board(workspace, "trello", TRELLO, into=None, dry_run=False)
    workspace.close()
    key = keys.in_keyring(path.read_bytes()[:16].hex()) if encrypted else None
    pristine = path.read_bytes()
    seen = set()
    for cycle in range(CYCLES):
        for left in tmp_path.glob("w.*cockpit*"):
            if left.is_file():
                left.unlink()
        path.write_bytes(pristine)
        command = [sys.executable, "-c", RUN, str(path), str(folder), (key or b"").hex()]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            # The last one is let through, so that both ends are seen.
            if cycle < CYCLES - 1:
                time.sleep(0.1 * cycle)
                process.kill()
        engine = make_engine(path, key=key)
        found = migrate.revision(engine)
        with engine.connect() as connection:
            columns = len(connection.exec_driver_sql("PRAGMA table_info(task)").all())
            tasks = connection.exec_driver_sql("SELECT count(*) FROM task").scalar()
        engine.dispose()
        seen.add((found, columns))
        assert tasks == 122
        if found == migrate.HEAD:
            again = SqlWorkspace(path)
            assert again.check() == []
            again.close()
    few = min(columns for _found, columns in seen)
    assert seen == {(migrate.HEAD, few), ("9001", few + 40)}
