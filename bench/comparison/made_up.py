"""Made-up tables and a made-up registry of any size; the same seed gives the same."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import sqlalchemy as sa

from registry import ledger
from registry.statements import Night
from schemas.vocabularies import OBLAST_ROWS

NIGHT = datetime(2025, 1, 1, tzinfo=UTC)


def snapshots(rows: int, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two days of `rows` ties: 0.5 % added, 0.5 % removed, 1 % changed in one field; in the order of the key, as published."""
    draw = np.random.default_rng(seed)
    extra = max(1, rows // 200)
    total = rows + extra

    def pick(words: list[str]) -> pl.Series:
        return pl.Series(words).gather(draw.integers(0, len(words), total))

    ties = pl.DataFrame(
        {
            "partnership_id": [f"pt-{number:07d}" for number in range(1, total + 1)],
            "hromada": pick([f"Громада {number}ська" for number in range(1470)]),
            "oblast": pick(list(OBLAST_ROWS)),
            "partner": pick([f"Місто {number}" for number in range(1740)]),
            "country": pick([f"{first}{second}" for first in "ABCDEFGH" for second in "KLMNOPQR"]),
            "level": pick(["city", "commune", "gmina", "county", "region"]),
            "kind": pick(["twinning", "partnership", "cooperation", "memorandum"]),
            "stage": pick(["signed", "registered", "renewed"]),
            "status": pick(["active", "active", "active", "unconfirmed"]),
            "since": pick([f"{year}-{month:02d}-01" for year in range(1990, 2025) for month in range(1, 13)]),
            "since_precision": pick(["day", "month", "year"]),
        }
    )
    removed = pl.Series(np.isin(np.arange(total), draw.choice(rows, extra, replace=False)))
    changed = pl.Series(np.isin(np.arange(total), draw.choice(rows, max(1, rows // 100), replace=False)))
    later = ties.with_columns(kind=pl.when(changed).then(pl.lit("operator")).otherwise(pl.col("kind"))).filter(~removed)
    return ties.head(rows), later


def fill(connection: sa.Connection, statements: int, per_tie: int = 4, seed: int = 1) -> None:
    """A registry of one night with so many statements, `per_tie` of them a tie, half of them agreements, and the ledger that follows.

    An empty database is expected.
    """
    draw = np.random.default_rng(seed)
    ties = statements // per_tie
    hromady = [f"UA{number:017d}" for number in range(1, 1471)]
    places = [f"pl-{number:06d}" for number in range(1, max(2, ties // 12) + 1)]
    pairs = [(hromady[number % 1470], places[(number // 1470 + number * 7) % len(places)]) for number in range(ties)]
    days = [date(1990, 1, 1) + timedelta(days=int(day)) for day in draw.integers(0, 12_000, ties)]
    sha = [f"{number:064x}" for number in range(statements)]

    def copy(table: str, columns: str, rows) -> None:
        with connection.connection.driver_connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as out:
            for row in rows:
                out.write_row(row)

    copy("run", "clock, web, inputs, finished", [(NIGHT, "made up", "", True)])
    copy(
        "source",
        "id, title, publisher, homepage, licence, frequency, gives",
        [(f"source_{n}", "", "", "", "", "", []) for n in range(per_tie)],
    )
    copy(
        "document",
        "source_id, url, sha256, status, size, first_fetched, last_fetched",
        [(f"source_{n}", f"https://{n}.example", f"{n:064x}", 200, 1, NIGHT, NIGHT) for n in range(per_tie)],
    )
    [first] = connection.execute(sa.text("SELECT min(id) FROM document")).one()
    kept = set(hromady) - set(connection.execute(sa.text("SELECT code FROM hromada")).scalars())
    copy(
        "hromada",
        "code, name, oblast, oblast_row",
        [(code, f"Громада {n}", OBLAST_ROWS[n % 25], OBLAST_ROWS[n % 25]) for n, code in enumerate(hromady) if code in kept],
    )
    copy(
        "identifier",
        "public_id, kind, natural_key, minted_at",
        [(one, "pl", f"geonames:{n}", NIGHT) for n, one in enumerate(places)],
    )
    copy(
        "place",
        "id, key, name, country, level, confirmed",
        [(one, f"geonames:{n}", f"Місто {n}", "PL" if n % 3 else "DE", "city", True) for n, one in enumerate(places)],
    )
    copy("place_version", "place_id, recorded, name, country, level",
         [(one, f"[{NIGHT.isoformat()},)", f"Місто {n}", "PL" if n % 3 else "DE", "city") for n, one in enumerate(places)])  # fmt: skip
    copy(
        "statement",
        "id, source_id, page, record, partner_raw, since, since_precision, kind, stage, quote",
        [
            (
                one,
                f"source_{n % per_tie}",
                f"page {n % 5000}",
                "agreement" if n % 2 else "partnership",
                f"Місто {n}",
                days[n // per_tie % ties].isoformat(),
                "day",
                "twinning",
                "signed",
                f"words {n}",
            )
            for n, one in enumerate(sha)
        ],
    )
    copy(
        "claim",
        "statement_id, first_seen, last_seen, document_id",
        [(one, NIGHT, NIGHT, first + n % per_tie) for n, one in enumerate(sha)],
    )
    copy(
        "decision",
        "statement_id, part, verdict, author, home, hromada_code, place_id, partner_raw, score, reasons, candidates, decided_at",
        [
            (
                one,
                0,
                "accept",
                "rule",
                pairs[n // per_tie % ties][0],
                *pairs[n // per_tie % ties],
                f"Місто {n}",
                0.99,
                "",
                "[]",
                NIGHT,
            )
            for n, one in enumerate(sha)
        ],
    )
    run = connection.scalar(sa.text("SELECT max(id) FROM run"))
    ledger.update_ledger(connection, Night(run, NIGHT), full=True)
    connection.execute(sa.text("ANALYZE"))
