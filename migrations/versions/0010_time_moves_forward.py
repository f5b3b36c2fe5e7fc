"""Recorded time only moves forward, for everybody: what is opened or closed in it is so at the last night or after it.

The rights of the application let it add rows and close what is open; nothing said when. A version closed in the past, or an event that claims
an old day, would change what was known then. Before the first night anything may be loaded.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

VERSIONS = ("partnership_version", "agreement_version", "place_version", "stage_version", "source_version", "hromada_version")
#: (table, command) -> the moments at which its rows were recorded, for all rows of a command at once.
RECORDED = {
    **{(table, "INSERT"): "lower(recorded)" for table in VERSIONS},
    **{(table, "UPDATE"): "upper(recorded)" for table in VERSIONS},
    ("claim", "INSERT"): "first_seen",
    ("decision", "INSERT"): "decided_at",
    ("decision", "UPDATE"): "retired_at",
    ("supersession", "INSERT"): "superseded_at",
    ("change_event", "INSERT"): "recorded_at",
}
#: Table -> the change of a row that is refused.
REFUSED = {
    "claim": "NEW.last_seen < OLD.last_seen",
    "run": "NEW.clock <> OLD.clock OR OLD.finished AND NOT NEW.finished",
}

# Between nights a person decides, in a replay by another clock than this machine's: only far ahead of both no time is believed. The first
# versions of all hold for all of time before as well.
FUNCTIONS = """
CREATE FUNCTION pobratym_recorded_now() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  night timestamptz; first timestamptz; last timestamptz; always text := '';
BEGIN
  IF TG_OP = 'INSERT' AND TG_TABLE_NAME LIKE '%\\_version' THEN
    always := format(' WHERE lower(recorded) <> ''-infinity'' OR (SELECT count(*) FROM %I.%I) > (SELECT count(*) FROM fresh)',
      TG_TABLE_SCHEMA, TG_TABLE_NAME);
  END IF;
  EXECUTE format('SELECT max(clock) FROM %I.run', TG_TABLE_SCHEMA) INTO night;
  EXECUTE format('SELECT min(%1$s), max(%1$s) FROM fresh%2$s', TG_ARGV[0], always) INTO first, last;
  IF first < night OR last > greatest(night, now()) + interval '1 year' THEN
    RAISE EXCEPTION 'recorded time moves forward: % of % at % to %, the last night is that of %', TG_OP, TG_TABLE_NAME, first, last, night;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION pobratym_later_night() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  night timestamptz;
BEGIN
  EXECUTE format('SELECT max(clock) FROM %I.run', TG_TABLE_SCHEMA) INTO night;
  IF NEW.clock <= night THEN
    RAISE EXCEPTION 'recorded time moves forward: a night at %, the last one is that of %', NEW.clock, night;
  END IF;
  RETURN NEW;
END $$;
"""


def upgrade() -> None:
    op.execute(FUNCTIONS)
    for (table, command), moment in RECORDED.items():
        op.execute(
            f"CREATE TRIGGER recorded_now_{command.lower()} AFTER {command} ON {table} REFERENCING NEW TABLE AS fresh "
            f"FOR EACH STATEMENT EXECUTE FUNCTION pobratym_recorded_now('{moment}')"
        )
    for table, change in REFUSED.items():
        op.execute(
            f"CREATE TRIGGER forward BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({change}) EXECUTE FUNCTION pobratym_append_only()"
        )
    op.execute("CREATE TRIGGER later_night BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION pobratym_later_night()")


def downgrade() -> None:
    op.execute("DROP TRIGGER later_night ON run")
    for table in REFUSED:
        op.execute(f"DROP TRIGGER forward ON {table}")
    for table, command in RECORDED:
        op.execute(f"DROP TRIGGER recorded_now_{command.lower()} ON {table}")
    op.execute("DROP FUNCTION pobratym_recorded_now(), pobratym_later_night()")
