"""Persons' decisions as rows, places and stages over recorded time, corrected statements, and the rights of four roles."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = postgresql.TIMESTAMP(timezone=True)
JUDGEMENTS = (
    "'same', 'different', 'reject', 'hromada', 'country_word', 'merge', 'split', 'place_country', 'withdraw', 'end', 'suspend', "
    "'resume', 'reorganise'"
)
LEVELS = "'city', 'commune', 'gmina', 'county', 'district', 'region', 'city_district', 'association', 'settlement'"
STAGES = (
    "'talks', 'intent', 'approved', 'signed_by_one', 'signed', 'registered', 'renewed', 'suspended', 'proposed_to_end', 'ended'"
)

APPEND_ONLY = """
CREATE OR REPLACE FUNCTION pobratym_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME LIKE '%\\_version' THEN
    IF upper_inf(OLD.recorded) AND lower(NEW.recorded) = lower(OLD.recorded)
      AND to_jsonb(NEW) - 'recorded' = to_jsonb(OLD) - 'recorded' THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'statement' THEN
    -- What readers derive from the printed words may be read better later.
    IF to_jsonb(NEW) - 'country' - 'kind' - 'level' = to_jsonb(OLD) - 'country' - 'kind' - 'level' THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'decision' THEN
    IF OLD.retired_at IS NULL AND to_jsonb(NEW) - 'retired_at' = to_jsonb(OLD) - 'retired_at' THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'ruling' THEN
    IF to_jsonb(NEW) - 'retired_at' - 'retired_by' - 'applied_through' = to_jsonb(OLD) - 'retired_at' - 'retired_by' - 'applied_through'
      AND (OLD.retired_at IS NULL OR (NEW.retired_at, NEW.retired_by) = (OLD.retired_at, OLD.retired_by)) THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'identifier' THEN
    -- An identifier is never reused: only its successor may be told.
    IF to_jsonb(NEW) - 'successor' - 'succeeded_at' = to_jsonb(OLD) - 'successor' - 'succeeded_at' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'history is append-only: % of % refused', TG_OP, TG_TABLE_NAME;
END $$
"""
#: Beside the tables that 0001 guards.
GUARDED = ("decision", "ruling", "identifier", "place_version", "stage_version", "supersession")

FORMER_FUNCTION = """
CREATE OR REPLACE FUNCTION pobratym_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_TABLE_NAME LIKE '%\\_version' THEN
    IF upper_inf(OLD.recorded) AND lower(NEW.recorded) = lower(OLD.recorded)
      AND to_jsonb(NEW) - 'recorded' = to_jsonb(OLD) - 'recorded' THEN
      RETURN NEW;
    END IF;
  ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'statement' THEN
    IF to_jsonb(NEW) - 'country' - 'kind' - 'level' = to_jsonb(OLD) - 'country' - 'kind' - 'level' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'history is append-only: % of % refused', TG_OP, TG_TABLE_NAME;
END $$
"""


def upgrade() -> None:
    op.add_column("run", sa.Column("matching_edition", sa.Text(), nullable=True))
    op.add_column("identifier", sa.Column("succeeded_at", MOMENT, nullable=True))
    op.create_table(
        "ruling",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("judgement", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("form", "hromada_code", "oblast", "country", "place_key", "target")
        ),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.Column("retired_by", sa.Text(), nullable=True),
        sa.Column("applied_through", MOMENT, nullable=True),
        sa.CheckConstraint(f"judgement IN ({JUDGEMENTS})", name=op.f("ck_ruling_judgement")),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_ruling_country_form")),
        sa.CheckConstraint("author <> '' AND reason <> ''", name=op.f("ck_ruling_says_who_and_why")),
        sa.CheckConstraint("(retired_at IS NULL) = (retired_by IS NULL)", name=op.f("ck_ruling_retired_by_somebody")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_table(
        "supersession",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("superseded_at", MOMENT, nullable=False),
        sa.Column("by_statement", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_statement"], ["statement.id"], name=op.f("fk_supersession_by_statement")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_supersession_statement_id")),
        sa.PrimaryKeyConstraint("statement_id", "superseded_at", name=op.f("pk_supersession")),
    )
    op.create_table(
        "place_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("recorded", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("place_id"), "="), (sa.column("recorded"), "&&"), using="gist", name="one_place_at_a_time"
        ),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_place_version_country_form")),
        sa.CheckConstraint(f"level IN ({LEVELS})", name=op.f("ck_place_version_level")),
        sa.CheckConstraint("NOT isempty(recorded)", name=op.f("ck_place_version_not_empty")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_version_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_version")),
    )
    op.create_table(
        "stage_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("recorded", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("day_precision", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("statement_id", sa.Text(), nullable=True),
        sa.Column("ruling_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(f"stage IN ({STAGES})", name=op.f("ck_stage_version_stage")),
        sa.CheckConstraint("day_precision IN ('day', 'month', 'year', 'unknown')", name=op.f("ck_stage_version_day_precision")),
        sa.CheckConstraint("(statement_id IS NULL) <> (ruling_id IS NULL)", name=op.f("ck_stage_version_one_evidence")),
        sa.CheckConstraint("NOT isempty(recorded)", name=op.f("ck_stage_version_not_empty")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_stage_version_partnership_id")),
        sa.ForeignKeyConstraint(["ruling_id"], ["ruling.id"], name=op.f("fk_stage_version_ruling_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_stage_version_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_version")),
    )
    live = {"unique": False, "postgresql_where": sa.text("upper_inf(recorded)")}
    op.create_index("ix_stage_version_live", "stage_version", ["partnership_id"], **live)
    op.create_index("ix_agreement_version_live", "agreement_version", ["agreement_id"], **live)
    op.add_column("decision", sa.Column("ruling_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("fk_decision_ruling_id"), "decision", "ruling", ["ruling_id"], ["id"])
    # A document of more than 32 parties has parts beyond a small integer.
    op.alter_column("decision", "part", type_=sa.Integer(), existing_type=sa.SmallInteger())
    # The first night after this migration decides everything anew and fills the homes of decisions kept from before.
    op.add_column("decision", sa.Column("home", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_decision_home", "decision", ["home"], unique=False, postgresql_where=sa.text("retired_at IS NULL"))
    op.create_index("ix_decision_retired_at", "decision", ["retired_at"], unique=False)
    op.create_index("ix_decision_decided_at", "decision", ["decided_at"], unique=False)
    op.drop_constraint("fk_partnership_version_end_decision", "partnership_version")
    op.create_foreign_key(
        op.f("fk_partnership_version_end_decision"), "partnership_version", "ruling", ["end_decision"], ["id"]
    )
    op.execute(
        "INSERT INTO place_version (place_id, recorded, name, country, level) "
        "SELECT p.id, tstzrange(i.minted_at, NULL), p.name, p.country, p.level FROM place p JOIN identifier i ON i.public_id = p.id"
    )
    op.execute(APPEND_ONLY)
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION pobratym_append_only()"
        )


def downgrade() -> None:
    for table in GUARDED:
        op.execute(f"DROP TRIGGER append_only ON {table}")
    op.execute(FORMER_FUNCTION)
    op.drop_constraint("fk_partnership_version_end_decision", "partnership_version")
    op.create_foreign_key("fk_partnership_version_end_decision", "partnership_version", "decision", ["end_decision"], ["id"])
    for index in ("ix_decision_decided_at", "ix_decision_retired_at", "ix_decision_home"):
        op.drop_index(index, table_name="decision")
    op.drop_column("decision", "home")
    op.alter_column("decision", "part", type_=sa.SmallInteger(), existing_type=sa.Integer())
    op.drop_column("decision", "ruling_id")
    op.drop_index("ix_agreement_version_live", table_name="agreement_version")
    for table in ("stage_version", "place_version", "supersession", "ruling"):
        op.drop_table(table)
    op.drop_column("identifier", "succeeded_at")
    op.drop_column("run", "matching_edition")
