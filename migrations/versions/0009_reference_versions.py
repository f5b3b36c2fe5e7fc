"""What was known of sources and hromady over recorded time, so that a snapshot of the past prints the names and sites of then."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: Table -> its key there, and the columns that a release prints.
VERSIONED = {
    "source": ("source_id", "source.id", ("title", "publisher", "homepage", "licence", "frequency")),
    "hromada": ("code", "hromada.code", ("name", "category", "raion", "oblast", "oblast_row", "site")),
}
OPTIONAL = ("category", "raion", "oblast_row", "site")


def upgrade() -> None:
    for table, (key, parent, columns) in VERSIONED.items():
        name = f"{table}_version"
        op.create_table(
            name,
            sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
            sa.Column(key, sa.Text(), nullable=False),
            sa.Column("recorded", postgresql.TSTZRANGE(), nullable=False),
            *(sa.Column(column, sa.Text(), nullable=column in OPTIONAL) for column in columns),
            postgresql.ExcludeConstraint(
                (sa.column(key), "="), (sa.column("recorded"), "&&"), using="gist", name=f"one_{table}_at_a_time"
            ),
            sa.CheckConstraint("NOT isempty(recorded)", name=op.f(f"ck_{name}_not_empty")),
            sa.ForeignKeyConstraint([key], [parent], name=op.f(f"fk_{name}_{key}")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
        # What stands in a registry from before is taken as known always: nobody recorded what stood there earlier.
        fields = ", ".join(columns)
        op.execute(
            f"INSERT INTO {name} ({key}, recorded, {fields}) SELECT {parent}, tstzrange('-infinity', NULL), {fields} FROM {table} ORDER BY 1"
        )
        for trigger, when, each in (("append_only", "UPDATE OR DELETE", "ROW"), ("never_emptied", "TRUNCATE", "STATEMENT")):
            op.execute(
                f"CREATE TRIGGER {trigger} BEFORE {when} ON {name} FOR EACH {each} EXECUTE FUNCTION pobratym_append_only()"
            )


def downgrade() -> None:
    for table in VERSIONED:
        op.drop_table(f"{table}_version")
