"""The registry as of a day and as known at a moment, as the published tables.

`as_of` and `known_at` are the two range operators `valid @>` and `recorded @>`; the rest is joining. What does not belong here:
how two snapshots differ (`comparison.py`) and how they are packed (`releases/package.py`).
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl
import sqlalchemy as sa

from registry.ledger import KYIV
from schemas.tables import PUBLISHED, TABLES
from schemas.vocabularies import COUNTED

_PARTNERSHIPS = """
WITH stretch AS (
  SELECT statement_id, min(first_seen) AS first_seen, max(least(last_seen, :known_at)) AS last_seen
  FROM claim WHERE first_seen <= :known_at GROUP BY statement_id
), tie AS (
  SELECT d.hromada_code, d.place_id, string_agg(DISTINCT s.source_id, ';' ORDER BY s.source_id) AS sources,
    min(stretch.first_seen) AS first_seen, max(stretch.last_seen) AS last_seen,
    (array_agg(d.verdict ORDER BY array_position(ARRAY['accept','new','review'], d.verdict)))[1] AS resolution
  FROM decision d JOIN statement s ON s.id = d.statement_id JOIN stretch ON stretch.statement_id = s.id
  WHERE d.decided_at <= :known_at AND (d.retired_at IS NULL OR d.retired_at > :known_at) AND d.verdict <> 'reject'
    AND d.hromada_code IS NOT NULL AND d.place_id IS NOT NULL AND s.record <> 'seeker'
  GROUP BY d.hromada_code, d.place_id
)
SELECT v.partnership_id, p.hromada_code, h.name AS hromada, coalesce(h.oblast_row, h.oblast) AS oblast, p.place_id AS partner_id, place.name AS partner,
  place.country, place.level, v.kind, v.stage, v.status, v.since, v.since_precision,
  CASE WHEN v.status = 'ended' THEN lower(v.valid) ELSE upper(v.valid) END AS until,
  (SELECT count(*) FROM agreement_version a WHERE a.recorded @> :known_at AND a.valid @> :as_of
     AND p.hromada_code = ANY(a.hromady) AND p.place_id = ANY(a.places)) AS n_agreements,
  tie.sources, tie.resolution,
  (tie.first_seen AT TIME ZONE 'Europe/Kyiv')::date AS first_seen, (tie.last_seen AT TIME ZONE 'Europe/Kyiv')::date AS last_seen,
  v.since_earliest, v.since_latest
FROM partnership_version v JOIN partnership p ON p.id = v.partnership_id JOIN hromada h ON h.code = p.hromada_code
JOIN place ON place.id = p.place_id JOIN tie ON tie.hromada_code = p.hromada_code AND tie.place_id = p.place_id
WHERE v.recorded @> :known_at AND v.valid @> :as_of
ORDER BY v.partnership_id
"""

_PARTNERS = """
SELECT id AS partner_id, name AS partner, country, level, CASE WHEN key LIKE 'local:%' THEN NULL ELSE key END AS gazetteer,
  latitude, longitude FROM place ORDER BY id
"""

_AGREEMENTS = """
SELECT v.agreement_id, v.title, v.number, v.kind, v.stage, v.signed, v.signed_precision, v.term_end,
  array_to_string(v.hromady, ';') AS hromady, array_to_string(v.places, ';') AS partners,
  (SELECT string_agg(DISTINCT place.country, ';' ORDER BY place.country) FROM place WHERE place.id = ANY(v.places)) AS countries,
  (SELECT string_agg(DISTINCT s.source_id, ';' ORDER BY s.source_id) FROM statement s WHERE s.id = ANY(v.statements)) AS sources,
  v.statements
FROM agreement_version v
WHERE v.recorded @> :known_at AND v.valid @> :as_of AND v.stage NOT IN ('ended', 'suspended', 'talks', 'intent', 'approved', 'signed_by_one')
ORDER BY v.agreement_id
"""

_HROMADY = """
WITH night AS (SELECT max(id) AS id FROM run WHERE clock <= :known_at AND finished),
checked AS (
  SELECT DISTINCT hromada_code FROM page_run WHERE run_id = (SELECT id FROM night) AND checked AND hromada_code IS NOT NULL
)
SELECT h.code AS hromada_code, h.name AS hromada, h.category, h.raion, coalesce(h.oblast_row, h.oblast) AS oblast, h.site,
  checked.hromada_code IS NOT NULL AS checked
FROM hromada h LEFT JOIN checked ON checked.hromada_code = h.code ORDER BY h.code
"""

_EVIDENCE = """
WITH latest AS (
  SELECT DISTINCT ON (c.statement_id) c.statement_id, c.document_id, c.first_seen, least(c.last_seen, :known_at) AS last_seen,
    min(c.first_seen) OVER (PARTITION BY c.statement_id) AS earliest
  FROM claim c WHERE c.first_seen <= :known_at ORDER BY c.statement_id, c.first_seen DESC
)
SELECT subject.public_id, s.id AS statement_id, s.source_id AS source, doc.url, doc.sha256 AS document,
  doc.first_fetched AS fetched_at, s.record, s.hromada_raw, s.partner_raw, s.country_raw, s.since, s.since_precision,
  s.signed_raw, s.quote, (latest.earliest AT TIME ZONE 'Europe/Kyiv')::date AS first_seen,
  (latest.last_seen AT TIME ZONE 'Europe/Kyiv')::date AS last_seen
FROM (
  SELECT p.id AS public_id, d.statement_id FROM decision d
  JOIN partnership p ON p.hromada_code = d.hromada_code AND p.place_id = d.place_id
  WHERE d.decided_at <= :known_at AND (d.retired_at IS NULL OR d.retired_at > :known_at) AND d.verdict <> 'reject'
  UNION
  SELECT v.agreement_id, unnest(v.statements) FROM agreement_version v WHERE v.recorded @> :known_at AND v.valid @> :as_of
) subject
JOIN statement s ON s.id = subject.statement_id AND s.record <> 'seeker'
JOIN latest ON latest.statement_id = s.id JOIN document doc ON doc.id = latest.document_id
ORDER BY subject.public_id, s.id
"""

_IDS = "SELECT public_id, successor FROM identifier WHERE minted_at <= :known_at ORDER BY public_id"


@dataclass(frozen=True)
class Snapshot:
    """The published tables for one day as known at one moment.

    `tables` holds a frame for every published table. `ties` are all partnerships in the registry on that day, uncounted ones
    (planned, suspended, ended) included, with the bounds of their start; comparison needs them.
    """

    as_of: date
    known_at: datetime
    tables: dict[str, pl.DataFrame]
    ties: pl.DataFrame

    @property
    def partnerships(self) -> pl.DataFrame:
        return self.tables["partnerships"]

    def content_hash(self) -> str:
        """SHA-256 over the published tables without the nights they were seen: the same registry gives the same hash."""
        digest = hashlib.sha256()
        for name in sorted(self.tables):
            frame = self.tables[name]
            kept = [column for column in frame.columns if column not in ("first_seen", "last_seen", "fetched_at", "document")]
            digest.update(f"{name}\n{frame.select(kept).write_csv()}\n".encode())
        return digest.hexdigest()


def default_known_at(connection: sa.Connection) -> datetime:
    """The last finished night. Raises LookupError when there is none."""
    known = connection.execute(sa.text("SELECT max(clock) FROM run WHERE finished")).scalar()
    if known is None:
        raise LookupError("the registry holds no finished night yet: run pobratym nightly first")
    return known


def known_by(connection: sa.Connection, as_of: date) -> datetime | None:
    """The moment at which a day was first published, else the last night up to the end of that day (Kyiv); None if neither."""
    published = connection.execute(
        sa.text("SELECT known_at FROM release WHERE as_of = :as_of ORDER BY published_at LIMIT 1"), {"as_of": as_of}
    ).scalar()
    if published is not None:
        return published
    midnight = datetime.combine(as_of + timedelta(days=1), time(), KYIV)
    return connection.execute(
        sa.text("SELECT max(clock) FROM run WHERE clock < :midnight AND finished"), {"midnight": midnight}
    ).scalar()


def take(connection: sa.Connection, as_of: date, known_at: datetime) -> Snapshot:
    """The snapshot of `as_of` (in force that day) as known at `known_at` (aware)."""
    asked = {"as_of": as_of, "known_at": known_at}
    ties = _frame(connection, _PARTNERSHIPS, asked)
    counted = ties.filter(pl.col("status").is_in([*COUNTED])) if ties.height else ties
    agreements = _frame(connection, _AGREEMENTS, asked)
    places = _frame(connection, _PARTNERS, asked)
    hromady = _frame(connection, _HROMADY, asked)
    by_place = (
        counted.group_by("partner_id").agg(
            n_partnerships=pl.len(), resolution=pl.col("resolution").sort_by(_verdict_rank("resolution")).first()
        )
        if counted.height
        else pl.DataFrame(schema={"partner_id": pl.String, "n_partnerships": pl.Int64, "resolution": pl.String})
    )
    frames = {
        "partnerships": counted,
        "partners": places.join(by_place, on="partner_id", how="inner").sort("partner_id") if places.height else places,
        "agreements": agreements,
        "hromady": _with_counts(hromady, counted, agreements),
        "evidence": _frame(connection, _EVIDENCE, asked),
        "ids": _frame(connection, _IDS, asked),
    }
    tables = {table.name: _shaped(table.name, frames[table.name]) for table in PUBLISHED}
    # Evidence of what is not counted stays in the registry; the release explains what it counts.
    shown = pl.concat([tables["partnerships"]["partnership_id"], tables["agreements"]["agreement_id"]])
    tables["evidence"] = tables["evidence"].filter(pl.col("public_id").is_in(shown.implode()))
    return Snapshot(as_of=as_of, known_at=known_at, tables=tables, ties=ties)


def _frame(connection: sa.Connection, query: str, parameters: dict) -> pl.DataFrame:
    result = connection.execute(sa.text(query), parameters)
    names = list(result.keys())
    return pl.DataFrame(result.fetchall(), schema=names, orient="row", infer_schema_length=None)


def _shaped(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    table = TABLES[name]
    return table.frame([]) if not frame.height else table.frame(frame)


def _verdict_rank(column: str) -> pl.Expr:
    return pl.col(column).replace_strict({"accept": 0, "new": 1, "review": 2}, default=3)


def _with_counts(hromady: pl.DataFrame, partnerships: pl.DataFrame, agreements: pl.DataFrame) -> pl.DataFrame:
    counts = {"n_agreements": {}, "n_partnerships": {}, "n_partners": {}}
    if partnerships.height:
        grouped = partnerships.group_by("hromada_code").agg(n=pl.len(), places=pl.col("partner_id").n_unique())
        counts["n_partnerships"] = dict(grouped.select("hromada_code", "n").iter_rows())
        counts["n_partners"] = dict(grouped.select("hromada_code", "places").iter_rows())
    if agreements.height:
        parties = agreements.select("agreement_id", pl.col("hromady").str.split(";")).explode("hromady")
        counts["n_agreements"] = dict(parties.group_by("hromady").len().iter_rows())
    return hromady.with_columns(
        pl.col("hromada_code").replace_strict(values, default=0, return_dtype=pl.Int64).alias(name)
        if values
        else pl.lit(0, pl.Int64).alias(name)
        for name, values in counts.items()
    )
