"""The rule of counting under which a night ran, so that the past is counted as it was counted then."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("run", sa.Column("counting_rule", sa.Text(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("run", "counting_rule")
