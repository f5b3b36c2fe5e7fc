"""A night's claims become statements: what was said, when it was first and last seen, and which reads missed it.

What does not belong here: who is meant (`resolution.py`) and what follows from it (`ledger.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import polars as pl
import sqlalchemy as sa
from rapidfuzz import fuzz

from schemas.vocabularies import COUNTING_RULE, Cause
from scrapers.text.normalise import fold

#: A night whose clock is this close to one already recorded is the same night played again.
_SAME_CLOCK = timedelta(milliseconds=1)

_CLAIM_FIELDS = (
    "statement_id", "source", "page", "url", "document", "record", "hromada_code", "hromada_raw", "oblast_raw", "partner_raw",
    "country_raw", "country", "region_raw", "since", "since_precision", "kind", "stage", "level", "number_raw", "title_raw",
    "signed_raw", "duration_raw", "ended_on", "quote",
)  # fmt: skip
_STATEMENT_FIELDS = tuple(name for name in _CLAIM_FIELDS if name not in ("statement_id", "source", "url", "document"))


class ClockSetBack(RuntimeError):
    """The night's clock lies before what the registry has already recorded."""


class AlreadyRecorded(RuntimeError):
    """Exactly this night, with the same inputs, stands in the registry."""


@dataclass(frozen=True, slots=True)
class Night:
    """A night under way: its row in `run` and the recorded time of everything it writes."""

    run_id: int
    clock: datetime


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """A fetched version, without its bytes (those stand in the archive)."""

    source: str
    url: str
    sha256: str
    status: int
    content_type: str | None
    size: int
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """What the night made of one page. `checked` False means failed: its statements keep their last good state."""

    source: str
    page: str
    checked: bool
    reason: str
    claims: int
    layout: str | None = None
    hromada_code: str | None = None
    url: str | None = None
    sha256: str | None = None


def check_clock(connection: sa.Connection, clock: datetime, inputs: str) -> datetime:
    """The clock at which a night may be recorded: `clock`, or a microsecond later when the last night is played again.

    Raises AlreadyRecorded for an earlier night with the same inputs, ClockSetBack for any other earlier clock.
    """
    if clock.tzinfo is None:
        raise ValueError("the clock of a night needs a time zone")
    last = last_clock(connection)
    if last is None or clock > last:
        return clock
    if last - clock < _SAME_CLOCK:
        # Recorded time has to move forward even when a night is repeated.
        return last + timedelta(microseconds=1)
    known = connection.execute(
        sa.text("SELECT 1 FROM run WHERE clock >= :clock AND clock < :end AND inputs = :inputs AND inputs <> '' AND finished"),
        {"clock": clock, "end": clock + _SAME_CLOCK, "inputs": inputs},
    ).first()
    if known:
        raise AlreadyRecorded(f"the night of {clock.isoformat()} is already recorded with the same inputs")
    raise ClockSetBack(
        f"the clock of this night ({clock.isoformat()}) lies before the last recorded one ({last.isoformat()}); history is "
        "append-only: correct the clock, or use another POBRATYM_HOME for a replay"
    )


def last_clock(connection: sa.Connection) -> datetime | None:
    """The latest recorded time: of a night, or of a person's decision. None for an empty registry."""
    return connection.scalar(
        sa.text("SELECT greatest((SELECT max(clock) FROM run), (SELECT max(applied_through) FROM ruling))")
    )


def begin_night(connection: sa.Connection, clock: datetime, *, web: str, inputs: str, dagster_run: str | None = None) -> Night:
    """Open a night at `clock` (aware). `inputs` is a digest of what it will read ("" when that is the live web).

    Raises as `check_clock` does.
    """
    clock = check_clock(connection, clock, inputs)
    run_id = connection.execute(
        sa.text("INSERT INTO run (clock, web, inputs, dagster_run, counting_rule) "
            "VALUES (:clock, :web, :inputs, :dagster_run, :counting_rule) RETURNING id"),
        {"clock": clock, "web": web, "inputs": inputs, "dagster_run": dagster_run, "counting_rule": COUNTING_RULE},
    ).scalar_one()
    return Night(run_id=run_id, clock=clock)


def finish_night(connection: sa.Connection, night: Night) -> None:
    connection.execute(sa.text("UPDATE run SET finished = true WHERE id = :id"), {"id": night.run_id})


def record_sources(connection: sa.Connection, sources: Sequence[Mapping[str, object]]) -> None:
    """Declare sources: mappings with id, title, publisher, homepage, licence, frequency, gives (list of words)."""
    connection.execute(
        sa.text(
            """
            INSERT INTO source (id, title, publisher, homepage, licence, frequency, gives)
            VALUES (:id, :title, :publisher, :homepage, :licence, :frequency, :gives)
            ON CONFLICT (id) DO UPDATE SET title = excluded.title, publisher = excluded.publisher, homepage = excluded.homepage,
              licence = excluded.licence, frequency = excluded.frequency, gives = excluded.gives
            """
        ),
        list(sources),
    )


def record_night(
    connection: sa.Connection,
    night: Night,
    *,
    documents: Iterable[FetchedDocument],
    pages: Iterable[PageVerdict],
    claims: pl.DataFrame,
    issues: pl.DataFrame,
) -> int:
    """Store everything one night read; returns the number of statements that are new.

    `claims` and `issues` are frames in the schemas of `schemas/tables.py`. Nothing is deleted and no statement changes: a claim
    seen again only moves `last_seen`.
    """
    copy_rows(
        connection,
        "night_document",
        "source text, url text, sha256 text, status smallint, content_type text, size bigint, fetched_at timestamptz",
        ((d.source, d.url, d.sha256, d.status, d.content_type, d.size, d.fetched_at) for d in documents),
    )
    connection.execute(
        sa.text(
            """
            INSERT INTO document (source_id, url, sha256, status, content_type, size, first_fetched, last_fetched)
            SELECT source, url, sha256, min(status), min(content_type), min(size), min(fetched_at), max(fetched_at)
            FROM night_document GROUP BY source, url, sha256 ORDER BY source, url, sha256
            ON CONFLICT (source_id, url, sha256) DO UPDATE SET
              last_fetched = greatest(document.last_fetched, excluded.last_fetched),
              first_fetched = least(document.first_fetched, excluded.first_fetched)
            """
        )
    )
    copy_rows(
        connection,
        "night_page",
        "source text, page text, hromada_code text, checked boolean, layout text, reason text, claims bigint, url text, sha256 text",
        ((p.source, p.page, p.hromada_code, p.checked, p.layout, p.reason, p.claims, p.url, p.sha256) for p in pages),
    )
    connection.execute(
        sa.text(
            """
            INSERT INTO page_run (run_id, source_id, page, hromada_code, checked, layout, reason, claims, document_id)
            SELECT DISTINCT ON (p.source, p.page) :run, p.source, p.page, p.hromada_code, p.checked, p.layout, p.reason, p.claims, d.id
            FROM night_page p LEFT JOIN document d ON d.source_id = p.source AND d.url = p.url AND d.sha256 = p.sha256
            ORDER BY p.source, p.page, p.checked DESC
            """
        ),
        {"run": night.run_id},
    )
    new = _record_claims(connection, night, claims)
    if issues.height:
        connection.execute(
            sa.text(
                "INSERT INTO issue (run_id, source, url, document, issue_class, words, row) "
                "VALUES (:run, :source, :url, :document, :issue_class, :words, :row)"
            ),
            [{"run": night.run_id, **row} for row in issues.iter_rows(named=True)],
        )
    return new


def _record_claims(connection: sa.Connection, night: Night, claims: pl.DataFrame) -> int:
    # The same words twice on one page are one statement. In the order of its key an index grows at its end.
    claims = claims.select(_CLAIM_FIELDS).sort("statement_id", "quote").unique("statement_id", keep="first", maintain_order=True)
    connection.execute(sa.text("DROP TABLE IF EXISTS night_claim, night_known"))
    columns = ", ".join(f"{name} text" for name in _CLAIM_FIELDS)
    connection.execute(sa.text(f"CREATE TEMPORARY TABLE night_claim ({columns}) ON COMMIT DROP"))
    with connection.connection.driver_connection.cursor().copy("COPY night_claim FROM STDIN (FORMAT csv)") as copy:
        # As CSV a frame goes out whole; row by row Python would take longer than Postgres.
        copy.write(claims.write_csv(include_header=False).encode())
    connection.execute(sa.text("ANALYZE night_claim (statement_id, source, page)"))
    connection.execute(
        sa.text(
            "CREATE TEMPORARY TABLE night_known ON COMMIT DROP AS "
            "SELECT n.statement_id FROM night_claim n JOIN statement s ON s.id = n.statement_id"
        )
    )
    connection.execute(sa.text("ANALYZE night_known"))
    fresh = "NOT EXISTS (SELECT 1 FROM night_known k WHERE k.statement_id = n.statement_id)"
    new = connection.execute(
        sa.text(
            f"""
            INSERT INTO statement (id, source_id, {", ".join(_STATEMENT_FIELDS)})
            SELECT statement_id, source, {", ".join(_STATEMENT_FIELDS)} FROM night_claim n WHERE {fresh}
            """
        )
    ).rowcount
    connection.execute(
        sa.text(
            f"""
            INSERT INTO claim (statement_id, first_seen, last_seen, document_id)
            SELECT n.statement_id, :clock, :clock, min(d.id) FROM night_claim n
            JOIN document d ON d.source_id = n.source AND d.url = n.url AND d.sha256 = n.document WHERE {fresh}
            GROUP BY n.statement_id
            """
        ),
        {"clock": night.clock},
    )
    # What readers derive from the printed words may be read better by a later version; the words themselves stay. Without a live
    # decision the statement and its home are decided anew.
    connection.execute(
        sa.text(
            """
            WITH better AS (
              UPDATE statement s SET country = c.country, kind = c.kind, level = c.level FROM night_claim c JOIN night_known USING (statement_id)
              WHERE s.id = c.statement_id AND (s.country, s.kind, s.level) IS DISTINCT FROM (c.country, c.kind, c.level)
              RETURNING s.id
            )
            UPDATE decision SET retired_at = :clock WHERE retired_at IS NULL AND statement_id IN (SELECT id FROM better)
            """
        ),
        {"clock": night.clock},
    )
    # A stretch goes on when no good read of the page came between its last night and this one; otherwise a new one starts.
    connection.execute(
        sa.text(
            """
            WITH seen AS (
              SELECT DISTINCT ON (c.statement_id) c.statement_id, c.source, c.page, d.id AS document_id
              FROM night_claim c JOIN night_known k ON k.statement_id = c.statement_id JOIN document d ON d.source_id = c.source AND d.url = c.url AND d.sha256 = c.document
              ORDER BY c.statement_id, d.id
            ), latest AS (
              SELECT seen.statement_id, max(claim.first_seen) AS first_seen, max(claim.last_seen) AS last_seen
              FROM seen JOIN claim USING (statement_id) GROUP BY seen.statement_id
            ), good AS (
              SELECT source_id, page, max(run.clock) AS clock FROM page_run JOIN run ON run.id = run_id
              WHERE checked AND run.clock < :clock GROUP BY source_id, page
            ), continued AS (
              UPDATE claim SET last_seen = :clock
              FROM latest JOIN seen USING (statement_id) LEFT JOIN good ON good.source_id = seen.source AND good.page = seen.page
              WHERE claim.statement_id = latest.statement_id AND claim.first_seen = latest.first_seen
                AND (good.clock IS NULL OR good.clock <= latest.last_seen)
              RETURNING claim.statement_id
            )
            INSERT INTO claim (statement_id, first_seen, last_seen, document_id)
            SELECT statement_id, :clock, :clock, document_id FROM seen
            WHERE statement_id NOT IN (SELECT statement_id FROM continued)
            """
        ),
        {"clock": night.clock},
    )
    if new and connection.scalar(sa.text("SELECT EXISTS (SELECT 1 FROM run WHERE finished)")):
        _supersede(connection, night)
    return new


#: Two printed names of this likeness (0 to 100) are one name, spelled otherwise.
_SAME_NAME = 88


def _supersede(connection: sa.Connection, night: Night) -> None:
    """Note statements whose words a source corrected: gone in a good read in which just one like them is new on the same page.

    Like them is the same number of a document, the same printed day, or nearly the same name. A name that is gone while another
    one appears is no correction; it stays, and is missed.
    """
    rows = connection.execute(
        sa.text(
            """
            WITH fresh AS (
              SELECT s.*, claim.document_id FROM claim JOIN statement s ON s.id = claim.statement_id WHERE claim.first_seen = :clock
                AND NOT EXISTS (SELECT 1 FROM claim earlier WHERE earlier.statement_id = s.id AND earlier.first_seen < :clock)
            ), page AS (
              SELECT DISTINCT fresh.source_id, fresh.page FROM fresh JOIN page_run p ON p.source_id = fresh.source_id AND p.page = fresh.page
              WHERE p.run_id = :run AND p.checked
            ), before AS (
              SELECT page.source_id, page.page, max(run.clock) AS clock FROM page JOIN page_run p USING (source_id, page)
              JOIN run ON run.id = p.run_id WHERE p.checked AND run.clock < :clock GROUP BY page.source_id, page.page
            ), said AS (
              SELECT s.id, s.source_id, s.page, s.record, coalesce(s.hromada_code, s.hromada_raw, '') AS hromada, s.partner_raw, s.since,
                s.since_precision, s.stage, s.number_raw, true AS gone, false AS known
              FROM before JOIN statement s USING (source_id, page)
              WHERE (SELECT max(last_seen) FROM claim WHERE statement_id = s.id) = before.clock
              UNION ALL
              SELECT f.id, f.source_id, f.page, f.record, coalesce(f.hromada_code, f.hromada_raw, ''), f.partner_raw, f.since,
                f.since_precision, f.stage, f.number_raw, false, doc.first_fetched < before.clock
              FROM fresh f JOIN before USING (source_id, page) JOIN document doc ON doc.id = f.document_id
            )
            SELECT * FROM said ORDER BY source_id, page, record, hromada, id
            """
        ),
        {"clock": night.clock, "run": night.run_id},
    ).mappings()
    found = []
    for _, group in groupby(rows, key=lambda row: (row["source_id"], row["page"], row["record"], row["hromada"])):
        said = list(group)
        gone, fresh = ([row for row in said if row["gone"] is flag] for flag in (True, False))
        alike = [(old, new) for old in gone for new in fresh if _took_its_place(old, new)]
        for old, new in alike:
            if sum(one is old for one, _ in alike) == 1 and sum(other is new for _, other in alike) == 1:
                found.append((old["id"], new["id"], Cause.FIX_OURS if new["known"] else Cause.FIX_SOURCE))
    if found:
        connection.execute(
            sa.text("INSERT INTO supersession (statement_id, superseded_at, by_statement, cause) VALUES (:old, :clock, :new, :cause)"),
            [{"old": old, "new": new, "cause": str(cause), "clock": night.clock} for old, new, cause in found],
        )


def _took_its_place(old: Mapping, new: Mapping) -> bool:
    # Another stage is no correction: the tie has come further.
    if old["stage"] != new["stage"]:
        return False
    if old["number_raw"] and old["number_raw"] == new["number_raw"] and old["since"] == new["since"]:
        return True
    if old["since"] and old["since"] == new["since"] and old["since_precision"] == "day":
        return True
    return fuzz.ratio(fold(old["partner_raw"][:200]), fold(new["partner_raw"][:200])) >= _SAME_NAME


def copy_rows(connection: sa.Connection, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """COPY rows into a temporary table that lives until the end of the transaction."""
    connection.execute(sa.text(f"DROP TABLE IF EXISTS {table}"))
    connection.execute(sa.text(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP"))
    cursor = connection.connection.driver_connection.cursor()
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute(sa.text(f"ANALYZE {table}"))
