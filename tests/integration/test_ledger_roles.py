"""Four roles on a real Postgres: what each may do, and what nobody may."""

import itertools
from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa

from registry import roles
from registry.database import Database, downgrade, migrate
from tests.integration.nights import POLTAVA

_names = itertools.count(1)

SEED = f"""
INSERT INTO run (clock, web, inputs, finished) VALUES ('2025-01-01 00:00+00', 'test', '', true);
INSERT INTO source VALUES ('list', 't', 'p', 'h', 'l', 'nightly', '{{}}');
INSERT INTO document (source_id, url, sha256, status, size, first_fetched, last_fetched)
  VALUES ('list', 'https://example.org', repeat('d', 64), 200, 1, now(), now());
INSERT INTO hromada (code, name, oblast) VALUES ('{POLTAVA}', 'Полтавська', 'Полтавська');
INSERT INTO statement (id, source_id, page, record, hromada_code, partner_raw, since_precision, kind, stage, quote)
  VALUES (repeat('a', 64), 'list', 'p', 'partnership', '{POLTAVA}', 'Жешув', 'unknown', 'twinning', 'signed', 'Жешув');
INSERT INTO claim VALUES (repeat('a', 64), now(), now(), 1);
INSERT INTO identifier VALUES ('pl-000001', 'pl', 'geonames:1', now()), ('pt-000001', 'pt', 'x', now());
INSERT INTO place (id, key, name, country, confirmed) VALUES ('pl-000001', 'geonames:1', 'Rzeszów', 'PL', true);
INSERT INTO place_version (place_id, recorded, name, country) VALUES ('pl-000001', tstzrange('2025-01-01', NULL), 'Rzeszów', 'PL');
INSERT INTO partnership VALUES ('pt-000001', '{POLTAVA}', 'pl-000001');
INSERT INTO partnership_version (partnership_id, valid, recorded, status, kind, stage, since_precision, since_latest)
  VALUES ('pt-000001', '(,)', tstzrange('2025-01-01', NULL), 'active', 'twinning', 'signed', 'unknown', '2025-01-01');
INSERT INTO ruling (id, judgement, form, author, reason, decided_at) VALUES (1, 'reject', 'x', 'Олена', 'y', now());
INSERT INTO decision (statement_id, part, verdict, author, hromada_code, place_id, partner_raw, score, reasons, candidates, decided_at)
  VALUES (repeat('a', 64), 0, 'accept', 'rule', '{POLTAVA}', 'pl-000001', 'Жешув', 1, 'r', '[]', now());
INSERT INTO change_event (partnership_id, recorded_at, event, cause) VALUES ('pt-000001', now(), 'added', 'known.late');
"""
RELEASE = "INSERT INTO release (version, as_of, known_at, content_hash, published_at, folder) VALUES ('2025-01-01.0', '2025-01-01', now(), 'h', now(), 'f')"
STATEMENT = (
    "INSERT INTO statement (id, source_id, page, record, partner_raw, since_precision, kind, stage, quote) "
    "VALUES (repeat('b', 64), '{}', 'p', 'partnership', 'Краків', 'unknown', 'twinning', 'signed', 'Краків')"
)
CLAIM = "INSERT INTO claim VALUES (repeat('{}', 64), '2025-01-02', '2025-01-02', {})"
STRAY = "ForeignKeyViolation"
CLOSE = "UPDATE partnership_version SET recorded = tstzrange(lower(recorded), '2025-02-01')"


@pytest.fixture(scope="module")
def granted(server) -> Iterator[Database]:
    """A registry of its own with all four roles; roles belong to the whole server, so they go when it is over."""
    name = f"roles_{next(_names)}"
    admin = sa.create_engine(server.url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE pobratym"))
    database = Database(server.url.set(database=name))
    engine = database.engine()
    with engine.begin() as connection:
        assert set(roles.create(connection)) == set(roles.ROLES)
        assert roles.create(connection) == [], "a second time changes nothing"
        connection.execute(sa.text(SEED))
    engine.dispose()
    yield database
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
        for role in roles.ROLES:
            connection.execute(sa.text(f"DROP ROLE {role}"))
    admin.dispose()


def attempt(database: Database, role: str, statement: str) -> str | None:
    """The class of the error that a role meets, None when it may; nothing of it stays."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        connection.execute(f"SET ROLE {role}")
        try:
            connection.execute(statement)
        except psycopg.Error as error:
            return type(error).__name__
        finally:
            connection.rollback()
    return None


DENIED = "InsufficientPrivilege"
GUARDED = (
    "statement",
    "claim",
    "decision",
    "ruling",
    "identifier",
    "partnership_version",
    "agreement_version",
    "place_version",
    "stage_version",
    "change_event",
    "release",
)


@pytest.mark.parametrize("role", [roles.INGEST, roles.PUBLISH, roles.READ])
@pytest.mark.parametrize("table", GUARDED)
def test_no_application_role_deletes_or_empties_history(granted, role, table):
    assert attempt(granted, role, f"DELETE FROM {table}") == DENIED
    assert attempt(granted, role, f"TRUNCATE {table} CASCADE") == DENIED


@pytest.mark.parametrize(
    ("role", "statement", "outcome"),
    [
        (roles.INGEST, "UPDATE statement SET partner_raw = 'Krosno'", DENIED),
        (roles.INGEST, "UPDATE statement SET country = 'PL'", None),
        (roles.INGEST, "UPDATE partnership_version SET status = 'ended'", DENIED),
        (roles.INGEST, CLOSE, None),
        (roles.INGEST, "UPDATE decision SET verdict = 'reject'", DENIED),
        (roles.INGEST, "UPDATE decision SET retired_at = now()", None),
        (roles.INGEST, "UPDATE ruling SET reason = 'z'", DENIED),
        (roles.INGEST, "UPDATE change_event SET cause = 'real.new'", DENIED),
        (roles.INGEST, "UPDATE identifier SET public_id = 'pl-000002'", DENIED),
        (roles.INGEST, STATEMENT.format("list"), None),
        (roles.INGEST, STATEMENT.format("nowhere"), STRAY),
        (roles.INGEST, STATEMENT.format("list").replace("repeat('b', 64)", "repeat('B', 64)"), "CheckViolation"),
        (roles.INGEST, STATEMENT.format("list").replace("repeat('b', 64)", "repeat('b', 63)"), "CheckViolation"),
        (roles.INGEST, STATEMENT.format("list").replace("partner_raw,", "partner_raw, since,").replace("'Краків',", "'Краків', '2025-1',", 1), "CheckViolation"),
        (roles.INGEST, STATEMENT.format("list").replace("partner_raw,", "partner_raw, since,").replace("'Краків',", "'Краків', '2025-01',", 1), None),
        (roles.INGEST, CLAIM.format("a", 1), None),
        (roles.INGEST, CLAIM.format("c", 1), STRAY),
        (roles.INGEST, CLAIM.format("a", 99), STRAY),
        # A table of that name of one's own is not the registry's.
        (roles.INGEST, f"CREATE TEMPORARY TABLE document AS SELECT 99 AS id; {CLAIM.format('a', 99)}", STRAY),
        (roles.INGEST, "UPDATE claim SET last_seen = now()", None),
        (roles.INGEST, "UPDATE document SET last_fetched = now()", None),
        (roles.INGEST, RELEASE, DENIED),
        (roles.INGEST, "CREATE TEMPORARY TABLE night_x (id int)", None),
        (roles.INGEST, "CREATE TABLE more (id int)", DENIED),
        (roles.PUBLISH, RELEASE, None),
        (roles.PUBLISH, "SELECT count(*) FROM partnership_version", None),
        (roles.PUBLISH, CLOSE, DENIED),
        (roles.PUBLISH, "INSERT INTO identifier VALUES ('pl-000009', 'pl', 'k', now())", DENIED),
        (roles.READ, "SELECT count(*) FROM statement", None),
        (roles.READ, RELEASE, DENIED),
        (roles.READ, CLOSE, DENIED),
        (roles.MIGRATE, "CREATE TABLE more (id int)", None),
        # Rights are not the last word: the triggers refuse to rewrite history for the owner too.
        (roles.MIGRATE, "UPDATE statement SET partner_raw = 'Krosno'", "RaiseException"),
        (roles.MIGRATE, "DELETE FROM decision", "RaiseException"),
        (roles.MIGRATE, "DELETE FROM document", "RaiseException"),
        (roles.MIGRATE, "DELETE FROM source", "RaiseException"),
        (roles.MIGRATE, "DELETE FROM claim", "RaiseException"),
        (roles.MIGRATE, "UPDATE source SET id = 'other'", "RaiseException"),
        (roles.MIGRATE, "UPDATE document SET sha256 = repeat('e', 64)", "RaiseException"),
        (roles.MIGRATE, "UPDATE claim SET document_id = 2", "RaiseException"),
        (roles.MIGRATE, "TRUNCATE statement CASCADE", "RaiseException"),
        (roles.MIGRATE, "TRUNCATE change_event", "RaiseException"),
        (roles.MIGRATE, "UPDATE ruling SET reason = 'z'", "RaiseException"),
        (roles.MIGRATE, "UPDATE identifier SET public_id = 'pl-000002' WHERE kind = 'pl'", "RaiseException"),
        (roles.MIGRATE, "DELETE FROM identifier WHERE kind = 'pt'", "RaiseException"),
    ],
)  # fmt: skip
def test_each_role_may_do_its_work_and_no_more(granted, role, statement, outcome):
    assert attempt(granted, role, statement) == outcome


OPENED = (
    "INSERT INTO stage_version (partnership_id, recorded, stage, day_precision, statement_id) "
    "VALUES ('pt-000001', tstzrange({}), 'signed', 'unknown', repeat('a', 64))"
)
EVENT = "INSERT INTO change_event (partnership_id, recorded_at, event, cause) VALUES ('pt-000001', {}, 'added', 'real.new')"
NIGHT = "INSERT INTO run (clock, web, inputs, finished) VALUES ('{}', '', '', true)"


@pytest.mark.parametrize("role", [roles.INGEST, roles.MIGRATE])
@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        (CLOSE, True),
        (CLOSE.replace("lower(recorded), '2025-02-01'", "'2024-12-01', '2024-12-31'"), False),
        (CLOSE.replace("2025-02-01", "2099-01-01"), False),
        (OPENED.format("'2025-01-01 00:00+00', NULL"), True),
        (OPENED.format("'2020-01-01', '2021-01-01'"), False),
        (OPENED.format("'2099-01-01', NULL"), False),
        (EVENT.format("now()"), True),
        (EVENT.format("'2001-01-01'"), False),
        ("UPDATE decision SET retired_at = '2001-01-01'", False),
        ("UPDATE decision SET retired_at = '2025-01-01 00:00+00'", True),
        ("UPDATE claim SET last_seen = last_seen + interval '1 day'", True),
        ("UPDATE claim SET last_seen = last_seen - interval '1 day'", False),
        (CLAIM.format("a", 1).replace("2025", "2024"), False),
        ("UPDATE run SET finished = false", False),
        ("UPDATE run SET finished = true, matching_edition = 'x'", True),
        (NIGHT.format("2025-01-02 00:00+00"), True),
        (NIGHT.format("2001-01-01"), False),
        # A table of that name of one's own is not the registry's.
        ("CREATE TEMPORARY TABLE run AS SELECT timestamptz '2000-01-01' AS clock; " + EVENT.format("'2001-01-01'"), False),
    ],
)  # fmt: skip
def test_recorded_time_only_moves_forward(granted, role, statement, allowed):
    assert attempt(granted, role, statement) == (None if allowed else "RaiseException")


def test_a_migration_grants_roles_that_exist(granted):
    """Down and up again, as after a restore: the rights are there without a second command."""
    downgrade(granted, "0002")
    migrate(granted)
    assert attempt(granted, roles.INGEST, "UPDATE ruling SET applied_through = now()") is None
    assert attempt(granted, roles.READ, "SELECT count(*) FROM stage_version") is None
    assert attempt(granted, roles.READ, "DELETE FROM stage_version") == DENIED
