"""Loading statements beside a raw COPY of the same rows, then a night with 50 new claims; one command, one table.

    python -m bench.loading [STATEMENTS]

The raw COPY writes the same rows, in the same transaction setting, into an unindexed table of the same server: the least that any loader
must do. The night is measured in its registry steps (statements, decisions, ledger) with the index of places open, in a registry that
holds STATEMENTS statements already.
"""

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from registry import ledger, reference, resolution, statements
from registry.database import default_home, embedded_server, migrate
from registry.matching.resolver import Resolver
from registry.places.codifier import load_codifier
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


def record(connection: sa.Connection, clock: datetime, frame: pl.DataFrame) -> statements.Night:
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
    return night


def raw_copy(connection: sa.Connection, frame: pl.DataFrame) -> None:
    columns = ", ".join(f"{name} text" for name in frame.columns)
    connection.execute(sa.text(f"CREATE TABLE raw_copy ({columns})"))
    with connection.connection.driver_connection.cursor().copy("COPY raw_copy FROM STDIN") as copy:
        for row in frame.iter_rows():
            copy.write_row(row)


def timed(engine: sa.Engine, work: Callable[[sa.Connection], object]) -> float:
    with engine.begin() as connection:
        began = time.perf_counter()
        work(connection)
        connection.commit()
        return time.perf_counter() - began


def measure(number: int) -> Iterator[tuple[str, float]]:
    """Name and seconds of each step."""
    gazetteer = Gazetteer.open(default_home() / "gazetteer")
    resolver = Resolver(gazetteer)
    rows = [place for place in range(0, len(gazetteer.country), 23) if gazetteer.countries[gazetteer.country[place]] != "UA"][
        :8000
    ]
    names = [(gazetteer.name(place), gazetteer.countries[gazetteer.country[place]]) for place in rows]
    codifier = load_codifier()
    codes = codifier.hromady["code"].to_list()
    frame = claims(number, codes, names)
    with tempfile.TemporaryDirectory() as folder, embedded_server(Path(folder)) as database:
        migrate(database)
        engine = database.engine()
        with engine.begin() as connection:
            reference.record_codifier(connection, codifier)
            statements.record_sources(connection, [SOURCE])
        yield "raw COPY", timed(engine, lambda connection: raw_copy(connection, frame))
        opened = {}
        yield "statements loaded", timed(engine, lambda connection: opened.update(night=record(connection, CLOCK, frame)))
        yield "decided", timed(engine, lambda connection: resolution.resolve_statements(connection, opened["night"], resolver))
        yield "ledger", timed(engine, lambda connection: ledger.update_ledger(connection, opened["night"], full=True))
        with engine.begin() as connection:
            statements.finish_night(connection, opened["night"])
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("ANALYZE"))
        fresh = claims(NEW, codes[-1:], names, start=number * 2)
        small: dict[str, statements.Night] = {}
        yield (
            f"night of {NEW} new: statements",
            timed(engine, lambda connection: small.update(night=record(connection, CLOCK + timedelta(days=1), fresh))),
        )
        yield (
            f"night of {NEW} new: decisions",
            timed(engine, lambda connection: resolution.resolve_statements(connection, small["night"], resolver)),
        )
        yield f"night of {NEW} new: ledger", timed(engine, lambda connection: ledger.update_ledger(connection, small["night"]))
        engine.dispose()


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"| step, {number} statements | s | x raw COPY |\n| --- | --- | --- |")
    raw = None
    for name, seconds in measure(number):
        raw = raw or seconds
        print(f"| {name} | {seconds:.2f} | {seconds / raw:.1f} |", flush=True)


if __name__ == "__main__":
    main()
