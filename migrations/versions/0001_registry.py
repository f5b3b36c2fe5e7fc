"""The registry as first laid down: nights, statements, decisions, the bitemporal ledger, releases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

#: What was printed and what was once recorded stays as it is; only the open end of a recorded time may be closed.
APPEND_ONLY = """
CREATE FUNCTION pobratym_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
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
  END IF;
  RAISE EXCEPTION 'history is append-only: % of % refused', TG_OP, TG_TABLE_NAME;
END $$
"""
GUARDED = ("statement", "partnership_version", "agreement_version", "change_event")


def upgrade() -> None:
    for extension in ("btree_gist", "pg_trgm", "unaccent"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.create_table(
        "hromada",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("raion", sa.Text(), nullable=True),
        sa.Column("oblast", sa.Text(), nullable=False),
        sa.Column("oblast_row", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("portal_id", sa.Text(), nullable=True),
        sa.CheckConstraint("code ~ '^UA\\d{17}$'", name=op.f("ck_hromada_code_form")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_hromada")),
    )
    op.create_table(
        "identifier",
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column("minted_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("successor", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["successor"], ["identifier.public_id"], name=op.f("fk_identifier_successor")),
        sa.PrimaryKeyConstraint("public_id", name=op.f("pk_identifier")),
        sa.UniqueConstraint("kind", "natural_key", name=op.f("uq_identifier_kind_natural_key")),
    )
    op.create_table(
        "release",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("published_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_release")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("clock", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("web", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("finished", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("dagster_run", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sa.UniqueConstraint("clock", name=op.f("uq_run_clock")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("homepage", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("frequency", sa.Text(), nullable=False),
        sa.Column("gives", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["identifier.public_id"], name=op.f("fk_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("key", name=op.f("uq_agreement_key")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("first_fetched", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("last_fetched", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_document_sha256_form")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_document_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("source_id", "url", "sha256", name=op.f("uq_document_source_id_url_sha256")),
    )
    op.create_table(
        "hromada_name",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("first_seen", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["hromada.code"], name=op.f("fk_hromada_name_code")),
        sa.PrimaryKeyConstraint("code", "name", "origin", name=op.f("pk_hromada_name")),
    )
    op.create_table(
        "issue",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("issue_class", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_issue_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
    )
    op.create_index("ix_issue_run_id", "issue", ["run_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_place_country_form")),
        sa.CheckConstraint(
            "level IN ('city', 'commune', 'gmina', 'county', 'district', 'region', 'city_district', 'association', 'settlement')",
            name=op.f("ck_place_level"),
        ),
        sa.ForeignKeyConstraint(["id"], ["identifier.public_id"], name=op.f("fk_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("key", name=op.f("uq_place_key")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("hromada_code", sa.Text(), nullable=True),
        sa.Column("hromada_raw", sa.Text(), nullable=True),
        sa.Column("oblast_raw", sa.Text(), nullable=True),
        sa.Column("partner_raw", sa.Text(), nullable=False),
        sa.Column("country_raw", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("region_raw", sa.Text(), nullable=True),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("since_precision", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("number_raw", sa.Text(), nullable=True),
        sa.Column("title_raw", sa.Text(), nullable=True),
        sa.Column("signed_raw", sa.Text(), nullable=True),
        sa.Column("duration_raw", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.CheckConstraint("id ~ '^[0-9a-f]{64}$'", name=op.f("ck_statement_id_form")),
        sa.CheckConstraint(
            "kind IN ('twinning', 'partnership', 'cooperation', 'memorandum', 'cross_border', 'operator', 'domestic', 'occupation', 'unspecified')",
            name=op.f("ck_statement_kind"),
        ),
        sa.CheckConstraint(
            "level IN ('city', 'commune', 'gmina', 'county', 'district', 'region', 'city_district', 'association', 'settlement')",
            name=op.f("ck_statement_level"),
        ),
        sa.CheckConstraint("record IN ('partnership', 'agreement', 'seeker')", name=op.f("ck_statement_record")),
        sa.CheckConstraint("since ~ '^\\d{4}(-\\d{2}(-\\d{2})?)?$'", name=op.f("ck_statement_since_form")),
        sa.CheckConstraint("since_precision IN ('day', 'month', 'year', 'unknown')", name=op.f("ck_statement_since_precision")),
        sa.CheckConstraint(
            "stage IN ('talks', 'intent', 'approved', 'signed_by_one', 'signed', 'registered', 'renewed', 'suspended', 'proposed_to_end', 'ended')",
            name=op.f("ck_statement_stage"),
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_statement_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index("ix_statement_page", "statement", ["source_id", "page"], unique=False)
    op.create_table(
        "agreement_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("agreement_id", sa.Text(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("recorded", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=True),
        sa.Column("signed_precision", sa.Text(), nullable=False),
        sa.Column("term_end", sa.Date(), nullable=True),
        sa.Column("hromady", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("places", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("statements", postgresql.ARRAY(sa.Text()), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("agreement_id"), "="),
            (sa.column("valid"), "&&"),
            (sa.column("recorded"), "&&"),
            using="gist",
            name="one_agreement_state",
        ),
        sa.CheckConstraint(
            "kind IN ('twinning', 'partnership', 'cooperation', 'memorandum', 'cross_border', 'operator', 'domestic', 'occupation', 'unspecified')",
            name=op.f("ck_agreement_version_kind"),
        ),
        sa.CheckConstraint(
            "signed_precision IN ('day', 'month', 'year', 'unknown')", name=op.f("ck_agreement_version_signed_precision")
        ),
        sa.CheckConstraint(
            "stage IN ('talks', 'intent', 'approved', 'signed_by_one', 'signed', 'registered', 'renewed', 'suspended', 'proposed_to_end', 'ended')",
            name=op.f("ck_agreement_version_stage"),
        ),
        sa.CheckConstraint("NOT isempty(valid) AND NOT isempty(recorded)", name=op.f("ck_agreement_version_not_empty")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_version_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_version")),
    )
    op.create_index("ix_agreement_version_recorded", "agreement_version", ["recorded"], unique=False, postgresql_using="gist")
    op.create_table(
        "claim",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("first_seen", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("last_seen", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("first_seen <= last_seen", name=op.f("ck_claim_in_order")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_claim_document_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_claim_statement_id")),
        sa.PrimaryKeyConstraint("statement_id", "first_seen", name=op.f("pk_claim")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=True),
        sa.Column("hromada_code", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Text(), nullable=True),
        sa.Column("partner_raw", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("candidates", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("retired_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("author = 'rule' OR author_name IS NOT NULL", name=op.f("ck_decision_person_has_a_name")),
        sa.CheckConstraint("author IN ('rule', 'person')", name=op.f("ck_decision_author")),
        sa.CheckConstraint("verdict IN ('accept', 'review', 'new', 'reject')", name=op.f("ck_decision_verdict")),
        sa.ForeignKeyConstraint(["hromada_code"], ["hromada.code"], name=op.f("fk_decision_hromada_code")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_decision_place_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_decision_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_place", "decision", ["hromada_code", "place_id"], unique=False)
    op.create_index(
        "uq_decision_live", "decision", ["statement_id", "part"], unique=True, postgresql_where=sa.text("retired_at IS NULL")
    )
    op.create_table(
        "page_run",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("hromada_code", sa.Text(), nullable=True),
        sa.Column("checked", sa.Boolean(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_page_run_document_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_page_run_run_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_page_run_source_id")),
        sa.PrimaryKeyConstraint("run_id", "source_id", "page", name=op.f("pk_page_run")),
    )
    op.create_index("ix_page_run_page", "page_run", ["source_id", "page", "run_id"], unique=False)
    op.create_table(
        "partnership",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hromada_code", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hromada_code"], ["hromada.code"], name=op.f("fk_partnership_hromada_code")),
        sa.ForeignKeyConstraint(["id"], ["identifier.public_id"], name=op.f("fk_partnership_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_partnership_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
        sa.UniqueConstraint("hromada_code", "place_id", name=op.f("uq_partnership_hromada_code_place_id")),
    )
    op.create_table(
        "place_name",
        sa.Column("place_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_seen", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_name_place_id")),
        sa.PrimaryKeyConstraint("place_id", "name", name=op.f("pk_place_name")),
    )
    op.create_table(
        "change_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("recorded_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_change_event_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_event")),
    )
    op.create_index("ix_change_event_partnership", "change_event", ["partnership_id", "recorded_at"], unique=False)
    op.create_table(
        "partnership_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("partnership_id", sa.Text(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("recorded", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=True),
        sa.Column("since_precision", sa.Text(), nullable=False),
        sa.Column("since_earliest", sa.Date(), nullable=True),
        sa.Column("since_latest", sa.Date(), nullable=False),
        sa.Column("end_statement", sa.Text(), nullable=True),
        sa.Column("end_decision", sa.BigInteger(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("partnership_id"), "="),
            (sa.column("valid"), "&&"),
            (sa.column("recorded"), "&&"),
            using="gist",
            name="one_state_at_a_time",
        ),
        sa.CheckConstraint(
            "kind IN ('twinning', 'partnership', 'cooperation', 'memorandum', 'cross_border', 'operator', 'domestic', 'occupation', 'unspecified')",
            name=op.f("ck_partnership_version_kind"),
        ),
        sa.CheckConstraint(
            "since_precision IN ('day', 'month', 'year', 'unknown')", name=op.f("ck_partnership_version_since_precision")
        ),
        sa.CheckConstraint(
            "stage IN ('talks', 'intent', 'approved', 'signed_by_one', 'signed', 'registered', 'renewed', 'suspended', 'proposed_to_end', 'ended')",
            name=op.f("ck_partnership_version_stage"),
        ),
        sa.CheckConstraint(
            "status <> 'ended' OR end_statement IS NOT NULL OR end_decision IS NOT NULL",
            name=op.f("ck_partnership_version_ended_has_evidence"),
        ),
        sa.CheckConstraint(
            "status IN ('active', 'unconfirmed', 'suspended', 'ended', 'planned')", name=op.f("ck_partnership_version_status")
        ),
        sa.CheckConstraint("NOT isempty(valid) AND NOT isempty(recorded)", name=op.f("ck_partnership_version_not_empty")),
        sa.CheckConstraint(
            "upper_inf(valid) OR end_statement IS NOT NULL OR end_decision IS NOT NULL",
            name=op.f("ck_partnership_version_end_has_evidence"),
        ),
        sa.ForeignKeyConstraint(["end_decision"], ["decision.id"], name=op.f("fk_partnership_version_end_decision")),
        sa.ForeignKeyConstraint(["end_statement"], ["statement.id"], name=op.f("fk_partnership_version_end_statement")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_version_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_version")),
    )
    op.create_index(
        "ix_partnership_version_live",
        "partnership_version",
        ["partnership_id"],
        unique=False,
        postgresql_where=sa.text("upper_inf(recorded)"),
    )
    op.create_index(
        "ix_partnership_version_recorded", "partnership_version", ["recorded"], unique=False, postgresql_using="gist"
    )

    op.execute(APPEND_ONLY)
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION pobratym_append_only()"
        )


def downgrade() -> None:
    op.drop_index("ix_partnership_version_recorded", table_name="partnership_version", postgresql_using="gist")
    op.drop_index(
        "ix_partnership_version_live", table_name="partnership_version", postgresql_where=sa.text("upper_inf(recorded)")
    )
    op.drop_table("partnership_version")
    op.drop_index("ix_change_event_partnership", table_name="change_event")
    op.drop_table("change_event")
    op.drop_table("place_name")
    op.drop_table("partnership")
    op.drop_index("ix_page_run_page", table_name="page_run")
    op.drop_table("page_run")
    op.drop_index("uq_decision_live", table_name="decision", postgresql_where=sa.text("retired_at IS NULL"))
    op.drop_index("ix_decision_place", table_name="decision")
    op.drop_table("decision")
    op.drop_table("claim")
    op.drop_index("ix_agreement_version_recorded", table_name="agreement_version", postgresql_using="gist")
    op.drop_table("agreement_version")
    op.drop_index("ix_statement_page", table_name="statement")
    op.drop_table("statement")
    op.drop_table("place")
    op.drop_index("ix_issue_run_id", table_name="issue")
    op.drop_table("issue")
    op.drop_table("hromada_name")
    op.drop_table("document")
    op.drop_table("agreement")
    op.drop_table("source")
    op.drop_table("run")
    op.drop_table("release")
    op.drop_table("identifier")
    op.drop_table("hromada")
    op.execute("DROP FUNCTION pobratym_append_only()")
