"""An older file is brought up to date whole, after a backup, or stays as it was."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from cockpit.bootstrap import new_workspace
from cockpit.domain.errors import UserError
from cockpit.resources import migrations_dir
from cockpit.storage import backup, migrate
from cockpit.storage.engine import make_engine
from cockpit.storage.workspace import SqlWorkspace

HEADER = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{before}"


def upgrade():
"""
# A batch rebuild of a table that others refer to: with foreign keys on, its children would go.
GOOD = """
    with op.batch_alter_table("product") as batch:
        batch.add_column(sa.Column("motto", sa.String(), nullable=False, server_default="!"))
"""
FAILING = GOOD + '    op.execute("DELETE FROM launch")\n    op.execute("SELECT * FROM nowhere")\n'
ORPHANING = GOOD + '    op.execute("DELETE FROM product")\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "w.cockpit"
    new_workspace(path, "en", "UTC", None).close()
    return path


def newer_folder(tmp_path: Path, upgrade: str) -> Path:
    """Copy the migrations and put one after the newest."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    code = HEADER.format(before=migrate.HEAD) + upgrade
    (folder / "versions" / "9001_next.py").write_text(code)
    return folder


def scalar(engine: Engine, query: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(query)).scalar()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_older_file_is_backed_up_and_migrated_with_every_row(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = newer_folder(tmp_path, GOOD)
    monkeypatch.setattr(migrate, "migrations_dir", lambda: folder)
    workspace = SqlWorkspace(path)
    engine = make_engine(path)
    assert migrate.revision(engine) == "9001"
    assert scalar(engine, "SELECT motto FROM product") == "!"
    assert scalar(engine, 'SELECT count(*) FROM "column"') == 5
    assert scalar(engine, "SELECT count(*) FROM launch") == 1
    assert scalar(engine, "PRAGMA foreign_keys") == 1
    engine.dispose()
    workspace.close()
    [kept] = path.parent.glob("w.before-9001-*.cockpit")
    backup.verify(kept, None)
    copy = make_engine(kept)
    assert migrate.revision(copy) == migrate.HEAD
    copy.dispose()
    SqlWorkspace(path).close()
    assert len(list(path.parent.glob("w.before-*"))) == 1


def test_only_the_newest_three_backups_of_migrations_are_kept(path: Path, tmp_path: Path) -> None:
    older = [f"w.before-0002-2025010{day}T120000.cockpit" for day in range(1, 5)]
    older[1] = older[1].replace(".cockpit", "-2.zip")
    mine = [
        "w.before-0002.cockpit",
        "w.before-0002-20250101T120000.cockpit.bak",
        "w.cockpit.old",
        "www.before-0002-20250101T120000.cockpit",
        "w.before-lunch-20250101T120000.cockpit",
    ]
    for name in (*older, *mine):
        (tmp_path / name).write_bytes(b"x")
    engine = make_engine(path)
    made = migrate.bring_up_to_date(engine, path, folder=newer_folder(tmp_path, GOOD))
    engine.dispose()
    assert made is not None
    left = {file.name for file in tmp_path.iterdir()}
    assert set(mine) <= left
    assert {made.name, older[2], older[3]} <= left
    assert not {older[0], older[1]} & left


@pytest.mark.parametrize(
    ("upgrade", "said"),
    [(FAILING, "nowhere"), (ORPHANING, "would break")],
    ids=["fails", "orphans"],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, tmp_path: Path, upgrade: str, said: str
) -> None:
    folder = newer_folder(tmp_path, upgrade)
    before = digest(path)
    engine = make_engine(path)
    with pytest.raises(UserError, match=said):
        migrate.bring_up_to_date(engine, path, folder=folder)
    assert scalar(engine, "PRAGMA foreign_keys") == 1
    engine.dispose()
    assert digest(path) == before
    assert {file.name for file in tmp_path.iterdir()} == {"w.cockpit", "migrations"}
    workspace = SqlWorkspace(path)
    assert workspace.check() == []
    assert len(workspace.reader().launches()) == 1
    workspace.close()


def test_without_a_backup_nothing_is_migrated(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = newer_folder(tmp_path, GOOD)
    monkeypatch.setattr(backup, "verify", lambda copy, key: (_ for _ in ()).throw(UserError("no")))
    engine = make_engine(path)
    with pytest.raises(UserError, match="no"):
        migrate.bring_up_to_date(engine, path, folder=folder)
    assert migrate.revision(engine) == migrate.HEAD
    engine.dispose()
    assert not list(tmp_path.glob("w.before-*"))


@pytest.mark.parametrize("found", ["9001", "0000", None])
def test_a_newer_or_unknown_revision_is_refused_untouched(path: Path, found: str | None) -> None:
    engine = make_engine(path)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :n"), {"n": found or ""})
    engine.dispose()
    before = digest(path)
    said = "newer Ops Cockpit" if found == "9001" else "is not an Ops Cockpit workspace"
    with pytest.raises(UserError, match=said):
        SqlWorkspace(path)
    assert digest(path) == before


def test_the_newest_revision_is_read_from_the_folder(tmp_path: Path) -> None:
    folder = newer_folder(tmp_path, GOOD)
    (folder / "versions" / "notes.py").write_text("")
    assert migrate.revisions(folder)[-1] == "9001"
    assert migrate.revisions(migrations_dir())[-1] == migrate.HEAD


def test_alembic_and_keyring_are_not_imported_to_open_a_file_in_order(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cockpit.storage.workspace import SqlWorkspace; "
        "SqlWorkspace(Path(sys.argv[1])).close(); "
        "print([m for m in ('alembic', 'keyring') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(path)]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
