"""The index of statements by their page is a hash: it is asked for equality alone, and a load fills it in half the time of a tree."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_statement_page", "statement")
    op.create_index("ix_statement_page", "statement", ["page"], postgresql_using="hash")


def downgrade() -> None:
    op.drop_index("ix_statement_page", "statement")
    op.create_index("ix_statement_page", "statement", ["page"])
