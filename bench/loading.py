"""Loading statements beside a raw COPY of the same rows, then nights in a registry that holds them; one command, one table.

    python -m bench.loading [STATEMENTS]

The raw COPY writes the rows that a load leaves in all its tables (statements, claims, documents, page reads), encoded by the same code and in
one transaction, into tables of the same columns without keys, checks, references or indexes: the least that any loader must do. Both are
done five times in turn, each time in another empty registry of one server, and the fastest of each counts, since other work only ever adds; the
processor time of both processes stands beside it. Nights are measured in their registry steps (statements, decisions, ledger) with the
index of places open: one that says nothing new, and one with 50 new claims.
"""

import hashlib
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import polars as pl
import sqlalchemy as sa

from registry import ledger, reference, resolution, statements
from registry.database import Database, default_home, embedded_server, migrate
from registry.matching.resolver import Resolver
from registry.places.codifier import Codifier, load_codifier
from registry.places.gazetteer import Gazetteer
from registry.statements import FetchedDocument, PageVerdict
from schemas.tables import TABLES

CLOCK = datetime.fromisoformat("2025-01-01T02:00:00+02:00")
SOURCE = {
    "id": "bench",
    "title": "t",
    "publisher": "p",
    "homepage": "h",
    "licence": "l",
    "frequency": "nightly",
    "gives": ["partnerships"],
}
NEW = 50
ROUNDS = 5
#: Rows of one page; a hromada with so many partners is rare, a register is not.
PER_PAGE = 60


def claims(number: int, codes: list[str], names: list[tuple[str, str]], start: int = 0) -> pl.DataFrame:
    """`number` claims spread over the hromady, each with a name of the gazetteer."""
    rows = []
    for n in range(start, start + number):
        code = codes[n // PER_PAGE % len(codes)]
        name, country = names[(n * 7919) % len(names)]
        page = f"https://bench.example/{code}/{n // PER_PAGE // len(codes)}"
        rows.append(
            {
                "statement_id": hashlib.sha256(f"{page} {n}".encode()).hexdigest(),
                "source": "bench", "page": page, "url": page, "document": hashlib.sha256(page.encode()).hexdigest(),
                "record": "partnership", "hromada_code": code, "partner_raw": name, "country_raw": country, "country": country,
                "since": str(1990 + n % 35), "since_precision": "year", "kind": "twinning", "stage": "signed",
                "quote": f"{name}, {country}, угода від {1990 + n % 35} року",
            }
        )  # fmt: skip
    return TABLES["claims"].frame(rows)


def record(connection: sa.Connection, clock: datetime, frame: pl.DataFrame, nights: list[statements.Night]) -> None:
    """A night whose pages say `frame`, added to `nights`."""
    night = statements.begin_night(connection, clock, web="bench", inputs="")
    pages = frame.group_by("page", "document").len().sort("page").rows()
    statements.record_night(
        connection,
        night,
        documents=[FetchedDocument("bench", page, sha, 200, "text/html", 1000, clock) for page, sha, _ in pages],
        pages=[PageVerdict("bench", page, True, "read", number, url=page, sha256=sha) for page, sha, number in pages],
        claims=frame,
        issues=TABLES["issues"].frame([]),
    )
    nights.append(night)


#: Tables that a load writes.
LOADED = ("document", "page_run", "statement", "claim")


def read_back(connection: sa.Connection) -> dict[str, pl.DataFrame]:
    """The rows of a registry's first load, by table, as text."""
    found = {}
    for table in LOADED:
        with connection.connection.driver_connection.cursor().copy(f"COPY {table} TO STDOUT (FORMAT csv, HEADER)") as copy:
            found[table] = pl.read_csv(io.BytesIO(b"".join(copy)), infer_schema=False)
    return found


def raw_copy(connection: sa.Connection, rows: dict[str, pl.DataFrame]) -> None:
    for table, frame in rows.items():
        connection.execute(sa.text(f"DROP TABLE IF EXISTS raw_{table}"))
        connection.execute(sa.text(f"CREATE TABLE raw_{table} AS SELECT * FROM {table} LIMIT 0"))
        statements.copy_frame(connection, f"raw_{table}", frame)


class Took(NamedTuple):
    """Seconds on the clock, and of the processor in this process and in the server's."""

    wall: float
    processor: float


def timed(engine: sa.Engine, work: Callable[..., object], *arguments: object) -> Took:
    """What `work(connection, *arguments)` and its commit took."""
    with engine.connect() as connection:
        server = connection.scalar(sa.text("SELECT pg_backend_pid()"))
        began = time.perf_counter(), time.process_time() + _processor(server)
        work(connection, *arguments)
        connection.commit()
        return Took(time.perf_counter() - began[0], time.process_time() + _processor(server) - began[1])


def _processor(pid: int) -> float:
    """Seconds of the processor that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def registries(codifier: Codifier, number: int) -> Iterator[list[sa.Engine]]:
    """So many registries on one server, which makes its files of the write-ahead log in the first and uses them again afterwards.

    Each has seen one night, in which no page was read: the names of hromady stand in it.
    """
    with tempfile.TemporaryDirectory() as folder, embedded_server(Path(folder)) as database:
        migrate(database)
        engine = database.engine()
        with engine.begin() as connection:
            reference.record_codifier(connection, codifier)
            statements.record_sources(connection, [SOURCE])
            record(connection, CLOCK - timedelta(days=1), TABLES["claims"].frame([]), [])
        engine.dispose()
        admin = sa.create_engine(database.url.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with admin.connect() as connection:
            for copy in range(number):
                connection.execute(sa.text(f"CREATE DATABASE bench_{copy} TEMPLATE {database.url.database}"))
        engines = [Database(database.url.set(database=f"bench_{copy}")).engine() for copy in range(number)]
        yield engines
        for engine in engines:
            engine.dispose()


def measure(number: int) -> Iterator[tuple[str, Took]]:
    """Name of each step, and what it took."""
    gazetteer = Gazetteer.open(default_home() / "gazetteer")
    rows = [place for place in range(0, len(gazetteer.country), 23) if gazetteer.countries[gazetteer.country[place]] != "UA"]
    names = [(gazetteer.name(place), gazetteer.countries[gazetteer.country[place]]) for place in rows[:8000]]
    codifier = load_codifier()
    codes = codifier.hromady["code"].to_list()
    frame = claims(number, codes, names)
    with registries(codifier, ROUNDS) as engines:
        raw, loaded, nights = [], [], []
        for engine in engines:
            loaded.append(timed(engine, record, CLOCK, frame, nights))
            with engine.connect() as connection:
                written = read_back(connection)
            raw.append(timed(engine, raw_copy, written))
        for name, rounds in (("raw COPY", raw), ("statements loaded", loaded)):
            yield name, Took(*map(min, zip(*rounds, strict=True)))
        resolver = Resolver(gazetteer)
        yield from settled(engines[-1], nights[-1], "first night", resolver, full=True)
        with engines[-1].connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("ANALYZE"))
        fresh = claims(NEW, codes[-1:], names, start=number * 2)
        for day, (name, read) in enumerate({"night with nothing new": frame, f"night of {NEW} new": fresh}.items(), 1):
            yield f"{name}: statements", timed(engines[-1], record, CLOCK + timedelta(days=day), read, nights)
            yield from settled(engines[-1], nights[-1], name, resolver)


def settled(
    engine: sa.Engine, night: statements.Night, name: str, resolver: Resolver, *, full: bool = False
) -> Iterator[tuple[str, Took]]:
    """Decisions and ledger of a night, then its end."""
    yield f"{name}: decisions", timed(engine, resolution.resolve_statements, night, resolver)
    yield f"{name}: ledger", timed(engine, partial(ledger.update_ledger, night=night, full=full))
    with engine.begin() as connection:
        statements.finish_night(connection, night)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"| step, {number} statements | s | x raw COPY | processor s | x raw COPY |\n|{' --- |' * 5}")
    raw = None
    for name, took in measure(number):
        raw = raw or took
        cells = (f"{seconds:.2f} | {seconds / of:.1f}" for seconds, of in zip(took, raw, strict=True))
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
