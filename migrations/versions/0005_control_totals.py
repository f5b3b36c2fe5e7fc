"""Totals that others publish and our sources read, to reconcile with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "control_total",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("first_seen", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_control_total_source_id")),
        sa.PrimaryKeyConstraint("source_id", "url", "as_of", "scope", "counter", "value", name=op.f("pk_control_total")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_control_total_value")),
    )
    op.execute(
        "CREATE TRIGGER control_total_append_only BEFORE UPDATE OR DELETE ON control_total "
        "FOR EACH ROW EXECUTE FUNCTION pobratym_append_only()"
    )


def downgrade() -> None:
    op.drop_table("control_total")
