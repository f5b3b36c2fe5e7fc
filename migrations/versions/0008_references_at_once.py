"""References of the bulk tables checked once a command, cheaper checks and indexes of statements, and parents that cannot go away.

A foreign key asks for its parent row by row: three of them took two thirds of the time of a load. A trigger over all new rows of a
command refuses the same rows; it suffices where a parent can be neither deleted nor renamed, which triggers now refuse for everybody.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REFERENCES = (
    ("statement", "source_id", "source"),
    ("claim", "statement_id", "statement"),
    ("claim", "document_id", "document"),
)
#: Columns that stand once a row is written. Not row by row: a night moves `last_seen` of every statement.
FIXED = {"source": "id", "document": "id, source_id, url, sha256", "claim": "statement_id, first_seen, document_id"}
#: Tables whose rows are guarded already, and which nobody may empty at once either.
GUARDED = (
    "statement", "partnership_version", "agreement_version", "change_event", "decision", "ruling", "identifier", "place_version",
    "stage_version", "supersession", "control_total",
)  # fmt: skip

_DATE = (
    r"{} ~ '^\d{{4}}(-\d{{2}}(-\d{{2}})?)?$'",
    "translate({}, '0123456789', '0000000000') IN ('0000', '0000-00', '0000-00-00')",
)
#: Form of a column of `statement`: as a regular expression, and the same without.
FORMS = {
    "id": ("id ~ '^[0-9a-f]{64}$'", "length(id) = 64 AND encode(decode(id, 'hex'), 'hex') = id"),
    **{column: tuple(form.format(column) for form in _DATE) for column in ("since", "ended_on")},
}

# The aggregate has the planner join all rows; the first stray row alone would be looked for one by one.
REFERS = """
CREATE FUNCTION pobratym_refers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stray text;
BEGIN
  EXECUTE format(
    'SELECT min(fresh.%1$I::text) FROM fresh WHERE NOT EXISTS (SELECT 1 FROM %2$I.%3$I parent WHERE parent.id = fresh.%1$I)',
    TG_ARGV[0], TG_TABLE_SCHEMA, TG_ARGV[1]
  ) INTO stray;
  IF stray IS NOT NULL THEN
    RAISE foreign_key_violation USING MESSAGE = format('%s of %s: there is no %s %s', TG_ARGV[0], TG_TABLE_NAME, TG_ARGV[1], stray);
  END IF;
  RETURN NULL;
END $$
"""


def _recheck(which: int) -> None:
    for column, forms in FORMS.items():
        op.drop_constraint(op.f(f"ck_statement_{column}_form"), "statement", type_="check")
        op.create_check_constraint(op.f(f"ck_statement_{column}_form"), "statement", forms[which])


def upgrade() -> None:
    op.execute(REFERS)
    for table, column, parent in REFERENCES:
        op.drop_constraint(op.f(f"fk_{table}_{column}"), table, type_="foreignkey")
        op.execute(
            f"CREATE TRIGGER refers_{column} AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
            f"FOR EACH STATEMENT EXECUTE FUNCTION pobratym_refers('{column}', '{parent}')"
        )
    for table, columns in FIXED.items():
        op.execute(
            f"CREATE TRIGGER fixed BEFORE UPDATE OF {columns} OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION pobratym_append_only()"
        )
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION pobratym_append_only()"
        )
    _recheck(1)
    op.drop_index("ix_statement_page", "statement")
    op.create_index("ix_statement_page", "statement", ["page"])


def downgrade() -> None:
    op.drop_index("ix_statement_page", "statement")
    op.create_index("ix_statement_page", "statement", ["source_id", "page"])
    _recheck(0)
    for table in GUARDED:
        op.execute(f"DROP TRIGGER never_emptied ON {table}")
    for table in FIXED:
        op.execute(f"DROP TRIGGER fixed ON {table}")
    for table, column, parent in REFERENCES:
        op.execute(f"DROP TRIGGER refers_{column} ON {table}")
        op.create_foreign_key(op.f(f"fk_{table}_{column}"), table, parent, [column], ["id"])
    op.execute("DROP FUNCTION pobratym_refers()")
