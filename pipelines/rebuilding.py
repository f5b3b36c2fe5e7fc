"""A whole registry made again: every recorded night replayed from its WARC file, with the dumped decisions, into an empty database.

A night that was killed is replayed as far as it came: the next one took over what it had recorded.

What does not belong here: making one release again (`registry/releases/rebuild.py`). Error answers are not archived, so a page that
answered 503 replays as 404: failed either way, and nothing that is hashed depends on which.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from registry import decisions, snapshots
from registry.database import Database, migrate
from registry.matching.resolver import Resolver
from registry.places.gazetteer import Gazetteer
from schemas.calendar import KYIV
from schemas.vocabularies import Step

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "pobratym_rebuilt"


class RebuildError(RuntimeError):
    """The registry cannot be made again; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One day as known at one moment, in the registry and in the one made again: content hashes, and the tables that differ."""

    what: str
    was: str
    now: str
    tables: list[str]

    @property
    def same(self) -> bool:
        return self.was == self.now


def rebuild_registry(database: Database, home: Path, report: Callable[[str], None]) -> list[Compared]:
    """Replay all nights of `database` into a new one beside it and compare content hashes: the last night's, and those under which each
    release was published.

    The new database is dropped afterwards. Raises RebuildError when a night's archive is missing, its replay fails, or the server
    does not let us make a database.
    """
    with database.begin() as connection:
        # What a night has decided under stands in its row from the step of decisions on.
        nights = connection.execute(
            sa.text(
                "SELECT clock, CASE WHEN finished THEN 'partnerships' WHEN matching_edition IS NOT NULL THEN 'decisions' ELSE 'statements' END "
                "AS through FROM run ORDER BY clock"
            )
        ).all()
        asked = [("the last night", *_newest(connection), None), *_released(connection)]
        was = [snapshots.take(connection, day, moment) for _, day, moment, _ in asked]
        with tempfile.TemporaryDirectory(prefix="pobratym-decisions-") as folder:
            dumped = decisions.dump(connection, Path(folder))
            report(", ".join(f"{number} rows of {name}" for name, number in dumped.items()))
            archives = [_archive(home, clock) for clock, _ in nights]
            with _beside(database) as fresh, tempfile.TemporaryDirectory(prefix="pobratym-rebuild-") as scratch:
                migrate(fresh)
                with fresh.begin() as empty:
                    decisions.load(empty, Path(folder))
                (Path(scratch) / "gazetteer").symlink_to((home / "gazetteer").resolve())
                for (clock, through), archive in zip(nights, archives, strict=True):
                    killed = "" if through == Step.PARTNERSHIPS else f", which was killed after {through}"
                    report(f"night of {clock.isoformat()}{killed}, from {archive.name}")
                    _replay(fresh, Path(scratch), archive, clock, through)
                with fresh.begin() as made:
                    decisions.apply_due(made, Resolver(Gazetteer.open(home / "gazetteer")))
                with fresh.begin() as made:
                    return [
                        _compared(what, published, before, snapshots.take(made, day, moment))
                        for (what, day, moment, published), before in zip(asked, was, strict=True)
                    ]


def _compared(what: str, published: str | None, was: snapshots.Snapshot, now: snapshots.Snapshot) -> Compared:
    """A release is held against what was published, not only against what the registry says of its day today."""
    tables = [name for name, frame in was.tables.items() if not frame.equals(now.tables[name])]
    if published not in (None, was.content_hash()):
        tables.append("what was published, which the registry itself no longer gives")
    return Compared(what, published or was.content_hash(), now.content_hash(), tables)


def _newest(connection: sa.Connection) -> tuple[date, datetime]:
    known_at = snapshots.default_known_at(connection)
    return known_at.astimezone(KYIV).date(), known_at


def _released(connection: sa.Connection) -> list[tuple[str, date, datetime, str]]:
    rows = connection.execute(sa.text("SELECT version, as_of, known_at, content_hash FROM release ORDER BY number"))
    return [(f"release {version}", as_of, known_at, content_hash) for version, as_of, known_at, content_hash in rows]


def _archive(home: Path, clock: datetime) -> Path:
    path = home / "archive" / f"{clock.astimezone(UTC):%Y%m%dT%H%M%SZ}.warc.gz"
    if not path.is_file():
        raise RebuildError(f"the night of {clock.isoformat()} has no archive: {path.name} is not in {path.parent}")
    return path


@contextmanager
def _beside(database: Database) -> Iterator[Database]:
    """A new, empty database on the same server."""
    name = f"{DATABASE}_{os.getpid()}"
    admin = sa.create_engine(database.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    try:
        with admin.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"))
    except sa.exc.DBAPIError as error:
        raise RebuildError(f"the server does not let us make a database beside the registry: {error.orig}") from error
    try:
        yield Database(database.url.set(database=name))
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def _replay(database: Database, home: Path, archive: Path, clock: datetime, through: str) -> None:
    """One night by the command that plays every night, in a process of its own: Dagster keeps its state in the environment."""
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pipelines.cli",
            "nightly",
            "--web",
            str(archive),
            "--now",
            clock.isoformat(),
            "--through",
            through,
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "POBRATYM_HOME": str(home),
            "POBRATYM_DATABASE_URL": database.url.render_as_string(hide_password=False),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise RebuildError(f"the night of {clock.isoformat()} could not be replayed:\n{result.stderr.strip()}")
