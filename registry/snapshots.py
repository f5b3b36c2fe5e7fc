"""The registry as of a day and as known at a moment, as the published tables.

`as_of` and `known_at` are the two range operators `valid @>` and `recorded @>`; the rest is joining. What does not belong here:
how two snapshots differ (`comparison.py`) and how they are packed (`releases/package.py`).
"""

import hashlib
import io
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import polars as pl
import sqlalchemy as sa

from schemas.calendar import KYIV
from schemas.tables import PUBLISHED, TABLES
from schemas.vocabularies import COUNTED, COUNTING_RULE, COUNTING_RULES, IN_FORCE, Stage, Status

#: Hromady as they were known; those of a registry without versions (never played a night) as they stand.
_HROMADA = """
  SELECT h.code, coalesce(v.name, h.name) AS name, CASE WHEN v.id IS NULL THEN h.category ELSE v.category END AS category,
    CASE WHEN v.id IS NULL THEN h.raion ELSE v.raion END AS raion,
    CASE WHEN v.id IS NULL THEN coalesce(h.oblast_row, h.oblast) ELSE coalesce(v.oblast_row, v.oblast) END AS oblast,
    CASE WHEN v.id IS NULL THEN h.site ELSE v.site END AS site
  FROM hromada h LEFT JOIN hromada_version v ON v.code = h.code AND v.recorded @> :known_at
  WHERE v.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM hromada_version any_time WHERE any_time.code = h.code)
"""

#: Every tie in the registry that day, and those that are not in force by the ledger but may be by the bounds of their start. The versions
#: come first and materialised: the planner takes the range conditions for far more selective than they are.
_STATES = f"""
WITH h AS ({_HROMADA}), v AS MATERIALIZED (
  SELECT partnership_id, kind, stage, status, since, since_precision, lower(valid) AS valid_from, since_earliest,
    since_latest, until, until_precision, until_earliest, until_latest, end_statement, end_decision, valid @> :as_of AS in_force
  FROM partnership_version
  WHERE recorded @> :known_at
    AND (valid @> :as_of OR (status IN (:counted) AND since_earliest <= :as_of AND lower(valid) > :as_of))
), agreed AS (
  SELECT hromada, place, count(*) AS n FROM agreement_version a, unnest(a.hromady) hromada, unnest(a.places) place
  WHERE a.recorded @> :known_at AND a.valid @> :as_of AND a.stage NOT IN (:uncounted) GROUP BY hromada, place
)
SELECT v.partnership_id, p.hromada_code, h.name AS hromada, h.oblast, p.place_id AS partner_id,
  coalesce(was.name, place.name) AS partner, CASE WHEN was.id IS NULL THEN place.country ELSE was.country END AS country,
  CASE WHEN was.id IS NULL THEN place.level ELSE was.level END AS level, v.kind, v.stage, v.status, v.since, v.since_precision, v.until, v.until_precision,
  coalesce(agreed.n, 0) AS n_agreements, v.since_earliest, v.since_latest, v.until_earliest, v.until_latest, v.valid_from, v.end_statement,
  v.end_decision, v.in_force
FROM v JOIN partnership p ON p.id = v.partnership_id JOIN h ON h.code = p.hromada_code
JOIN place ON place.id = p.place_id LEFT JOIN place_version was ON was.place_id = p.place_id AND was.recorded @> :known_at
LEFT JOIN agreed ON agreed.hromada = p.hromada_code AND agreed.place = p.place_id
"""

#: Until when words stood on a page as known at a moment: a stretch that later nights went on with reaches to the last good read before it.
_GOOD_READS = """
  SELECT p.source_id, p.page, max(run.clock) AS clock FROM page_run p JOIN run ON run.id = p.run_id
  WHERE p.checked AND run.clock <= :known_at AND EXISTS (SELECT 1 FROM run WHERE clock > :known_at) GROUP BY p.source_id, p.page
"""
_LAST_SEEN = "CASE WHEN c.last_seen <= :known_at THEN c.last_seen ELSE greatest(c.first_seen, good.clock) END"

#: Who says so, by hromada and place: live decisions of that moment, and the nights on which their words stood there.
_PROVENANCE = f"""
WITH good AS ({_GOOD_READS}), said AS (
  SELECT d.hromada_code, d.place_id, s.source_id, min(c.first_seen) AS first_seen, max({_LAST_SEEN}) AS last_seen,
    min(array_position(ARRAY['accept','new','review'], d.verdict)) AS verdict
  FROM decision d JOIN statement s ON s.id = d.statement_id JOIN claim c ON c.statement_id = d.statement_id AND c.first_seen <= :known_at
  LEFT JOIN good ON good.source_id = s.source_id AND good.page = s.page
  WHERE d.decided_at <= :known_at AND (d.retired_at IS NULL OR d.retired_at > :known_at) AND d.verdict <> 'reject'
    AND d.hromada_code IS NOT NULL AND d.place_id IS NOT NULL AND s.record <> 'seeker'
  GROUP BY d.hromada_code, d.place_id, s.source_id
)
SELECT hromada_code, place_id AS partner_id, string_agg(source_id, ';' ORDER BY source_id) AS sources,
  (ARRAY['accept','new','review'])[min(verdict)] AS resolution,
  (min(first_seen) AT TIME ZONE '{KYIV}')::date AS first_seen, (max(last_seen) AT TIME ZONE '{KYIV}')::date AS last_seen
FROM said GROUP BY hromada_code, place_id
"""

_PARTNERS = """
SELECT place.id AS partner_id, coalesce(was.name, place.name) AS partner,
  CASE WHEN was.id IS NULL THEN place.country ELSE was.country END AS country,
  CASE WHEN was.id IS NULL THEN place.level ELSE was.level END AS level,
  CASE WHEN place.key LIKE 'local:%' THEN NULL ELSE place.key END AS gazetteer, place.latitude, place.longitude
FROM place LEFT JOIN place_version was ON was.place_id = place.id AND was.recorded @> :known_at ORDER BY place.id
"""

_AGREEMENTS = f"""
WITH document AS (
  SELECT *, v.valid @> :as_of AND v.stage NOT IN (:uncounted) AS in_force FROM agreement_version v
  WHERE v.recorded @> :known_at AND (v.stage NOT IN (:uncounted) AND v.valid @> :as_of
    -- By the bounds of its dates it may have been in force.
    OR coalesce((v.signed || substr('YYYY-01-01', length(v.signed) + 1))::date <= :as_of, true) AND (
      v.stage NOT IN (:uncounted) AND coalesce(v.until_latest > :as_of, true) OR v.stage IN (:over) AND v.until_latest > :as_of))
), said AS (
  SELECT document.id, string_agg(DISTINCT s.source_id, ';' ORDER BY s.source_id) AS sources, min(claim.first_seen) AS first_seen
  FROM document, unnest(document.statements) told JOIN statement s ON s.id = told JOIN claim ON claim.statement_id = told
  GROUP BY document.id
), bound AS (
  SELECT document.id, string_agg(DISTINCT lies.country, ';' ORDER BY lies.country) AS countries
  FROM document, unnest(document.places) party
  JOIN (SELECT place.id, CASE WHEN was.id IS NULL THEN place.country ELSE was.country END AS country
    FROM place LEFT JOIN place_version was ON was.place_id = place.id AND was.recorded @> :known_at) lies ON lies.id = party
  GROUP BY document.id
)
SELECT v.agreement_id, v.title, v.number, v.kind, v.stage, v.signed, v.signed_precision, v.until, v.until_precision, v.until_earliest,
  array_to_string(v.hromady, ';') AS hromady, array_to_string(v.places, ';') AS partners, bound.countries, said.sources,
  v.in_force,
  CASE length(v.signed) WHEN 10 THEN v.signed::date WHEN 7 THEN ((v.signed || '-01')::date + interval '1 month' - interval '1 day')::date
    WHEN 4 THEN (v.signed || '-12-31')::date ELSE (said.first_seen AT TIME ZONE '{KYIV}')::date END AS signed_latest
FROM document v LEFT JOIN said ON said.id = v.id LEFT JOIN bound ON bound.id = v.id
ORDER BY v.agreement_id
"""

#: Sites that nobody declared are read in turns, so a page counts as it was read last, within so many days before the last night.
COVERED_DAYS = 31
LAST_READS = f"""
SELECT p.* FROM (
  SELECT source_id, page, max(run_id) AS run_id FROM page_run JOIN run ON run.id = page_run.run_id
  WHERE finished AND clock <= :known_at AND hromada_code IS NOT NULL
    AND clock > (SELECT max(clock) FROM run WHERE clock <= :known_at AND finished) - interval '{COVERED_DAYS} days'
  GROUP BY source_id, page
) last JOIN page_run p USING (source_id, page, run_id)
"""

_HROMADY = f"""
WITH h AS ({_HROMADA}), checked AS (SELECT DISTINCT hromada_code FROM ({LAST_READS}) read WHERE checked)
SELECT h.code AS hromada_code, h.name AS hromada, h.category, h.raion, h.oblast, h.site,
  checked.hromada_code IS NOT NULL AS checked
FROM h LEFT JOIN checked ON checked.hromada_code = h.code ORDER BY h.code
"""

#: Of a statement that came back to its page the newest stretch is shown, with the day on which it was seen at all first.
_EVIDENCE = f"""
WITH good AS ({_GOOD_READS}), subject AS MATERIALIZED (
  SELECT p.id AS public_id, d.statement_id FROM decision d
  JOIN partnership p ON p.hromada_code = d.hromada_code AND p.place_id = d.place_id
  WHERE d.decided_at <= :known_at AND (d.retired_at IS NULL OR d.retired_at > :known_at) AND d.verdict <> 'reject'
  UNION
  SELECT v.agreement_id, unnest(v.statements) FROM agreement_version v WHERE v.recorded @> :known_at AND v.valid @> :as_of
), stretch AS MATERIALIZED (
  SELECT statement_id, min(first_seen) AS earliest, max(first_seen) AS first_seen FROM claim
  WHERE first_seen <= :known_at GROUP BY statement_id
)
SELECT subject.public_id, s.id AS statement_id, s.source_id AS source, doc.url, doc.sha256 AS document,
  doc.first_fetched AS fetched_at, s.record, s.hromada_raw, s.partner_raw, s.country_raw, s.since, s.since_precision,
  s.signed_raw, s.quote, (stretch.earliest AT TIME ZONE '{KYIV}')::date AS first_seen,
  ({_LAST_SEEN} AT TIME ZONE '{KYIV}')::date AS last_seen
FROM subject JOIN statement s ON s.id = subject.statement_id AND s.record <> 'seeker'
JOIN stretch ON stretch.statement_id = s.id
JOIN claim c ON c.statement_id = stretch.statement_id AND c.first_seen = stretch.first_seen JOIN document doc ON doc.id = c.document_id
LEFT JOIN good ON good.source_id = s.source_id AND good.page = s.page
"""

_IDS = """
SELECT public_id, told.successor FROM identifier
LEFT JOIN (
  SELECT DISTINCT ON (public_id) public_id, successor FROM succession WHERE recorded_at <= :known_at ORDER BY public_id, recorded_at DESC
) told USING (public_id)
WHERE minted_at <= :known_at ORDER BY public_id
"""


#: Columns of `ties` beyond those of table `partnerships`.
_TIE_TYPES = {
    "since_earliest": "date", "since_latest": "date", "until_earliest": "date", "until_latest": "date", "valid_from": "date",
    "end_statement": "string", "end_decision": "integer", "in_force": "boolean",
}  # fmt: skip
_TOLD = ("sources", "resolution", "first_seen", "last_seen")
_AGREEMENT_TYPES = {"in_force": "boolean", "signed_latest": "date", "until_earliest": "date"}

#: Closed lists that queries name.
_LISTS = {
    "uncounted": [stage for stage in Stage.values() if stage not in IN_FORCE], "counted": COUNTED, "over": (Stage.ENDED, Stage.SUSPENDED),
}  # fmt: skip

#: A tie or document whose bounds leave open whether it was in force; `certain` is what counts as "at least".
MAYBE = pl.Schema(
    {
        "partnership_id": pl.String(), "partner_id": pl.String(), "oblast": pl.String(), "country": pl.String(), "certain": pl.Boolean(),
    }
)  # fmt: skip
MAYBE_AGREEMENTS = pl.Schema({"agreement_id": pl.String(), "hromady": pl.String(), "certain": pl.Boolean()})


@dataclass(frozen=True)
class Snapshot:
    """The published tables for one day as known at one moment.

    `tables` holds a frame for every published table (those of `counts_only`: all but evidence and ids). `ties` are all partnerships in the registry on that day, uncounted ones
    (planned, suspended, ended) included, with the bounds of their start; comparison needs them. `possible` and
    `possible_agreements` are all that may be in force by the bounds of their dates, for "at least / at most".
    """

    as_of: date
    known_at: datetime
    tables: dict[str, pl.DataFrame]
    ties: pl.DataFrame
    possible: pl.DataFrame = field(default_factory=lambda: MAYBE.to_frame())
    possible_agreements: pl.DataFrame = field(default_factory=lambda: MAYBE_AGREEMENTS.to_frame())
    #: The rule of counting under which this was counted (schemas/vocabularies.py).
    rule: str = COUNTING_RULE

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
    """The last finished night, or the person's decision that came after it. Raises LookupError when there is no night."""
    known = seen_by(connection)
    if known is None:
        raise LookupError("the registry holds no finished night yet: run pobratym nightly first")
    return known


class Unseen(ValueError):
    """A day, or a moment of knowledge, after the last night that could know it."""


def seen_by(connection: sa.Connection, known_at: datetime | None = None) -> datetime | None:
    """The last finished night, or the person's decision after it, up to `known_at` (None: now): of later days only forecasts are known then.
    None when there is no such night."""
    return connection.scalar(
        sa.text(
            "SELECT greatest(max(clock), (SELECT max(applied_through) FROM ruling WHERE applied_through <= :known_at)) "
            "FROM run WHERE finished AND clock <= :known_at HAVING count(*) > 0"
        ),
        {"known_at": known_at or "infinity"},
    )


def check_seen(connection: sa.Connection, as_of: date, known_at: datetime) -> None:
    """Refuse a day that no night up to `known_at` has reached, and a moment that no night has: what is said of them are forecasts, and
    what is learnt later would change them. Raises Unseen, LookupError when there is no night."""
    last = default_known_at(connection)
    seen = seen_by(connection, known_at)
    if known_at > last or seen is None or as_of > seen.astimezone(KYIV).date():
        at = f" known at {known_at.astimezone(KYIV):%Y-%m-%d %H:%M}" if known_at != last else ""
        knows = f"nothing after {seen.astimezone(KYIV):%Y-%m-%d %H:%M}" if seen else "nothing yet"
        raise Unseen(
            f"the registry knows {knows}: {as_of}{at} would say what nobody has seen; play that night first, or ask for an earlier day"
        )


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


def take(connection: sa.Connection, as_of: date, known_at: datetime, *, counts_only: bool = False) -> Snapshot:
    """The snapshot of `as_of` (in force that day) as known at `known_at` (aware).

    `counts_only` leaves out the tables `evidence` and `ids`, half of the work: nothing is counted from them.
    """
    asked = {"as_of": as_of, "known_at": known_at}
    rule = rule_at(connection, known_at)
    found = ties_at(connection, as_of, known_at)
    ties = found.filter("in_force").drop("in_force")
    counted = ties.filter(pl.col("status").is_in([*COUNTING_RULES[rule]]))
    documents = _frame(connection, _AGREEMENTS, asked, _types("agreements") | _AGREEMENT_TYPES)
    agreements = documents.filter("in_force")
    places = _frame(connection, _PARTNERS, asked, _types("partners"))
    hromady = _frame(connection, _HROMADY, asked, _types("hromady"))
    by_place = counted.group_by("partner_id").agg(
        n_partnerships=pl.len(), resolution=pl.col("resolution").sort_by(_verdict_rank("resolution")).first()
    )
    frames = {
        "partnerships": counted,
        "partners": places.drop("n_partnerships", "resolution").join(by_place, on="partner_id", how="inner").sort("partner_id"),
        "agreements": agreements,
        "hromady": _with_counts(hromady, counted, agreements),
    }
    if not counts_only:
        # Evidence of what is not counted stays in the registry; the release explains what it counts.
        shown = pl.concat([counted["partnership_id"], agreements["agreement_id"]])
        evidence = _frame(connection, _EVIDENCE, asked, _types("evidence")).filter(pl.col("public_id").is_in(shown.implode()))
        frames["evidence"] = evidence.sort("public_id", "statement_id")
        frames["ids"] = _frame(connection, _IDS, asked, _types("ids"))
    tables = {table.name: table.frame(frames[table.name]) for table in PUBLISHED if table.name in frames}
    return Snapshot(
        as_of=as_of,
        known_at=known_at,
        tables=tables,
        ties=ties,
        possible=_possible(found, [*COUNTING_RULES[rule]], as_of),
        possible_agreements=documents.select(
            "agreement_id",
            "hromady",
            certain=pl.col("in_force") & (pl.col("signed_latest") <= as_of).fill_null(False) & ~_may_be_over(as_of),
        ),
        rule=rule,
    )


def _possible(found: pl.DataFrame, counted: list[str], as_of: date) -> pl.DataFrame:
    """Ties that may be in force on a day by the bounds of their dates (MAYBE): also those that are over, when the end may lie behind it."""
    not_yet_over = (
        pl.col("status").is_in([Status.ENDED, Status.SUSPENDED])
        & (pl.col("until_latest") > as_of)
        & (pl.col("since_earliest") <= as_of).fill_null(True)
    )
    is_counted = pl.col("status").is_in(counted)
    return found.filter(is_counted | not_yet_over.fill_null(False)).select(
        "partnership_id",
        "partner_id",
        "oblast",
        "country",
        certain=is_counted & pl.col("in_force") & (pl.col("since_latest") <= as_of) & ~_may_be_over(as_of),
    )


def _may_be_over(as_of: date) -> pl.Expr:
    return (pl.col("until_earliest") <= as_of).fill_null(False)


def ties_at(connection: sa.Connection, as_of: date, known_at: datetime) -> pl.DataFrame:
    """Every tie in the registry on a day as known at a moment, with those that may have been in force (`in_force` False)."""
    asked, types = {"as_of": as_of, "known_at": known_at}, _types("partnerships") | _TIE_TYPES
    told = {name: types[name] for name in ("hromada_code", "partner_id", *_TOLD)}
    provenance = _frame(connection, _PROVENANCE, asked, told)
    states = states_at(connection, as_of, known_at)
    return states.join(provenance, on=["hromada_code", "partner_id"], how="inner").select(*types).sort("partnership_id")


def states_at(connection: sa.Connection, as_of: date, known_at: datetime) -> pl.DataFrame:
    """The states of `ties_at`, without who says so."""
    types = {name: kind for name, kind in (_types("partnerships") | _TIE_TYPES).items() if name not in _TOLD}
    return _frame(connection, _STATES, {"as_of": as_of, "known_at": known_at}, types)


def rule_at(connection: sa.Connection, known_at: datetime) -> str:
    """The rule of counting of the last night up to a moment, so that what was published then is counted as then."""
    rule = connection.execute(
        sa.text("SELECT counting_rule FROM run WHERE finished AND clock <= :known_at ORDER BY clock DESC LIMIT 1"),
        {"known_at": known_at},
    ).scalar()
    if rule is not None and rule not in COUNTING_RULES:
        raise LookupError(
            f"the registry was counted by rule {rule}, which this version does not know; known: {', '.join(COUNTING_RULES)}"
        )
    return rule or COUNTING_RULE


def _types(table: str) -> dict[str, str]:
    return {column.name: column.type for column in TABLES[table].columns}


_READ = {
    "string": lambda text: text,
    "integer": lambda text: text.cast(pl.Int64),
    "number": lambda text: text.cast(pl.Float64),
    "boolean": lambda text: text == "t",
    "date": lambda text: text.str.to_date("%Y-%m-%d"),
    "datetime": lambda text: text.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%#z", time_unit="us", time_zone="UTC"),
}


#: The joins of a snapshot are of whole tables: sorted on disk they take twice as long, compiled for one use not less, and row by row (which
#: the planner chooses where it takes a range condition for selective, or knows nothing yet of a new table) ten times as long.
_PLANNING = {"work_mem": "'64MB'", "jit": "off", "enable_nestloop": "off"}
_WHOLE_TABLES = ";".join(f"SET LOCAL {name} = {value}" for name, value in _PLANNING.items())
_AS_BEFORE = ";".join(f"SET LOCAL {name} TO DEFAULT" for name in _PLANNING)


def _frame(connection: sa.Connection, query: str, asked: dict, types: dict[str, str]) -> pl.DataFrame:
    """The rows of a query in the declared types; columns that the query does not give are null.

    COPY and a CSV reader take a fifth of the time of rows that become Python objects first.
    """
    words = {name: ", ".join(f"'{word}'" for word in given) for name, given in _LISTS.items()}
    query = query.replace("%", "%%")
    for name, value in words.items():
        query = query.replace(f":{name}", value)
    query = re.sub(r"(?<!:):([a-z_]+)\b", r"%(\1)s", query)
    cursor = connection.connection.driver_connection.cursor()
    cursor.execute(_WHOLE_TABLES)
    with cursor.copy(f"COPY ({query.strip()}) TO STDOUT (FORMAT csv, HEADER)", {**asked}) as copy:
        data = b"".join(copy)
    cursor.execute(_AS_BEFORE)
    text = pl.read_csv(io.BytesIO(data), infer_schema=False)
    return text.select(
        (_READ[kind](pl.col(name)) if name in text.columns else pl.lit(None, pl.String)).alias(name)
        for name, kind in types.items()
    )


def _verdict_rank(column: str) -> pl.Expr:
    return pl.col(column).replace_strict({"accept": 0, "new": 1, "review": 2}, default=3)


def _with_counts(hromady: pl.DataFrame, partnerships: pl.DataFrame, agreements: pl.DataFrame) -> pl.DataFrame:
    ties = partnerships.group_by("hromada_code").agg(n_partnerships=pl.len(), n_partners=pl.col("partner_id").n_unique())
    parties = agreements.select("agreement_id", hromada_code=pl.col("hromady").str.split(";")).explode("hromada_code")
    documents = parties.group_by("hromada_code").agg(n_agreements=pl.len())
    counts = ("n_agreements", "n_partnerships", "n_partners")
    counted = hromady.drop(counts).join(ties, on="hromada_code", how="left").join(documents, on="hromada_code", how="left")
    return counted.with_columns(pl.col(counts).fill_null(0)).sort("hromada_code")
