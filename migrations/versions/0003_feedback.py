"""What feedback need beyond the first schema."""

from alembic import op
import sqlalchemy as sa

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXTS = ("author", "version", "platform", "country", "url", "reply")
INSTANTS = ("answered_at", "done_at", "snoozed_until")
WALKED = ["product_id", "received_at", "seq", "deleted_at", "status", "type", "rating",
          "snoozed_until", "channel", "customer_id", "author"]  # fmt: skip

LESS = (
    "UPDATE feedback_count SET count = count - 1 "
    "WHERE product_id = old.product_id AND status = old.status AND old.deleted_at IS NULL;"
)
MORE = (
    "INSERT INTO feedback_count(product_id, status, count) "
    "SELECT new.product_id, new.status, 1 WHERE new.deleted_at IS NULL "
    "ON CONFLICT(product_id, status) DO UPDATE SET count = count + 1;"
)
TRIGGERS = {
    "feedback_count_insert": ("AFTER INSERT ON feedback", MORE),
    "feedback_count_delete": ("AFTER DELETE ON feedback", LESS),
    "feedback_count_update": (
        "AFTER UPDATE OF status, deleted_at, product_id ON feedback", LESS + " " + MORE
    ),
}  # fmt: skip


def upgrade() -> None:
    """Add it."""
    _feedback()
    _tags()
    _counts()


def _feedback() -> None:
    with op.batch_alter_table("feedback") as table:
        for name in TEXTS:
            table.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("rating_max", sa.Integer(), nullable=False, server_default="5"))
        for name in INSTANTS:
            table.add_column(sa.Column(name, sa.String(), nullable=True))
        table.add_column(
            sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.drop_index("ix_feedback_product_id_status_received_at", "feedback")
    op.create_index("ix_feedback_number", "feedback", ["number"])
    op.create_index("ix_feedback_customer_id", "feedback", ["customer_id"])
    op.create_index("ix_customer_name", "customer", ["name"])
    op.create_index("ix_feedback_walk", "feedback", WALKED)
    op.create_index(
        "ix_feedback_inbox",
        "feedback",
        WALKED,
        sqlite_where=sa.text("deleted_at IS NULL AND status IN ('new', 'open')"),
    )
    op.create_index(
        "ix_feedback_snoozed",
        "feedback",
        ["snoozed_until"],
        sqlite_where=sa.text("snoozed_until IS NOT NULL"),
    )


def _entity(name: str, *columns: sa.Column) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("batch_id", sa.String(), nullable=True),
        *columns,
        sa.PrimaryKeyConstraint("id"),
    )
    for end in ("batch", "source"):
        where = sa.text(f"{end}_id IS NOT NULL")
        op.create_index(f"ix_{name}_{end}", name, [f"{end}_id"], sqlite_where=where)


def _tags() -> None:
    _entity(
        "tag",
        sa.Column("product_id", sa.String(), sa.ForeignKey("product.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
    )
    op.create_index("ix_tag_product_id", "tag", ["product_id"])
    _entity(
        "feedback_tag",
        sa.Column("feedback_id", sa.String(), sa.ForeignKey("feedback.id"), nullable=False),
        sa.Column("tag_id", sa.String(), sa.ForeignKey("tag.id"), nullable=False),
    )
    op.create_index("ix_feedback_tag_feedback_id_tag_id", "feedback_tag", ["feedback_id", "tag_id"])
    op.create_index("ix_feedback_tag_tag_id", "feedback_tag", ["tag_id"])


def _counts() -> None:
    op.create_table(
        "feedback_count",
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", "status"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO feedback_count(product_id, status, count) "
        "SELECT product_id, status, count(*) FROM feedback WHERE deleted_at IS NULL GROUP BY 1, 2"
    )
    for name, (when, work) in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN {work} END")
