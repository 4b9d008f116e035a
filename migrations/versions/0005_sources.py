"""Sources get a schedule, runs what they changed, and refused rows a table."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; older sources are pulled hourly."""
    with op.batch_alter_table("source") as batch:
        batch.add_column(
            sa.Column("interval_seconds", sa.Integer(), nullable=False, server_default="3600")
        )
        batch.add_column(sa.Column("restate_days", sa.Integer(), nullable=False, server_default="3"))
        batch.add_column(sa.Column("enabled", sa.Boolean(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("reset_at", sa.String(), nullable=True))
        batch.add_column(sa.Column("secret_keys", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("sync_run") as batch:
        batch.add_column(sa.Column("updated", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("trouble", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("from_at", sa.String(), nullable=True))
        batch.add_column(sa.Column("retry_seconds", sa.Integer(), nullable=True))
    op.create_index(
        "ix_sync_run_run_source_id_started_at", "sync_run", ["run_source_id", "started_at"]
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("batch_id", sa.String(), nullable=True),
        sa.Column("run_source_id", sa.String(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("raw", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["run_source_id"], ["source.id"]),
        sa.ForeignKeyConstraint(["run_id"], ["sync_run.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_quarantine_run_source_id", "quarantine", ["run_source_id"])
    op.create_index(
        "ix_quarantine_batch",
        "quarantine",
        ["batch_id"],
        sqlite_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_index(
        "ix_quarantine_source",
        "quarantine",
        ["source_id"],
        sqlite_where=sa.text("source_id IS NOT NULL"),
    )
