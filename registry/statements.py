"""A night's claims become statements: what was said, when it was first and last seen, and which reads missed it.

What does not belong here: who is meant (`resolution.py`) and what follows from it (`ledger.py`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import polars as pl
import sqlalchemy as sa
from rapidfuzz import fuzz

from schemas.calendar import KYIV, kyiv_time
from schemas.vocabularies import COUNTING_RULE, Cause, IssueClass
from scrapers.text.names import split_names
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


Pair = tuple[str, str]
"""Two statements: one that is gone, and one that stands where it stood."""
Apart = Callable[[sa.Connection, Night, Sequence[Pair]], set[Pair]]
"""Which of the pairs name different places for certain (`resolution.named_apart`)."""


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
        raise AlreadyRecorded(f"the night of {kyiv_time(clock)} is already recorded with the same inputs")
    raise ClockSetBack(
        f"the clock of this night ({kyiv_time(clock)}) lies before the last recorded one ({kyiv_time(last)}); history is "
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
        sa.text(
            "INSERT INTO run (clock, web, inputs, dagster_run, counting_rule) "
            "VALUES (:clock, :web, :inputs, :dagster_run, :counting_rule) RETURNING id"
        ),
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
    apart: Apart = lambda *_: set(),
) -> int:
    """Store everything one night read; returns the number of statements that are new.

    `claims` and `issues` are frames in the schemas of `schemas/tables.py`. `apart` keeps words of one real place from being taken
    for a correction of another's. Nothing is deleted and no statement changes: a claim seen again only moves `last_seen`.
    """
    for table in _VERSIONED:
        _keep_version(connection, night, table)
    copy_rows(
        connection,
        "night_document",
        "source text, url text, sha256 text, status smallint, content_type text, size bigint, fetched_at timestamptz",
        ((d.source, d.url, d.sha256, d.status, d.content_type, d.size, d.fetched_at) for d in documents),
    )
    stale = connection.execute(sa.text(_STALE)).mappings().all()
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
    new = _record_claims(connection, night, claims, apart)
    told = [*issues.iter_rows(named=True), *map(_stale_page, stale)]
    if told:
        connection.execute(
            sa.text(
                "INSERT INTO issue (run_id, source, url, document, issue_class, words, row) "
                "VALUES (:run, :source, :url, :document, :issue_class, :words, :row)"
            ),
            [{"run": night.run_id, **row} for row in told],
        )
    return new


#: Tonight's versions that are older than another one seen since, with the time at which they were seen last.
_STALE = """
SELECT DISTINCT n.source, n.url, n.sha256 AS document, d.last_fetched AS seen
FROM night_document n JOIN document d ON d.source_id = n.source AND d.url = n.url AND d.sha256 = n.sha256
WHERE EXISTS (SELECT 1 FROM document o WHERE o.source_id = n.source AND o.url = n.url AND o.last_fetched > d.last_fetched)
ORDER BY n.source, n.url, n.sha256
"""


def _stale_page(row: Mapping) -> dict[str, object]:
    """An issue, no verdict: a site may put an old page back, and its words are read as they stand."""
    words = f"the same bytes as on {row['seen'].astimezone(KYIV):%Y-%m-%d}, older than the version seen since: a cache may have answered"
    return {**{name: row[name] for name in ("source", "url", "document")}, "issue_class": IssueClass.STALE_PAGE, "words": words, "row": None}


#: Tables whose rows a release prints and a night may change -> their key, the columns kept over recorded time, and what stands there now.
#: A hromada has its former name as long as the portal prints that: editions of the codifier do not say when a name began.
_VERSIONED = {
    "source": (
        "source_id",
        ("title", "publisher", "homepage", "licence", "frequency"),
        "SELECT id AS source_id, title, publisher, homepage, licence, frequency FROM source",
    ),
    "hromada": (
        "code",
        ("name", "category", "raion", "oblast", "oblast_row", "site"),
        """
        WITH printed AS (
          SELECT DISTINCT ON (code) code, name FROM hromada_name WHERE origin = 'portal' ORDER BY code, first_seen DESC, name
        ), former AS (
          SELECT printed.code, max(old.name) AS name FROM printed JOIN hromada_name old ON old.code = printed.code
            AND old.origin LIKE 'codifier%' AND starts_with(printed.name || ' ', old.name || ' ') GROUP BY printed.code
        )
        SELECT h.code, coalesce(former.name, h.name) AS name, category, raion, oblast, oblast_row, site FROM hromada h LEFT JOIN former USING (code)
        """,
    ),
}


def _keep_version(connection: sa.Connection, night: Night, table: str) -> None:
    """Close the versions that are no longer so and open those that are; the first ones of all hold for all of time before as well."""
    key, columns, now = _VERSIONED[table]
    fields, version = ", ".join(columns), f"{table}_version"
    held, here = (f"({', '.join(f'{name}.{column}' for column in columns)})" for name in ("v", "now"))
    for statement in (
        f"UPDATE {version} v SET recorded = tstzrange(lower(v.recorded), :clock) FROM ({now}) now "
        f"WHERE v.{key} = now.{key} AND upper_inf(v.recorded) AND {held} IS DISTINCT FROM {here}",
        f"INSERT INTO {version} ({key}, recorded, {fields}) "
        f"SELECT {key}, tstzrange(CASE WHEN EXISTS (SELECT 1 FROM {version}) THEN CAST(:clock AS timestamptz) ELSE '-infinity' END, NULL), {fields} FROM ({now}) now "
        f"WHERE NOT EXISTS (SELECT 1 FROM {version} v WHERE v.{key} = now.{key} AND upper_inf(v.recorded)) ORDER BY {key}",
    ):
        connection.execute(sa.text(statement), {"clock": night.clock})


def _record_claims(connection: sa.Connection, night: Night, claims: pl.DataFrame, apart: Apart) -> int:
    claims, pages = _with_documents(connection, claims.select(_CLAIM_FIELDS))
    # The same words twice on one page are one statement. In the order of its key an index grows at its end.
    claims = claims.sort("statement_id", "quote", "document_id").filter(pl.col("statement_id").ne_missing(pl.col("statement_id").shift()))
    # A statement stands on one page for ever, so the known ones are among those of tonight's pages.
    copy_rows(connection, "night_page_read", "source text, page text", pages.iter_rows())
    ids = connection.scalars(
        sa.text("SELECT s.id FROM night_page_read n JOIN statement s ON s.source_id = n.source AND s.page = n.page")
    ).all()
    is_known = pl.col("statement_id").is_in(pl.Series(ids, dtype=pl.String).implode())
    # New statements, the bulk of a first load, go straight where they stay.
    fresh = claims.filter(~is_known)
    if fresh.height:
        _add_statements(connection, night, fresh)
    known = claims.filter(is_known).select("statement_id", "source", "page", "country", "kind", "level", "document_id")
    back = _see_again(connection, night, known) if known.height else 0
    if (fresh.height or back) and connection.scalar(sa.text("SELECT EXISTS (SELECT 1 FROM run WHERE finished)")):
        _supersede(connection, night, apart)
    return fresh.height


def _add_statements(connection: sa.Connection, night: Night, claims: pl.DataFrame) -> None:
    # The triggers that check references see all rows of a COPY: in memory, not in a file.
    connection.execute(sa.text("SET LOCAL work_mem = '64MB'"))
    named = claims.select(pl.col("statement_id").alias("id"), pl.col("source").alias("source_id"), *_STATEMENT_FIELDS)
    copy_frame(connection, "statement", named)
    clock = pl.lit(night.clock.isoformat())
    copy_frame(connection, "claim", claims.select("statement_id", "document_id", first_seen=clock, last_seen=clock))


def _see_again(connection: sa.Connection, night: Night, claims: pl.DataFrame) -> int:
    """Move `last_seen`, or start another stretch; returns how many statements came back after a good read without them."""
    connection.execute(sa.text("DROP TABLE IF EXISTS night_claim"))
    texts = ", ".join(f"{name} text" for name in claims.columns[:-1])
    connection.execute(sa.text(f"CREATE TEMPORARY TABLE night_claim ({texts}, document_id bigint) ON COMMIT DROP"))
    copy_frame(connection, "night_claim", claims)
    connection.execute(sa.text("ANALYZE night_claim (statement_id, source, page)"))
    # What readers derive from the printed words may be read better by a later version; the words themselves stay. Without a live
    # decision the statement and its home are decided anew.
    connection.execute(
        sa.text(
            """
            WITH better AS (
              UPDATE statement s SET country = c.country, kind = c.kind, level = c.level FROM night_claim c
              WHERE s.id = c.statement_id AND (s.country, s.kind, s.level) IS DISTINCT FROM (c.country, c.kind, c.level)
              RETURNING s.id
            )
            UPDATE decision SET retired_at = :clock WHERE retired_at IS NULL AND statement_id IN (SELECT id FROM better)
            """
        ),
        {"clock": night.clock},
    )
    # A stretch goes on when no good read of the page came between its last night and this one; otherwise a new one starts.
    return connection.execute(
        sa.text(
            """
            WITH latest AS (
              SELECT statement_id, max(claim.first_seen) AS first_seen, max(claim.last_seen) AS last_seen
              FROM night_claim JOIN claim USING (statement_id) GROUP BY statement_id
            ), good AS (
              SELECT source_id, page, max(run.clock) AS clock FROM page_run JOIN run ON run.id = run_id
              WHERE checked AND run.clock < :clock GROUP BY source_id, page
            ), continued AS (
              UPDATE claim SET last_seen = :clock
              FROM latest JOIN night_claim n USING (statement_id) LEFT JOIN good ON good.source_id = n.source AND good.page = n.page
              WHERE claim.statement_id = latest.statement_id AND claim.first_seen = latest.first_seen
                AND (good.clock IS NULL OR good.clock <= latest.last_seen)
              RETURNING claim.statement_id
            )
            INSERT INTO claim (statement_id, first_seen, last_seen, document_id)
            SELECT statement_id, :clock, :clock, document_id FROM night_claim n
            WHERE NOT EXISTS (SELECT 1 FROM continued WHERE continued.statement_id = n.statement_id)
            """
        ),
        {"clock": night.clock},
    ).rowcount


def _with_documents(connection: sa.Connection, claims: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Claims with the `document_id` of the fetched version that shows them, and their pages (source, page).

    Raises ValueError where no version was fetched.
    """
    place = ("source", "url", "document")
    # Claims come page by page: one look for each run of them that one version shows.
    run = claims.select(pl.struct("page", *place).rle_id()).to_series()
    runs = claims.select("page", *place).filter(run.ne_missing(run.shift()))
    shown = runs.select(place).unique().sort(place)
    copy_rows(connection, "night_shown", "source text, url text, document text", shown.iter_rows())
    rows = connection.execute(
        sa.text(
            "SELECT n.source, n.url, n.document, d.id FROM night_shown n "
            "JOIN document d ON d.source_id = n.source AND d.url = n.url AND d.sha256 = n.document"
        )
    ).fetchall()
    known = pl.DataFrame(rows, schema={**dict.fromkeys(place, pl.String), "document_id": pl.Int64}, orient="row")
    runs = runs.join(known, on=place, how="left", maintain_order="left")
    found = claims.with_columns(runs["document_id"].gather(run))
    stray = found.filter(pl.col("document_id").is_null())
    if stray.height:
        raise ValueError(
            f"{stray.height} claims without their document, the first from {stray['url'][0]}: a claim needs evidence"
        )
    return found, runs.select("source", "page").unique().sort("source", "page")


#: Two printed names of this likeness (0 to 100) are one name, spelled otherwise; of this one when a day or a number says so too.
_SAME_NAME, _LIKE_NAME = 88, 60


def _supersede(connection: sa.Connection, night: Night, apart: Apart) -> None:
    """Note statements whose words a source corrected: gone in a good read in which just one like them is new on the same page, or is
    back after they had taken its place.

    Like them is nearly the same name, or a like one with the same number of a document or the same printed day, in no other country,
    and with no other place known. A name that is gone while another one appears is no correction; it stays, and is missed.
    """
    rows = connection.execute(
        sa.text(
            """
            WITH fresh AS (
              SELECT s.*, claim.document_id,
                (SELECT max(last_seen) FROM claim earlier WHERE earlier.statement_id = s.id AND earlier.first_seen < :clock) AS left_at
              FROM claim JOIN statement s ON s.id = claim.statement_id WHERE claim.first_seen = :clock
            ), page AS (
              SELECT DISTINCT fresh.source_id, fresh.page FROM fresh JOIN page_run p ON p.source_id = fresh.source_id AND p.page = fresh.page
              WHERE p.run_id = :run AND p.checked
            ), before AS (
              SELECT page.source_id, page.page, max(run.clock) AS clock FROM page JOIN page_run p USING (source_id, page)
              JOIN run ON run.id = p.run_id WHERE p.checked AND run.clock < :clock GROUP BY page.source_id, page.page
            ), said AS (
              SELECT s.id, s.source_id, s.page, s.record, coalesce(s.hromada_code, s.hromada_raw, '') AS hromada, s.partner_raw, s.country,
                s.since, s.since_precision, s.stage, s.number_raw, true AS gone, false AS known, seen.first AS came, NULL AS went,
                (SELECT document_id FROM claim WHERE statement_id = s.id AND last_seen = before.clock) AS document_id
              FROM before JOIN statement s USING (source_id, page)
              JOIN LATERAL (SELECT min(first_seen) AS first, max(last_seen) AS last FROM claim WHERE statement_id = s.id) seen ON seen.last = before.clock
              UNION ALL
              SELECT f.id, f.source_id, f.page, f.record, coalesce(f.hromada_code, f.hromada_raw, ''), f.partner_raw, f.country,
                f.since, f.since_precision, f.stage, f.number_raw, false, doc.first_fetched < before.clock, NULL,
                (SELECT min(run.clock) FROM page_run p JOIN run ON run.id = p.run_id
                  WHERE p.source_id = f.source_id AND p.page = f.page AND p.checked AND run.clock > f.left_at), f.document_id
              FROM fresh f JOIN before USING (source_id, page) JOIN document doc ON doc.id = f.document_id
            )
            SELECT * FROM said ORDER BY source_id, page, record, hromada, id
            """
        ),
        {"clock": night.clock, "run": night.run_id},
    ).mappings()
    found: dict[Pair, Cause] = {}
    put_back: set[Pair] = set()
    for _, group in groupby(rows, key=lambda row: (row["source_id"], row["page"], row["record"], row["hromada"])):
        said = [{**row, "name": fold(row["partner_raw"][:200])} for row in group]
        gone, fresh = ([row for row in said if row["gone"] is flag] for flag in (True, False))
        alike = [(old, new) for old in gone for new in fresh if _took_its_place(old, new)]
        for old, new in alike:
            if sum(one is old for one, _ in alike) == 1 and sum(other is new for _, other in alike) == 1:
                pair = old["id"], new["id"]
                # Words that are back were known before; they are ours when the very bytes of the others are read so again.
                ours = old["document_id"] == new["document_id"] if new["went"] else new["known"]
                found[pair] = Cause.FIX_OURS if ours else Cause.FIX_SOURCE
                if new["went"]:
                    put_back.add(pair)
    # What a source took back itself was a slip, even where it is the name of another place.
    new_words = [pair for pair in found if pair not in put_back]
    for pair in apart(connection, night, new_words) if new_words else ():
        del found[pair]
    if found:
        connection.execute(
            sa.text(
                "INSERT INTO supersession (statement_id, superseded_at, by_statement, cause) VALUES (:old, :clock, :new, :cause)"
            ),
            [{"old": old, "new": new, "cause": str(cause), "clock": night.clock} for (old, new), cause in found.items()],
        )


def _took_its_place(old: Mapping, new: Mapping) -> bool:
    # Words that are back correct only what came in the read in which they went.
    if new["went"] and old["came"] != new["went"]:
        return False
    # Another stage is no correction: the tie has come further.
    if old["stage"] != new["stage"]:
        return False
    if old["country"] and new["country"] and old["country"] != new["country"]:
        return False
    same_since = bool(old["since"]) and old["since"] == new["since"]
    # Of two documents without a number both say so.
    numbers = [row["number_raw"] if any(map(str.isdigit, row["number_raw"] or "")) else None for row in (old, new)]
    if all(numbers) and numbers[0] != numbers[1] and not same_since:
        return False
    marked = same_since and (old["since_precision"] == "day" or (numbers[0] is not None and numbers[0] == numbers[1]))
    if fuzz.ratio(old["name"], new["name"]) < (_LIKE_NAME if marked else _SAME_NAME):
        return False
    # Words that name fewer parties leave somebody out.
    was, now = (len(split_names(row["partner_raw"])) for row in (old, new))
    return was <= now


def copy_frame(connection: sa.Connection, table: str, frame: pl.DataFrame) -> None:
    """COPY a frame into columns of the same names, as CSV: row by row Python would take longer than Postgres, which reads a slice while the
    next one is encoded."""
    columns = ", ".join(frame.columns)
    with connection.connection.driver_connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)") as copy:
        for part in frame.iter_slices(5000):
            copy.write(part.write_csv(include_header=False).encode())


def copy_rows(connection: sa.Connection, table: str, columns: str, rows: Iterable[Sequence[object]]) -> None:
    """COPY rows into a temporary table that lives until the end of the transaction."""
    connection.execute(sa.text(f"DROP TABLE IF EXISTS {table}"))
    connection.execute(sa.text(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP"))
    cursor = connection.connection.driver_connection.cursor()
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute(sa.text(f"ANALYZE {table}"))
