"""Points get versions by batch and are sealed into blocks; figures get a band and an order."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; points that are there become live ones."""
    with op.batch_alter_table("kpi") as batch:
        batch.add_column(sa.Column("origin", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("band_low", sa.Float(), nullable=True))
        batch.add_column(sa.Column("band_high", sa.Float(), nullable=True))
        batch.add_column(sa.Column("position", sa.Float(), nullable=False, server_default="0"))
    with op.batch_alter_table("annotation") as batch:
        batch.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="note"))
    with op.batch_alter_table("series") as batch:
        batch.add_column(sa.Column("position", sa.Float(), nullable=False, server_default="0"))
    for table, columns in (
        ("kpi", ("product_id",)),
        ("series", ("kpi_id",)),
        ("series", ("key",)),
        ("annotation", ("product_id",)),
    ):
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
    _points()
    _blocks()


def _points() -> None:
    op.rename_table("point", "old_point")
    op.create_table(
        "point",
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("t", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("flags", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "t", "batch"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO point(series, t, batch, value, flags) "
        "SELECT series, t, 0, value, flags FROM old_point"
    )
    op.drop_table("old_point")


def _blocks() -> None:
    op.create_table(
        "block",
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("series", "level", "hidden", "from_t", "to_t", "count")
        ),
        *(sa.Column(name, sa.Float(), nullable=True) for name in ("min", "max", "sum")),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "level", "hidden", "from_t"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_block_hidden",
        "block",
        ["hidden", "level", "id"],
        sqlite_where=sa.text("hidden > 0"),
    )
    op.create_table(
        "block_bytes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "point_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "point_range",
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("number", "series", "from_t", "to_t")
        ),
        sa.PrimaryKeyConstraint("number", "series"),
        sqlite_with_rowid=False,
    )
