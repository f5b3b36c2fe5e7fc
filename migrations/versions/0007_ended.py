"""The printed day of an end or a suspension stands apart from the start."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("statement", sa.Column("ended_on", sa.Text(), nullable=True))
    op.create_check_constraint("ended_on_form", "statement", "ended_on ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_statement_ended_on_form"), "statement", type_="check")
    op.drop_column("statement", "ended_on")
