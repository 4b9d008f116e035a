"""What risks need beyond the first schema: how they are answered, figures beside the ratings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it."""
    with op.batch_alter_table("risk") as batch:
        batch.add_column(sa.Column("strategy", sa.String(), nullable=True))
        batch.add_column(sa.Column("closed_at", sa.String(), nullable=True))
    op.create_index("ix_risk_product_id_number", "risk", ["product_id", "number"])
    with op.batch_alter_table("risk_assessment") as batch:
        batch.alter_column("likelihood", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("impact", existing_type=sa.Integer(), nullable=True)
        for name, kind in (
            ("probability_low", sa.Float()),
            ("probability_high", sa.Float()),
            ("cost_low", sa.Integer()),
            ("cost_high", sa.Integer()),
            ("days_low", sa.Float()),
            ("days_high", sa.Float()),
        ):
            batch.add_column(sa.Column(name, kind, nullable=True))
        for name in ("currency", "note"):
            batch.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
    names = ["risk_id", "tier", "at", "id", "deleted_at", "likelihood", "impact"]
    op.create_index(f"ix_risk_assessment_{'_'.join(names)}", "risk_assessment", names)
    op.create_index(
        "ix_risk_assessment_figures",
        "risk_assessment",
        ["risk_id"],
        sqlite_where=sa.text("cost_low IS NOT NULL OR days_low IS NOT NULL"),
    )
