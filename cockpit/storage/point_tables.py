"""The tables of points: recent rows, sealed blocks with their roll-ups, and batches of points."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, String, Table

from cockpit.storage.base import metadata

# Points that are not sealed yet: what each batch said of a time, see series_store.
point = Table(
    "point",
    metadata,
    Column("series", Integer, primary_key=True),
    Column("t", Integer, primary_key=True),
    Column("batch", Integer, primary_key=True),
    Column("value", Float),
    Column("flags", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Sealed points (level 0) and the roll-ups over them; what is read without their bytes.
block = Table(
    "block",
    metadata,
    Column("series", Integer, primary_key=True),
    Column("level", Integer, primary_key=True),
    Column("hidden", Integer, primary_key=True),
    Column("from_t", Integer, primary_key=True),
    Column("to_t", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("min", Float),
    Column("max", Float),
    Column("sum", Float),
    Column("numbers", LargeBinary, nullable=False),
    Column("id", Integer, nullable=False),
    sqlite_with_rowid=False,
)
Index(
    "ix_block_hidden",
    *(block.c[name] for name in ("hidden", "level", "id")),
    sqlite_where=block.c.hidden > 0,
)

block_bytes = Table(
    "block_bytes",
    metadata,
    # Never used twice, so that what was read of a block can be remembered by it.
    Column("id", Integer, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

# The batches that have points: those carry twice the id, live points an odd number in between.
point_batch = Table(
    "point_batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch_id", String, nullable=False, unique=True),
    sqlite_autoincrement=True,
)

# Between which times of which series a batch has points.
point_range = Table(
    "point_range",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("series", Integer, primary_key=True),
    Column("from_t", Integer, nullable=False),
    Column("to_t", Integer, nullable=False),
    sqlite_with_rowid=False,
)
