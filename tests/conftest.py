"""What all tests share: one real embedded Postgres a session, and a fresh registry cloned from a migrated template (0.1 s)."""

import fcntl
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from registry.database import Database, data_folder, embedded_server, migrate
from registry.places.gazetteer import Gazetteer

if TYPE_CHECKING:
    from tests.integration.played import Played

# pytest-xdist sets it, and the consoles of the command line keep the width that stands there when they are made.
os.environ.pop("COLUMNS", None)

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "web"
SHARED = ROOT.parent / "shared"
#: Durability is tested where a server is killed; everywhere else it only costs time.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_numbers = itertools.count(1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured (`record_property("figures", words)`), whether one process ran them or several."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    lines = [(report.nodeid, words) for report in reports for name, words in report.user_properties if name == "figures"]
    if lines:
        terminalreporter.section("figures")
    for _, words in sorted(lines, key=itemgetter(0)):
        terminalreporter.line(words)


@pytest.fixture(scope="session", autouse=True)
def _own_settings() -> Iterator[None]:
    """No test reads the settings of whoever runs it."""
    saved = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("POBRATYM_") and "TEST" not in name}
    yield
    os.environ.update(saved)


@contextmanager
def _disposable(home: Path) -> Iterator[Path]:
    """A home whose data are gone afterwards, also where root had to lay them elsewhere."""
    yield home
    if (home / "postgres").exists():
        shutil.rmtree(data_folder(home), ignore_errors=True)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A POBRATYM_HOME of its own, for tests of the embedded server."""
    with _disposable(tmp_path / "home") as folder:
        folder.mkdir()
        yield folder


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """An embedded server whose database is migrated and serves as the template of `database`."""
    with _disposable(tmp_path_factory.mktemp("server")) as folder, embedded_server(folder, settings=FAST) as database:
        migrate(database)
        yield database


@contextmanager
def cloned(server: Database, template: str = "pobratym") -> Iterator[Database]:
    """A database of its own, cloned from a template on the session's server."""
    name = f"test_{next(_numbers)}"
    admin = sa.create_engine(server.url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield Database(server.url.set(database=name))
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def database(server: Database) -> Iterator[Database]:
    """A fresh, migrated, empty registry."""
    with cloned(server) as fresh:
        yield fresh


@pytest.fixture
def connection(database: Database) -> Iterator[sa.Connection]:
    engine = database.engine()
    with engine.connect() as opened:
        yield opened
    engine.dispose()


@pytest.fixture(scope="session")
def gazetteer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of places, built once a session: by the first of parallel workers that needs it, while the others wait."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "gazetteer"
    folder.mkdir(exist_ok=True)
    with (folder / "building.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        Gazetteer.open(folder)
    return folder


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory, gazetteer_folder: Path, server: Database) -> Iterator["Played"]:
    """Both sample nights, played once a session by `pobratym demo`. To be read, never changed: tests that go on from there take a copy."""
    from tests.integration.played import Played, pobratym

    home = tmp_path_factory.mktemp("played")
    (home / "gazetteer").symlink_to(gazetteer_folder)
    with cloned(server) as database:
        made = Played(home, database)
        printed = pobratym(home, "demo", POBRATYM_DATABASE_URL=made.url).stdout
        (home / "printed.txt").write_text(printed, encoding="utf-8")
        yield made
