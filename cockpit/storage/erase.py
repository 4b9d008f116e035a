"""Erase: takes words, or a person, out of the file for good, where Delete only hides.

Rows, the values in the journal, the sentences of steps, the search index and stored attachments
are rewritten; then the file is made anew so that no freed page and no log keeps an old copy.
Undo cannot bring anything back. What is outside the file is named, not touched.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, String, Table

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import EnvironmentProblem, UserError
from cockpit.i18n import _
from cockpit.storage import tables, workspace_health
from cockpit.storage.content import files_beside, workspace_of
from cockpit.storage.copies import Copy, copies_holding, file_holds, own_files
from cockpit.storage.engine import make_engine
from cockpit.storage.erase_words import Words
from cockpit.storage.import_lock import ImportLock
from cockpit.storage.types import instant_text

SHORTEST = 2

# Columns that hold words of the program or names that other rows refer to, never a person's text.
KEPT = frozenset(
    (
        *("id", "key", "kind", "item_kind", "a_kind", "b_kind", "field", "stamp", "sha256"),
        *("status", "state", "action", "format", "msgid", "type", "connector", "direction"),
        *("aggregation", "grain", "media_type", "currency", "zone", "old", "new", "label_values"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was rewritten, the other files that still hold it, the attachments not looked into.

    `left` are files of the workspace whose bytes still hold it, as a word of the program may be.
    """

    records: int
    entries: int
    steps: int
    attachments: int
    copies: tuple[Copy, ...]
    unsearched: tuple[str, ...]
    left: tuple[str, ...] = ()


def erase_text(
    engine: Engine, path: Path, text: str, *, key: bytes | None, dry_run: bool = False
) -> Erased:
    """Erase a text, in any case, wherever it stands. Raises UserError when it is too short."""
    if len(text.strip()) < SHORTEST:
        raise UserError(_("Name at least {count} characters to erase.").format(count=SHORTEST))
    return _erase(engine, path, Words([text.strip()]), key, dry_run)


def erase_person(
    engine: Engine, path: Path, name: str, *, key: bytes | None, dry_run: bool = False
) -> Erased:
    """Erase a person or customer, by id or name: their record and every mention of their names.

    Raises UserError when there is nobody of that name.
    """
    with engine.connect() as connection:
        found = _names(connection, name)
    if not found:
        raise UserError(_("There is nobody called “{name}” in this workspace.").format(name=name))
    return _erase(engine, path, Words(found, whole=True), key, dry_run)


def _names(connection: Connection, name: str) -> list[str]:
    """Return every name and contact of the person or customer meant."""
    wanted = name.strip().casefold()
    query = (
        "SELECT id, name, aliases || char(10) || pinyin FROM person "
        "UNION ALL SELECT id, name, contact FROM customer"
    )
    names: list[str] = []
    for item_id, title, others in connection.exec_driver_sql(query):
        known = [title, *others.split("\n")]
        if wanted == item_id or wanted in (each.strip().casefold() for each in known):
            names += known
    return sorted({each.strip() for each in names if len(each.strip()) >= SHORTEST})


def _erase(engine: Engine, path: Path, words: Words, key: bytes | None, dry_run: bool) -> Erased:
    lock = ImportLock(path)
    if not lock.take():
        raise EnvironmentProblem(_("An import is running. Wait for it, then repeat."))
    try:
        with engine.connect() as connection:
            copies = copies_holding(path, words, connection)
            beside_it = [file for file in files_beside(path) if file_holds(file, words)]
            found = _rewrite(connection, words, copies, beside_it)
            if dry_run:
                connection.rollback()
                return found
            connection.commit()
        # Only now: were they removed first, a step that fails would leave attachments without them.
        for file in beside_it:
            file.unlink(missing_ok=True)
    finally:
        lock.free()
    workspace_health.reindex(engine, path)
    # Fresh connections: those that read the words keep copies of their pages in memory.
    engine.dispose()
    _make_anew(path, key)
    if words.whole or key is not None:
        return found
    left = tuple(str(file) for file in own_files(path) if file_holds(file, words))
    return replace(found, left=left)


def _rewrite(
    connection: Connection, words: Words, copies: Sequence[Copy], beside_it: Sequence[Path]
) -> Erased:
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA secure_delete = ON")
    for name, function in words.functions().items():
        driver.create_function(name, 1, function)
    records = sum(
        _rewrite_texts(connection, table)
        for table in tables.metadata.sorted_tables
        if table not in (tables.journal, tables.step)
    )
    _rewrite_texts(connection, tables.step)
    kept = json.dumps(sorted(KEPT | {""}))
    entries = connection.exec_driver_sql(
        "UPDATE journal SET old = erased_json(old), new = erased_json(new) "
        "WHERE (holds_json(old) OR holds_json(new)) "
        "AND field NOT IN (SELECT value FROM json_each(?))",
        (kept,),
    ).rowcount
    steps = connection.exec_driver_sql(
        "UPDATE step SET label_values = erased_json(label_values) WHERE holds_json(label_values)"
    ).rowcount
    attachments = _drop_contents(connection, [file.name for file in beside_it])
    return Erased(
        records=records,
        entries=entries,
        steps=steps,
        attachments=attachments,
        copies=tuple(copies),
        unsearched=_unsearched(connection),
    )


def _rewrite_texts(connection: Connection, table: Table) -> int:
    """Rewrite the columns of a table that hold people's texts; return how many rows changed."""
    names = [
        column.name
        for column in table.columns
        if isinstance(column.type, String)
        and column.name not in KEPT
        and (not column.name.endswith("_id") or column.name == "source_id")
    ]
    if not names:
        return 0
    sets = ", ".join(f'"{name}" = erased("{name}")' for name in names)
    where = " OR ".join(f'holds("{name}")' for name in names)
    return connection.exec_driver_sql(f'UPDATE "{table.name}" SET {sets} WHERE {where}').rowcount


def _unsearched(connection: Connection) -> tuple[str, ...]:
    """Return the names of attachments whose words are packed, so that they were not looked at."""
    inside = connection.exec_driver_sql(
        "SELECT DISTINCT a.name FROM attachment a JOIN content c ON c.sha256 = a.sha256 "
        "WHERE substr(c.bytes, 1, 2) = CAST('PK' AS BLOB) "
        "OR substr(c.bytes, 1, 4) = CAST('%PDF' AS BLOB)"
    ).scalars()
    names = set(inside)
    for file in files_beside(workspace_of(connection.engine)):
        with file.open("rb") as stream:
            packed = stream.read(4).startswith((b"PK", b"%PDF"))
        if packed:
            query = "SELECT name FROM attachment WHERE sha256 = ?"
            names.update(connection.exec_driver_sql(query, (file.name,)).scalars())
    return tuple(sorted(names))


def _drop_contents(connection: Connection, beside_it: Sequence[str]) -> int:
    """Let go of stored files that hold the words, and of the attachments that show them.

    `beside_it` are the sha256 of those in the folder; the caller removes the files themselves.
    """
    query = "SELECT sha256 FROM content WHERE holds_bytes(bytes)"
    inside = connection.exec_driver_sql(query).scalars().all()
    found = [(digest,) for digest in (*inside, *beside_it)]
    if not found:
        return 0
    now = instant_text(utc_now())
    connection.exec_driver_sql(
        "UPDATE attachment SET sha256 = '', deleted_at = coalesce(deleted_at, ?) WHERE sha256 = ?",
        [(now, *row) for row in found],
    )
    connection.exec_driver_sql("DELETE FROM content WHERE sha256 = ?", found)
    return len(found)


def _make_anew(path: Path, key: bytes | None) -> None:
    """Copy the file page by page into itself and empty its log."""
    engine = make_engine(path, key=key)
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA secure_delete = ON")
            driver.execute("VACUUM")
            busy, _log, _done = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        engine.dispose()
    if busy:
        raise EnvironmentProblem(
            _(
                "It is erased, but the log of {path} may still hold it while another program uses "
                "the file. Close that program and repeat."
            ).format(path=path),
            retryable=True,
        )
