"""What can be wrong inside a workspace that opens: each finding says what, where and the repair."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from cockpit.domain.errors import EnvironmentProblem
from cockpit.i18n import N_, _, ngettext
from cockpit.storage import content, keys, tables
from cockpit.storage.engine import Unreadable, make_engine
from cockpit.storage.import_lock import ImportLock
from cockpit.storage.rows import Rows, rows_of
from cockpit.storage.search_rows import CODES, KIND_BITS, insert_search, row_number, search_row
from cockpit.storage.tables import SEARCHABLE

Problem = dict[str, str]

RESTORE = N_("Restore a backup with “cockpit restore”; it keeps this file.")
REINDEX = N_("Run “cockpit reindex”: it makes the search rows anew.")
ATTACH_AGAIN = N_("Restore a backup that has it, or attach the same file again.")
BRING_FOLDER = N_("Put the folder back beside the workspace, where it was.")
NO_UNDO = N_("The records are whole; do not undo or redo this step.")
NEW_CODE = N_("Run “cockpit recovery-code” and keep what it prints.")
SLICE = 2000


def check(path: Path, *, key: bytes | None) -> list[Problem]:
    """Return every problem of the file, [] when it is sound; others may write meanwhile."""
    problems: list[Problem] = []
    engine = make_engine(path, key=key, read_only=True)
    with engine.connect() as connection:
        for part in (_cipher, _pages, _references, _search, _steps, _entries, _points):
            try:
                problems += list(part(connection))
            except Unreadable:
                problems.append(_problem(_("unreadable pages"), str(path), _(RESTORE)))
                break
            except DatabaseError as error:
                # The library's own check can itself stumble over what it finds.
                problems.append(_problem(str(error.orig), _("the file"), _(RESTORE)))
        else:
            problems += list(_contents(connection, path))
    engine.dispose()
    if key is not None and keys.read_wrapped(path) is None:
        what = _("the file that lets the recovery code open this workspace is missing or damaged")
        problems.append(_problem(what, str(keys.key_file(path)), _(NEW_CODE)))
    return problems


def reindex(engine: Engine, path: Path) -> int:
    """Make every search row anew in one transaction; return how many there are.

    Raises EnvironmentProblem while an import runs: its rows are hidden until it is done.
    """
    lock = ImportLock(path)
    if not lock.take():
        raise EnvironmentProblem(_("An import is running. Wait for it, then repeat."))
    try:
        return _reindex(engine)
    finally:
        lock.free()


def _reindex(engine: Engine) -> int:
    count = 0
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO search(search) VALUES ('delete-all')")
        for cls in SEARCHABLE:
            rows = rows_of(cls)
            last = ""
            while found := _slice(connection, rows, last):
                last = found[-1][rows.at["id"]]
                made = [row for each in found if (row := search_row(rows.record(each)))]
                insert_search(connection, made)
                count += len(made)
    return count


def _slice(connection: Connection, rows: Rows[Any], after: str) -> list[tuple[Any, ...]]:
    query = f'{rows.select}WHERE "id" > ? ORDER BY "id" LIMIT {SLICE}'
    return [tuple(row) for row in connection.exec_driver_sql(query, (after,))]


def _pages(connection: Connection) -> Iterator[Problem]:
    """The library's own check of pages and indexes."""
    for row in connection.exec_driver_sql("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield _problem(str(row[0]), _("the file"), _(RESTORE))


def _cipher(connection: Connection) -> Iterator[Problem]:
    """The proof that each page of an encrypted file carries; a plain file has none."""
    for (what,) in _rows(connection, "PRAGMA cipher_integrity_check"):
        yield _problem(str(what), _("the file"), _(RESTORE))


def _references(connection: Connection) -> Iterator[Problem]:
    for table, row, parent, _number in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        what = _("refers to a {parent} that does not exist").format(parent=parent)
        yield _problem(what, f"{table} {row}", _(RESTORE))


def _search(connection: Connection) -> Iterator[Problem]:
    """Every live record has its search row, and no other record, nor anything else, has one."""
    query = "SELECT id FROM batch WHERE state IN ('open', 'showing')"
    # The rows of an import that runs are hidden and have search rows already.
    running = set(connection.exec_driver_sql(query).scalars())
    for cls in SEARCHABLE:
        rows = rows_of(cls)
        missing = left = 0
        query = (
            f'SELECT "deleted_at" IS NULL, "batch_id", {row_number(rows.kind)} '
            f'IN (SELECT id FROM search_docsize) FROM "{rows.kind}"'
        )
        for live, batch, found in connection.exec_driver_sql(query):
            if batch not in running:
                missing += live and not found
                left += found and not live
        yield from _counted(rows.kind, missing, left)
    unnamed = _count(connection, f"SELECT count(*) FROM search_docsize WHERE {_OF_NOBODY}")
    if unnamed:
        what = _("{count} search rows lead to no record").format(count=unnamed)
        yield _problem(what, "search", _(REINDEX))


_OF_NOBODY = " AND ".join(
    f"NOT (id & {(1 << KIND_BITS) - 1} = {code} "
    f'AND id >> {KIND_BITS} IN (SELECT seq FROM "{kind}"))'
    for kind, code in CODES.items()
)


def _counted(kind: str, missing: int, left: int) -> Iterator[Problem]:
    sentences = (
        (missing, _("{count} records cannot be found by search")),
        (left, _("{count} deleted records are still found by search")),
    )
    for count, sentence in sentences:
        if count:
            yield _problem(sentence.format(count=count), kind, _(REINDEX))


# What must hold of steps: the sentence, and the query of the steps where it does not.
STEP_RULES = (
    (
        N_("this step takes back, or does again, a step that does not exist"),
        "SELECT s.id FROM step s WHERE s.action IN ('undo', 'redo') "
        "AND NOT EXISTS (SELECT 1 FROM step o WHERE o.id = s.of_step AND o.action = 'edit')",
    ),
    (
        N_("this step is marked as undone by a step that did not undo it"),
        "SELECT s.id FROM step s WHERE s.undone_by IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM step u WHERE u.id = s.undone_by AND u.of_step = s.id "
        "AND u.action = 'undo')",
    ),
    (
        N_("this step is marked as standing, but it was undone"),
        "SELECT s.id FROM step s JOIN (SELECT of_step, max(id) AS last FROM step "
        "WHERE of_step IS NOT NULL GROUP BY of_step) g ON g.of_step = s.id "
        "JOIN step l ON l.id = g.last WHERE s.undone_by IS NULL AND l.action = 'undo'",
    ),
    (
        N_("this step names an import that does not exist"),
        "SELECT s.id FROM step s WHERE s.batch_id IS NOT NULL "
        "AND s.batch_id NOT IN (SELECT id FROM batch)",
    ),
    (
        N_("entries of this step are missing"),
        "SELECT step_id FROM journal GROUP BY step_id "
        "HAVING min(seq) <> 0 OR max(seq) <> count(*) - 1",
    ),
    (
        N_("this step has entries that cannot be read"),
        "SELECT DISTINCT step_id FROM journal WHERE NOT (json_valid(old) AND json_valid(new))",
    ),
    (
        N_("entries are there, but their step is not"),
        "SELECT DISTINCT step_id FROM journal WHERE step_id NOT IN (SELECT id FROM step)",
    ),
)


def _steps(connection: Connection) -> Iterator[Problem]:
    for sentence, query in STEP_RULES:
        for row in connection.exec_driver_sql(query):
            yield _problem(_(sentence), _step(row[0]), _(NO_UNDO))


def _entries(connection: Connection) -> Iterator[Problem]:
    """Every entry is about a field and a record that exist."""
    fields = connection.exec_driver_sql(
        "SELECT kind, field, min(step_id), count(*) FROM journal GROUP BY kind, field"
    ).all()
    kinds: set[str] = set()
    for kind, field, step, count in fields:
        known = kind in tables.CLASSES
        if known:
            kinds.add(kind)
        if not known or (field and field not in rows_of(tables.CLASSES[kind]).at):
            what = ngettext(
                "{count} entry is about the unknown field {field}",
                "{count} entries are about the unknown field {field}",
                count,
            ).format(count=count, field=f"{kind}.{field}")
            yield _problem(what, _step(step), _(NO_UNDO))
    for kind in sorted(kinds):
        query = (
            "SELECT DISTINCT step_id FROM journal WHERE kind = ? "
            f'AND item_id NOT IN (SELECT id FROM "{kind}")'
        )
        for row in connection.exec_driver_sql(query, (kind,)):
            what = _("this step changed a {kind} that does not exist").format(kind=kind)
            yield _problem(what, _step(row[0]), _(NO_UNDO))


def _contents(connection: Connection, path: Path) -> Iterator[Problem]:
    """Every attachment has its bytes, in the file or in the folder, as they were attached."""
    found = list(content.unsound(connection, path))
    missing = [each for each in found if each.missing]
    folder = keys.data_folder(path)
    if missing and not (folder / content.FOLDER).is_dir():
        what = ngettext(
            "{count} attachment cannot be read: the folder beside the workspace is not here",
            "{count} attachments cannot be read: the folder beside the workspace is not here",
            len(missing),
        ).format(count=len(missing))
        yield _problem(what, str(folder), _(BRING_FOLDER))
        found = [each for each in found if not each.missing]
    for each in found:
        sentence = _("its content is missing") if each.missing else _("its content is damaged")
        where = _("attachment “{name}”").format(name=each.attachment)
        yield _problem(sentence, where, _(ATTACH_AGAIN))


def _points(connection: Connection) -> Iterator[Problem]:
    """The blocks of points can be read, are as they were written, and roll up what is in them."""
    query = "SELECT 1 FROM block UNION ALL SELECT 1 FROM point UNION ALL SELECT 1 FROM block_bytes"
    if connection.exec_driver_sql(f"{query} LIMIT 1").first():
        from cockpit.storage.series_check import findings

        for what, where in findings(connection):
            yield _problem(what, where, _(RESTORE))


def _rows(connection: Connection, pragma: str) -> list[tuple[Any, ...]]:
    """Return the rows of a pragma that may answer with none at all."""
    result = connection.exec_driver_sql(pragma)
    return [tuple(row) for row in result] if result.returns_rows else []


def _step(number: int) -> str:
    return _("step {number}").format(number=number)


def _count(connection: Connection, query: str) -> int:
    return int(connection.exec_driver_sql(query).scalar_one())


def _problem(what: str, where: str, repair: str) -> Problem:
    return {"what": what, "where": where, "repair": repair}
