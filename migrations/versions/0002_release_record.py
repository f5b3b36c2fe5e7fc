"""What a release was compared with, who let it past the gate, and the hash by which an altered folder is noticed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = ("previous", "override_by", "override_reason", "sums_sha256")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("release", sa.Column(name, sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_release_override_has_a_reason"), "release", "(override_by IS NULL) = (override_reason IS NULL)"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_release_override_has_a_reason"), "release")
    for name in COLUMNS:
        op.drop_column("release", name)
