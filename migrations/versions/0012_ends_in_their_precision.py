"""Ends keep the precision in which they were printed, beside the starts: a month is no day, and an end without a day has bounds."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("partnership_version", "agreement_version")
COLUMNS = {"until": sa.Text(), "until_precision": sa.Text(), "until_earliest": sa.Date(), "until_latest": sa.Date()}
CHECKS = {
    "until_form": "translate(until, '0123456789', '0000000000') IN ('0000', '0000-00', '0000-00-00')",
    "until_precision": "until_precision IS NOT DISTINCT FROM CASE WHEN until_latest IS NOT NULL THEN "
    "CASE length(until) WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day' ELSE 'unknown' END END",
    "until_in_order": "until_earliest <= until_latest",
}

#: What rows from before say of their end: a person's day, the printed one, else that of the term. Where no day was printed, the night on
#: which the words were first seen.
KNOWN_OF_TIES = """
UPDATE partnership_version v SET until = told.until, until_latest = told.latest
FROM (
  SELECT v.id, coalesce(r.day::text, s.ended_on, CASE WHEN s.stage IN ('ended', 'suspended') THEN NULL ELSE
      coalesce(upper(v.valid), lower(v.valid))::text END) AS until,
    coalesce(r.day, (SELECT min(first_seen AT TIME ZONE 'Europe/Kyiv')::date FROM claim WHERE statement_id = s.id)) AS latest
  FROM partnership_version v LEFT JOIN ruling r ON r.id = v.end_decision AND r.judgement IN ('end', 'suspend')
  LEFT JOIN statement s ON s.id = v.end_statement
  WHERE r.id IS NOT NULL OR s.id IS NOT NULL
) told WHERE told.id = v.id
"""
KNOWN_OF_AGREEMENTS = "UPDATE agreement_version SET until = upper(valid)::text WHERE NOT upper_inf(valid)"
BOUNDS = """
UPDATE {table} SET until_earliest = (until || substr('YYYY-01-01', length(until) + 1))::date,
  until_latest = CASE length(until) WHEN 10 THEN until::date WHEN 7 THEN ((until || '-01')::date + interval '1 month' - interval '1 day')::date
    WHEN 4 THEN (until || '-12-31')::date ELSE until_latest END
WHERE until IS NOT NULL
"""
PRECISION = """
UPDATE {table} SET until_precision =
  CASE length(until) WHEN 4 THEN 'year' WHEN 7 THEN 'month' WHEN 10 THEN 'day' ELSE 'unknown' END WHERE until_latest IS NOT NULL
"""


def upgrade() -> None:
    for table in TABLES:
        for name, kind in COLUMNS.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))
        # History is told in more columns, not in another way.
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        op.execute(KNOWN_OF_TIES if table == "partnership_version" else KNOWN_OF_AGREEMENTS)
        op.execute(BOUNDS.format(table=table))
        op.execute(PRECISION.format(table=table))
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for name, condition in CHECKS.items():
            op.create_check_constraint(name, table, condition)
    op.drop_column("agreement_version", "term_end")


def downgrade() -> None:
    op.add_column("agreement_version", sa.Column("term_end", sa.Date(), nullable=True))
    op.execute("ALTER TABLE agreement_version DISABLE TRIGGER USER")
    op.execute("UPDATE agreement_version SET term_end = until::date WHERE until_precision = 'day'")
    op.execute("ALTER TABLE agreement_version ENABLE TRIGGER USER")
    for table in TABLES:
        for name in CHECKS:
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        for name in COLUMNS:
            op.drop_column(table, name)
