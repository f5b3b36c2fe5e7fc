"""Totals that others publish, by date, scope and counter: those that a source read, and packaged copies of those found by hand.

What belongs here: keeping and loading them, the ministry's regional table included. What does not: reading them out of a text (`scrapers/sources/ministry_monitoring.py`) and
setting our own counts beside them (`reconciliation.py`). Totals of domestic programmes, of other units than hromady (cities), of one
country, and dates that nobody printed are left out of the packaged copy; each row names its origin.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import sqlalchemy as sa

from registry import counting
from registry.statements import Night, copy_rows
from schemas.vocabularies import OBLAST_ROWS

#: Publisher of the table that is packaged with the registry (docs/counting.md names the paper).
MINISTRY = "Міністерство розвитку громад та територій України"
#: The scope of a total that is not of one oblast row.
COUNTRY = "Україна"
SCOPES = (COUNTRY, *OBLAST_ROWS)
COUNTERS = ("agreements", "partnerships", "partners", "hromady", "countries")


@dataclass(frozen=True, slots=True)
class Total:
    """One published total.

    `as_of` is ISO 8601 in the precision printed. `source` is the id of the source that read it, None for the packaged copy; `quote` holds the
    words it stands in, of the packaged copy where it was found. `first_seen` is ISO 8601, None for the packaged copy.
    """

    as_of: str
    scope: str
    counter: str
    value: int
    approximate: bool
    publisher: str
    url: str | None
    quote: str
    source: str | None = None
    first_seen: str | None = None


class BadTotals(ValueError):
    """The packaged copy breaks its own form."""


@lru_cache(maxsize=1)
def packaged() -> tuple[Total, ...]:
    """The packaged totals in the order of the file. Raises `BadTotals`."""
    with files("registry").joinpath("control_totals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for number, row in enumerate(rows, 2):
        if row["scope"] not in SCOPES or row["counter"] not in COUNTERS or row["approximate"] not in ("true", "false"):
            raise BadTotals(f"control_totals.csv, line {number}: unknown scope, counter or truth value")
        found.append(
            Total(
                as_of=row["as_of"],
                scope=row["scope"],
                counter=row["counter"],
                value=int(row["value"]),
                approximate=row["approximate"] == "true",
                publisher=row["publisher"],
                url=row["url"] or None,
                quote=row["origin"],
            )
        )
    if len({(row.as_of, row.scope, row.counter, row.publisher) for row in found}) != len(found):
        raise BadTotals("control_totals.csv names a total twice")
    return tuple(found)


def regional() -> list[Total]:
    """The ministry's table (`counting.load_published`): the 25 rows and the total of each of its days, in agreements."""
    found = []
    for day, rows in counting.load_published().items():
        for scope, value in {**rows, COUNTRY: sum(rows.values())}.items():
            found.append(Total(day, scope, "agreements", value, False, MINISTRY, None, "table 1 of the paper"))
    return found


def record(connection: sa.Connection, night: Night, totals: Iterable[Mapping[str, object]]) -> int:
    """Keep what the night's sources read; returns how many are new. A total printed once stays, also when it is corrected later.

    `totals`: mappings with source, url, as_of, scope, counter, value, approximate, quote.
    """
    copy_rows(
        connection,
        "night_total",
        "source text, url text, as_of text, scope text, counter text, value bigint, approximate boolean, quote text",
        (
            tuple(row[name] for name in ("source", "url", "as_of", "scope", "counter", "value", "approximate", "quote"))
            for row in totals
        ),
    )
    return connection.execute(
        sa.text(
            """
            INSERT INTO control_total (source_id, url, as_of, scope, counter, value, approximate, quote, first_seen)
            SELECT DISTINCT ON (source, url, as_of, scope, counter, value)
              source, url, as_of, scope, counter, value, approximate, quote, :clock
            FROM night_total ORDER BY source, url, as_of, scope, counter, value, quote
            ON CONFLICT DO NOTHING
            """
        ),
        {"clock": night.clock},
    ).rowcount


def load(connection: sa.Connection, known_at: object = None) -> list[Total]:
    """What sources printed, as known at a moment (None: now), and the packaged totals that none of them printed; by day, scope, counter.

    Where a source printed another value than the packaged copy holds, both are there.
    """
    rows = connection.execute(
        sa.text(
            """
            SELECT t.as_of, t.scope, t.counter, t.value, t.approximate, coalesce(was.publisher, s.publisher) AS publisher, t.url, t.quote,
              t.source_id AS source, to_char(t.first_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS first_seen
            FROM control_total t JOIN source s ON s.id = t.source_id
            LEFT JOIN source_version was ON was.source_id = s.id AND was.recorded @> coalesce(CAST(:known_at AS timestamptz), 'infinity')
            WHERE CAST(:known_at AS timestamptz) IS NULL OR t.first_seen <= :known_at
            ORDER BY t.as_of, t.scope, t.counter, t.value, t.url
            """
        ),
        {"known_at": known_at},
    ).mappings()
    read = [Total(**row) for row in rows]
    printed = {(total.as_of, total.scope, total.counter, total.value, total.url) for total in read}
    kept = [total for total in packaged() if (total.as_of, total.scope, total.counter, total.value, total.url) not in printed]
    said = {(total.as_of, total.scope, total.counter, total.publisher) for total in kept}
    table = [total for total in regional() if (total.as_of, total.scope, total.counter, total.publisher) not in said]
    return sorted(
        [*read, *kept, *table], key=lambda total: (total.as_of, total.scope, total.counter, total.value, total.publisher)
    )
