"""The order in which releases were published: several may carry the clock of one night."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("release", sa.Column("number", sa.BigInteger(), sa.Identity(always=False), nullable=False))


def downgrade() -> None:
    op.drop_column("release", "number")
