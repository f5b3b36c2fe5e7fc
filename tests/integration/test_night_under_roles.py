"""A night from the first migration to a reader's comparison, each step by a user who holds the one role that it needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry import comparison, decisions, roles, snapshots
from registry.database import Database, migrate
from registry.releases import integrity, package, rebuild
from registry.releases.gate import Verdict
from registry.rulings import Ruling
from tests.conftest import SAMPLES
from tests.integration.nights import FIRST, RIVNE, Row, later, play
from tests.integration.played import run_here

NAME = "night_under_roles"
DAYS = (date(2025, 1, 1), date(2025, 10, 1))
PASSED = Verdict(passed=True, failures=[], outcomes=[])
PAGES = {
    "https://poltava.example/": [Row("Жешув", "Польща", "2001"), Row("Жубровка Мала", "Польща")],
    "https://rivne.example/": [Row("Люблін", "Польща", "1999-04-01", hromada=RIVNE), Row("Жешув", "Польща", hromada=RIVNE)],
}


class Users:
    """One database on the session's server, opened by users of one role each."""

    def __init__(self, server: Database):
        self.server = server

    def database(self, role: str) -> Database:
        return Database(self.server.url.set(database=NAME, username=f"user_of_{role}"))

    @contextmanager
    def by(self, role: str) -> Iterator[sa.Connection]:
        engine = self.database(role).engine()
        with engine.begin() as connection:
            yield connection
        engine.dispose()


@pytest.fixture
def users(server: Database) -> Iterator[Users]:
    """What an administrator sets up once: the roles, a user for each, an empty database that the migrating user owns."""
    admin = sa.create_engine(server.url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        for role in roles.ROLES:
            connection.execute(sa.text(f"CREATE ROLE {role} NOLOGIN"))
            connection.execute(sa.text(f"CREATE ROLE user_of_{role} LOGIN IN ROLE {role}"))
        owner = f"user_of_{roles.MIGRATE}"
        connection.execute(sa.text(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8' OWNER {owner}"))
    yield Users(server)
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {NAME} WITH (FORCE)"))
        for role in roles.ROLES:
            connection.execute(sa.text(f"DROP ROLE user_of_{role}"))
            connection.execute(sa.text(f"DROP ROLE {role}"))
    admin.dispose()


def publish(connection: sa.Connection, releases: Path, as_of: date, known_at) -> package.Published:
    before = package.read_previous(releases, package.previous_release(connection, as_of))
    snapshot = snapshots.take(connection, as_of, known_at)
    published = package.publish(
        connection, package.prepare(connection, snapshot, PASSED, before, published_at=known_at), releases
    )
    package.list_releases(connection, releases)
    return published


def test_every_step_of_a_night_needs_one_role(users, resolver, gazetteer_folder, tmp_path):
    releases, after = tmp_path / "releases", later(273)
    (tmp_path / "gazetteer").symlink_to(gazetteer_folder)
    # The job keeps its history in tables of its own, which the migrating user makes as well.
    for role, command in (
        (roles.MIGRATE, ("db", "upgrade")),
        (roles.INGEST, ("nightly", "--web", str(SAMPLES / "2025-01-01"), "--now", FIRST.isoformat())),
        (roles.READ, ("db", "hash")),
    ):
        url = users.database(role).url.render_as_string(hide_password=False)
        run_here(tmp_path, *command, POBRATYM_DATABASE_URL=url)
    with users.by(roles.PUBLISH) as connection:
        publish(connection, releases, DAYS[0], FIRST)
    with users.by(roles.INGEST) as connection:
        play(connection, resolver, later(100), PAGES)
        lodz = [Row("Лодзь", "Польща", "2025-06-01")]
        play(
            connection,
            resolver,
            later(200),
            {**PAGES, "https://poltava.example/": [*PAGES["https://poltava.example/"][:1], *lodz]},
        )
        counted = snapshots.take(connection, DAYS[0], FIRST, counts_only=True).partnerships.row(0, named=True)
        withdrawn = Ruling(
            "withdraw", "Олена Коваль", "помилка", hromada_code=counted["hromada_code"], place_key=counted["partner_id"]
        )
        decisions.decide(connection, [withdrawn], later(201), resolver)
        # Words that come back, a statement read better and a hromada decided anew are a night's work as well.
        play(connection, resolver, after, PAGES, full=True)
    with users.by(roles.PUBLISH) as connection:
        second = publish(connection, releases, DAYS[1], after)
        integrity.verify(second.folder)
    with users.by(roles.PUBLISH) as connection:
        made = rebuild.rebuild(connection, "2025-01-01.0", releases, judge=lambda *_: PASSED)
        assert made.identical, made
    with users.by(roles.READ) as connection:
        found = comparison.compare(connection, *DAYS)
        assert found.bridge["residual"].unique().to_list() == [0]
        assert (counted["partnership_id"], "fix.withdrawn") in found.changes.select("partnership_id", "cause").rows()


@pytest.mark.parametrize("role", [roles.PUBLISH, roles.READ])
def test_who_may_not_play_a_night_plays_none(users, resolver, role):
    migrate(users.database(roles.MIGRATE))
    with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), users.by(role) as connection:
        play(connection, resolver, FIRST, PAGES)
    with users.by(roles.READ) as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM run")) == 0
