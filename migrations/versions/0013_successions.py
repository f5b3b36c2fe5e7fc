"""Successors of identifiers are history as well: one that was told and taken back again is still what an earlier day knew."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "succession",
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("successor", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["public_id"], ["identifier.public_id"], name=op.f("fk_succession_public_id")),
        sa.ForeignKeyConstraint(["successor"], ["identifier.public_id"], name=op.f("fk_succession_successor")),
        sa.PrimaryKeyConstraint("public_id", "recorded_at", name=op.f("pk_succession")),
    )
    op.execute(
        "INSERT INTO succession (public_id, recorded_at, successor) "
        "SELECT public_id, coalesce(succeeded_at, minted_at), successor FROM identifier WHERE successor IS NOT NULL"
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON succession FOR EACH ROW EXECUTE FUNCTION pobratym_append_only()"
    )
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON succession FOR EACH STATEMENT EXECUTE FUNCTION pobratym_append_only()"
    )
    op.execute(
        "CREATE TRIGGER recorded_now_insert AFTER INSERT ON succession REFERENCING NEW TABLE AS fresh "
        "FOR EACH STATEMENT EXECUTE FUNCTION pobratym_recorded_now('recorded_at')"
    )
    op.drop_column("identifier", "succeeded_at")
    op.drop_column("identifier", "successor")


def downgrade() -> None:
    op.add_column("identifier", sa.Column("successor", sa.Text(), nullable=True))
    op.add_column("identifier", sa.Column("succeeded_at", MOMENT, nullable=True))
    op.create_foreign_key(op.f("fk_identifier_successor"), "identifier", "identifier", ["successor"], ["public_id"])
    op.execute(
        """
        UPDATE identifier i SET successor = last.successor, succeeded_at = last.recorded_at
        FROM (SELECT DISTINCT ON (public_id) * FROM succession ORDER BY public_id, recorded_at DESC) last
        WHERE last.public_id = i.public_id AND last.successor IS NOT NULL
        """
    )
    op.drop_table("succession")
