"""The three counters by oblast row, country and in all, their bounds and the coverage behind them. The rules are explained in docs/counting.md.

Agreements are documents, partnerships are pairs of a hromada with a place, partners are distinct places. An agreement between
hromady of two oblasts counts in both rows and once in the total; likewise a place that is partner in several oblasts: totals
are counted, never summed.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl
import sqlalchemy as sa

from registry.snapshots import LAST_READS, Snapshot
from schemas.tables import TABLES
from schemas.vocabularies import OBLAST_ROWS

COUNTERS = ("agreements", "partnerships", "partners")
TOTAL = "Разом"


@dataclass(frozen=True, slots=True)
class Counts:
    """One counter: by oblast row (every row present, in the published order) and in all."""

    by_oblast: dict[str, int]
    total: int


def count(snapshot: Snapshot) -> dict[str, Counts]:
    """All three counters of a snapshot."""
    partnerships = snapshot.partnerships
    return {
        name: Counts(dict(_by_oblast(members)), members["member"].n_unique())
        for name, members in _members(partnerships, snapshot.tables["agreements"], snapshot.tables["hromady"]).items()
    }


def beside(snapshot: Snapshot) -> dict[str, Counts]:
    """What stands beside the three counters: `hromady` with at least one counted partnership, and `countries`."""
    ties = snapshot.partnerships.select("oblast", "hromada_code", "country")
    return {
        name: Counts(dict(_by_oblast(members)), members["member"].n_unique())
        for name, members in (
            ("hromady", ties.select("oblast", member="hromada_code")),
            ("countries", ties.select("oblast", member="country").drop_nulls()),
        )
    }


def _members(partnerships: pl.DataFrame, agreements: pl.DataFrame, hromady: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What each counter counts: frames `oblast`, `member`; a member may stand in several oblasts."""
    parties = agreements.select(member="agreement_id", hromada_code=pl.col("hromady").str.split(";")).explode("hromada_code")
    return {
        "agreements": parties.join(hromady.select("hromada_code", "oblast"), on="hromada_code", how="left").select(
            "oblast", "member"
        ),
        "partnerships": partnerships.select("oblast", member="partnership_id"),
        "partners": partnerships.select("oblast", member="partner_id"),
    }


def _by_oblast(members: pl.DataFrame) -> Iterator[tuple[str, int]]:
    counted = dict(members.group_by("oblast").agg(pl.col("member").n_unique()).iter_rows())
    return ((oblast, counted.get(oblast, 0)) for oblast in OBLAST_ROWS)


def bounds(snapshot: Snapshot) -> pl.DataFrame:
    """Table `bounds`: what was in force that day for certain, by the ledger, and at most, by counter and oblast row.

    At least: the latest possible start lies on or before the day and no end may have come before it. At most: the earliest possible
    start does, or none is printed. The total row counts a member once.
    """
    hromady = snapshot.tables["hromady"]
    certain = _members(snapshot.possible.filter("certain"), snapshot.possible_agreements.filter("certain"), hromady)
    possible = _members(snapshot.possible, snapshot.possible_agreements, hromady)
    counted = count(snapshot)
    rows = []
    for counter in COUNTERS:
        least, most = (dict(_by_oblast(members[counter])) for members in (certain, possible))
        least[TOTAL], most[TOTAL] = (members[counter]["member"].n_unique() for members in (certain, possible))
        for oblast in (*OBLAST_ROWS, TOTAL):
            number = counted[counter].total if oblast == TOTAL else counted[counter].by_oblast[oblast]
            rows.append(
                {
                    "day": snapshot.as_of, "counter": counter, "oblast": oblast, "at_least": least[oblast], "count": number,
                    "at_most": most[oblast],
                }
            )  # fmt: skip
    return TABLES["bounds"].frame(rows)


def countries(snapshot: Snapshot) -> int:
    """Distinct countries of counted partnerships."""
    return beside(snapshot)["countries"].total


class PublishedTableError(ValueError):
    """The copy of the published table does not add up to its published totals."""


#: Totals printed under table 1 of the paper (docs/counting.md names it); the copy must add up to them.
PUBLISHED_TOTALS = {"2025-01-01": 2098, "2025-10-01": 2115}


def load_published(path: Traversable | None = None) -> dict[str, dict[str, int]]:
    """The ministry's table (the packaged copy unless a file is given): date -> oblast row -> agreements. Raises PublishedTableError when rows or totals are off."""
    with (path or files("registry").joinpath("published_table.csv")).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = tuple(row["oblast"] for row in rows)
    if names != OBLAST_ROWS:
        raise PublishedTableError(f"published_table.csv has rows {names}, expected the 25 rows of the published order")
    table = {day: {row["oblast"]: int(row[day]) for row in rows} for day in PUBLISHED_TOTALS}
    for day, total in PUBLISHED_TOTALS.items():
        if sum(table[day].values()) != total:
            raise PublishedTableError(
                f"published_table.csv adds up to {sum(table[day].values())} on {day}, published is {total}"
            )
    return table


#: Day -> oblast row (and TOTAL) -> agreements that the ministry published; a row that it left out is missing.
Official = Mapping[date, Mapping[str, int]]


def regional_table(earlier: Snapshot, later: Snapshot, published: Official) -> pl.DataFrame:
    """The regional table in the published order for all three counters, with a total row, as table `regional`.

    Published figures stand beside the counter that they count (agreements); coverage is that of the later snapshot.
    """
    before, after = (count(snapshot) for snapshot in (earlier, later))
    read = _checked(later)
    rows = []
    for counter in COUNTERS:
        for oblast in (*OBLAST_ROWS, TOTAL):
            a, b = (
                counts[counter].total if oblast == TOTAL else counts[counter].by_oblast[oblast] for counts in (before, after)
            )
            told = [
                published.get(snapshot.as_of, {}).get(oblast) if counter == "agreements" else None for snapshot in (earlier, later)
            ]
            rows.append(
                {
                    "counter": counter,
                    "oblast": oblast,
                    "count_from": a,
                    "count_to": b,
                    "change": b - a,
                    "published_from": told[0],
                    "published_to": told[1],
                    **read[oblast],
                }
            )
    return TABLES["regional"].frame(rows)


def _checked(snapshot: Snapshot) -> dict[str, dict[str, int]]:
    rows = _by_rows(
        snapshot.tables["hromady"],
        hromady_all=pl.len(),
        hromady_checked=pl.col("checked").sum(),
        hromady_with_partners=(pl.col("n_partnerships") > 0).sum(),
    )
    return {row.pop("oblast"): row for row in rows}


def _by_rows(hromady: pl.DataFrame, **sums: pl.Expr) -> list[dict]:
    """Sums over hromady for every oblast row and in all, in the published order."""
    rows = hromady.filter(pl.col("oblast").is_in(OBLAST_ROWS))
    order = pl.DataFrame({"oblast": [*OBLAST_ROWS, TOTAL]})
    each = pl.concat([rows.group_by("oblast").agg(**sums), rows.select(oblast=pl.lit(TOTAL), **sums)], how="vertical_relaxed")
    return (
        order.join(each, on="oblast", how="left", maintain_order="left")
        .with_columns(pl.exclude("oblast").fill_null(0))
        .to_dicts()
    )


_READS = f"""
WITH read AS ({LAST_READS}), stopped AS (
  SELECT DISTINCT run_id, source AS source_id, url AS page FROM issue WHERE issue_class IN ('refused', 'login_page')
)
SELECT hromada_code, bool_or(checked) AS read, bool_or(document_id IS NOT NULL) AS reached, bool_or(stopped.page IS NOT NULL) AS blocked
FROM read LEFT JOIN stopped USING (run_id, source_id, page) GROUP BY hromada_code ORDER BY hromada_code
"""


def coverage(connection: sa.Connection, snapshot: Snapshot) -> pl.DataFrame:
    """Table `coverage`: how far the hromady of each row were read, each page as it was tried last (`LAST_READS`).

    Each hromada is read, blocked, failed or not tried. A hromada without partners is a checked zero only when a page was read.
    """
    reads = pl.DataFrame(
        connection.execute(sa.text(_READS), {"known_at": snapshot.known_at}).fetchall(),
        schema={"hromada_code": pl.String, "read": pl.Boolean, "reached": pl.Boolean, "blocked": pl.Boolean},
        orient="row",
    )
    return coverage_of(snapshot.tables["hromady"], reads)


def coverage_of(hromady: pl.DataFrame, reads: pl.DataFrame) -> pl.DataFrame:
    """Table `coverage` of the hromady of a snapshot and what a night made of them (`hromada_code`, `read`, `reached`, `blocked`)."""
    joined = hromady.join(reads.with_columns(tried=pl.lit(True)), on="hromada_code", how="left").with_columns(
        pl.col("tried", "reached", "blocked").fill_null(False)
    )
    read, tried, blocked = pl.col("checked"), pl.col("tried") | pl.col("checked"), pl.col("blocked")
    zero = pl.col("n_partnerships") == 0
    rows = _by_rows(
        joined,
        hromady_all=pl.len(),
        hromady_with_site=pl.col("site").is_not_null().sum(),
        hromady_tried=tried.sum(),
        hromady_reached=(pl.col("reached") | read).sum(),
        hromady_checked=read.sum(),
        hromady_blocked=(~read & blocked).sum(),
        hromady_failed=(~read & tried & ~blocked).sum(),
        hromady_not_tried=(~tried).sum(),
        hromady_with_partners=(~zero).sum(),
        zeros_checked=(zero & read).sum(),
        zeros_unchecked=(zero & ~read).sum(),
    )
    return TABLES["coverage"].frame(rows)
